"""Who copied whom. Sources joined by published *republishes*, *translates* or *identical_to* links share one origin.

The origin of such a family is the member that copies no other; where several or none do so, the one published first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from editorial import families, guard
from editorial.merging import grouped as joined
from sources import merging
from sources.choices import SAME_ORIGIN, LinkKind
from sources.models import Source, SourceLink


def origins(uids: Iterable[str], at: datetime | None = None) -> dict[str, str]:
    """Source uid → uid of its origin, for these and all joined to them, as it stands now or stood at `at`."""
    joining = SourceLink.objects.published(at).filter(kind__in=SAME_ORIGIN)

    def step(front: set[str]) -> families.Pairs:
        return set(joining.filter(Q(source__in=front) | Q(target__in=front)).values_list("source_id", "target_id"))

    family, links = families.reach(uids, step)
    if not links:
        return {uid: uid for uid in family}
    published = dict(Source.objects.filter(pk__in=family).values_list("pk", "published_earliest"))
    return grouped(family, links, published, merging.SOURCES.roots(family, at))


def grouped(
    family: set[str], links: families.Pairs, published: Mapping[str, int | None], roots: Mapping[str, str]
) -> dict[str, str]:
    """Uid → uid of its origin, for a family joined by (copy, original), first days and roots of its sources. Pure."""
    # Records of one document copy together what any of them copies.
    copying = {roots[copy] for copy, original in links if roots[copy] != roots[original]}
    copies = {uid for uid, root in roots.items() if uid != root or root in copying}

    def order(uid: str) -> tuple[bool, bool, int, str]:
        day = published.get(uid)
        return uid in copies, day is None, day or 0, uid

    return {uid: min(group, key=order) for group in families.groups(family, links) for uid in group}


@dataclass(frozen=True)
class Descent:
    """Uid → root of a source, and uid → its origin, as they stood at a moment."""

    roots: Mapping[str, str]
    origins: Mapping[str, str]


def at_moment(sources: Iterable[Source], at: datetime) -> Descent:
    """How these stood, and all joined to them. One query, and another where who is joined today was not yet.

    Whoever shares an origin today mostly did: asked for by today's origins, they are found together.
    """
    asked = {source.pk: source for source in sources}
    seen, front = set[str](), {source.origin_id for source in asked.values()}
    found: dict[str, SourceLink] = {}
    joining = SourceLink.objects.published(at).filter(kind__in=SAME_ORIGIN).select_related("source", "target")
    while front:
        found |= {one.pk: one for one in joining.filter(Q(source__origin__in=front) | Q(target__origin__in=front))}
        seen |= front
        front = {end.origin_id for one in found.values() for end in (one.source, one.target)} - seen
    known = asked | {end.pk: end for one in found.values() for end in (one.source, one.target)}
    same = {(one.target_id, one.source_id) for one in found.values() if one.kind == LinkKind.IDENTICAL_TO}
    roots = joined(set(known), same, {uid: one.published_at for uid, one in known.items()})
    links = {(one.source_id, one.target_id) for one in found.values()}
    first = {uid: one.published_earliest for uid, one in known.items()}
    return Descent(roots, grouped(set(known), links, first, roots))


def project(uids: Iterable[str]) -> list[str]:
    """Store the origins of these sources and all joined to them. Returns the uids of those whose origin changed."""
    wanted = origins(uids)
    changed = [s for s in Source.objects.filter(pk__in=wanted).order_by("pk") if s.origin_id != wanted[s.pk]]
    for source in changed:
        source.origin_id = wanted[source.pk]
    with guard.writing():
        Source.objects.bulk_update(changed, ["origin"])
    return [source.pk for source in changed]
