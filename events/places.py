"""Which places contain which: by published *located in* and *part of* claims, and by country code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from events.choices import Scheme
from events.models import Claim, Entity, Identifier

CONTAINING = ("located_in", "part_of")


def containers(uids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Entity uid → uids of all that contain it now, itself included. Entities are given and returned by their roots.

    What contained it at an earlier moment is told by `joined`.
    """
    parents: dict[str, set[str]] = {}
    front = set(uids)
    while front:
        found: dict[str, set[str]] = {uid: set() for uid in front}
        for child, parent in [*_told(front), *_states_of(front)]:
            found[child].add(parent)
        parents |= found
        front = {parent for group in found.values() for parent in group} - parents.keys()
    return {uid: frozenset(upward(uid, parents)) for uid in uids}


def _told(uids: set[str]) -> list[tuple[str, str]]:
    """(place, larger place) by published claims, as roots."""
    claims = Claim.objects.published().filter(property__in=CONTAINING, value_entity__isnull=False)
    return list(claims.filter(entity__root__in=uids).values_list("entity__root", "value_entity__root"))


def _states_of(uids: set[str]) -> list[tuple[str, str]]:
    """(entity, state) for each entity that has a country code, by the published state's ISO 3166 identifier."""
    countries = dict(Entity.objects.filter(pk__in=uids).exclude(country="").values_list("pk", "country"))
    codes = Identifier.objects.filter(scheme=Scheme.ISO3166, value__in=set(countries.values()))
    codes = codes.filter(entity__in=Entity.objects.published()).order_by("entity")
    states: dict[str, set[str]] = {}
    for code, root in codes.values_list("value", "entity__root"):
        states.setdefault(code, set()).add(root)
    return [(uid, state) for uid, code in countries.items() for state in sorted(states.get(code, ())) if state != uid]


def contents(uids: Iterable[str]) -> set[str]:
    """The uids of all that lies in these places, themselves and everything merged with any of them included."""
    found: set[str] = set()
    front = set(uids)
    while front:
        roots = Entity.objects.filter(pk__in=front).values("root")
        members = set(Entity.objects.filter(root__in=roots).values_list("pk", flat=True)) | front
        found |= members
        codes = Identifier.objects.filter(scheme=Scheme.ISO3166, entity__in=members).values("value")
        inside = set(Entity.objects.filter(country__in=codes).values_list("pk", flat=True))
        claims = Claim.objects.published().filter(property__in=CONTAINING, value_entity__in=members)
        front = (inside | set(claims.values_list("entity", flat=True))) - found
    return found


def upward(uid: str, parents: Mapping[str, set[str]]) -> set[str]:
    """The thing itself, and all above it. Pure."""
    seen, front = {uid}, {uid}
    while front:
        front = {parent for child in front for parent in parents.get(child, ())} - seen
        seen |= front
    return seen
