"""Ranking: a managing editor's judgement on a claim; the newest published one counts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, Refused
from events.actions import rank
from events.choices import Rank, RankReason
from events.models import Claim, Ranking
from tests import factories as make

pytestmark = pytest.mark.django_db


def ranked(claim: Claim, to: Rank, **more: Any) -> Ranking:
    ranking = rank(claim, to, reason="An eye-witness.", user=make.user("writer"), **more)
    make.publish(ranking)
    claim.refresh_from_db()
    return ranking


def test_a_draft_ranking_does_not_count() -> None:
    claim = make.published_event().claims.get()
    rank(claim, Rank.DEPRECATED, reason="Misread.", user=make.user("writer"))
    claim.refresh_from_db()
    assert claim.rank == Rank.NORMAL


def test_the_newest_published_one_counts() -> None:
    claim = make.published_event().claims.get()
    for to in (Rank.PREFERRED, Rank.DEPRECATED, Rank.NORMAL):
        ranked(claim, to)
        assert claim.rank == to
    assert make.findings() == []


def test_one_that_is_retracted_gives_way_to_the_one_before() -> None:
    claim = make.published_event().claims.get()
    ranked(claim, Rank.PREFERRED)
    make.retract(ranked(claim, Rank.DEPRECATED))
    claim.refresh_from_db()
    assert claim.rank == Rank.PREFERRED
    assert make.findings() == []


def test_a_reason_is_asked_for_and_its_kind_is_for_deprecation_only() -> None:
    claim = make.published_event().claims.get()
    with pytest.raises(ValidationError, match="reason"):
        rank(claim, Rank.PREFERRED, reason=" ", user=make.user("writer"))
    assert ranked(claim, Rank.DEPRECATED, reason_kind=RankReason.MISREAD).reason_kind == "misread"


def test_a_claim_takes_its_rankings_along_when_it_ends() -> None:
    claim = make.published_event().claims.get()
    ranking = ranked(claim, Rank.PREFERRED)
    make.retract(claim)
    ranking.refresh_from_db()
    assert ranking.state == State.RETRACTED


def test_a_draft_claim_is_not_ranked_in_public() -> None:
    ranking = rank(make.claim(make.event()), Rank.PREFERRED, reason="Good.", user=make.user("writer"))
    make.in_review(ranking)
    with pytest.raises(Refused, match="rests on claim"):
        actions.publish([ranking], user=make.user("manager"))


def test_who_ranks_does_not_decide() -> None:
    claim = make.published_event().claims.get()
    ranking = rank(claim, Rank.PREFERRED, reason="Good.", user=make.user("manager"))
    make.in_review(ranking)
    for who, error in (("reviewer", NotAllowed), ("manager", FourEyes)):
        with pytest.raises(error):
            actions.publish([ranking], user=make.user(who))
    with pytest.raises(NotAllowed):
        rank(claim, Rank.PREFERRED, reason="Good.", user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_of_two_rankings_at_once_the_stored_one_is_the_newest() -> None:
    claim = make.published_event().claims.get()
    writer = make.user("writer")
    rankings = [rank(claim, to, reason="So.", user=writer) for to in (Rank.PREFERRED, Rank.DEPRECATED)]
    make.in_review(*rankings)
    who = [make.user("manager"), make.user("second_manager")]
    make.at_once(*[lambda i=i: actions.publish([rankings[i]], user=who[i]) for i in (0, 1)])
    assert make.findings() == []
