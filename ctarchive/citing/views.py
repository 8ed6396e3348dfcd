"""Citations to take away: `…/cite.bib` of a record, and `…/original.bib` of a source itself."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.citing import records
from ctarchive.citing.formats import FORMATS
from editorial import asof, pages
from editorial.choices import State
from events import merging, protection
from events.models import Claim, Entity, Event
from events.reading import NAMED
from events.veil import veil
from sources.models import Source


@require_safe
def cite(
    request: HttpRequest, record_type: str, uid: str, form: str, slug: str = "", original: bool = False
) -> HttpResponse:
    """One citation as a file. What was merged leads on, what was retracted answers 410."""
    record: Any = pages.find(_records(record_type), uid)
    mask = protection.load()
    veil(mask, record, *(getattr(record, name, None) for name in NAMED))
    if record.state == State.RETRACTED:
        return HttpResponse(_("This record was retracted: it can no longer be cited."), "text/plain", status=410)
    day = asof.read(request) if isinstance(record, Event | Entity) else asof.AsOf()
    if day.error:
        return HttpResponse(f"{day.error}\n", "text/plain", status=400)
    if elsewhere := _moved(request, record, day, form, original):
        return elsewhere
    if day.moment:
        asof.restore(record, day.moment)
        veil(mask, record)
    if original and isinstance(record, Source):
        work = records.of_source(record)
    else:
        work = records.of_record(record, version=record.archive_version, day=day)
    chosen = FORMATS[form]
    answer = HttpResponse(chosen.write(work), chosen.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{slugify(work.key)}.{form}"'
    return answer


def _records(record_type: str) -> QuerySet[Any]:
    found: dict[str, QuerySet[Any]] = {
        "event": Event.objects.select_related("root"),
        "entity": Entity.objects.select_related("root"),
        "claim": Claim.objects.select_related(*NAMED),
        "source": Source.objects.select_related("publisher"),
    }
    return found[record_type]


def _moved(
    request: HttpRequest, record: Any, day: asof.AsOf, form: str, original: bool
) -> HttpResponsePermanentRedirect | None:
    """To the citation of what the record was merged into, or had been on the day."""
    if isinstance(record, Claim):
        return None
    root = record.root_id
    if day.moment is not None:
        root = merging.of(record).roots([record.pk], day.moment)[record.pk]
    if root == record.pk:
        return None
    query = request.META.get("QUERY_STRING", "")
    elsewhere = address(record.type_name(), root, form, original=original)
    return HttpResponsePermanentRedirect(elsewhere + (f"?{query}" if query else ""))


def address(record_type: str, uid: str, form: str, *, original: bool = False) -> str:
    """The path of a citation."""
    return reverse("citing:original" if original else f"citing:{record_type}", args=[uid, form])
