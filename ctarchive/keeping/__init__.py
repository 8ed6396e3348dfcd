"""What was answered, kept for as long as it is true: answers of the API, and public pages.

It knows what shapes an answer (`freshness`), where answers lie (`store`), and who may be given one that was made for
somebody else. It must not know what stands in them: API and pages import it, never the other way round.
"""
