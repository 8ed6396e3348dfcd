"""Whose entries may have changed when these records did."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from ctarchive.models import SearchEntry
from ctarchive.search.folding import words
from editorial.models import Record, Redaction, Revision
from events.models import Claim, Entity, EntityMatch, EntityName, Event, EventMatch, Evidence
from sources.models import Capture, Publisher, Source, SourceLink

Uids = defaultdict[str, set[str]]  # record type → uids


def by(records: Sequence[Record]) -> Uids:
    """The entries, by record type, that rest on these records, in at most a dozen queries."""
    found: Uids = defaultdict(set)
    for record in records:
        if isinstance(record, Event | Entity | Source | Claim):
            found[record.type_name()].add(record.pk)
    _follow_evidence(found, [r for r in records if isinstance(r, Evidence)])
    _follow_sources(found, records)
    judged = {uid for r in records if isinstance(r, EntityMatch) for uid in (r.left_id, r.right_id)}
    if entities := found["entity"] | judged:
        _follow_entities(found, entities, [r for r in records if isinstance(r, Revision | Redaction)])
    # A claim shows what it is about; an event or entity shows the values of its claims.
    if found["event"]:
        found["claim"] |= set(Claim.objects.published().filter(event__in=found["event"]).values_list("pk", flat=True))
    claims = [r for r in records if isinstance(r, Claim)]
    found["event"] |= {claim.event_id for claim in claims if claim.event_id}
    found["event"] |= {uid for r in records if isinstance(r, EventMatch) for uid in (r.left_id, r.right_id)}
    found["event"] |= _family(Event, found["event"])
    return found


def _family(model: type[Event] | type[Source], uids: set[str]) -> set[str]:
    """All records merged with these: the root's entry tells of them all."""
    if not uids:
        return set()
    heads = list(model.objects.filter(pk__in=uids).values_list("root_id", flat=True))
    return set(model.objects.filter(root__in=heads).values_list("pk", flat=True))


def _follow_evidence(found: Uids, evidence: Sequence[Evidence]) -> None:
    found["claim"] |= {one.claim_id for one in evidence}
    captures = {one.capture_id for one in evidence}
    if captures:
        found["source"] |= set(Capture.objects.filter(pk__in=captures).values_list("source_id", flat=True))


def _follow_sources(found: Uids, records: Sequence[Record]) -> None:
    found["source"] |= {r.source_id for r in records if isinstance(r, Capture)}
    publishers = [r.pk for r in records if isinstance(r, Publisher)]
    if publishers:
        found["source"] |= set(Source.objects.filter(publisher__in=publishers).values_list("pk", flat=True))
    found["source"] |= {uid for r in records if isinstance(r, SourceLink) for uid in (r.source_id, r.target_id)}
    found["source"] |= _family(Source, found["source"])


def _follow_entities(found: Uids, uids: set[str], decisions: Sequence[Revision | Redaction]) -> None:
    """All merged with them, whatever shows a name of theirs, and whatever a pseudonym of theirs hides or hid in."""
    heads = Entity.objects.filter(pk__in=uids).values_list("root_id", flat=True)
    family = list(Entity.objects.filter(root__in=list(heads)).values_list("pk", "pseudonym"))
    members = {uid for uid, _pseudonym in family}
    found["entity"] |= members
    naming = Q(entity__in=members) | Q(value_entity__in=members) | Q(attributed_to__in=members) | Q(accused__in=members)
    for claim, event in Claim.objects.published().filter(naming).values_list("pk", "event_id"):
        found["claim"].add(claim)
        if event:
            found["event"].add(event)
    pseudonyms = {pseudonym for _uid, pseudonym in family if pseudonym}
    if pseudonyms or any(decision.field in ("protected", "pseudonym") for decision in decisions):
        names = set(EntityName.objects.filter(entity__in=members).values_list("text", flat=True))
        _follow_texts(found, {*names, *pseudonyms, *_former(decisions)})


def _former(decisions: Iterable[Revision | Redaction]) -> set[str]:
    """Names and pseudonyms that revisions replaced: texts in the index still show, or hide behind, them."""
    old = [one.old for one in decisions if isinstance(one, Revision) and one.field in ("names", "pseudonym")]
    lists = [row[1] for names in old if isinstance(names, list) for row in names]
    return {*lists, *(text for text in old if isinstance(text, str))}


def _follow_texts(found: Uids, names: Iterable[str]) -> None:
    """Every entry in which one of these names stands: protection reaches into texts that no claim joins to a person."""
    mentioning = Q()
    for name in names:
        folded = " ".join(words(name))
        for column in ("folded_title", "folded_names", "folded_body"):
            mentioning |= Q(**{f"{column}__contains": folded}) if folded else Q()
    if mentioning:
        for record_type, uid in SearchEntry.objects.filter(mentioning).values_list("record_type", "uid"):
            found[record_type].add(uid)
