"""Webhooks: signed, in order, until they are received, and only to the public internet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from standardwebhooks import Webhook as Verifier  # another's implementation of the specification

from ctarchive.hooks import sending
from ctarchive.hooks.models import Webhook
from editorial import ledger
from editorial.models import LedgerEntry
from tests import factories as make
from tests.admin.pages import fields_of, page_of, send, signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/ctarchive/webhook/add/"
FORM = "//form[@id='webhook_form']"


class Receiver:
    """A server on this machine that takes messages, and answers with `status`."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.taken.append((dict(self.headers), body))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def told(self) -> list[Any]:
        return [json.loads(body) for _headers, body in self.taken]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    one = Receiver()
    settings.FETCH_LOOPBACK = frozenset({one.host})
    yield one
    one.server.shutdown()
    one.server.server_close()


def hook_to(receiver: Receiver, **fields: Any) -> Webhook:
    values = {"name": "Newsroom", "url": f"http://{receiver.host}/", "created_by": make.user("administrator")} | fields
    return Webhook.objects.create(**values)


class Later(list[datetime]):
    """Notes when the worker is asked to come back."""

    def __call__(self, when: datetime) -> None:
        self.append(when)


def test_a_message_names_what_was_published_and_is_signed(receiver: Receiver) -> None:
    hook = hook_to(receiver)
    event = make.published_event(title="Guards meet in Lankaran")
    assert sending.deliver(hook.pk, again=Later()) == 1
    headers, body = receiver.taken[0]
    told = Verifier(hook.secret).verify(body, {name.lower(): value for name, value in headers.items()})
    assert told["type"] == "archive.changed"
    assert event.pk in [change["uid"] for change in told["data"]["changes"]]
    assert told["data"]["last"] == ledger.head().public_version - 1
    assert b"Lankaran" not in body


def test_what_was_altered_on_the_way_fails_the_signature(receiver: Receiver) -> None:
    hook = hook_to(receiver)
    make.published_event()
    sending.deliver(hook.pk, again=Later())
    headers, body = receiver.taken[0]
    with pytest.raises(Exception, match="signature"):
        Verifier(hook.secret).verify(body + b" ", {name.lower(): value for name, value in headers.items()})


def test_every_public_change_is_told_once_and_in_order(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST", 3)
    hook = hook_to(receiver)
    event = make.published_event()
    make.retract(event)
    sending.deliver(hook.pk, again=Later())
    told = [change["seq"] for message in receiver.told() for change in message["data"]["changes"]]
    public = list(LedgerEntry.objects.filter(public=True).order_by("seq").values_list("seq", flat=True))
    assert told == public
    assert sending.deliver(hook.pk, again=Later()) == 0


def test_only_the_types_that_were_asked_for_are_told(receiver: Receiver) -> None:
    hook = hook_to(receiver, record_types=["event"])
    make.published_event()
    sending.deliver(hook.pk, again=Later())
    assert {change["type"] for message in receiver.told() for change in message["data"]["changes"]} == {"event"}
    make.publish(make.entity())
    assert sending.deliver(hook.pk, again=Later()) == 0
    hook.refresh_from_db()
    assert hook.after == ledger.head().public_version - 1


def test_a_message_that_failed_is_sent_again_the_same(receiver: Receiver) -> None:
    hook, later = hook_to(receiver), Later()
    make.published_event()
    receiver.status = 500
    assert sending.deliver(hook.pk, again=later) == 0
    make.published_event()
    receiver.status = 200
    assert sending.deliver(hook.pk, again=later) == 0, "not before its time"
    assert sending.deliver(hook.pk, again=later, at=later[0]) == 2
    first, second, third = receiver.taken
    assert first[1] == second[1] != third[1]
    assert first[0]["webhook-id"] == second[0]["webhook-id"] != third[0]["webhook-id"]


def fail_for_good(hook: Webhook, later: Later) -> timedelta:
    """Fail until it is given up. Returns how long that took."""
    start = at = timezone.now()
    while True:
        asked = len(later)
        sending.deliver(hook.pk, again=later, at=at)
        if len(later) == asked:
            return at - start
        at = later[-1]


def test_after_a_day_it_is_switched_off_and_administrators_are_told(receiver: Receiver) -> None:
    make.user("administrator", email="admin@example.org")
    hook, receiver.status = hook_to(receiver), 503
    make.published_event()
    took = fail_for_good(hook, Later())
    assert timedelta(hours=22) < took < timedelta(hours=26)
    hook.refresh_from_db()
    assert (hook.is_active, hook.last_result, hook.after) == (False, "503", -1)
    assert [message.to for message in mail.outbox] == [["admin@example.org"]]
    assert hook.name in mail.outbox[0].subject


def test_one_that_says_gone_is_switched_off_at_once(receiver: Receiver) -> None:
    hook, receiver.status = hook_to(receiver), 410
    make.published_event()
    sending.deliver(hook.pk, again=Later())
    assert not Webhook.objects.get().is_active


def test_switched_on_again_it_is_told_of_everything_since(receiver: Receiver) -> None:
    hook, receiver.status = hook_to(receiver), 503
    make.published_event()
    fail_for_good(hook, Later())
    receiver.status = 204
    client = signed_in("administrator")
    client.post(page_of(hook), fields_of(client, page_of(hook), FORM) | {"is_active": "on"})
    sending.deliver(hook.pk, again=Later())
    assert receiver.told()[-1] == receiver.told()[0]


def test_a_worker_that_died_leaves_its_message_to_the_next(receiver: Receiver) -> None:
    hook = hook_to(receiver)
    make.published_event()
    now = timezone.now()
    Webhook.objects.update(taken_until=now + sending.LEASE, upto=ledger.head().public_version - 1)
    assert sending.deliver(hook.pk, again=Later(), at=now) == 0
    assert sending.deliver(hook.pk, again=Later(), at=now + sending.LEASE) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://[::1]/", "http://169.254.169.254/", "http://10.0.0.1/"])
def test_private_addresses_are_never_called(receiver: Receiver, url: str) -> None:
    hook, later = hook_to(receiver, url=url), Later()
    make.published_event()
    assert sending.deliver(hook.pk, again=later) == 0
    hook.refresh_from_db()
    assert "not on the public internet" in hook.last_result
    assert later


def test_redirects_are_not_followed(receiver: Receiver) -> None:
    hook, receiver.status = hook_to(receiver), 302
    make.published_event()
    sending.deliver(hook.pk, again=Later())
    assert len(receiver.taken) == 1
    assert Webhook.objects.get().tries == 1


def test_a_publication_wakes_who_is_idle_and_a_draft_wakes_nobody(
    receiver: Receiver, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    hook = hook_to(receiver)
    event = make.event()
    woken: list[int] = []
    with django_capture_on_commit_callbacks(execute=True):
        make.event()
    hook.refresh_from_db()
    assert hook.due_at is None
    with django_capture_on_commit_callbacks(execute=True):
        make.publish(event)
    hook.refresh_from_db()
    assert hook.due_at is not None
    assert sending.wake(woken.append) == 0, "it is being looked after"
    assert sending.wake(woken.append, at=timezone.now() + 2 * sending.STALE) == 1
    assert sending.deliver(hook.pk, again=Later(), at=timezone.now() + 3 * sending.STALE) == 1
    hook.refresh_from_db()
    assert hook.due_at is None


def test_the_command_sends_what_no_worker_sent(receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    hook_to(receiver)
    make.published_event()
    call_command("send_webhooks")
    assert "1 message received" in capsys.readouterr().out
    call_command("send_webhooks")
    assert "0 messages received" in capsys.readouterr().out


# -- the admin ---------------------------------------------------------------------------------------------------------


def test_the_secret_is_shown_once_when_it_is_made(receiver: Receiver) -> None:
    make.published_event()
    client = signed_in("administrator")
    answer = send(client, ADD, name="Newsroom", url=f"http://{receiver.host}/")
    hook = Webhook.objects.get()
    assert hook.secret in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert hook.after == ledger.head().public_version - 1, "it is told of what comes"
    assert (hook.created_by, hook.record_types) == (make.user("administrator"), [])
    for url in (page_of(hook), "/admin/ctarchive/webhook/", page_of(hook, "history")):
        assert hook.secret not in client.get(url).content.decode()


def test_another_secret_ends_the_one_before(receiver: Receiver) -> None:
    hook = hook_to(receiver)
    answer = signed_in("administrator").post(page_of(hook, "secret"))
    renewed = Webhook.objects.get().secret
    assert renewed != hook.secret
    assert renewed in answer.content.decode()


def test_an_address_that_is_none_is_refused() -> None:
    client = signed_in("administrator")
    for url in ("file:///etc/passwd", "https://name:word@example.org/", "example.org"):
        answer = client.post(ADD, fields_of(client, ADD) | {"name": "Newsroom", "url": url})
        assert answer.status_code == 200
    assert not Webhook.objects.exists()


def test_a_change_in_the_admin_leaves_alone_what_the_worker_writes(receiver: Receiver) -> None:
    hook = hook_to(receiver)
    typed = fields_of(signed_in("administrator"), page_of(hook), FORM)
    Webhook.objects.update(after=41, last_result="200")
    signed_in("administrator").post(page_of(hook), typed | {"name": "Another", "record_types": ["event", "claim"]})
    hook.refresh_from_db()
    assert (hook.name, hook.after, hook.last_result, hook.record_types) == ("Another", 41, "200", ["event", "claim"])
