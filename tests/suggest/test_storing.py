"""What the suggesters find is kept, follows their versions, and leaves decisions alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from editorial import actions
from events.actions.suggestions import known_names, suggest_in
from events.choices import Fate
from events.models import Suggestion
from events.suggest import NO_NAMES, Document, Found, KnownNames, Suggested, Suggester
from events.tasks import suggest
from sources.models import Capture
from tests import factories as make

pytestmark = pytest.mark.django_db


def word(text: str, version: str = "1", kind: str = "number", **payload: str) -> Suggester:
    """A suggester that finds a word wherever it stands."""

    def find(document: Document, found: Found) -> Iterable[Suggested]:
        place = document.text.find(text)
        while place >= 0:
            yield Suggested(kind, place, place + len(text), payload, 0.5)
            place = document.text.find(text, place + 1)

    return Suggester("words", version, find)


def captured(text: str = "") -> Capture:
    return Capture.objects.select_related("source").get(pk=make.capture_of(make.source(text)).pk)


def stored() -> list[tuple[str, str, str]]:
    rows = Suggestion.objects.select_related("capture")
    return [(row.capture.text[row.start : row.end], row.suggester_version, row.fate) for row in rows]


def decide(row: Suggestion, fate: Fate) -> None:
    with actions.verb():
        Suggestion.objects.filter(pk=row.pk).update(
            fate=fate, decided_by=make.user("writer"), decided_at=timezone.now()
        )


def test_what_is_found_is_kept_once() -> None:
    capture = captured()
    first = suggest_in(capture, suggesters=[word("border")])
    assert first == {"new": 1, "changed": 0, "gone": 0, "same": 0}
    assert suggest_in(capture, suggesters=[word("border")])["same"] == 1
    assert stored() == [("border", "1", "pending")]


def test_a_newer_version_replaces_what_is_pending() -> None:
    capture = captured()
    suggest_in(capture, suggesters=[word("Farid")])
    assert suggest_in(capture, suggesters=[word("Farid", "2")])["changed"] == 1
    assert suggest_in(capture, suggesters=[word("Nazarov", "3")]) == {"new": 1, "changed": 0, "gone": 1, "same": 0}
    assert stored() == [("Nazarov", "3", "pending")]


@pytest.mark.parametrize("fate", [Fate.ACCEPTED, Fate.REJECTED])
def test_what_was_decided_on_stays_decided(fate: Fate) -> None:
    capture = captured()
    suggest_in(capture, suggesters=[word("border")])
    decide(Suggestion.objects.get(), fate)
    suggest_in(capture, suggesters=[word("border", "2", value="other")])
    suggest_in(capture, suggesters=[word("chaired", "3")])
    assert stored() == [("chaired", "3", "pending"), ("border", "1", fate)]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_capture_keep_each_suggestion_once() -> None:
    capture = captured()
    done = make.at_once(*[lambda: suggest_in(capture, names=NO_NAMES, suggesters=[word("border")])] * 3)
    assert sorted(counts["new"] for counts in done) == [0, 0, 1]
    assert Suggestion.objects.count() == 1
    connections.close_all()


def test_a_capture_is_read_in_the_background(django_capture_on_commit_callbacks: Callable[..., Any]) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        capture = captured()
    (task,) = DBTaskResult.objects.filter(task_path="events.tasks.suggest")
    assert task.args_kwargs["args"] == [capture.pk]
    assert set(suggest.call(capture.pk)) == {"new", "changed", "gone", "same"}


def test_what_is_erased_from_a_text_is_erased_from_its_suggestions() -> None:
    source = make.source()
    capture = make.capture_of(source)
    make.publish(source)
    suggest_in(capture, suggesters=[word("Nazarov", name="Nazarov")])
    decide(Suggestion.objects.get(), Fate.ACCEPTED)
    suggest_in(capture, suggesters=[word("Farid", name="Farid"), word("Nazarov")])
    start = capture.text.index("Nazarov")
    make.redact(capture, "text", (start, start + 7))
    assert list(Suggestion.objects.values_list("payload", "fate")) == [({}, "accepted")]


def test_the_names_known_follow_the_entities() -> None:
    first = make.entity("Border Service of Lankaran")
    known = known_names()
    assert [(name.text, name.entity, name.kind) for name in known.names] == [(first.name, first.pk, "public_body")]
    assert known_names() is known
    second = make.entity("Lankaran")
    assert {name.entity for name in known_names().names} == {first.pk, second.pk}
    actions.discard([second], user=make.user("writer"), reason="Made twice.")
    assert [name.entity for name in known_names().names] == [first.pk]


def test_a_name_merged_into_another_entity_leads_to_that() -> None:
    left, right = make.entity("Border Service"), make.entity("Frontier Service")
    make.publish(left, right)
    known_names()
    make.published_match(left, right)
    assert {name.entity for name in known_names().names} == {left.pk}


@pytest.mark.parametrize("many", [10, 60])
def test_keeping_costs_the_same_for_many(many: int, django_assert_num_queries: Callable[..., Any]) -> None:
    capture = captured("border " * many)
    with django_assert_num_queries(5):
        suggest_in(capture, names=KnownNames(), suggesters=[word("border")])


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("suggest", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_reads_captures_again() -> None:
    one, _two = captured(), captured()
    assert run(one.pk).startswith("1 captures:")
    assert run("--all").startswith("2 captures:")


@pytest.mark.parametrize("arguments", [(), ("--all", "0123456789"), ("0123456789",)])
def test_the_command_says_what_it_cannot_do(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        run(*arguments)


def test_documents_are_told_without_storing_anything(tmp_path: Path) -> None:
    page = tmp_path / "report.txt"
    page.write_text(make.TEXT + "\r\n\r\nShare this page\r\n", encoding="utf-8")
    (line,) = run("--json", str(page)).splitlines()
    told = json.loads(line)
    assert told["text"] == make.TEXT + "\n\nShare this page\n"
    assert [told["text"][start:end] for start, end in told["furniture"]] == ["Share this page"]
    for one in told["suggestions"]:
        assert told["text"][one["start"] : one["end"]] == one["quote"]
    assert not Capture.objects.exists()
    assert not Suggestion.objects.exists()


def test_a_document_that_cannot_be_read_is_told_and_fails_the_command(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    out = StringIO()
    with pytest.raises(CommandError, match="1 of 1"):
        call_command("suggest", "--json", str(empty), stdout=out)
    assert json.loads(out.getvalue())["error"] == "This file is empty."
