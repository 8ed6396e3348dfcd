"""Which records the owner of a token may see: those that the admin shows them, and no others."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.db.models import QuerySet

from ctarchive.api.v1.writing.base import not_there
from ctarchive.tokens.models import Scope
from editorial import registry
from editorial.models import PublicId, Record, Reviewable
from sources.models import Capture, Publisher, Source, SourceLink

R = TypeVar("R", bound=Record)

COLLECTED = (Source, Capture, Publisher, SourceLink)


def visible(model: type[R], user: Any) -> QuerySet[R]:
    """The records of a type that this person sees in the admin: a capture with its source."""
    rows: Any = model.objects
    if model is Capture:
        mine = Source.objects.visible_to(user).values("pk")
        return cast("QuerySet[R]", rows.filter(source__in=mine))
    return cast("QuerySet[R]", rows.visible_to(user))


def joined(rows: QuerySet[R]) -> QuerySet[R]:
    """With what the records are told with: what they rest on, and their parts."""
    rests_on = getattr(rows.model, "RESTS_ON", ())
    rows = rows.select_related(*rests_on) if rests_on else rows
    return rows.prefetch_related(*rows.model.PARTS) if rows.model.PARTS else rows


def record_or_404(uid: str, user: Any) -> Any:
    """A record of any type. Raises `Http404`, for what is hidden as for what is not."""
    known = PublicId.objects.filter(pk=uid).first() if len(uid) == 10 else None
    model = registry.record_types().get(known.record_type) if known else None
    if model is None:
        raise not_there()
    # Not `joined`: a verb that writes names anew must not find those that were fetched before.
    found = visible(model, user).filter(pk=uid).first()
    if found is None:
        raise not_there()
    return found


def reviewable_or_404(uid: str, user: Any) -> Reviewable:
    """As `record_or_404`, of a type that has a review of its own."""
    found = record_or_404(uid, user)
    if not isinstance(found, Reviewable):
        raise not_there()
    return found


def drafting_scope(record: type[Record] | Record) -> Scope:
    """The scope by which records of this type are drafted, submitted and put away."""
    model = record if isinstance(record, type) else type(record)
    return Scope.COLLECT if model in COLLECTED else Scope.ANNOTATE
