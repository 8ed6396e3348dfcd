"""Publishers, sources and captures, ready to be written, as they stand or stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Length

from editorial.asof import restore_all
from events.models import Evidence
from events.protection import Mask
from events.veil import spans, veil
from sources import lineage
from sources.choices import Access
from sources.cutting import part
from sources.models import Capture, Publisher, Source, SourceLink
from sources.reading import Span, excerpts

# Long columns of captures that are not told.
LONG = ("breaks", "furniture", "headers")


# -- publishers --------------------------------------------------------------------------------------------------------


def publishers(rows: Sequence[Publisher], mask: Mask, at: datetime | None = None) -> Sequence[Publisher]:
    """A protected person may publish under their own name."""
    if at is not None:
        restore_all(rows, at)
    veil(mask, *rows)
    return rows


# -- sources -----------------------------------------------------------------------------------------------------------


def _captures(at: datetime | None = None, *, whole: bool = False) -> QuerySet[Capture]:
    """Captures without their texts, unless `whole`."""
    found = Capture.objects.published(at).select_related("blob").annotate(characters=Length("text"))
    found = found.defer(*LONG) if whole else found.defer(*LONG, "text")
    return found.order_by("captured_at", "uid")


def with_captures(rows: QuerySet[Source], at: datetime | None = None, *, whole: bool = False) -> QuerySet[Source]:
    """Sources with their captures and those of what was merged into them: three queries, one more if anything was.

    `whole`: with the texts.
    """
    rows = rows.select_related("publisher", "origin")
    along: Any = Prefetch("captures", _captures(at, whole=whole), to_attr="shown_captures")
    if at is not None:
        return rows.prefetch_related(along)
    others = Source.objects.published().exclude(root=F("pk")).order_by("uid").prefetch_related(along)
    merged: Any = Prefetch("merged", others, to_attr="shown_merged")
    return rows.prefetch_related(along, merged)


def sources(rows: Sequence[Source], mask: Mask, at: datetime | None = None) -> Sequence[Source]:
    """The sources, each with the captures of all that was merged into it."""
    if at is not None:
        _restore(rows, at)
    listed: Sequence[Any] = rows
    for source in listed:
        veil(mask, source, source.origin, *source.shown_merged)
        captures = [c for one in (source, *source.shown_merged) for c in one.shown_captures]
        veil(mask, *captures)
        source.shown_captures = sorted(captures, key=lambda c: (c.captured_at, c.pk))
    return rows


def _restore(rows: Sequence[Source], at: datetime) -> None:
    """Give the sources what they had at the moment. In memory only; a number of queries that does not grow."""
    then = lineage.at_moment(rows, at)
    shown = {row.pk for row in rows}
    folded = {uid for uid, root in then.roots.items() if root in shown and uid != root}
    known: dict[str, Any] = {row.pk: row for row in rows}
    if wanted := (folded | {then.origins[row.pk] for row in rows}) - shown:
        known |= {one.pk: one for one in with_captures(Source.objects.filter(pk__in=wanted), at)}
    restore_all(known.values(), at)
    publishers = Publisher.objects.in_bulk({row.publisher_id for row in rows if row.publisher_id})
    restore_all(publishers.values(), at)
    for source in known.values():
        source.root_id = then.roots[source.pk]
    row: Any
    for row in rows:
        row.root_id = row.pk
        row.publisher = publishers.get(row.publisher_id or "")
        row.origin = known[then.origins[row.pk]]
        row.shown_merged = [known[uid] for uid in sorted(folded) if then.roots[uid] == row.pk]


def links(source: Source, members: Sequence[str] | None, at: datetime | None) -> list[SourceLink]:
    """Published links from the source and to it, and those of all merged into it. One query.

    `members`: the uids of all that it was at the moment; None for now.
    """
    if members is None:
        ours = Q(source__root=source) | Q(target__root=source)
    else:
        ours = Q(source__in=members) | Q(target__in=members)
    found = SourceLink.objects.published(at).filter(ours)
    return list(found.select_related("source", "target").order_by("published_at", "uid"))


# -- captures ----------------------------------------------------------------------------------------------------------


def with_source(rows: QuerySet[Capture], at: datetime | None = None) -> QuerySet[Capture]:
    """Captures with their sources, without their texts."""
    rows = rows.select_related("blob", "source__publisher").annotate(characters=Length("text"))
    return rows.defer(*LONG, "text")


def captures(rows: Sequence[Capture], mask: Mask, at: datetime | None = None) -> Sequence[Capture]:
    """Captures with the names of protected people hidden in what is told of them and of their sources."""
    if at is not None:
        restore_all([row.source for row in rows], at)
    veil(mask, *rows, *(row.source for row in rows))
    return rows


@dataclass(frozen=True)
class Piece:
    """A part of a capture's text that the public may read: its code points in the whole, and what is read there."""

    start: int
    end: int
    text: str
    masked: bool


def public_text(capture: Capture, mask: Mask, at: datetime | None = None) -> list[Piece]:
    """What the public may read of a capture's text: all of it, the quoted passages with what stands around, or nothing.

    Two queries where only excerpts are public.
    """
    if capture.source.access == Access.METADATA:
        return []
    text = capture.text
    if capture.source.access == Access.FULL:
        shown: list[Span] = [(0, len(text))]
    else:
        quoted = Evidence.objects.published(at).filter(capture=capture).values_list("start", "end")
        shown = excerpts(text, sorted(quoted))
    hidden = spans(mask, text)
    pieces = []
    for start, end in shown:
        told = part(text, start, end, hidden)
        pieces.append(Piece(start, end, told, masked=told != text[start:end]))
    return pieces
