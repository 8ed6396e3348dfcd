"""Footnotes: each published passage of a claim with a little of what stands around it, ready to be shown.

One query, however many claims. Only a slice of each capture is fetched, because captures are long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Greatest, Substr

from editorial.prepared import Prepared, quickly
from events import passages
from events.choices import Stance
from events.models import AnchorCheck, Claim, Evidence
from events.protection import Mask
from events.veil import spans, veil
from sources.choices import Access
from sources.cutting import part
from sources.models import Capture, Source

# Code points of context on either side; and how many more are fetched, to cut between words and to know whole names.
AROUND, MARGIN = 120, 100

# Captures hold long columns that lists have no use for.
LONG = ("text", "breaks", "furniture", "headers")


@dataclass
class Footnote:
    """One passage. `before`, `exact` and `after` are as the public reads them, names of protected people replaced."""

    evidence: Evidence
    before: str
    exact: str
    after: str
    check: str = ""  # how the passage fared in the newest later capture: an `AnchorResult`, or nothing yet
    number: int = 0
    day: str = ""  # on which the page that shows it reads the archive; empty for today

    @property
    def capture(self) -> Capture:
        return self.evidence.capture

    @property
    def source(self) -> Source:
        return self.evidence.capture.source

    @property
    def url(self) -> str:
        """The passage on its source's page; empty where the public may not read the text."""
        if self.source.access == Access.METADATA:
            return ""
        if self.day:
            asked = f"as_of={self.day}&claim={self.evidence.claim_id}"
            return f"{self.source.get_absolute_url()}?{asked}#p-{self.evidence.pk}"
        # What ended with its claim is no longer marked there.
        if not self.evidence.is_published:
            return self.source.get_absolute_url()
        # The claim lets the page of the source lead back to where the reader came from.
        return f"{self.source.get_absolute_url()}?claim={self.evidence.claim_id}#p-{self.evidence.pk}"


def of_claims(claims: Collection[Claim], mask: Mask, at: datetime | None = None) -> dict[str, list[Footnote]]:
    """Claim uid → its footnotes: what supports it first, then by time. Unnumbered."""
    if at is None:
        return _by_claim(_standing([claim.pk for claim in claims]), mask, AROUND)
    return of_evidence(Evidence.objects.published(at).filter(claim__in=[c.pk for c in claims]), mask)


def of_evidence(evidence: QuerySet[Evidence], mask: Mask, around: int = AROUND) -> dict[str, list[Footnote]]:
    """Claim uid → footnotes, for a queryset of evidence, with `around` code points of context on either side."""
    return _by_claim(quickly(with_context(evidence, around)), mask, around)


def with_context(evidence: QuerySet[Evidence], around: int = AROUND) -> Any:
    """The passages with their sources, the slice of text in which they stand, and how they fared in later captures."""
    newest = AnchorCheck.objects.filter(evidence=OuterRef("pk")).order_by("-at").values("result")[:1]
    return (
        evidence.select_related("capture__source__publisher")
        .defer(*(f"capture__{column}" for column in LONG))
        .annotate(
            from_=Greatest(F("start") - Value(around + MARGIN), Value(0)),
            slice=Substr(
                "capture__text",
                Greatest(F("start") - Value(around + MARGIN), Value(0)) + 1,
                F("end") - F("start") + 2 * (around + MARGIN),
            ),
            newest_check=Subquery(newest),
        )
    )


_standing = Prepared[Evidence](
    Evidence,
    lambda claims: (
        with_context(Evidence.objects.published().filter(claim__in=claims)).told("capture__source").order_by()
    ),
)


def _by_claim(rows: Iterable[Evidence], mask: Mask, around: int) -> dict[str, list[Footnote]]:
    found: dict[str, list[Footnote]] = {}
    for row in sorted(rows, key=_order):
        veil(mask, row, row.capture.source)
        found.setdefault(row.claim_id, []).append(_footnote(row, mask, around))
    return found


def _order(row: Evidence) -> tuple[int, datetime, str]:
    return Stance.values.index(row.stance), row.created_at, row.pk


def _footnote(row: Evidence, mask: Mask, around: int) -> Footnote:
    text, offset = row.slice, row.from_  # type: ignore[attr-defined]
    start, end = row.start - offset, row.end - offset
    before, _exact, after = passages.window(text, start, end, around)
    hidden = spans(mask, text)
    left, right = start - len(before), end + len(after)
    return Footnote(
        evidence=row,
        before=("… " if offset + left > 0 else "") + part(text, left, start, hidden).lstrip(),
        exact=part(text, start, end, hidden),
        # The slice is as long as the text allows: where it ends before the window may, the text ends too.
        after=part(text, end, right, hidden).rstrip() + (" …" if right < len(text) else ""),
        check=row.newest_check or "",  # type: ignore[attr-defined]
    )
