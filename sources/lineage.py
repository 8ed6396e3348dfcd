"""Who copied whom. Sources joined by published *republishes*, *translates* or *identical_to* links share one origin.

The origin of such a family is the member that copies no other; where several or none do so, the one published first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from editorial import families, guard
from sources import merging
from sources.choices import SAME_ORIGIN
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
    # Records of one document copy together what any of them copies.
    roots = merging.SOURCES.roots(family, at)
    copying = {roots[copy] for copy, original in links if roots[copy] != roots[original]}
    copies = {uid for uid, root in roots.items() if uid != root or root in copying}

    def order(uid: str) -> tuple[bool, bool, int, str]:
        day = published.get(uid)
        return uid in copies, day is None, day or 0, uid

    return {uid: min(group, key=order) for group in families.groups(family, links) for uid in group}


def project(uids: Iterable[str]) -> list[str]:
    """Store the origins of these sources and all joined to them. Returns the uids of those whose origin changed."""
    wanted = origins(uids)
    changed = [s for s in Source.objects.filter(pk__in=wanted).order_by("pk") if s.origin_id != wanted[s.pk]]
    for source in changed:
        source.origin_id = wanted[source.pk]
    with guard.writing():
        Source.objects.bulk_update(changed, ["origin"])
    return [source.pk for source in changed]
