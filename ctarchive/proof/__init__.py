"""Evidence packets: a claim with all that proves it, in one file that can be checked without the archive.

Knows the ledger, the public forms of records (`ctarchive.exports`) and how claims read. Must not know the site or the
API. What a packet holds and proves is written down in docs/proof.md; `ctarchive/check_packet.py` checks it.
"""
