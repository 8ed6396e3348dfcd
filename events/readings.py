"""What is shown of several events or entities at once, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from events import merging, reading, then
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED, Reading, Shown
from events.veil import veil


def read_all(
    subjects: Sequence[Event] | Sequence[Entity], mask: Mask, at: datetime | None = None
) -> dict[str, Reading]:
    """Uid → what is shown of each of these roots, all of one type, now or as it stood; without what was withdrawn."""
    found: dict[str, list[Shown]] = {subject.pk: [] for subject in subjects}
    if not found:
        return {}
    about = subjects[0].type_name()
    members = {subject.pk: subject.pk for subject in subjects}
    wanted = Claim.objects.published(at).select_related(*NAMED).order_by("published_at", "uid")
    if at is None:
        claims = list(wanted.filter(**{f"{about}__root__in": list(found)}))
        members |= {claim.subject.pk: claim.subject.root_id for claim in claims}
        veil(mask, *claims, *(getattr(claim, name) for claim in claims for name in NAMED))
    else:
        members |= merging.of(subjects[0]).roots(found, at)
        claims = then.restored_claims(list(wanted.filter(**{f"{about}__in": list(members)})), mask, at, NAMED)
    for one in reading.show(claims, mask, at):
        root = members[one.claim.subject.pk]
        if root in found:
            found[root].append(one)
    conflicted = {claim.pk for claim in claims if claim.conflicted}
    made = {uid: Reading(list(reading.facts_of(shown, conflicted)), []) for uid, shown in found.items()}
    for read in made.values():
        reading.number(read.shown())
    return made
