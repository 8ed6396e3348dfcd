"""Fetches records with all that their JSON tells, in a fixed number of queries, and hides what is protected.

`RESOURCES` names for each type of record what may be listed, now or as it stood at a moment, and how a page of records
is made ready to be written.
"""
