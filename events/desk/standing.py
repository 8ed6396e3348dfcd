"""How the claims of a bundle would stand once they are published, beside those that are published now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from editorial.choices import State
from editorial.models import Reviewable
from events import facts, projection
from events.facts import Standing
from events.models import Claim, Entity, Event, Evidence, Ranking


@dataclass(frozen=True)
class WouldBe:
    """`standings` by uid; `rivals`: uid of a claim → claims, published or in review, with which it cannot be true."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    rivals: Mapping[str, Sequence[Claim]] = field(default_factory=dict)


def would_be(subject: Reviewable) -> WouldBe:
    """What follows for the subject's claims if all that is in review were published. A constant number of queries."""
    claims = _claims(subject)
    if claims is None:
        return WouldBe()
    rows = list(_with_evidence(claims))
    moment = timezone.now()
    for row in rows:
        # In memory only: the rules ask when each claim was published.
        row.published_at = row.published_at or moment
    standings = projection.standings(rows)
    by_uid = {row.pk: row for row in rows}
    rivals: dict[str, list[Claim]] = {}
    for one, other in facts.conflicts(list(standings.values())):
        if other not in _replaced(by_uid[one]) and one not in _replaced(by_uid[other]):
            rivals.setdefault(one, []).append(by_uid[other])
            rivals.setdefault(other, []).append(by_uid[one])
    return WouldBe(standings, rivals)


def _claims(subject: Reviewable) -> Any:
    live = Claim.objects.filter(state__in=(State.IN_REVIEW, State.PUBLISHED))
    if isinstance(subject, Event):
        return live.filter(event__root=subject.root_id)
    return live.filter(entity__root=subject.root_id) if isinstance(subject, Entity) else None


def _with_evidence(claims: Any) -> Iterable[Claim]:
    evidence = Evidence.objects.filter(
        state__in=(State.IN_REVIEW, State.PUBLISHED), stance__in=projection.SUPPORTING
    ).select_related("capture__source__publisher")
    evidence = evidence.defer("capture__text", "capture__breaks", "capture__furniture", "exact", "prefix", "suffix")
    rankings = Ranking.objects.published().order_by("-published_at", "-uid")
    along: list[Any] = [
        Prefetch("evidence", evidence, to_attr="supporting"),
        Prefetch("rankings", rankings, to_attr="standing_rankings"),
    ]
    claims = claims.select_related("value_entity", "entity", "event", "attributed_to")
    found: Iterable[Claim] = claims.prefetch_related(*along).order_by("pk")
    return found


def _replaced(claim: Claim) -> set[str]:
    return {claim.supersedes_id} if claim.supersedes_id else set()
