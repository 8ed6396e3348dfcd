"""Tokens: how programs write in the name of a person. Made and revoked in the admin, used by the API.

Knows users, the ledger and the admin. Must not know the API. A token holds nothing that a person may do: that is
asked of the person, by the policies, each time.
"""
