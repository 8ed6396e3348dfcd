"""How a language reports events, as tables; and the compiling of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from events.choices import EventKind

STRONG, LIKELY, WEAK = 0.55, 0.4, 0.3
"""How sure a passage is to report an event, by its words alone."""

_BETWEEN = r"(?:[\w’'.,“”\"()/-]+ ){0,10}?"


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that report an event of one kind."""

    kind: EventKind
    sureness: float
    pattern: re.Pattern[str]
    is_small: bool  # to be looked for in small letters, which is several times as fast as regardless of case


@dataclass(frozen=True)
class Language:
    """How one language reports events. All are pattern sources, most of them for what stands before a passage."""

    triggers: tuple[Trigger, ...]
    unreal: str  # before a verb that says it has not happened
    described: str  # before a participle that only describes somebody
    general: str  # in a sentence that speaks of habits, tendencies, many years
    planned: str
    again: str  # in a sentence that only compares with other events
    same: str  # in a sentence that goes on with an event told before
    said: str  # before a date on which something was said, not done
    until: str  # before a date that bounds something else
    nouns: Mapping[EventKind, str]  # that stand for an event of a kind, where a date follows
    noun_date: str  # between such a noun and the date
    in_place: str  # before a place where it happened
    by: str  # before somebody who did it, in the passive
    clauses: str  # between two clauses

    @cached_property
    def compiled(self) -> Mapping[str, re.Pattern[str]]:
        names = (
            "unreal", "described", "general", "planned", "again", "same", "said", "until", "in_place", "by", "clauses",
        )  # fmt: skip
        return {name: _compiled(getattr(self, name)) for name in names}

    @cached_property
    def dated_nouns(self) -> tuple[tuple[EventKind, re.Pattern[str]], ...]:
        return tuple((kind, _compiled(rf"(?<!\w)(?:{words}){self.noun_date}")) for kind, words in self.nouns.items())


def table(rows: Mapping[float, Mapping[EventKind, Iterable[str]]]) -> tuple[Trigger, ...]:
    """Triggers of pattern sources in which ``_`` is up to six words, and a blank any blank space."""
    return tuple(
        _trigger(kind, sureness, rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")
        for sureness, kinds in rows.items()
        for kind, patterns in kinds.items()
    )


def _trigger(kind: EventKind, sureness: float, source: str) -> Trigger:
    if "(?-i:" in source:
        return Trigger(kind, sureness, _compiled(source), is_small=False)
    small = re.sub(r"(?<!\\)[^\W\d_]", lambda letter: letter[0].lower(), source)
    return Trigger(kind, sureness, _compiled(small, 0), is_small=True)


def _compiled(source: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The source with its shorthand spelt out. Texts are compared with е for ё."""
    return re.compile(re.sub(r"(?<=[ ?})])_(?=[(\w])", lambda _: _BETWEEN, source), flags)
