"""Nobody learns of drafts; what was retracted leaves a tombstone; protected people stay behind their pseudonym."""

import json

import pytest

from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db

LISTS = (
    "events/",
    "entities/",
    "claims/",
    "evidence/",
    "sources/",
    "captures/",
    "publishers/",
    "conflicts/",
    "corrections/",
)


def test_drafts_are_in_no_list_and_no_count(read: Read) -> None:
    make.evidence(make.claim(make.event()), make.source())
    make.entity()
    for path in LISTS:
        page = read(path, count="true")
        assert (page["count"], page["next"], page["previous"], page["results"]) == (0, None, None, [])


def test_no_filter_finds_a_draft(found: Found) -> None:
    event = make.published_event()
    host = make.entity("Border Guard of Ardia")
    make.claim(event, "participant", value_entity=host, role="host")
    assert found("events/", participant=host.pk) == []
    assert found("events/", property="participant") == []
    assert found("claims/", event=event.pk, property="participant") == []


def test_a_draft_is_answered_like_what_never_was(read: Read) -> None:
    event, entity, source = make.event(), make.entity(), make.source()
    claim = make.claim(event)
    for path, record in (("events", event), ("entities", entity), ("sources", source), ("claims", claim)):
        missing = read(f"{path}/0000000000/", status=404)["detail"]
        assert read(f"{path}/{record.pk}/", status=404)["detail"] == missing.replace("0000000000", record.pk)


def test_a_draft_claim_about_a_published_event_is_not_told(read: Read) -> None:
    event = make.published_event()
    make.claim(event, "topic", value_text="Not yet checked")
    assert "Not yet checked" not in json.dumps(read(f"events/{event.pk}/"))


def test_a_retracted_claim_leaves_a_tombstone(read: Read) -> None:
    claim = make.published_event().claims.get()
    records.retract(claim, "The date was that of another meeting.")
    grave = read(f"claims/{claim.pk}/", status=410)
    assert grave.pop("retracted_at")
    assert grave == {
        "uid": claim.pk, "type": "claim", "state": "retracted", "reason": "The date was that of another meeting.",
    }  # fmt: skip


def test_what_fell_with_an_event_gives_the_events_reason(read: Read) -> None:
    event = make.published_event()
    claim = event.claims.get()
    records.retract(event, "It never took place.")
    assert read(f"events/{event.pk}/", status=410)["type"] == "event"
    assert read(f"claims/{claim.pk}/", status=410)["reason"] == "It never took place."


def test_an_event_tells_what_was_withdrawn_from_it(read: Read) -> None:
    event = make.published_event()
    topic = make.published_claim(event, "topic", value_text="Fishing")
    date = event.claims.exclude(pk=topic.pk).get()
    records.retract(topic, "It was not on the agenda.")
    new = records.correction(date, value_edtf="2018-05-04")
    row = read(f"events/{event.pk}/")
    withdrawn = {gone["uid"]: gone for gone in row["withdrawn"]}
    assert withdrawn[topic.pk]["reason"] == "It was not on the agenda."
    assert withdrawn[date.pk]["superseded_by"] == new.pk
    assert "Fishing" not in json.dumps(row)


def test_a_protected_person_appears_nowhere_by_name(read: Read) -> None:
    colonel = records.entity(
        "Farid Nazarov", also=("F. Nazarov",), wikidata="Q42", kind="person", protected=True, pseudonym="Officer A"
    )
    event = make.published_event(title="Farid Nazarov chairs a meeting", summary="Led by Farid Nazarov.")
    text = "Colonel Farid Nazarov said: I, Farid Nazarov, signed."
    source = make.source(text, access="full", title="Interview with Farid Nazarov", authors=["Farid Nazarov"])
    make.published_claim(
        event, "participant", "I, Farid Nazarov, signed", of=source, value_entity=colonel, role="chair"
    )
    paths = [*LISTS, f"events/{event.pk}/", f"entities/{colonel.pk}/", f"sources/{source.pk}/"]
    for path in paths:
        told = json.dumps(read(path)).lower()
        assert "nazarov" not in told, path
        assert "q42" not in told
    passages = [e for c in read(f"events/{event.pk}/")["claims"] for e in c["evidence"] if e["masked"]]
    assert [p["exact"] for p in passages] == ["I, Officer A, signed"]


def test_a_protected_name_that_ends_the_context_or_stands_in_an_address_is_hidden(read: Read) -> None:
    colonel = records.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    event, tail = make.published_event(), "and that was all for the day, "
    quote = "The plan was signed"
    source = make.source(f"{quote} {tail}Farid Nazarov said at last.", url="https://news.example/farid_nazarov-signs")
    claim = make.published_claim(event, "outcome", quote, of=source, value_text="A plan.")
    (row,) = read(f"claims/{claim.pk}/")["evidence"]
    assert row["suffix"] == f" {tail}Officer A"
    assert read(f"sources/{source.pk}/")["url"] == ""
    assert "azarov" not in json.dumps([read(f"claims/{claim.pk}/"), read(f"entities/{colonel.pk}/")])


def test_a_protected_person_is_found_by_the_pseudonym_only(found: Found) -> None:
    colonel = records.entity("Farid Nazarov", wikidata="Q42", kind="person", protected=True, pseudonym="Officer A")
    assert found("entities/", q="officer") == [colonel.pk]
    assert found("entities/", q="nazarov") == []
    assert found("entities/", identifier="wikidata:Q42") == []


def test_a_hidden_name_finds_nothing_in_titles_either(found: Found) -> None:
    records.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    event = make.published_event(title="Farid Nazarov chairs a meeting")
    source = records.source(title="Interview with Farid Nazarov")
    assert found("events/", q="nazarov") == found("sources/", q="nazarov") == []
    assert found("events/", q="chairs meeting") == [event.pk]
    assert found("sources/", q="interview") == [source.pk]


def test_the_order_of_names_does_not_tell_a_protected_one(found: Found) -> None:
    person = records.entity("Aaron Abbasov", kind="person", protected=True, pseudonym="Zulu")
    other = records.entity("Murad Mammadov", kind="person")
    assert found("entities/") == [other.pk, person.pk]
