"""Checks an evidence packet offline: `python3 -I check_packet.py FILE`. One file, standard library only, Python 3.9 on.

`python3 -I check_packet.py compare OLD NEW --key KEY` checks that one ledger stands behind two checkpoints.

Exit status: 0 all of it holds, 1 something does not, 2 it could not be read. What a packet holds and what its check
proves is written down in docs/proof.md. The ledger is an append-only Merkle tree (RFC 9162) whose leaves are canonical
JSON (RFC 8785) of an entry's columns and the salted digests of its fields. Checkpoints are signed notes (C2SP
tlog-checkpoint and signed-note) with Ed25519 signatures (RFC 8032).
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import sys
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

FORMAT = "ctarchive-packet/1"
HEAD_FORMAT = "ctarchive-head/1"
COLUMNS = ("action", "actor", "at", "public", "record_type", "record_uid", "seq", "via")
MEMBERS = {
    "captures", "checkpoint", "claim", "consistency", "entries", "format", "head", "quotes", "records", "sha256",
    "words",
}  # fmt: skip
# Fields of a claim or quotation by which a record may belong in its packet, and the type of that record.
REFERENCES = {
    "event": "event", "entity": "entity", "value_entity": "entity", "attributed_to": "entity", "accused": "entity",
    "capture": "capture", "source": "source", "publisher": "publisher",
}  # fmt: skip
PUBLIC_STATES = ("published", "superseded", "retracted")


class Unreadable(Exception):
    """The file is no packet that this program can read."""


class Broken(Exception):
    """Something in the packet does not hold."""


# -- reading -----------------------------------------------------------------------------------------------------------


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"it holds the number {text[:40]}; in this format every number is a string")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Unreadable("an object in it names a member twice")
    return members


def load(data: bytes, form: str) -> dict[str, Any]:
    """A document of the format `form`: JSON in UTF-8, without numbers and repeated members, written in one way only.

    Raises `Unreadable`, and `Broken` for what is written in another way.
    """
    try:
        document = json.loads(
            data.decode("utf-8"), parse_int=_no_number, parse_float=_no_number, parse_constant=_no_number,
            object_pairs_hook=_once,
        )  # fmt: skip
        again = written(document)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"it is not JSON in UTF-8: {error}") from None
    if not isinstance(document, dict) or document.get("format") != form:
        raise Unreadable(f"it is not of the format {form}")
    if again != data:
        raise Broken("the file is not written as such files are: spaces, escapes or the order of members were changed")
    return document


def written(document: Any) -> bytes:
    """The bytes of a document: members in order, one space of indentation, nothing escaped that need not be."""
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785) of strings, booleans, nulls, lists and objects; this format has no numbers."""
    return _canonical(value).encode("utf-8")


def _canonical(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, dict):
        members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(key)}:{_canonical(one)}" for key, one in members) + "}"
    return json.dumps(value, ensure_ascii=False)


def _object(value: Any, what: str, *members: str) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(members):
        raise Broken(f"{what} does not have exactly the members {', '.join(sorted(members))}")
    return value


def _list(value: Any, what: str) -> list[Any]:
    if not isinstance(value, list):
        raise Broken(f"{what} is not a list")
    return value


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise Broken(f"{what} is not a text")
    return value


def _number(value: Any, what: str) -> int:
    if not isinstance(value, str) or not re.fullmatch(r"0|[1-9][0-9]{0,18}", value, re.ASCII):
        raise Broken(f"{what} is not a whole number in decimal digits")
    return int(value)


def _hash(value: Any, what: str) -> bytes:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]{64}", value, re.ASCII):
        raise Broken(f"{what} is not a SHA-256 in lower-case hex")
    return bytes.fromhex(value)


# -- the tree (RFC 9162, section 2.1) ----------------------------------------------------------------------------------


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the audit path leads from the leaf's hash to the root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    fn, sn, digest = index, size - 1, leaf
    for step in proof:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            digest = _node(step, digest)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            digest = _node(digest, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and digest == root


def is_consistent(first: int, second: int, first_root: bytes, second_root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows the tree of `first` leaves to be the beginning of that of `second` (2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = proof if first & (first - 1) else [first_root, *proof]
    if not steps:
        return False
    fn, sn = first - 1, second - 1
    while fn % 2:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn % 2 or fn == sn:
            fr, sr = _node(step, fr), _node(step, sr)
            while not fn % 2 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = _node(sr, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root


Head = tuple[int, bytes]


def read_head(value: Any, what: str) -> Head:
    return _number(value["size"], f"the size of {what}"), _hash(value["root"], f"the root of {what}")


def check_consistency(value: Any, head: Head) -> Head:
    """That the older head in a consistency proof is a beginning of `head`. Returns the older one."""
    _object(value, "the consistency proof", "proof", "root", "size")
    older = read_head(value, "the older head")
    steps = [_hash(one, "a step of the consistency proof") for one in _list(value["proof"], "the consistency proof")]
    if not is_consistent(older[0], head[0], older[1], head[1], steps):
        raise Broken("the consistency proof does not lead from the older head to the newer one")
    return older


# -- Ed25519 signatures (RFC 8032, section 5.1) ------------------------------------------------------------------------

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT_OF_MINUS_1 = pow(2, (_P - 1) // 4, _P)
Point = tuple[int, int, int, int]  # extended coordinates: X, Y, Z, T with x = X/Z, y = Y/Z, x·y = T/Z


def _add(a: Point, b: Point) -> Point:
    """5.1.4."""
    first, second = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    third, fourth = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    e, f, g, h = second - first, fourth - third, fourth + third, second + first
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _point(data: bytes) -> Point | None:
    """5.1.3; None for what encodes no point of the curve."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_1 % _P
    if (x * x - square) % _P or (not x and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, -1, _P) % _P).to_bytes(32, "little"))


def is_signed(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature is that of the message by the key (5.1.7)."""
    if len(public_key) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public_key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= _ORDER:
        return False
    assert _BASE is not None
    challenge = int.from_bytes(sha512(signature[:32] + public_key + message).digest(), "little") % _ORDER
    left, right = _times(scalar, _BASE), _add(commitment, _times(challenge, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % _P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % _P == 0


# -- checkpoints (C2SP signed-note and tlog-checkpoint) ----------------------------------------------------------------

ED25519 = 1  # the kind of key, as signed-note numbers them


class Key(NamedTuple):
    """A public key, and the name under which it signs."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.public)


def key_id(name: str, public: bytes) -> bytes:
    """The four bytes by which a signature names its key."""
    return sha256(name.encode("utf-8") + b"\n" + bytes([ED25519]) + public).digest()[:4]


def read_key(text: str) -> Key:
    """A public key as it is written down: NAME+ID+BASE64. Raises `Unreadable`."""
    name, _, rest = text.strip().partition("+")
    number, _, encoded = rest.partition("+")
    try:
        data = base64.b64decode(encoded, validate=True)
    except ValueError:
        data = b""
    if not name or len(data) != 33 or data[0] != ED25519 or key_id(name, data[1:]).hex() != number:
        raise Unreadable("the key is not one; it is written NAME+ID+BASE64, as the archive tells it at /data/key")
    return Key(name, data[1:])


class Checkpoint(NamedTuple):
    """A head of the ledger, with signatures: (name, key id, signature)."""

    origin: str
    head: Head
    text: bytes
    signatures: list[tuple[str, bytes, bytes]]

    def check(self, key: Key) -> None:
        """That this key signed it. Signatures by other keys are left alone. Raises `Broken`."""
        if self.origin != key.name:
            raise Broken(f"the checkpoint is of {self.origin}, and the key is that of {key.name}")
        given = [one for name, number, one in self.signatures if (name, number) == (key.name, key.id)]
        if not given:
            raise Broken("the checkpoint is not signed by this key")
        if not all(is_signed(key.public, self.text, one) for one in given):
            raise Broken("the signature of the checkpoint is wrong: it was changed, or signed by somebody else")


def read_checkpoint(data: bytes) -> Checkpoint:
    """A checkpoint as the archive gives it out. Raises `Unreadable`."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("it is no checkpoint: it is not UTF-8") from None
    body, blank, rest = note.rpartition("\n\n")
    lines = body.split("\n")
    if not blank or not rest.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f]", note) or len(lines) < 3 or "" in lines:
        raise Unreadable("it is no checkpoint: a name, a size, a root, an empty line and signatures")
    if not re.fullmatch("0|[1-9][0-9]{0,18}", lines[1], re.ASCII):
        raise Unreadable("it is no checkpoint: its second line is no size")
    root = _base64(lines[2])
    if len(root) != 32:
        raise Unreadable("it is no checkpoint: its third line is no root")
    signatures = [_signature(line) for line in rest[:-1].split("\n")]
    return Checkpoint(lines[0], (int(lines[1]), root), f"{body}\n".encode(), signatures)


def _signature(line: str) -> tuple[str, bytes, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    data = _base64(encoded)
    if dash != "\u2014" or not name or len(data) < 5:
        raise Unreadable("it is no checkpoint: what follows the empty line is no signature")
    return name, data[:4], data[4:]


def _base64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    # One way of writing it only.
    return data if base64.b64encode(data).decode("ascii") == text else b""


# -- the packet --------------------------------------------------------------------------------------------------------


class Packet:
    """A packet that was read; `check` raises `Broken` at the first thing that does not hold."""

    def __init__(self, data: bytes) -> None:
        self.document = _object(load(data, FORMAT), "the packet", *MEMBERS)
        self.older: Head | None = None
        self.checkpoint: Checkpoint | None = None
        self.head_known = False  # whether the head was compared with one kept elsewhere
        self.is_signed = False  # whether the archive's signature of the head was checked
        self.tied: set[str] = set()  # quotations found in a text of the registered hash
        self.given: set[str] = set()  # captures whose original bytes were given

    def check(self) -> None:
        document = self.document
        rest = {name: value for name, value in document.items() if name != "sha256"}
        if sha256(canonical(rest)).digest() != _hash(document["sha256"], "the packet's own SHA-256"):
            raise Broken("the packet does not have the SHA-256 that it says it has: it was damaged or changed")
        _object(document["head"], "the head", "root", "size")
        self.head = read_head(document["head"], "the head")
        self._checkpoint(document["checkpoint"])
        if document["consistency"] is not None:
            self.older = check_consistency(document["consistency"], self.head)
        self._read_records()
        self._entries()
        for (kind, uid), record in self.records.items():
            self._told(kind, uid, record)
        self._links()
        self._four_eyes()
        for capture in self.captures.values():
            self._capture(capture)
        self._words()

    def _checkpoint(self, value: Any) -> None:
        """A signed checkpoint must be of the same head. Its signature is checked by `check_signature`."""
        if value is None:
            return
        try:
            self.checkpoint = read_checkpoint(_text(value, "the checkpoint").encode("utf-8"))
        except Unreadable as error:
            raise Broken(f"the checkpoint cannot be read: {error}") from None
        if self.checkpoint.head != self.head:
            raise Broken("the checkpoint is of another head than the packet")

    def check_signature(self, key: Key) -> None:
        """That this key signed the packet's head. Raises `Broken`, and `Unreadable` where there is no checkpoint."""
        if self.checkpoint is None:
            raise Unreadable("it holds no checkpoint, so there is no signature to check with the key")
        self.checkpoint.check(key)
        self.is_signed = True

    def _read_records(self) -> None:
        document = self.document
        plain = ("fields", "uid", "withheld")
        self.claim = _object(document["claim"], "the claim", *plain)
        quotes, captures = _list(document["quotes"], "the quotes"), _list(document["captures"], "the captures")
        listed = [("claim", self.claim)]
        listed += [("evidence", _object(quote, "a quote", *plain)) for quote in quotes]
        listed += [("capture", _object(capture, "a capture", *plain, "text")) for capture in captures]
        for record in _list(document["records"], "the records"):
            _object(record, "a record", *plain, "type")
            listed.append((_text(record["type"], "the type of a record"), record))
        self.records = {(kind, _text(record["uid"], f"the uid of a {kind}")): record for kind, record in listed}
        if len(self.records) < len(listed):
            raise Broken("a record is told twice")
        self.quotes = {uid: record for (kind, uid), record in self.records.items() if kind == "evidence"}
        self.captures = {uid: record for (kind, uid), record in self.records.items() if kind == "capture"}

    def _entries(self) -> None:
        """Every entry is a leaf of the tree, and they come in the order of the ledger."""
        self.entries: dict[tuple[str, str], list[dict[str, Any]]] = {key: [] for key in self.records}
        last = -1
        for entry in _list(self.document["entries"], "the entries"):
            _object(entry, "an entry", *COLUMNS, "fields", "proof")
            seq = _number(entry["seq"], "the number of an entry")
            if seq <= last:
                raise Broken(f"entry {seq} is out of order")
            last = seq
            if not isinstance(entry["fields"], dict):
                raise Broken(f"the fields of entry {seq} are not an object")
            if not all(isinstance(entry[name], bool if name == "public" else str) for name in COLUMNS):
                raise Broken(f"a column of entry {seq} is not of its type")
            leaf = {column: entry[column] for column in COLUMNS}
            leaf["fields"] = {path: _digest(path, kept) for path, kept in entry["fields"].items()}
            steps = [_hash(step, f"a step of the proof of entry {seq}") for step in _list(entry["proof"], "a proof")]
            if not is_included(sha256(b"\x00" + canonical(leaf)).digest(), seq, self.head[0], steps, self.head[1]):
                raise Broken(f"entry {seq} is not in the ledger with this head: it or its proof was changed")
            key = (entry["record_type"], entry["record_uid"])
            if key not in self.entries:
                raise Broken(f"entry {seq} is about {key[0]} {key[1]}, of which the packet tells nothing")
            if entry["public"] is not True:
                raise Broken(f"entry {seq} is not a public one")
            self.entries[key].append(entry)

    def _told(self, kind: str, uid: str, record: dict[str, Any]) -> None:
        """What the packet tells of a record is what its entries come to."""
        entries, what = self.entries[kind, uid], f"{kind} {uid}"
        if not entries or entries[0]["action"] != "publish":
            raise Broken(f"the packet does not hold the entry by which {what} was published")
        told: dict[str, Any] = {}
        withheld: set[str] = set()
        expected = None
        for entry in entries:
            for path, kept in entry["fields"].items():
                if path.startswith("@"):
                    continue
                told.pop(path, None)
                withheld.discard(path)
                if "digest" in kept:
                    withheld.add(path)
                elif kept["value"] is not None:
                    told[path] = kept["value"]
            version = _number(told.get("version"), f"the version of {what}")
            if expected not in (None, version):
                raise Broken(f"an entry about {what} is missing before entry {entry['seq']}")
            expected = version + 1
        if record["fields"] != told or record["withheld"] != sorted(withheld):
            raise Broken(f"what the packet tells of {what} is not what the ledger holds")

    def _links(self) -> None:
        """Every record belongs to this claim, and none to which one refers is missing."""
        uid, fields = self.claim["uid"], self.claim["fields"]
        is_told = fields.get("state") != "retracted"
        if bool(self.quotes) != is_told:
            raise Broken("the packet holds no quotation" if is_told else "a retracted claim has quotations")
        if is_told and ("event" in fields) == ("entity" in fields):
            raise Broken("the claim is not about one event or one entity")
        parts = {("claim", uid)}
        for (kind, other), record in self.records.items():
            owner = {"evidence": "claim", "ranking": "claim", "claim": "supersedes"}.get(kind)
            if owner and record["fields"].get(owner) == uid:
                parts.add((kind, other))
        for kind, other in sorted(set(self.records) - self._referred(parts)):
            raise Broken(f"{kind} {other} does not belong to this claim")

    def _referred(self, parts: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """These records and all that they refer to, and those refer to."""
        found, waiting = set(parts), sorted(parts)
        while waiting:
            told = self.records[waiting.pop()]["fields"]
            for name, kind in REFERENCES.items():
                if name not in told:
                    continue
                key = (kind, _text(told[name], f"the field {name}"))
                if key not in self.records:
                    raise Broken(f"{kind} {key[1]}, to which another record refers, is missing")
                if key not in found:
                    found.add(key)
                    waiting.append(key)
        return found

    def _four_eyes(self) -> None:
        """Claim and quotations were published by somebody who had neither written nor submitted them."""
        for kind, record in [("claim", self.claim), *(("quotation", quote) for quote in self.quotes.values())]:
            fields, what = record["fields"], f"{kind} {record['uid']}"
            if fields.get("state") not in PUBLIC_STATES:
                raise Broken(f"{what} was not published")
            ledger_kind = "claim" if kind == "claim" else "evidence"
            reviewer = self.entries[ledger_kind, record["uid"]][0]["actor"]
            if reviewer != fields.get("reviewed_by") or reviewer in (fields.get("author"), fields.get("submitted_by")):
                raise Broken(f"{what} was published by its own author")

    def _capture(self, capture: dict[str, Any]) -> None:
        """The text of a capture has the registered hash, and each quotation stands in it where it is said to."""
        uid, text = capture["uid"], capture["text"]
        quotes = [quote for quote in self.quotes.values() if quote["fields"].get("capture") == uid]
        for quote in quotes:
            _selectors(quote)
        if text is None:
            return
        if isinstance(text, str):
            self.take_text(uid, text)
            return
        end = -1
        for window in _list(text, f"the text of capture {uid}"):
            _object(window, "an excerpt", "start", "text")
            start = _number(window["start"], "the start of an excerpt")
            if start <= end or not _text(window["text"], "an excerpt"):
                raise Broken(f"the excerpts of capture {uid} are out of order")
            end = start + len(window["text"])
        for quote in quotes:
            if "exact" in quote["fields"] and not any(
                _stands(quote, window["text"], int(window["start"])) for window in text
            ):
                raise Broken(f"quotation {quote['uid']} is not in the excerpts of its capture")

    def take_text(self, uid: str, text: str) -> None:
        """Check the whole text of a capture, and its quotations against it."""
        if sha256(text.encode("utf-8")).hexdigest() != self.captures[uid]["fields"].get("text_sha256"):
            raise Broken(f"the text of capture {uid} does not have the SHA-256 that the ledger holds")
        for quote in self.quotes.values():
            if quote["fields"].get("capture") == uid and "exact" in quote["fields"]:
                if not _stands(quote, text, 0):
                    raise Broken(f"quotation {quote['uid']} does not stand in the text where it is said to")
                self.tied.add(quote["uid"])

    def take_file(self, path: Path) -> None:
        """A file kept elsewhere: the text of a capture, or its original bytes."""
        data = path.read_bytes()
        digest = sha256(data).hexdigest()
        found = False
        for uid, capture in self.captures.items():
            if capture["fields"].get("text_sha256") == digest:
                self.take_text(uid, data.decode("utf-8"))
                found = True
            if capture["fields"].get("blob") == digest:
                self.given.add(uid)
                found = True
        if not found:
            raise Broken(f"{path} is neither the text nor the original bytes of a capture in this packet")

    def _words(self) -> None:
        words = self.document["words"]
        if not isinstance(words, dict) or not all(isinstance(one, str) for one in words.values()):
            raise Broken("the words of the packet are not texts")


def _digest(path: str, kept: Any) -> str:
    """The commitment to one field: SHA-256 of the canonical JSON of [path, salt, value], in hex."""
    if isinstance(kept, dict) and set(kept) == {"digest"}:
        return _hash(kept["digest"], f"the digest of {path}").hex()
    _object(kept, f"the field {path}", "salt", "value")
    return sha256(canonical([path, _text(kept["salt"], f"the salt of {path}"), kept["value"]])).hexdigest()


def _selectors(quote: dict[str, Any]) -> None:
    fields, what = quote["fields"], f"quotation {quote['uid']}"
    start, end = _number(fields.get("start"), f"the start of {what}"), _number(fields.get("end"), f"the end of {what}")
    for name in ("prefix", "suffix"):
        _text(fields.get(name, ""), f"the {name} of {what}")
    if end <= start or ("exact" in fields and end - start != len(_text(fields["exact"], what))):
        raise Broken(f"{what} is not as long as its offsets say")


def _stands(quote: dict[str, Any], text: str, offset: int) -> bool:
    """Whether the quotation stands in `text`, which begins at `offset` code points, with what is before and after."""
    fields = quote["fields"]
    start, end = int(fields["start"]) - offset, int(fields["end"]) - offset
    prefix, suffix = fields.get("prefix", ""), fields.get("suffix", "")
    first, last = start - len(prefix), end + len(suffix)
    return bool(first >= 0 and last <= len(text) and text[first:last] == prefix + fields["exact"] + suffix)


# -- what is said of it ------------------------------------------------------------------------------------------------


def summary(packet: Packet) -> list[str]:
    """What holds, what it proves and what it does not, in plain words."""
    claim, quotes, size = packet.claim, packet.quotes, packet.head[0]
    state = claim["fields"]["state"]
    lines = [
        f"Claim {claim['uid']}: this packet holds.",
        f"  In the archive's own words: {packet.document['words'].get('statement', '')}",
        *(f"  {path}: {_shown(claim['fields'][path])}" for path in sorted(claim["fields"]) if path in _SAYS),
        "",
        "It proves, for the ledger whose head is",
        f"  {size}:{packet.head[1].hex()}",
        f"- that the {len(packet.document['entries'])} entries given are in it, with every field as it is told here;",
        f"- that the claim was published on {claim['fields']['published_at']}, and each quotation too, by somebody who",
        "  had neither written nor submitted it (people are told by numbers of their own);",
    ]
    for uid, quote in sorted(quotes.items()):
        lines += [f"- that quotation {uid} ({quote['fields']['stance']}) {_tie(packet, quote)};"]
    if packet.older:
        lines.append(f"- that the ledger with the head {packet.older[0]}:{packet.older[1].hex()} is its beginning;")
    if packet.is_signed and packet.checkpoint:
        lines.append(f"- that {packet.checkpoint.origin} signed this head with the key that you named;")
    for uid in sorted(packet.given):
        lines.append(f"- that the file given is what was preserved as capture {uid}, byte for byte;")
    lines[-1] = lines[-1].rstrip(";") + "."
    if state != "published":
        ended = claim["fields"].get("ended_at")
        lines += [
            "",
            f"The claim is {state.upper()} since {ended}: the archive no longer tells it so.",
        ]
    withheld = {f"{kind} {uid}": record["withheld"] for (kind, uid), record in packet.records.items()}
    if any(withheld.values()):
        lines += ["", "Left out, because it is protected, erased or not public; the ledger's digests of it are here:"]
        lines += [f"- {what}: {', '.join(paths)}" for what, paths in withheld.items() if paths]
    lines += ["", "It does not prove", *(f"- {line}" for line in _not_proved(packet))]
    return lines


_SAYS = {
    "property", "event", "entity", "value_kind", "value_text", "value_edtf", "value_low", "value_high", "value_entity",
    "hedge", "unit", "currency", "counted", "role", "title", "accused", "valid", "attributed_to", "credibility",
}  # fmt: skip


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value).decode("utf-8")


def _tie(packet: Packet, quote: dict[str, Any]) -> str:
    fields = quote["fields"]
    if quote["uid"] in packet.tied:
        return (
            f"stands letter for letter at {fields['start']} to {fields['end']} of the text whose SHA-256 was recorded"
        )
    if "exact" not in fields:
        return "was recorded, with its place in a text; its words are left out"
    return (
        f"was recorded letter for letter at {fields['start']} to {fields['end']} of a text whose SHA-256 was recorded"
    )


def _not_proved(packet: Packet) -> list[str]:
    lines = [
        "that what the source says is true;",
        "that nothing came later: the claim may have been corrected or withdrawn after this head;",
        "the sentence in the archive's own words, which is written from the fields above;",
    ]
    if set(packet.quotes) - packet.tied:
        lines.append("that a quotation stands in a text that is not wholly given: if you have it, name it (--with);")
    if packet.checkpoint and not packet.is_signed:
        lines.append("that the checkpoint in it was signed by the archive: name the archive's key (--key);")
    if not packet.head_known:
        lines.append("that this head is the one that everybody was shown: compare it with one kept elsewhere (--head).")
    return [*lines[:-1], lines[-1].rstrip(";.") + "."]


# -- the command -------------------------------------------------------------------------------------------------------


def kept_head(text: str) -> Head:
    """A head as people note it: SIZE:ROOT."""
    size, _, root = text.partition(":")
    try:
        return read_head({"size": size, "root": root}, "the head")
    except Broken as error:
        raise argparse.ArgumentTypeError(f"{error}; write it as SIZE:ROOT") from None


def kept_key(text: str) -> Key:
    """A key as people give it: itself, or a file that holds it."""
    try:
        return read_key(text if "+" in text else Path(text).read_text("utf-8"))
    except (OSError, ValueError, Unreadable) as error:
        raise argparse.ArgumentTypeError(f"{text}: {error}") from None


def compare(packet: Packet, kept: Head, proof: Path | None) -> None:
    """That the packet's head and the one kept elsewhere are of one ledger."""
    if packet.older is None or kept != packet.older:
        join(kept, packet.head, proof, ("the head kept elsewhere", "the packet's head"))
    packet.head_known = True


def join(kept: Head, other: Head, proof: Path | None, names: tuple[str, str]) -> None:
    """That one ledger had both heads: `proof` is a file with a consistency proof, if their sizes differ.

    Raises `Broken`, and `Unreadable` where a proof is wanted that was not given.
    """
    older, newer = sorted((kept, other))
    if older[0] == newer[0]:
        if older != newer:
            raise Broken(f"{names[0]} and {names[1]} are of the same size and have different roots: {REWRITTEN}")
    elif older[0] == 0:
        if older[1] != sha256(b"").digest():
            raise Broken("a head of no entries does not have the root of the empty tree")
    elif proof is None:
        raise Unreadable(
            f"{names[0]} and {names[1]} are of different sizes. Fetch the proof that one is the beginning of the "
            f"other from the archive, /data/head?since={older[0]}&size={newer[0]}, and name it with --consistency. An "
            "archive that cannot give it has lost or rewritten entries"
        )
    else:
        _join_by(proof, older, newer)


REWRITTEN = "the archive's history was rewritten, or different people are shown different ones"


def _join_by(proof: Path, older: Head, newer: Head) -> None:
    document = load(proof.read_bytes(), HEAD_FORMAT)
    _object(document, "the newer head", "checkpoint", "consistency", "format", "public_version", "root", "size")
    told = read_head(document, "the newer head")
    before = check_consistency(document["consistency"], told)
    if (before[0], told[0]) != (older[0], newer[0]):
        raise Unreadable(f"{proof} joins heads of {before[0]} and {told[0]} entries, not of {older[0]} and {newer[0]}")
    if (before, told) != (older, newer):
        raise Broken(f"{proof} is about other heads of the same sizes: {REWRITTEN}")


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    return compare_checkpoints(given[1:]) if given[:1] == ["compare"] else check_file(given)


def compare_checkpoints(arguments: list[str]) -> int:
    """The command `compare`: that one key signed two checkpoints, and that one ledger had both heads."""
    parser = argparse.ArgumentParser(
        prog="check_packet.py compare",
        description="Checks that one ledger stands behind two checkpoints, in any order.",
    )
    parser.add_argument("old", type=Path, help="a checkpoint, as the archive gave it out")
    parser.add_argument("new", type=Path, help="another one")
    parser.add_argument("--key", type=kept_key, required=True, metavar="KEY", help="the archive's key, or a file of it")
    parser.add_argument("--consistency", type=Path, metavar="FILE", help="the proof that joins the two heads")
    given = parser.parse_args(arguments)
    try:
        heads = []
        for file in (given.old, given.new):
            checkpoint = _checked(file, given.key)
            heads.append(checkpoint.head)
        join(heads[0], heads[1], given.consistency, (str(given.old), str(given.new)))
    except Broken as error:
        print(f"DOES NOT HOLD: {error}.")
        return 1
    except (OSError, Unreadable) as error:
        print(f"cannot be checked: {error}.", file=sys.stderr)
        return 2
    older, newer = sorted(heads)
    print(f"One ledger: {given.key.name} signed both heads, and the {older[0]} entries of the older one,")
    print(f"  {older[0]}:{older[1].hex()}")
    print(f"are the beginning, letter for letter, of the {newer[0]} entries of the newer one,")
    print(f"  {newer[0]}:{newer[1].hex()}")
    return 0


def _checked(file: Path, key: Key) -> Checkpoint:
    """The checkpoint in a file, signed by the key. What is wrong with it is told with the file's name."""
    try:
        checkpoint = read_checkpoint(file.read_bytes())
        checkpoint.check(key)
    except (Broken, Unreadable) as error:
        raise type(error)(f"{file}: {error}") from None
    return checkpoint


def check_file(arguments: list[str]) -> int:
    """The command without a name: that a packet holds."""
    parser = argparse.ArgumentParser(
        prog="check_packet.py",
        description="Checks an evidence packet offline. `compare OLD NEW --key KEY` compares two checkpoints instead.",
    )
    parser.add_argument("file", type=Path, help="the packet, as the archive gave it out")
    parser.add_argument("--head", type=kept_head, metavar="SIZE:ROOT", help="a head of the ledger kept elsewhere")
    parser.add_argument("--checkpoint", type=Path, metavar="FILE", help="a checkpoint kept elsewhere; needs --key")
    parser.add_argument("--key", type=kept_key, metavar="KEY", help="the archive's key, or a file that holds it")
    parser.add_argument("--consistency", type=Path, metavar="FILE", help="the proof that joins it to the packet's head")
    parser.add_argument("--with", type=Path, action="append", default=[], metavar="FILE", dest="files",
                        help="the text of a capture, or its original bytes, had from elsewhere")  # fmt: skip
    given = parser.parse_args(arguments)
    if given.consistency and not (given.head or given.checkpoint):
        parser.error("--consistency needs --head or --checkpoint")
    if given.checkpoint and not given.key:
        parser.error("--checkpoint needs --key: a checkpoint without its signature checked is worth nothing")
    try:
        packet = Packet(given.file.read_bytes())
        packet.check()
        _check_with(packet, given)
    except Broken as error:
        print(f"{given.file}: DOES NOT HOLD: {error}.")
        return 1
    except (OSError, Unreadable) as error:
        print(f"{given.file}: cannot be checked: {error}.", file=sys.stderr)
        return 2
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    print("\n".join(summary(packet)))
    return 0


def _check_with(packet: Packet, given: argparse.Namespace) -> None:
    """The packet against what was had from elsewhere: texts, heads, checkpoints, the archive's key."""
    for file in given.files:
        packet.take_file(file)
    if given.head:
        compare(packet, given.head, given.consistency)
    if given.checkpoint:
        compare(packet, _checked(given.checkpoint, given.key).head, given.consistency)
    # A packet without a checkpoint is signed by nobody; with one kept elsewhere it need not be.
    if given.key and (packet.checkpoint is not None or not given.checkpoint):
        packet.check_signature(given.key)


if __name__ == "__main__":
    sys.exit(main())
