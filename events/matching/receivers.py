"""What follows from a verb for the finding of entities that may be one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from editorial.models import Record
from editorial.signals import changed, committed
from events.matching import index
from events.matching.tasks import find_candidates
from events.models import Entity, EntityMatch


@receiver(changed)
def follow_names(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Keep the keys by which entities find those that may be the same."""
    named = [record.pk for record in records if isinstance(record, Entity)]
    if named:
        index.project(named)


@receiver(committed)
def follow_candidates(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Have those looked for anew that may be the same as an entity that was written, merged or un-merged.

    After the verb, because two entities written at once see each other only then.
    """
    touched = {record.pk for record in records if isinstance(record, Entity)}
    for record in records:
        if isinstance(record, EntityMatch) and record.published_at is not None:
            touched |= {record.left_id, record.right_id}
    if touched:
        find_candidates.enqueue(sorted(touched))
