"""The page of a claim tells all that was publicly done with it, in the order of the ledger."""

import re

import pytest
from django.test import Client

from events.actions import correct, rank
from events.choices import Rank
from events.models import Claim
from tests import factories as make

pytestmark = pytest.mark.django_db


def steps(client: Client, claim: Claim) -> list[str]:
    """What the rows of the history say, as plain words."""
    shown = client.get(claim.get_absolute_url()).content.decode()
    table = shown[shown.index('id="h-hist"') : shown.index('id="h-proof"')]
    rows = re.findall(r"<tr><td>(.*?)</tr>", table, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_a_claim_tells_its_publication_with_its_quotations_once(client: Client) -> None:
    claim = make.published_event().claims.get()
    (told,) = steps(client, claim)
    assert "Published with 1 quotation" in told


def test_quotations_and_rankings_that_came_later_are_steps_of_their_own(client: Client) -> None:
    claim, source = make.published_event().claims.get(), make.source()
    make.publish(source, make.evidence(claim, source))
    make.publish(rank(claim, Rank.PREFERRED, reason="It was written by a guest.", user=make.user("writer")))
    _published, added, ranked = steps(client, claim)
    assert "A quotation was added 2" in added
    assert "Ranked preferred It was written by a guest." in ranked


def test_both_sides_of_a_correction_name_each_other(client: Client) -> None:
    old = make.published_event().claims.get()
    new = correct(old, value_edtf="2018-05", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    old.refresh_from_db()
    assert f"Superseded by claim {new.pk}" in steps(client, old)[-1]
    assert len(steps(client, old)) == 2
    assert f"supersedes claim {old.pk}" in steps(client, new)[0]


def test_those_who_decided_go_by_their_handles(client: Client) -> None:
    claim = make.published_event().claims.get()
    assert "an editor" in steps(client, claim)[0]
    reviewer = make.user("reviewer")
    reviewer.handle = "Lighthouse Keeper"
    reviewer.save()
    (told,) = steps(client, claim)
    assert "Lighthouse Keeper" in told
    assert "reviewer" not in told


def test_drafts_and_reviews_are_no_part_of_it(client: Client) -> None:
    claim, source = make.published_event().claims.get(), make.source()
    make.evidence(claim, source)
    make.in_review(rank(claim, Rank.PREFERRED, reason="Not decided yet.", user=make.user("writer")))
    assert len(steps(client, claim)) == 1
