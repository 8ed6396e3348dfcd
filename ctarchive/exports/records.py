"""The public form of every record: what exports, the change feed, mirrors and packets say of it, as plain JSON values.

A form is neutral in language and host, and deterministic: keys of the codebook, no labels and no absolute addresses,
dates as EDTF, numbers as decimal strings, moments in UTC with a Z, references as uids, lists in a fixed order, None for
what is empty. Its members are those of `columns.COLUMNS`, in that order, for every record of the type. It says what the
record itself says; what is derived from other records is no part of it (see `derived`), with these exceptions, which
`affected` follows:

- `root` of sources, entities and events, which follows from published links and matches;
- a capture's `text` or `windows` and the `prefix` and `suffix` of evidence, as far as the source's access allows;
  `windows` lie around its published quotations;
- a tombstone gives the `reason` of the revision that retracted the record, or what it is a part of;
- a redaction is told once its record is public;
- `old` and `new` of a revision are withheld once its record is retracted, or when it is somebody protected;
- the names of protected people are replaced in every text, of whatever record (`events.protection`).

Superseded records are told with their state; merged ones stay, with their `root`. What was retracted, and the captures
of a retracted source, is told by a tombstone: type, uid, state, retracted_at, reason.

    TYPES                       record types in loading order: each refers only to those before it, and to its own
    stream(type, mask)          all public records of a type by uid; constant queries a chunk, and memory stays flat
    of(type, uids, mask)        uid → the current public form; what is not public is absent
    affected(type, uids)        type → uids of the other records whose form may have changed with these

Both read the archive as it is: for one moment of it all, call them inside `moment.held()`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from ctarchive.exports import columns
from ctarchive.exports.own import SPECS, Form, Spec
from editorial import pages
from editorial.choices import PUBLIC_STATES, State
from editorial.models import Record, Redaction, Revision
from editorial.payload import encode
from events import merging
from events.models import Claim, EntityMatch, EventMatch, Evidence, Ranking, Reply
from events.protection import Mask
from events.veil import veil
from sources.merging import SOURCES
from sources.models import Capture, SourceLink

TYPES: dict[str, type[Record]] = {name: spec.model for name, spec in SPECS.items()}


def stream(record_type: str, mask: Mask) -> Iterator[Form]:
    """All public records of a type, by uid. Raises `KeyError` for a type that is none of `TYPES`."""
    spec = SPECS[record_type]
    rows, last = spec.rows().order_by("pk"), ""
    while chunk := list(rows.filter(pk__gt=last)[: spec.chunk]):
        last = chunk[-1].pk
        yield from _forms(spec, chunk, mask)


def of(record_type: str, uids: Iterable[str], mask: Mask) -> dict[str, Form]:
    """Uid → current public form, by uid; what is not public is absent. Raises `KeyError` for an unknown type."""
    spec, wanted = SPECS[record_type], sorted(set(uids))
    found: dict[str, Form] = {}
    for start in range(0, len(wanted), spec.chunk):
        chunk = spec.rows().filter(pk__in=wanted[start : start + spec.chunk]).order_by("pk")
        found |= {form["uid"]: form for form in _forms(spec, list(chunk), mask)}
    return found


def affected(record_type: str, uids: Iterable[str]) -> dict[str, set[str]]:
    """Type → uids of the other records whose public form may have changed when these did; types without any are absent.

    Not those in which only the name of somebody protected is replaced: these may be all there are.
    """
    wanted = list(uids)
    found: dict[str, set[str]] = {}
    # What was said of these is withheld when they are retracted, or protected.
    revisions = Revision.objects.filter(record_type=record_type, record_uid__in=wanted, state__in=PUBLIC_STATES)
    found["revision"] = set(revisions.values_list("pk", flat=True))
    # What was erased from a draft is told once the draft is public.
    erased = Redaction.objects.filter(record_type=record_type, record_uid__in=wanted, state__in=PUBLIC_STATES)
    found["redaction"] = set(erased.values_list("pk", flat=True))
    if record_type == "source":
        found["capture"] = set(Capture.objects.published().filter(source__in=wanted).values_list("pk", flat=True))
        quoting = Evidence.objects.once_published().filter(capture__source__in=wanted)
        found["evidence"] = set(quoting.values_list("pk", flat=True))
    elif record_type == "evidence":
        quoted = Capture.objects.published().filter(evidence__in=wanted)
        found["capture"] = set(quoted.values_list("pk", flat=True))
    elif record_type in _JUDGEMENTS:
        found |= _regrouped(record_type, wanted)
    elif record_type == "revision":
        _add_explained(found, wanted)
    return {name: some for name, some in found.items() if some}


# Type of a judgement → its model, its two columns, and the merging that it decides.
_JUDGEMENTS: dict[str, tuple[Any, tuple[str, str], Any]] = {
    "entitymatch": (EntityMatch, ("left", "right"), merging.ENTITIES),
    "eventmatch": (EventMatch, ("left", "right"), merging.EVENTS),
    "sourcelink": (SourceLink, ("source", "target"), SOURCES),
}


def _regrouped(record_type: str, uids: list[str]) -> dict[str, set[str]]:
    """The members of the groups that these judgements join, or joined until they ended."""
    model, sides, grouping = _JUDGEMENTS[record_type]
    judged = {uid for pair in model.objects.filter(pk__in=uids).values_list(*sides) for uid in pair}
    rows: Any = grouping.records.objects
    groups = rows.filter(Q(pk__in=judged) | Q(merged__in=judged)).values("root")
    members = rows.once_published().filter(root__in=groups).values_list("pk", flat=True)
    return {grouping.records.type_name(): set(members)}


def _add_explained(found: dict[str, set[str]], revisions: list[str]) -> None:
    """The records whose tombstones give the reason of these retractions: their own, and what they took along."""
    about = Revision.objects.filter(pk__in=revisions, field=Revision.STATE).values_list("record_type", "record_uid")
    for name, uid in about:
        found.setdefault(name, set()).add(uid)
    ended = Claim.objects.filter(state=State.RETRACTED)
    subjects = Q(event__in=found.get("event", ())) | Q(entity__in=found.get("entity", ()))
    claims = found.get("claim", set()) | set(ended.filter(subjects).values_list("pk", flat=True))
    found["claim"] = claims
    for part in (Evidence, Ranking, Reply):
        rows = part.objects.filter(claim__in=claims, state=State.RETRACTED)
        found.setdefault(part.type_name(), set()).update(rows.values_list("pk", flat=True))
    captures = Capture.objects.published().filter(source__in=found.get("source", ()))
    found.setdefault("capture", set()).update(captures.values_list("pk", flat=True))


# -- forms -------------------------------------------------------------------------------------------------------------


def _forms(spec: Spec, rows: Sequence[Any], mask: Mask) -> Iterator[Form]:
    """The forms of one chunk of rows, in their order."""
    gone = [row for row in rows if spec.ended(row) is not None]
    tombstones = _tombstones(spec, gone, mask)
    standing = [row for row in rows if row.pk not in tombstones]
    veil(mask, *standing)
    more = spec.more(standing, mask)
    for row in rows:
        yield tombstones[row.pk] if row.pk in tombstones else _form(spec, row, more.get(row.pk, {}))


def _form(spec: Spec, row: Any, more: Form) -> Form:
    """The columns of the record, except those that `more` tells."""
    known = {"type": row.type_name(), "state": getattr(row, "state", State.PUBLISHED.value)} | more
    return {
        column.name: _told(known[column.name] if column.name in known else row.column(column.name), column.kind)
        for column in columns.COLUMNS[spec.name]
    }


def _told(value: Any, kind: str) -> Any:
    """A stored value as a form has it."""
    if kind == columns.LIST and isinstance(value, str):
        return [value]  # what a redaction leaves of a list
    if kind in (columns.LIST, columns.FLAG):
        return encode(value)
    return encode(value) if value not in ("", None, {}, []) else None


def _tombstones(spec: Spec, gone: Sequence[Any], mask: Mask) -> dict[str, Form]:
    """Uid → tombstone: one query if there are any. What took a record along gives the reason where it has none."""
    above = {row.pk: [row.pk, *spec.above(row)] for row in gone}
    why = pages.reasons(uid for some in above.values() for uid in some) if above else {}
    return {
        row.pk: {
            "type": row.type_name(),
            "uid": row.pk,
            "state": State.RETRACTED.value,
            "retracted_at": encode(spec.ended(row)),
            "reason": mask.apply(next((why[uid] for uid in above[row.pk] if uid in why), "")) or None,
        }
        for row in gone
    }
