"""What was corrected and retracted: what it said, why it fell, when, and what replaced it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from editorial.choices import State
from editorial.models import Revision
from events import corrections, headings, listing, protection
from events.models import Claim, Entity, Event
from events.protection import Mask
from events.veil import veil
from sources.models import Source

PER_PAGE = 20
# What can be withdrawn as a whole, and is no claim.
WHOLE: dict[str, type[Event] | type[Entity] | type[Source]] = {"event": Event, "entity": Entity, "source": Source}
# Key of a tab → its label. The first is that of the plain address.
TABS: dict[str, str | Promise] = {
    "": _("All claims"),
    "corrected": _("Corrected"),
    "retracted": _("Retracted"),
    "records": _("Whole records"),
}
_STATES = {
    "": (State.SUPERSEDED, State.RETRACTED),
    "corrected": (State.SUPERSEDED,),
    "retracted": (State.RETRACTED,),
}


@dataclass(frozen=True)
class Tab:
    key: str
    label: str | Promise
    count: int
    current: bool


@dataclass(frozen=True)
class Whole:
    """An event, entity or source that was retracted, and the decision."""

    record: Event | Entity | Source
    name: str
    decision: Revision
    reason: str


@require_safe
def corrections_page(request: HttpRequest) -> HttpResponse:
    """The newest first, twenty on a page. A tab that is not known shows all claims."""
    wanted = request.GET.get("what", "")
    wanted = wanted if wanted in TABS else ""
    counts, mask = _counts(), protection.load()
    rows = Paginator(range(counts[wanted]), PER_PAGE).get_page(request.GET.get("page"))
    first = rows.start_index() - 1 if counts[wanted] else 0
    context: dict[str, Any] = {
        "tabs": [Tab(key, label, counts[key], key == wanted) for key, label in TABS.items()],
        "what": wanted,
        "page_obj": rows,
        "pages": rows.paginator.get_elided_page_range(rows.number, on_each_side=2, on_ends=1),
        "rows": [] if wanted == "records" else _claims(wanted, first, mask),
        "records": _records(first, mask) if wanted == "records" else [],
    }
    return render(request, "site/corrections.html", context)


def _counts() -> dict[str, int]:
    """How many there are under each tab. Two queries."""
    found = Claim.objects.aggregate(
        corrected=Count("pk", filter=Q(state=State.SUPERSEDED)), retracted=Count("pk", filter=Q(state=State.RETRACTED))
    )
    return {"": sum(found.values()), **found, "records": _decisions().count()}


def _claims(wanted: str, first: int, mask: Mask) -> list[dict[str, Any]]:
    ended = Claim.objects.filter(state__in=_STATES[wanted]).order_by("-ended_at", "uid")[first : first + PER_PAGE]
    told = listing.ended(ended, mask)
    changes = corrections.of([one.successor for one in told if one.successor], public=True)
    return [
        {
            "gone": one,
            "sentence": headings.sentence(one.claim),
            "correction": changes[one.successor.pk].masked(mask) if one.successor else None,
        }
        for one in told
    ]


def _decisions() -> Any:
    """The published retractions of whole records."""
    return Revision.objects.published().filter(field=Revision.STATE, record_type__in=WHOLE)


def _records(first: int, mask: Mask) -> list[Whole]:
    """The retracted records of a page, with the decisions: a query, and one for each type."""
    decisions = list(_decisions().order_by("-published_at", "uid")[first : first + PER_PAGE])
    of: dict[str, Event | Entity | Source] = {}
    for key, model in WHOLE.items():
        uids = [decision.record_uid for decision in decisions if decision.record_type == key]
        of |= {record.pk: record for record in model.objects.filter(pk__in=uids)}
    veil(mask, *of.values())
    return [
        Whole(record, getattr(record, "display_name", "") or str(record), decision, mask.apply(decision.reason))
        for decision in decisions
        if (record := of.get(decision.record_uid)) is not None
    ]
