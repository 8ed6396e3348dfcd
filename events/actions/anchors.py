"""Check the quotations made from a source's earlier captures against a later one."""

from __future__ import annotations

from collections import Counter

from editorial import actions
from editorial.choices import State
from events import quotes
from events.models import AnchorCheck, Evidence
from sources.models import Capture


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
        AnchorCheck.objects.bulk_create(checks, ignore_conflicts=True)
    return Counter(check.result for check in checks)
