"""What all public pages share: one record by its uid, its one address, its tombstone, and lists to browse.

Only what was published once has a page. What is published answers 200, a stale address 301, what was retracted 410 with
a tombstone; drafts, what is in review and what was discarded answer 404 to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, TypeVar, cast

from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from editorial.asof import AsOf
from editorial.choices import State
from editorial.edtf import OPEN_END, OPEN_START
from editorial.models import LedgerEntry, LedgerHead, Reviewable, Revision
from editorial.querysets import ReviewableQuerySet

R = TypeVar("R", bound=Reviewable)


def find(records: QuerySet[R], uid: str) -> R:
    """The record with this uid, published now or once, with who wrote and who reviewed it. Raises `Http404`."""
    assert isinstance(records, ReviewableQuerySet)
    found = with_version(records.once_published()).select_related("author", "reviewed_by").filter(pk=uid).first()
    if found is None:
        raise Http404(_("There is no published record at this address."))
    return found


def with_version(records: QuerySet[R]) -> QuerySet[R]:
    """The records, each with `archive_version`: the public version of the archive in which it was read."""
    version = LedgerHead.objects.filter(pk=1).values("public_version")[:1]
    found: Any = records.annotate(archive_version=Coalesce(Subquery(version), 0))
    return cast("QuerySet[R]", found)


def moved(request: HttpRequest, record: Any) -> HttpResponsePermanentRedirect | None:
    """A permanent redirect where the request's path is not the record's address; the query string is kept."""
    address = record.get_absolute_url()
    if request.path == address:
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)


def reasons(uids: Iterable[str]) -> dict[str, str]:
    """Record uid → the public reason for which it was retracted. One query."""
    rows = Revision.objects.published().filter(field=Revision.STATE, record_uid__in=list(uids))
    return {row.record_uid: row.reason for row in rows}


def tombstone(
    request: HttpRequest, record: Reviewable, *owners: Reviewable | None, said: str, hide: Callable[[str], str]
) -> HttpResponse:
    """The page of a retracted record, with status 410.

    `owners` are records whose retraction may have taken it along, and that it was about; `said` is what it said, as the
    public may read it; `hide` replaces in the reason what the public may not.
    """
    above = [owner for owner in owners if owner is not None]
    known = reasons([record.pk, *(owner.pk for owner in above)])
    context = {
        "record": record,
        "said": said,
        "reason": hide(next((known[r.pk] for r in (record, *above) if r.pk in known), "")),
        "about": [owner for owner in above if owner.state == State.PUBLISHED],
        "entries": ledger_entries(record),
        "record_type": record._meta.verbose_name,
    }
    return TemplateResponse(request, "tombstone.html", context, status=410)


def not_yet(request: HttpRequest, record: Reviewable, day: AsOf) -> HttpResponse | None:
    """A page with status 404, which says that the record was not published on the day asked for; None where it was."""
    if day.moment is None or record.published_at is None or record.published_at <= day.moment:
        return None
    context = {"record": record, "record_type": record._meta.verbose_name, "as_of": day}
    return TemplateResponse(request, "not_yet.html", context, status=404)


def ledger_entries(record: Reviewable) -> list[LedgerEntry]:
    """The public ledger entries about the record, oldest first."""
    entries = LedgerEntry.objects.filter(record_type=record.type_name(), record_uid=record.pk, public=True)
    return list(entries.order_by("seq"))


def years(first: int | None, last: int | None) -> str:
    """The years of the first and the last day, as one text; nothing where either is not known."""
    found = [
        date.fromordinal(day).year for day in (first, last) if day is not None and day not in (OPEN_START, OPEN_END)
    ]
    return "–".join(map(str, dict.fromkeys(found))) if len(found) == 2 else ""
