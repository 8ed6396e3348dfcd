"""Harvesting by OAI-PMH 2.0: all published records, in Dublin Core and in the archive's own form.

Knows the records, their public forms (`ctarchive.exports`) and how they are cited. Must not know the site or the API.
The protocol: https://www.openarchives.org/OAI/openarchivesprotocol.html
"""
