"""The public lists of events, entities and claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils.functional import cached_property

from editorial.browsing import BrowseView
from events import facets, headings, listing, protection, then
from events.filters import ClaimFilter, EntityFilter, EventFilter
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED
from events.veil import veiled
from sources.models import Publisher, Source


class EventsBrowseView(BrowseView):
    """What the three lists share: uids are shown by name, and names of protected people never."""

    @cached_property
    def mask(self) -> Mask:
        return protection.load()

    def names(self, uids: Sequence[str]) -> Mapping[str, str]:
        return called(self.mask, uids)


def called(mask: Mask, uids: Sequence[str]) -> Mapping[str, str]:
    """Uid → what the public calls it. One query a type until all are known; those that facets have come first."""
    found = dict[str, str]()
    for named in (_entities, _publishers, _titles(Event), _titles(Source)):
        if unknown := [uid for uid in uids if uid not in found]:
            found |= named(mask, unknown)
    return {uid: mask.apply(name) for uid, name in found.items()}


def _entities(mask: Mask, uids: Sequence[str]) -> Mapping[str, str]:
    found = veiled(mask, Entity.objects.once_published().filter(pk__in=uids))
    return {entity.pk: entity.display_name for entity in found}


def _publishers(mask: Mask, uids: Sequence[str]) -> Mapping[str, str]:
    return dict(Publisher.objects.published().filter(pk__in=uids).values_list("pk", "name"))


def _titles(of: type[Event] | type[Source]) -> Callable[[Mask, Sequence[str]], Mapping[str, str]]:
    def titles(mask: Mask, uids: Sequence[str]) -> Mapping[str, str]:
        return dict(of.objects.once_published().filter(pk__in=uids).values_list("pk", "title"))

    return titles


class EventListView(EventsBrowseView):
    filterset_class = EventFilter
    template_name = "events/event_list.html"
    offered = ("q", "after", "before")
    facets = facets.EVENTS

    def base(self, at: datetime | None) -> QuerySet[Event]:
        return Event.objects.published().filter(root=F("pk")).select_related("place") if at is None else then.events(at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask, events, at = self.mask, context["page_obj"].object_list, self.as_of.moment
        return context | {"rows": listing.event_rows(events, mask) if at is None else then.event_rows(events, mask, at)}


class EntityListView(EventsBrowseView):
    filterset_class = EntityFilter
    template_name = "events/entity_list.html"
    offered = ("q",)
    facets = facets.ENTITIES

    def base(self, at: datetime | None) -> QuerySet[Entity]:
        found = Entity.objects.published().filter(root=F("pk")) if at is None else then.entities(at)
        return found.prefetch_related("names")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask = self.mask
        entities, at = veiled(mask, context["page_obj"].object_list), self.as_of.moment
        tallies = listing.tallies(entities) if at is None else then.restored_entities(entities, mask, at)
        rows = [
            {
                "entity": entity,
                # Names of a protected entity are for editors' eyes.
                "names": [] if entity.protected else [n for n in entity.names.all() if n.text != entity.name],
                "tally": tallies.get(entity.pk, listing.Tally()),
            }
            for entity in entities
        ]
        return context | {"rows": rows}


class ClaimListView(EventsBrowseView):
    filterset_class = ClaimFilter
    template_name = "events/claim_list.html"
    offered = ("credibility_max", "origins_min")
    facets = facets.CLAIMS

    def base(self, at: datetime | None) -> QuerySet[Claim]:
        return Claim.objects.narrowable().select_related(*NAMED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask, claims, at = self.mask, list(context["page_obj"].object_list), self.as_of.moment
        claims = veiled(mask, claims, *NAMED) if at is None else then.restored_claims(claims, mask, at, NAMED)
        return context | {"rows": [{"claim": claim, "sentence": headings.sentence(claim)} for claim in claims]}
