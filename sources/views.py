"""The public list of sources, and the page of one: where it comes from, what was preserved, what rests on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editorial import asof, pages
from editorial.asof import AsOf
from editorial.browsing import BrowseView
from editorial.choices import State
from sources import lineage as lineage_of
from sources import merging, quoted
from sources.choices import SAME_ORIGIN, Access, LinkKind
from sources.facets import SOURCES
from sources.filters import SourceFilter
from sources.lineage import Descent
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
    """A source, with its passages marked in the text as far as its `access` allows; now, or as it stood on a day."""
    source = pages.find(Source.objects.select_related("publisher", "origin", "root"), uid)
    day, known = asof.read(request), quoted.ask()
    known.veil(source, source.origin, source.root)
    # A source that was taken back is taken back on every day: its text may be why.
    if source.state == State.RETRACTED:
        return pages.tombstone(request, source, said=source.title, hide=known.hide)
    if early := pages.not_yet(request, source, day):
        return early
    then = lineage_of.at_moment([source], day.moment) if day.moment else None
    family = _family(source, then)
    if elsewhere := pages.moved(request, family.root):
        return elsewhere
    preserved = _preserved(family, day)
    passages = list(known.passages(preserved, day))
    lineage = _lineage(family, day)
    readable = _restore(source, preserved, lineage, day, then)
    known.veil(source, source.origin, *(capture.source for capture in preserved))
    for line in lineage:
        known.veil(line.link, line.link.source, line.link.target)
    context = {
        "source": source,
        "lineage": [line for line in lineage if line.link.kind != LinkKind.IDENTICAL_TO],
        "merged": [line.link for line in lineage if line.link.kind == LinkKind.IDENTICAL_TO],
        "preserved": _texts(preserved, passages, known),
        "passages": passages,
        "came_from": _came_from(request.GET.get("claim", ""), passages),
        "shows_text": any(capture.source.access != Access.METADATA for capture in preserved),
        "shows_excerpts": any(capture.source.access == Access.EXCERPTS for capture in preserved),
        "shows_less": readable != source.access,
        "as_of": day,
        "known": known,
    }
    return render(request, "sources/source_detail.html", context)


@require_safe
def capture(request: HttpRequest, uid: str) -> HttpResponse:
    """The permanent address of a capture leads to where it stands on the page of its source."""
    found = Capture.objects.published().filter(pk=uid).select_related("source__root").defer("text").first()
    if found is None:
        raise Http404(_("There is no published record at this address."))
    source = found.source.root
    quoted.ask().veil(source)
    return HttpResponseRedirect(f"{source.get_absolute_url()}#capture-{found.pk}")


@dataclass(frozen=True)
class _Family:
    """What a source is shown as, and the uids of all that are shown under it; None for today, when columns tell."""

    root: Source
    uids: Sequence[str] | None = None

    def at(self, path: str) -> Q:
        """That this path leads to one of them."""
        return Q(**{f"{path}__root": self.root.pk}) if self.uids is None else Q(**{f"{path}__in": self.uids})

    def holds(self, one: Source) -> bool:
        return one.root_id == self.root.pk if self.uids is None else one.pk in self.uids


def _family(source: Source, then: Descent | None) -> _Family:
    """No query, unless the source was folded into another on the day asked for."""
    if then is None:
        return _Family(source.root)
    root = then.roots[source.pk]
    uids = sorted(uid for uid, one in then.roots.items() if one == root)
    return _Family(source if root == source.pk else Source.objects.get(pk=root), uids)


def _preserved(family: _Family, day: AsOf) -> list[Capture]:
    """The captures, the newest first. One query."""
    seen = Q(sightings__at__lte=day.moment) if day.moment else None
    captures = Capture.objects.published(day.moment).filter(family.at("source")).select_related("source")
    looked = {"sightings_count": Count("sightings", filter=seen), "seen_at": Max("sightings__at", filter=seen)}
    return list(captures.annotate(**looked).defer("text").order_by("-captured_at", "uid"))


_OPENNESS = (Access.METADATA, Access.EXCERPTS, Access.FULL)


def _restore(
    source: Source, captures: Sequence[Capture], lineage: Sequence[Lineage], day: AsOf, then: Descent | None
) -> str:
    """Give the sources what they had on the day, in memory. Returns how much of this one's text may be read.

    That never is more than today: what is kept back now was perhaps shown by mistake then.
    """
    if day.moment is None or then is None:
        return source.access
    publisher = source.publisher_id
    own = {capture.source.pk: capture.source for capture in captures}
    today = {one: one.access for one in (source, *(capture.source for capture in captures))}
    origin = then.origins[source.pk]
    if origin != source.origin_id:
        source.origin = own.get(origin) or Source.objects.get(pk=origin)
    ends = [one for line in lineage for one in (line.link.source, line.link.target)]
    asof.restore_all([source, source.publisher, source.origin, *(c.source for c in captures), *ends], day.moment)
    if publisher != source.publisher_id and source.publisher:
        # Fetched here, so that it is veiled with its source.
        asof.restore(source.publisher, day.moment)
    readable = min(source.access, today[source], key=_OPENNESS.index)
    for capture in captures:
        capture.source.access = min(capture.source.access, today[capture.source], key=_OPENNESS.index)
    return readable


def _came_from(uid: str, passages: Sequence[Passage]) -> Rest | None:
    """The statement whose footnote led here, if it rests on this source: the page leads back to it."""
    return next((rest for passage in passages for rest in passage.rests if rest.uid == uid), None)


def _lineage(family: _Family, day: AsOf) -> list[Lineage]:
    """The links of a source and of all merged into it that stand, or stood, in both directions. One query."""
    links = SourceLink.objects.published(day.moment).filter(family.at("source") | family.at("target"))
    found = []
    for link in links.select_related("source", "target").order_by("kind", "published_at", "uid"):
        forth = family.holds(link.source)
        found.append(Lineage(link, link.target if forth else link.source, forth))
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
