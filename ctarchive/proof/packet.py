"""Puts an evidence packet together: the claim, its quotations, what they stand in, and the ledger's proof of each.

The same tree head gives the same bytes. The number of queries does not depend on how much there is to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db.models import Q, Value
from django.urls import reverse

from ctarchive import check_packet
from ctarchive.citing.records import permanent
from ctarchive.exports import records
from ctarchive.proof import heads, signing
from ctarchive.proof.opening import opened, public_values
from editorial import ledger
from editorial.choices import State
from editorial.languages import neutral
from editorial.ledger import field_digest
from editorial.models import LedgerEntry, LedgerHead
from editorial.payload import Json, encode
from events import headings
from events.models import Claim, Evidence, Ranking
from events.protection import Mask
from events.veil import veil

Key = tuple[str, str]  # record type, uid
Form = Mapping[str, Any]
NAMED = ("event", "entity", "value_entity", "attributed_to", "accused")
_STANDING = (State.PUBLISHED, State.SUPERSEDED)
# The order in which references are followed: each type leads only to types after it.
_FOLLOWED = ("capture", "source", "publisher", "event", "entity")


@dataclass
class Record:
    """What a packet tells of one record: what its entries come to, as far as it is open."""

    type: str
    uid: str
    fields: dict[str, Json] = field(default_factory=dict)
    withheld: set[str] = field(default_factory=set)

    def take(self, path: str, value: Json | None, *, is_open: bool) -> None:
        """A newer entry's word on a field."""
        self.fields.pop(path, None)
        self.withheld.discard(path)
        if not is_open:
            self.withheld.add(path)
        elif value is not None:
            self.fields[path] = value

    def told(self) -> dict[str, Json]:
        return {"uid": self.uid, "fields": self.fields, "withheld": sorted(self.withheld)}


def packet(claim: Claim, mask: Mask, *, since: int | None = None) -> dict[str, Any]:
    """The packet of a claim that was published once; it is fetched with what its sentence names.

    `since`: the size of an older head, consistency of which with its own the packet then proves too.
    """
    head = ledger.head()
    forms = _forms(claim, mask)
    told, entries = _ledger(forms, head)
    document: dict[str, Any] = {
        "format": check_packet.FORMAT,
        "head": {"size": str(head.size), "root": head.root},
        "checkpoint": signing.checkpoint(head.size, head.root),
        "consistency": heads.consistency(since, head.size) if since else None,
        "claim": told["claim", claim.pk].told(),
        "quotes": [record.told() for (kind, _uid), record in told.items() if kind == "evidence"],
        "captures": [_capture(record, forms, told) for (kind, _uid), record in told.items() if kind == "capture"],
        "records": [
            {"type": kind} | record.told()
            for (kind, uid), record in told.items()
            if kind not in ("evidence", "capture") and uid != claim.pk
        ],
        "entries": entries,
        "words": _words(claim, forms, mask),
    }
    return document | {"sha256": sha256(check_packet.canonical(document)).hexdigest()}


# -- which records -----------------------------------------------------------------------------------------------------


def _forms(claim: Claim, mask: Mask) -> dict[Key, Form]:
    """The public forms of the claim, its parts, its successor, and all that these refer to, by type and uid."""
    found: dict[Key, Form] = {}
    uids = _parts(claim)
    for kind in ("claim", "evidence", "ranking", *_FOLLOWED):
        wanted = uids.get(kind, set()) | {
            str(form[name])
            for form in found.values()
            for name, to in check_packet.REFERENCES.items()
            if to == kind and form.get(name)
        }
        found |= {(kind, uid): form for uid, form in records.of(kind, wanted, mask).items()} if wanted else {}
    return dict(sorted(found.items()))


def _parts(claim: Claim) -> dict[str, set[str]]:
    """Type → uids of the claim, what took its place, and the passages and rankings that stood with it. One query."""
    if claim.state == State.RETRACTED:
        return {"claim": {claim.pk}}
    claims = Claim.objects.filter(Q(pk=claim.pk) | Q(supersedes=claim.pk, state__in=_STANDING))
    parts: list[Any] = [model.objects.filter(claim=claim.pk, state=claim.state) for model in (Evidence, Ranking)]
    each = [rows.order_by().values_list("pk", Value(rows.model.type_name())) for rows in (claims, *parts)]
    found: dict[str, set[str]] = {}
    for uid, kind in each[0].union(*each[1:]):
        found.setdefault(kind, set()).add(uid)
    return found


# -- what the ledger holds of them -------------------------------------------------------------------------------------


def _ledger(forms: Mapping[Key, Form], head: LedgerHead) -> tuple[dict[Key, Record], list[dict[str, Any]]]:
    """What the records come to, and their public entries with their proofs. Two queries."""
    told = {key: Record(*key) for key in forms}
    public = {key: public_values(form) for key, form in forms.items()}
    entries = LedgerEntry.objects.filter(public=True, seq__lt=head.size, record_uid__in=[uid for _kind, uid in told])
    rows = list(entries.select_related("payload").order_by("seq"))
    proofs = ledger.inclusion_proofs((row.seq for row in rows), head.size)
    written = []
    for row in rows:
        key = row.record_type, row.record_uid
        fields: dict[str, Any] = {}
        for path, kept in sorted(row.payload.fields.items()):
            shown = opened(row.record_type, path, kept, public[key])
            fields[path] = shown or {"digest": field_digest(path, kept)}
            if not path.startswith(ledger.NOTE):
                told[key].take(path, shown and shown["value"], is_open=shown is not None)
        columns = {name: encode(getattr(row, name)) for name in check_packet.COLUMNS}
        written.append(columns | {"fields": fields, "proof": proofs[row.seq]})
    return told, written


def _capture(record: Record, forms: Mapping[Key, Form], told: Mapping[Key, Record]) -> dict[str, Any]:
    """A capture with as much of its text as the public may read: the whole of it, excerpts, or nothing (None)."""
    form = forms[record.type, record.uid]
    text: Any = None
    if form.get("masked") is False:
        quotes = [r.fields for r in told.values() if r.type == "evidence" and r.fields.get("capture") == record.uid]
        text = form["text"] or _excerpts(form["windows"] or (), quotes)
    return record.told() | {"text": text}


def _excerpts(windows: Iterable[Form], quotes: Iterable[Form]) -> list[dict[str, str]] | None:
    """The windows in which these quotations stand, with what is before and after each; None if one is in none."""
    found = {}
    for quote in quotes:
        first = int(quote["start"]) - len(quote.get("prefix", ""))
        last = int(quote["end"]) + len(quote.get("suffix", ""))
        around = [w for w in windows if int(w["start"]) <= first and last <= int(w["end"])]
        if not around:
            return None
        found[int(around[0]["start"])] = around[0]["text"]
    return [{"start": str(start), "text": text} for start, text in sorted(found.items())] or None


# -- in words ----------------------------------------------------------------------------------------------------------


def _words(claim: Claim, forms: Mapping[Key, Form], mask: Mask) -> dict[str, str]:
    """For people who open the file: what the claim says, what became of it, and how to check the file. Proves nothing.

    In the archive's own language, whoever asks: a packet is the same for everybody.
    """
    veil(mask, claim, *(getattr(claim, name) for name in NAMED))
    with neutral():
        sentence = "" if claim.state == State.RETRACTED else headings.sentence(claim)
        program = f"{settings.SITE_URL}{reverse('proof:checker')}"
    words = {
        "statement": sentence,
        "language": settings.LANGUAGE_CODE,
        "address": permanent("claim", claim.pk),
        "licence": settings.DATA_LICENCE["url"],
        "about": "Written for people from the fields of the claim; the ledger does not prove these words.",
        "check": f"python3 -I check_packet.py FILE; the program is at {program}",
    }
    if claim.state == State.SUPERSEDED:
        words["superseded"] = "The archive corrected this claim: what it tells now is the claim that supersedes it."
    if claim.state == State.RETRACTED:
        words["retracted"] = str(forms["claim", claim.pk]["reason"] or "")
    if mask:
        words["protected"] = "Where a value names a protected person it is left out, and its digest stays."
    return words
