"""Where the merge pages are, for the pages that lead there."""

from __future__ import annotations

from django.urls import reverse

from editorial.models import Record, Revision
from events.choices import Judgement
from events.models import EntityMatch, EventMatch

_TYPES = (EntityMatch.type_name(), EventMatch.type_name())


def pair(judged: EntityMatch | EventMatch) -> str:
    """The page of the two records that a judgement speaks of."""
    return reverse("matching:pair", args=[judged.left_id, judged.right_id])


def preview(record: Record) -> str:
    """The page that shows what would follow if this judgement, or the end of one, were published; or empty."""
    if isinstance(record, EntityMatch | EventMatch):
        return pair(record)
    if isinstance(record, Revision) and record.is_retraction and record.record_type in _TYPES:
        return reverse("matching:apart", args=[record.record_uid])
    return ""


def parting(judged: EntityMatch | EventMatch) -> str:
    """The page on which the end of a merge is proposed; empty for a judgement that merges nothing."""
    merges = judged.is_published and judged.judgement == Judgement.SAME
    return reverse("matching:apart", args=[judged.pk]) if merges else ""
