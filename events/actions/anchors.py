"""Check the quotations made from a source's earlier captures against a later one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils import timezone

from editorial import actions, notices
from editorial.choices import NoticeKind, State
from editorial.models import Record, User
from events import quotes
from events.choices import AnchorResult
from events.models import AnchorCheck, Evidence
from sources.models import Capture

# What its author has to look at. What moved is found again by itself.
LOST = frozenset({AnchorResult.CHANGED, AnchorResult.MISSING, AnchorResult.AMBIGUOUS})


def recheck(capture: Capture) -> Counter[str]:
    """Say of every quotation from the source's other captures how it fares in this one. Safe to repeat.

    Returns how many there are of each result (`AnchorResult`). A look-alike never counts as found.
    """
    quoting = Evidence.objects.filter(capture__source=capture.source_id).exclude(capture=capture)
    quoting = quoting.exclude(state=State.DISCARDED).order_by("pk")
    checks = []
    for evidence in quoting:
        result, anchor = quotes.recheck(evidence.anchor(), capture.text)
        span = (anchor.start, anchor.end) if anchor else (None, None)
        checks.append(AnchorCheck(evidence=evidence, capture=capture, result=result, start=span[0], end=span[1]))
    with actions.verb():
        _tell_authors(quoting, capture, {check.evidence_id for check in checks if check.result in LOST})
        AnchorCheck.objects.bulk_create(checks, ignore_conflicts=True)
    return Counter(check.result for check in checks)


def _tell_authors(quoting: Iterable[Evidence], capture: Capture, lost: set[str]) -> None:
    """Tell whose quotations are not there any more as they were, once for each capture."""
    theirs: dict[str, dict[Record, str]] = {}
    for evidence in quoting:
        if evidence.pk in lost:
            theirs.setdefault(evidence.author_id, {})[evidence] = f"{evidence.pk} {capture.pk}"
    for person in User.objects.filter(uid__in=theirs):
        notices.tell([person], NoticeKind.QUOTE, theirs[person.uid], at=timezone.now())
