"""Sends messages: to each webhook one after the other, in the order of the ledger, each until it was received.

There is no queue to lose: what is still to be told follows from the ledger and from how far the webhook is. A message
is taken in a transaction and sent outside of it; when the worker ends in between, it is sent again, with the same id.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ctarchive.hooks import giving_up, signing
from ctarchive.hooks.models import Webhook
from editorial import ledger
from editorial.models import LedgerEntry
from editorial.payload import encode
from sources import fetch

log = logging.getLogger(__name__)

TYPE = "archive.changed"
# How long after each failed try the next comes: nine tries within a day, and then it is given up.
WAITS = tuple(timedelta(seconds=s) for s in (5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 8 * 3600, 8 * 3600))
MOST = 100  # changes in one message
LEASE = timedelta(minutes=2)  # longer than one message may take
# A webhook that should have been sent to this long ago was lost by its queue.
STALE = timedelta(minutes=15)
GONE = 410  # by it a receiver says that it wants no more


@dataclass(frozen=True)
class Message:
    """What is sent to one webhook, once or several times."""

    hook: Webhook
    id: str
    last: int
    body: bytes


def wake(enqueue: Callable[[int], Any], *, at: datetime | None = None) -> int:
    """Have every idle webhook looked after, since something was published. Returns how many. After the commit."""
    now = at or timezone.now()
    lost = Q(due_at__lt=now - STALE) & (Q(taken_until=None) | Q(taken_until__lt=now))
    woken = 0
    for pk in Webhook.objects.filter(is_active=True).values_list("pk", flat=True):
        # Decided by the update: it waits for a worker that is just finding out that there is nothing more to send.
        if Webhook.objects.filter(Q(due_at=None) | lost, pk=pk, is_active=True).update(due_at=now):
            enqueue(pk)
            woken += 1
    return woken


def deliver(pk: int, *, again: Callable[[datetime], Any], at: datetime | None = None) -> int:
    """Send this webhook all that is due, until it fails. Returns how many messages it received. Safe to repeat.

    `again` has the worker come back at a moment.
    """
    received = 0
    while (message := _take(pk, at or timezone.now())) is not None:
        now = at or timezone.now()
        status, result = _send(message, now)
        failed = not 200 <= status < 300
        with transaction.atomic():
            hook = Webhook.objects.select_for_update().get(pk=pk)
            hook.taken_until, hook.last_at, hook.last_result = None, now, result[:300]
            if failed:
                _failed(hook, status, now)
            else:
                hook.after, hook.upto, hook.tries, hook.due_at = message.last, None, 0, now
            hook.save()
        if failed:
            if hook.is_active and hook.due_at:
                again(hook.due_at)
            elif not hook.is_active:
                giving_up.tell(hook)
            break
        received += 1
    return received


def _failed(hook: Webhook, status: int, now: datetime) -> None:
    """Note the failure; after the last one the webhook is switched off, and stays where it is."""
    log.warning("Webhook %s was not received: %s", hook.pk, hook.last_result)
    if status == GONE or hook.tries >= len(WAITS):
        hook.is_active, hook.due_at = False, None
    else:
        hook.due_at, hook.tries = now + WAITS[hook.tries], hook.tries + 1


def _take(pk: int, now: datetime) -> Message | None:
    """The message that is due, taken for this worker; None if there is none, or another worker has it."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().filter(pk=pk, is_active=True).first()
        if hook is None or (hook.taken_until or now) > now or (hook.due_at or now) > now:
            return None
        told = ledger.head().public_version  # read first: what comes later wakes the webhook again
        entries = _entries(hook, told)
        if not entries:
            hook.after, hook.due_at = max(hook.after, told - 1), None
            hook.save()
            return None
        hook.upto, hook.taken_until = entries[-1].seq, now + LEASE
        hook.save()
    return Message(hook, f"msg_{hook.pk}_{hook.upto}", hook.upto, _body(hook, entries))


def _entries(hook: Webhook, told: int) -> Sequence[LedgerEntry]:
    """The public entries of the next message: of the one that is being tried, else as many as one holds."""
    rows = LedgerEntry.objects.filter(public=True, seq__gt=hook.after, seq__lt=told)
    if hook.record_types:
        rows = rows.filter(record_type__in=hook.record_types)
    if hook.upto is not None:
        rows = rows.filter(seq__lte=hook.upto)
    return list(rows.order_by("seq")[:MOST])


def _body(hook: Webhook, entries: Sequence[LedgerEntry]) -> bytes:
    """The message: which records changed, and where to ask what they say now. It holds no words of any record."""
    query = f"?after={hook.after}" if hook.after >= 0 else ""
    told = {
        "type": TYPE,
        "timestamp": encode(entries[-1].at),
        "data": {
            "after": hook.after,
            "last": entries[-1].seq,
            "url": f"{settings.SITE_URL}{reverse('api:changes')}{query}",
            "changes": [
                {"seq": e.seq, "at": encode(e.at), "action": e.action, "type": e.record_type, "uid": e.record_uid}
                for e in entries
            ],
        },
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _send(message: Message, now: datetime) -> tuple[int, str]:
    """The status of the answer (0: none), and in words what came of it."""
    headers = signing.headers(message.hook.secret, message.id, int(now.timestamp()), message.body)
    try:
        status = fetch.post(message.hook.url, message.body, headers | {"Content-Type": "application/json"})
    except fetch.FetchError as error:
        return 0, str(error)
    return status, f"{status}"
