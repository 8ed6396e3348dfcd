"""Right of reply: what somebody answers to a claim stands beside it, once two editors have agreed to show it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from editorial import actions
from editorial.choices import State
from editorial.errors import FourEyes, NotAllowed, Refused, WrongState
from events import protection, replies
from events.actions import correct, reply
from events.choices import ReplyCapacity
from events.models import Claim, Reply
from events.replies import direction
from tests import factories as make

pytestmark = pytest.mark.django_db


def dated() -> Claim:
    return make.published_event().claims.get()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_reply_stands_beside_the_claim_once_it_is_published(client: Client) -> None:
    claim = dated()
    made = make.draft_reply(claim, "It was the 4th of May.")
    assert "It was the 4th of May." not in page(client, claim.get_absolute_url())
    make.publish(made)
    shown = page(client, claim.get_absolute_url())
    assert "It was the 4th of May." in shown
    assert "Press office of the border service" in shown
    assert f'id="reply-{made.pk}"' in shown
    assert "A reply was put beside it" in shown


def test_the_page_of_the_event_leads_to_it(client: Client) -> None:
    claim = dated()
    assert claim.event
    assert "#replies" not in page(client, claim.event.get_absolute_url())
    make.published_reply(claim)
    make.published_reply(claim, "We confirm it.")
    shown = page(client, claim.event.get_absolute_url())
    assert f'href="{claim.get_absolute_url()}#replies">2 replies to it</a>' in shown


def test_the_event_of_an_earlier_day_does_not_know_of_it(client: Client) -> None:
    claim = dated()
    before = timezone.now()
    make.published_reply(claim)
    assert replies.to_claims([claim.pk], protection.load(), before) == {}
    assert list(replies.to_claims([claim.pk], protection.load())) == [claim.pk]


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [("en", "It was the 4th.", "ltr"), ("ar", "«لم يكن كذلك»", "rtl"), ("he", "1) לא", "rtl"), ("", "…", "ltr")],
)
def test_its_language_and_direction_are_marked(client: Client, language: str, said: str, expected: str) -> None:
    claim = dated()
    make.published_reply(claim, said, language=language)
    mark = f' lang="{language}"' if language else ""
    assert f'<blockquote class="reply__said"{mark} dir="auto">' in page(client, claim.get_absolute_url())
    assert direction(said) == expected
    (told,) = client.get(f"/api/v1/claims/{claim.pk}/").json()["replies"]
    assert (told["text"], told["language"], told["dir"]) == (said, language, expected)


def test_the_api_tells_replies_wherever_it_tells_the_claim(client: Client) -> None:
    claim = dated()
    body = make.entity("Border Service")
    make.publish(body)
    made = make.published_reply(claim, name="", entity=body)
    (listed,) = client.get("/api/v1/claims/").json()["results"]
    (within,) = client.get(f"/api/v1/events/{claim.event_id}/").json()["claims"]
    for told in (listed, within):
        (one,) = told["replies"]
        assert (one["uid"], one["name"], one["capacity"]) == (made.pk, "Border Service", "concerned")
        assert one["entity"]["uid"] == body.pk
        assert one["received"]["edtf"] == "2026-11-20"


def test_markup_in_a_reply_is_shown_as_it_was_written(client: Client) -> None:
    claim = dated()
    make.published_reply(claim, "<script>alert(1)</script>", name="<b>x</b>")
    shown = page(client, claim.get_absolute_url())
    assert "<script>alert" not in shown
    assert "<b>x</b>" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_retracted_reply_is_gone_and_its_end_is_told(client: Client) -> None:
    claim = dated()
    made = make.published_reply(claim)
    make.retract(made, "It was not they who wrote.")
    shown = page(client, claim.get_absolute_url())
    assert "It was the 4th of May." not in shown
    assert "A reply was taken away" in shown
    assert make.findings() == []


def test_a_reply_ends_with_its_claim_and_stays_on_the_page_of_the_old_one(client: Client) -> None:
    claim = dated()
    made = make.published_reply(claim)
    new = correct(claim, value_edtf="2018-05-04", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    made.refresh_from_db()
    assert made.state == State.SUPERSEDED
    assert "It was the 4th of May." in page(client, claim.get_absolute_url())
    assert "It was the 4th of May." not in page(client, new.get_absolute_url())


def test_who_enters_it_does_not_decide_on_it() -> None:
    made = make.draft_reply(dated())
    make.in_review(made)
    for who, error in (("contributor", NotAllowed), ("writer", FourEyes), ("outsider", NotAllowed)):
        with pytest.raises(error):
            actions.publish([made], user=make.user(who))
    actions.publish([made], user=make.user("reviewer"))
    with pytest.raises(WrongState):
        actions.publish([made], user=make.user("reviewer"))


def test_there_is_no_reply_to_what_does_not_stand() -> None:
    with pytest.raises(WrongState, match="draft"):
        make.draft_reply(make.claim(make.event()))
    claim = dated()
    waiting = make.draft_reply(claim)
    make.in_review(waiting)
    make.retract(claim)
    with pytest.raises(WrongState, match="retracted"):
        make.draft_reply(claim)
    with pytest.raises(Refused, match="rests on claim"):
        actions.publish([waiting], user=make.user("reviewer"))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"name": " "}, "Say who replies"),
        ({"said": " \n"}, "no reply without words"),
        ({"said": "a" * 5001}, "at most 5000"),
        ({"received": "yesterday"}, "yesterday"),
        ({"capacity": "friend"}, "friend"),
    ],
)
def test_what_is_missing_or_too_long_is_refused(fields: dict[str, str], wrong: str) -> None:
    values = {"said": "No.", "name": "N. N.", "capacity": ReplyCapacity.OTHER, "received": "2026"} | fields
    with pytest.raises(ValidationError, match=wrong):
        reply(dated(), values.pop("said"), user=make.user("writer"), **values)  # type: ignore[arg-type]
    assert not Reply.objects.exists()


def test_an_outsider_enters_none() -> None:
    with pytest.raises(NotAllowed):
        reply(dated(), "No.", name="N. N.", capacity=ReplyCapacity.OTHER, received="2026", user=make.user("outsider"))
