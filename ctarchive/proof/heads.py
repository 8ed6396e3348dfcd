"""Tree heads as they are given out, and the proof that one is the beginning of another."""

from __future__ import annotations

from typing import Any

from ctarchive import check_packet
from ctarchive.proof import signing
from editorial import ledger


def consistency(first: int, second: int) -> dict[str, Any]:
    """The head of `first` entries, and the proof that its ledger is the beginning of that of `second`. Two queries."""
    return {"size": str(first), "root": ledger.root_at(first), "proof": ledger.consistency_proof(first, second)}


def document(size: int | None = None, since: int | None = None) -> dict[str, Any]:
    """The newest head, or that of `size` entries; `since`: with the proof from that smaller one on.

    `size` and `since` must be heads that the ledger had: 0 < since ≤ size ≤ its size now. At most four queries.
    """
    head = ledger.head()
    told = {"size": str(head.size), "root": head.root}
    if size is not None and size != head.size:
        told = {"size": str(size), "root": ledger.root_at(size)}
    return told | {
        "format": check_packet.HEAD_FORMAT,
        "public_version": str(head.public_version),
        "checkpoint": signing.checkpoint(int(told["size"]), told["root"]),
        "consistency": consistency(since, int(told["size"])) if since is not None else None,
    }
