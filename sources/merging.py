"""Which sources are one document. A published *identical_to* folds one into another.

Captures keep the source they were made of.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from editorial.merging import Merging
from sources.choices import LinkKind
from sources.models import Source, SourceLink


def _judged(at: datetime | None) -> Any:
    return SourceLink.objects.published(at).filter(kind=LinkKind.IDENTICAL_TO)


SOURCES = Merging(Source, _judged, stays="target", folds="source")
