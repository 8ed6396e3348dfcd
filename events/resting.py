"""What rests on a source, for its page: the quoted passages of its captures, and the claims that quote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from editorial.asof import NOW, AsOf, restore_all
from editorial.choices import State
from editorial.languages import capfirst
from events import headings, protection
from events.choices import Stance
from events.models import Entity, Event, Evidence
from events.projection import SUPPORTING
from events.protection import Mask
from events.veil import spans, veil
from sources import quoted
from sources.cutting import Replacement
from sources.models import Capture, Publisher
from sources.quoted import Fared, Passage, Rest

ABOUT = ("claim__event", "claim__entity", "claim__value_entity", "claim__attributed_to")


class Quotations(quoted.Known):
    """Answers for the published evidence. One query when made, one for the passages."""

    def __init__(self) -> None:
        self.mask = protection.load()
        self.hides = bool(self.mask)

    def passages(self, captures: Sequence[Capture], day: AsOf = NOW) -> Iterable[Passage]:
        """One passage for each span that is quoted."""
        standing = Evidence.objects.published(day.moment)
        rows = list(
            standing.filter(capture__in=[c.pk for c in captures])
            .select_related(*ABOUT)
            .order_by("start", "-end", "created_at", "uid")
        )
        if day.moment is not None:
            restore_all([one for row in rows for one in _named(row)], day.moment)
        order = {capture.pk: n for n, capture in enumerate(captures)}
        found: dict[tuple[str, int, int], Passage] = {}
        for row in rows:
            key = row.capture_id, row.start, row.end
            passage = found.setdefault(key, Passage(*key))
            passage.uids.append(row.pk)
            passage.rests.append(_rest(row, self.mask, f"?as_of={day.given}" if day.moment else ""))
        ordered = sorted(found.values(), key=lambda p: (order[p.capture], p.start, -p.end))
        for number, passage in enumerate(ordered, start=1):
            passage.number = number
        return ordered

    def records(self, publishers: Sequence[Publisher]) -> Mapping[str, Fared]:
        """One query."""
        publisher = "capture__source__publisher"
        rows = Evidence.objects.once_published().filter(
            stance__in=SUPPORTING, **{f"{publisher}__in": [one.pk for one in publishers]}
        )
        stands = Q(state=State.PUBLISHED, claim__state=State.PUBLISHED)
        against = Evidence.objects.published().filter(claim=OuterRef("claim"), stance=Stance.CONTRADICTS)
        counted = rows.values_list(publisher).annotate(
            claims=_claims(stands),
            corroborated=_claims(stands & Q(claim__origins_count__gt=1)),
            contradicted=_claims(stands & (Q(claim__conflicted=True) | Q(Exists(against)))),
            corrected=_claims(Q(claim__state=State.SUPERSEDED)),
            withdrawn=_claims(Q(claim__state=State.RETRACTED)),
        )
        return {uid: Fared(*counts) for uid, *counts in counted}

    def hidden(self, text: str) -> Sequence[Replacement]:
        return spans(self.mask, text)

    def veil(self, *records: Any) -> None:
        veil(self.mask, *records)


def _claims(which: Q) -> Count:
    return Count("claim", distinct=True, filter=which)


def _named(row: Evidence) -> tuple[Event | Entity | None, ...]:
    """What the claim of a passage speaks of."""
    return row.claim.subject, row.claim.value_entity, row.claim.attributed_to


def _rest(row: Evidence, mask: Mask, query: str) -> Rest:
    claim, subject = row.claim, row.claim.subject
    veil(mask, claim, *_named(row))
    label = capfirst(str(claim.get_property_display()))
    role = f", {claim.get_role_display()}" if claim.role else ""
    return Rest(
        uid=claim.pk,
        url=claim.get_absolute_url() + query,
        says=f"{label}: {headings.value_in_words(claim)}{role}",
        about=subject.title if isinstance(subject, Event) else subject.display_name,
        about_url=subject.get_absolute_url() + query,
        stance=row.stance,
        stance_label=str(row.get_stance_display()),
    )


quoted.register(Quotations)
