"""The archive as it stood at the end of a day: `?as_of=2026-01-01`, in UTC."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.models import Record, Revision

PARAMETER = "as_of"
# Who is protected today is protected on every day; names and identifiers are rows of their own and stay today's.
_TODAYS = (Revision.STATE, "names", "identifiers", "protected", "pseudonym")


@dataclass(frozen=True)
class AsOf:
    """The day asked for: its last `moment`, or None for now; `error` says what was wrong with it."""

    given: str = ""
    moment: datetime | None = None
    error: str = ""


NOW = AsOf()


def read(request: HttpRequest) -> AsOf:
    """The day that the request asks for. One that cannot be read, or has not come, comes with an error and as now."""
    given = request.GET.get(PARAMETER, "").strip()[:40]
    if not given:
        return AsOf()
    try:
        asked = date.fromisoformat(given)
    except ValueError:
        return AsOf(given, error=_("“%(given)s” is no day. Write it as 2026-01-31.") % {"given": given})
    if asked > timezone.now().astimezone(UTC).date():
        return AsOf(given, error=_("This day has not come yet."))
    return AsOf(asked.isoformat(), datetime.combine(asked, time.max, tzinfo=UTC))


def restore(record: Record, at: datetime) -> None:
    """Give the record's editorial fields the values that they had at the moment. In memory only. One query."""
    restore_all([record], at)


def restore_all(records: Iterable[Record | None], at: datetime) -> None:
    """The same for several records, of any types. One query. None is passed over."""
    of: dict[str, list[Record]] = {}
    for record in records:
        if record is not None:
            of.setdefault(record.pk, []).append(record)
    if not of:
        return
    # No uid is given twice, so the types need not be told.
    later = Revision.objects.published().filter(record_uid__in=list(of), published_at__gt=at)
    for revision in later.exclude(field__in=_TODAYS).order_by("-published_at", "-uid"):
        for record in of[revision.record_uid]:
            record.revise(revision.field, revision.old, known=True)
