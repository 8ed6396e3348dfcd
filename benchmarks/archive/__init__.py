"""Large archives, made from a seed: the same records, texts, uids and ledger for the same seed, on any database.

`words` makes names and sentences, `stories` real records of them, `rows` the rows of their tables with the ledger's
leaves, and `loading` writes those in bulk. Bulk means: the models' own columns and the archive's own rules for facts,
names, leaves and the search index, without the checks of one verb after another. `manage.py verify` says whether that
came to the same.
"""
