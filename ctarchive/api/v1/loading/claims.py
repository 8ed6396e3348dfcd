"""Claims and passages, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from ctarchive.api.v1.told import Told
from editorial import pages
from editorial.choices import State
from events import footnotes, merging, replies, then
from events.footnotes import Footnote
from events.models import Claim, Entity, Event, Evidence, Ranking, Reply
from events.protection import Mask
from events.reading import NAMED, count_sources
from events.veil import veil
from sources.models import Source


def claims(rows: Sequence[Claim], mask: Mask, at: datetime | None = None) -> list[Told]:
    """The claims with the passages, rankings and replies that stand, or stood when they ended, or at the moment.

    At most four queries now.
    """
    if at is None:
        veil(mask, *rows, *(getattr(row, name) for row in rows for name in NAMED))
    else:
        named = [one for row in rows for name in NAMED if (one := getattr(row, name)) is not None]
        roots = merging.at_moment(named, at)
        then.restored_claims(rows, mask, at, NAMED, roots)
        # After that: what is stored tells best whom to ask for.
        root_then(named, roots)
    kept = [row for row in rows if row.state != State.RETRACTED]
    notes = footnotes.of_evidence(_parts(Evidence.objects.once_published(), kept, at), mask)
    for row in rows:
        if row.ended_at is not None:
            count_sources(row, notes.get(row.pk, []))
    ranked, successors, why = _judged(kept, mask, at)
    why |= reasons([row for row in rows if row.state == State.RETRACTED], mask)
    replied = replies.by_claim(_parts(Reply.objects.once_published(), kept, at), mask)
    return [
        Told(
            row, notes.get(row.pk, []), ranked.get(row.pk, ""), successors.get(row.pk), why.get(row.pk, ""),
            replied.get(row.pk, ()),
        )
        for row in rows
    ]  # fmt: skip


def _judged(
    rows: Sequence[Claim], mask: Mask, at: datetime | None
) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Uid → why it was ranked, uid → uid of what took its place, and uid → why. One query."""
    ranked, successors, why = dict[str, str](), dict[str, str](), dict[str, str]()
    rankings = _parts(Ranking.objects.once_published(), rows, at).annotate(of=F("claim"), is_new=Value(False))
    followed = Claim.objects.once_published().filter(supersedes__in=[row.pk for row in rows])
    if at is not None:
        followed = followed.filter(published_at__lte=at)
    successions = followed.annotate(of=F("supersedes"), is_new=Value(True))
    columns = ("published_at", "uid", "of", "is_new", "reason")
    both = rankings.order_by().values_list(*columns).union(successions.order_by().values_list(*columns), all=True)
    for _at, uid, of, is_new, reason in both.order_by("published_at", "uid"):
        if is_new:
            successors[of], why[of] = uid, mask.apply(reason)
        else:
            ranked[of] = mask.apply(reason)
    return ranked, successors, why


def _parts(parts: QuerySet[Any], rows: Sequence[Claim], at: datetime | None) -> QuerySet[Any]:
    """The parts that stand with these claims. Those of a claim that ended did so together with it, in the same way."""
    if at is None:
        return parts.filter(claim__in=[row.pk for row in rows], state=F("claim__state"))
    standing = Q(claim__in=[row.pk for row in rows if row.state == State.PUBLISHED], published_at__lte=at)
    standing &= Q(ended_at__isnull=True) | Q(ended_at__gt=at)
    ended = Q(claim__in=[row.pk for row in rows if row.state != State.PUBLISHED], state=F("claim__state"))
    return parts.filter(standing | ended)


def root_then(records: Iterable[Event | Entity], roots: Mapping[str, str]) -> None:
    """Have the records refer to what they were merged into at the moment (`merging.at_moment`). In memory only."""
    for record in records:
        record.root_id = roots[record.pk]


def reasons(retracted: Sequence[Claim | Evidence | Event | Entity | Source], mask: Mask) -> dict[str, str]:
    """uid → why it was retracted: its own reason, or that of what took it along. One query, if there are any."""
    if not retracted:
        return {}
    owners = {record.pk: list(_owners(record)) for record in retracted}
    known = pages.reasons({*owners, *(owner for above in owners.values() for owner in above)})
    return {
        uid: mask.apply(next((known[one] for one in (uid, *above) if one in known), ""))
        for uid, above in owners.items()
    }


def _owners(record: Any) -> Any:
    """The uids of what may have taken a record along, the nearest first."""
    if isinstance(record, Evidence):
        yield record.claim_id
        record = record.claim
    if isinstance(record, Claim):
        yield from filter(None, (record.event_id, record.entity_id))


# -- passages ----------------------------------------------------------------------------------------------------------


def passages(rows: Sequence[Evidence], mask: Mask, at: datetime | None = None) -> list[Footnote]:
    """The passages with what stands around them, in the order given. One query."""
    found = footnotes.of_evidence(Evidence.objects.filter(pk__in=[row.pk for row in rows]), mask)
    notes = {note.evidence.pk: note for of_claim in found.values() for note in of_claim}
    for row in rows:
        note = notes[row.pk].evidence
        note.claim = row.claim
        if at is not None and (note.ended_at is None or note.ended_at > at):
            note.state, note.ended_at = State.PUBLISHED, None
    return [notes[row.pk] for row in rows]
