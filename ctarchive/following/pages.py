"""One page of changes, read as of one moment: the public entries of the ledger, and the records that they touch.

It tells the *current* form of each record, not the one it had then. Whoever takes all pages in order, and keeps the
newest form of each record, ends with what is published now: a record that changes meanwhile is told again later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.crypto import salted_hmac

from ctarchive.exports import columns, records
from ctarchive.exports.about import about
from ctarchive.exports.moment import Moment
from editorial import ledger
from editorial.models import LedgerEntry, LedgerNode
from editorial.payload import encode
from events.models import Evidence
from events.protection import Mask
from sources.models import Capture

PROTOCOL = 1  # counted up when a client that knows the one before would go wrong
# Captures carry whole texts: a page ends before it would touch more of them.
MOST_CAPTURES = 20


@dataclass
class Page:
    """What one answer tells. `last` is where the next begins; None where there is nothing at all yet."""

    head: dict[str, Any]
    changes: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    gone: list[dict[str, str]] = field(default_factory=list)
    last: int | None = None
    complete: bool = True


def epoch(mask: Mask) -> str:
    """Names how records are told now: who is protected (which it tells nobody), and which members the forms have.

    With another one any form may have changed, without an entry that says so: a draft protects at once, too.
    """
    members = [(name, [column.name for column in some]) for name, some in columns.COLUMNS.items()]
    told = repr([sorted(mask.pseudonyms.items()), members])
    return salted_hmac("ctarchive.following", told, algorithm="sha256").hexdigest()[:16]


def head(moment: Moment, known: int | None) -> dict[str, Any]:
    """The tree head of this version; with `known`, an earlier size, also the proof that nothing before was changed."""
    return {
        "protocol": PROTOCOL,
        "version": moment.version,
        "root": moment.root,
        "epoch": epoch(moment.mask),
        "types": list(records.TYPES),
        "archive": {"type": "archive"} | about(moment),
        "consistency": ledger.consistency_proof(known, moment.version) if known else [],
    }


def read(moment: Moment, after: int | None, limit: int, known: int | None = None) -> Page:
    """The page that follows the entry `after`. Call it inside the moment."""
    public = LedgerEntry.objects.filter(public=True, seq__lt=moment.version)
    later = public.filter(seq__gt=-1 if after is None else after).order_by("seq")
    found = list(later[: limit + 1])
    entries = _few_captures(found[:limit])
    page = Page(head(moment, known), last=after, complete=len(entries) == len(found))
    if entries:
        before = public.filter(seq__lt=entries[0].seq).order_by("-seq").values_list("seq", flat=True).first()
        page.changes, page.last = _told(entries, before), entries[-1].seq
        page.documents, page.gone = _documents(entries, moment.mask)
    return page


def _few_captures(entries: Sequence[LedgerEntry]) -> Sequence[LedgerEntry]:
    """The entries up to the one that would touch too many captures; one at least. Two queries."""
    of: dict[str, set[str]] = {}
    quoting = [e.record_uid for e in entries if e.record_type == "evidence"]
    for uid, capture in Evidence.objects.filter(pk__in=quoting).values_list("pk", "capture"):
        of.setdefault(uid, set()).add(capture)
    sources = [e.record_uid for e in entries if e.record_type == "source"]
    for capture, uid in Capture.objects.published().filter(source__in=sources).values_list("pk", "source"):
        of.setdefault(uid, set()).add(capture)
    touched: set[str] = set()
    for number, entry in enumerate(entries):
        touched |= {entry.record_uid} if entry.record_type == "capture" else of.get(entry.record_uid, set())
        if len(touched) > MOST_CAPTURES and number:
            return entries[:number]
    return entries


def _told(entries: Sequence[LedgerEntry], before: int | None) -> list[dict[str, Any]]:
    """The entries, each with the one before it, so that a reader notices one that is missing. One query."""
    leaves = LedgerNode.objects.filter(level=0, index__in=[entry.seq for entry in entries])
    hashes = dict(leaves.values_list("index", "hash"))
    return [
        {
            "seq": entry.seq,
            "previous": previous,
            "at": encode(entry.at),
            "action": entry.action,
            "type": entry.record_type,
            "uid": entry.record_uid,
            "leaf": hashes[entry.seq],
        }
        for previous, entry in zip([before, *(e.seq for e in entries)], entries, strict=False)
    ]


def _documents(entries: Sequence[LedgerEntry], mask: Mask) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """The forms of all that these entries may have changed, in loading order; and what has no public form."""
    changed: dict[str, set[str]] = {}
    for entry in entries:
        changed.setdefault(entry.record_type, set()).add(entry.record_uid)
    touched = {name: set(uids) for name, uids in changed.items()}
    for name in sorted(changed):
        for other, uids in records.affected(name, changed[name]).items():
            touched.setdefault(other, set()).update(uids)
    documents: list[dict[str, Any]] = []
    gone: list[dict[str, str]] = []
    for name in records.TYPES:
        uids = touched.get(name, set())
        forms = records.of(name, uids, mask) if uids else {}
        documents += forms.values()
        gone += [{"type": name, "uid": uid} for uid in sorted(uids - forms.keys())]
    return documents, gone
