"""The public lists of events, entities and claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from editorial.browsing import BrowseView
from events import headings, listing, protection, then
from events.filters import ClaimFilter, EntityFilter, EventFilter
from events.models import Claim, Entity, Event
from events.reading import NAMED
from events.veil import veil, veiled
from sources.models import Source


class EventsBrowseView(BrowseView):
    """What the three lists share: uids in the address are shown by name."""

    def names(self, uids: Sequence[str]) -> Mapping[str, str]:
        if not uids:
            return {}
        mask, found = protection.load(), dict[str, str]()
        for entity in Entity.objects.once_published().filter(pk__in=uids).select_related("root"):
            veil(mask, entity)
            found[entity.pk] = entity.display_name
        for model in (Event, Source):
            titles = model.objects.once_published().filter(pk__in=uids).values_list("pk", "title")
            found |= {uid: mask.apply(title) for uid, title in titles}
        return found


class EventListView(EventsBrowseView):
    filterset_class = EventFilter
    template_name = "events/event_list.html"
    offered = ("q", "kind", "after", "before", "country", "conflict")

    def base(self, at: datetime | None) -> QuerySet[Event]:
        return Event.objects.published().filter(root=F("pk")).select_related("place") if at is None else then.events(at)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask, events, at = protection.load(), context["page_obj"].object_list, self.as_of.moment
        return context | {"rows": listing.event_rows(events, mask) if at is None else then.event_rows(events, mask, at)}


class EntityListView(EventsBrowseView):
    filterset_class = EntityFilter
    template_name = "events/entity_list.html"
    offered = ("q", "kind", "country", "conflict")

    def base(self, at: datetime | None) -> QuerySet[Entity]:
        found = Entity.objects.published().filter(root=F("pk")) if at is None else then.entities(at)
        return found.prefetch_related("names")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask = protection.load()
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
    offered = ("property", "credibility_max", "rank", "conflict", "state")

    def base(self, at: datetime | None) -> QuerySet[Claim]:
        return Claim.objects.once_published().select_related(*NAMED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        mask, claims, at = protection.load(), list(context["page_obj"].object_list), self.as_of.moment
        claims = veiled(mask, claims, *NAMED) if at is None else then.restored_claims(claims, mask, at, NAMED)
        return context | {"rows": [{"claim": claim, "sentence": headings.sentence(claim)} for claim in claims]}
