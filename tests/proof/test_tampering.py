"""A packet that was changed in any way does not check: neither by accident, nor by somebody who mends its checksum."""

from __future__ import annotations

import copy
import json
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from ctarchive.check_packet import Broken, Packet, Unreadable, canonical, written
from tests import factories as make

pytestmark = pytest.mark.django_db

TEXT = f"Görüş cafédə başladı. {make.TEXT}\n\nTwelve officers stayed. 😀"


def _published() -> dict[str, bytes]:
    """Packets of three claims of one archive: a text in full, excerpts, and one that was retracted."""
    event = make.event(title="The services meet")
    body = make.entity("Border Service", description="It guards the border.")
    full, cut = make.source(TEXT, access="full"), make.source()
    values = {"unit": "persons", "counted": "officers", "value_low": 12, "attributed_to": body}
    claims = {
        "full": make.published_claim(event, "count", "cafédə başladı", full, **values),
        "excerpts": make.published_claim(event, "date", "The meeting of 3 May 2018", cut, value_edtf="2018-05-03"),
        "retracted": make.published_claim(event, "topic", of=cut, value_text="Tea"),
    }
    make.revise(event, "title", "The services met")
    make.retract(claims["retracted"])
    client = Client()
    return {name: client.get(f"/claims/{claim.pk}/packet").content for name, claim in claims.items()}


@pytest.fixture(scope="module")
def packets(django_db_setup: None, django_db_blocker: Any) -> dict[str, bytes]:
    with django_db_blocker.unblock(), transaction.atomic():
        found = _published()
        transaction.set_rollback(True)
    for data in found.values():
        Packet(data).check()
    return found


def refused(data: bytes) -> bool:
    try:
        Packet(data).check()
    except (Broken, Unreadable):
        return True
    return False


def sealed(document: Any) -> bytes:
    """The document as somebody would write it who changed it and mended its checksum."""
    rest = {name: value for name, value in document.items() if name != "sha256"}
    return written(rest | {"sha256": sha256(canonical(rest)).hexdigest()})


NAMES = st.sampled_from(["full", "excerpts", "retracted"])


@given(name=NAMES, where=st.floats(0, 1, exclude_max=True), byte=st.integers(0, 255))
@settings(max_examples=150)
def test_no_single_byte_may_be_another(packets: dict[str, bytes], name: str, where: float, byte: int) -> None:
    data = bytearray(packets[name])
    at = int(where * len(data))
    if data[at] != byte:
        data[at] = byte
        assert refused(bytes(data))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["full", "excerpts", "retracted"])
def test_no_byte_at_all_may_be_another(packets: dict[str, bytes], name: str) -> None:
    data = packets[name]
    flipped = (data[:at] + bytes([data[at] ^ 1 << at % 8]) + data[at + 1 :] for at in range(len(data)))
    assert [at for at, changed in enumerate(flipped) if not refused(changed)] == []


@given(name=NAMES, where=st.floats(0, 1, exclude_max=True), extra=st.binary(min_size=1, max_size=3))
@settings(max_examples=40)
def test_nothing_may_be_added_or_left_out(packets: dict[str, bytes], name: str, where: float, extra: bytes) -> None:
    data = packets[name]
    at = int(where * len(data))
    assert refused(data[:at] + extra + data[at:])
    assert refused(data[:at] + data[at + len(extra) :])


# -- by somebody who mends the checksum --------------------------------------------------------------------------------

# What the ledger does not prove, and the checker says so: words for people, and excerpts beyond their quotation.
_UNPROVED = {("words",), ("sha256",)}
Path = tuple[Any, ...]


def texts(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of all texts in a document, but for what is not proved."""
    if path in _UNPROVED or (path[:1] == ("captures",) and path[2:3] == ("text",) and len(path) > 3):
        return
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(one, (*path, key))


def at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def put(document: Any, path: Path, value: Any) -> None:
    at(document, path[:-1])[path[-1]] = value


@given(data=st.data(), name=NAMES)
@settings(max_examples=150)
def test_no_text_may_be_another_even_with_its_checksum_mended(
    packets: dict[str, bytes], data: st.DataObject, name: str
) -> None:
    document = json.loads(packets[name])
    path = data.draw(st.sampled_from(sorted(texts(document), key=str)))
    old = at(document, path)
    place = data.draw(st.integers(0, len(old)))
    new = data.draw(
        st.one_of(
            st.characters(codec="utf-8").map(lambda c: old[:place] + c + old[place:]),
            st.characters(codec="utf-8").map(lambda c: old[:place] + c + old[place + 1 :]),
            st.just(old[:place] + old[place + 1 :]),
            st.sampled_from([None, True, [], {}, [old], f" {old}", f"{old}\n"]),
        )
    )
    if new != old:
        put(document, path, new)
        assert refused(sealed(document)), path


@pytest.mark.slow
def test_every_text_of_a_packet_is_proved(packets: dict[str, bytes]) -> None:
    for name, data in packets.items():
        document = json.loads(data)
        for path in texts(document):
            changed = copy.deepcopy(document)
            put(changed, path, at(changed, path) + "0")
            assert refused(sealed(changed)), (name, path)


def test_letters_that_look_the_same_are_not_the_same(packets: dict[str, bytes]) -> None:
    text = packets["full"].decode()
    assert refused(sealed(json.loads(unicodedata.normalize("NFD", text))))
    assert refused(sealed(json.loads(text.replace("başladı", "başladi"))))


def _members(document: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(document, dict | list):
        for key, one in document.items() if isinstance(document, dict) else enumerate(document):
            if path[:1] != ("words",):
                yield (*path, key)
            yield from _members(one, (*path, key))


def without(document: Any, path: Path) -> bytes:
    """The document less one member; its checksum is mended, unless it is that which is missing."""
    changed = copy.deepcopy(document)
    del at(changed, path[:-1])[path[-1]]
    return written(changed) if path == ("sha256",) else sealed(changed)


def with_more(document: Any, path: Path) -> bytes:
    """The document with one more member there: an unknown one, or the last of a list once more."""
    changed = copy.deepcopy(document)
    one = at(changed, path)
    if isinstance(one, dict):
        one["more"] = "words"
    else:
        one.append(copy.deepcopy(one[-1]))
    return sealed(changed)


def takes_more(document: Any, path: Path) -> bool:
    one = at(document, path)
    return isinstance(one, dict) or (isinstance(one, list) and bool(one))


@given(data=st.data(), name=NAMES)
@settings(max_examples=100)
def test_no_member_may_be_missing_or_more(packets: dict[str, bytes], data: st.DataObject, name: str) -> None:
    document = json.loads(packets[name])
    members = list(_members(document))
    path = data.draw(st.sampled_from(members))
    assert refused(without(document, path)), path
    members = [one for one in members if takes_more(document, one) and one != ("words",)]
    path = data.draw(st.sampled_from([(), *members]))
    assert refused(with_more(document, path)), path


@pytest.mark.slow
@pytest.mark.parametrize("name", ["full", "excerpts", "retracted"])
def test_none_of_all_members_may_be_missing_or_more(packets: dict[str, bytes], name: str) -> None:
    document = json.loads(packets[name])
    for path in _members(document):
        assert refused(without(document, path)), path
        if takes_more(document, path) and path != ("words",):
            assert refused(with_more(document, path)), path


Change = Callable[[Any, Any], None]


def swap_proofs(document: Any, other: Any) -> None:
    first, second = document["entries"][:2]
    first["proof"], second["proof"] = second["proof"], first["proof"]


def take_another_claim(document: Any, other: Any) -> None:
    document["claim"] = other["claim"]


def take_the_entries_of_another_claim(document: Any, other: Any) -> None:
    document["entries"] = other["entries"]


def take_another_quotation(document: Any, other: Any) -> None:
    document["quotes"], document["captures"] = other["quotes"], other["captures"]


def add_the_entries_of_another_claim(document: Any, other: Any) -> None:
    seen = {entry["seq"] for entry in document["entries"]}
    document["entries"] += [entry for entry in other["entries"] if entry["seq"] not in seen]
    document["entries"].sort(key=lambda entry: int(entry["seq"]))


def add_records_of_another_claim(document: Any, other: Any) -> None:
    add_the_entries_of_another_claim(document, other)
    known = {record["uid"] for record in document["records"]}
    document["records"] += [record for record in other["records"] if record["uid"] not in known]
    document["quotes"] += other["quotes"]
    document["captures"] += other["captures"]


def turn_entries_round(document: Any, other: Any) -> None:
    document["entries"].reverse()


def tell_a_quotation_of_another_place(document: Any, other: Any) -> None:
    fields = document["quotes"][0]["fields"]
    fields["start"], fields["end"] = str(int(fields["start"]) + 1), str(int(fields["end"]) + 1)


def hide_a_field(document: Any, other: Any) -> None:
    document["claim"]["withheld"] = sorted([*document["claim"]["withheld"], "credibility"])
    del document["claim"]["fields"]["credibility"]


def tell_it_twice(document: Any, other: Any) -> None:
    document["records"].append({"type": "claim"} | document["claim"])


def leave_out_a_revision(document: Any, other: Any) -> None:
    """The title as it was published would be told if it were open: the version betrays what is missing."""
    document["entries"] = [entry for entry in document["entries"] if entry["action"] != "revise"]


@pytest.mark.parametrize(
    "change",
    [
        swap_proofs, take_another_claim, take_the_entries_of_another_claim, take_another_quotation,
        add_the_entries_of_another_claim, add_records_of_another_claim, turn_entries_round,
        tell_a_quotation_of_another_place, hide_a_field, tell_it_twice, leave_out_a_revision,
    ],
)  # fmt: skip
def test_a_packet_put_together_from_others_does_not_check(packets: dict[str, bytes], change: Change) -> None:
    document, other = json.loads(packets["full"]), json.loads(packets["excerpts"])
    change(document, other)
    assert refused(sealed(document))


def test_an_excerpt_moved_away_from_its_quotation_does_not_check(packets: dict[str, bytes]) -> None:
    document = json.loads(packets["excerpts"])
    window = document["captures"][0]["text"][0]
    window["text"] = window["text"].replace("The meeting", "A meeting")
    assert refused(sealed(document))


# -- other ways of writing the same ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"format": "ctarchive', b'"format": "wrong", "format": "ctarchive'),
        (b'"checkpoint": null', b'"checkpoint": null, "checkpoint": null'),
        (b'"checkpoint": null', b'"checkpoint":null'),
        (b'"checkpoint": null', b'"checkpoint": NaN'),
        (b'"checkpoint": null', b'"checkpoint": "x"'),
        (b'"start": "', b'"start": "0'),
        (b'"meeting"', b'"m\\u0065eting"'),
        (b'"public": true', b'"public": 1'),
        (b'"public": true', b'"public": "true"'),
        (b"\n", b"\r\n"),
    ],
)
def test_another_way_of_writing_it_is_refused(packets: dict[str, bytes], old: bytes, new: bytes) -> None:
    assert old in packets["full"]
    assert refused(packets["full"].replace(old, new))


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"null", b"\xff", b"{" * 9999, b'{"format": 1}', b"\xef\xbb\xbf{}", b'"\\ud800"']
)
def test_what_is_no_packet_cannot_be_checked(data: bytes) -> None:
    with pytest.raises(Unreadable):
        Packet(data)


def test_a_checkpoint_must_be_of_the_same_head(packets: dict[str, bytes]) -> None:
    document = json.loads(packets["full"])
    root = b64encode(bytes.fromhex(document["head"]["root"])).decode()
    line = f"— archive.example {b64encode(bytes(68)).decode()}"
    document["checkpoint"] = f"archive.example/ledger\n{document['head']['size']}\n{root}\n\n{line}\n"
    assert not refused(sealed(document))
    document["checkpoint"] = document["checkpoint"].replace(root, root[::-1])
    assert refused(sealed(document))
