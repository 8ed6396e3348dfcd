"""What is queued for many things costs the one who queues it no more than for one."""

from typing import Any

import pytest
from django_tasks import task

from editorial import tasks
from events.tasks import suggest
from sources import readers
from sources.actions import capture_all
from sources.arrivals import Arrival
from sources.likeness.tasks import look_for_copies
from tests import factories as make

pytestmark = pytest.mark.django_db

DONE: list[str] = []


@task()
def note(key: str) -> None:
    DONE.append(key)


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What is queued: the path of the task, and what it is given."""
    asked: list[tuple[Any, ...]] = []
    monkeypatch.setattr(type(note), "enqueue", lambda job, *args: asked.append((job.module_path, *args)))
    return asked


def test_for_one_the_task_itself_is_queued_and_for_none_nothing(queued: list[tuple[Any, ...]]) -> None:
    tasks.enqueue_each(note, ["a"])
    tasks.enqueue_each(note, [])
    assert queued == [(note.module_path, "a")]


def test_for_many_one_task_is_queued_which_queues_each(queued: list[tuple[Any, ...]]) -> None:
    tasks.enqueue_each(note, ["a", "b", "c"])
    assert queued == [(tasks.spread.module_path, note.module_path, ["a", "b", "c"])]
    queued.clear()
    assert tasks.spread.call(note.module_path, ["a", "b", "c"]) == 3
    assert queued == [(note.module_path, key) for key in "abc"]


def test_captures_that_come_together_are_each_looked_at(
    queued: list[tuple[Any, ...]], django_capture_on_commit_callbacks: Any
) -> None:
    documents = [f"They met {number} times.".encode() for number in range(2)]
    with django_capture_on_commit_callbacks(execute=True):
        made = capture_all([Arrival(data, readers.read(data)) for data in documents], user=make.user("writer"))
    uids = [one.capture.pk for one in made]
    assert sorted(queued) == sorted(
        (tasks.spread.module_path, job.module_path, uids) for job in (look_for_copies, suggest)
    )
