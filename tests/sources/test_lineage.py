"""Lineage: sources that repeat one another count once."""

from collections.abc import Sequence

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from editorial import actions
from editorial.errors import FourEyes, NotAllowed, Refused
from events.actions import publish_bundle, submit_bundle
from events.models import Claim
from sources import lineage
from sources.actions import link
from sources.choices import LinkKind
from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def published(*days: str) -> list[Source]:
    sources = [make.source(published=day) for day in days]
    make.publish(*sources)
    return sources


def origins(sources: Sequence[Source]) -> list[Source]:
    for source in sources:
        source.refresh_from_db()
    return [source.origin for source in sources]


def told_by(*sources: Source) -> Claim:
    """A published claim with a passage of each source."""
    event = make.event()
    claim = make.claim(event)
    for source in sources:
        make.evidence(claim, source)
    submit_bundle(event, user=make.user("writer"))
    publish_bundle(event, user=make.user("reviewer"))
    claim.refresh_from_db()
    return claim


def test_a_source_is_its_own_origin() -> None:
    sources = published("2018-05-03", "2018-05-04")
    assert origins(sources) == sources


@pytest.mark.parametrize("kind", [LinkKind.REPUBLISHES, LinkKind.TRANSLATES])
def test_a_copy_has_the_origin_of_what_it_copies(kind: LinkKind) -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    make.published_link(copy, original, kind)
    assert origins([original, copy]) == [original, original]
    assert make.findings() == []


@pytest.mark.parametrize("kind", [LinkKind.CITES, LinkKind.UPDATES, LinkKind.ARCHIVES])
def test_other_links_join_nothing(kind: LinkKind) -> None:
    original, other = published("2018-05-03", "2018-05-04")
    make.published_link(other, original, kind)
    assert origins([original, other]) == [original, other]


def test_a_draft_link_joins_nothing() -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    drafted = link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=make.user("writer"))
    make.in_review(drafted)
    assert origins([original, copy]) == [original, copy]


def test_a_copy_of_a_copy_has_the_same_origin() -> None:
    wire, paper, site = published("2018-05-05", "2018-05-04", "2018-05-03")
    make.published_link(site, paper)
    make.published_link(paper, wire)
    assert origins([wire, paper, site]) == [wire, wire, wire]


def test_where_one_copies_two_the_one_published_first_is_the_origin() -> None:
    late, early, copy = published("2018-05-04", "2018-05-03", "2018-05-05")
    make.published_link(copy, late)
    make.published_link(copy, early)
    assert origins([late, early, copy]) == [early] * 3


def test_a_date_that_is_corrected_moves_the_origin() -> None:
    late, early, copy = published("2018-05-04", "2018-05-03", "2018-05-05")
    make.published_link(copy, late)
    make.published_link(copy, early)
    make.revise(late, "published", "2018-05-01")
    assert origins([late, early, copy]) == [late] * 3
    assert make.findings() == []


def test_two_that_copy_each_other_do_no_harm() -> None:
    one, other = published("2018-05-03", "2018-05-04")
    make.published_link(one, other)
    make.published_link(other, one)
    assert origins([one, other]) == [one, one]
    assert make.findings() == []


def test_reprints_are_counted_once_and_twice_again_when_un_linked() -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    claim = told_by(original, copy)
    assert (claim.sources_count, claim.origins_count) == (2, 2)
    joined = make.published_link(copy, original)
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (2, 1)
    make.retract(joined)
    claim.refresh_from_db()
    assert (claim.sources_count, claim.origins_count) == (2, 2)
    assert origins([original, copy]) == [original, copy]
    assert make.findings() == []


def test_un_linking_in_the_middle_parts_the_family() -> None:
    wire, paper, site = published("2018-05-03", "2018-05-04", "2018-05-05")
    middle = make.published_link(paper, wire)
    make.published_link(site, paper)
    make.retract(middle)
    assert origins([wire, paper, site]) == [wire, paper, paper]
    assert make.findings() == []


def test_origins_are_answered_for_an_iterator_as_for_a_list() -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    make.published_link(copy, original)
    uids = [original.pk, copy.pk]
    assert lineage.origins(uid for uid in uids) == lineage.origins(uids) == dict.fromkeys(uids, original.pk)


def test_a_link_rests_on_two_published_sources() -> None:
    (original,), copy = published("2018-05-03"), make.source()
    drafted = link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=make.user("writer"))
    make.in_review(drafted)
    with pytest.raises(Refused, match="rests on source"):
        actions.publish([drafted], user=make.user("manager"))


def test_a_link_has_a_reason_and_two_ends_and_is_said_once() -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    writer = make.user("writer")
    for other, reason in ((original, " "), (copy, "The same words.")):
        with pytest.raises(ValidationError):
            link(copy, LinkKind.REPUBLISHES, other, reason=reason, user=writer)
    link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=writer)
    with pytest.raises(IntegrityError):
        link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=writer)


def test_who_links_does_not_decide() -> None:
    original, copy = published("2018-05-03", "2018-05-04")
    drafted = link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=make.user("manager"))
    make.in_review(drafted)
    for who, error in (("reviewer", NotAllowed), ("manager", FourEyes)):
        with pytest.raises(error):
            actions.publish([drafted], user=make.user(who))
    with pytest.raises(NotAllowed):
        link(original, LinkKind.CITES, copy, reason="See there.", user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_two_links_at_once_make_one_family() -> None:
    wire, paper, site = published("2018-05-03", "2018-05-04", "2018-05-05")
    writer = make.user("writer")
    pairs = ((paper, wire), (site, paper))
    links = [link(a, LinkKind.REPUBLISHES, b, reason="The same words.", user=writer) for a, b in pairs]
    make.in_review(*links)
    who = [make.user("manager"), make.user("second_manager")]
    make.at_once(*[lambda i=i: actions.publish([links[i]], user=who[i]) for i in (0, 1)])
    assert origins([wire, paper, site]) == [wire] * 3
    assert make.findings() == []
