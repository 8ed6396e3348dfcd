"""Every published claim as one row that can be read without any other table: who or what, what, and on whose word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ctarchive.citing.records import permanent
from ctarchive.exports import own
from ctarchive.exports.columns import DECIMAL, EDTF, FLAG, INTEGER, Column
from editorial.choices import State
from editorial.payload import encode
from events.choices import Stance, ValueKind
from events.models import Claim, Entity, Event, Evidence
from events.properties import ValueType
from events.protection import Mask
from events.veil import veil

Row = dict[str, Any]
CHUNK = 500
_NAMED = ("event", "entity", "value_entity", "attributed_to", "accused")

COLUMNS: tuple[Column, ...] = (
    Column("claim", help="Its uid."),
    Column("about_type", help="event or entity."),
    Column("about", help="The uid of what it is about, or of what that was merged into."),
    Column("about_name", help="The event's title or the entity's name."),
    Column("about_kind", help="See event_kinds and entity_kinds in the codebook."),
    Column("property", help="See properties in the codebook."),
    Column("value_kind", help="value, unknown (nobody knows) or none (there is none)."),
    Column("value", help="The value as text: a name, a date in EDTF, a number, low..high of a range."),
    Column("value_entity", help="The uid of the entity that is the value, or of what it was merged into."),
    Column("value_low", DECIMAL),
    Column("value_high", DECIMAL),
    Column("hedge"),
    Column("unit"),
    Column("currency"),
    Column("counted", help="What is counted, in words."),
    Column("role", help="Of a participant."),
    Column("title", help="Of a position."),
    Column("valid", EDTF, "When it held."),
    Column("attributed_to", help="Whose word it is, by name."),
    Column("accused", help="Who is said to have done it, by name."),
    Column("credibility", INTEGER, "Admiralty grade, 1 to 6. 6: it cannot be judged."),
    Column("rank", help="preferred, normal or deprecated."),
    Column("conflicted", FLAG, "Whether a rival claim contradicts it."),
    Column("sources", INTEGER, "Sources that support it."),
    Column("origins", INTEGER, "Independent origins that support it."),
    Column("quotations", INTEGER, "Published passages that bear on it; the best of them follows."),
    Column("stance", help="What the passage does: see stances in the codebook."),
    Column("quotation"),
    Column("translation"),
    Column("source", help="The uid of the source that is quoted, or of what it was merged into."),
    Column("source_title"),
    Column("source_kind"),
    Column("publisher"),
    Column("published", EDTF, "When the source was published."),
    Column("reliability", help="Admiralty grade of the source, A to F."),
    Column("source_url", help="Where its publisher has it."),
    Column("published_at", help="When the archive published the claim."),
    Column("address", help="The claim in this archive."),
)


def rows(mask: Mask) -> Iterator[Row]:
    """One row for each published claim, by uid; three queries a chunk."""
    claims = Claim.objects.published().select_related(*_NAMED, *(f"{name}__root" for name in _NAMED)).order_by("pk")
    last = ""
    while chunk := list(claims.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        passages = _passages(chunk)
        for claim in chunk:
            yield _row(claim, passages.get(claim.pk, []), mask)


def _passages(claims: Sequence[Claim]) -> dict[str, list[Evidence]]:
    """Uid of a claim → its published passages, the best first."""
    found: dict[str, list[Evidence]] = {}
    quoted = own.passages().filter(state=State.PUBLISHED, claim__in=[claim.pk for claim in claims])
    order = {stance: number for number, stance in enumerate(Stance.values)}
    for row in sorted(
        quoted.select_related("capture__source__publisher"), key=lambda e: (order[e.stance], e.published_at, e.pk)
    ):
        found.setdefault(row.claim_id, []).append(row)
    return found


def _row(claim: Claim, passages: list[Evidence], mask: Mask) -> Row:
    subject, value_entity = (_root(claim, name) for name in ("event" if claim.event_id else "entity", "value_entity"))
    attributed_to, accused = _root(claim, "attributed_to"), _root(claim, "accused")
    veil(mask, claim, subject, value_entity, attributed_to, accused)
    told = {
        "claim": claim.pk,
        "about_type": subject.type_name(),
        "about": subject.pk,
        "about_name": _name(subject, mask),
        "about_kind": subject.kind,
        "value": _value(claim, value_entity, mask),
        "value_entity": value_entity.pk if value_entity else None,
        "attributed_to": _name(attributed_to, mask),
        "accused": _name(accused, mask),
        "sources": claim.sources_count,
        "origins": claim.origins_count,
        "quotations": len(passages),
        "address": permanent("claim", claim.pk),
    } | (_quoted(passages[0], mask) if passages else {})
    return {
        column.name: _cell(told[column.name] if column.name in told else getattr(claim, column.name, None))
        for column in COLUMNS
    }


def _cell(value: Any) -> Any:
    return encode(value) if value not in ("", None) else None


def _root(claim: Claim, name: str) -> Any:
    record = getattr(claim, name)
    return record.root if record is not None else None


def _name(record: Event | Entity | None, mask: Mask) -> str | None:
    if record is None:
        return None
    return mask.apply(record.display_name if isinstance(record, Entity) else record.title)


def _value(claim: Claim, entity: Entity | None, mask: Mask) -> str | None:
    if claim.value_kind != ValueKind.VALUE:
        return None
    match claim.spec.value:
        case ValueType.ENTITY:
            return _name(entity, mask)
        case ValueType.EDTF:
            return claim.value_edtf
        case ValueType.NUMBER:
            low, high = encode(claim.value_low), encode(claim.value_high)
            return str(low) if low == high else f"{low}..{high}"
    return claim.value_text


def _quoted(passage: Evidence, mask: Mask) -> Row:
    source = passage.capture.source
    selectors = own.quoted([passage], mask)[passage.pk]
    veil(mask, passage, source)
    return {
        "stance": passage.stance,
        "quotation": selectors["exact"],
        "translation": passage.translation,
        "source": source.root_id,
        "source_title": source.title,
        "source_kind": source.kind,
        "publisher": source.publisher.name if source.publisher else None,
        "published": source.published,
        "reliability": source.grade.value,
        "source_url": source.canonical_url or source.url,
    }
