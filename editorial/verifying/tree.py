"""Every entry of the ledger against its leaf, every node of the tree against its children, the head against all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Max

from editorial import ledger, merkle
from editorial.models import LedgerEntry, LedgerNode, LedgerPayload
from editorial.verifying import BATCH, TOGETHER, Finding, Range, Step, Tally, Walk, batches

# The level of the subtree over one range of entries.
_TOP = TOGETHER.bit_length() - 1


def walks() -> list[Walk]:
    return [Walk("entries", entries, LedgerEntry), Walk("head", head)]


def entries(tally: Tally, part: Range) -> Iterator[Finding]:
    """A range of entries, which begins where a subtree does, with every node that they complete among themselves."""
    at, leaves = part.low or 0, list[bytes]()
    for rows in batches(part.of(LedgerEntry.objects.all())):
        payloads = dict(LedgerPayload.objects.filter(pk__in=[e.pk for e in rows]).values_list("pk", "fields"))
        for entry in rows:
            if entry.seq != at:
                yield Finding("ledger", str(at), f"the entry is missing; the next one is {entry.seq}")
                return
            leaf, problem = _leaf(entry, payloads.get(entry.pk))
            if problem:
                yield Finding("ledger", str(entry.seq), problem)
            leaves.append(leaf)
            tally.erased += problem == "" and sum("digest" in kept for kept in payloads[entry.pk].values())
            at += 1
        tally(len(rows))
    if part.high is not None and at < part.high:
        yield Finding("ledger", str(at), "the entry is missing")
        return
    yield from _compare_nodes(0, (part.low or 0), leaves, _TOP)


def _leaf(entry: LedgerEntry, fields: dict[str, Any] | None) -> tuple[bytes, str]:
    """(leaf hash, problem) of a stored entry."""
    if fields is None:
        return merkle.leaf_hash(b""), "its fields are missing"
    try:
        return merkle.leaf_hash(ledger.leaf(entry, fields)), ""
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return merkle.leaf_hash(b""), f"its fields cannot be read ({error!r})"


def _compare_nodes(level: int, first: int, hashes: Sequence[bytes], top: int) -> Iterator[Finding]:
    """The nodes over these, which stand side by side from `first` on, with those stored, up to level `top`.

    A wrong leaf names its entry and record.
    """
    while hashes and level <= top:
        stored = dict(
            LedgerNode.objects.filter(level=level, index__range=(first, first + len(hashes) - 1)).values_list(
                "index", "hash"
            )
        )
        for index, digest in enumerate(hashes, first):
            if stored.get(index) != digest.hex():
                yield _wrong(level, index)
        level, first = level + 1, first // 2
        hashes = [merkle.node_hash(*hashes[at : at + 2]) for at in range(0, len(hashes) - 1, 2)]


def _wrong(level: int, index: int) -> Finding:
    if level:
        return Finding("ledger", f"node {level}/{index}", "is not the hash of its children")
    entry = LedgerEntry.objects.get(seq=index)
    what = f"the entry on {entry.record_type} {entry.record_uid} is not what was appended"
    return Finding("ledger", str(index), what)


def head(step: Step, _part: Range) -> Iterator[Finding]:
    """The upper nodes and the head against the nodes that `entries` looks at."""
    size = LedgerEntry.objects.count()
    below = LedgerNode.objects.filter(level=_TOP, index__lt=size >> _TOP).order_by("index")
    found = [(index, _bytes(node)) for index, node in below.values_list("index", "hash").iterator(chunk_size=BATCH)]
    if [index for index, _node in found] == list(range(size >> _TOP)):
        above = [merkle.node_hash(found[at][1], found[at + 1][1]) for at in range(0, len(found) - 1, 2)]
        yield from _compare_nodes(_TOP + 1, 0, above, size.bit_length())
    nodes = sum(size >> level for level in range(size.bit_length()))
    if (extra := LedgerNode.objects.count() - nodes) > 0:
        yield Finding("ledger", "nodes", f"the tree has {extra} nodes that belong to no entry")
    yield from _head(size)


def _bytes(digest: str) -> bytes:
    """What a stored digest says; nothing where it is none."""
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def _head(size: int) -> Iterator[Finding]:
    peaks = [_bytes(digest) for digest in _peaks(size)]
    newest = LedgerEntry.objects.filter(public=True).aggregate(newest=Max("seq"))["newest"]
    computed = (size, merkle.root(peaks).hex(), [peak.hex() for peak in peaks], 0 if newest is None else newest + 1)
    stored = ledger.head()
    for name, has, should in zip(
        ("size", "root", "peaks", "public version"),
        (stored.size, stored.root, stored.peaks, stored.public_version),
        computed,
        strict=True,
    ):
        if has != should:
            yield Finding("ledger", "head", f"its {name} is {has!r}, computed {should!r}")


def _peaks(size: int) -> Iterator[str]:
    """The stored roots of the complete subtrees that make up a tree of this size, largest first."""
    first = 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            node = LedgerNode.objects.filter(level=level, index=first >> level).values_list("hash", flat=True).first()
            yield node or ""
            first += 1 << level
