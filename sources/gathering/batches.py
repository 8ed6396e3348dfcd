"""A list of addresses, captured one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import guard, policies
from editorial.actions import verb
from editorial.choices import Role, Via
from editorial.errors import EditorialError, NotAllowed
from sources.addresses import normal
from sources.choices import Errand, Method
from sources.fetch import BadAddress, checked
from sources.models import Batch, BatchItem, Capture
from sources.text import UnreadableError, sha256_hex
from sources.web import capture_url

MOST = 10_000
# Whoever took an address and has said nothing for so long was killed: it is taken again.
LOST_AFTER = timedelta(minutes=10)
_UNDONE = (Errand.WAITING, Errand.WORKING)


def start(lines: Iterable[str], *, user: Any, name: str = "", robots_reason: str = "") -> Batch:
    """A batch of the addresses in these lines; empty ones and those that begin with “#” are left out.

    The same addresses in a batch of this user's that is not done yet: that batch, to be taken up again. Raises
    `ValidationError` that names each line without a web address, and writes nothing.
    """
    policies.check(user, "create", Capture())
    wanted = _read(lines)
    if (known := _unfinished(wanted, user)) is not None:
        return known
    with verb():
        batch = Batch.objects.create(
            name=(name or _("%(count)s addresses") % {"count": len(wanted)})[:200],
            user=user,
            robots_reason=robots_reason.strip()[:300],
        )
        add(batch, wanted.values())
    return batch


def _read(lines: Iterable[str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(lines, 1):
        if not (url := line.strip()) or url.startswith("#"):
            continue
        try:
            url = checked(url)
            wanted.setdefault(_key(url), url)
        except BadAddress as error:
            wrong.append(_("Line %(number)s: %(error)s") % {"number": number, "error": error})
    if len(wanted) > MOST:
        wrong.append(_("There are more than %(most)s addresses; divide them.") % {"most": MOST})
    if not wanted and not wrong:
        wrong.append(_("There is no address: give one a line."))
    if wrong:
        raise ValidationError(wrong)
    return wanted


def _key(url: str) -> str:
    return sha256_hex(normal(url).encode())


def _unfinished(wanted: dict[str, str], user: Any) -> Batch | None:
    """A batch of this user's with exactly these addresses, of which some are undone."""
    own = Batch.objects.filter(user=user, feed__isnull=True, items__key=next(iter(wanted)))
    for batch in own:
        if set(batch.items.values_list("key", flat=True)) == set(wanted) and is_undone(batch):
            return batch
    return None


def add(batch: Batch, urls: Iterable[str]) -> int:
    """Put further addresses into the batch, those left out that it holds. Returns how many are new."""
    rows = {_key(url): BatchItem(batch=batch, url=url, key=_key(url)) for url in urls}
    with guard.writing():
        before = batch.items.count()
        BatchItem.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=500)
    return batch.items.count() - before


def is_undone(batch: Batch) -> bool:
    return batch.items.filter(state__in=_UNDONE).exists()


def counts(batch: Batch) -> dict[str, int]:
    """How many addresses there are of each state. One query."""
    rows = dict(batch.items.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: rows.get(state, 0) for state in Errand.values}


def work(batch: Batch, *, most: int | None = None, via: str = Via.COMMAND) -> Iterator[BatchItem]:
    """Capture the addresses that wait, one after the other, and give each one back when it is done.

    Whoever stops listening, or is killed, loses at most the one at hand, which is taken again later. Several may work
    at one batch. Ends where the batch is stopped.
    """
    done = 0
    while (most is None or done < most) and (item := _take(batch)) is not None:
        done += 1
        yield _settle(item, batch, via)


def _take(batch: Batch) -> BatchItem | None:
    """The next address, now taken by us; None where nothing waits, or somebody stopped the batch."""
    while True:
        now = timezone.now()
        if Batch.objects.filter(pk=batch.pk, stopped=True).exists():
            return None
        lost = Q(state=Errand.WORKING, tried_at__lt=now - LOST_AFTER)
        item = batch.items.filter(Q(state=Errand.WAITING) | lost).first()
        if item is None:
            return None
        with guard.writing():
            # Only one of those who saw it takes it.
            mine = BatchItem.objects.filter(pk=item.pk, state=item.state, tried_at=item.tried_at)
            if mine.update(state=Errand.WORKING, tried_at=now):
                item.state, item.tried_at = Errand.WORKING, now
                return item


def _settle(item: BatchItem, batch: Batch, via: str) -> BatchItem:
    """Capture one address, and keep what became of it."""
    method = Method.FEED if hasattr(batch, "feed") else Method.FETCH
    try:
        done = capture_url(item.url, user=batch.user, via=via, robots_reason=batch.robots_reason, method=method)
    except (UnreadableError, EditorialError) as error:
        item.state, item.reason = Errand.REFUSED, str(error)
    except ValidationError as error:
        item.state, item.reason = Errand.REFUSED, "; ".join(error.messages)
    except BaseException:
        # Interrupted: the next one to work at this batch takes it up at once.
        _keep(item, state=Errand.WAITING)
        raise
    else:
        item.state = Errand.CAPTURED if done.is_new else Errand.ALREADY_THERE
        item.capture, item.reason = done.capture, ""
    _keep(item, state=item.state)
    return item


def _keep(item: BatchItem, *, state: str) -> None:
    item.state = state
    with guard.writing():
        item.save()


def stop(batch: Batch, *, user: Any) -> None:
    """Leave the rest undone, until somebody resumes the batch."""
    _change(batch, user, lambda: Batch.objects.filter(pk=batch.pk).update(stopped=True))


def resume(batch: Batch, *, user: Any) -> None:
    """Take the batch up again."""
    _change(batch, user, lambda: Batch.objects.filter(pk=batch.pk).update(stopped=False))


def try_again(batch: Batch, *, user: Any) -> int:
    """Have what was refused tried once more. Returns how many addresses that are."""
    refused = batch.items.filter(state=Errand.REFUSED)
    return _change(batch, user, lambda: refused.update(state=Errand.WAITING, reason="", tried_at=None))


def _change(batch: Batch, user: Any, write: Callable[[], int]) -> int:
    if not may_change(user, batch):
        raise NotAllowed(_("Only who began it, or a managing editor, may do this."))
    with verb():
        return write()


def may_change(user: Any, batch: Batch) -> bool:
    """Whether the user may stop the batch, resume it, or have it tried again."""
    if not policies.may(user, "create", Capture()):
        return False
    return bool(batch.user_id == user.uid or policies.has_role(user, Role.MANAGING_EDITOR))


def outcome(items: Iterable[BatchItem]) -> Counter[str]:
    return Counter(item.state for item in items)
