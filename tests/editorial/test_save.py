"""Saving: drafts are made and edited in place; what is no draft any more is not."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import actions
from editorial.choices import Action, State
from editorial.errors import NotAllowed, Stale, WrongState
from editorial.models import LedgerEntry, PublicId
from events.models import Claim, Event
from sources.models import Publisher, Source
from tests import factories as make

pytestmark = pytest.mark.django_db


@dataclass
class Act:
    """The newest entry of the ledger, as a test wants it."""

    action: str
    actor: str
    public: bool
    fields: dict[str, object]


def newest() -> Act:
    entry = LedgerEntry.objects.select_related("payload").latest("seq")
    fields = {path: kept["value"] for path, kept in entry.payload.fields.items()}
    return Act(entry.action, entry.actor, entry.public, fields)


def test_a_new_record_is_a_draft_of_its_author() -> None:
    writer = make.user("writer")
    event = actions.save(Event(title="Talks", kind="meeting"), user=writer)
    assert (event.state, event.author, event.version) == (State.DRAFT, writer, 1)
    assert PublicId.objects.get(pk=event.pk).record_type == "event"
    told = newest()
    assert (told.action, told.actor, told.public) == (Action.CREATE, writer.uid, False)
    assert told.fields["title"] == "Talks"
    assert make.findings() == []


def test_nothing_enters_as_already_published() -> None:
    """Whatever state a caller sets on a new record, it begins as a draft without a reviewer."""
    reviewer = make.user("reviewer")
    event = Event(title="Talks", kind="meeting", state=State.PUBLISHED, published_at=timezone.now())
    event.reviewed_by, event.submitted_by = reviewer, make.user("writer")
    actions.save(event, user=make.user("writer"))
    event.refresh_from_db()
    assert event.state == State.DRAFT
    assert event.published_at is None
    assert event.reviewed_by is None
    publisher = actions.save(Publisher(name="Gazette", published_at=timezone.now()), user=reviewer)
    assert not Publisher.objects.published().filter(pk=publisher.pk).exists()


def test_a_derived_value_cannot_be_typed_in() -> None:
    event = make.event(date="1999-01-01", conflicted=True)
    assert make.findings() == []
    event.date = "1999-01-01"
    actions.save(event, user=make.user("writer"))
    event.refresh_from_db()
    assert (event.date, event.conflicted) == ("", False)
    assert make.findings() == []


def test_an_edit_tells_only_what_changed() -> None:
    event = make.event(title="Talks", summary="In short.")
    event.title, event.summary = "Border talks", ""
    actions.save(event, user=make.user("writer"))
    told = newest()
    assert told.action == Action.EDIT
    assert told.fields == {"title": "Border talks", "summary": None, "version": "2"}
    assert make.findings() == []


def test_saving_without_a_change_changes_nothing() -> None:
    event = make.event()
    before = LedgerEntry.objects.count()
    actions.save(event, user=make.user("writer"))
    event.refresh_from_db()
    assert (event.version, LedgerEntry.objects.count()) == (1, before)


def test_an_edit_does_not_move_the_state() -> None:
    event = make.event()
    event.state, event.author = State.PUBLISHED, make.user("contributor")
    actions.save(event, user=make.user("writer"))
    event.refresh_from_db()
    assert (event.state, event.author) == (State.DRAFT, make.user("writer"))


def test_a_stale_edit_is_refused_with_both_versions() -> None:
    event = make.event(title="Talks")
    theirs, yours = Event.objects.get(pk=event.pk), Event.objects.get(pk=event.pk)
    theirs.title = "Border talks"
    actions.save(theirs, user=make.user("reviewer"), expected_version=1)
    yours.title = "Talks on borders"
    with pytest.raises(Stale, match=r"Border talks.*Talks on borders") as stale:
        actions.save(yours, user=make.user("writer"), expected_version=1)
    assert stale.value.theirs == {"title": "Border talks"}
    assert stale.value.yours == {"title": "Talks on borders"}
    assert Event.objects.get(pk=event.pk).title == "Border talks"


def test_what_is_in_review_or_published_is_not_edited() -> None:
    waiting, published = make.event(), make.published_event()
    make.in_review(waiting)
    for event in (waiting, published):
        event.title = "Talks"
        with pytest.raises(WrongState, match="propose a revision"):
            actions.save(event, user=make.user("manager"))
        event.refresh_from_db()
        assert event.title != "Talks"


def test_a_preserved_document_is_never_edited() -> None:
    capture = make.capture_of(make.source())
    text, capture.text = capture.text, "Something else."
    with pytest.raises(WrongState):
        actions.save(capture, user=make.user("manager"))
    capture.refresh_from_db()
    assert capture.text == text


@pytest.mark.parametrize("who", ["outsider", "administrator"])
def test_without_an_editorial_role_nothing_is_made(who: str) -> None:
    with pytest.raises(NotAllowed, match="contributor"):
        actions.save(Event(title="Talks", kind="meeting"), user=make.user(who))
    assert not Event.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_nobody_makes_anything_without_signing_in() -> None:
    with pytest.raises(NotAllowed, match="Sign in"):
        actions.save(Event(title="Talks", kind="meeting"), user=AnonymousUser())


def test_a_contributor_edits_their_own_drafts_and_no_others() -> None:
    own = actions.save(Event(title="Talks", kind="meeting"), user=make.user("contributor"))
    own.title = "Border talks"
    assert actions.save(own, user=make.user("contributor")).version == 2
    with pytest.raises(NotAllowed):
        actions.save(make.event(), user=make.user("contributor"))


def test_someone_who_left_does_nothing() -> None:
    writer = make.user("writer")
    writer.is_active = False
    with pytest.raises(NotAllowed):
        actions.save(Event(title="Talks", kind="meeting"), user=writer)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"property": "date", "value_edtf": "3 May 2018"}, "value_edtf"),
        ({"property": "date", "value_text": "in May"}, "value_text"),
        ({"property": "outcome"}, "value_text"),
        ({"property": "status", "value_text": "began"}, "value_text"),
        ({"property": "participant"}, "value_entity"),
        ({"property": "count", "value_low": 5, "value_high": 3, "unit": "persons", "counted": "men"}, "value_high"),
        ({"property": "count", "value_low": 5, "counted": "officers"}, "unit"),
        ({"property": "count", "value_low": 5, "unit": "persons"}, "counted"),
        ({"property": "count", "value_low": 5, "unit": "money", "counted": "aid"}, "currency"),
        ({"property": "located_in"}, "property"),
        ({"property": "allegation", "value_text": "They broke the treaty."}, "attributed_to"),
        ({"property": "outcome", "value_text": "A plan.", "valid": "2018"}, "valid"),
        ({"property": "outcome", "value_text": "A plan.", "role": "host"}, "role"),
        ({"property": "date", "value_edtf": "2018", "value_kind": "unknown"}, "value_edtf"),
    ],
)
def test_a_bad_value_is_refused_by_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        make.claim(make.event(), **fields)
    assert field in refused.value.message_dict
    assert not Claim.objects.exists()


def test_a_uid_is_given_out_once_over_all_types() -> None:
    event = make.event()
    with pytest.raises(IntegrityError):
        make.entity(uid=event.pk)


def test_what_fails_half_way_leaves_no_trace() -> None:
    before = LedgerEntry.objects.count()

    def burn(event: Event) -> None:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        actions.save(Event(title="Talks", kind="meeting"), user=make.user("writer"), within=burn)
    assert (Event.objects.count(), PublicId.objects.count(), LedgerEntry.objects.count()) == (0, 0, before)
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_is_told_of_the_other() -> None:
    event = make.event()
    writer = make.user("writer")

    def edit(title: str) -> Event:
        mine = Event.objects.get(pk=event.pk)
        mine.title = title
        return actions.save(mine, user=writer, expected_version=1)

    outcomes = make.at_once(lambda: edit("Border talks"), lambda: edit("Talks on borders"))
    assert [type(outcome) for outcome in outcomes].count(Stale) == 1
    assert Event.objects.get(pk=event.pk).version == 2
    assert make.findings() == []


# -- several at once ---------------------------------------------------------------------------------------------------


def test_records_created_together_are_drafts_each_with_its_entry() -> None:
    gazette, event = Publisher(name="Gazette"), Event(title="Talks", kind="meeting")
    source = Source(title="Report", published="2018-05", publisher=gazette)
    made = actions.create([gazette, source, event], user=make.user("writer"), reasons={source.pk: "asked for"})
    assert made == [gazette, source, event]
    told = LedgerEntry.objects.order_by("seq")
    assert list(told.values_list("record_uid", flat=True)) == [gazette.pk, source.pk, event.pk]
    assert [entry.payload.fields.get("@reason", {}).get("value") for entry in told] == [None, "asked for", None]
    source.refresh_from_db()
    assert (source.state, source.author, source.version) == (State.DRAFT, make.user("writer"), 1)
    assert gazette.created_at < source.created_at < event.created_at
    # What is derived of one record is derived of several too.
    assert (source.origin, source.root, source.published_latest is None) == (source, source, False)
    assert make.findings() == []


def test_together_all_are_created_or_none() -> None:
    make.user("writer"), make.user("outsider")
    good, bad = Event(title="Talks", kind="meeting"), Event(title="", kind="meeting")
    known = make.event()
    before = LedgerEntry.objects.count()
    with pytest.raises(ValidationError):
        actions.create([good, bad], user=make.user("writer"))
    with pytest.raises(NotAllowed):
        actions.create([good], user=make.user("outsider"))
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.create([good, Event(uid=known.pk, title="Talks", kind="meeting")], user=make.user("writer"))
    assert (Event.objects.get(), LedgerEntry.objects.count()) == (known, before)
    assert actions.create([], user=make.user("writer")) == []
    assert make.findings() == []


def test_many_are_created_with_as_many_queries_as_few() -> None:
    asked, writer = [], make.user("writer")
    actions.save(Event(title="Talks", kind="meeting"), user=writer)  # the ledger has begun
    for count in (2, 30):
        with CaptureQueriesContext(connection) as queries:
            actions.create([Publisher(name=f"Gazette {n}") for n in range(count)], user=writer)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.django_db(transaction=True)
def test_created_at_once_they_never_fork_the_ledger() -> None:
    writer = make.user("writer")

    def some() -> list[Event]:
        return actions.create([Event(title="Talks", kind="meeting") for _ in range(5)], user=writer)

    assert [len(made) for made in make.at_once(some, some, some)] == [5, 5, 5]
    assert make.findings() == []
