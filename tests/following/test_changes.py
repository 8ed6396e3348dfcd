"""The feed of changes: the public part of the ledger in order, with what the records say now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial import ledger, merkle
from editorial.models import LedgerEntry
from tests import factories as make
from tests.exports import archives

pytestmark = pytest.mark.django_db

URL = "/api/v1/changes/"


def get(client: Client, **parameters: Any) -> Any:
    answer = client.get(URL, parameters)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_tells_the_public_entries_in_order_and_nothing_of_drafts(client: Client) -> None:
    event = make.published_event()
    draft = make.event()
    page = get(client)
    public = LedgerEntry.objects.filter(public=True).order_by("seq")
    assert [change["seq"] for change in page["changes"]] == list(public.values_list("seq", flat=True))
    assert [c["previous"] for c in page["changes"]] == [None, *(c["seq"] for c in page["changes"][:-1])]
    assert event.pk in {document["uid"] for document in page["documents"]}
    assert draft.pk not in json.dumps(page)
    assert (page["complete"], page["next"], page["last"]) == (True, None, public.last().seq)


def test_each_leaf_is_in_the_tree_of_the_head(client: Client) -> None:
    archives.whole()
    page = get(client)
    size, root = page["head"]["version"], bytes.fromhex(page["head"]["root"])
    for change in page["changes"]:
        proof = [bytes.fromhex(step) for step in ledger.inclusion_proof(change["seq"], size)]
        assert merkle.verify_inclusion(bytes.fromhex(change["leaf"]), change["seq"], size, proof, root)


def test_a_later_head_proves_that_it_only_added(client: Client) -> None:
    make.published_event()
    old = get(client)["head"]
    make.published_event()
    new = get(client, size=old["version"])["head"]
    proof = [bytes.fromhex(step) for step in new["consistency"]]
    roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    assert merkle.verify_consistency(old["version"], new["version"], *roots, proof)


def test_drafts_do_not_move_the_head(client: Client) -> None:
    make.published_event()
    head = get(client)["head"]
    make.event()
    assert get(client)["head"] == head


def test_pages_follow_one_on_another(client: Client) -> None:
    archives.whole()
    whole = get(client)["changes"]
    found, address = [], f"{URL}?limit=7"
    while address:
        page = client.get(address).json()
        assert len(page["changes"]) <= 7
        found += page["changes"]
        address = page["next"]
    assert found == whole


def test_a_record_is_told_as_it_is_now_and_once_a_page(client: Client) -> None:
    event = make.event(title="Before")
    make.publish(event)
    make.revise(event, "title", "Between")
    make.revise(event, "title", "After")
    told = [document for document in get(client, limit=2)["documents"] if document["uid"] == event.pk]
    assert [document["title"] for document in told] == ["After"]


def test_a_retracted_record_is_told_by_its_tombstone_with_its_parts(client: Client) -> None:
    event = make.published_event()
    claim, last = event.claims.get(), get(client)["last"]
    make.retract(event, "It never took place.")
    told = {document["uid"]: document for document in get(client, after=last)["documents"]}
    for uid in (event.pk, claim.pk, claim.evidence.get().pk):
        assert (told[uid]["state"], told[uid]["reason"]) == ("retracted", "It never took place.")
        assert "title" not in told[uid]


def test_what_depends_on_a_change_is_told_with_it(client: Client) -> None:
    claim = make.published_claim(make.event(), "topic", value_text="patrols")
    capture = claim.evidence.get().capture
    last = get(client)["last"]
    make.revise(capture.source, "access", "full")
    (told,) = [one for one in get(client, after=last)["documents"] if one["uid"] == capture.pk]
    assert told["text"] == capture.text


def test_a_protected_person_is_nowhere(client: Client) -> None:
    archives.protected()
    answers = client.get(URL).content.decode() + client.get(f"{URL}?format=ndjson").content.decode()
    assert "Officer N" in answers
    assert "azarov" not in answers


def test_the_epoch_changes_with_who_is_protected_and_with_nothing_else(client: Client) -> None:
    make.published_event()
    epoch = get(client)["head"]["epoch"]
    make.published_event()
    assert get(client)["head"]["epoch"] == epoch
    make.entity("Farid Nazarov", kind="person", pseudonym="Officer N", protected=True)
    assert get(client)["head"]["epoch"] != epoch


def test_captures_are_few_on_a_page(client: Client) -> None:
    sources = [make.source(f"{make.TEXT} {n}", publisher=None) for n in range(25)]
    make.publish(*sources)
    pages: list[Any] = []
    after: dict[str, Any] = {}
    while not pages or not pages[-1]["complete"]:
        pages.append(get(client, limit=500, **after))
        after = {"after": pages[-1]["last"]}
    captures = [sum(one["type"] == "capture" for one in page["documents"]) for page in pages]
    assert all(number <= 20 for number in captures)
    assert len(pages) > 1


def test_lines_say_the_same_and_end_with_where_to_go_on(client: Client) -> None:
    archives.whole()
    page = get(client, limit=9)
    answer = client.get(URL, {"limit": 9}, headers={"Accept": "application/x-ndjson"})
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert answer["Content-Type"] == "application/x-ndjson"
    assert lines[0] == {"head": page["head"]}
    assert [line["change"] for line in lines if "change" in line] == page["changes"]
    assert [line["document"] for line in lines if "document" in line] == page["documents"]
    assert (lines[-1]["last"], lines[-1]["complete"]) == (page["last"], False)


def test_whoever_has_this_version_is_told_so(client: Client) -> None:
    make.published_event()
    answer = client.get(URL)
    assert (answer["Cache-Control"], answer["Retry-After"]) == ("no-cache", "60")
    again = client.get(URL, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"
    make.event()
    assert client.get(URL, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    make.published_event()
    assert client.get(URL, headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [("after=x", "after"), ("after=-1", "after"), ("limit=0", "limit"), ("limit=501", "limit"), ("size=0", "size"),
     ("aftr=3", "aftr"), ("after=1&after=2", "after"), (f"after={10**30}", "after"), ("after=²", "after")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(client: Client, query: str, field: str) -> None:
    answer = client.get(f"{URL}?{query}")
    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (400, [field])


@pytest.mark.parametrize("query", ["after=99999", "size=99999"])
def test_whoever_knows_of_more_than_there_is_is_told_so(client: Client, query: str) -> None:
    make.published_event()
    answer = client.get(f"{URL}?{query}")
    assert (answer.status_code, "set back" in answer.json()["detail"]) == (409, True)


def queries(client: Client, **parameters: Any) -> int:
    with CaptureQueriesContext(connection) as found:
        get(client, **parameters)
    # The root of the tree takes as many nodes as the number of entries has ones.
    return sum("ledgernode" not in query["sql"] for query in found)


def test_a_page_takes_the_same_queries_for_few_changes_and_many(client: Client) -> None:
    source = make.source()
    make.publish(source)
    make.publish(make.event())
    last = get(client)["last"]
    claims = [make.claim(make.event(title=f"Meeting {n}")) for n in range(60)]
    ready: list[Any] = [one for claim in claims for one in (claim.event, claim, make.evidence(claim, source))]
    make.publish(*ready[:30])
    few = queries(client, after=last, limit=500)
    make.publish(*ready[30:])
    assert len(get(client, after=last, limit=500)["changes"]) > 150
    assert queries(client, after=last, limit=500) == few
    assert few <= 40
