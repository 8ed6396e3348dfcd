"""Where the merge pages are, for the pages that lead there."""

from __future__ import annotations

from django.urls import reverse

from editorial.models import Record, Revision
from events.choices import Judgement
from events.models import EntityMatch


def pair(judged: EntityMatch) -> str:
    """The page of the two entities that a judgement speaks of."""
    return reverse("matching:pair", args=[judged.left_id, judged.right_id])


def preview(record: Record) -> str:
    """The page that shows what would follow if this judgement, or the end of one, were published; or empty."""
    if isinstance(record, EntityMatch):
        return pair(record)
    if isinstance(record, Revision) and record.is_retraction and record.record_type == EntityMatch.type_name():
        return reverse("matching:apart", args=[record.record_uid])
    return ""


def parting(judged: EntityMatch) -> str:
    """The page on which the end of a merge is proposed; empty for a judgement that merges nothing."""
    merges = judged.is_published and judged.judgement == Judgement.SAME
    return reverse("matching:apart", args=[judged.pk]) if merges else ""
