"""How each type of record is fetched for its public form, and the members that are no column of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest, Length, Substr

from editorial import registry
from editorial.choices import State
from editorial.models import LedgerEntry, Record, Redaction, Reviewable, Revision
from editorial.payload import encode
from events.choices import NameKind
from events.footnotes import MARGIN
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Ranking, Reply
from events.protection import Mask
from events.veil import spans, veiled_value
from sources.choices import Access
from sources.cutting import part
from sources.models import Capture, Publisher, Source, SourceLink
from sources.reading import AROUND, excerpts

Form = dict[str, Any]
More = Mapping[str, Form]

CHUNK = 500
CAPTURES = 20  # their texts are long


def _nothing_more(rows: Sequence[Any], mask: Mask) -> More:
    return {}


def _retracted(row: Any) -> datetime | None:
    """When the record was retracted, if it was."""
    ended: datetime | None = row.ended_at if getattr(row, "state", "") == State.RETRACTED else None
    return ended


def _owners(row: Any) -> Iterator[str]:
    """The uids of what may have taken the record along when it ended, nearest first."""
    for path in getattr(row, "OWNER", ()):
        if (uid := getattr(row, f"{path}_id")) is not None:
            yield uid
            if row._meta.get_field(path).related_model.OWNER:  # then it was fetched along
                yield from _owners(getattr(row, path))


@dataclass(frozen=True)
class Spec:
    """One type. `rows`: what is public of it; `more`: uid → members that are no column, in constant queries a chunk."""

    model: type[Record]
    rows: Callable[[], QuerySet[Any]]
    more: Callable[[Sequence[Any], Mask], More] = _nothing_more
    chunk: int = CHUNK
    ended: Callable[[Any], datetime | None] = _retracted
    above: Callable[[Any], Iterable[str]] = _owners

    @property
    def name(self) -> str:
        return self.model.type_name()


def _once(model: type[Reviewable], *along: str) -> Spec:
    """A type all of whose members are columns. `along`: the owner, where it has one of its own."""
    return Spec(model, lambda: model.objects.once_published().select_related(*along or (None,)))


# -- captures and passages ---------------------------------------------------------------------------------------------


def _captures() -> QuerySet[Capture]:
    rows = Capture.objects.published().select_related("source", "blob").annotate(characters=Length("text"))
    return rows.defer("text", "headers", "breaks", "furniture")


def _texts(rows: Sequence[Any], mask: Mask) -> More:
    """What may be read of the captures. Two queries, none for captures without a text that may be read."""
    readable = [row.pk for row in rows if row.source.access != Access.METADATA]
    texts = dict(Capture.objects.filter(pk__in=readable).values_list("pk", "text")) if readable else {}
    partly = [row.pk for row in rows if row.source.access == Access.EXCERPTS]
    quoted: dict[str, list[tuple[int, int]]] = {}
    if partly:
        passages = Evidence.objects.published().filter(capture__in=partly).order_by("start", "-end", "uid")
        for uid, start, end in passages.values_list("capture", "start", "end"):
            quoted.setdefault(uid, []).append((start, end))
    return {
        row.pk: {"size": row.blob.size, "sha256": row.blob_id, "characters": row.characters}
        | _readable(texts.get(row.pk, ""), row.source.access, quoted.get(row.pk, []), mask)
        for row in rows
    }


def _readable(text: str, access: str, quoted: list[tuple[int, int]], mask: Mask) -> Form:
    """The members of a capture that tell its text."""
    hidden = spans(mask, text)
    windows = excerpts(text, quoted) if access == Access.EXCERPTS else []
    whole = part(text, 0, len(text), hidden) if access == Access.FULL else None
    shown = [(0, len(text))] if access == Access.FULL else windows
    return {
        "text": whole,
        "windows": [
            {"start": start, "end": end, "text": part(text, start, end, hidden)} for start, end in windows
        ],
        "masked": any(start < last and end > first for first, last, _instead in hidden for start, end in shown),
    }  # fmt: skip


def passages() -> QuerySet[Evidence]:
    """Evidence with a slice of the text around it: captures are long."""
    rows = Evidence.objects.once_published().select_related("claim", "capture__source")
    rows = rows.defer(*(f"capture__{column}" for column in ("text", "headers", "breaks", "furniture")))
    before = Greatest(F("start") - Value(AROUND + MARGIN), Value(0))
    length = F("end") - F("start") + 2 * (AROUND + MARGIN)
    return rows.annotate(from_=before, slice=Substr("capture__text", before + 1, length))


def quoted(rows: Sequence[Any], mask: Mask) -> More:
    return {row.pk: _selectors(row, mask) for row in rows}


def _selectors(row: Any, mask: Mask) -> Form:
    """The quotation and its context. A protected name that an edge cuts in two is hidden all the same."""
    hidden, source = spans(mask, row.slice), row.capture.source

    def told(start: int, end: int) -> str:
        return part(row.slice, start - row.from_, end - row.from_, hidden)

    exact = told(row.start, row.end)
    around = source.access != Access.METADATA and source.state != State.RETRACTED
    return {
        "exact": exact,
        "prefix": told(row.start - min(len(row.prefix), AROUND), row.start) if around else None,
        "suffix": told(row.end, row.end + min(len(row.suffix), AROUND)) if around else None,
        "masked": exact != row.exact,
    }


# -- entities ----------------------------------------------------------------------------------------------------------


def _entities() -> QuerySet[Entity]:
    return Entity.objects.once_published().select_related("root").prefetch_related("names", "identifiers")


def _names(rows: Sequence[Any], mask: Mask) -> More:
    return {row.pk: _named(row, mask) for row in rows}


def _named(entity: Entity, mask: Mask) -> Form:
    """Its name, names, identifiers and place. What was merged into somebody protected is hidden as well."""
    root = entity.root if entity.root.protected else entity
    if entity.protected or root.protected:
        shown = entity.pseudonym if entity.protected else root.pseudonym
        primary = {"text": shown, "kind": NameKind.PRIMARY.value, "language": None, "script": None}
        return {
            "name": shown, "names": [primary], "identifiers": [], "coordinates": None, "protected": True,
        }  # fmt: skip
    names = sorted(entity.names.all(), key=lambda n: (n.kind != NameKind.PRIMARY, n.kind, n.text, n.language, n.script))
    place = None
    if entity.latitude is not None and entity.longitude is not None:
        place = {"latitude": entity.latitude, "longitude": entity.longitude}
    return {
        "name": mask.apply(entity.name),
        "names": [
            {"text": mask.apply(n.text), "kind": n.kind, "language": n.language or None, "script": n.script or None}
            for n in names
        ],
        "identifiers": [
            {"scheme": scheme, "value": mask.apply(value)}
            for scheme, value in sorted((i.scheme, i.value) for i in entity.identifiers.all())
        ],
        "coordinates": place,
    }


# -- revisions and redactions ------------------------------------------------------------------------------------------


def _redactions() -> QuerySet[Redaction]:
    """Redactions of what was ever public."""
    of = {"record_type": OuterRef("record_type"), "record_uid": OuterRef("record_uid")}
    return Redaction.objects.once_published().filter(Exists(LedgerEntry.objects.filter(public=True, **of)))


def _changes(rows: Sequence[Any], mask: Mask) -> More:
    """The values of revisions, as far as their records still say them. At most one query for each type of record."""
    of: dict[str, set[str]] = {}
    for row in rows:
        of.setdefault(row.record_type, set()).add(row.record_uid)
    withheld = {uid for name, uids in of.items() for uid in _withheld(name, uids)}
    return {row.pk: revised_values(row, row.record_uid in withheld, mask) for row in rows}


def _withheld(record_type: str, uids: Iterable[str]) -> set[str]:
    """Those of the records of which no value may be told: retracted ones, and protected people."""
    rows: QuerySet[Any] = registry.model(record_type).objects.filter(pk__in=sorted(uids))
    gone = set[str]()
    if record_type == Entity.type_name():
        gone |= set((rows.filter(protected=True) | rows.filter(root__protected=True)).values_list("pk", flat=True))
    if record_type in registry.reviewable_types():
        gone |= set(rows.filter(state=State.RETRACTED).values_list("pk", flat=True))
    return gone


def revised_values(revision: Revision, withheld: bool, mask: Mask) -> Form:
    """What is told of a revision: `old`, `new` and, where it is kept back, `reason`."""
    # A pseudonym that is not in use beside a name would tell who it was for.
    if withheld or revision.field == "pseudonym":
        kept = None if withheld else mask.apply(revision.reason)
        return {"old": None, "new": None, "reason": kept, "masked": True}
    values = {side: veiled_value(mask, encode(getattr(revision, side))) for side in ("old", "new")}
    return values | {"masked": False}


# In loading order: what a record refers to comes before it, or is of its own type.
SPECS: dict[str, Spec] = {
    spec.name: spec
    for spec in (
        Spec(Publisher, Publisher.objects.published),
        _once(Source),
        Spec(
            Capture, _captures, _texts, CAPTURES,
            ended=lambda row: _retracted(row.source),
            above=lambda row: [row.source_id],
        ),
        _once(SourceLink),
        Spec(Entity, _entities, _names),
        _once(EntityMatch),
        _once(Event),
        _once(EventMatch),
        _once(Claim),
        Spec(Evidence, passages, quoted),
        _once(Ranking, "claim"),
        _once(Reply, "claim"),
        Spec(Revision, Revision.objects.once_published, _changes),
        Spec(Redaction, _redactions),
    )
}  # fmt: skip
