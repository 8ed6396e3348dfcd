"""What the archive covers and what it misses: figures from its records, and the editors' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.site import figures
from ctarchive.site.figures import Bar, bars
from editorial.choices import State
from editorial.languages import capfirst
from events import protection
from events.choices import EVENT_KIND_GROUPS, EventKind
from events.models import Claim
from events.veil import veiled
from sources.choices import PublisherKind
from sources.models import Publisher
from sources.naming import country_name, language_name

# How many countries, languages and publishers are told one by one.
MOST = 12


@dataclass(frozen=True)
class Paragraph:
    """A piece of the editors' text: a heading, a paragraph, or a list of items."""

    kind: str
    lines: list[str]


@require_safe
def coverage(request: HttpRequest) -> HttpResponse:
    """Eight queries, however large the archive is."""
    kinds = dict(figures.counted(figures.published_events(), "kind"))
    sources, published = figures.published_sources(), sum(kinds.values())
    publishers = figures.counted(sources, "publisher__kind")
    context: dict[str, Any] = {
        "text": list(paragraphs(own_text())),
        "activity": figures.activity(),
        "events": published,
        "kinds": _groups(kinds),
        "missing_kinds": [str(kind.label) for kind in EventKind if kind not in kinds and kind != EventKind.OTHER],
        "places": bars(
            figures.by_country()[:MOST],
            total=published, label=lambda code: country_name(code) if code else _("no country told"),
        ),
        "languages": bars(figures.counted(sources, "language", MOST), label=_language),
        "publisher_kinds": bars(publishers, label=_publisher_kind),
        "origins": bars(
            figures.counted(sources, "publisher__country", MOST),
            label=lambda code: country_name(code) if code else _("no country told"),
        ),
        "publishers": _publishers(sum(n for _kind, n in publishers)),
        "claims": _claims(),
    }  # fmt: skip
    return render(request, "site/coverage.html", context)


def _publisher_kind(key: str) -> str:
    return capfirst(str(PublisherKind(key).label)) if key else _("not known")


def _language(tag: str) -> str:
    return language_name(tag) if tag else _("not told")


def _groups(kinds: dict[str, int]) -> list[Bar]:
    """Groups of kinds with how many events each has, those without any too."""
    counts = [(str(group), sum(kinds.get(kind, 0) for kind in of)) for group, of in EVENT_KIND_GROUPS]
    return bars(counts, label=capfirst)


def _publishers(sources: int) -> list[Bar]:
    """The publishers of most sources, with their shares of all sources. One query and the mask."""
    theirs = Q(sources__state=State.PUBLISHED, sources__root=F("sources__pk"))
    counted = Publisher.objects.published().annotate(n=Count("sources", filter=theirs)).filter(n__gt=0)
    rows = {row.pk: row for row in veiled(protection.load(), counted.order_by("-n", "pk")[:MOST])}
    return bars(
        ((row.pk, row.n) for row in rows.values()),
        total=sources, label=lambda uid: rows[uid].name, url=lambda uid: rows[uid].get_absolute_url(),
    )  # fmt: skip


def _claims() -> dict[str, int]:
    """How well published claims are supported, in hundredths of them all. One query."""
    found = Claim.objects.published().aggregate(
        all=Count("pk"),
        alone=Count("pk", filter=Q(origins_count=1)),
        conflicted=Count("pk", filter=Q(conflicted=True)),
        unjudged=Count("pk", filter=Q(credibility=6)),
        attributed=Count("pk", filter=Q(attributed_to__isnull=False)),
    )
    shares = {f"{key}_share": round(100 * n / found["all"]) if found["all"] else 0 for key, n in found.items()}
    return found | shares


def own_text() -> str:
    """What the editors of this archive say of its coverage; nothing where they have not written it."""
    return Path(settings.COVERAGE_TEXT).read_text(encoding="utf-8") if settings.COVERAGE_TEXT else ""


def paragraphs(text: str) -> Iterator[Paragraph]:
    """A plain text: blank lines part paragraphs, `## ` begins a heading, `- ` an item of a list. Pure."""
    for piece in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in piece.splitlines() if line.strip()]
        if not lines:
            continue
        if lines[0].startswith("## "):
            yield Paragraph("heading", [lines[0][3:]])
            lines = lines[1:]
        if lines and all(line.startswith("- ") for line in lines):
            yield Paragraph("list", [line[2:] for line in lines])
        elif lines:
            yield Paragraph("text", [" ".join(lines)])
