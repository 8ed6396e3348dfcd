"""What was corrected in public: claims that ended, and what was retracted, revised or redacted of all other records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from ctarchive.api.v1 import schema
from ctarchive.api.v1.fields import address
from ctarchive.api.v1.forms import FORMS
from ctarchive.api.v1.loading.resources import RESOURCES
from ctarchive.api.v1.records import ListView
from ctarchive.api.v1.serializers.claims import subject_of
from ctarchive.api.v1.serializers.overview import CorrectionSerializer
from ctarchive.exports.own import SPECS, revised_values
from editorial import registry
from editorial.choices import State
from editorial.models import Record, Redaction, Revision
from editorial.told import Change, Teller
from events import corrections, headings, listing
from events.filters import CorrectionFilter
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.reading import NAMED
from events.veil import veil
from sources.models import Capture, Publisher, Source

Row = dict[str, Any]
# What a decision on another record than a claim leaves empty.
NO_CLAIM: Row = {
    "superseded_by": None, "moved_to": None, "about": None, "property": "", "changes": [], "added": [], "dropped": [],
}  # fmt: skip
NAMED_RECORDS = (Event, Entity, Source, Publisher)


@schema.listing(
    "correction",
    "What was published and holds no more, the last first: claims that were corrected or retracted, with what each "
    "said and what its successor says otherwise; other records that were retracted, revised or redacted.",
)
class CorrectionList(ListView):
    renderer_classes = FORMS
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilter

    def listed(self) -> QuerySet[Claim]:
        return Claim.objects.filter(state__in=(State.SUPERSEDED, State.RETRACTED))

    def fetch(self) -> Sequence[Any]:
        """Claims, revisions and redactions, as one list."""
        claims = self.filterset.qs.select_related(*NAMED)
        decided = [self.filterset.decisions(SPECS[name].rows()) for name in ("revision", "redaction")]
        return self.pages.of_all([claims, *decided])

    def prepare(self, rows: Sequence[Any], mask: Mask) -> Sequence[Any]:
        """In a constant number of queries, however many there are."""
        context = self.context(mask)
        claims = [row for row in rows if isinstance(row, Claim)]
        told = _claims(claims, mask, context) if claims else {}
        told |= _decisions([row for row in rows if not isinstance(row, Claim)], mask, context)
        return [told[row.pk] | {"told_at": row.told_at} for row in rows]


def _claims(rows: Sequence[Claim], mask: Mask, context: dict[str, Any]) -> dict[str, Row]:
    """Uid → the claim that ended."""
    ended = listing.ended(Claim.objects.filter(pk__in=[row.pk for row in rows]), mask)
    changes = corrections.of([one.successor for one in ended if one.successor], public=True)
    made = {}
    for one in ended:
        successor, claim = one.successor, one.claim
        told = changes[successor.pk].masked(mask) if successor else None
        made[claim.pk] = {
            "uid": claim.pk,
            "type_name": claim.type_name(),
            "what": claim.state,
            "state": claim.state,
            "ended_at": claim.ended_at,
            "reason": mask.apply(one.reason),
            "superseded_by": successor.pk if successor else None,
            "moved_to": subject_of(successor, context) if successor and one.moved_to else None,
            "url": address(context, "claim", claim.pk),
            "about": subject_of(claim, context),
            "property": claim.property,
            "field": "",
            "says": mask.apply(headings.sentence(claim)),
            "changes": list(told.changes) if told else [],
            "added": list(told.added) if told else [],
            "dropped": list(told.dropped) if told else [],
        }
    return made


def _decisions(rows: Sequence[Revision | Redaction], mask: Mask, context: dict[str, Any]) -> dict[str, Row]:
    """Uid of the decision → what it did to which record. A query for each type of record."""
    targets = _targets(rows, mask)
    return {row.pk: _decision(row, targets[row.record_uid], mask, context) for row in rows}


def _targets(rows: Sequence[Revision | Redaction], mask: Mask) -> dict[str, Any]:
    """Uid → the record, as the public reads it, without its long texts."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row.record_type, set()).add(row.record_uid)
    found: dict[str, Any] = {}
    for name, uids in sorted(wanted.items()):
        model: Any = registry.model(name)
        records = model.objects.filter(pk__in=uids)
        if model is Entity:
            records = records.select_related("root")
        found |= {one.pk: one for one in (records.defer("text") if model is Capture else records)}
    veil(mask, *[one for one in found.values() if isinstance(one, NAMED_RECORDS)])
    return found


def _decision(row: Revision | Redaction, target: Record, mask: Mask, context: dict[str, Any]) -> Row:
    name, what, reason, changes = row.record_type, "redacted", row.reason, list[Change]()
    if isinstance(row, Revision) and row.is_retraction:
        what = "retracted"
    elif isinstance(row, Revision):
        # Of a retracted record, and of somebody protected, neither the values are told nor why.
        told = revised_values(row, _is_withheld(target), mask)
        what, reason, changes = "revised", told.get("reason", reason) or "", _changes(row.field, target, told)
    return NO_CLAIM | {
        "uid": target.pk,
        "type_name": name,
        "what": what,
        "state": getattr(target, "state", State.PUBLISHED),
        "ended_at": getattr(target, "ended_at", None),
        "reason": mask.apply(reason),
        "url": address(context, name, target.pk) if name in RESOURCES else None,
        "field": "" if what == "retracted" else row.field,
        "says": _called(target),
        "changes": changes,
    }


def _is_withheld(record: Any) -> bool:
    is_protected = isinstance(record, Entity) and (record.protected or record.root.protected)
    return is_protected or getattr(record, "state", "") == State.RETRACTED


def _called(record: Any) -> str:
    """What the record is called. Of others than these, the name is their text, or names what may be hidden."""
    return str(getattr(record, "display_name", "") or record) if isinstance(record, NAMED_RECORDS) else ""


def _changes(field: str, target: Record, told: dict[str, Any]) -> list[Change]:
    """The revision in words, as far as its values are told. References stay uids: their names may not be public."""
    return Teller(target, ()).changes({field: told["old"]}, {field: told["new"]})
