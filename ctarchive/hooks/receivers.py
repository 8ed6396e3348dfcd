"""Webhooks follow what is published."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from ctarchive.hooks import sending
from ctarchive.hooks.tasks import deliver
from editorial.models import Record
from editorial.signals import changed


@receiver(changed)
def follow_verbs(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Once the act is committed, have those told who want to be told."""
    if any(record.published_at is not None for record in records):
        # Robust: what was committed must not look as if it had failed because the queue does not answer.
        transaction.on_commit(lambda: sending.wake(deliver.enqueue), robust=True)
