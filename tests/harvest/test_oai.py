"""Harvesting by OAI-PMH: each verb, lists in pages, what is deleted, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pytest_django import Settings

from ctarchive.harvest import asking, items
from ctarchive.harvest.asking import SETS, Selection, Wrong
from editorial.models import LedgerEntry
from events.models import EntityName
from tests import factories as make
from tests.api import records
from tests.harvest.protocol import checked, found

pytestmark = pytest.mark.django_db


def ask(client: Client, verb: str = "", **arguments: str) -> etree._Element:
    """The answer to a request, held against the protocol. `from` is written `since`."""
    given = {"from" if name == "since" else name: value for name, value in arguments.items()}
    answer = client.get("/oai", given | ({"verb": verb} if verb else {}))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml; charset=UTF-8")
    return checked(answer.content)


def error(client: Client, verb: str = "", **arguments: str) -> str:
    (code,) = [one.get("code") for one in ask(client, verb, **arguments).iter("{*}error")]
    return str(code)


def uids(root: etree._Element) -> list[str]:
    return [text.rpartition(":")[2] for text in [str(h[0].text) for h in root.iter("{*}header")]]


# -- the verbs ---------------------------------------------------------------------------------------------------------


def test_the_archive_tells_what_it_is(client: Client) -> None:
    make.published_event()
    told = ask(client, "Identify")
    assert found(told, "baseURL") == ["http://localhost:8000/oai"]
    assert found(told, "earliestDatestamp") == [
        asking.stamp(LedgerEntry.objects.filter(public=True).earliest("seq").at)
    ]


def test_a_host_with_a_name_tells_how_its_identifiers_are_made(client: Client, settings: Settings) -> None:
    settings.SITE_URL = "https://archive.example.org"
    assert found(ask(client, "Identify"), "repositoryIdentifier") == ["archive.example.org"]


def test_formats_and_sets_are_told(client: Client) -> None:
    event = make.published_event()
    assert found(ask(client, "ListMetadataFormats"), "metadataPrefix") == ["oai_dc", "ctarchive"]
    assert found(ask(client, "ListMetadataFormats", identifier=f"oai:localhost:{event.pk}"), "schema")[1:] == [
        "http://localhost:8000/oai/record.xsd"
    ]
    assert tuple(found(ask(client, "ListSets"), "setSpec")) == SETS
    assert client.get("/oai/record.xsd").status_code == 200


def test_a_record_is_told_in_dublin_core(client: Client) -> None:
    source = make.source(
        title="Guards meet", authors=["A. Reporter"], language="en", publisher=make.publisher(name="Gazette")
    )
    event = make.event(title="The services meet")
    claim = make.published_claim(event, "date", "The meeting of 3 May 2018", source, value_edtf="2018-05-03")
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{source.pk}", metadataPrefix="oai_dc")
    assert [found(told, name) for name in ("title", "creator", "publisher", "date", "language")] == [
        ["Guards meet"], ["A. Reporter"], ["Gazette"], ["2018-05-04"], ["en"]
    ]  # fmt: skip
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{event.pk}", metadataPrefix="oai_dc")
    assert (found(told, "title"), found(told, "date")) == (["The services meet"], ["2018-05-03"])
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{claim.pk}", metadataPrefix="oai_dc")
    assert found(told, "title") == ["The services meet: dated 3 May 2018"]
    assert found(told, "relation") == [f"http://localhost:8000/events/{event.pk}/"]


def test_a_record_is_told_in_its_own_form(client: Client) -> None:
    body = make.entity("Border Service", [EntityName(text="Guards\x0bService", kind="alias", language="en")])
    claim = make.published_claim(body, "statement", value_text="We\npatrol & watch <all>", attributed_to=body)
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{claim.pk}", metadataPrefix="ctarchive")
    texts = {one.get("name"): one.text for one in told.iter("{*}text")}
    assert texts["value_text"] == "We\npatrol & watch <all>"
    assert (texts["entity"], texts["credibility"], texts["state"]) == (body.pk, "6", "published")
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{body.pk}", metadataPrefix="ctarchive")
    names = [one.text for one in told.iter("{*}text") if one.get("name") == "text"]
    assert names == ["Border Service", "Guards\ufffdService"]


def test_requests_may_be_posted(client: Client) -> None:
    make.published_event()
    arguments = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    posted, got = (checked(send("/oai", arguments).content) for send in (client.post, client.get))
    assert uids(posted) == uids(got) != []
    assert Client(enforce_csrf_checks=True).post("/oai", arguments).status_code == 200
    assert client.put("/oai").status_code == 405


# -- lists -------------------------------------------------------------------------------------------------------------


def harvested(client: Client, **arguments: str) -> tuple[list[str], list[etree._Element]]:
    """The uids of a whole list, and its pages, following its tokens to the end."""
    pages = [ask(client, "ListRecords", **arguments)]
    while any(token := found(pages[-1], "resumptionToken")) and token[0]:
        pages.append(ask(client, "ListRecords", resumptionToken=token[0]))
    return [uid for page in pages for uid in uids(page)], pages


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "PAGE", 2)


def test_a_list_is_told_in_pages_to_its_end(client: Client, small_pages: None) -> None:
    for _ in range(3):
        make.published_event()
    whole, pages = harvested(client, metadataPrefix="oai_dc")
    assert sorted(whole) == sorted(
        LedgerEntry.objects.filter(public=True, record_type__in=SETS).values_list("record_uid", flat=True)
    )
    tokens = [next(page.iter("{*}resumptionToken")) for page in pages]
    assert [token.get("cursor") for token in tokens] == ["0", "2", "4", "6", "8"]
    assert {token.get("completeListSize") for token in tokens} == {"9"}
    assert tokens[-1].text is None


def test_a_set_holds_the_records_of_one_type(client: Client, small_pages: None) -> None:
    for _ in range(3):
        make.published_event()
    whole, _pages = harvested(client, metadataPrefix="ctarchive", set="claim")
    assert len(whole) == 3
    assert set(whole) == set(LedgerEntry.objects.filter(record_type="claim").values_list("record_uid", flat=True))


def test_what_changes_while_a_list_is_read_is_told_again_and_nothing_is_missed(
    client: Client, small_pages: None
) -> None:
    events = [make.published_event() for _ in range(3)]
    first = ask(client, "ListRecords", metadataPrefix="oai_dc", set="event")
    make.revise(events[0], "title", "Another title")
    rest = ask(client, "ListRecords", resumptionToken=found(first, "resumptionToken")[0])
    assert uids(first) + uids(rest) == [events[0].pk, events[1].pk, events[2].pk, events[0].pk]
    assert "Another title" in found(rest, "title")


def test_a_list_may_be_of_a_time(client: Client) -> None:
    make.published_event()
    at = LedgerEntry.objects.filter(public=True).latest("seq").at

    def listed(**when: str) -> int:
        return len(uids(ask(client, "ListIdentifiers", metadataPrefix="oai_dc", set="claim", **when)))

    second, day = asking.stamp(at), f"{at:%Y-%m-%d}"
    assert listed(since=second) == listed(until=second) == listed(since=second, until=second) == 1
    assert listed(since=day, until=day) == 1
    before, after = (asking.stamp(at + timedelta(seconds=s)) for s in (-1, 1))
    assert error(client, "ListRecords", metadataPrefix="oai_dc", since=after) == "noRecordsMatch"
    assert error(client, "ListRecords", metadataPrefix="oai_dc", until=before) == "noRecordsMatch"


# -- what ended --------------------------------------------------------------------------------------------------------


def test_what_was_retracted_stays_as_deleted(client: Client) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Tea")
    make.retract(claim)
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{claim.pk}", metadataPrefix="oai_dc")
    assert [h.get("status") for h in told.iter("{*}header")] == ["deleted"]
    assert list(told.iter("{*}metadata")) == []
    listed = ask(client, "ListIdentifiers", metadataPrefix="ctarchive", set="claim")
    assert (
        dict(zip(uids(listed), [h.get("status") for h in listed.iter("{*}header")], strict=True))[claim.pk] == "deleted"
    )


def test_a_superseded_claim_is_told_with_its_state(client: Client) -> None:
    old = make.published_event().claims.get()
    new = records.correction(old, value_edtf="2018-05-04")
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{old.pk}", metadataPrefix="ctarchive")
    assert "superseded" in found(told, "text")
    told = ask(client, "GetRecord", identifier=f"oai:localhost:{new.pk}", metadataPrefix="oai_dc")
    assert f"http://localhost:8000/claims/{old.pk}/" in found(told, "relation")


def test_drafts_are_not_told(client: Client) -> None:
    draft = make.event()
    assert (
        error(client, "GetRecord", identifier=f"oai:localhost:{draft.pk}", metadataPrefix="oai_dc") == "idDoesNotExist"
    )
    assert error(client, "ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"


# -- what is refused ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("badVerb", ""),
        ("badVerb", "verb=ListEverything"),
        ("badVerb", "verb=Identify&verb=Identify"),
        ("badArgument", "verb=Identify&set=event"),
        ("badArgument", "verb=GetRecord&metadataPrefix=oai_dc"),
        ("badArgument", "verb=ListRecords"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2018-13-01"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=yesterday"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&until=9999-12-31"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2018-01-01&until=2018-01-01T00:00:00Z"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&from=2019-01-01&until=2018-01-01"),
        ("badArgument", "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x"),
        ("badResumptionToken", "verb=ListRecords&resumptionToken=x"),
        ("badResumptionToken", "verb=ListIdentifiers&resumptionToken=W10"),
        ("badResumptionToken", "verb=ListSets&resumptionToken=x"),
        ("cannotDisseminateFormat", "verb=ListRecords&metadataPrefix=marc21"),
        ("cannotDisseminateFormat", "verb=GetRecord&metadataPrefix=marc21&identifier={known}"),
        ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:0000000000"),
        ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=0000000000"),
        ("idDoesNotExist", "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:%00"),
        ("idDoesNotExist", "verb=ListMetadataFormats&identifier=oai:elsewhere:0000000000"),
        ("noRecordsMatch", "verb=ListRecords&metadataPrefix=oai_dc&set=capture"),
    ],
)
def test_each_error_has_its_code(client: Client, code: str, query: str) -> None:
    known = f"oai:localhost:{make.published_event().pk}"
    told = checked(client.get(f"/oai?{query.format(known=known)}").content)
    assert [one.get("code") for one in told.iter("{*}error")] == [code]
    asked = next(told.iter("{*}request"))
    assert bool(asked.attrib) == (code not in ("badVerb", "badArgument"))


@given(st.text(max_size=80))
def test_no_token_that_was_not_given_out_breaks_anything(token: str) -> None:
    with pytest.raises(Wrong) as refused:
        asking.selection({"resumptionToken": token})
    assert refused.value.code == "badResumptionToken"


@given(
    st.sampled_from(asking.PREFIXES), st.sampled_from(["", *SETS]), st.dates(max_value=date(9998, 1, 1)),
    st.integers(0, 2**40), st.integers(0, 10_000),
)  # fmt: skip
def test_a_token_brings_back_what_was_asked_for(prefix: str, name: str, day: date, after: int, size: int) -> None:
    asked = Selection(prefix, name, since=day.isoformat(), size=size)
    resumed = asking.selection({"resumptionToken": asked.token(after, 100)})
    assert resumed == Selection(prefix, name, since=day.isoformat(), after=after, size=size, told=100)


# -- cost and protection -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", asking.PREFIXES)
def test_a_page_costs_no_more_queries_when_it_tells_more(client: Client, prefix: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            ask(client, "ListRecords", metadataPrefix=prefix)
        return len(captured)

    body = make.entity()
    make.published_claim(body, "statement", value_text="We patrol.", attributed_to=body)
    make.published_event()
    few = queries()
    for _ in range(5):
        make.published_event()
    assert few == queries() <= 12


def test_a_protected_name_is_not_told(client: Client) -> None:
    person = make.entity(
        "Farid Nazarov", kind="person", names=[EntityName(text="Nazarov")], protected=True, pseudonym="Officer N"
    )
    event = make.event(title="Farid Nazarov chairs a meeting")
    make.published_claim(event, "participant", role="chair", value_entity=person, attributed_to=person)
    for prefix in asking.PREFIXES:
        answer = client.get("/oai", {"verb": "ListRecords", "metadataPrefix": prefix}).content.decode()
        assert "Nazarov" not in answer
        assert "Officer N" in answer
