"""Moving claims: what they say stays, what they are about changes, and readers see where they went and why."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused, WrongState
from editorial.models import LedgerEntry, User
from events.actions import bundle_of, match, move, publish_bundle, rank, split, submit_bundle
from events.actions.claims import STATEMENT
from events.choices import Judgement, Rank
from events.models import Claim, Entity, Event
from tests import factories as make

pytestmark = pytest.mark.django_db

WHY = "The report tells of the second meeting."


def two() -> tuple[Event, Event, Claim]:
    """Two published events, and a claim of the first that belongs to the second."""
    one, other = make.published_event(title="First meeting"), make.published_event(title="Second meeting")
    claim = make.published_claim(one, "topic", value_text="Night patrols", credibility=2)
    return one, other, claim


def moved(claim: Claim, to: Event | Entity, user: User | None = None) -> Claim:
    return move([claim], to, reason=WHY, user=user or make.user("writer"))[0]


def published(claim: Claim, to: Event | Entity) -> Claim:
    """The claim, moved there and published; refreshes the old one."""
    made = moved(claim, to)
    submit_bundle(to, user=make.user("writer"))
    publish_bundle(to, user=make.user("reviewer"))
    claim.refresh_from_db()
    made.refresh_from_db()
    return made


def test_a_moved_claim_says_the_same_of_the_new_subject_with_the_same_words() -> None:
    _one, other, claim = two()
    draft = moved(claim, other)
    assert (draft.state, draft.supersedes, draft.event, draft.reason) == (State.DRAFT, claim, other, WHY)
    assert all(getattr(draft, name) == getattr(claim, name) for name in STATEMENT if name != "event")
    assert draft.evidence.get().anchor() == claim.evidence.get().anchor()
    claim.refresh_from_db()
    assert (claim.state, claim.event) == (State.PUBLISHED, _one)


def test_published_it_is_a_fact_of_the_new_subject_alone() -> None:
    one, other = make.published_event(), make.published_event()
    place = make.entity("Lankaran", kind="place")
    claim = make.published_claim(one, "place", "met in Lankaran", value_entity=place)
    published(claim, other)
    for event in (one, other):
        event.refresh_from_db()
    assert (one.place, other.place) == (None, place)
    assert claim.state == State.SUPERSEDED
    assert make.findings() == []


def test_moving_again_is_the_way_back() -> None:
    one, other, claim = two()
    there = published(claim, other)
    back = published(there, one)
    assert (back.event, there.state) == (one, State.SUPERSEDED)
    assert one.claims.published().filter(property="topic").get() == back
    assert not other.claims.published().filter(property="topic").exists()
    assert make.findings() == []


def test_a_draft_is_changed_in_place_and_its_entry_says_why() -> None:
    one, other, _claim = two()
    draft = make.claim(one, "topic", value_text="Radio")
    make.evidence(draft, make.source())
    assert moved(draft, other) == draft
    draft.refresh_from_db()
    assert (draft.event, draft.supersedes, draft.evidence.count()) == (other, None, 1)
    entry = LedgerEntry.objects.filter(record_uid=draft.pk, action="edit").get()
    assert entry.payload.fields["@reason"]["value"] == WHY


def test_several_are_moved_at_once_or_none() -> None:
    one, other, claim = two()
    date = one.claims.get(property="date")
    in_review = make.claim(one, "topic", value_text="Radio")
    make.evidence(in_review, make.source())
    make.in_review(in_review)
    with pytest.raises(Refused, match=f"claim {in_review.pk} .*in review"):
        move([claim, date, in_review], other, reason=WHY, user=make.user("writer"))
    assert not Claim.objects.filter(supersedes__isnull=False).exists()
    assert len(move([claim, date], other, reason=WHY, user=make.user("writer"))) == 2


def test_what_does_not_suit_the_subject_is_named() -> None:
    one, _other, claim = two()
    entity = make.entity()
    make.publish(entity)
    number = make.published_claim(one, "count", "Twelve officers", value_low=12, unit="persons", counted="men")
    with pytest.raises(Refused) as refusal:
        move([claim, number], entity, reason=WHY, user=make.user("writer"))
    assert len(refusal.value.problems) == 1
    assert claim.pk in refusal.value.problems[0]
    assert published(number, entity).entity == entity
    assert make.findings() == []


def test_a_claim_on_an_entity_is_moved_to_another() -> None:
    left, right = make.entity(), make.entity()
    make.publish(right)
    claim = make.published_claim(left, "measure", value_text="Patrols")
    assert published(claim, right).entity == right
    person = make.entity(kind="person")
    with pytest.raises(Refused, match="is said of the kinds"):
        moved(claim.successors.get(), person)


@pytest.mark.parametrize("state", ["in_review", "retracted", "superseded", "discarded"])
def test_only_drafts_and_published_claims_are_moved(state: str) -> None:
    one, other, claim = two()
    if state == "retracted":
        make.retract(claim)
    elif state == "superseded":
        published(claim, other)
    else:
        claim = make.claim(one, "topic", value_text="Radio")
        make.in_review(claim) if state == "in_review" else actions.discard([claim], user=make.user("writer"))
    with pytest.raises(Refused, match="it is"):
        moved(claim, make.published_event())


def test_twice_is_refused() -> None:
    _one, other, claim = two()
    draft = moved(claim, other)
    with pytest.raises(Refused, match=f"open already .claim {draft.pk}"):
        moved(claim, other)
    with pytest.raises(Refused, match="about this already"):
        moved(draft, other)


def test_it_needs_a_reason_and_a_claim() -> None:
    _one, other, claim = two()
    with pytest.raises(ReasonRequired):
        move([claim], other, reason=" ", user=make.user("writer"))
    with pytest.raises(Refused, match="at least one"):
        move([], other, reason=WHY, user=make.user("writer"))


def test_what_was_changed_since_it_was_seen_is_not_moved() -> None:
    _one, other, claim = two()
    with pytest.raises(WrongState, match="changed since"):
        move([claim], other, reason=WHY, user=make.user("writer"), seen={claim.pk: claim.version - 1})
    move([claim], other, reason=WHY, user=make.user("writer"), seen={claim.pk: claim.version})


def test_nothing_is_moved_to_what_was_merged_or_has_ended() -> None:
    _one, other, claim = two()
    third, gone = make.published_event(), make.published_event()
    make.merged_events(third, other)
    make.retract(gone)
    for event, why in ((other, "was merged into"), (gone, "retracted")):
        with pytest.raises(Refused, match=why):
            moved(claim, event)


def test_without_a_reason_no_claim_is_taken_from_another_subject() -> None:
    _one, other, claim = two()
    draft = moved(claim, other)
    draft.reason = ""
    actions.save(draft, user=make.user("writer"))
    make.in_review(draft, *draft.evidence.all())
    with pytest.raises(Refused, match="say why"):
        actions.publish([draft, *draft.evidence.all()], user=make.user("reviewer"))


def test_a_reason_without_anything_to_supersede_is_refused_by_the_database() -> None:
    with pytest.raises(Exception, match="claim_reason_if_superseding"):
        make.claim(make.event(), reason="Because.")


def test_the_ranking_is_not_taken_along() -> None:
    one, other, _claim = two()
    claim = one.claims.get(property="date")
    make.publish(rank(claim, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    assert published(claim, other).rank == Rank.NORMAL
    assert claim.rankings.get().state == State.SUPERSEDED
    assert make.findings() == []


def test_who_may_move() -> None:
    _one, other, claim = two()
    with pytest.raises(NotAllowed):
        moved(claim, other, make.user("outsider"))
    somebodys = make.claim(other, "topic", value_text="Radio")
    with pytest.raises(NotAllowed):
        moved(somebodys, make.published_event(), make.user("contributor"))
    draft = moved(claim, other, make.user("reviewer"))
    bundle = [draft, *draft.evidence.all()]
    actions.submit(bundle, user=make.user("writer"))
    with pytest.raises(FourEyes):
        actions.publish(bundle, user=make.user("reviewer"))


def test_readers_are_led_to_where_it_is_now_and_told_why(client: Client) -> None:
    one, other, claim = two()
    made = published(claim, other)
    old = client.get(claim.get_absolute_url()).content.decode()
    assert "This claim was moved on" in old
    assert WHY in old
    assert made.get_absolute_url() in old
    page = client.get(one.get_absolute_url()).content.decode()
    assert "<b>Moved</b>" in page
    assert WHY in page
    assert other.get_absolute_url() in page
    assert "1 correction" not in page
    assert one.get_absolute_url() in client.get(made.get_absolute_url()).content.decode()
    (gone,) = client.get(f"/api/v1/events/{one.pk}/").json()["withdrawn"]
    assert (gone["superseded_by"], gone["reason"], gone["moved_to"]["uid"]) == (made.pk, WHY, other.pk)
    assert client.get(f"/api/v1/claims/{claim.pk}/").json()["reason"] == WHY


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_moves_it() -> None:
    _one, other, claim = two()
    third = make.published_event()
    writers = make.user("writer"), make.user("reviewer")
    done = make.at_once(lambda: moved(claim, other, writers[0]), lambda: moved(claim, third, writers[1]))
    assert sorted(type(one).__name__ for one in done) == ["Claim", "Refused"]
    assert claim.successors.count() == 1


# -- splitting ---------------------------------------------------------------------------------------------------------


def parts(event: Event, claims: list[Claim], **fields: str) -> Event:
    told: Any = {"title": "Second meeting", "kind": "meeting", "reason": WHY} | fields
    return split(event, claims, user=make.user("writer"), **told)


def test_a_split_makes_an_event_of_some_claims_reviewed_as_one() -> None:
    whole = make.published_event()
    event = make.published_event(part_of=whole)
    claim = make.published_claim(event, "topic", value_text="Night patrols")
    made = parts(event, [claim], summary="They met again.")
    assert (made.state, made.part_of, made.summary) == (State.DRAFT, whole, "They met again.")
    assert {type(record).__name__ for record in bundle_of(made, State.DRAFT)} == {"Event", "Claim", "Evidence"}
    submit_bundle(made, user=make.user("writer"))
    publish_bundle(made, user=make.user("reviewer"))
    assert made.claims.published().get().value_text == "Night patrols"
    assert not event.claims.published().filter(property="topic").exists()
    assert make.findings() == []


def test_merging_is_the_way_back_from_a_split() -> None:
    one, _other, claim = two()
    made = parts(one, [claim])
    submit_bundle(made, user=make.user("writer"))
    publish_bundle(made, user=make.user("reviewer"))
    judged = match(one, made, Judgement.SAME, reason="One after all.", user=make.user("writer"))
    make.publish(judged)
    made.refresh_from_db()
    assert made.root == one
    assert make.findings() == []


def test_a_split_is_done_whole_or_not_at_all() -> None:
    one, other, claim = two()
    date = one.claims.get(property="date")
    moved(date, other)
    count = Event.objects.count()
    with pytest.raises(Refused, match="open already"):
        parts(one, [claim, date])
    with pytest.raises(Refused, match="not about this event"):
        parts(other, [claim])
    with pytest.raises(ValidationError):
        parts(one, [claim], title="", kind="meeting")
    with pytest.raises(ReasonRequired):
        parts(one, [claim], reason="")
    assert Event.objects.count() == count
    assert not claim.successors.exists()


def test_claims_of_what_was_merged_are_split_off_as_well() -> None:
    one, other, claim = two()
    make.merged_events(other, one)
    claim.refresh_from_db()
    made = parts(other, [claim])
    assert made.claims.get().supersedes == claim


def test_who_may_split() -> None:
    one, _other, claim = two()
    with pytest.raises(NotAllowed):
        split(one, [claim], title="T", kind="meeting", reason=WHY, user=make.user("outsider"))
    made = parts(one, [claim])
    submit_bundle(made, user=make.user("writer"))
    with pytest.raises(FourEyes):
        publish_bundle(made, user=make.user("writer"))
