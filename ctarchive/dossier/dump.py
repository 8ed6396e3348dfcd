"""Writes every record that was ever published as a dossier, in a fixed order and form: same archive, same bytes.

Who wrote and who reviewed is not in it: accounts belong to an installation. Nor is the ledger: that is the backup's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet

from editorial.models import Record, Redaction, Reviewable, Revision
from editorial.payload import decimal_string, encode
from events.choices import NameKind, ValueKind
from events.models import Claim, Entity, EntityMatch, Event, EventMatch, Evidence, Ranking, Reply
from events.properties import ValueType
from sources.models import Capture, Publisher, Source, SourceLink

Row = dict[str, Any]


# The rows of a model that are written.
Rows = Callable[[type[Any]], QuerySet[Any]]


def once_published(model: type[Any]) -> QuerySet[Any]:
    """What the public may see, and what it once could."""
    rows = model.objects
    return rows.once_published() if issubclass(model, Reviewable) else rows.published()


def sections(rows: Rows = once_published) -> Iterator[tuple[str, Iterator[Row]]]:
    """(section, its records) in the order of the format; records by uid."""
    captures = rows(Capture).select_related("blob").prefetch_related("sightings")
    yield "publishers", map(_publisher, rows(Publisher).order_by("pk").iterator())
    yield "sources", map(_source, _each(rows(Source), Prefetch("captures", captures)))
    yield "links", map(_link, _each(rows(SourceLink)))
    yield "entities", map(_entity, _each(rows(Entity), "names", "identifiers"))
    yield "matches", map(_match, _each(rows(EntityMatch)))
    yield "events", map(_event, _each(rows(Event), Prefetch("claims", _claims(rows))))
    yield "event_matches", map(_match, _each(rows(EventMatch)))
    yield "claims", map(_entity_claim, _claims(rows).filter(entity__isnull=False).iterator(chunk_size=500))
    yield "rankings", map(_ranking, _each(rows(Ranking)))
    yield "replies", map(_reply, _each(rows(Reply)))
    yield "revisions", map(_revision, _each(rows(Revision)))
    yield "redactions", map(_redaction, _each(rows(Redaction)))


def _each(rows: QuerySet[Any], *prefetch: Any) -> Iterator[Any]:
    return rows.order_by("pk").prefetch_related(*prefetch).iterator(chunk_size=200)


def _claims(rows: Rows) -> QuerySet[Claim]:
    evidence = rows(Evidence).order_by("pk").select_related("capture").defer("capture__text")
    return rows(Claim).order_by("pk").prefetch_related(Prefetch("evidence", evidence))


def _kept(*pairs: tuple[str, Any]) -> Row:
    """The pairs that say something, in their order."""
    return {key: value for key, value in pairs if value not in (None, "", [], {})}


def _identity(record: Record) -> Row:
    return _kept(("id", record.external_id), ("uid", record.pk))


def _review(record: Reviewable) -> Row:
    return _kept(
        ("state", record.state), ("published_at", encode(record.published_at)), ("ended_at", encode(record.ended_at))
    )


def _columns(record: Record, *names: str) -> Row:
    """Columns as text, the empty ones left out."""
    return _kept(*((name, encode(record.column(name))) for name in names))


def _renamed(row: Row, **keys: str) -> Row:
    return {keys.get(key, key): value for key, value in row.items()}


def _publisher(publisher: Publisher) -> Row:
    return _identity(publisher) | _columns(publisher, "name", "kind", "country", "homepage", "reliability", "languages")


def _source(source: Source) -> Row:
    captures = sorted(source.captures.all(), key=lambda capture: capture.pk)
    return (
        _identity(source)
        | _columns(
            source, "title", "title_basis", "kind", "publisher", "authors", "language", "published", "published_basis",
            "url", "canonical_url", "symbol", "rights", "access", "reliability",
        )
        | _review(source)
        | {"captures": [_capture(capture) for capture in captures]}
    )  # fmt: skip


def _capture(capture: Capture) -> Row:
    row: Row = {"uid": capture.pk} | _columns(
        capture, "method", "filename", "requested_url", "final_url", "headers", "captured_at", "media_type", "fidelity",
        "language", "reader", "reader_version",
    )  # fmt: skip
    for name in ("breaks", "furniture"):
        row[name] = getattr(capture, name)
    row["sightings"] = sorted(encode(sighting.at) for sighting in capture.sightings.all())
    row["text"] = capture.text
    row["content"] = _content(capture)
    return _kept(*row.items())


def _content(capture: Capture) -> str | None:
    """The original bytes in base 64; None where they are the text's UTF-8 form, or hold what was redacted."""
    redactions = Redaction.objects.once_published().filter(record_type=Capture.type_name(), record_uid=capture.pk)
    if capture.blob.erased_at is not None or redactions.exists():
        return None
    data = capture.blob.read()
    return None if data == capture.text.encode() else base64.b64encode(data).decode()


def _link(link: SourceLink) -> Row:
    return (
        _identity(link)
        | _renamed(_columns(link, "source", "kind", "target", "reason"), source="from", target="to")
        | _review(link)
    )


def _entity(entity: Entity) -> Row:
    names = list(entity.names.all())
    primary = next(name for name in names if name.kind == NameKind.PRIMARY)
    further = sorted((n for n in names if n.kind != NameKind.PRIMARY), key=lambda n: (n.kind, n.text))
    identifiers: dict[str, list[str]] = {}
    for identifier in sorted(entity.identifiers.all(), key=lambda i: (i.scheme, i.value)):
        identifiers.setdefault(identifier.scheme, []).append(identifier.value)
    coordinates = None
    if entity.latitude is not None and entity.longitude is not None:
        coordinates = [decimal_string(entity.latitude), decimal_string(entity.longitude)]
    return _identity(entity) | _kept(
        ("kind", entity.kind),
        ("name", entity.name),
        ("language", primary.language),
        ("script", primary.script),
        (
            "names",
            [
                _kept(("text", n.text), ("kind", n.kind), ("language", n.language), ("script", n.script))
                for n in further
            ],
        ),
        ("identifiers", identifiers),
        ("country", entity.country),
        ("coordinates", coordinates),
        ("description", entity.description),
        ("protected", entity.protected or None),
        ("pseudonym", entity.pseudonym),
        *_review(entity).items(),
    )


def _match(match: EntityMatch | EventMatch) -> Row:
    pair = {"events" if isinstance(match, EventMatch) else "entities": [match.left_id, match.right_id]}
    return _identity(match) | pair | _columns(match, "judgement", "score", "reason") | _review(match)


def _event(event: Event) -> Row:
    row = _identity(event) | _columns(event, "kind", "title", "summary", "part_of") | _review(event)
    return row | _kept(("claims", [_claim(claim) for claim in event.claims.all()]))


def _entity_claim(claim: Claim) -> Row:
    row = _claim(claim)
    return {"uid": row.pop("uid"), "about": claim.entity_id} | row


def _claim(claim: Claim) -> Row:
    row: Row = {"uid": claim.pk} | _columns(claim, "property")
    row |= {"value": _value(claim)} if claim.value_kind == ValueKind.VALUE else {"value_kind": claim.value_kind}
    row |= _columns(
        claim, "role", "title", "hedge", "unit", "currency", "counted", "accused", "valid", "attributed_to", "language",
        "credibility", "supersedes", "reason",
    )  # fmt: skip
    return row | _review(claim) | {"evidence": [_evidence(evidence) for evidence in claim.evidence.all()]}


def _value(claim: Claim) -> str | list[str]:
    match claim.spec.value:
        case ValueType.NUMBER:
            ends = [decimal_string(end) for end in (claim.value_low, claim.value_high) if end is not None]
            return ends[0] if ends[0] == ends[-1] else ends
        case ValueType.ENTITY:
            return str(claim.value_entity_id)
        case ValueType.EDTF:
            return claim.value_edtf
    return claim.value_text


def _evidence(evidence: Evidence) -> Row:
    row = {"uid": evidence.pk, "source": evidence.capture.source_id}
    columns = ("capture", "exact", "prefix", "suffix", "start", "stance", "reading", "translation", "language")
    return row | _renamed(_columns(evidence, *columns), exact="quote") | _review(evidence)


def _ranking(ranking: Ranking) -> Row:
    return _identity(ranking) | _columns(ranking, "claim", "rank", "reason_kind", "reason") | _review(ranking)


def _reply(reply: Reply) -> Row:
    columns = _columns(reply, "claim", "name", "entity", "capacity", "said", "language", "received")
    return _identity(reply) | columns | _review(reply)


def _revision(revision: Revision) -> Row:
    row = _identity(revision) | {"record": revision.record_uid, "field": revision.field}
    return row | {"old": revision.old, "new": revision.new, "reason": revision.reason} | _review(revision)


def _redaction(redaction: Redaction) -> Row:
    row = _identity(redaction) | {"record": redaction.record_uid}
    return row | _columns(redaction, "field", "start", "end", "reason") | _review(redaction)


def counted(rows: Iterable[tuple[str, Iterable[Row]]], counts: dict[str, int]) -> Iterator[tuple[str, Iterator[Row]]]:
    """The same sections, counting into `counts` what goes by."""
    for name, records in rows:
        yield name, _counting(name, records, counts)


def _counting(name: str, records: Iterable[Row], counts: dict[str, int]) -> Iterator[Row]:
    for record in records:
        counts[name] = counts.get(name, 0) + 1
        yield record
