"""A request that is sent twice acts once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ctarchive.api.v1.writing import repeating
from ctarchive.tokens.models import KeptAnswer
from editorial.models import LedgerEntry
from events.models import Event
from tests import factories as make
from tests.api.test_errors import check_shape
from tests.api.writing.conftest import WORK, Program, Programs

BODY = {"title": "A meeting", "kind": "meeting"}


@pytest.mark.django_db
class TestRepeating:
    def test_the_same_request_is_answered_as_before(self, program: Programs) -> None:
        script = program("writer")
        first = script.ask("post", "events/", BODY, Idempotency_Key="k-1")
        again = script.ask("post", "events/", dict(reversed(BODY.items())), Idempotency_Key='"k-1"')
        assert (first.status_code, first.json()) == (again.status_code, again.json())
        assert first["Location"] == again["Location"]
        assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
        assert Event.objects.count() == 1

    def test_without_a_key_it_acts_twice(self, program: Programs) -> None:
        uids = {program("writer").post("events/", BODY)["uid"] for _n in range(2)}
        assert len(uids) == 2

    @pytest.mark.parametrize("other", [("events/", BODY | {"title": "B"}), ("sources/", {"title": "A"})])
    def test_the_key_of_another_request_is_refused(self, program: Programs, other: tuple[str, Any]) -> None:
        script = program("writer")
        script.post("events/", BODY, Idempotency_Key="k")
        check_shape(script.ask("post", *other, Idempotency_Key="k"), 422)
        assert LedgerEntry.objects.count() == 1

    def test_keys_are_each_tokens_own(self, program: Programs) -> None:
        for script in (program("writer"), program("writer", "annotate"), program("reviewer")):
            script.post("events/", BODY, Idempotency_Key="k")
        assert Event.objects.count() == 3

    def test_what_was_refused_may_be_mended_under_the_same_key(self, program: Programs) -> None:
        script = program("writer")
        script.post("events/", BODY | {"kind": "party"}, 422, Idempotency_Key="k")
        script.post("events/", BODY, Idempotency_Key="k")

    def test_a_request_under_way_is_not_begun_again(self, program: Programs) -> None:
        script = program("writer")
        asked = repeating.fingerprint("POST", f"{WORK}events/", BODY)
        repeating.reserve(script.token, "k", asked)
        answer = script.ask("post", "events/", BODY, Idempotency_Key="k")
        check_shape(answer, 409)
        assert answer["Retry-After"]
        assert not Event.objects.exists()

    def test_what_was_broken_off_is_taken_up_later_and_the_slow_one_writes_nothing(self, program: Programs) -> None:
        script = program("writer")
        asked = repeating.fingerprint("POST", f"{WORK}events/", BODY)
        before = timezone.now() - repeating.UNDERWAY - timedelta(seconds=1)
        slow = repeating.reserve(script.token, "k", asked, at=before)
        script.post("events/", BODY, Idempotency_Key="k")
        with pytest.raises(Exception, match="repeated request"):
            repeating.keep(slow, 201, {}, {})
        assert Event.objects.count() == 1

    def test_a_key_is_kept_for_a_day(self, program: Programs) -> None:
        script = program("writer")
        first = script.post("events/", BODY, Idempotency_Key="k")["uid"]
        KeptAnswer.objects.update(expires_at=timezone.now() + timedelta(seconds=30))
        assert script.post("events/", BODY, Idempotency_Key="k")["uid"] == first
        KeptAnswer.objects.update(expires_at=timezone.now())
        assert script.post("events/", BODY, Idempotency_Key="k")["uid"] != first

    def test_a_file_is_the_same_whatever_parts_it_is_sent_in(self, program: Programs) -> None:
        script = program("writer")
        headers = {"Authorization": f"Bearer {script.key}", "Idempotency-Key": "k"}

        def send(words: bytes, boundary: str) -> Any:
            lines = [b"--" + boundary.encode(), b'Content-Disposition: form-data; name="file"; filename="a.txt"']
            body = b"\r\n".join(
                [*lines, b"Content-Type: text/plain", b"", words, b"--" + boundary.encode() + b"--", b""]
            )
            kind = f"multipart/form-data; boundary={boundary}"
            return Client().post(f"{WORK}captures/", body, content_type=kind, headers=headers)

        words = make.TEXT.encode()
        first = send(words, "one")
        assert first.status_code == 201, first.content
        assert send(words, "another").json() == first.json()
        assert send(words + b" More.", "one").status_code == 422

    @pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 256, '"', "a\\b"])
    def test_a_key_is_printable_and_short(self, program: Programs, key: str) -> None:
        answer = program("writer").ask("post", "events/", BODY, Idempotency_Key=key)
        check_shape(answer, 400)


def test_a_crash_before_the_answer_is_kept_leaves_nothing_written(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = Program("writer")

    def crash(*_args: Any) -> None:
        raise SystemExit

    kept, released = repeating.keep, repeating.release
    monkeypatch.setattr(repeating, "keep", crash)
    monkeypatch.setattr(repeating, "release", lambda reservation: None)
    with pytest.raises(SystemExit):
        script.ask("post", "events/", BODY, Idempotency_Key="k")
    assert not Event.objects.exists()
    assert KeptAnswer.objects.get().status is None
    monkeypatch.setattr(repeating, "keep", kept)
    monkeypatch.setattr(repeating, "release", released)
    KeptAnswer.objects.update(began_at=timezone.now() - repeating.UNDERWAY * 2)
    script.post("events/", BODY, Idempotency_Key="k")
    assert Event.objects.count() == LedgerEntry.objects.count() == script.token.entries.count() == 1


def test_of_several_at_once_one_acts(transactional_db: None) -> None:
    script = Program("writer")
    calls = [lambda: script.ask("post", "events/", BODY, Idempotency_Key="k") for _n in range(6)]
    answers = make.at_once(*calls)
    assert {answer.status_code for answer in answers} <= {201, 409}, answers
    assert len({answer.json()["uid"] for answer in answers if answer.status_code == 201}) == 1
    assert Event.objects.count() == 1
