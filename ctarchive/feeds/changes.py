"""What there is to tell: publications, corrections, and all that happened to one event or entity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from ctarchive.citing.work import one_line
from ctarchive.feeds import telling
from ctarchive.feeds.entries import Entry
from editorial.choices import State
from editorial.models import Revision
from events import corrections, footnotes, listing, reading, replies
from events.models import Claim, Entity, Event, Evidence, Ranking, Reply
from events.properties import PROPERTIES
from events.protection import Mask
from events.reading import NAMED
from events.veil import veiled

MOST = 50  # entries of a feed
MOST_SUBJECTS = 30  # events, and entities, of which a feed tells all claims

# Fields of ours whose old and new words are told. Of the others it is told that they were revised, and why.
_IN_WORDS = ("title", "summary", "description")


def newest(entries: Iterable[Entry]) -> list[Entry]:
    """The newest entries, each id once."""
    found = {entry.id: entry for entry in entries}
    return sorted(found.values(), key=lambda entry: (entry.updated, entry.id), reverse=True)[:MOST]


def publications(mask: Mask) -> list[Entry]:
    """Events and entities with claims, each when it was published, and claims that were added to them later."""
    events = Event.objects.published().filter(root=F("pk")).select_related("place").order_by("-published_at", "uid")
    rows = listing.event_rows(events[:MOST_SUBJECTS], mask)
    spoken_of = Exists(Claim.objects.published().filter(entity=OuterRef("pk")))
    entities = Entity.objects.published().filter(spoken_of, root=F("pk")).order_by("-published_at", "uid")
    subjects: list[Any] = [row.event for row in rows] + veiled(mask, entities[:MOST_SUBJECTS])
    about = Q(event__in=[s.pk for s in subjects]) | Q(entity__in=[s.pk for s in subjects])
    claims = _named(Claim.objects.published().filter(about), mask)
    added = _named(_added().order_by("-published_at", "uid")[:MOST], mask)
    first = [claim for claim in claims if claim.published_at == claim.subject.published_at]
    notes = footnotes.of_claims([*first, *added], mask)
    row_of = {row.event.pk: row for row in rows}
    told = (telling.published(s, _of(s, first), notes, row_of.get(s.pk)) for s in subjects)
    return newest([*told, *(telling.claimed(claim, notes) for claim in added)])


def _added() -> Any:
    """Claims that were published after what they are about, and correct no other."""
    later = Q(event__published_at__lt=F("published_at")) | Q(entity__published_at__lt=F("published_at"))
    return Claim.objects.published().filter(later, supersedes__isnull=True)


def _named(claims: Any, mask: Mask) -> list[Claim]:
    return veiled(mask, claims.select_related(*NAMED), *NAMED)


def _of(subject: Event | Entity, claims: Sequence[Claim]) -> list[Claim]:
    """The claims about a subject, in the order of the codebook."""
    order = list(PROPERTIES)
    own = [claim for claim in claims if claim.subject.pk == subject.pk]
    return sorted(own, key=lambda claim: (order.index(claim.property), claim.pk))


def withdrawals(mask: Mask) -> list[Entry]:
    """What was corrected and retracted last."""
    gone = listing.corrections(mask, MOST)
    made = corrections.of([one.successor for one in gone if one.successor], public=True)
    return newest(telling.ended(one, _correction(one, made, mask)) for one in gone)


def _correction(gone: reading.Withdrawn, made: dict[str, corrections.Correction], mask: Mask) -> Any:
    found = made.get(gone.successor.pk) if gone.successor else None
    return found.masked(mask) if found else None


def of_subject(subject: Event | Entity, mask: Mask) -> list[Entry]:
    """Everything that happened in public to an event or entity, merged ones included. The subject is veiled already."""
    claims = reading.claims_about(subject, mask)
    evidence = Evidence.objects.published().filter(claim__in=[claim.pk for claim in claims])
    notes = footnotes.of_evidence(evidence, mask)
    first = [c for c in claims if c.state == State.PUBLISHED and c.published_at == subject.published_at]
    told = [telling.published(subject, _of(subject, first), notes)]
    told += [
        telling.claimed(c, notes)
        for c in claims
        if c not in first and c.state == State.PUBLISHED and not c.supersedes_id
    ]
    told += _endings(claims, mask)
    told += _passages(claims, notes)
    told += [telling.ranked(ranking) for ranking in _rankings(claims, mask)]
    told += [telling.replied(reply) for reply in _replies(claims, mask)]
    return newest([*told, *_revisions(subject, mask)])


def _endings(claims: Sequence[Claim], mask: Mask) -> Iterator[Entry]:
    made = corrections.of([claim for claim in claims if claim.supersedes_id], public=True)
    for gone in reading.endings(claims, mask):
        yield telling.ended(gone, _correction(gone, made, mask))


def _passages(claims: Sequence[Claim], notes: telling.Notes) -> Iterator[Entry]:
    """Passages that came later than the claim that they are for."""
    for claim in claims:
        for note in notes.get(claim.pk, ()):
            if note.evidence.published_at and claim.published_at and note.evidence.published_at > claim.published_at:
                yield telling.evidenced(note.evidence, note, claim)


def _rankings(claims: Sequence[Claim], mask: Mask) -> list[Ranking]:
    of = {claim.pk: claim for claim in claims if claim.state != State.RETRACTED}
    found = veiled(mask, Ranking.objects.published().filter(claim__in=list(of)).order_by("-published_at", "uid")[:MOST])
    for ranking in found:
        ranking.claim = of[ranking.claim_id]  # veiled, and with what its sentence names
    return found


def _replies(claims: Sequence[Claim], mask: Mask) -> list[Reply]:
    """The replies that stand beside these claims. No query where there are none."""
    of = {claim.pk: claim for claim in claims if getattr(claim, "replies_count", 0)}
    found = [reply for group in replies.to_claims(of, mask).values() for reply in group] if of else []
    for reply in found:
        reply.claim = of[reply.claim_id]  # veiled, and with what its sentence names
    return found


def _revisions(subject: Event | Entity, mask: Mask) -> Iterator[Entry]:
    """What the editors revised of their own words. Of somebody protected nothing is told that could tell who it is."""
    if isinstance(subject, Entity) and subject.protected:
        return
    made = Revision.objects.published().filter(record_type=subject.type_name(), record_uid=subject.pk)
    for revision in made.exclude(field=Revision.STATE).order_by("-published_at", "uid")[:MOST]:
        yield telling.revised(subject, revision, *_in_words(revision, mask), mask.apply(revision.reason))


def _in_words(revision: Revision, mask: Mask) -> tuple[str, str]:
    if revision.field not in _IN_WORDS:
        return "", ""
    return mask.apply(one_line(str(revision.old or ""))), mask.apply(one_line(str(revision.new or "")))
