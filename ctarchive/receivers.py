"""What follows from a verb for the search index, inside its transaction; and from a migration for its tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from ctarchive.models import SearchEntry
from ctarchive.search import affected, index
from editorial.models import Record
from editorial.signals import changed


@receiver(changed)
def follow_verbs(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Index again whatever rests on records that were published, ended, revised or redacted."""
    public = [record for record in records if record.published_at is not None]
    if public:
        index.refresh(affected.by(public))


@receiver(post_migrate, dispatch_uid="ctarchive.search")
def follow_migrations(sender: Any, using: str, **kwargs: Any) -> None:
    """Make the parts of the index that Django's migrations do not know, and those that they dropped unawares."""
    if getattr(sender, "name", "") != "ctarchive":
        return
    connection = connections[using]
    backend = index.backend(connection)
    if SearchEntry._meta.db_table in connection.introspection.table_names():
        backend.install(connection)
    else:
        backend.remove(connection)
