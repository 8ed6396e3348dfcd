"""Backups: the whole archive as of one moment, in one file, made while people write and checked without restoring.

Knows the tables of all apps and the blob store. Must not know pages or the API. The form of the file, which does not
depend on the kind of database, is told in `form`; docs/operating.md tells operators what to do with it.
"""
