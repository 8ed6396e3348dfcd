"""How an outer package hears of what a verb did, without the inner one knowing it.

`changed` is sent inside the verb's transaction, `committed` after it; both with `action` (Action), `records` (list of
Record), `user` and `at` (the moment of the act).

`redacted` is sent inside the transaction too, with `record`, `field`, `start` and `end`: a receiver returns the
passages elsewhere that repeat what was erased (`Passage`), and they are erased with it.

`recorded` is sent inside the transaction, with the new `entries` of the ledger, whose head is held: lock nothing then.

`commented` (with `comment`, `record`, `addressees`: keys of users) and `taken` (a review, with `subject`, `claim`,
`user`, `at` and `before`: the claim as it was) are sent inside their transactions as well.
"""

from typing import Any

from django.dispatch import Signal

changed = Signal()
committed = Signal()
redacted = Signal()
recorded = Signal()
commented = Signal()
taken = Signal()

# (record, field, start, end) of a passage that repeats redacted text; offsets are None for the whole field.
Passage = tuple[Any, str, int | None, int | None]
