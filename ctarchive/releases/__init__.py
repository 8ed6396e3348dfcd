"""Numbered, dated releases of the whole archive, as bags (BagIt, RFC 8493) that everybody can make again.

Knows the exports, the codebook and the ledger. Must not know the site.
"""
