"""What readers report of records and reply to claims: the forms for them, and the queue for editors.

Knows records and claims; how what was sent is kept, and who may read it, is `editorial.reports`.
"""
