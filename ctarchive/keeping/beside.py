"""What pages of single records tell that no public entry of the ledger does: it changes without a new version."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from editorial import ledger
from editorial.models import User
from events.models import AnchorCheck
from sources.models import Sighting

_RECORD = re.compile(r"/(?P<type>events|entities|sources|claims|publishers)/[^/]")


def shaping(path: str) -> tuple[str, ...]:
    """What stands beside the archive on the page at this path, in one text or none. Three queries; four of a claim.

    Whether quotations are still there and when sources were seen again (both are only ever added), who is called what,
    and on a claim's page the head of the tree, which grows with every entry.
    """
    found = _RECORD.search(path)
    if found is None:
        return ()
    names = User.objects.exclude(handle="").order_by("pk").values_list("pk", "handle")
    head = ledger.head().size if found["type"] == "claims" else 0
    return (repr((_newest(AnchorCheck.objects.all()), _newest(Sighting.objects.all()), head, *names)),)


def _newest(rows: QuerySet[AnchorCheck] | QuerySet[Sighting]) -> int:
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0
