"""Publishers, sources, captures, how bytes become text, and who copied whom.

Knows editorial; must not know events or claims.
"""
