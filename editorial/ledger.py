"""The ledger: audit trail, change feed and proof in one.

Each act on a record is an entry; the entries, as canonical JSON (RFC 8785), are the leaves of an append-only Merkle
tree (RFC 9162). An entry commits to its fields by salted digests only, so that a field can be erased later and every
proof still holds. Verbs append while they hold the ledger's head, which is the last thing they lock: two processes
never fork it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol, TypeVar

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from editorial import merkle, signals
from editorial.choices import Action, Via
from editorial.models import AccountAct, LedgerEntry, LedgerHead, LedgerNode, LedgerPayload
from editorial.payload import Json, canonical, encode

# Notes on the act itself, such as the reason for sending back, are fields whose path starts with this.
NOTE = "@"


class Subject(Protocol):
    """What an entry is about: a record, or an account."""

    @property
    def pk(self) -> Any: ...

    def type_name(self) -> str: ...


@dataclass
class Act:
    """One entry to be: what was done to which record, with the fields it set (path → value; None empties)."""

    action: Action | AccountAct
    record: Subject
    fields: Mapping[str, Json]
    public: bool
    notes: Mapping[str, str] = field(default_factory=dict)


def digest(path: str, salt: str, value: Json) -> str:
    """The commitment to one field: SHA-256 over the canonical JSON of [path, salt, value], in hex."""
    return sha256(canonical([path, salt, value])).hexdigest()


def field_digest(path: str, kept: Mapping[str, Json]) -> str:
    """The digest of a stored field, whether its value is still there or was erased."""
    return kept["digest"] if "digest" in kept else digest(path, kept["salt"], kept["value"])


def leaf(entry: LedgerEntry, fields: Mapping[str, Mapping[str, Json]]) -> bytes:
    """The bytes of the entry in the tree: its columns, and a digest for each of its fields."""
    return canonical(
        {
            "seq": str(entry.seq),
            "at": encode(entry.at),
            "actor": entry.actor,
            "action": entry.action,
            "record_type": entry.record_type,
            "record_uid": entry.record_uid,
            "via": entry.via,
            "public": entry.public,
            "fields": {path: field_digest(path, kept) for path, kept in fields.items()},
        }
    )


def head() -> LedgerHead:
    """The tree head now, without a lock."""
    return LedgerHead.objects.filter(pk=1).first() or LedgerHead(root=merkle.EMPTY_ROOT.hex())


def lock_head() -> LedgerHead:
    """The tree head, held until the transaction ends. Nothing may be locked after it."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The ledger is only written inside a verb's transaction.")
    held = LedgerHead.objects.select_for_update().filter(pk=1)
    if (head := held.first()) is None:
        # The very first entry; another process may be at it too, and only one head can be made.
        LedgerHead.objects.bulk_create([LedgerHead(root=merkle.EMPTY_ROOT.hex())], ignore_conflicts=True)
        head = held.get()
    return head


def append(acts: Sequence[Act], *, user: Any, via: str, at: datetime | None = None) -> list[LedgerEntry]:
    """Append one entry for each act, in order. Must run inside the transaction that did what they tell.

    `at` is the moment of the entries, now by default. Returns the entries.
    """
    if not acts:
        return []
    head = lock_head()
    moment = at or timezone.now()
    peaks = [bytes.fromhex(peak) for peak in head.peaks]
    entries, payloads, nodes = [], [], []
    for act in acts:
        entry = LedgerEntry(
            seq=head.size,
            at=moment,
            actor=user.uid,
            action=act.action,
            record_type=act.record.type_name(),
            record_uid=act.record.pk,
            via=Via(via),
            public=act.public,
        )
        fields = _salted({**act.fields, **{NOTE + key: text for key, text in act.notes.items()}})
        made = merkle.append(head.size, peaks, merkle.leaf_hash(leaf(entry, fields)))
        nodes += [LedgerNode(level=level, index=index, hash=node.hex()) for level, index, node in made]
        entries.append(entry)
        payloads.append(LedgerPayload(entry=entry, fields=fields))
        head.size += 1
        if act.public:
            head.public_version = entry.seq + 1
    LedgerEntry.objects.bulk_create(entries)
    LedgerPayload.objects.bulk_create(payloads)
    LedgerNode.objects.bulk_create(nodes)
    head.peaks, head.root = [peak.hex() for peak in peaks], merkle.root(peaks).hex()
    head.save()
    signals.recorded.send(sender=LedgerEntry, entries=entries)
    return entries


def _salted(fields: Mapping[str, Json]) -> dict[str, dict[str, Json]]:
    return {path: {"salt": secrets.token_urlsafe(16), "value": value} for path, value in fields.items()}


def erase(record_type: str, uids: Iterable[str], paths: Iterable[str]) -> int:
    """Erase the values of `paths` from every entry about these records, leaving their digests. Returns how many.

    Part of a redaction, whose verb appends the entry that tells of it.
    """
    count, wanted = 0, set(paths)
    payloads = LedgerPayload.objects.filter(entry__record_type=record_type, entry__record_uid__in=list(uids))
    for payload in payloads.select_for_update().order_by("pk"):
        doomed = [path for path in payload.fields.keys() & wanted if "value" in payload.fields[path]]
        for path in doomed:
            payload.fields[path] = {"digest": field_digest(path, payload.fields[path])}
        if doomed:
            payload.save()
            count += len(doomed)
    return count


T = TypeVar("T")


def _looked_up(compute: Callable[[merkle.Node], T]) -> T:
    """What `compute` makes of the stored nodes it asks for: they are looked up together, in one query."""
    wanted: dict[int, set[int]] = {}

    def note(level: int, index: int) -> bytes:
        wanted.setdefault(level, set()).add(index)
        return b""

    # Which nodes are needed depends on numbers alone: asked a first time, it only tells which.
    compute(note)
    if not wanted:
        return compute(note)
    stored = Q()
    for level, indexes in wanted.items():
        stored |= Q(level=level, index__in=indexes)
    nodes = {(row.level, row.index): bytes.fromhex(row.hash) for row in LedgerNode.objects.filter(stored)}
    return compute(lambda level, index: nodes[level, index])


def inclusion_proof(seq: int, size: int) -> list[str]:
    """The audit path of entry `seq` in the tree of `size` entries, as hex. One query for O(log n) nodes."""
    return inclusion_proofs([seq], size)[seq]


def inclusion_proofs(seqs: Iterable[int], size: int) -> dict[int, list[str]]:
    """Entry → its audit path in the tree of `size` entries, as hex. One query."""
    numbers = list(seqs)
    paths = _looked_up(lambda node: [merkle.inclusion_proof(node, seq, size) for seq in numbers])
    return {seq: [step.hex() for step in path] for seq, path in zip(numbers, paths, strict=True)}


def consistency_proof(first: int, second: int) -> list[str]:
    """The proof that the ledger of `first` entries is a prefix of that of `second`, as hex. One query."""
    return [step.hex() for step in _looked_up(lambda node: merkle.consistency_proof(node, first, second))]


def root_at(size: int) -> str:
    """The tree head as it was after `size` entries, as hex. One query."""
    return _looked_up(lambda node: merkle.range_root(node, 0, size) if size else merkle.EMPTY_ROOT).hex()


def made_public(uids: Iterable[str]) -> set[str]:
    """Which of these records have a public entry already."""
    return set(LedgerEntry.objects.filter(public=True, record_uid__in=list(uids)).values_list("record_uid", flat=True))
