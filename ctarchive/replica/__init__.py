"""A second PostgreSQL that follows the first: who reads from it, when it is too far behind, and what goes on without
the first.

Knows databases and requests, and nothing of what the archive holds. A request is led to one database as a whole, so
that the public version and the rows told under it are never of two.
"""
