"""Entities, events, claims, evidence, facts and suggestions: what the archive says, and on whose word.

Knows sources and editorial; must not know the API, the exports or the site.
"""
