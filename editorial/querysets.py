"""Who sees what. Pages, API, exports, feeds and search all start from `published()` or `visible_to()`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from editorial import guard
from editorial.choices import PUBLIC_STATES, State

M = TypeVar("M", bound=models.Model)

# What editors see of a record and no reader does: who had it in hand, and what a dossier calls it.
WORKING = ("external_id", "author", "submitted_by", "submitted_at", "reviewed_by")


class GuardedQuerySet(models.QuerySet[M]):
    """A queryset whose writes raise `Frozen` outside a verb."""

    def update(self, **kwargs: Any) -> int:
        guard.require_verb(self.model._meta.label)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        guard.require_verb(self.model._meta.label)
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        guard.require_verb(self.model._meta.label)
        return super().bulk_create(objs, *args, **kwargs)

    def bulk_update(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> int:
        guard.require_verb(self.model._meta.label)
        return super().bulk_update(objs, *args, **kwargs)


class RecordQuerySet(GuardedQuerySet[M]):
    """Records that have no review of their own become public with something that has (a publisher with its source)."""

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        records: list[Any] = list(objs)
        for record in records:
            record.derive()
        return super().bulk_create(records, *args, **kwargs)

    def published(self, at: datetime | None = None) -> Self:
        """What the public may see now, or could see at the moment `at`."""
        return self.filter(published_at__isnull=False) if at is None else self.filter(published_at__lte=at)

    def visible_to(self, user: Any) -> Self:
        """What this person may see: the public what is published, staff everything."""
        return self if user.is_authenticated and user.is_staff else self.published()


class ReviewableQuerySet(RecordQuerySet[M]):
    def published(self, at: datetime | None = None) -> Self:
        """The records that stand published now (`at` None), or stood at the moment `at`."""
        if at is None:
            return self.filter(state=State.PUBLISHED)
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), published_at__lte=at)

    def once_published(self) -> Self:
        """Published now, or superseded or retracted since: what has a public page or a tombstone."""
        return self.filter(state__in=PUBLIC_STATES)

    def narrowable(self) -> Self:
        """The same records as `once_published`, for a list whose filters choose among their states.

        Told by what is left out: of two conditions on the state that an index could serve, SQLite takes the first that
        it reads, and sorts every record to show twenty.
        """
        return self.exclude(state__in=[state for state in State.values if state not in PUBLIC_STATES])

    def told(self, *along: str) -> Self:
        """The records, and those at these paths that are fetched along, without the columns that readers never see."""
        return self.defer(*WORKING, *(f"{path}__{column}" for path in along for column in WORKING))

    def in_review(self) -> Self:
        return self.filter(state=State.IN_REVIEW)

    def live(self) -> Self:
        """Everything that is published or may yet be: not ended, not discarded."""
        return self.filter(state__in=(State.DRAFT, State.IN_REVIEW, State.PUBLISHED))

    def visible_to(self, user: Any) -> Self:
        """The public sees `published()`; a contributor also their own; editors and above everything."""
        if isinstance(user, AnonymousUser) or not user.is_authenticated or not user.is_staff:
            return self.published()
        if user.is_editor:
            return self
        return self.filter(Q(state__in=PUBLIC_STATES) | Q(author=user) | Q(submitted_by=user))
