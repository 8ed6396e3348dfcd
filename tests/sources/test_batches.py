"""Lists of addresses: worked off one by one, stopped, resumed, never done twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import Settings

from editorial import guard
from editorial.errors import NotAllowed
from sources.choices import Errand
from sources.fetch import robots
from sources.gathering import batches
from sources.gathering.tasks import work_batch
from sources.models import Batch, BatchItem, Capture, Source
from tests import factories as make
from tests.sources.strangers import Stranger, page, stranger

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stranger]:
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.001)
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        for name in "abc":
            one.pages[f"/{name}"] = page(
                f"The guards of two states met. Report {name}.".encode(), Content_Type="text/plain"
            )
        yield one


def urls(site: Stranger, *names: str) -> list[str]:
    return [site.url(f"/{name}") for name in names]


def test_each_address_tells_what_became_of_it(site: Stranger) -> None:
    batch = batches.start(["# a list", "", *urls(site, "a", "gone", "b", "a")], user=make.user("writer"))
    done = list(batches.work(batch))
    assert [item.state for item in done] == ["captured", "refused", "captured"]
    assert "404" in done[1].reason
    assert Source.objects.count() == 2
    assert batches.counts(batch)["captured"] == 2


def test_what_is_there_already_says_so(site: Stranger) -> None:
    list(batches.work(batches.start(urls(site, "a"), user=make.user("writer"))))
    again = batches.start([*urls(site, "a", "b")], user=make.user("writer"))
    assert [item.state for item in batches.work(again)] == ["already_there", "captured"]


def test_wrong_lines_are_named_and_nothing_is_begun() -> None:
    with pytest.raises(ValidationError) as refused:
        batches.start(["https://example.org/a", "ftp://example.org", "not an address"], user=make.user("writer"))
    assert [message.partition(":")[0] for message in refused.value.messages] == ["Line 2", "Line 3"]
    assert not Batch.objects.exists()


@pytest.mark.parametrize("lines", [[], ["", "# nothing"]])
def test_an_empty_list_is_refused(lines: list[str]) -> None:
    with pytest.raises(ValidationError, match="no address"):
        batches.start(lines, user=make.user("writer"))


def test_somebody_without_a_role_begins_nothing() -> None:
    with pytest.raises(NotAllowed):
        batches.start(["https://example.org/a"], user=make.user("outsider"))


def test_interrupted_work_is_taken_up_where_it_ended(site: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = batches.start(urls(site, "a", "b", "c"), user=make.user("writer"))
    next(batches.work(batch))
    monkeypatch.setattr(batches, "capture_url", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(batches.work(batch))
    monkeypatch.undo()
    monkeypatch.setattr(robots, "PAUSE", 0.001)
    same = batches.start(urls(site, "a", "b", "c"), user=make.user("writer"))
    assert same == batch
    assert [item.url for item in batches.work(same)] == urls(site, "b", "c")
    assert site.asked.count("/a") == 1


def _interrupted(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


def test_what_a_killed_worker_left_is_taken_again_later(site: Stranger) -> None:
    batch = batches.start(urls(site, "a"), user=make.user("writer"))
    with guard.writing():
        BatchItem.objects.update(state=Errand.WORKING, tried_at=timezone.now())
    assert list(batches.work(batch)) == []
    with guard.writing():
        BatchItem.objects.update(tried_at=timezone.now() - timedelta(hours=1))
    assert [item.state for item in batches.work(batch)] == ["captured"]


def test_a_stopped_batch_rests_until_it_is_resumed(site: Stranger) -> None:
    batch = batches.start(urls(site, "a", "b"), user=make.user("writer"))
    work = batches.work(batch)
    next(work)
    batches.stop(batch, user=make.user("writer"))
    assert list(work) == []
    batches.resume(batch, user=make.user("manager"))
    assert len(list(batches.work(batch))) == 1


def test_what_was_refused_can_be_tried_again(site: Stranger) -> None:
    batch = batches.start(urls(site, "late"), user=make.user("writer"))
    list(batches.work(batch))
    site.pages["/late"] = page(b"The report came after all, and tells of a meeting.", Content_Type="text/plain")
    assert batches.try_again(batch, user=make.user("writer")) == 1
    assert [item.state for item in batches.work(batch)] == ["captured"]


@pytest.mark.parametrize("act", [batches.stop, batches.resume, batches.try_again])
def test_only_its_owner_or_a_manager_changes_a_batch(site: Stranger, act: object) -> None:
    batch = batches.start(urls(site, "a"), user=make.user("writer"))
    with pytest.raises(NotAllowed):
        act(batch, user=make.user("reviewer"))  # type: ignore[operator]


def test_the_task_works_in_portions_and_asks_for_the_next(site: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.gathering.tasks.PORTION", 2)
    asked: list[int] = []
    monkeypatch.setattr(type(work_batch), "enqueue", lambda task, pk: asked.append(pk))
    batch = batches.start(urls(site, "a", "b", "c"), user=make.user("writer"))
    assert work_batch.call(batch.pk) == {"captured": 2}
    assert asked == [batch.pk]
    assert work_batch.call(batch.pk) == {"captured": 1}
    assert asked == [batch.pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_batch_capture_each_address_once(site: Stranger) -> None:
    batch = batches.start(urls(site, "a", "b", "c"), user=make.user("writer"))
    make.at_once(lambda: list(batches.work(batch)), lambda: list(batches.work(batch)))
    assert batches.counts(batch)["captured"] == 3
    assert Capture.objects.count() == 3
    assert sorted(path for path in site.asked if path != "/robots.txt") == ["/a", "/b", "/c"]
