"""Copies among captures: suspected once, confirmed by a link that is reviewed, dismissed for good."""

from __future__ import annotations

import json
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editorial.actions import discard, publish
from editorial.choices import State
from editorial.errors import NotAllowed, WrongState
from sources.actions import capture
from sources.choices import LinkKind, Suspicion
from sources.likeness.finding import confirm, dismiss, look
from sources.likeness.tasks import look_for_copies
from sources.models import Fingerprint, FingerprintBand, Source, SourceLink, SuspectedCopy
from tests import factories as make
from tests.admin.pages import signed_in
from tests.sources.test_likeness import NEXT, REPORT

pytestmark = pytest.mark.django_db


def suspect() -> SuspectedCopy:
    """A wire report, and what a newspaper made of it a day later."""
    original = make.source(REPORT, title="Ministers meet", published="2019-03-14")
    copy = make.source("Border Post\n\n" + REPORT, title="They met", published="2019-03-15")
    look(make.capture_of(original))
    (found,) = look(make.capture_of(copy))
    return found


def test_a_copy_is_suspected_with_its_direction_and_why() -> None:
    found = suspect()
    assert (found.copy.title, found.original.title, found.clues) == ("They met", "Ministers meet", ["later"])
    assert found.containment == 1.0


def test_what_the_text_says_of_its_source_tells_the_direction() -> None:
    wire = make.publisher(name="Trend News Agency", kind="news_agency")
    original = make.source(REPORT, publisher=wire, published="")
    copy = make.source(REPORT.replace("signed a plan", "signed a plan, Trend reports,"), published="")
    look(make.capture_of(copy))
    (found,) = look(make.capture_of(original))
    assert (found.copy, found.original) == (copy, original)
    assert "named" in found.clues


def test_looking_again_suspects_nothing_twice() -> None:
    found = suspect()
    for source in (found.copy, found.original):
        assert look(make.capture_of(source)) == []
    assert Fingerprint.objects.count() == 2
    assert FingerprintBand.objects.count() == 96


def test_the_same_form_of_other_news_is_not_suspected() -> None:
    for text in (REPORT, NEXT):
        look(make.capture_of(make.source(text)))
    assert not SuspectedCopy.objects.exists()


def test_captures_of_one_source_are_no_copies() -> None:
    source = make.source(REPORT)
    later = capture(("New head\n\n" + REPORT).encode(), user=make.user("writer"), source=source).capture
    look(source.captures.exclude(pk=later.pk).get())
    assert look(later) == []


def test_linked_sources_are_left_alone() -> None:
    original, copy = make.source(REPORT), make.source("Border Post\n\n" + REPORT)
    look(make.capture_of(original))
    make.publish(original, copy)
    make.published_link(copy, original)
    assert look(make.capture_of(copy)) == []


def test_discarded_sources_are_left_alone() -> None:
    gone = make.source(REPORT)
    look(make.capture_of(gone))
    discard([gone], user=make.user("writer"), reason="not ours")
    assert look(make.capture_of(make.source("Border Post\n\n" + REPORT))) == []


def test_a_new_capture_costs_the_same_however_many_there_are() -> None:
    look(make.capture_of(make.source(REPORT)))
    for number in range(8):
        look(make.capture_of(make.source(f"Another story {number} " + NEXT.replace("patrols", f"number {number}"))))
    capture = make.capture_of(make.source("Post\n\n" + REPORT))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        look(capture)
    assert len([query for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]) <= 12


def test_confirming_links_and_submits() -> None:
    found = suspect()
    made = confirm(found, user=make.user("writer"), reason="word for word, a day later")
    assert (made.source, made.kind, made.target) == (found.copy, LinkKind.REPUBLISHES, found.original)
    assert made.state == State.IN_REVIEW
    found.refresh_from_db()
    assert (found.fate, found.link) == (Suspicion.CONFIRMED, made)


def test_published_it_counts_once() -> None:
    found = suspect()
    made = confirm(found, user=make.user("writer"), reason="word for word", swap=True)
    make.publish(found.copy, found.original)
    publish([made], user=make.user("manager"))
    assert {source.origin_id for source in Source.objects.all()} == {found.copy_id}


def test_dismissed_is_never_suspected_again() -> None:
    found = suspect()
    dismiss(found, user=make.user("writer"))
    assert look(make.capture_of(found.copy)) == []
    with pytest.raises(WrongState, match="decided"):
        confirm(found, user=make.user("reviewer"), reason="late")
    assert not SourceLink.objects.exists()


@pytest.mark.parametrize("act", [dismiss, partial(confirm, reason="word for word")])
def test_somebody_without_a_role_decides_nothing(act: Any) -> None:
    found = suspect()
    with pytest.raises(NotAllowed):
        act(found, user=make.user("outsider"))


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_make_one_link() -> None:
    found = suspect()
    make.at_once(
        lambda: confirm(found, user=make.user("writer"), reason="word for word"),
        lambda: confirm(found, user=make.user("reviewer"), reason="word for word"),
    )
    assert SourceLink.objects.count() == 1


def test_a_redacted_text_leaves_no_fingerprint() -> None:
    found = suspect()
    make.publish(found.copy)
    make.redact(make.capture_of(found.copy), "text", (0, 6))
    assert not Fingerprint.objects.filter(capture__source=found.copy).exists()
    assert not FingerprintBand.objects.filter(capture__source=found.copy).exists()


def test_a_new_capture_is_looked_at_in_the_background(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(type(look_for_copies), "enqueue", lambda task, uid: asked.append(uid))
    with django_capture_on_commit_callbacks(execute=True):
        source = make.source(REPORT)
    assert make.capture_of(source).pk in asked


def test_the_command_looks_at_each_capture_once(tmp_path: Path) -> None:
    make.source(REPORT), make.source("Border Post\n\n" + REPORT)
    call_command("copies", stdout=(out := StringIO()))
    assert out.getvalue() == "2 captures looked at, 1 pairs newly suspected\n"
    call_command("copies", stdout=(again := StringIO()))
    assert again.getvalue() == "0 captures looked at, 0 pairs newly suspected\n"


def test_the_command_prints_the_copies_among_files(tmp_path: Path) -> None:
    for name, text in (("a", REPORT), ("b", "Border Post\n\n" + REPORT), ("c", NEXT)):
        (tmp_path / f"{name}.txt").write_text(text)
    call_command("copies", "--json", *map(str, sorted(tmp_path.iterdir())), stdout=(out := StringIO()))
    (told,) = map(json.loads, out.getvalue().splitlines())
    assert [Path(name).name for name in told["files"]] == ["a.txt", "b.txt"]


# -- the admin ----------------------------------------------------------------------------------------------------


def page(found: SuspectedCopy, name: str = "change") -> str:
    return reverse(f"admin:sources_suspectedcopy_{name}", args=[found.pk])


def test_the_page_shows_both_texts_and_confirms() -> None:
    found = suspect()
    client = signed_in("writer")
    told = client.get(page(found)).content.decode()
    assert "<mark>The interior ministers" in told
    assert "it was published later".capitalize() in told
    client.post(page(found), {"kind": "republishes", "direction": "swapped", "reason": "word for word"})
    assert SourceLink.objects.get().source == found.original


def test_the_page_dismisses_and_leads_to_the_list() -> None:
    found = suspect()
    answer = signed_in("writer").post(page(found, "dismiss"))
    assert answer["Location"] == reverse("admin:sources_suspectedcopy_changelist")
    found.refresh_from_db()
    assert found.fate == Suspicion.DISMISSED


def test_a_link_without_a_reason_is_refused_as_typed() -> None:
    found = suspect()
    answer = signed_in("writer").post(page(found), {"kind": "cites", "direction": "as_shown", "reason": ""})
    assert "errorlist" in answer.content.decode()
    assert not SourceLink.objects.exists()


def test_whoever_does_not_see_both_sources_does_not_see_the_pair() -> None:
    found = suspect()
    client = signed_in("contributor")
    assert client.get(page(found)).status_code == 404
    assert "They met" not in client.get(reverse("admin:sources_suspectedcopy_changelist")).content.decode()
    assert signed_in("administrator").get(page(found)).status_code == 403
    assert signed_in("writer").get(page(found, "dismiss")).status_code == 405
