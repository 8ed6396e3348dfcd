"""Following the archive: what changed in public after an entry of the ledger, and what these records say now.

Knows the ledger and the public forms. Must not know the API that serves them, nor the mirror that reads them.
"""
