"""The pages for merging entities: who may open them, what they show, what a request does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from editorial import actions
from editorial.choices import State
from editorial.models import Revision
from events.choices import Judgement
from events.matching import candidates, whatif
from events.models import Entity, EntityMatch, EventMatch
from tests import factories as make
from tests.admin.pages import errors_of, page_of, signed_in
from tests.events.test_desk_pages import text_of
from tests.events.test_matching import conflicts_now, fresh, pair, pairs_of
from tests.site.counting import queries

pytestmark = pytest.mark.django_db
QUEUE = "/admin/matching/"


def of(one: Any, other: Any) -> str:
    return f"{QUEUE}{one.pk}/{other.pk}/"


def apart(merge: Any) -> str:
    return f"{QUEUE}{merge.pk}/apart/"


def send(client: Client, url: str, **fields: Any) -> Any:
    values = {"judgement": "same", "reason": "The same officer.", "submit": "on"} | fields
    return client.post(url, {name: value for name, value in values.items() if value is not None}, follow=True)


def listed(*entities: Entity) -> None:
    candidates.refresh(entity.pk for entity in entities)


# -- who may what ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("outsider", 302), ("administrator", 403), ("contributor", 200), ("writer", 200), ("manager", 200)],
)
def test_the_pages_are_for_people_with_an_editorial_role(name: str, status: int) -> None:
    one, other = pair()
    third = make.entity("F. Nazarov", kind="person")
    make.publish(third)
    merge = make.published_match(one, third)
    client = signed_in(name)
    for url in (QUEUE, f"{QUEUE}?tab=unsure", f"{QUEUE}{one.pk}/", of(one, other), apart(merge)):
        assert client.get(url).status_code == status, url


@pytest.mark.parametrize(
    ("name", "status"), [("outsider", 302), ("administrator", 403), ("contributor", 403), ("writer", 200)]
)
def test_a_forged_request_of_somebody_without_the_role_does_nothing(name: str, status: int) -> None:
    one, other = pair()
    assert signed_in(name).post(of(one, other), {"judgement": "same", "reason": "x"}).status_code in (status, 302)
    assert EntityMatch.objects.exists() == (name == "writer")


@pytest.mark.parametrize(("name", "status"), [("outsider", 302), ("administrator", 403), ("contributor", 403)])
def test_nor_does_a_forged_request_to_un_merge(name: str, status: int) -> None:
    merge = make.published_match(*pair())
    assert signed_in(name).post(apart(merge), {"reason": "x"}).status_code == status
    assert not Revision.objects.exists()


def test_a_request_from_another_site_is_refused() -> None:
    one, other = pair()
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    assert client.post(of(one, other), {"judgement": "same", "reason": "x"}).status_code == 403


def test_a_contributor_looks_and_finds_no_button_and_no_draft_of_another() -> None:
    one, other = pair()
    draft = make.entity("Nazarov Farid", kind="person")
    listed(one, other, draft)
    client = signed_in("contributor")
    assert "matching-form" not in client.get(of(one, other)).content.decode()
    assert client.get(of(one, draft)).status_code == 404
    assert client.get(f"{QUEUE}{draft.pk}/").status_code == 404
    for url in (QUEUE, f"{QUEUE}{one.pk}/?q=Nazarov"):
        assert draft.pk not in client.get(url).content.decode()


# -- the ways there ----------------------------------------------------------------------------------------------------


def test_front_page_list_and_entity_lead_to_the_pages() -> None:
    one, _other = pair()
    client = signed_in("writer")
    for url in ("/admin/", reverse("admin:events_entity_changelist")):
        assert f'href="{QUEUE}"' in client.get(url).content.decode()
    page = client.get(page_of(one)).content.decode()
    assert f'href="{QUEUE}{one.pk}/"' in page
    assert "Un-merge" not in page


def choose(client: Client, *entities: Entity) -> Any:
    data = {"action": "merge_selected", "_selected_action": [entity.pk for entity in entities]}
    return client.post(reverse("admin:events_entity_changelist"), data, follow=True)


def test_two_selected_are_compared_and_the_one_published_first_stays() -> None:
    one = make.entity("Farid Nazarov", kind="person")
    make.publish(one)
    other = make.entity("Фарид Назаров", kind="person")
    make.publish(other)
    answer = choose(signed_in("writer"), other, one)
    assert answer.redirect_chain[-1][0] == of(one, other)


@pytest.mark.parametrize("number", [1, 3])
def test_more_or_fewer_than_two_are_refused_with_what_to_do(number: int) -> None:
    chosen = [make.entity() for _ in range(number)]
    (error,) = errors_of(choose(signed_in("writer"), *chosen))
    assert "Select exactly two" in error


def test_a_contributor_has_no_such_action() -> None:
    one, other = pair()
    client = signed_in("contributor")
    assert "merge_selected" not in client.get(reverse("admin:events_entity_changelist")).content.decode()
    choose(client, one, other)
    assert not EntityMatch.objects.exists()


def test_merged_and_root_lead_to_their_un_merging() -> None:
    one, other = pair()
    merge = make.published_match(one, other)
    client = signed_in("writer")
    for entity in (one, other):
        assert f"{QUEUE}{entity.pk}/#merged" in client.get(page_of(entity)).content.decode()
        page = client.get(f"{QUEUE}{entity.pk}/").content.decode()
        assert f'href="{apart(merge)}"' in page
    assert f'href="{apart(merge)}"' in client.get(page_of(merge)).content.decode()


def test_the_desk_leads_the_managing_editor_to_the_preview_which_is_read_only() -> None:
    one, other = pair()
    send(signed_in("writer"), of(one, other))
    judged = EntityMatch.objects.get()
    client = signed_in("manager")
    assert f'href="{of(one, other)}"' in client.get(f"/admin/desk/{judged.pk}/").content.decode()
    page = client.get(of(one, other)).content.decode()
    assert "matching-form" not in page
    assert f'href="/admin/desk/{judged.pk}/"' in page


def test_the_desk_shows_what_an_end_would_bring_back() -> None:
    merge = make.published_match(*pair())
    signed_in("writer").post(apart(merge), {"reason": "Two officers."})
    ending = Revision.objects.get()
    assert f'href="{apart(merge)}"' in signed_in("manager").get(f"/admin/desk/{ending.pk}/").content.decode()


# -- what they show ----------------------------------------------------------------------------------------------------


def test_the_queue_says_why() -> None:
    listed(*pair())
    assert "“Фарид Назаров” transliterates to “Farid Nazarov”" in text_of(signed_in("writer"), QUEUE)


def test_empty_lists_say_so() -> None:
    one = make.entity()
    client = signed_in("writer")
    assert "No two entities look alike" in text_of(client, QUEUE)
    assert "Nobody was unsure" in text_of(client, f"{QUEUE}?tab=unsure")
    assert "No other entity looks alike" in text_of(client, f"{QUEUE}{one.pk}/")
    assert "No other entity has a name like “Nobody”" in text_of(client, f"{QUEUE}{one.pk}/?q=Nobody")


def test_a_name_is_found_in_another_script_and_by_its_letters() -> None:
    one, other = make.entity("Border Guard"), make.entity("Ленкорань", kind="place")
    body = make.entity("Committee on Work with Communities")
    client = signed_in("writer")
    assert of(one, other) in client.get(f"{QUEUE}{one.pk}/?q=Lankaran").content.decode()
    assert of(one, body) in client.get(f"{QUEUE}{one.pk}/?q=ommunit").content.decode()


def test_the_two_stand_side_by_side_and_can_be_swapped() -> None:
    one = make.entity("Border Guard", country="AZ", description="Guards the border.", kind="public_body")
    other = make.entity("Border Guards", country="TR", kind="ngo")
    make.publish(one, other)
    event = make.published_event()
    make.published_claim(event, "participant", "Border guards", value_entity=other, role="host")
    client = signed_in("writer")
    told = text_of(client, of(one, other))
    for words in (
        "Guards the border.", "different countries: AZ and TR", "Claims whose value it is: 1",
        f"Border Guards (host) — {event.title} Border Guard (host) — {event.title}", "No conflict would arise.",
        f"The address {other.get_absolute_url()} leads there for ever.",
    ):  # fmt: skip
        assert words in told
    page = html.fromstring(client.get(of(one, other)).content)
    (differing,) = page.xpath("//tr[@class='is-other'][contains(th, 'Country')]")
    assert [cell.text_content().strip() for cell in differing.xpath("td")] == ["AZ", "TR"]
    assert [link.get("href") for link in page.xpath("//a[starts-with(., 'Swap')]")] == [of(other, one)]
    assert "Nothing is said of “Border Guard” yet" in text_of(client, of(other, one))


def test_a_protected_one_is_told_of_before() -> None:
    known = make.entity("Farid Nazarov", kind="person")
    hidden = make.entity("Фарид Назаров", kind="person", protected=True, pseudonym="Officer N")
    make.publish(known, hidden)
    client = signed_in("writer")
    assert "would show the public who is meant" in text_of(client, of(known, hidden))
    assert "The public will see “Officer N” in place of every name of both" in text_of(client, of(hidden, known))
    answer = send(client, of(known, hidden))
    assert answer.status_code == 400
    assert not EntityMatch.objects.exists()


def test_of_merged_ones_the_wholes_are_compared() -> None:
    one, other = pair()
    third = make.entity("F. Nazarov", kind="person")
    make.publish(third)
    make.published_match(one, other)
    client = signed_in("writer")
    assert client.get(of(other, third)).url == of(one, third)  # type: ignore[attr-defined]
    assert client.get(of(one, other)).url == f"{QUEUE}{one.pk}/"  # type: ignore[attr-defined]


# -- what a request does -----------------------------------------------------------------------------------------------


def test_same_is_handed_in_and_somebody_else_decides() -> None:
    one, other = pair()
    client = signed_in("manager")
    answer = send(client, of(one, other))
    assert "A managing editor other than you decides" in answer.content.decode()
    judged = EntityMatch.objects.get()
    assert (judged.left, judged.right, judged.judgement, judged.state) == (one, other, Judgement.SAME, State.IN_REVIEW)
    assert judged.score is not None
    decision = {f"decision-{judged.pk}": "accept", "seen": f"{judged.pk}:{judged.version}"}
    assert client.post(f"/admin/desk/{judged.pk}/", decision).status_code == 403
    assert signed_in("second_manager").post(f"/admin/desk/{judged.pk}/", decision).status_code == 302
    fresh(other)
    assert other.root == one
    assert make.findings() == []


@pytest.mark.parametrize("judgement", ["different", "unsure"])
def test_the_other_judgements_are_made_on_the_same_page(judgement: str) -> None:
    one, other = pair()
    listed(one, other)
    client = signed_in("writer")
    send(client, of(one, other), judgement=judgement, submit=None)
    judged = EntityMatch.objects.get()
    assert (judged.judgement, judged.state) == (judgement, State.DRAFT)
    make.in_review(judged)
    assert of(one, other) not in client.get(QUEUE).content.decode()
    assert (of(one, other) in client.get(f"{QUEUE}?tab=unsure").content.decode()) == (judgement == "unsure")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"reason": " "}, "Say how you know."),
        ({"judgement": None}, "Choose one of the three."),
        ({"judgement": "perhaps"}, "perhaps"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(fields: Any, says: str) -> None:
    one, other = pair()
    answer = send(signed_in("writer"), of(one, other), **fields)
    assert answer.status_code == 400
    assert any(says in error for error in errors_of(answer))
    assert fields.get("reason") or "The same officer." in answer.content.decode()
    assert not EntityMatch.objects.exists()


def test_a_second_judgement_is_refused_with_the_first() -> None:
    one, other = pair()
    send(signed_in("writer"), of(one, other), judgement="different")
    answer = send(signed_in("reviewer"), of(other, one))
    assert "writer judged the two “different”" in answer.content.decode()
    assert EntityMatch.objects.count() == 1


def test_an_end_is_proposed_with_a_reason_and_decided_by_another() -> None:
    one, other = pair()
    merge = make.published_match(one, other)
    client = signed_in("writer")
    assert "Say how you know." in errors_of(client.post(apart(merge), {"reason": ""}))
    assert client.post(apart(merge), {"reason": "Two officers."}).status_code == 302
    assert "proposed already" in text_of(client, apart(merge))
    assert client.post(apart(merge), {"reason": "Two officers."}).status_code == 409
    ending = Revision.objects.get()
    decision = {f"decision-{ending.pk}": "accept", "seen": f"{ending.pk}:{ending.version}"}
    signed_in("manager").post(f"/admin/desk/{ending.pk}/", decision)
    fresh(other)
    assert other.root == other
    assert client.get(apart(merge)).status_code == 404
    assert signed_in("writer").get(other.get_absolute_url()).status_code == 200
    assert make.findings() == []


# -- queries -----------------------------------------------------------------------------------------------------------


def test_every_page_takes_as_many_queries_for_many_as_for_few() -> None:
    client = signed_in("writer")
    one, other = pair(kind="public_body")
    third, fourth = pair("Border Guard of Azerbaijan", "Border Guards of Azerbaijan", "public_body")
    merge = make.published_match(third, fourth)
    event = make.published_event()

    def more(number: int) -> list[int]:
        for at in range(number):
            spare = [make.entity(f"{name} {at}") for name in ("Farid Nazarov", "Фарид Назаров")]
            make.publish(*spare)
            for about in (other, fourth):
                make.published_claim(event, "participant", "Border guards", value_entity=about, role="host")
                make.published_claim(about, "responsible_for", "a joint plan", value_text=f"Plan {at}")
        candidates.refresh(Entity.objects.values_list("pk", flat=True))
        return [queries(client, url) for url in (QUEUE, f"{QUEUE}{one.pk}/", of(one, other), apart(merge))]

    more(1)
    few = more(1)
    assert more(6) == few


# -- events ------------------------------------------------------------------------------------------------------------


def test_two_events_are_compared_judged_and_parted_on_the_same_pages() -> None:
    one, other = make.published_event(title="Guards meet"), make.published_event(title="Meeting of guards")
    make.published_claim(
        other, "participant", "Border guards", value_entity=make.entity("Aran", kind="state"), role="host"
    )
    make.published_claim(other, "date", "3 May 2018", value_edtf="2018-05-09")
    client = signed_in("writer")
    told = text_of(client, of(one, other))
    before = conflicts_now()
    for words in ("Claims about it: 3", "Aran (host) — Meeting of guards", "would arise"):
        assert words in told
    preview = whatif.of_merging(one, other, make.user("writer"))
    send(client, of(one, other))
    judged = EventMatch.objects.get()
    assert f'href="{of(one, other)}"' in signed_in("manager").get(f"/admin/desk/{judged.pk}/").content.decode()
    actions.publish([judged], user=make.user("manager"))
    after = conflicts_now()
    assert pairs_of(preview.arising) == after - before != set()
    judged.refresh_from_db()
    assert "stands by itself again" in text_of(client, apart(judged))
    assert client.post(apart(judged), {"reason": "Two meetings."}).status_code == 302
    actions.publish(list(Revision.objects.all()), user=make.user("manager"))
    assert conflicts_now() == before
    assert make.findings() == []


def test_two_events_are_chosen_from_their_list() -> None:
    events = [make.published_event(), make.published_event()]
    data = {"action": "merge_selected", "_selected_action": [event.pk for event in events]}
    answer = signed_in("writer").post(reverse("admin:events_event_changelist"), data)
    assert answer["Location"] == of(*events)


def test_an_entity_and_an_event_are_never_compared() -> None:
    entity = make.entity()
    assert signed_in("writer").get(of(entity, make.event())).status_code == 404
