"""The public pages of one event and one entity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial import asof, pages
from editorial.asof import AsOf
from editorial.choices import State
from events import headings, listing, merging, nearby, protection, reading
from events.merging import Family
from events.models import Claim, Entity, EntityMatch, EntityName, Event, EventMatch
from events.protection import Mask
from events.reading import Reading
from events.veil import veil, veiled

S = TypeVar("S", Event, Entity)

# How many events, and how many claims, an entity's page lists before it leads to the whole list.
MOST_EVENTS, MOST_CLAIMS = 20, 40


@dataclass(frozen=True)
class Headline:
    """One thing told at the head of an event's page: the words, and where on the page they are proved."""

    property: str
    words: str
    footnotes: str


@require_safe
def event_detail(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """An event: what is recorded of it, and on whose word."""
    event = pages.find(Event.objects.select_related("place", "part_of__root", "root"), uid)
    mask = protection.load()
    whole = event.part_of.root if event.part_of else None
    veil(mask, event, event.root, whole)
    if event.state == State.RETRACTED:
        return pages.tombstone(request, event, said=event.title, hide=mask.apply)
    if early := pages.not_yet(request, event, asof.read(request)):
        return early
    family = _family(request, event)
    if elsewhere := pages.moved(request, _root(event, family)):
        return elsewhere
    day = _as_of(request, event, mask)
    read = reading.read(event, mask, day.moment, family.members if family else None)
    reading.date(read.shown(), day.given if day.moment else "")
    parts = Event.objects.published(day.moment).filter(root=F("pk"), part_of__root=event).select_related("place")
    context = {
        "event": event,
        "whole": whole,
        "merged": _merged(event, mask, family),
        "reading": read,
        "headlines": [h for key in ("date", "place", "status") if (h := _headline(read, key))],
        # What stands near it is told of today alone: of another day it would take the facts of every event.
        "nearby": nearby.around(event, whole, parts, mask) if day.moment is None else nearby.of_parts(parts, mask),
        "as_of": day,
    }
    return render(request, "events/event_detail.html", context)


def _family(request: HttpRequest, record: Event | Entity) -> Family | None:
    """With what the record was one on the day asked for; None for today, which columns tell."""
    moment = asof.read(request).moment
    return None if moment is None else merging.family(record, moment)


def _root(record: S, family: Family | None) -> S:
    """What the record is shown as: what it was merged into, or had been on the day asked for."""
    if family is None:
        return record.root
    return record if family.root == record.pk else type(record).objects.get(pk=family.root)


def _as_of(request: HttpRequest, record: Event | Entity, mask: Mask) -> AsOf:
    """The day asked for; the record is given the words that it had then."""
    day = asof.read(request)
    if day.moment is not None:
        asof.restore(record, day.moment)
        veil(mask, record)
    return day


def _headline(read: Reading, key: str) -> Headline | None:
    """The chosen value of a property, or all that rival sources say."""
    fact = read.fact(key)
    if fact is None:
        return None
    rivals = [one for conflict in fact.conflicts for value in conflict.values for one in value.claims]
    told = rivals or fact.values[0].claims
    words = dict.fromkeys(headings.value_in_words(one.claim) for one in told)
    numbers = [note.number for one in told for note in one.footnotes]
    span = f"{min(numbers)}–{max(numbers)}" if len(numbers) > 1 else "".join(map(str, numbers))
    return Headline(key, _(" or ").join(words), span)


@require_safe
def entity_detail(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """An entity together with all that were merged into it; the address of a merged one leads there for ever."""
    family = pages.with_version(Entity.objects.once_published().filter(Q(pk=uid) | Q(root=uid)))
    family = family.select_related("root", "author", "reviewed_by")
    members = list(family.prefetch_related("names", "identifiers").order_by("published_at", "uid"))
    entity = next((member for member in members if member.pk == uid), None)
    if entity is None:
        raise Http404(_("There is no published record at this address."))
    mask = protection.load()
    veil(mask, *members, *(member.root for member in members))
    if entity.state == State.RETRACTED:
        return pages.tombstone(request, entity, said=entity.display_name, hide=mask.apply)
    if early := pages.not_yet(request, entity, asof.read(request)):
        return early
    then = _family(request, entity)
    if elsewhere := pages.moved(request, _root(entity, then)):
        return elsewhere
    members = [member for member in members if member.state == State.PUBLISHED]
    day = _as_of(request, entity, mask)
    read = reading.read(entity, mask, day.moment, then.members if then else None)
    reading.date(read.shown(), day.given if day.moment else "")
    context = {
        "entity": entity,
        "names": [] if entity.protected else _names(entity, members, mask),
        "identifiers": [] if entity.protected else [i for member in members for i in member.identifiers.all()],
        "merged": _merged(entity, mask, then) if then or len(members) > 1 else [],
        "reading": read,
        "as_of": day,
    }
    # What other records tell of it is told of today alone: of another day it would take the facts of them all.
    elsewhere_told = {} if day.moment else _told_elsewhere(entity, members, mask)
    return render(request, "events/entity_detail.html", context | elsewhere_told)


def _told_elsewhere(entity: Entity, members: Sequence[Entity], mask: Mask) -> dict[str, Any]:
    """What events and other records tell of the entity."""
    events, more_events = listing.events_of(entity, mask, MOST_EVENTS)
    naming, more_naming = listing.claims_naming(members, mask, MOST_CLAIMS)
    offices = [claim for claim in naming if claim.property == "position"]
    return {
        "acted_with": nearby.acted_with(entity, mask),
        "events": events,
        "more_events": more_events,
        "offices": _rows(offices),
        "naming": _rows(claim for claim in naming if claim not in offices),
        "more_naming": more_naming,
    }


def _rows(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    return [{"claim": claim, "sentence": headings.sentence(claim)} for claim in claims]


def _names(entity: Entity, members: list[Entity], mask: Mask) -> list[EntityName]:
    """All names of an entity and of those merged into it, each once, but the one that heads the page."""
    found: dict[tuple[str, str], EntityName] = {}
    for member in members:
        for name in member.names.all():
            if name.text != entity.name and mask.apply(name.text) == name.text:
                found.setdefault((name.text, name.language), name)
    return list(found.values())


def _merged(record: Event | Entity, mask: Mask, family: Family | None) -> list[EntityMatch | EventMatch]:
    """The judgements by which others are merged into this record, or were on the day asked for."""
    if family is not None:
        return veiled(mask, family.judged, "left", "right")
    same = merging.of(record).judged(None).filter(left__root=record)
    return veiled(mask, same.select_related("left", "right").order_by("published_at", "uid"), "left", "right")
