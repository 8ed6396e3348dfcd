"""Pictures within other pages. Each tag gives the parts of one, or nothing where there is nothing to draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from ctarchive.pictures import asking, lineage, projection, views, world
from ctarchive.pictures.svg import render
from editorial.asof import PARAMETER, AsOf
from events.choices import EntityKind, Scheme
from events.models import Entity, Event, Identifier
from sources.models import Source
from sources.quoted import Known

register = template.Library()
NEAR = 7.0  # degrees to each side of a place that an inset shows


@register.simple_tag
def ways_to_see(request: HttpRequest) -> list[dict[str, Any]]:
    """The timeline and the map of the events that a list shows."""
    return views.tabs(request.GET, "event_list")


@register.simple_tag
def place_picture(event: Event) -> dict[str, Any] | None:
    """A small map with the event's chosen place. At most one query, for a state without a code of its own."""
    place = event.place
    if place is None or not place.is_published:
        return None
    code = ""
    if place.latitude is None and not place.country and place.kind == EntityKind.STATE:
        code = (
            Identifier.objects.filter(entity=place.pk, scheme=Scheme.ISO3166).values_list("value", flat=True).first()
            or ""
        )
    found = asking.located(place, code)
    if found is None:
        return None
    (x, y), exact = found
    frame = projection.frame((x - NEAR, y - NEAR / 2, x + NEAR, y + NEAR / 2), 360.0, 1.6)
    said = _("A map with a mark at the place.") if exact else _("A map with a mark in the middle of the country.")
    words = _("Where it took place"), said
    around = projection.write_zoom((x - NEAR, y - NEAR / 2, x + NEAR, y + NEAR / 2))
    return {
        "svg": render(world.inset("place", frame, (x, y), exact, static("ctarchive/world.svg"), words)),
        "exact": exact,
        "longitude": f"{x:.2f}",
        "latitude": f"{y:.2f}",
        "map_url": f"{reverse('pictures:map')}?zoom={around}",
    }


@register.simple_tag
def network_picture(entity: Entity, acted_with: Iterable[Any]) -> Mapping[str, Any] | None:
    """The network of an entity and the companions that its page lists. One query."""
    found = asking.companions(entity, acted_with)
    if not found.nodes:
        return None
    return {**views.network_pictures(entity, found, "network"), "url": views.network_url(entity)}


@register.simple_tag
def lineage_picture(source: Source, lines: Iterable[Any], known: Known, as_of: AsOf) -> dict[str, Any] | None:
    """Who repeats, translates, cites or updates whom around a source, now or on another day. One query, or three."""
    day = f"?{PARAMETER}={as_of.given}" if as_of.moment else ""
    documents, arrows = asking.lineage(source, [line.other for line in lines], known, as_of.moment, day)
    if not arrows:
        return None
    words = _("Lineage"), _("Arrows lead from each document to what it repeats, translates, cites or updates.")
    titles = {document.uid: document for document in documents}
    return {
        "wide": render(lineage.draw("lineage-w", documents, arrows, words, narrow=False)),
        "narrow": render(lineage.draw("lineage-n", documents, arrows, words, narrow=True)),
        "rows": [{"arrow": a, "of": titles[a.of], "to": titles[a.to]} for a in arrows],
    }
