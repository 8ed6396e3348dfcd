"""Quotations as W3C Web Annotations: one collection for each source, or for what else quotations belong to.

A target on the live page is found by its words alone (TextQuoteSelector): pages change, and only the words can be
looked for again. Positions (TextPositionSelector, in Unicode code points, as the model demands) are told only against
our own capture, which does not change. Words in which a name was hidden or erased stand on no page: then only the
position is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ctarchive.citing.records import permanent, said
from ctarchive.citing.work import ARCHIVE, one_line
from ctarchive.exports import records
from ctarchive.exports.about import address, licence, stamp
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment
from ctarchive.exports.terms import iri
from editorial.models.record import MASK
from editorial.payload import encode
from editorial.verifying import batches
from events.footnotes import LONG
from events.models import Evidence
from events.reading import NAMED
from events.veil import veil
from sources.models import Source

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
_SOURCES = 100  # whose quotations are looked up together

Node = dict[str, Any]


def write(moment: Moment) -> Iterator[str]:
    """A line for each source that is quoted: its collection, a whole JSON-LD document."""
    quoted = Evidence.objects.published().values("capture__source__root")
    sources = Source.objects.published().filter(root=F("pk"), pk__in=quoted).order_by("pk")
    for batch in batches(sources, _SOURCES):
        titles = {}
        for source in batch:
            veil(moment.mask, source)
            titles[source.pk] = one_line(source.title)
        rows = passages().filter(capture__source__root__in=titles)
        for uid, group in groupby(rows, key=lambda row: row.capture.source.root_id):
            made = collection(permanent("source", uid), titles[uid], list(group), moment)
            yield json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n"


def passages() -> QuerySet[Evidence]:
    """Published passages with all that an annotation tells, by source and place."""
    along = (*(f"claim__{name}" for name in NAMED), "capture__source")
    rows = Evidence.objects.published().select_related(*along).defer(*(f"capture__{column}" for column in LONG))
    return rows.order_by("capture__source__root", "capture", "start", "end", "pk")


@override("en")
def collection(of: str, label: str, rows: Sequence[Evidence], moment: Moment) -> Node:
    """The annotations of one record's address, all of them on one page. Two queries."""
    own = f"{of}annotations.jsonld"
    items = list(_annotations(rows, moment))
    page = {"id": f"{own}#page", "type": "AnnotationPage", "partOf": own, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": own,
        "type": "AnnotationCollection",
        "label": label,
        "generator": {"id": address(), "type": "Software", "name": ARCHIVE},
        "generated": stamp(moment),
        "rights": licence(),
        "total": len(items),
        "first": page,
    }


def _annotations(rows: Iterable[Evidence], moment: Moment) -> Iterator[Node]:
    rows = list(rows)
    forms = records.of("evidence", [row.pk for row in rows], moment.mask)
    for row in rows:
        source = row.capture.source
        veil(moment.mask, row.claim, source, *(getattr(row.claim, name) for name in NAMED))
        yield annotation(row, forms[row.pk])


def annotation(row: Evidence, form: Node) -> Node:
    """One quotation: its words and place, and what the claim says that rests on it."""
    source = permanent("source", row.capture.source.root_id)
    return {
        "id": f"{source}#p-{row.pk}",
        "type": "Annotation",
        "motivation": "linking",
        "created": encode(row.published_at),
        "rights": licence(),
        "body": list(_bodies(row, form)),
        "target": list(_targets(row, form, iri("capture", row.capture_id))),
    }


def _bodies(row: Evidence, form: Node) -> Iterator[Node]:
    yield _text(said(row.claim), "en", "describing")
    yield {"type": "SpecificResource", "source": permanent("claim", row.claim_id), "purpose": "linking"}
    stance = address(f"/codebook/#stances-{row.stance}")
    yield {"type": "SpecificResource", "source": stance, "purpose": "classifying"}
    if translation := form.get("translation"):
        yield _text(translation, row.language, "commenting")
    if reading := form.get("reading"):
        yield _text(reading, "en", "commenting")


def _text(value: str, language: str, purpose: str) -> Node:
    told = {"language": language} if language else {}
    return {"type": "TextualBody", "value": value, "format": "text/plain", **told, "purpose": purpose}


def _targets(row: Evidence, form: Node, capture: str) -> Iterator[Node]:
    words = {name: form[name] for name in ("exact", "prefix", "suffix") if form.get(name)}
    whole = not form.get("masked") and MASK not in "".join(words.values())
    quote = [{"type": "TextQuoteSelector", **words}] if whole else []
    place = {"type": "TextPositionSelector", "start": row.start, "end": row.end}
    live = row.capture.source.url or row.capture.source.canonical_url
    if quote and live:
        seen = {"type": "TimeState", "sourceDate": _second(row), "cached": capture}
        yield {"type": "SpecificResource", "source": live, "selector": quote[0], "state": seen}
    yield {"type": "SpecificResource", "source": capture, "selector": [place, *quote]}


def _second(row: Evidence) -> str:
    return f"{encode(row.capture.captured_at)[:19]}Z"


FORMAT = Format(
    name="annotations",
    label="W3C Web Annotations",
    media_type="application/x-ndjson",
    extension="ndjson",
    about=_("A collection for each source, one a line: every quotation with the claim that rests on it."),
    write=of_texts(write),
)
