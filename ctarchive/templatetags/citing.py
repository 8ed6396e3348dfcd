"""Tags of public pages: the box to cite from, and what programs read in a page's head. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ctarchive.citing import linked, meta, plain, records, views
from ctarchive.citing.formats import FORMATS
from ctarchive.citing.work import ARCHIVE, Work, one_line
from editorial.asof import AsOf
from events import headings
from events.models import Claim, Entity, Event
from sources.models import Source

register = template.Library()

_LISTS = {
    "event": ("events:event_list", gettext_lazy("Events")),
    "entity": ("events:entity_list", gettext_lazy("Entities")),
    "source": ("sources:source_list", gettext_lazy("Sources")),
}


@register.inclusion_tag("includes/_cite.html")
def cite_box(record: Any, as_of: AsOf | str = "") -> dict[str, Any]:
    """How to cite the record in the version that the page shows, and a source itself as well."""
    day = as_of if isinstance(as_of, AsOf) else AsOf()
    works = [(_("This record"), records.of_record(record, version=record.archive_version, day=day), False)]
    if isinstance(record, Source):
        works.insert(0, (_("The source itself"), records.of_source(record), True))
    return {"works": [_offer(record, label, work, day, original) for label, work, original in works]}


def _offer(record: records.Cited, label: str, work: Work, day: AsOf, original: bool) -> dict[str, Any]:
    """One work in every style and format."""
    asked = f"?as_of={day.given}" if day.moment else ""
    files = [
        (one.name, views.address(record.type_name(), record.pk, one.key, original=original) + asked)
        for one in FORMATS.values()
    ]
    return {
        "label": label,
        "styles": [("APA", plain.apa(work)), (_("Chicago"), plain.chicago(work))],
        "bibtex": FORMATS["bib"].write(work),
        "files": files,
    }


@register.inclusion_tag("includes/_head.html", takes_context=True)
def record_head(context: dict[str, Any], record: Any) -> dict[str, Any]:
    """What programs read of a record's page: meta tags and linked data."""
    page = f"{settings.SITE_URL}{record.get_absolute_url()}"
    day = context.get("as_of") or AsOf()
    work = (
        records.of_source(record)
        if isinstance(record, Source)
        else records.of_record(record, version=record.archive_version, day=day)
    )
    return {
        "tags": meta.tags(work, page=page, picture=_picture(), description=_described(record)),
        "data": _script([_node(context, record), linked.crumbs(_steps(record, page))]),
    }


@register.inclusion_tag("includes/_head.html", takes_context=True)
def page_head(context: dict[str, Any], title: str, is_home: bool = False) -> dict[str, Any]:
    """The same of a page that shows no single record."""
    address = context.get("canonical", f"{settings.SITE_URL}/")
    shared = meta.social(title, address, _picture(), _("No fact without an exact quotation from a preserved source."))
    tags = [meta.Tag(t.name, "website", t.attribute) if t.name == "og:type" else t for t in shared]
    graph = [linked.archive()] if is_home else [linked.crumbs([_home(), (title, address)])]
    return {"tags": tags, "data": _script(graph)}


def _script(graph: Sequence[dict[str, Any]]) -> SafeString:
    # Safe, because `dumped` leaves no sign that HTML knows.
    return SafeString(linked.dumped(graph))


def _picture() -> str:
    return f"{settings.SITE_URL}{static('ctarchive/card.png')}"


def _described(record: records.Cited) -> str:
    own = {Event: "summary", Entity: "description"}.get(type(record), "")
    text = one_line(getattr(record, own, "")) or records.said(record)
    return str(Truncator(text).chars(200))


def _home() -> tuple[str, str]:
    return ARCHIVE, f"{settings.SITE_URL}{reverse('home')}"


def _steps(record: records.Cited, page: str) -> list[tuple[str, str]]:
    """The way from the home page to the record, by way of its list, or of what the claim is about."""
    about = record.subject if isinstance(record, Claim) else record
    name, label = _LISTS[about.type_name()]
    steps = [_home(), (str(label), f"{settings.SITE_URL}{reverse(name)}")]
    if isinstance(record, Claim):
        steps.append((records.said(about), f"{settings.SITE_URL}{about.get_absolute_url()}"))
    return [*steps, (records.said(record), page)]


def _node(context: dict[str, Any], record: records.Cited) -> linked.Node:
    """The record as linked data, from what the page has read."""
    if isinstance(record, Event):
        return linked.event(record, context["reading"])
    if isinstance(record, Entity):
        names = [name.text for name in context["names"]]
        return linked.entity(record, names, context["identifiers"], context["reading"])
    if isinstance(record, Claim):
        return linked.claim(context["shown"].lead, headings.sentence(record))
    return linked.work(record)
