"""The workbench: who opens it, what it answers while one types, what one save writes and what it leaves unwritten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from editorial import actions
from editorial.choices import State
from events.actions import quote
from events.choices import EntityKind, Fate, SuggestionKind
from events.models import Claim, Entity, Event, Evidence, Suggestion
from events.workbench.segments import Mark, blocks
from events.workbench.views import AT_ONCE
from sources.actions import capture as preserve
from sources.models import Capture
from tests import factories as make
from tests.admin.pages import signed_in

pytestmark = pytest.mark.django_db

ARABIC = "😀 اجتمع حرس الحدود في لنكران 🛂 يوم الخميس.\n\n"
QUOTE = "The meeting of 3 May 2018"


def url(capture: Capture, name: str = "open", *args: Any) -> str:
    return reverse(f"workbench:{name}", args=[capture.pk, *args])


def passage(capture: Capture, exact: str = QUOTE) -> dict[str, Any]:
    return {"exact": exact, "start": capture.text.index(exact), "before": "", "after": ""}


def dated(capture: Capture, **fields: Any) -> dict[str, Any]:
    """What the form sends for a claim on a date, about a new event unless told otherwise."""
    about = {} if "subject" in fields else {"subject_make": "event", "subject_name": "Talks", "subject_kind": "meeting"}
    typed = {"property": "date", "value_kind": "value", "value_edtf": "2018-05-03", "credibility": "6"}
    return passage(capture) | about | typed | fields


# -- opening -----------------------------------------------------------------------------------------------------------


def test_the_page_holds_the_text_character_for_character() -> None:
    capture = make.capture_of(make.source(f"{ARABIC}a < b & c\n\n\n  {QUOTE}\nended.\n"))
    quote(make.claim(make.event()), capture, "May 2018", user=make.user("writer"))
    page = html.fromstring(signed_in("writer").get(url(capture)).content.decode())
    (shown,) = page.xpath("//*[@id='wb-text']")
    assert shown.text_content() == capture.text
    assert shown.xpath(".//span[@class='mark-draft']/text()") == ["May 2018"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("writer", 200), ("manager", 200), ("administrator", 403), ("contributor", 404), ("outsider", 302)],
)
def test_it_opens_for_whom_the_capture_does(who: str, status: int) -> None:
    capture = make.capture_of(make.source())
    answer = signed_in(who).get(url(capture))
    assert answer.status_code in ({status} if who != "administrator" else {200, 403, 404})
    if who == "administrator":
        assert signed_in(who).post(url(capture, "make_claim"), dated(capture)).status_code in (403, 404)


def test_a_contributor_works_on_their_own_documents_and_does_not_see_others_drafts() -> None:
    own = preserve(f"{make.TEXT} Mine.".encode(), user=make.user("contributor")).source
    capture = make.capture_of(own)
    quote(make.claim(make.event(title="Drafted by the writer")), capture, QUOTE, user=make.user("writer"))
    client = signed_in("contributor")
    assert client.post(url(capture, "make_claim"), dated(capture)).status_code == 200
    page = client.get(url(capture)).content.decode()
    assert "Talks" in page
    assert "Drafted by the writer" not in page
    assert "Drafted by the writer" in signed_in("writer").get(url(capture)).content.decode()


def test_opening_asks_the_database_as_often_for_many_passages_as_for_few() -> None:
    capture = make.capture_of(make.source())
    client = signed_in("writer")

    def opening() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url(capture)).status_code == 200
        return len(asked)

    quote(make.claim(make.event()), capture, QUOTE, user=make.user("writer"))
    opening()
    few = opening()
    for exact in ("Border guards", "Lankaran", "a joint plan", "Twelve officers"):
        claim = make.claim(make.event(), "place", value_entity=make.entity(kind=EntityKind.PLACE))
        quote(claim, capture, exact, user=make.user("writer"))
    assert opening() == few


def test_a_long_text_opens_and_is_whole() -> None:
    text = "\n\n".join(f"{n}. {make.TEXT} 😀" for n in range(1000))
    capture = make.capture_of(make.source(text))
    assert len(capture.text) > 200_000
    page = html.fromstring(signed_in("writer").get(url(capture)).content.decode())
    assert page.xpath("//*[@id='wb-text']")[0].text_content() == capture.text


def test_reading_pages_write_nothing() -> None:
    capture = make.capture_of(make.source())
    client = signed_in("writer")
    for name in ("make_claim", "add_evidence"):
        assert client.get(url(capture, name)).status_code == 405
    assert client.post(url(capture)).status_code == 405


def test_next_and_previous_lead_to_sources_without_a_published_quotation() -> None:
    first, middle, last = make.source(), make.source(), make.source()
    make.published_claim(make.event(), "date", exact=QUOTE, of=make.source(), value_edtf="2018-05-03")
    actions.discard([last], user=make.user("writer"))
    page = html.fromstring(signed_in("writer").get(url(make.capture_of(middle))).content.decode())
    assert page.xpath("//a[@id='wb-previous']/@href") == [url(make.capture_of(first))]
    assert page.xpath("//a[@id='wb-next']/@href") == []


def test_capture_and_source_pages_lead_to_the_workbench() -> None:
    source = make.source()
    capture = make.capture_of(source)
    client = signed_in("writer")
    for address in ("sources_source_change", "sources_capture_change"):
        record = source if "source_change" in address else capture
        assert url(capture) in client.get(reverse(f"admin:{address}", args=[record.pk])).content.decode()


# -- what the form asks ------------------------------------------------------------------------------------------------


def test_what_the_document_already_uses_is_offered_first_and_any_name_finds() -> None:
    capture = make.capture_of(make.source())
    make.entity("Zone Border Office")
    used = make.entity("Border Zone Office")
    make.entity("State Service", names=[make_name("Dövlət Xidməti")])
    quote(make.claim(used, "measure", value_text="Patrols"), capture, "joint plan", user=make.user("writer"))
    client = signed_in("writer")

    def names(**query: str) -> list[str]:
        return [option["name"] for option in client.get(url(capture, "options"), query).json()["options"]]

    assert names(q="Zone") == ["Border Zone Office", "Zone Border Office"]
    assert names(q="dövlət") == ["State Service"]
    assert names() == ["Border Zone Office"]
    assert names(q="Zone", kinds="place") == []
    assert names(q="Zone", types="event") == []


def make_name(text: str) -> Any:
    from events.models import EntityName  # a row that only this test writes

    return EntityName(text=text)


def test_others_drafts_are_not_offered_to_a_contributor() -> None:
    own = preserve(f"{make.TEXT} Mine.".encode(), user=make.user("contributor")).source
    make.entity("Hidden Office")
    answer = signed_in("contributor").get(url(make.capture_of(own), "options"), {"q": "Hidden"})
    assert answer.json() == {"options": []}


def test_a_date_and_a_number_are_read_from_the_passage() -> None:
    capture = make.capture_of(make.source(f"{ARABIC}On 3 May 2018 more than 30 officers met."))
    start = capture.text.index("On 3")
    read = signed_in("writer").get(url(capture, "reading"), {"start": start, "end": len(capture.text)}).json()
    assert (read["date"], read["echo"]) == ("2018-05-03", "3 May 2018")
    assert (read["number"]["low"], read["number"]["hedge"]) == ("30", "more_than")
    assert signed_in("writer").get(url(capture, "reading"), {"start": "x"}).json()["number"] is None


def test_a_date_is_told_in_words_or_what_is_wrong_with_it() -> None:
    capture = make.capture_of(make.source())
    client = signed_in("writer")
    assert client.get(url(capture, "date"), {"edtf": "2019-11-12~"}).json() == {"echo": "about 12 November 2019"}
    assert "error" in client.get(url(capture, "date"), {"edtf": "12/11/2019"}).json()


# -- saving ------------------------------------------------------------------------------------------------------------


def test_one_save_makes_event_claim_and_quotation_behind_astral_and_arabic_characters() -> None:
    capture = make.capture_of(make.source(f"{ARABIC}{QUOTE} ended."))
    answer = signed_in("writer").post(url(capture, "make_claim"), dated(capture))
    assert answer.status_code == 200
    evidence = Evidence.objects.get()
    assert capture.text[evidence.start : evidence.end] == QUOTE
    assert (evidence.claim.event.title, evidence.claim.value_edtf) == ("Talks", "2018-05-03")
    told = answer.json()
    assert "Talks" in told["card"]
    assert QUOTE in html.fromstring(told["blocks"]["1"]).xpath("string(//span[@class='mark-draft'])")
    assert "1 passage marked" in told["progress"]


def test_an_entity_is_made_in_place_as_subject_and_as_value() -> None:
    capture = make.capture_of(make.source())
    sent = passage(capture, "Colonel Farid Nazarov") | {
        "subject_make": "event", "subject_name": "Talks", "subject_kind": "meeting", "property": "participant",
        "role": "chair", "value_kind": "value", "value_entity_make": "entity", "value_entity_name": "Farid Nazarov",
        "value_entity_kind": "person", "credibility": "6",
    }  # fmt: skip
    assert signed_in("writer").post(url(capture, "make_claim"), sent).status_code == 200
    claim = Claim.objects.get()
    assert (claim.role, claim.value_entity.name, claim.value_entity.names.count()) == ("chair", "Farid Nazarov", 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"exact": "The meeting of 4 May 2018"}, "exact"),
        ({"start": "3"}, "exact"),
        ({"start": ""}, "start"),
        ({"value_edtf": "3 May"}, "value_edtf"),
        ({"value_edtf": ""}, "value_edtf"),
        ({"property": ""}, "property"),
        ({"subject_kind": ""}, "subject_kind"),
        ({"subject_name": " "}, "subject"),
        ({"subject": "0000000000"}, "subject"),
        ({"stance": "likes"}, "stance"),
    ],
)
def test_what_is_refused_is_said_by_field_and_nothing_is_written(changes: dict[str, str], field: str) -> None:
    capture = make.capture_of(make.source())
    before = Event.objects.count()
    answer = signed_in("writer").post(url(capture, "make_claim"), dated(capture, **changes))
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert (Event.objects.count(), Claim.objects.count(), Evidence.objects.count()) == (before, 0, 0)


def test_an_allegation_needs_somebody_whose_word_it_is() -> None:
    capture = make.capture_of(make.source())
    sent = dated(capture, property="allegation", value_edtf="", value_text="A breach of the border.")
    answer = signed_in("writer").post(url(capture, "make_claim"), sent)
    assert "attributed_to" in answer.json()["errors"]
    assert not Entity.objects.exists()


def test_a_forged_save_is_refused() -> None:
    capture = make.capture_of(make.source())
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    for name in ("make_claim", "add_evidence"):
        assert client.post(url(capture, name), dated(capture)).status_code == 403
    assert not Claim.objects.exists()


def test_somebody_signed_out_is_sent_to_sign_in() -> None:
    capture = make.capture_of(make.source())
    answer = Client().post(url(capture, "make_claim"), dated(capture))
    assert (answer.status_code, "login" in answer["Location"]) == (302, True)


# -- further evidence --------------------------------------------------------------------------------------------------


def test_a_passage_against_a_published_claim_is_submitted_by_itself() -> None:
    claim = make.published_event().claims.get()
    source = make.source("Others say that it was on 4 May 2018.")
    capture = make.capture_of(source)
    sent = passage(capture, "4 May 2018") | {"claim": claim.pk, "stance": "contradicts"}
    assert signed_in("writer").post(url(capture, "add_evidence"), sent).status_code == 200
    evidence = Evidence.objects.get(capture=capture)
    assert (evidence.state, evidence.stance) == (State.IN_REVIEW, "contradicts")
    actions.publish([evidence, Capture.objects.get(pk=capture.pk).source], user=make.user("reviewer"))


def test_a_passage_for_a_draft_stays_a_draft() -> None:
    capture = make.capture_of(make.source())
    claim = make.claim(make.event())
    client = signed_in("writer")
    listed = client.get(url(capture, "claims_about", claim.event_id)).json()["claims"]
    assert [row["uid"] for row in listed] == [claim.pk]
    client.post(url(capture, "add_evidence"), passage(capture) | {"claim": claim.pk, "stance": "supports"})
    assert Evidence.objects.get().state == State.DRAFT


def test_no_passage_is_added_to_a_claim_that_is_gone_or_not_ones_to_see() -> None:
    own = make.capture_of(preserve(f"{make.TEXT} Mine.".encode(), user=make.user("contributor")).source)
    claim = make.claim(make.event())
    answer = signed_in("contributor").post(url(own, "add_evidence"), passage(own) | {"claim": claim.pk})
    assert list(answer.json()["errors"]) == ["property"]
    actions.discard([claim], user=make.user("writer"))
    answer = signed_in("writer").post(url(own, "add_evidence"), passage(own) | {"claim": claim.pk})
    assert answer.status_code == 400


# -- drafts in place ---------------------------------------------------------------------------------------------------


def drafted() -> tuple[Capture, Claim]:
    capture, claim = make.capture_of(make.source()), make.claim(make.event())
    quote(claim, capture, QUOTE, user=make.user("writer"))
    return capture, claim


def test_a_draft_is_changed_in_place() -> None:
    capture, claim = drafted()
    client = signed_in("writer")
    typed = client.get(url(capture, "claim", claim.pk)).json()
    fields = {name: value or "" for name, value in typed["fields"].items()}
    sent = fields | {"value_edtf": "2018-05", "seen_version": typed["version"]}
    assert client.post(url(capture, "claim", claim.pk), sent).status_code == 200
    claim.refresh_from_db()
    assert claim.value_edtf == "2018-05"


def test_a_stale_change_shows_both_versions_and_writes_nothing() -> None:
    capture, claim = drafted()
    claim.value_edtf = "2018-06"
    actions.save(claim, user=make.user("manager"))
    sent = {"property": "date", "value_kind": "value", "value_edtf": "2018-07", "seen_version": "1", "credibility": "6"}
    answer = signed_in("writer").post(url(capture, "claim", claim.pk), sent)
    assert answer.status_code == 409
    assert ["date", "2018-06", "2018-07"] in answer.json()["stale"]
    claim.refresh_from_db()
    assert claim.value_edtf == "2018-06"
    sent["seen_version"] = str(answer.json()["version"])
    assert signed_in("writer").post(url(capture, "claim", claim.pk), sent).status_code == 200


def test_what_is_submitted_is_not_changed_in_place() -> None:
    capture, claim = drafted()
    make.in_review(claim)
    sent = {"property": "date", "value_kind": "value", "value_edtf": "2018-07", "seen_version": str(claim.version)}
    answer = signed_in("writer").post(url(capture, "claim", claim.pk), sent | {"credibility": "6"})
    assert answer.status_code == 400
    assert "no draft any more" in str(answer.json()["errors"])


def test_a_draft_is_discarded_with_its_passage_unless_somebody_changed_it() -> None:
    capture, claim = drafted()
    client = signed_in("writer")
    assert client.post(url(capture, "discard_claim", claim.pk), {"seen_version": "7"}).status_code == 409
    answer = client.post(url(capture, "discard_claim", claim.pk), {"seen_version": claim.version})
    assert answer.json()["card"] == ""
    assert "mark-draft" not in "".join(answer.json()["blocks"].values())
    assert Evidence.objects.get().state == State.DISCARDED
    assert client.post(url(capture, "discard_claim", claim.pk), {"seen_version": "2"}).status_code == 404


def test_one_passage_of_a_draft_is_discarded() -> None:
    capture, claim = drafted()
    second = quote(claim, capture, "Twelve officers", user=make.user("writer"))
    client = signed_in("writer")
    offered = html.fromstring(client.get(url(capture)).content.decode()).xpath("//@data-discard-evidence")
    assert second.pk in offered
    answer = client.post(url(capture, "discard_evidence", second.pk))
    card = html.fromstring(answer.json()["card"])
    assert QUOTE in card.text_content()
    assert card.xpath("//@data-discard-evidence") == []  # the last one goes with its claim
    second.refresh_from_db()
    assert second.state == State.DISCARDED


def test_a_contributor_cannot_touch_others_drafts() -> None:
    own = make.capture_of(preserve(f"{make.TEXT} Mine.".encode(), user=make.user("contributor")).source)
    claim = make.claim(make.event())
    evidence = quote(claim, own, QUOTE, user=make.user("writer"))
    client = signed_in("contributor")
    for name, uid in (("claim", claim.pk), ("discard_claim", claim.pk), ("discard_evidence", evidence.pk)):
        assert client.post(url(own, name, uid), {"seen_version": "1"}).status_code == 404
    assert client.get(url(own, "claim", claim.pk)).status_code == 404


# -- marks -------------------------------------------------------------------------------------------------------------


def test_overlapping_passages_are_cut_into_flat_segments_that_are_the_text() -> None:
    text = "One two three.\n\nFour five."
    marks = [Mark(0, 7, "draft", "a"), Mark(4, 20, "published", "b")]
    cut = blocks(text, marks, [(0, 3)])
    assert "".join(segment.text for block in cut for segment in block.segments) == text
    (middle,) = [s for s in cut[0].segments if s.text == "two"]
    assert (middle.uids, middle.classes) == ("a b", "mark-draft mark-published overlap")
    assert cut[0].segments[0].furniture
    assert [block.number for block in blocks(text, marks, only=[marks[1]])] == [0, 1]
    assert [block.number for block in blocks(text, marks, only=[marks[0]])] == [0]


def test_each_state_and_suggestions_are_marked_differently() -> None:
    source = make.source()
    capture = make.capture_of(source)
    make.published_claim(make.event(), "outcome", value_text="A plan", of=source)
    make.evidence(make.claim(make.event()), source)
    waiting = make.evidence(make.claim(make.event()), source, "Twelve officers")
    make.in_review(waiting)
    with actions.verb():
        Suggestion.objects.create(
            capture=capture, kind=SuggestionKind.MENTION, start=0, end=6, score=1, suggester="names",
            suggester_version="1", fate=Fate.PENDING,
        )  # fmt: skip
    page = html.fromstring(signed_in("writer").get(url(capture)).content.decode())
    shown = {span.get("class"): span.text for span in page.xpath("//*[@id='wb-text']//span")}
    assert shown == {
        "mark-published": "a joint plan", "mark-draft": QUOTE, "mark-in-review": "Twelve officers",
        "mark-suggested": "Border",
    }  # fmt: skip


def test_many_claims_come_in_two_parts_which_together_are_all() -> None:
    capture = make.capture_of(make.source())
    event = make.event()
    for _ in range(AT_ONCE + 2):
        quote(make.claim(event), capture, QUOTE, user=make.user("writer"))
    client = signed_in("writer")
    opened = html.fromstring(client.get(url(capture)).content.decode()).xpath("//article/@data-claim")
    later = client.get(url(capture, "cards")).json()["cards"]
    uids = {*opened, *(html.fromstring(card).get("data-claim") for card in later)}
    assert (len(opened), len(later)) == (AT_ONCE, 2)
    assert uids == set(Claim.objects.values_list("pk", flat=True))
