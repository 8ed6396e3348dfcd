"""Which entities are one. A published *same* folds one into another; claims keep the entity they were made about.

The root of a group is the member that was folded into no other; where several or none were, the one published first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from editorial import families, guard
from events.choices import Judgement
from events.models import Entity, EntityMatch

_NEVER = datetime.max.replace(tzinfo=UTC)


def roots(uids: Iterable[str], at: datetime | None = None) -> dict[str, str]:
    """Entity uid → uid of its root, for these and all merged with them, as it stands now or stood at `at`."""
    same = EntityMatch.objects.published(at).filter(judgement=Judgement.SAME)

    def step(front: set[str]) -> families.Pairs:
        pairs = set(same.filter(left__in=front).values_list("left_id", "right_id"))
        return pairs | set(same.filter(right__in=front).values_list("left_id", "right_id"))

    family, links = families.reach(uids, step)
    published = dict(Entity.objects.filter(pk__in=family).values_list("pk", "published_at"))
    folded = {right for _left, right in links}

    def order(uid: str) -> tuple[bool, datetime, str]:
        return uid in folded, published.get(uid) or _NEVER, uid

    return {uid: min(group, key=order) for group in families.groups(family, links) for uid in group}


def project(uids: Iterable[str]) -> list[str]:
    """Store the roots of these entities and all merged with them. Returns all their uids, if any root moved."""
    wanted = roots(uids)
    changed = [e for e in Entity.objects.filter(pk__in=wanted).order_by("pk") if e.root_id != wanted[e.pk]]
    for entity in changed:
        entity.root_id = wanted[entity.pk]
    with guard.writing():
        Entity.objects.bulk_update(changed, ["root"])
    return list(wanted) if changed else []
