"""`…/annotations.jsonld`: the quotations of a source, or those on which a claim, event or entity rests."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.citing.records import permanent, said
from ctarchive.exports import as_annotations
from ctarchive.exports.about import licence
from ctarchive.exports.moment import Moment
from editorial import pages
from editorial.choices import State
from editorial.models import LedgerEntry
from events import protection
from events.models import Claim, Entity, Event
from events.reading import NAMED
from events.veil import veil
from sources.models import Source

# Record type → how evidence leads to the root of such a record.
_PATHS = {
    "source": "capture__source__root", "claim": "claim", "event": "claim__event__root", "entity": "claim__entity__root",
}  # fmt: skip


@require_safe
def of_record(request: HttpRequest, record_type: str, uid: str, slug: str = "") -> HttpResponse:
    """The collection of one record. What was merged leads on; what was retracted answers 410."""
    record: Any = pages.find(_records(record_type), uid)
    if record.state == State.RETRACTED:
        return HttpResponse(_("This record was retracted: nothing rests on it any more."), "text/plain", status=410)
    if record_type != "claim" and record.root_id != record.pk:
        return HttpResponsePermanentRedirect(reverse(f"annotations-{record_type}", args=[record.root_id]))
    now = _now(record.archive_version)
    etag = f'"{now.key}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    veil(now.mask, record, *(getattr(record, name, None) for name in NAMED))
    rows = list(as_annotations.passages().filter(**{_PATHS[record_type]: record.pk}))
    made = as_annotations.collection(permanent(record_type, record.pk), said(record), rows, now)
    answer = HttpResponse(json.dumps(made, ensure_ascii=False), as_annotations.MEDIA_TYPE)
    answer["ETag"] = etag
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{licence()}>; rel="license"'
    return answer


def _now(version: int) -> Moment:
    """The public version without the head of the ledger, which annotations do not tell."""
    newest = LedgerEntry.objects.filter(seq=version - 1).values_list("at", flat=True).first()
    return Moment(version, "", newest, protection.load())


def _records(record_type: str) -> QuerySet[Any]:
    found: dict[str, QuerySet[Any]] = {
        "event": Event.objects.all(),
        "entity": Entity.objects.all(),
        "claim": Claim.objects.select_related(*NAMED),
        "source": Source.objects.all(),
    }
    return found[record_type]
