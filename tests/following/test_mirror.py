"""A mirror ends with exactly what the archive exports, whatever happens on the way."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from ctarchive import mirror
from editorial import guard
from editorial.models import LedgerNode
from events.actions import correct
from events.models import Claim, EntityName
from sources.choices import LinkKind
from tests import factories as make
from tests.exports import archives
from tests.following.mirroring import BASE, begun, caught_up, connect, exported

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    return connect(monkeypatch)


def quoted() -> Any:
    return make.published_claim(make.event(), "date", "The meeting of 3 May 2018", value_edtf="2018-05-03")


def merge_chain() -> None:
    """Three entities merged one into another; then the first two are taken apart again."""
    first, second, third = (make.entity() for _ in range(3))
    make.publish(first, second, third)
    one = make.published_match(first, second)
    make.published_match(second, third)
    make.retract(one)


def erase_from_a_draft() -> None:
    """What was erased from a draft is told once it is public."""
    event = make.event(summary="Colonel Farid Nazarov was there.")
    make.redact(event, "summary")
    make.publish(event)


# Each begins with an archive that the mirror has already, and then something happens.
ACTS: dict[str, Callable[[Any], object]] = {
    "publish": lambda claim: make.published_event(),
    "supersede": lambda claim: make.publish(*_corrected(claim)),
    "retract a claim": make.retract,
    "retract an event, with its claims": lambda claim: make.retract(claim.event),
    "retract a source": lambda claim: make.retract(_unquoted_source()),
    "revise": lambda claim: make.revise(claim.event, "title", "Other words"),
    "revise a publisher": lambda claim: make.revise(claim.evidence.get().capture.source.publisher, "name", "The Post"),
    "open the text": lambda claim: make.revise(claim.evidence.get().capture.source, "access", "full"),
    "close the text": lambda claim: make.revise(claim.evidence.get().capture.source, "access", "metadata"),
    "quote more": lambda claim: make.publish(
        make.evidence(claim, claim.evidence.get().capture.source, "according to the border service")
    ),
    "redact a text": lambda claim: make.redact(claim.evidence.get().capture, "text", (60, 75)),
    "redact the reason of a retraction": lambda claim: make.redact(make.retract(claim.event), "reason"),
    "merge, and take apart": lambda claim: merge_chain(),
    "merge events": lambda claim: make.merged_events(claim.event, make.published_event()),
    "merge sources": lambda claim: make.published_link(
        _unquoted_source(), claim.evidence.get().capture.source, kind=LinkKind.IDENTICAL_TO
    ),
    "redact a draft": lambda claim: erase_from_a_draft(),
    "everything": lambda claim: archives.whole(),
}  # fmt: skip


def _corrected(claim: Any) -> list[Any]:
    new = correct(claim, value_edtf="2018-05", reason="The day is not told.", user=make.user("writer"))
    return [new, *new.evidence.all()]


def _unquoted_source() -> Any:
    source = make.source()
    make.publish(source)
    return source


@pytest.mark.parametrize("act", ACTS)
def test_after_each_act_the_mirror_is_what_the_archive_exports(asked: list[str], tmp_path: Path, act: str) -> None:
    claim = quoted()
    one = begun(tmp_path)
    assert caught_up(one) == exported()
    before = len(asked)
    ACTS[act](claim)
    assert caught_up(one) == exported()
    assert all("after=" in url for url in asked[before:]), "it went on from where it was"
    assert caught_up(begun(tmp_path / "new")) == exported()


def protect(claim: Claim) -> None:
    person = make.entity("Farid Nazarov", kind="person", names=[EntityName(text="Nazarov")], pseudonym="Officer N")
    make.publish(person)
    make.revise(person, "protected", True)


def protect_in_a_draft(claim: Claim) -> None:
    make.entity("Farid Nazarov", kind="person", pseudonym="Officer N", protected=True)


@pytest.mark.parametrize("act", [protect, protect_in_a_draft])
def test_when_somebody_is_protected_all_is_taken_anew(
    asked: list[str], tmp_path: Path, act: Callable[[Claim], None]
) -> None:
    claim, one = quoted(), begun(tmp_path)
    make.revise(claim.event, "title", "Farid Nazarov chairs")
    assert "Farid Nazarov" in caught_up(one).decode()
    act(claim)
    assert caught_up(one) == exported()
    bodies = sqlite3.connect(one.path).execute("SELECT body FROM document").fetchall()
    assert [body for (body,) in bodies if "Nazarov" in body] == []


def test_small_pages_come_to_the_same(asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archives.whole()
    assert caught_up(begun(tmp_path, limit=1)) == exported()


def test_editors_may_publish_between_any_two_pages(asked: list[str], tmp_path: Path) -> None:
    claims = [quoted() for _ in range(3)]
    source = claims[0].evidence.get().capture.source
    one = begun(tmp_path, limit=2)
    for act in (
        lambda: make.revise(source, "access", "full"),
        lambda: make.publish(*_corrected(claims[1])),
        lambda: make.retract(claims[2].event),
        merge_chain,
        lambda: make.revise(source, "access", "excerpts"),
    ):
        one.step()
        act()
    assert caught_up(one) == exported()


def test_a_page_that_was_not_committed_is_taken_again(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archives.whole()
    one = begun(tmp_path, limit=5)
    one.step()
    before = one.state()
    with monkeypatch.context() as patched:
        patched.setattr(one, "apply", lambda *args: mirror.Mirror.apply(one, *args) / 0)
        with pytest.raises(ZeroDivisionError):
            one.step()
    assert begun(tmp_path).state() == before
    assert caught_up(begun(tmp_path)) == exported()


def test_nothing_new_changes_nothing(asked: list[str], tmp_path: Path) -> None:
    quoted()
    one = begun(tmp_path)
    first = caught_up(one)
    make.event()
    assert caught_up(one) == first == exported()


def test_an_empty_archive_has_an_empty_mirror(asked: list[str], tmp_path: Path) -> None:
    one = begun(tmp_path)
    assert caught_up(one) == exported()
    quoted()
    assert caught_up(one) == exported()


# -- what goes wrong ---------------------------------------------------------------------------------------------------


def test_a_rewritten_ledger_is_noticed(asked: list[str], tmp_path: Path) -> None:
    quoted()
    one = begun(tmp_path)
    caught_up(one)
    make.published_event()
    with guard.writing():
        LedgerNode.objects.update(hash="0" * 64)
    with pytest.raises(mirror.MirrorError, match="rewritten"):
        caught_up(one)


def test_a_change_that_is_left_out_is_noticed(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted()
    fetch = mirror.fetch

    def forgetful(*args: Any) -> object:
        lines, wait = fetch(*args)
        return [line for line in lines if line.get("change", {}).get("seq") != lines[2]["change"]["seq"]], wait

    monkeypatch.setattr(mirror, "fetch", forgetful)
    with pytest.raises(mirror.MirrorError, match="left out a change"):
        caught_up(begun(tmp_path))


def test_an_archive_that_was_set_back_is_told(asked: list[str], tmp_path: Path) -> None:
    quoted()
    one = begun(tmp_path)
    caught_up(one)
    with one.writing():
        one.note(after=10_000)
    with pytest.raises(mirror.MirrorError, match="set back"):
        caught_up(one)


def test_a_folder_of_another_archive_is_refused(tmp_path: Path) -> None:
    begun(tmp_path)
    with pytest.raises(mirror.MirrorError, match=f"a mirror of {BASE}, not of"):
        mirror.Mirror(tmp_path, "https://archive.example.org")


def test_a_file_that_is_no_mirror_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mirror.sqlite3").write_text("no database " * 100)
    with pytest.raises(mirror.MirrorError, match="give an empty folder"):
        begun(tmp_path)


def test_a_newer_archive_asks_for_a_newer_program(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quoted()
    monkeypatch.setattr("ctarchive.following.pages.PROTOCOL", 2)
    with pytest.raises(mirror.MirrorError, match="get a newer one"):
        caught_up(begun(tmp_path))


@pytest.mark.parametrize("address", ["archive.example.org", "file:///etc/passwd", "", "http://"])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mirror.main([address, str(tmp_path)]) == 1
    assert "no address of an archive" in capsys.readouterr().err


def test_it_tries_again_and_says_what_it_waits_for(
    asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    quoted()
    fetch, waits = mirror.fetch, list[float]()
    failures = [mirror.TryAgain("busy", 7), mirror.TryAgain("down")]

    def failing(*args: Any) -> object:
        if failures:
            raise failures.pop(0)
        return fetch(*args)

    monkeypatch.setattr(mirror, "fetch", failing)
    monkeypatch.setattr(time, "sleep", waits.append)
    assert caught_up(begun(tmp_path)) == exported()
    assert waits == [7, 2]
    monkeypatch.setattr(mirror, "fetch", lambda *args: (_ for _ in ()).throw(mirror.TryAgain("down")))
    with pytest.raises(mirror.MirrorError, match="tried 8 times"):
        caught_up(begun(tmp_path))


# -- the program -------------------------------------------------------------------------------------------------------


def program(url: str, folder: Path, *more: str) -> subprocess.Popen[bytes]:
    """The mirror as others run it: without any package, not even ours."""
    command = [sys.executable, "-I", mirror.__file__, url, str(folder), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.django_db(transaction=True)
def test_killed_half_way_it_goes_on_where_it_was(live_server: LiveServer, tmp_path: Path) -> None:
    archives.whole()
    one = mirror.Mirror(tmp_path, live_server.url, limit=5)
    one.step()
    one.step()
    after = one.state()["after"]
    killed = program(live_server.url, tmp_path)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert int(one.state()["after"]) >= int(after) > 0
    out, err = program(live_server.url, tmp_path, "--dump", "-").communicate(timeout=60)
    assert out == exported(), err


def test_it_says_that_nobody_answers(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(time, "sleep", lambda seconds: None)
        with pytest.raises(mirror.MirrorError, match="does not answer"):
            mirror.run(mirror.Mirror(tmp_path, "http://127.0.0.1:9"), follow=False)
