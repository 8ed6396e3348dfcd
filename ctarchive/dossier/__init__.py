"""The archive's own file format: a YAML or NDJSON file of records whose evidence is quoted.

`schema` says what may stand in it, `files` reads and writes it with line numbers, `plan` checks all of it against the
archive before anything is written, `load` carries the plan out with the verbs, `dump` writes the archive's records.
"""
