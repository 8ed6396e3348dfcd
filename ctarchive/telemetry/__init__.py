"""What an operator sees of a running archive: requests, errors and figures, without personal data.

Knows requests, tasks and the inner rooms' tables; must not know pages, the API, exports or search, which may tell it
what they do.
"""
