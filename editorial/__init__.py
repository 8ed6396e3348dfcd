"""The innermost room: review states, who may do what, the ledger, public ids.

Knows nothing of sources, events or claims: it works on any `Record`. Imports nothing from the other packages.
"""
