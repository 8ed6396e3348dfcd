"""The number of queries does not grow with the number of records told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import actions
from events.models import Entity
from tests import factories as make
from tests.api.writing.conftest import Program, Programs

pytestmark = pytest.mark.django_db


def asked(script: Program, path: str) -> tuple[int, Any]:
    script.get(path)  # when a token was last used is noted by the first request
    with CaptureQueriesContext(connection) as captured:
        body = script.get(path)
    return len(captured), body


def test_lists_of_drafts_and_the_queue(program: Programs) -> None:
    writer, reviewer = program("writer"), program("reviewer")
    paths = (
        "records/?type=entity&page_size=100",
        "records/?type=evidence&page_size=100",
        "records/?type=claim&page_size=100",
    )
    source, counts = make.source(), []
    for many in (10, 60):
        while True:
            page = asked(writer, paths[0])[1]["results"]
            if len(page) >= many:
                break
            for _n in range(many - len(page)):
                entity = make.entity(identifiers=[])
                make.evidence(make.claim(entity, "measure", value_text="Guards"), source)
        found = [asked(writer, path) for path in paths]
        assert [len(body["results"]) for _count, body in found] == [many] * 3
        counts.append([count for count, _body in found])
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12
    queue = []
    drafts = list(Entity.objects.all())
    for some in (drafts[:10], drafts[10:]):
        actions.submit(some, user=make.user("writer"))
        queue.append(asked(reviewer, "queue/"))
    assert [len(body["results"]) for _count, body in queue] == [10, 60]
    assert queue[0][0] == queue[1][0]


def test_bundles(program: Programs) -> None:
    event, source, counts = make.event(), make.source(), []
    for many in (5, 40):
        for _number in range(many):
            make.evidence(make.claim(event, "participant", value_entity=make.entity(), role="host"), source)
        counts.append(asked(program("writer"), f"records/{event.pk}/bundle/")[0])
    assert counts[0] == counts[1]
