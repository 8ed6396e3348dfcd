"""Every column of every record against what the ledger's entries about it come to, and every uid against both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from editorial import access, registry
from editorial.ledger import NOTE
from editorial.models import ACCOUNT, LedgerEntry, PublicId, Record, User
from editorial.models.record import MASK
from editorial.payload import Json
from editorial.verifying import Finding, Range, Step, Walk, batches

_ERASED = object()


def walks() -> list[Walk]:
    types = registry.record_types().items()
    return [
        *(Walk(name, partial(records, name), model) for name, model in types),
        *(Walk(f"lost {name}", partial(lost, name)) for name, _model in types),
        Walk("accounts", accounts),
    ]


def records(name: str, step: Step, part: Range) -> Iterator[Finding]:
    """The records of one type."""
    model = registry.model(name)
    for uids in batches(part.of(model.objects.all()).values_list("pk", flat=True)):
        rows, unreadable = _read(model, uids)
        for uid, error in unreadable:
            yield Finding(name, uid, f"it cannot be read ({error})")
        yield from _compare_records(name, rows)
        step(len(uids))


def lost(name: str, _step: Step, _part: Range) -> Iterator[Finding]:
    """What the ledger tells of, or what a uid was given out to, and what is no record of this type."""
    model = registry.model(name)
    orphans = LedgerEntry.objects.filter(record_type=name).exclude(record_uid__in=model.objects.values("pk"))
    for uid in orphans.order_by("record_uid").values_list("record_uid", flat=True).distinct():
        yield Finding(name, uid, "the ledger tells of it, but there is no such record")
    given = PublicId.objects.filter(record_type=name).exclude(uid__in=model.objects.values("pk"))
    for uid in given.order_by("uid").values_list("uid", flat=True):
        yield Finding(name, uid, "its uid was given out, but there is no such record")


def accounts(_step: Step, _part: Range) -> Iterator[Finding]:
    """Everybody whom the ledger names, what they may do, and uids of types that do not exist."""
    known = User.objects.values("uid")
    # Nobody is the actor of a refused sign-in.
    strangers = LedgerEntry.objects.exclude(actor__in=known).order_by("actor")
    for uid in strangers.exclude(actor="").values_list("actor", flat=True).distinct():
        yield Finding("user", uid, "the ledger tells of what they did, but there is no such account")
    yield from _accounts()
    for stray in PublicId.objects.exclude(record_type__in=registry.record_types()).order_by("uid"):
        yield Finding(stray.record_type, stray.uid, "its uid was given out for a type that does not exist")


def _accounts() -> Iterator[Finding]:
    """Every account whose access was ever given or changed in the admin, against what the ledger says of it last."""
    entries = LedgerEntry.objects.filter(record_type=ACCOUNT).exclude(record_uid="")
    for uid in (
        entries.exclude(record_uid__in=User.objects.values("uid"))
        .order_by("record_uid")
        .values_list("record_uid", flat=True)
        .distinct()
    ):
        yield Finding(ACCOUNT, uid, "the ledger tells of it, but there is no such account")
    told: dict[str, Any] = {}
    for entry in entries.filter(action__in=access.GIVING).order_by("seq").select_related("payload"):
        kept = entry.payload.fields.get("access", {})
        told[entry.record_uid] = kept.get("value")
    for user in User.objects.filter(uid__in=told).prefetch_related("groups"):
        if (has := access.of(user)) != told[user.uid]:
            yield Finding(ACCOUNT, user.uid, f"it may {has!r}, the ledger says {told[user.uid]!r}")


def _read(model: type[Record], uids: list[str]) -> tuple[list[Record], list[tuple[str, str]]]:
    """(rows, [(uid, why) of the unreadable ones]): one broken row must not hide the others."""
    wanted = model.objects.order_by("pk").prefetch_related(*model.PARTS)
    try:
        return list(wanted.filter(pk__in=uids)), []
    except (TypeError, ValueError, ArithmeticError):
        rows, unreadable = [], []
        for uid in uids:
            try:
                rows += list(wanted.filter(pk=uid))
            except (TypeError, ValueError, ArithmeticError) as error:
                unreadable.append((uid, str(error)))
        return rows, unreadable


def _compare_records(name: str, rows: list[Record]) -> Iterator[Finding]:
    uids = [row.pk for row in rows]
    told = _told(name, uids)
    registered = set(PublicId.objects.filter(uid__in=uids, record_type=name).values_list("uid", flat=True))
    for row in rows:
        if row.pk not in registered:
            yield Finding(name, row.pk, "its uid was never given out to a record of this type")
        if row.pk not in told:
            yield Finding(name, row.pk, "the ledger knows nothing of it")
            continue
        try:
            has = row.payload()
        except (TypeError, ValueError, ArithmeticError) as error:
            yield Finding(name, row.pk, f"it cannot be read ({error!r})")
            continue
        if has != told[row.pk]:
            yield from _compare_fields(name, row.pk, has, told[row.pk])


def _compare_fields(name: str, uid: str, has: dict[str, Json], should: dict[str, Any]) -> Iterator[Finding]:
    for path in sorted({**has, **should}):
        value, said = has.get(path), should.get(path)
        if said is _ERASED:
            if value is not None and set(str(value)) != {MASK}:
                yield Finding(name, uid, f"{path} was redacted, but reads {value!r}")
        elif value != said:
            yield Finding(name, uid, f"{path} is {value!r}, the ledger says {said!r}")


def _told(name: str, uids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """uid → what the entries about it come to, field by field: the newest value of each."""
    told: dict[str, dict[str, Any]] = {}
    entries = LedgerEntry.objects.filter(record_type=name, record_uid__in=list(uids)).order_by("seq")
    for uid, kept_fields in entries.values_list("record_uid", "payload__fields"):
        fields = told.setdefault(uid, {})
        for path, kept in (kept_fields if isinstance(kept_fields, dict) else {}).items():
            if not path.startswith(NOTE):
                fields[path] = kept.get("value", _ERASED) if isinstance(kept, dict) else None
    return told
