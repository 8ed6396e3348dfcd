"""Selected records as a dossier, a table or JSON, written record by record."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ctarchive.dossier import dump
from ctarchive.dossier.files import yaml_parts
from ctarchive.exchange.cells import harmless
from ctarchive.exchange.choosing import Chosen, closure, visible
from ctarchive.exchange.columns import MODELS
from editorial.models import Reviewable
from editorial.payload import decimal_string, encode
from editorial.snapshots import snapshot
from events.choices import NameKind
from events.models import Claim, Entity, Evidence
from events.properties import ValueType
from sources.models import Capture, Publisher

Row = dict[str, Any]
# Selected at once; `dump_dossier` writes everything.
MOST = 5000


def as_dossier(model: type[Any], uids: Iterable[str], user: Any) -> Iterator[str]:
    """YAML that loads elsewhere. Its head says how many of the records are not public, and whom it must not expose."""
    with snapshot():
        chosen = closure(model, uids, user)
        yield from (f"# {line}\n" for line in _head(chosen))
        yield from yaml_parts(dump.sections(lambda kind: kind.objects.filter(pk__in=chosen.get(kind, ()))))


def _head(chosen: Chosen) -> Iterator[str]:
    yield _("Selected records of ctarchive, %(date)s.") % {"date": f"{timezone.now():%Y-%m-%d}"}
    reviewed = [(m, uids) for m, uids in chosen.items() if issubclass(m, Reviewable)]
    hidden = sum(m.objects.filter(pk__in=uids, published_at=None).count() for m, uids in reviewed)
    if hidden:
        yield _("%(n)d of them are not published: “state: draft” or “state: in_review”.") % {"n": hidden}
    protected = Entity.objects.filter(pk__in=chosen.get(Entity, ()), protected=True).count()
    if protected:
        yield _("It holds the names of %(n)d protected people: keep it to yourselves.") % {"n": protected}


def as_csv(model: type[Any], uids: Iterable[str], user: Any) -> Iterator[str]:
    """A table; of publishers, entities and claims one that can be loaded again. A claim has a line for each passage."""
    writer = csv.writer(_Line())
    names = [column.name for column in MODELS[model]] if model in MODELS else _names(model)
    extra = _EXTRA.get(model, ())
    with snapshot():
        # The mark tells spreadsheets that this is UTF-8.
        yield "\ufeff" + writer.writerow([*names, *extra])
        for record in _records(model, uids, user):
            for row in _ROWS.get(model, _plain_rows)(record):
                yield writer.writerow([harmless(_cell(row.get(name))) for name in (*names, *extra)])


def as_json(model: type[Any], uids: Iterable[str], user: Any) -> Iterator[str]:
    """A list of records with every stored column; of a claim with its evidence."""
    with snapshot():
        lead = "[\n"
        for record in _records(model, uids, user):
            yield lead + json.dumps(_told(record), ensure_ascii=False, indent=1)
            lead = ",\n"
        yield "[]\n" if lead == "[\n" else "\n]\n"


FORMATS: dict[str, tuple[Callable[[type[Any], Iterable[str], Any], Iterator[str]], str]] = {
    "yaml": (as_dossier, "application/yaml"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
}


def filename(model: type[Any], ending: str) -> str:
    """Such as ctarchive-claims-2026-11-22.csv."""
    plural = str(model._meta.verbose_name_plural).replace(" ", "-")
    return f"ctarchive-{plural}-{timezone.now():%Y-%m-%d}.{ending}"


class _Line:
    """Hands each line of a `csv.writer` back to who wrote it."""

    def write(self, line: str) -> str:
        return line


def _records(model: type[Any], uids: Iterable[str], user: Any) -> Iterator[Any]:
    rows: QuerySet[Any] = visible(model, user).filter(pk__in=list(uids)).order_by("pk")
    joined = [*getattr(model, "RESTS_ON", ()), *(["source"] if model is Capture else [])]
    rows = rows.select_related(*joined) if joined else rows
    prefetch: list[Any] = [*model.PARTS]
    if model is Claim:
        evidence = visible(Evidence, user).select_related("capture").defer("capture__text").order_by("pk")
        prefetch.append(Prefetch("evidence", evidence))
    return rows.prefetch_related(*prefetch).iterator(chunk_size=200)


def _told(record: Any) -> Row:
    row = {"type": record.type_name(), "uid": record.pk, "label": str(record), **record.payload()}
    if isinstance(record, Claim):
        row["evidence"] = [{"uid": e.pk, "source": e.capture.source_id, **e.payload()} for e in record.evidence.all()]
    return row


# -- rows of tables ----------------------------------------------------------------------------------------------------

_EXTRA: dict[type[Any], tuple[str, ...]] = {Entity: ("state",), Claim: ("state", "about_label", "value_label")}


def _names(model: type[Any]) -> list[str]:
    """Its columns; the text of a capture is too long for a cell."""
    return ["uid", "label", *(f.name for f in model.ledger_fields() if f.name != "text" or model is not Capture)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _plain_rows(record: Any) -> Iterator[Row]:
    yield {"uid": record.pk, "label": str(record), **record.payload()}


def _publisher_rows(publisher: Publisher) -> Iterator[Row]:
    languages = "; ".join(publisher.languages)
    yield {**publisher.payload(), "uid": publisher.pk, "id": publisher.external_id, "languages": languages}


def _entity_rows(entity: Entity) -> Iterator[Row]:
    names = list(entity.names.all())
    primary = next(name for name in names if name.kind == NameKind.PRIMARY)
    further = [n for n in names if n.kind != NameKind.PRIMARY]
    yield {
        **entity.payload(),
        "uid": entity.pk,
        "id": entity.external_id,
        "language": primary.language,
        "script": primary.script,
        "names": "; ".join(" | ".join((n.text, n.kind, n.language, n.script)).rstrip(" |") for n in further),
        "identifiers": "; ".join(f"{i.scheme}:{i.value}" for i in entity.identifiers.all()),
        "protected": "yes" if entity.protected else "",
    }


def _claim_rows(claim: Claim) -> Iterator[Row]:
    row = {
        **claim.payload(),
        "uid": claim.pk,
        "about": claim.event_id or claim.entity_id,
        "about_label": str(claim.subject),
        "value_label": claim.value_as_text(),
        **_value(claim),
    }
    for evidence in claim.evidence.all():
        passage = {name: encode(evidence.column(name)) for name in ("prefix", "suffix", "stance", "reading")}
        yield row | passage | {
            "source": evidence.capture.source_id, "capture": evidence.capture_id, "quote": evidence.exact,
            "translation": evidence.translation,
        }  # fmt: skip
    if not claim.evidence.all():
        yield row


def _value(claim: Claim) -> Row:
    if claim.value_low is not None and claim.value_high is not None:
        ends = decimal_string(claim.value_low), decimal_string(claim.value_high)
        return {"value": ends[0], "value_to": ends[1] if ends[0] != ends[1] else ""}
    if claim.spec.value is ValueType.ENTITY:
        return {"value": claim.value_entity_id}
    return {"value": claim.value_edtf or claim.value_text}


_ROWS: dict[type[Any], Callable[[Any], Iterator[Row]]] = {
    Publisher: _publisher_rows,
    Entity: _entity_rows,
    Claim: _claim_rows,
}
