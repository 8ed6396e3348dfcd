"""Many documents from the web: lists of addresses worked off one by one, and feeds that are watched.

Knows batches, their items and feeds; each document is captured by the same verb as any other. Long work can be stopped
and taken up again, never repeats what is done, and tells of each address what became of it.
"""
