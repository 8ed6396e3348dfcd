"""Builds the unsaved records of each section of a dossier."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils import timezone

from ctarchive.dossier import schema
from ctarchive.dossier.files import Path_
from ctarchive.dossier.plan import Planned, Planner, identity
from editorial.models import Redaction, Revision
from events.choices import NameKind
from events.models import Claim, Entity, EntityMatch, EntityName, Event, EventMatch, Identifier, Ranking, Reply
from sources import readers
from sources.models import Blob, Capture, Publisher, Source, SourceLink
from sources.readers import Document
from sources.text import UnreadableError, canonical_text, sha256_hex

_PLAIN = ("kind", "country", "description", "protected", "pseudonym")


def plan_sections_before_claims(planner: Planner, dossier: schema.Dossier) -> list[Planned]:
    """Plan what claims speak of. Returns the events, in their order."""
    _publishers(planner, dossier.publishers)
    _sources(planner, dossier.sources)
    _entities(planner, dossier.entities)
    return _events(planner, dossier.events)


def plan_judgements(planner: Planner, dossier: schema.Dossier) -> None:
    """Plan what is judged of the other records: lineage, matches, rankings, replies, revisions and redactions."""
    _links(planner, dossier.links)
    _matches(planner, "matches", EntityMatch, dossier.matches)
    _matches(planner, "event_matches", EventMatch, dossier.event_matches)
    _rankings(planner, dossier.rankings)
    _replies(planner, dossier.replies)
    _about_records(planner, "revisions", Revision, dossier.revisions, ("field", "old", "new", "reason"))
    _about_records(planner, "redactions", Redaction, dossier.redactions, ("field", "start", "end", "reason"))


def each(planner: Planner, section: str, model: Any, nodes: Any) -> Iterator[tuple[Any, Path_, Any]]:
    """(node, path, the archive's record of it or None) for each record of a section."""
    paths: list[Path_] = [(section, index) for index in range(len(nodes))]
    planner.check_uids(model, zip(nodes, paths, strict=True))
    known = planner.known(model, nodes)
    for index, (node, path) in enumerate(zip(nodes, paths, strict=True)):
        yield node, path, known.get(index)


def _publishers(planner: Planner, nodes: list[schema.Publisher]) -> None:
    for node, path, known in each(planner, "publishers", Publisher, nodes):
        record = Publisher(**node.model_dump(exclude={"id", "uid"}), **identity(node))
        planner.clean(record, path)
        planner.add(node, path, record, known)


# -- sources and captures ----------------------------------------------------------------------------------------------

_SOURCE_COLUMNS = ("title", "title_basis", "kind", "authors", "language", "published", "published_basis", "url",
                   "canonical_url", "symbol", "rights", "access", "reliability")  # fmt: skip


def _sources(planner: Planner, nodes: list[schema.Source]) -> None:
    planner.look_up(Publisher, (node.publisher for node in nodes))
    for node, path, known in each(planner, "sources", Source, nodes):
        record = Source(**{name: getattr(node, name) for name in _SOURCE_COLUMNS}, **identity(node))
        record.publisher = planner.find(Publisher, node.publisher, (*path, "publisher"))
        planner.clean(record, path)
        planned = planner.add(node, path, record, known, target=node.state or "")
        inline = schema.Capture(
            text=node.text,
            file=node.file,
            media_type=node.media_type,
            fidelity=node.fidelity,
            captured_at=node.captured_at,
        )
        if inline.text is not None or inline.file is not None:
            _capture(planner, planned, inline, path, "text" if inline.file is None else "file")
        for index, capture in enumerate(node.captures):
            _capture(planner, planned, capture, (*path, "captures", index), "text")


def _capture(planner: Planner, of: Planned, node: schema.Capture, path: Path_, key: str) -> None:
    read = _read(planner, node, (*path, key))
    if read is None:
        return
    data, document = read
    source: Source = of.record
    if of.is_known:
        same = source.captures.filter(blob=sha256_hex(data), text_sha256=sha256_hex(document.text)).first()
        same = same or (source.captures.filter(pk=node.uid).first() if node.uid else None)
        if same is not None:
            planner.plan.planned[same.pk] = Planned(same, planner.parsed.line(path), is_known=True)
            return
    capture = Capture(
        source=source,
        blob=Blob(sha256=sha256_hex(data), size=len(data)),
        method=node.method,
        filename=node.filename or Path(node.file or "").name,
        requested_url=node.requested_url,
        final_url=node.final_url,
        headers=node.headers,
        captured_at=node.captured_at or timezone.now(),
        media_type=node.media_type or document.media_type,
        fidelity=node.fidelity,
        text=document.text,
        text_sha256=sha256_hex(document.text),
        reader=document.reader,
        reader_version=document.reader_version,
        language=node.language or document.proposal.language,
        breaks=[list(span) for span in document.breaks],
        furniture=[list(span) for span in document.furniture],
        **({"uid": node.uid} if node.uid else {}),
    )
    planner.check_uids(Capture, [(schema.Known(uid=node.uid), path)])
    planner.clean(capture, path)
    planned = Planned(capture, planner.parsed.line(path), parts={"data": data, "sightings": node.sightings})
    planner.plan.planned[capture.pk] = planned


def _read(planner: Planner, node: schema.Capture, path: Path_) -> tuple[bytes, Document] | None:
    """The bytes of a capture and what is read from them; None, with a problem, where that fails."""
    try:
        if node.text is None:
            if not node.file:
                raise UnreadableError("A capture has a text or a file.")
            data = planner.parsed.beside(node.file)
            return data, readers.read(data, filename=Path(node.file or "").name, media_type=node.media_type)
        data = base64.b64decode(node.content, validate=True) if node.content is not None else node.text.encode()
        return data, _document(node, data)
    except (UnreadableError, OSError, binascii.Error, UnicodeEncodeError) as error:
        planner.problem(path, f"This cannot be read: {error}")
        return None


def _document(node: schema.Capture, data: bytes) -> Document:
    """The document of a capture whose text is given: as it was read once, or read now as plain text."""
    assert node.text is not None
    if not node.reader:
        return readers.read(node.text.encode(), media_type="text/plain")
    if canonical_text(node.text) != node.text:
        raise UnreadableError("its text is not in canonical form, so it was altered since it was captured.")
    return Document(
        text=node.text,
        media_type=node.media_type,
        reader=node.reader,
        reader_version=node.reader_version,
        furniture=tuple(node.furniture or ()),
        breaks=tuple(node.breaks or ()),
        proposal=readers.Proposal(),
    )


# -- entities, events --------------------------------------------------------------------------------------------------


def _entities(planner: Planner, nodes: list[schema.Entity]) -> None:
    for node, path, known in each(planner, "entities", Entity, nodes):
        record = Entity(name=node.name, **{name: getattr(node, name) for name in _PLAIN}, **identity(node))
        if node.coordinates:
            record.latitude, record.longitude = node.coordinates
        planner.clean(record, path, {"latitude": "coordinates", "longitude": "coordinates"})
        names = [EntityName(**name.model_dump()) for name in node.names]
        identifiers = [Identifier(scheme=s, value=v) for s, values in node.identifiers.items() for v in values]
        _clean_parts(planner, names, identifiers, path)
        parts = {"names": names, "identifiers": identifiers, "language": node.language, "script": node.script}
        planner.add(node, path, record, known, target=node.state or "", parts=parts)


def _clean_parts(planner: Planner, names: list[EntityName], identifiers: list[Identifier], path: Path_) -> None:
    for index, name in enumerate(names):
        if name.kind == NameKind.PRIMARY:
            planner.problem((*path, "names", index), "The primary name stands under “name”.")
        planner.clean(name, (*path, "names", index))  # type: ignore[arg-type]
    for identifier in identifiers:
        planner.clean(identifier, (*path, "identifiers", identifier.scheme))  # type: ignore[arg-type]


def _events(planner: Planner, nodes: list[schema.Event]) -> list[Planned]:
    planned = []
    for node, path, known in each(planner, "events", Event, nodes):
        record = Event(kind=node.kind, title=node.title, summary=node.summary, **identity(node))
        planner.clean(record, path)
        planned.append((planner.add(node, path, record, known, target=node.state or "published"), node, path))
    planner.look_up(Event, (node.part_of for node in nodes))
    # An event may be part of one that stands further below.
    for event, node, path in planned:
        if not event.is_known:
            event.record.part_of = planner.find(Event, node.part_of, (*path, "part_of"))
    return [event for event, _node, _path in planned]


# -- judgements --------------------------------------------------------------------------------------------------------


def _links(planner: Planner, nodes: list[schema.Link]) -> None:
    for node, path, known in each(planner, "links", SourceLink, nodes):
        source, target = (planner.find(Source, ref, path) for ref in (node.source, node.target))
        if source and target:
            record = SourceLink(source=source, kind=node.kind, target=target, reason=node.reason, **identity(node))
            same = SourceLink.objects.live().filter(source=source.pk, kind=node.kind, target=target.pk).first()
            planner.clean(record, path)
            planner.add(node, path, record, known or same, target=node.state or "published")


def _matches(planner: Planner, section: str, model: Any, nodes: list[Any]) -> None:
    """Plan judgements on pairs of entities, or of events."""
    of = model._meta.get_field("left").related_model
    for node, path, known in each(planner, section, model, nodes):
        left, right = (planner.find(of, ref, path) for ref in node.pair)
        if left and right:
            told = {"judgement": node.judgement, "reason": node.reason}
            record = model(left=left, right=right, score=node.score, **told, **identity(node))
            same = model.objects.filter(left=left.pk, right=right.pk, **told).first()
            planner.clean(record, path)
            planner.add(node, path, record, known or same, target=node.state or "published")


def _rankings(planner: Planner, nodes: list[schema.Ranking]) -> None:
    for node, path, known in each(planner, "rankings", Ranking, nodes):
        if claim := planner.find(Claim, node.claim, (*path, "claim")):
            record = Ranking(
                claim=claim, rank=node.rank, reason_kind=node.reason_kind, reason=node.reason, **identity(node)
            )
            same = Ranking.objects.filter(claim=claim.pk, rank=node.rank, reason=node.reason).first()
            planner.clean(record, path)
            planner.add(node, path, record, known or same, target=node.state or "published")


def _replies(planner: Planner, nodes: list[schema.Reply]) -> None:
    for node, path, known in each(planner, "replies", Reply, nodes):
        claim = planner.find(Claim, node.claim, (*path, "claim"))
        entity = planner.find(Entity, node.entity, (*path, "entity"))
        if claim is None or (node.entity and entity is None):
            continue
        told = {"name": node.name, "said": node.said, "received": node.received}
        record = Reply(
            claim=claim, entity=entity, capacity=node.capacity, language=node.language, **told, **identity(node)
        )
        same = Reply.objects.filter(claim=claim.pk, **told).first()
        planner.clean(record, path)
        planner.add(node, path, record, known or same, target=node.state or "published")


def _about_records(planner: Planner, section: str, model: Any, nodes: Any, columns: tuple[str, ...]) -> None:
    for node, path, known in each(planner, section, model, nodes):
        about = next((p for uid, p in planner.plan.planned.items() if uid == node.record), None)
        if about is None:
            planner.problem((*path, "record"), f"There is no record “{node.record}” in this file.")
            continue
        record = model(
            record_type=about.record.type_name(),
            record_uid=about.record.pk,
            **{name: getattr(node, name) for name in columns},
            **identity(node),
        )
        planner.clean(record, path)
        planner.add(node, path, record, known, target=node.state or "published")
