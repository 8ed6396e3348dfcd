"""A date as far as its own words tell it; what is missing comes from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, season (month 21 to 24), year or decade. What is not told is None.

    A year can be told by its distance: `shift` from the year of publication, or `same` from the year last spoken of.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: bool = False
    shift: int | None = None
    same: int | None = None

    @property
    def has_year(self) -> bool:
        return self.year is not None

    def of_year(self, year: int) -> Moment:
        return replace(self, year=year, shift=None, same=None)

    @property
    def edtf(self) -> str:
        """Its EDTF; the year must be there."""
        if self.decade:
            return f"{self.year:04}"[:3] + "X"
        return "-".join([f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)])


@dataclass(frozen=True, slots=True)
class Relative:
    """So many units from the day of publication (`from_publication`) or from the day last spoken of."""

    unit: str
    shift: int
    from_publication: bool = True


@dataclass(frozen=True, slots=True)
class Expression:
    """A passage that tells a date or an interval, or one relative to another."""

    start: int
    end: int
    first: Moment | None = None
    last: Moment | None = None
    relative: Relative | None = None
    weekday: int | None = None
    toward: int = 0  # "last Monday" -1, "next Monday" 1
    part: str = ""
    about: bool = False
    known: str = ""  # the EDTF itself, where the words are a name
    doubt: str = ""  # why it may mean something else
    other: Moment | None = None  # what 12/11/2019 means where the month comes first
    score: float = 0.9
