"""How answers travel: tags by which they are known again, forms, links, compression, and readers on other sites."""

import gzip
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ctarchive.keeping import freshness
from ctarchive.keeping.freshness import Version
from events import protection
from tests import factories as make
from tests.api import records

pytestmark = pytest.mark.django_db

LISTS = ("events/", "claims/", "search/?q=meeting", "stats/", "codebook/", "conflicts/")


# What holds no names does not ask whom the archive protects.
NAMELESS = ("codebook/", "stats/")


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(f"/api/v1/{path}", headers=headers)


# -- tags --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_who_has_the_answer_is_told_so_by_the_version_and_the_mask(client: Client, path: str) -> None:
    make.published_event()
    first = get(client, path)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    with CaptureQueriesContext(connection) as captured:
        again = get(client, path, if_none_match=first["ETag"])
    assert (again.status_code, again.content, len(captured)) == (304, b"", 1 if path in NAMELESS else 2)
    for name in ("ETag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"):
        assert again[name] == first[name]


def test_another_publication_language_form_or_question_has_another_tag(client: Client) -> None:
    event = make.published_event()
    tags = [get(client, "events/")["ETag"], get(client, "events/?count=true")["ETag"]]
    tags += [get(client, "events/", accept_language="az")["ETag"], get(client, "events/", accept="text/csv")["ETag"]]
    make.published_claim(event, "topic", value_text="Plans")
    tags.append(get(client, "events/")["ETag"])
    assert len(set(tags)) == 5


def test_whom_a_draft_protects_is_hidden_from_those_who_read_before_too(client: Client) -> None:
    make.publish(make.entity("Farid Nazarov", kind="person"))
    before = get(client, "entities/")["ETag"]
    make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer N")
    after = get(client, "entities/", if_none_match=before)
    assert after.status_code == 200
    assert "Nazarov" not in after.content.decode()


def test_a_publication_while_one_reads_is_never_hidden_by_the_tag(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.published_event()
    monkeypatch.setattr("events.protection.load", _after(lambda: make.published_claim(event, "topic", value_text="P")))
    half = get(client, "claims/")
    monkeypatch.undo()
    after = get(client, "claims/", if_none_match=half["ETag"])
    assert after.status_code == 200
    assert len(after.json()["results"]) == 2
    assert after["ETag"] != half["ETag"]


def _after(act: Any) -> Any:
    """What loads the mask, once something was done: it is asked for between the version and the evidence."""
    load, acts = protection.load, [act]

    def acted() -> Any:
        while acts:
            acts.pop()()
        return load()

    return acted


def test_a_moment_is_told_once_its_second_is_over(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make.published_event()
    at = freshness.version().at
    assert at is not None
    monkeypatch.setattr("ctarchive.keeping.freshness.timezone.now", lambda: at)
    assert "Last-Modified" not in get(client, "events/")
    monkeypatch.setattr("ctarchive.keeping.freshness.timezone.now", lambda: at.replace(year=at.year + 1))
    first = get(client, "events/")
    with CaptureQueriesContext(connection) as captured:
        again = get(client, "events/", if_modified_since=first["Last-Modified"])
    assert (again.status_code, len(captured)) == (304, 2)


def test_no_date_makes_a_wrong_address_right(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    event = make.published_event()
    monkeypatch.setattr(freshness, "version", lambda: Version(1, event.published_at.replace(year=2020)))
    late = "Sat, 01 Jan 2050 00:00:00 GMT"
    assert get(client, f"events/{event.pk}/", if_modified_since=late).status_code == 304
    assert get(client, "events/0000000000/", if_modified_since=late).status_code == 404
    assert get(client, "events/?partcipant=x", if_modified_since=late).status_code == 400
    assert get(client, "events/0000000000/", if_none_match="*").status_code == 404


def test_who_wants_another_answer_than_there_is_gets_none(client: Client) -> None:
    make.published_event()
    answer = get(client, "events/", if_match='"another"')
    assert (answer.status_code, answer.headers["Content-Type"]) == (412, "application/problem+json")


def test_errors_and_tombstones_carry_no_tag(client: Client) -> None:
    claim = make.published_event().claims.get()
    records.retract(claim)
    for path in ("events/?x=1", "events/0000000000/", f"claims/{claim.pk}/"):
        assert "ETag" not in get(client, path)


# -- forms -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "told"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/x-ndjson", "application/x-ndjson; charset=utf-8"),
        ("application/ld+json;q=0.9, application/json;q=0.1", "application/ld+json"),
        ("text/html, application/*;q=0.5", "application/json"),
    ],
)
def test_the_form_is_the_one_preferred(client: Client, accept: str, told: str) -> None:
    make.published_event()
    assert get(client, "events/", accept=accept).headers["Content-Type"] == told


def test_the_parameter_goes_before_the_header(client: Client) -> None:
    assert get(client, "events/?format=csv", accept="application/json")["Content-Type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("path", "named"),
    [("events/?format=cvs", "“csv”"), ("captures/?format=jsonld", "“json”"), ("stats/?format=x", "csv")],
)
def test_a_form_that_is_none_names_what_there_is(client: Client, path: str, named: str) -> None:
    answer = get(client, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    assert named in answer.json()["detail"]


@pytest.mark.parametrize("path", ["docs/", "events/", "schema/"])
def test_a_form_that_nobody_speaks_is_refused_in_json(client: Client, path: str) -> None:
    answer = get(client, path, accept="image/png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")
    assert answer.json()["detail"]


def test_an_error_is_json_whatever_form_was_asked_for(client: Client) -> None:
    claim = make.published_event().claims.get()
    records.retract(claim)
    assert get(client, "events/?x=1&format=csv").json()["status"] == 400
    assert get(client, f"claims/{claim.pk}/?format=csv").json()["state"] == "retracted"


def test_a_table_names_members_of_members_and_runs_no_formula(client: Client) -> None:
    event = make.published_event(title="=1+1")
    lines = get(client, "events/?format=csv&fields=uid,title,date.edtf,participants").content.decode().splitlines()
    assert lines == ["uid,title,date.edtf,participants", f"{event.pk},'=1+1,2018-05-03,"]


def test_lines_are_the_results(client: Client) -> None:
    make.published_event()
    make.published_event()
    rows = [json.loads(line) for line in get(client, "claims/?format=ndjson").content.splitlines()]
    assert rows == get(client, "claims/").json()["results"]


def test_linked_data_is_that_of_the_pages_with_the_licence(client: Client, settings: Any) -> None:
    event = make.published_event()
    (node,) = get(client, "events/?format=jsonld").json()["@graph"]
    assert (node["@type"], node["startDate"], node["license"]) == ("Event", "2018-05-03", settings.DATA_LICENCE["url"])
    for path in (f"events/{event.pk}/", "claims/", "entities/", "sources/", "evidence/", "publishers/"):
        graph = get(client, f"{path}?format=jsonld").json()
        assert graph["@context"] == "https://schema.org"


# -- links, readers elsewhere, compression -----------------------------------------------------------------------------


def test_an_answer_links_to_what_belongs_to_it(client: Client, settings: Any) -> None:
    make.published_event()
    make.published_event()
    link = get(client, "events/?page_size=1")["Link"]
    assert f'<{settings.DATA_LICENCE["url"]}>; rel="license"' in link
    assert re.search(r'<http://testserver/api/v1/events/\?page_size=1&cursor=[^>]+>; rel="next"', link)
    assert '<http://testserver/api/v1/events/?page_size=1&format=csv>; rel="alternate"; type="text/csv"' in link
    assert 'rel="license"' in get(client, "nothing/")["Link"]


def test_one_record_names_its_canonical_address(client: Client) -> None:
    event = make.published_event()
    link = get(client, f"events/{event.pk}/?fields=uid")["Link"]
    assert f'<http://testserver/api/v1/events/{event.pk}/>; rel="canonical"' in link


def test_a_script_on_another_site_may_ask_and_read(client: Client) -> None:
    asked = {"origin": "https://news.example", "access-control-request-method": "GET"}
    answer = client.options("/api/v1/events/", headers=asked)
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "GET" in answer["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer["Access-Control-Allow-Headers"]
    assert "ETag" in get(client, "events/")["Access-Control-Expose-Headers"]


def test_long_answers_are_compressed_and_known_again(client: Client) -> None:
    plain = get(client, "codebook/")
    packed = get(client, "codebook/", accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert get(client, "codebook/", accept_encoding="gzip", if_none_match=packed["ETag"]).status_code == 304
    assert {"Accept", "Accept-Language", "Accept-Encoding"} <= set(plain["Vary"].split(", "))


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_page_without_records_still_says_its_form(client: Client, form: str) -> None:
    answer = get(client, f"events/?format={form}")
    assert (
        answer["Content-Type"]
        == {"csv": "text/csv; charset=utf-8", "ndjson": "application/x-ndjson; charset=utf-8"}[form]
    )
