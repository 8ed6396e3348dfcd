"""Which places contain which: by published *located in* and *part of* claims, and by country code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from events.choices import Scheme
from events.models import Claim, Entity, Identifier


def containers(uids: Iterable[str], at: datetime | None = None) -> dict[str, frozenset[str]]:
    """Entity uid → uids of all that contain it, itself included. Entities are given and returned by their roots."""
    parents: dict[str, set[str]] = {}
    front = set(uids)
    while front:
        found: dict[str, set[str]] = {uid: set() for uid in front}
        upward = Claim.objects.published(at).filter(property__in=("located_in", "part_of"), value_entity__isnull=False)
        for child, parent in upward.filter(entity__root__in=front).values_list("entity__root", "value_entity__root"):
            found[child].add(parent)
        for child, state in _states_of(front):
            found[child].add(state)
        parents |= found
        front = {parent for group in found.values() for parent in group} - parents.keys()
    return {uid: frozenset(_upward(uid, parents)) for uid in uids}


def _states_of(uids: set[str]) -> list[tuple[str, str]]:
    """(entity, state) for each entity that has a country code, by the state's ISO 3166 identifier."""
    countries = dict(Entity.objects.filter(pk__in=uids).exclude(country="").values_list("pk", "country"))
    states = dict(
        Identifier.objects.filter(scheme=Scheme.ISO3166, value__in=set(countries.values()))
        .order_by("entity_id")
        .values_list("value", "entity__root")
    )
    return [(uid, states[code]) for uid, code in countries.items() if code in states and states[code] != uid]


def _upward(uid: str, parents: dict[str, set[str]]) -> set[str]:
    seen, front = {uid}, {uid}
    while front:
        front = {parent for child in front for parent in parents.get(child, ())} - seen
        seen |= front
    return seen
