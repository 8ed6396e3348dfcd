"""Finds the conflicts: which property of which event or entity, open or decided. A constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from events import facts, projection
from events.choices import EntityKind, Rank
from events.facts import Rivalry, Standing
from events.models import Claim, Entity, Event
from events.properties import PROPERTIES

OPEN, DECIDED = "open", "decided"
TABS = {OPEN: _("Open"), DECIDED: _("Decided")}
SINGLE = tuple(key for key, spec in PROPERTIES.items() if spec.single)


class Key(NamedTuple):
    """One property of one subject: a root event or root entity with all that was merged into it."""

    subject: str
    property: str


@dataclass(frozen=True)
class Asked:
    """What the reader wants to see. What is unknown narrows nothing."""

    tab: str = OPEN
    kind: str = ""
    property: str = ""
    about: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        """From a query string."""
        tab, key = query.get("tab", ""), query.get("property", "")
        return cls(
            tab=tab if tab in TABS else OPEN,
            kind=query.get("kind", "").strip(),
            property=key if key in SINGLE else "",
            about=query.get("about", "").strip(),
            words=query.get("q", "").strip()[:100],
        )

    def narrow(self, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        if self.kind in EntityKind.values:
            claims = claims.filter(entity__root__kind=self.kind)
        elif self.kind:
            claims = claims.filter(event__root__kind=self.kind)
        if self.property:
            claims = claims.filter(property=self.property)
        if self.about:
            event, entity = (model.objects.filter(pk=self.about).values("root") for model in (Event, Entity))
            claims = claims.filter(Q(event__root__in=event) | Q(entity__root__in=entity))
        if self.words:
            claims = claims.filter(
                Q(event__root__title__icontains=self.words) | Q(entity__root__name__icontains=self.words)
            )
        return claims


def found(asked: Asked) -> dict[str, list[Key]]:
    """Tab → the properties of subjects that have an open, or a decided, conflict; the newest first."""
    contested = Q(conflicted=True) | Q(rank=Rank.DEPRECATED)
    rows = asked.narrow(Claim.objects.published().filter(contested, property__in=SINGLE))
    newest: dict[Key, datetime] = {}
    ranked: set[Key] = set()
    for event, root, key, rank, at in rows.values_list(
        "event__root", "entity__root", "property", "rank", "published_at"
    ):
        assert at is not None  # it is published
        here = Key(event or root, key)
        newest[here] = max(at, newest.get(here, at))
        if rank != Rank.NORMAL:
            ranked.add(here)
    # Where nothing is ranked, what is stored as conflicted is open. The rest is for the rules to say.
    tabs: dict[str, set[Key]] = {OPEN: newest.keys() - ranked, DECIDED: set()}
    for here, rivalries in _judged(ranked).items():
        for rivalry in rivalries:
            tabs[OPEN if rivalry.is_open else DECIDED].add(here)
    order = sorted(newest, key=lambda here: (newest[here], here), reverse=True)
    return {tab: [here for here in order if here in keys] for tab, keys in tabs.items()}


def _judged(keys: set[Key]) -> dict[Key, list[Rivalry]]:
    if not keys:
        return {}
    return {key: facts.rivalries(list(group.values())) for key, group in standing(claims_of(keys))[1].items()}


def claims_of(keys: Iterable[Key]) -> QuerySet[Claim]:
    """The published claims of these properties of these subjects."""
    keys = list(keys)
    subjects = {key.subject for key in keys}
    about = Q(event__root__in=subjects) | Q(entity__root__in=subjects)
    # A few claims too many, of other pairs of the same names, are parted off by `standing`.
    return Claim.objects.published().filter(about, property__in={key.property for key in keys})


def standing(claims: QuerySet[Claim]) -> tuple[dict[str, Claim], dict[Key, dict[str, Standing]]]:
    """The claims by uid, and how they stand among the others of the same property."""
    rows = {claim.pk: claim for claim in projection.with_evidence(claims)}
    groups: dict[Key, dict[str, Standing]] = {}
    for uid, one in projection.standings(rows.values()).items():
        groups.setdefault(key_of(rows[uid]), {})[uid] = one
    return rows, groups


def key_of(claim: Claim) -> Key:
    """Which property of which subject the claim, fetched with it, is about."""
    return Key(claim.subject.root_id, claim.property)


def rivals_of(rivalries: Sequence[Rivalry], uid: Any) -> Rivalry | None:
    """The rivalry that the claim is in, if any."""
    return next((rivalry for rivalry in rivalries if uid in rivalry.uids), None)
