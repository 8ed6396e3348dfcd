"""The queue of the review desk: three tabs, and what narrows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from editorial.desk import Waiting
from events.models import Entity, Event
from sources.models import Source

MINE, FREE, ALL = "mine", "unclaimed", "all"
TABS = {ALL: _("All"), FREE: _("Not taken by anybody"), MINE: _("Taken by me")}
KINDS = {"event": _("events"), "entity": _("entities"), "source": _("sources"), "other": _("proposals and judgements")}
AGES = {"1": _("more than a day"), "7": _("more than a week"), "30": _("more than a month")}


@dataclass(frozen=True)
class Narrowed:
    """What the reader asked for. What is unknown narrows nothing."""

    tab: str = ALL
    kind: str = ""
    source: str = ""
    age: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Narrowed:
        """From a query string."""
        tab, kind, age = (query.get(name, "") for name in ("tab", "kind", "age"))
        return cls(
            tab=tab if tab in TABS else ALL,
            kind=kind if kind in KINDS else "",
            source=query.get("source", ""),
            age=age if age in AGES else "",
            words=query.get("q", "").strip(),
        )

    def lets_through(self, waiting: Waiting, at: datetime) -> bool:
        """Whether a bundle is among what was asked for, whichever the tab."""
        return (
            (not self.kind or kind_of(waiting) == self.kind)
            and (not self.source or self.source in sources_of(waiting))
            and (not self.age or waiting.since <= at - timedelta(days=int(self.age)))
            and self.words.casefold() in str(waiting.subject).casefold()
        )


def kind_of(waiting: Waiting) -> str:
    """One of KINDS."""
    for kind, model in (("event", Event), ("entity", Entity), ("source", Source)):
        if isinstance(waiting.subject, model):
            return kind
    return "other"


def sources_of(waiting: Waiting) -> dict[str, str]:
    """Uid → title of the sources that the bundle quotes, or is."""
    found = {**waiting.rests_on(), waiting.subject.pk: waiting.subject}
    return {uid: record.title for uid, record in found.items() if isinstance(record, Source)}


def tabs(found: Sequence[Waiting], user: Any) -> dict[str, list[Waiting]]:
    """Tab → what is on it."""
    return {
        ALL: list(found),
        FREE: [waiting for waiting in found if waiting.taken is None],
        MINE: [waiting for waiting in found if waiting.taken is not None and waiting.taken.user_id == user.uid],
    }
