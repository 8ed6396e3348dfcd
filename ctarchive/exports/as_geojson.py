"""Events on the map, as GeoJSON (RFC 7946): one feature a line, at the place's own coordinates.

An event whose place has none, or whose place is somebody protected, is left out and counted in the foreign member
`left_out`; nothing is drawn in the middle of a country that was never said to have been there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from ctarchive.citing.records import permanent
from ctarchive.citing.work import one_line
from ctarchive.exports import event_facts
from ctarchive.exports.about import about
from ctarchive.exports.event_facts import EventFacts, Part
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment
from editorial.verifying import batches


def write(moment: Moment) -> Iterator[str]:
    """The feature collection in pieces."""
    yield '{"type":"FeatureCollection","archive":' + _text(about(moment)) + ',"features":[\n'
    placed = 0
    for batch in batches(_located()):
        rows = [_text(feature(facts)) for facts in event_facts.of(batch, moment.mask)]
        yield (",\n" if placed else "") + ",\n".join(rows)
        placed += len(rows)
    left_out = {"events": event_facts.events().count() - placed, "reason": "no place with coordinates"}
    yield '\n],"left_out":' + _text(left_out) + "}\n"


def _located() -> Any:
    return event_facts.events().filter(place__protected=False, place__latitude__isnull=False)


def feature(facts: EventFacts) -> dict[str, Any]:
    """One event as a feature; its place has coordinates."""
    event, place = facts.event, facts.place
    assert place is not None
    assert place.longitude is not None
    assert place.latitude is not None
    first, last = facts.days
    return {
        "type": "Feature",
        "id": permanent("event", event.pk),
        "geometry": {"type": "Point", "coordinates": [float(place.longitude), float(place.latitude)]},
        "properties": {
            "uid": event.pk,
            "title": one_line(event.title),
            "summary": event.summary,
            "kind": event.kind,
            "date": event.date,
            "earliest": first or None,
            "latest": last or None,
            "place": place.pk,
            "place_name": one_line(place.display_name),
            "participants": [_part(part) for part in facts.parts],
            "in_conflict": sorted(facts.in_conflict),
        },
    }


def _part(part: Part) -> dict[str, Any]:
    told = {"uid": part.entity.pk, "name": one_line(part.entity.display_name), "role": part.role}
    return told | ({"attributed_to": list(part.attributed_to)} if part.attributed_to else {})


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format(
    name="map",
    label="GeoJSON",
    media_type="application/geo+json",
    extension="geojson",
    about=_("Events at the coordinates of their places, for maps."),
    write=of_texts(write),
)
