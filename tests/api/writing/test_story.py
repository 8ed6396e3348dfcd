"""A document on its way to the public by programs alone, each in the name of somebody else."""

from __future__ import annotations

import pytest
from django.test import Client

from editorial.models import LedgerEntry
from tests import factories as make
from tests.api.writing.conftest import Programs, entries_of

pytestmark = pytest.mark.django_db


def test_a_document_becomes_a_public_claim_by_three_programs(program: Programs, client: Client) -> None:
    collector, annotator, reviewer = (
        program("contributor", "collect"), program("writer", "annotate"), program("reviewer", "review"),
    )  # fmt: skip
    found = collector.post("captures/", {"text": make.TEXT, "title": "Guards meet", "published": "2018-05-04"})
    source, capture = found["source"]["uid"], found["capture"]["uid"]
    assert found["capture"]["fields"]["text"] == make.TEXT
    collector.post(f"records/{source}/submit/", status=200)
    event = annotator.post("events/", {"title": "A meeting in Lankaran", "kind": "meeting"})["uid"]
    passage = {"capture": capture, "exact": "3 May 2018"}
    claim = annotator.post(
        "claims/", {"about": event, "property": "date", "value_edtf": "2018-05-03", "evidence": [passage]}
    )
    assert [one["fields"]["exact"] for one in claim["evidence"]] == ["3 May 2018"]
    assert client.get(f"/api/v1/claims/{claim['uid']}/").status_code == 404
    annotator.post(f"records/{event}/submit/", status=200)
    (waiting,) = reviewer.get("queue/")["results"]
    assert (waiting["subject"]["uid"], waiting["is_open"]) == (event, True)
    done = reviewer.publish(event)
    assert {row["uid"] for row in done["records"]} >= {event, claim["uid"], source}
    assert client.get(f"/api/v1/events/{event}/").json()["date"]["edtf"] == "2018-05-03"
    assert make.findings() == []
    through = [entries_of(one.token) for one in (collector, annotator, reviewer)]
    by_api = LedgerEntry.objects.filter(via="api")
    assert sorted(seq for one in through for seq in one) == list(by_api.order_by("seq").values_list("seq", flat=True))
    assert [len(one) > 0 for one in through] == [True, True, True]
    for one, seqs in zip((collector, annotator, reviewer), through, strict=True):
        assert set(by_api.filter(seq__in=seqs).values_list("actor", flat=True)) == {one.user.uid}
