"""Records that are one: a published judgement folds one into another, and its end takes them apart again.

Nothing that speaks of a folded record is changed: only `root`, a derived column, tells where it is shown. The root of a
group is the member that was folded into no other; where several or none were, the one published first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q

from editorial import families, guard
from editorial.models import Reviewable

_NEVER = datetime.max.replace(tzinfo=UTC)


def grouped(family: set[str], links: families.Pairs, published: Mapping[str, datetime | None]) -> dict[str, str]:
    """Uid → uid of its root, for a family joined by (stays, folds) and the moments of their publication. Pure."""
    folded = {folds for _stays, folds in links}

    def order(uid: str) -> tuple[bool, datetime, str]:
        return uid in folded, published.get(uid) or _NEVER, uid

    return {uid: min(group, key=order) for group in families.groups(family, links) for uid in group}


@dataclass(frozen=True)
class Merging:
    """How records of one type are merged. `judged` gives the judgements that stand now, or stood at a moment.

    `stays` and `folds` are the columns of a judgement that name the two records. The records have a column `root`.
    """

    records: type[Reviewable]
    judged: Callable[[datetime | None], Any]
    stays: str
    folds: str

    def roots(self, uids: Iterable[str], at: datetime | None = None) -> dict[str, str]:
        """Uid → uid of its root, for these and all merged with them, as it stands now or stood at `at`."""
        judged = self.judged(at)

        def step(front: set[str]) -> families.Pairs:
            columns = f"{self.stays}_id", f"{self.folds}_id"
            either = Q(**{f"{self.stays}__in": front}) | Q(**{f"{self.folds}__in": front})
            return set(judged.filter(either).values_list(*columns))

        family, links = families.reach(uids, step)
        if not links:
            return {uid: uid for uid in family}
        published = dict(self.records.objects.filter(pk__in=family).values_list("pk", "published_at"))
        return grouped(family, links, published)

    def members(self, uid: str, at: datetime | None = None) -> list[str]:
        """The uids of all that is shown under this one, itself first, now or at `at`: it alone where it was folded."""
        roots = self.roots([uid], at)
        return [uid, *sorted(one for one, root in roots.items() if root == uid != one)]

    def store(self, uids: Iterable[str]) -> list[str]:
        """Store the roots of these records and all merged with them. Returns all their uids, if any root moved."""
        uids = set(uids)
        wanted = self.roots(uids) if uids else {}  # asked after every verb, and most judge nothing
        if not wanted:
            return []
        # Every type that is merged has a column `root`, which the base of them all has not.
        records: Any = self.records.objects
        rows = list(records.filter(pk__in=wanted).order_by("pk"))
        changed = [row for row in rows if row.root_id != wanted[row.pk]]
        for row in changed:
            row.root_id = wanted[row.pk]
        with guard.writing():
            records.bulk_update(changed, ["root"])
        return list(wanted) if changed else []
