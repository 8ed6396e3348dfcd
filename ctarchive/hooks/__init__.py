"""Webhooks: servers that asked for it are told that something changed in public, signed, and until they have it.

Knows the ledger and how to send. Must not know what records say: a message names them, and `/api/v1/changes/` tells.
"""
