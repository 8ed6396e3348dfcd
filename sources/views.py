"""The public list of sources, and the page of one: where it comes from, what was preserved, what rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editorial import asof, pages
from editorial.browsing import BrowseView
from editorial.choices import State
from sources import merging, quoted
from sources.choices import SAME_ORIGIN, Access, LinkKind
from sources.facets import SOURCES
from sources.filters import SourceFilter
from sources.models import Capture, Publisher, Source, SourceLink
from sources.quoted import Known, Passage, Rest
from sources.reading import Document, document


class SourceListView(BrowseView):
    filterset_class = SourceFilter
    template_name = "sources/source_list.html"
    offered = ("q", "after", "before")
    facets = SOURCES

    def base(self, at: datetime | None) -> QuerySet[Source]:
        found = Source.objects.published().filter(root=F("pk")) if at is None else merging.roots_at(at)
        return found.select_related("publisher")

    def names(self, uids: Sequence[str]) -> Mapping[str, str]:
        if not uids:
            return {}
        names = Publisher.objects.published().filter(pk__in=uids).values_list("pk", "name")
        known = quoted.ask()
        return {uid: known.hide(name) for uid, name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sources = list(context["page_obj"].object_list)
        if self.as_of.moment is not None:
            asof.restore_all(sources, self.as_of.moment)
        quoted.ask().veil(*sources)
        return context | {"rows": sources}


@dataclass
class Preserved:
    """A capture, and its text as far as the public may read it."""

    capture: Capture
    document: Document | None


@dataclass(frozen=True)
class Lineage:
    """One link, read from this source: `forth` when it leads from here to the other."""

    link: SourceLink
    other: Source
    forth: bool

    @property
    def is_copy(self) -> bool:
        return self.link.kind in SAME_ORIGIN


@require_safe
def source_detail(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """A source, with its passages marked in the text as far as its `access` allows."""
    source = pages.find(Source.objects.select_related("publisher", "origin", "root"), uid)
    known = quoted.ask()
    known.veil(source, source.origin, source.root)
    if source.state == State.RETRACTED:
        return pages.tombstone(request, source, said=source.title, hide=known.hide)
    if elsewhere := pages.moved(request, source.root):
        return elsewhere
    captures = (
        Capture.objects.published()
        .filter(source__root=source)
        .select_related("source")
        .annotate(sightings_count=Count("sightings"), seen_at=Max("sightings__at"))
    )
    preserved = list(captures.defer("text").order_by("-captured_at", "uid"))
    for capture in preserved:
        known.veil(capture.source)
    passages = list(known.passages(preserved))
    lineage = _lineage(source, known)
    context = {
        "source": source,
        "lineage": [line for line in lineage if line.link.kind != LinkKind.IDENTICAL_TO],
        "merged": [line.link for line in lineage if line.link.kind == LinkKind.IDENTICAL_TO],
        "preserved": _texts(preserved, passages, known),
        "passages": passages,
        "came_from": _came_from(request.GET.get("claim", ""), passages),
        "shows_text": any(capture.source.access != Access.METADATA for capture in preserved),
        "shows_excerpts": any(capture.source.access == Access.EXCERPTS for capture in preserved),
    }
    return render(request, "sources/source_detail.html", context)


def _came_from(uid: str, passages: Sequence[Passage]) -> Rest | None:
    """The statement whose footnote led here, if it rests on this source: the page leads back to it."""
    return next((rest for passage in passages for rest in passage.rests if rest.uid == uid), None)


def _lineage(source: Source, known: Known) -> list[Lineage]:
    """The published links of a source and of all merged into it, in both directions."""
    links = SourceLink.objects.published().filter(Q(source__root=source.pk) | Q(target__root=source.pk))
    found = []
    for link in links.select_related("source", "target").order_by("kind", "published_at", "uid"):
        forth = link.source.root_id == source.pk
        other = link.target if forth else link.source
        known.veil(link.source, link.target, link)
        found.append(Lineage(link, other, forth))
    return found


def _texts(captures: Sequence[Capture], passages: Sequence[Passage], known: Known) -> list[Preserved]:
    """Each capture with its document, as far as its own source's access goes. One query.

    A document have those that are quoted, and the newest where all of it may be read.
    """
    own: dict[str, list[Passage]] = {capture.pk: [] for capture in captures}
    for passage in passages:
        own[passage.capture].append(passage)
    read = [c.pk for c in captures if own[c.pk] and c.source.access != Access.METADATA]
    read += [c.pk for c in captures if c.source.access == Access.FULL][:1]
    # Captures are long, and most of an often fetched source's are not shown.
    texts = dict(Capture.objects.filter(pk__in=read).values_list("pk", "text"))
    return [Preserved(c, _document(c, texts[c.pk], own[c.pk], known) if c.pk in texts else None) for c in captures]


def _document(capture: Capture, text: str, passages: Sequence[Passage], known: Known) -> Document:
    return document(text, passages, capture.source.access, furniture=capture.furniture, replacements=known.hidden(text))
