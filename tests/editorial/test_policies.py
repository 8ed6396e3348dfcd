"""Who may do what to whose record: the whole table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from editorial import policies
from editorial.choices import Role, State
from editorial.errors import FourEyes
from editorial.models import Redaction, Reviewable, Revision
from events.models import Claim, Entity, EntityMatch, Event, Evidence, Ranking
from sources.models import Publisher, Source, SourceLink
from tests import factories as make

pytestmark = pytest.mark.django_db

# verb → who may: on a record they wrote or submitted, and on somebody else's.
TABLE = {
    "create": ("contributor writer manager", "contributor writer manager"),
    "edit": ("contributor writer manager", "writer manager"),
    "submit": ("contributor writer manager", "writer manager"),
    "discard": ("contributor writer manager", "writer manager"),
    "send_back": ("contributor writer manager", "writer manager"),
    "propose": ("writer manager", "writer manager"),
    "publish": ("", "writer manager"),
}
CAST = ("outsider", "administrator", "contributor", "writer", "manager")


@pytest.mark.parametrize("who", CAST)
def test_the_table_of_verbs_and_roles(who: str) -> None:
    person, other = make.user(who), make.user("reviewer")
    records = {
        "wrote": Event(author=person, submitted_by=other),
        "submitted": Event(author=other, submitted_by=person),
        "neither": Event(author=other, submitted_by=other),
    }
    for verb, (own, others) in TABLE.items():
        # Every name of the cast is a word, none of them part of another.
        allowed = {part: policies.may(person, verb, record) for part, record in records.items()}
        assert allowed == {"wrote": who in own, "submitted": who in own, "neither": who in others}, verb


@pytest.mark.parametrize("who", CAST)
def test_judgements_are_for_managing_editors(who: str) -> None:
    reviewer = make.user("reviewer")
    for model in (EntityMatch, SourceLink, Ranking, Redaction):
        record = model(author=reviewer, submitted_by=reviewer)
        assert policies.may(make.user(who), "publish", record) is (who == "manager")


@pytest.mark.parametrize("model", [Source, Entity, Event, Claim, Evidence])
def test_the_rest_is_for_editors(model: type[Reviewable]) -> None:
    assert policies.decider(model()) == Role.EDITOR


@pytest.mark.parametrize(
    ("record_type", "field", "role"),
    [
        ("event", "title", Role.EDITOR),
        ("publisher", "reliability", Role.EDITOR),
        ("event", "state", Role.MANAGING_EDITOR),
        ("claim", "state", Role.MANAGING_EDITOR),
        ("entitymatch", "state", Role.MANAGING_EDITOR),
    ],
)
def test_a_revision_is_decided_like_what_it_changes_and_a_retraction_higher_up(
    record_type: str, field: str, role: Role
) -> None:
    assert policies.decider(Revision(record_type=record_type, field=field)) == role


def test_own_work_is_told_apart_from_a_missing_role() -> None:
    manager = make.user("manager")
    with pytest.raises(FourEyes, match="somebody else"):
        policies.check(manager, "publish", Event(author=manager))


def test_nobody_who_is_not_signed_in_may_do_anything() -> None:
    assert not any(policies.may(AnonymousUser(), verb, Event()) for verb in TABLE)


@pytest.mark.parametrize("state", State.values)
def test_only_drafts_are_edited_in_place(state: str) -> None:
    assert policies.may_edit_in_place(Event(state=state)) is (state == State.DRAFT)


def test_a_publisher_is_edited_in_place_until_it_is_public() -> None:
    gazette = make.publisher()
    assert policies.may_edit_in_place(gazette)
    make.publish(make.source(publisher=gazette))
    assert not policies.may_edit_in_place(Publisher.objects.get(pk=gazette.pk))
