"""How an outer package hears of what a verb did, without the inner one knowing it.

`changed` is sent inside the verb's transaction, `committed` after it; both with `action` (Action), `records` (list of
Record), `user` and `at` (the moment of the act).
"""

from django.dispatch import Signal

changed = Signal()
committed = Signal()
