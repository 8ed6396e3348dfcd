"""Which values of the ledger a packet opens. Pure.

An entry commits to each field by a salted digest. A packet gives the salt and the value only of what the public may
read now, letter for letter: what the public form of the record tells in the same words. All else stays a digest: what
names a protected person, what was erased, earlier values, and what is no part of the public form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editorial.ledger import NOTE
from editorial.payload import Json

# Always open: what became of the record, and when.
_WORKFLOW = ("state", "version", "published_at", "ended_at")
# Of claims and their quotations also who wrote, submitted and reviewed them, as opaque uids: four eyes are provable.
_HANDS = ("author", "submitted_by", "reviewed_by")
_SHOW_HANDS = ("claim", "evidence")
# First and last days: they follow from the dates beside them.
_BOUNDS = tuple(f"{name}_{end}" for name in ("value", "valid", "published") for end in ("earliest", "latest"))
_NAME = ("kind", "text", "language", "script")
_REASON = f"{NOTE}reason"


def public_values(form: Mapping[str, Any]) -> dict[str, Json]:
    """Path → value as the ledger writes it, for all that the public form of a record tells."""
    if form["state"] == "retracted":
        # A tombstone. Its reason is a note on the act that ended it.
        return {_REASON: form["reason"], "retracted_at": form["retracted_at"]}
    told = dict(form)
    if form["type"] == "capture":
        told["blob"] = form["sha256"]
    if form["type"] == "entity":
        told["names"] = [[one[key] or "" for key in _NAME] for one in form["names"] or ()]
        told["identifiers"] = [[one["scheme"], one["value"]] for one in form["identifiers"] or ()]
        told |= form["coordinates"] or {}
    return told


def opened(record_type: str, path: str, kept: Mapping[str, Json], public: Mapping[str, Json]) -> dict[str, Json] | None:
    """The salt and value of a stored field, if the public may read it; else None."""
    if "digest" in kept:
        return None
    always = path in _WORKFLOW or (path in _HANDS and record_type in _SHOW_HANDS)
    always = always or (path in _BOUNDS and "retracted_at" not in public)
    if always or kept["value"] is None or (path in public and public[path] == kept["value"]):
        return {"salt": kept["salt"], "value": kept["value"]}
    return None
