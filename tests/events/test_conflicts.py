"""The pages of conflicts: what is open, what was decided, what a ranking would change, who may propose one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from editorial import actions
from editorial.choices import State
from editorial.errors import NotAllowed, WrongState
from events import facts
from events.actions import propose_ranking, publish_bundle, submit_bundle
from events.choices import Rank
from events.conflicts import effects, finding
from events.conflicts.finding import DECIDED, OPEN, Asked
from events.models import Claim, Event, Ranking
from tests import factories as make
from tests.admin.pages import fields_of, signed_in
from tests.events.test_desk_pages import text_of
from tests.events.test_facts import standing
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

LIST = "/admin/conflicts/"
FORM = "//form[@id='rank-form']"


def contested(**fields: Any) -> tuple[Event, Claim, Claim]:
    """An event dated 3 May by one claim and 5 May by another."""
    event = make.published_event(**fields)
    other = make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-05")
    return event, event.claims.exclude(pk=other.pk).get(), other


def page_of(event: Event, key: str = "date") -> str:
    return f"{LIST}{event.pk}/{key}/"


def decided(claim: Claim, to: Rank) -> Ranking:
    ranking = propose_ranking(claim, to, reason="An eye-witness.", user=make.user("writer"))
    actions.publish([ranking], user=make.user("manager"))
    claim.refresh_from_db()
    return ranking


def on(tab: str, **asked: str) -> set[str]:
    return {key.subject for key in finding.found(Asked(**asked))[tab]}


def propose(client: Client, claim: Claim, rank: str, **fields: str) -> Any:
    assert claim.event is not None
    url = page_of(claim.event)
    typed = fields_of(client, url, FORM) | {"choice": f"{claim.pk}:{rank}", "reason": "It was seen."} | fields
    return client.post(url, typed, follow=True)


# -- the rule ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ranks", "is_open"),
    [
        ("nn", True), ("pn", False), ("pp", True), ("dn", False), ("dd", False), ("nnn", True), ("dnn", True),
        ("pnn", False), ("ppn", True), ("ddn", False), ("pdn", False),
    ],
)  # fmt: skip
def test_a_conflict_is_open_until_nothing_unbeaten_contradicts(ranks: str, is_open: bool) -> None:
    names = {"n": Rank.NORMAL, "p": Rank.PREFERRED, "d": Rank.DEPRECATED}
    claims = [standing(f"{n}", text=f"{n}", property="status", rank=names[rank]) for n, rank in enumerate(ranks)]
    (rivalry,) = facts.rivalries(claims)
    assert rivalry.is_open == is_open
    assert set(rivalry.uids) == {claim.uid for claim in claims}


def test_what_a_preferred_value_does_not_touch_stays_open() -> None:
    dates = {"a": (1, 10), "b": (11, 12), "c": (1, 2), "d": (9, 11)}
    claims = [
        standing(uid, property="date", earliest=low, latest=high, rank=Rank.PREFERRED if uid == "a" else Rank.NORMAL)
        for uid, (low, high) in dates.items()
    ]
    (rivalry,) = facts.rivalries(claims)
    assert rivalry.is_open  # c and d contradict each other, and a, which beats b, leaves room for both


def test_what_does_not_contradict_is_no_rivalry() -> None:
    assert facts.rivalries([standing("a", property="date", earliest=1, latest=9), standing("b", property="date")]) == []


# -- finding -----------------------------------------------------------------------------------------------------------


def test_a_conflict_is_open_until_a_ranking_is_published() -> None:
    event, one, other = contested()
    assert on(OPEN) == {event.pk}
    propose_ranking(one, Rank.PREFERRED, reason="It was seen.", user=make.user("writer"))
    assert on(OPEN) == {event.pk}
    decided(other, Rank.DEPRECATED)
    assert (on(OPEN), on(DECIDED)) == (set(), {event.pk})


def test_a_preferred_value_decides_it_and_the_opposite_one_opens_it_again() -> None:
    event, one, other = contested()
    decided(one, Rank.PREFERRED)
    assert (on(OPEN), on(DECIDED)) == (set(), {event.pk})
    decided(other, Rank.PREFERRED)
    assert (on(OPEN), on(DECIDED)) == ({event.pk}, set())


def test_conflicts_are_narrowed_by_kind_property_title_and_subject() -> None:
    event, _one, _other = contested(title="Guards meet at the bridge")
    entity = make.entity()
    make.publish(entity)
    for state in (make.entity("Alandia", kind="state"), make.entity("Borduria", kind="state")):
        make.publish(state)
        make.published_claim(entity, "located_in", value_entity=state)
    assert on(OPEN) == {event.pk, entity.pk}
    assert on(OPEN, kind="meeting") == on(OPEN, property="date") == on(OPEN, words="BRIDGE") == {event.pk}
    assert on(OPEN, kind="public_body") == on(OPEN, property="located_in") == on(OPEN, about=entity.pk) == {entity.pk}
    assert on(OPEN, kind="visit") == on(OPEN, words="nowhere") == set()
    assert Asked.read({"tab": "x", "property": "outcome"}) == Asked()


def test_two_events_that_are_one_contradict_each_other() -> None:
    left, right = make.published_event(), make.event()
    make.evidence(make.claim(right, value_edtf="2018-05-09"), make.source())
    submit_bundle(right, user=make.user("writer"))
    publish_bundle(right, user=make.user("reviewer"))
    assert on(OPEN) == set()
    make.merged_events(left, right)
    assert on(OPEN) == on(OPEN, about=right.pk) == {left.pk}
    answer = signed_in("writer").get(page_of(right))
    assert answer["Location"] == page_of(left)
    assert "9 May 2018" in text_of(signed_in("writer"), page_of(left))


# -- what a ranking would change ---------------------------------------------------------------------------------------


def told(claim: Claim, rank: Rank) -> list[str]:
    ranking = Ranking(claim=claim, rank=rank, reason="So.")
    return effects.of_rankings([ranking])[ranking.pk]


def test_what_a_ranking_changes_is_what_it_then_does() -> None:
    event, one, other = contested()
    said = " ".join(told(other, Rank.PREFERRED))
    assert "“5 May 2018” stands first, in place of “3 May 2018”." in said
    assert "The conflict is decided." in said
    assert "The event is dated 5 May 2018, not 3 May 2018." in said
    assert "Filters" not in said
    decided(other, Rank.PREFERRED)
    event.refresh_from_db()
    assert event.date == "2018-05-05"
    said = " ".join(told(one, Rank.DEPRECATED))
    assert "“5 May 2018” still stands first." in said
    assert "no longer marked as contested" in said
    assert "Filters find it in 5 May 2018, not 3–5 May 2018." in said


# -- the verb ----------------------------------------------------------------------------------------------------------


def test_a_ranking_is_proposed_once() -> None:
    _event, one, _other = contested()
    ranking = propose_ranking(one, Rank.PREFERRED, reason="Seen.", user=make.user("writer"))
    assert ranking.state == State.IN_REVIEW
    with pytest.raises(WrongState, match="waits already"):
        propose_ranking(one, Rank.PREFERRED, reason="Seen.", user=make.user("reviewer"))
    actions.publish([ranking], user=make.user("manager"))
    with pytest.raises(WrongState, match="this rank already"):
        propose_ranking(one, Rank.PREFERRED, reason="Seen.", user=make.user("writer"))


def test_only_what_is_published_is_ranked_and_only_by_those_with_a_role() -> None:
    event, one, _other = contested()
    with pytest.raises(WrongState, match="not published"):
        propose_ranking(make.claim(event), Rank.PREFERRED, reason="Seen.", user=make.user("writer"))
    with pytest.raises(NotAllowed):
        propose_ranking(one, Rank.PREFERRED, reason="Seen.", user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_the_same_at_once_one_is_told() -> None:
    _event, one, _other = contested()
    who = [make.user("writer"), make.user("reviewer")]
    outcomes = make.at_once(*[lambda u=u: propose_ranking(one, Rank.PREFERRED, reason="Seen.", user=u) for u in who])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Ranking", "WrongState"]


# -- the pages ---------------------------------------------------------------------------------------------------------


def test_the_list_shows_the_rivals_with_their_quotations_and_why_one_stands_first() -> None:
    contested(title="Guards meet")
    page = text_of(signed_in("writer"), LIST)
    assert "Guards meet" in page
    assert "The meeting of 3 May 2018" in page
    assert "“3 May 2018” stands first, because it was published first; nothing else sets them apart." in page
    assert "1 source, 1 independent origin" in page


def test_a_ranking_is_proposed_on_the_page_and_shown_as_waiting() -> None:
    event, one, _other = contested()
    answer = propose(signed_in("writer"), one, "preferred")
    assert "a managing editor other than you decides" in answer.content.decode()
    ranking = Ranking.objects.get()
    assert (ranking.state, ranking.rank, ranking.reason) == (State.IN_REVIEW, Rank.PREFERRED, "It was seen.")
    page = text_of(signed_in("reviewer"), page_of(event))
    assert "Proposed by writer: preferred. It was seen." in page
    assert "This is proposed already." in page
    desk = text_of(signed_in("manager"), f"/admin/desk/{event.pk}/")
    assert "What follows:" in desk
    assert "The conflict is decided." in desk


def test_after_the_decision_readers_see_rank_and_reason() -> None:
    event, one, other = contested()
    decided(one, Rank.PREFERRED)
    ranking = propose_ranking(
        other, Rank.DEPRECATED, reason="The clerk erred.", reason_kind="misread", user=make.user("writer")
    )
    read = " ".join(html.fromstring(Client().get(event.get_absolute_url()).content).text_content().split())
    assert "Our ranking: preferred, decided on" in read
    assert "Reason: An eye-witness." in read
    actions.publish([ranking], user=make.user("manager"))
    read = " ".join(html.fromstring(Client().get(event.get_absolute_url()).content).text_content().split())
    assert "Our ranking: deprecated (misread), decided on" in read
    assert "Reason: The clerk erred." in read


def test_it_can_be_kept_as_a_draft() -> None:
    event, one, _other = contested()
    propose(signed_in("writer"), one, "deprecated", reason_kind="misread", draft="1")
    assert Ranking.objects.get().state == State.DRAFT
    assert "Open the draft" in text_of(signed_in("writer"), page_of(event))


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"reason": " "}, "required"),
        ({"choice": ""}, "Choose a value"),
        ({"reason_kind": "misread"}, "Leave this empty"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(fields: dict[str, str], error: str) -> None:
    _event, one, _other = contested()
    answer = propose(signed_in("writer"), one, "preferred", **fields)
    assert answer.status_code == 400
    assert error in answer.content.decode()
    assert not Ranking.objects.exists()


def test_what_was_ranked_meanwhile_is_looked_at_again_first() -> None:
    event, one, other = contested()
    client = signed_in("writer")
    typed = fields_of(client, page_of(event), FORM)
    decided(other, Rank.PREFERRED)
    answer = client.post(page_of(event), typed | {"choice": f"{one.pk}:preferred", "reason": "Seen."})
    assert answer.status_code == 409
    assert Ranking.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "status", "may_rank"),
    [
        ("outsider", 302, False), ("administrator", 403, False), ("contributor", 200, False), ("writer", 200, True),
        ("manager", 200, True),
    ],
)  # fmt: skip
def test_who_opens_the_pages_and_who_ranks(name: str, status: int, may_rank: bool) -> None:
    event, one, _other = contested()
    typed = fields_of(signed_in("writer"), page_of(event), FORM)
    client = signed_in(name)
    for address in (LIST, page_of(event)):
        assert client.get(address).status_code == status
    assert (b"rank-form" in client.get(page_of(event)).content) == may_rank
    client.post(page_of(event), typed | {"choice": f"{one.pk}:preferred", "reason": "Seen."})
    assert Ranking.objects.exists() == may_rank


def test_a_forged_request_is_refused() -> None:
    event, one, _other = contested()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    typed = {"choice": f"{one.pk}:preferred", "reason": "Seen.", "csrfmiddlewaretoken": "x" * 64}
    assert client.post(page_of(event), typed).status_code == 403
    assert not Ranking.objects.exists()


def test_a_contributor_does_not_see_what_others_propose() -> None:
    event, one, _other = contested()
    propose_ranking(one, Rank.PREFERRED, reason="A secret hint.", user=make.user("writer"))
    assert "A secret hint." in text_of(signed_in("reviewer"), page_of(event))
    assert "A secret hint." not in text_of(signed_in("contributor"), page_of(event))


def test_where_nothing_contradicts_the_page_says_so() -> None:
    answer = signed_in("writer").get(page_of(make.published_event()))
    assert answer.status_code == 404
    assert "There is no conflict here" in answer.content.decode()
    assert signed_in("writer").get(f"{LIST}0000000000/nonsense/").status_code == 404
    assert "When two do, they wait here" in text_of(signed_in("writer"), LIST)


def test_the_pages_take_no_more_queries_for_more_conflicts() -> None:
    client = signed_in("writer")
    event, one, _other = contested()
    contested()
    decided(one, Rank.PREFERRED)
    few = [queries(client, url) for url in (LIST, f"{LIST}?tab=decided", page_of(event))]
    for _ in range(4):
        decided(contested()[1], Rank.PREFERRED)
        contested()
    make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-07")
    many = [queries(client, url) for url in (LIST, f"{LIST}?tab=decided", page_of(event))]
    assert few == many
    assert max(many) <= 30
