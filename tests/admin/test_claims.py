"""Claims and their quotations, typed on the pages of events, entities and claims."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from editorial.choices import State
from events.choices import NameKind
from events.models import Claim, Entity, EntityName, Event, Evidence
from tests import factories as make
from tests.admin.pages import add_row, fields_of, page_of, send, signed_in

pytestmark = pytest.mark.django_db

ADD_EVENT = "/admin/events/event/add/"
CLAIM = {"property": "date", "value_kind": "value", "value_edtf": "2018-05-03", "credibility": "6"}


def event_with(client: Client, **quotation: str) -> Any:
    data = fields_of(client, ADD_EVENT) | {"title": "Guards meet", "kind": "meeting"}
    return client.post(ADD_EVENT, add_row(data, "claims", **CLAIM, **quotation))


def test_an_event_is_saved_together_with_a_claim_and_its_quotation() -> None:
    capture = make.capture_of(make.source())
    answer = event_with(signed_in("writer"), quoted_capture=capture.pk, quoted="The meeting of 3 May 2018")
    assert answer.status_code == 302
    evidence = Evidence.objects.get(claim__event__title="Guards meet")
    assert capture.text[evidence.start : evidence.end] == "The meeting of 3 May 2018"
    assert evidence.claim.author.username == "writer"
    assert evidence.claim.value_earliest is not None


def test_a_quotation_that_is_not_there_shows_the_error_keeps_the_text_and_writes_nothing() -> None:
    capture = make.capture_of(make.source())
    answer = event_with(signed_in("writer"), quoted_capture=capture.pk, quoted="The meeting of 3 MAY 2018")
    page = answer.content.decode()
    assert "is not in the text" in page
    assert "differs only in" in page
    assert page.count("The meeting of 3 MAY 2018") >= 2
    assert not Event.objects.exists()
    assert not Claim.objects.exists()


def test_an_ambiguous_quotation_lists_where_it_stands_and_a_number_chooses() -> None:
    capture = make.capture_of(make.source("The guards met in May.\n\nThe guards met again."))
    client = signed_in("writer")
    page = event_with(client, quoted_capture=capture.pk, quoted="The guards met").content.decode()
    assert "2 times" in page
    assert "character 24" in page
    event_with(client, quoted_capture=capture.pk, quoted="The guards met", quoted_at="24")
    assert Evidence.objects.get().start == 24


def test_a_passage_over_several_lines_is_found_though_browsers_send_other_line_ends() -> None:
    capture = make.capture_of(make.source("The guards met\nin Lankaran."))
    event_with(signed_in("writer"), quoted_capture=capture.pk, quoted="met\r\nin Lankaran")
    assert Evidence.objects.get().exact == "met\nin Lankaran"


def test_evidence_is_added_on_the_page_of_a_draft_claim() -> None:
    claim, capture = make.claim(make.event()), make.capture_of(make.source())
    client = signed_in("writer")
    page = page_of(claim)
    typed = fields_of(client, page) | {"evidence-0-capture": capture.pk, "evidence-0-exact": "3 May 2018"}
    assert client.post(page, typed).status_code == 302
    assert claim.evidence.get().exact == "3 May 2018"


def test_the_quotation_of_a_draft_is_moved_to_another_passage() -> None:
    evidence = make.evidence(make.claim(make.event()), make.source())
    assert send(signed_in("writer"), page_of(evidence), exact="a joint plan").status_code == 302
    evidence.refresh_from_db()
    assert evidence.exact == "a joint plan"
    assert evidence.capture.text[evidence.start : evidence.end] == "a joint plan"


def test_saving_a_draft_quotation_without_a_change_leaves_it_where_it_was() -> None:
    evidence = make.evidence(
        make.claim(make.event()), make.source("He said so.\nHe said so.\nHe said so."), "said", start=15
    )
    assert send(signed_in("writer"), page_of(evidence)).status_code == 302
    stored = Evidence.objects.get()
    assert (stored.start, stored.version) == (15, evidence.version)


def test_evidence_for_a_published_claim_is_a_draft_of_its_own() -> None:
    event = make.published_event()
    claim, capture = event.claims.get(), make.capture_of(make.source())
    client = signed_in("contributor")
    add = reverse("admin:events_evidence_add") + f"?claim={claim.pk}"
    make.publish(capture.source)
    answer = send(client, add, capture=capture.pk, exact="a joint plan")
    made = Evidence.objects.get(exact="a joint plan")
    assert answer.status_code == 302
    assert (made.state, made.author.username, made.claim_id) == (State.DRAFT, "contributor", claim.pk)


def test_what_the_codebook_refuses_is_said_beside_the_field() -> None:
    event = make.event()
    client = signed_in("writer")
    data = add_row(fields_of(client, page_of(event)), "claims", **CLAIM | {"value_edtf": "2018-13"})
    page = client.post(page_of(event), data).content.decode()
    assert "2018-13" in page
    assert "errorlist" in page
    data = add_row(fields_of(client, page_of(event)), "claims", property="count", value_kind="value", credibility="6")
    assert "needs a value here" in client.post(page_of(event), data).content.decode()
    assert not event.claims.exists()


def test_an_entity_is_saved_with_its_names_and_identifiers_by_one_entry() -> None:
    client = signed_in("writer")
    add = reverse("admin:events_entity_add")
    data = fields_of(client, add) | {"name": "Border Guard Service", "kind": "public_body"}
    data = add_row(data, "names", text="BGS", kind="acronym")
    data = add_row(data, "identifiers", scheme="wikidata", value="Q1")
    assert client.post(add, data).status_code == 302
    entity = Entity.objects.get()
    assert set(entity.names.values_list("text", "kind")) == {("Border Guard Service", "primary"), ("BGS", "acronym")}
    assert entity.identifiers.get().value == "Q1"
    assert entity.version == 1


def test_a_further_name_is_taken_away_and_another_one_changed() -> None:
    names = [EntityName(text="BGS", kind=NameKind.ACRONYM), EntityName(text="Guards", kind=NameKind.ALIAS)]
    entity = make.entity("Border Guard Service", names=names)
    send(signed_in("writer"), page_of(entity), names__0__DELETE="on", names__1__text="The Guards")
    assert set(entity.names.values_list("text", flat=True)) == {"Border Guard Service", "The Guards"}


def test_a_second_claim_of_a_contributor_does_not_show_an_editors_draft() -> None:
    event = make.published_event()
    hidden = make.claim(event, "topic", value_text="A secret agenda")
    page = signed_in("contributor").get(page_of(event)).content.decode()
    assert "A secret agenda" not in page
    assert signed_in("contributor").get(page_of(hidden)).status_code == 302
    assert "A secret agenda" in signed_in("writer").get(page_of(event)).content.decode()
