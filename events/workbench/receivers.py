"""What follows from a verb for the finding of names while somebody types them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver

from editorial.models import Record
from editorial.signals import changed
from events.workbench import index


@receiver(changed)
def follow_names(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Keep the words by which the names of entities and the titles of events are found."""
    for model in index.MODELS:
        named = [record.pk for record in records if isinstance(record, model)]
        if named:
            index.project(model, named)
