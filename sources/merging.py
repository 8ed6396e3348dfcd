"""Which sources are one document. A published *identical_to* folds one into another.

Captures keep the source they were made of.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from editorial.merging import Merging
from sources.choices import LinkKind
from sources.models import Source, SourceLink


def _judged(at: datetime | None) -> Any:
    return SourceLink.objects.published(at).filter(kind=LinkKind.IDENTICAL_TO)


SOURCES = Merging(Source, _judged, stays="target", folds="source")


def roots_at(at: datetime) -> QuerySet[Source]:
    """The sources that stood at the moment, those left out that were folded into another."""
    return Source.objects.published(at).exclude(pk__in=_judged(at).values("source"))
