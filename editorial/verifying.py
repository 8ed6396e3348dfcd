"""Does the ledger hold, and does every record say what the ledger says? The innermost part of `manage.py verify`.

A verifier yields a `Finding` for each thing that does not hold. It changes nothing, reads in batches, and tells `step`
how many rows it has walked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from editorial import access, ledger, merkle, registry
from editorial.ledger import NOTE
from editorial.models import ACCOUNT, LedgerEntry, LedgerNode, LedgerPayload, PublicId, Record, User
from editorial.models.record import MASK
from editorial.payload import Json

BATCH = 500
Step = Callable[[int], Any]
T = TypeVar("T")
_ERASED = object()


@dataclass(frozen=True)
class Finding:
    """One thing that does not hold: where (a record type and uid, or a part of the ledger) and what."""

    kind: str
    uid: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}: {self.what}"


def batches(rows: QuerySet[Any], size: int = BATCH) -> Iterator[list[Any]]:
    """The rows in lists of `size`, without holding all of them."""
    iterator = rows.iterator(chunk_size=size)
    while batch := list(islice(iterator, size)):
        yield batch


# -- the tree ----------------------------------------------------------------------------------------------------------


def tree(step: Step) -> Iterator[Finding]:
    """Every entry against its leaf, every node against its children, and the head against all of them."""
    peaks: list[bytes] = []
    size, nodes, public_version = 0, 0, 0
    for entries in batches(LedgerEntry.objects.order_by("seq")):
        payloads = {p.pk: p.fields for p in LedgerPayload.objects.filter(pk__in=[e.pk for e in entries])}
        made: dict[tuple[int, int], bytes] = {}
        for entry in entries:
            if entry.seq != size:
                yield Finding("ledger", str(size), f"the entry is missing; the next one is {entry.seq}")
                return
            leaf, problem = _leaf(entry, payloads.get(entry.pk))
            if problem:
                yield Finding("ledger", str(entry.seq), problem)
            made |= {(level, index): digest for level, index, digest in merkle.append(size, peaks, leaf)}
            size += 1
            public_version = size if entry.public else public_version
        yield from _compare_nodes(made)
        nodes += len(made)
        step(len(entries))
    if (extra := LedgerNode.objects.count() - nodes) > 0:
        yield Finding("ledger", "nodes", f"the tree has {extra} nodes that belong to no entry")
    yield from _head(size, peaks, public_version)


def _leaf(entry: LedgerEntry, fields: dict[str, Any] | None) -> tuple[bytes, str]:
    """(leaf hash, problem) of a stored entry."""
    if fields is None:
        return merkle.leaf_hash(b""), "its fields are missing"
    try:
        return merkle.leaf_hash(ledger.leaf(entry, fields)), ""
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return merkle.leaf_hash(b""), f"its fields cannot be read ({error!r})"


def _compare_nodes(made: dict[tuple[int, int], bytes]) -> Iterator[Finding]:
    """The nodes that a batch of entries finished against those stored; a wrong leaf names its entry and record."""
    span: dict[int, tuple[int, int]] = {}
    for level, index in made:
        low, high = span.get(level, (index, index))
        span[level] = min(low, index), max(high, index)
    wanted = Q()
    for level, bounds in span.items():
        wanted |= Q(level=level, index__range=bounds)
    stored = {(n.level, n.index): n.hash for n in LedgerNode.objects.filter(wanted)}
    for (level, index), digest in made.items():
        if stored.get((level, index)) == digest.hex():
            continue
        if level:
            yield Finding("ledger", f"node {level}/{index}", "is not the hash of its children")
        else:
            entry = LedgerEntry.objects.get(seq=index)
            yield Finding(
                "ledger", str(index), f"the entry on {entry.record_type} {entry.record_uid} is not what was appended"
            )


def _head(size: int, peaks: list[bytes], public_version: int) -> Iterator[Finding]:
    head = ledger.head()
    computed = (size, merkle.root(peaks).hex(), [peak.hex() for peak in peaks], public_version)
    for name, has, should in zip(
        ("size", "root", "peaks", "public version"),
        (head.size, head.root, head.peaks, head.public_version),
        computed,
        strict=True,
    ):
        if has != should:
            yield Finding("ledger", "head", f"its {name} is {has!r}, computed {should!r}")


# -- the records -------------------------------------------------------------------------------------------------------


def records(step: Step) -> Iterator[Finding]:
    """Every column of every record against what the ledger's entries about it come to, and every uid against both."""
    for name, model in registry.record_types().items():
        for uids in batches(model.objects.order_by("pk").values_list("pk", flat=True)):
            rows, unreadable = _read(model, uids)
            for uid, error in unreadable:
                yield Finding(name, uid, f"it cannot be read ({error})")
            yield from _compare_records(name, rows)
            step(len(uids))
        orphans = LedgerEntry.objects.filter(record_type=name).exclude(record_uid__in=model.objects.values("pk"))
        for uid in orphans.order_by("record_uid").values_list("record_uid", flat=True).distinct():
            yield Finding(name, uid, "the ledger tells of it, but there is no such record")
        lost = PublicId.objects.filter(record_type=name).exclude(uid__in=model.objects.values("pk"))
        for uid in lost.order_by("uid").values_list("uid", flat=True):
            yield Finding(name, uid, "its uid was given out, but there is no such record")
    accounts = User.objects.values("uid")
    # Nobody is the actor of a refused sign-in.
    strangers = LedgerEntry.objects.exclude(actor__in=accounts).order_by("actor")
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
    for entry in entries.select_related("payload"):
        fields = told.setdefault(entry.record_uid, {})
        payload = getattr(entry, "payload", None)
        for path, kept in (payload.fields if payload and isinstance(payload.fields, dict) else {}).items():
            if not path.startswith(NOTE):
                fields[path] = kept.get("value", _ERASED) if isinstance(kept, dict) else None
    return told


def erased_fields() -> int:
    """How many fields the ledger holds only the digests of."""
    return sum(
        1
        for payload in LedgerPayload.objects.filter(fields__icontains='"digest"').iterator()
        for kept in payload.fields.values()
        if "digest" in kept
    )
