"""Publishing: four eyes, one bundle, once. (What a claim must have is in tests/events/test_publish.py.)"""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import FourEyes, NotAllowed, Refused, WrongState
from editorial.models import LedgerEntry
from editorial.signals import changed, committed
from events.actions import match, rank, submit_bundle
from events.choices import Judgement, Rank
from events.models import Claim, Entity, Event
from sources.actions import link
from sources.choices import LinkKind
from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def _slowly() -> Iterator[None]:
    """Keep every verb's transaction open for a while, so that two of them surely meet."""

    def wait(**kwargs: Any) -> None:
        time.sleep(0.15)

    changed.connect(wait)
    yield
    changed.disconnect(wait)


def test_what_is_published_says_who_decided_and_when() -> None:
    event = make.event()
    make.publish(event, by="reviewer")
    assert (event.state, event.reviewed_by) == (State.PUBLISHED, make.user("reviewer"))
    assert event.published_at is not None
    entry = LedgerEntry.objects.select_related("payload").latest("seq")
    assert (entry.action, entry.public) == (Action.PUBLISH, True)
    assert entry.payload.fields["title"]["value"] == event.title
    assert make.findings() == []


def test_a_draft_is_not_published_past_its_review() -> None:
    with pytest.raises(WrongState, match="draft"):
        actions.publish([make.event()], user=make.user("reviewer"))


def test_one_that_is_not_ready_holds_all_back() -> None:
    ready, draft = make.event(), make.event()
    make.in_review(ready)
    with pytest.raises(WrongState):
        actions.publish([ready, draft], user=make.user("reviewer"))
    ready.refresh_from_db()
    assert ready.state == State.IN_REVIEW


def test_nobody_publishes_what_they_edited_for_another() -> None:
    event = make.event()
    event.title = "What the reviewer thinks happened"
    actions.save(event, user=make.user("reviewer"))
    make.in_review(event)
    with pytest.raises(FourEyes, match="edited"):
        actions.publish([event], user=make.user("reviewer"))
    assert actions.publish([event], user=make.user("manager"))[0].state == State.PUBLISHED


def test_a_superuser_has_every_role_and_four_eyes_see_them_too() -> None:
    root = make.user("outsider", is_superuser=True)
    event, own = make.event(), actions.save(Event(title="My own", kind="meeting"), user=root)
    make.in_review(event)
    assert actions.publish([event], user=root)[0].state == State.PUBLISHED
    submitted = actions.submit([own], user=root)
    with pytest.raises(FourEyes):
        actions.publish(submitted, user=root)


@pytest.mark.parametrize("kind", ["match", "link", "ranking"])
def test_judgements_are_decided_by_a_managing_editor(kind: str) -> None:
    writer = make.user("writer")
    if kind == "match":
        left, right = make.entity(), make.entity()
        make.publish(left, right)
        record: Any = match(left, right, Judgement.SAME, reason="One office.", user=writer)
    elif kind == "link":
        copy, original = make.source(), make.source()
        make.publish(copy, original)
        record = link(copy, LinkKind.REPUBLISHES, original, reason="The same words.", user=writer)
    else:
        record = rank(make.published_event().claims.get(), Rank.PREFERRED, reason="An eye-witness.", user=writer)
    make.in_review(record)
    with pytest.raises(NotAllowed, match="managing editor"):
        actions.publish([record], user=make.user("reviewer"))
    actions.publish([record], user=make.user("manager"))
    assert make.findings() == []


def test_everything_that_stands_in_the_way_is_told_at_once() -> None:
    event = make.event()
    claims = [make.claim(event), make.claim(event)]
    make.in_review(event, *claims)
    with pytest.raises(Refused) as refused:
        actions.publish([event, *claims], user=make.user("reviewer"))
    assert [c.pk for c in claims] == [p.split(":")[0].split()[-1] for p in refused.value.problems]


def test_a_source_of_which_nothing_is_preserved_is_refused() -> None:
    source = actions.save(Source(title="Talks", kind="news_report"), user=make.user("writer"))
    make.in_review(source)
    with pytest.raises(Refused, match="capture it first"):
        actions.publish([source], user=make.user("reviewer"))


def test_a_quotation_that_no_longer_stands_is_refused() -> None:
    event = make.event()
    evidence = make.evidence(make.claim(event), make.source())
    evidence.exact = "The meeting of 4 May 2018"
    actions.save(evidence, user=make.user("writer"))
    bundle = submit_bundle(event, user=make.user("writer"))
    with pytest.raises(Refused, match="May 2018"):
        actions.publish(bundle, user=make.user("reviewer"))


def test_others_hear_of_it_inside_the_transaction_and_after_it(django_capture_on_commit_callbacks: Any) -> None:
    heard: list[str] = []

    def inside(action: str, records: list[Any], **kwargs: Any) -> None:
        heard.append(f"changed {action} {len(records)}")

    def after(action: str, **kwargs: Any) -> None:
        heard.append(f"committed {action}")

    event = make.event()
    make.in_review(event)
    changed.connect(inside)
    committed.connect(after)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.publish([event], user=make.user("reviewer"))
    finally:
        changed.disconnect(inside)
        committed.disconnect(after)
    assert heard == ["changed publish 1", "committed publish"]


def test_what_a_listener_refuses_is_undone_whole() -> None:
    event = make.event()
    make.in_review(event)
    before = LedgerEntry.objects.count()

    def object_to_it(**kwargs: Any) -> None:
        raise RuntimeError("no room in the index")

    changed.connect(object_to_it)
    try:
        with pytest.raises(RuntimeError):
            actions.publish([event], user=make.user("reviewer"))
    finally:
        changed.disconnect(object_to_it)
    assert LedgerEntry.objects.count() == before
    assert not Event.objects.published().exists()
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_publications_at_once_exactly_one_counts() -> None:
    event = make.event()
    make.in_review(event)
    who = [make.user("reviewer"), make.user("manager"), make.user("second_manager")] * 2
    outcomes = make.at_once(*[lambda u=u: actions.publish([event], user=u) for u in who])
    assert [type(outcome) for outcome in outcomes].count(list) == 1
    assert [type(outcome) for outcome in outcomes].count(WrongState) == 5
    assert LedgerEntry.objects.filter(action=Action.PUBLISH).count() == 1
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_slowly")
def test_nothing_is_published_on_what_ends_at_the_same_time() -> None:
    entity, event = make.entity("Coast Guard"), make.published_event()
    make.publish(entity)
    claim = make.claim(event, "participant", role="host", value_entity=entity)
    evidence = make.evidence(claim, make.source(), "Border guards")
    bundle = [claim, evidence, evidence.capture.source]
    make.in_review(*bundle)
    ending = actions.propose_retraction(entity, reason="There is no such body.", user=make.user("writer"))
    manager, second = make.user("manager"), make.user("second_manager")
    outcomes = make.at_once(
        lambda: actions.publish(bundle, user=manager), lambda: actions.publish([ending], user=second)
    )
    assert [type(outcome) for outcome in outcomes].count(Refused) == 1
    claim, entity = Claim.objects.get(pk=claim.pk), Entity.objects.get(pk=entity.pk)
    assert (claim.state, entity.state) in [("published", "published"), ("in_review", "retracted")]
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_slowly")
def test_a_part_that_is_published_while_its_owner_ends_ends_with_it_or_is_refused() -> None:
    claim = make.published_event().claims.get()
    evidence = make.evidence(claim, make.source())
    source = evidence.capture.source
    make.in_review(evidence, source)
    ending = actions.propose_retraction(claim, reason="Misread.", user=make.user("writer"))
    manager, second = make.user("manager"), make.user("second_manager")
    make.at_once(
        lambda: actions.publish([evidence, source], user=manager), lambda: actions.publish([ending], user=second)
    )
    claim.refresh_from_db()
    evidence.refresh_from_db()
    assert claim.state == State.RETRACTED
    assert evidence.state in (State.RETRACTED, State.IN_REVIEW)
    assert make.findings() == []
