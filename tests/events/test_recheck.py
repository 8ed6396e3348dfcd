"""A later capture of a source: is what was quoted from the earlier one still there?"""

import pytest
from django.core.files.storage import storages
from pytest_django import DjangoCaptureOnCommitCallbacks

from editorial import actions
from editorial.errors import WrongState
from events.actions.anchors import recheck
from events.models import AnchorCheck
from events.tasks import check_anchors
from sources.actions import capture
from sources.models import Capture, Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def later(source: Source, text: str) -> Capture:
    return capture(text.encode(), source=source, user=make.user("writer")).capture


def quoted() -> Source:
    source = make.source()
    make.evidence(make.claim(make.event()), source)
    return source


def test_a_passage_that_moved_is_found_where_it_went() -> None:
    source = quoted()
    moved = later(source, "A new first line.\n\n" + make.TEXT)
    assert recheck(moved) == {"moved": 1}
    check = AnchorCheck.objects.get()
    assert moved.text[check.start : check.end] == check.evidence.exact


def test_a_passage_that_reads_otherwise_is_not_accepted() -> None:
    source = quoted()
    assert recheck(later(source, make.TEXT.replace("3 May", "4 May"))) == {"changed": 1}
    assert AnchorCheck.objects.get().start is None


def test_checking_twice_makes_one_check() -> None:
    source = quoted()
    fresh = later(source, "Nothing of it is left here.")
    assert check_anchors.call(fresh.pk) == check_anchors.call(fresh.pk) == {"missing": 1}
    assert AnchorCheck.objects.count() == 1


def test_a_new_capture_of_a_quoted_source_is_checked_in_the_background(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: pytest.FixtureRequest
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}  # type: ignore[attr-defined]
    source = quoted()
    with django_capture_on_commit_callbacks(execute=True):
        later(source, make.TEXT + "\n\nAn update.")
    assert AnchorCheck.objects.get().result == "exact"


def test_redacting_a_passage_erases_the_bytes_that_held_it(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    source = quoted()
    kept = make.capture_of(source)
    start = kept.text.index("Farid Nazarov")
    redaction = actions.propose_redaction(
        kept, field="text", span=(start, start + 13), reason="Not a public figure.", user=make.user("writer")
    )
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish([redaction], user=make.user("manager"))
    kept.refresh_from_db()
    assert "Nazarov" not in kept.text
    assert kept.blob.erased_at is not None
    assert not storages["blobs"].exists(kept.blob.path)


def test_bytes_that_were_erased_do_not_come_back() -> None:
    source = quoted()
    kept = make.capture_of(source)
    data = kept.blob.read()
    redaction = actions.propose_redaction(
        kept, field="text", span=(0, 6), reason="Not public.", user=make.user("writer")
    )
    actions.publish([redaction], user=make.user("manager"))
    with pytest.raises(WrongState, match="erased"):
        capture(data, user=make.user("writer"))
