"""What follows from a verb, inside its transaction: origins after a link, and word to whoever counts origins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone

from editorial.choices import Action
from editorial.models import Record
from editorial.signals import changed, committed, redacted
from editorial.tasks import enqueue_each
from sources import lineage, merging
from sources.likeness import finding
from sources.likeness.tasks import look_for_copies
from sources.models import Capture, Publisher, Source, SourceLink
from sources.signals import restated


@receiver(changed)
def follow_links(sender: Any, records: Sequence[Record], **kwargs: Any) -> None:
    """Project the origins again after a link was published or ended, and tell of sources that were revised."""
    linked = {
        uid for r in records if isinstance(r, SourceLink) and r.published_at for uid in (r.source_id, r.target_id)
    }
    revised = [r.pk for r in records if isinstance(r, Source) and r.published_at]
    # The date of a source decides, among several that copy no other, which is the origin.
    if revised:
        touching = SourceLink.objects.published().filter(Q(source__in=revised) | Q(target__in=revised))
        linked |= {uid for pair in touching.values_list("source", "target") for uid in pair}
    moved = [*lineage.project(linked), *merging.SOURCES.store(linked)] if linked else []
    publishers = [r.pk for r in records if isinstance(r, Publisher) and r.published_at]
    if publishers:
        revised += Source.objects.filter(publisher__in=publishers).values_list("pk", flat=True)
    if uids := {*moved, *revised}:
        restated.send(sender=Source, uids=uids)


@receiver(committed)
def follow_captures(sender: Any, action: Action, records: Sequence[Record], **kwargs: Any) -> None:
    """Have new captures compared with those that there are."""
    if action == Action.CREATE:
        enqueue_each(look_for_copies, [record.pk for record in records if isinstance(record, Capture)])


@receiver(redacted, sender=Capture)
def forget_likeness(sender: Any, record: Capture, field: str, **kwargs: Any) -> None:
    """What was made of a text that is now another."""
    if field == "text":
        finding.forget(record)


@receiver(redacted, sender=Capture)
def erase_bytes(sender: Any, record: Capture, field: str, **kwargs: Any) -> None:
    """The original bytes hold what was erased from the text: they go too, unless another capture rests on them."""
    if field != "text" or Capture.objects.filter(blob=record.blob_id).exclude(pk=record.pk).exists():
        return
    blob = record.blob
    blob.erased_at = timezone.now()
    blob.save()
    # The file goes when nothing can undo the redaction any more.
    transaction.on_commit(lambda: storages["blobs"].delete(blob.path))
