"""What a verb may refuse, each with a sentence a person can act on."""

from collections.abc import Mapping, Sequence
from typing import Any


class EditorialError(Exception):
    """The base of every refusal. `str()` of it is shown to the person who tried."""


class NotAllowed(EditorialError):
    """The user's roles do not include this verb for this record."""


class FourEyes(NotAllowed):
    """Nobody decides on what they wrote or submitted."""


class WrongState(EditorialError):
    """The record is not in a state from which this verb leads on."""


class ReasonRequired(EditorialError):
    """The verb needs a reason that others will read."""


class Frozen(EditorialError):
    """A record was about to be written other than by a verb."""


class Refused(EditorialError):
    """The records do not meet what the verb demands; `problems` names each thing."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class Stale(EditorialError):
    """Somebody else saved the record first. Nothing was written; both versions are here.

    `theirs` and `yours` map field names to values, for the fields in which the two differ.
    """

    def __init__(self, record: object, theirs: Mapping[str, Any], yours: Mapping[str, Any]) -> None:
        self.record, self.theirs, self.yours = record, dict(theirs), dict(yours)
        fields = "; ".join(f"{name}: theirs “{theirs.get(name)}”, yours “{yours.get(name)}”" for name in yours)
        super().__init__(
            f"“{record}” was changed by somebody else since you opened it. Nothing of yours was saved. {fields or ''}"
        )
