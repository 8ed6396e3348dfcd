"""Checkpoints: the ledger's head, signed by the archive; and the program that compares those that were kept."""

from __future__ import annotations

import base64
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from ctarchive import check_packet
from ctarchive.check_packet import Broken, Unreadable, is_signed, read_checkpoint, read_key
from ctarchive.proof import signing
from ctarchive.proof.signing import Signer
from editorial import ledger
from tests import factories as make

NOTE = "/.well-known/ctarchive-checkpoint"


# -- signatures and their forms: no database ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("public", "message", "signature"),
    [  # RFC 8032, section 7.1: tests 1, 2 and 3
        (
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a",
        ),
    ],
)  # fmt: skip
def test_signatures_are_checked_as_rfc_8032_says(public: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(one) for one in (public, message, signature))
    assert is_signed(key, text, signed)
    assert not is_signed(key, text + b"\x00", signed)
    # The same signature with the order of the group added: a second one that nobody made.
    more = int.from_bytes(signed[32:], "little") + 2**252 + 27742317777372353535851937790883648493
    assert not is_signed(key, text, signed[:32] + more.to_bytes(32, "little"))


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200), bit=st.integers(0, 511))
def test_what_the_library_signs_checks_and_no_bit_may_be_another(seed: bytes, message: bytes, bit: int) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    key, signed = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signed(key, message, signed)
    changed = bytearray(signed)
    changed[bit // 8] ^= 1 << bit % 8
    assert not is_signed(key, message, bytes(changed))


def test_a_note_of_another_program_is_read() -> None:
    """The example of Go's package for signed notes, sumdb/note."""
    key = read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    line = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    signature = base64.b64decode(line)
    assert signature[:4] == key.id
    assert is_signed(key.public, text, signature[4:])


SIGNER = Signer("archive.example/ledger", bytes(range(32)))
ROOT = "ab" * 32


def test_a_checkpoint_is_three_lines_and_a_signature() -> None:
    note = SIGNER.checkpoint(7, ROOT)
    lines = note.split("\n")
    assert lines[:4] == ["archive.example/ledger", "7", base64.b64encode(bytes.fromhex(ROOT)).decode(), ""]
    assert lines[4].startswith("— archive.example/ledger ")
    assert lines[5:] == [""]
    read = read_checkpoint(note.encode())
    read.check(SIGNER.public)
    assert read.head == (7, bytes.fromhex(ROOT))
    assert SIGNER.checkpoint(7, ROOT) == note


def test_signatures_of_others_are_left_alone_and_extensions_are_signed_too() -> None:
    witness = Signer("witness.example", bytes(32)).checkpoint(7, ROOT).split("\n")[4]
    read_checkpoint((SIGNER.checkpoint(7, ROOT) + witness + "\n").encode()).check(SIGNER.public)
    extended = SIGNER.checkpoint(7, ROOT).replace("=\n\n", "=\nmore\n\n")
    with pytest.raises(Broken, match="signature"):
        read_checkpoint(extended.encode()).check(SIGNER.public)


def test_the_key_of_somebody_else_is_refused() -> None:
    note = read_checkpoint(SIGNER.checkpoint(7, ROOT).encode())
    for other, why in ((Signer(SIGNER.name, bytes(32)), "by this key"), (Signer("other", SIGNER.seed), "the key is")):
        with pytest.raises(Broken, match=why):
            note.check(other.public)


@given(place=st.integers(0, len(SIGNER.checkpoint(7, ROOT).encode()) - 1), byte=st.integers(0, 255))
def test_no_byte_of_a_checkpoint_may_be_another(place: int, byte: int) -> None:
    data = bytearray(SIGNER.checkpoint(7, ROOT).encode())
    if data[place] != byte:
        data[place] = byte
        with pytest.raises((Broken, Unreadable)):
            read_checkpoint(bytes(data)).check(SIGNER.public)


@pytest.mark.parametrize(
    "key", ["", "archive", "archive+00000000+AQ==", SIGNER.told.replace("+A", "+B"), SIGNER.told[:-4], SIGNER.kept]
)
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(Unreadable):
        read_key(key)


# -- the key in its file -----------------------------------------------------------------------------------------------


def test_the_command_makes_a_key_that_its_owner_alone_reads(settings: Settings, tmp_path: Path) -> None:
    settings.CHECKPOINT_KEY_FILE, settings.SITE_URL = tmp_path / "key", "https://archive.example.org:8443"
    call_command("make_checkpoint_key", stdout=(said := StringIO()))
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    signer = signing.read(tmp_path / "key")
    assert signer.name == "archive.example.org:8443/ledger"
    assert signer.told in said.getvalue()
    assert signer.seed.hex() not in said.getvalue() + repr(signer)
    with pytest.raises(CommandError, match="left as it is"):
        call_command("make_checkpoint_key")
    assert signing.read(tmp_path / "key") == signer


def test_a_key_that_cannot_be_written_or_read_is_told(settings: Settings, tmp_path: Path, caplog: Any) -> None:
    settings.CHECKPOINT_KEY_FILE = tmp_path / "none" / "key"
    with pytest.raises(CommandError, match="CHECKPOINT_KEY_FILE"):
        call_command("make_checkpoint_key")
    settings.CHECKPOINT_KEY_FILE = tmp_path / "key"
    for content in ("", "PRIVATE+KEY+a+00000000+AQ==", SIGNER.kept.replace("archive", "another")):
        settings.CHECKPOINT_KEY_FILE.write_text(content)
        caplog.clear()
        assert signing.signer() is None
        assert "cannot be used" in caplog.text
        assert SIGNER.kept not in caplog.text


# -- what the site gives out -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_site_gives_out_the_head_of_the_whole_ledger_and_the_key(client: Client, signer: Signer) -> None:
    make.published_event()
    make.event(title="Nobody may know of this")
    answer = client.get(NOTE)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    checkpoint = read_checkpoint(answer.content)
    checkpoint.check(read_key(client.get("/data/key").content.decode()))
    assert checkpoint.head == (ledger.head().size, bytes.fromhex(ledger.head().root))
    assert signer.told in client.get("/data/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", [NOTE, "/data/key"])
def test_without_a_key_the_site_says_so(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "no key yet" in answer.content.decode()
    assert "no key yet" in client.get("/data/").content.decode()


@pytest.mark.django_db
def test_any_two_checkpoints_are_compared(client: Client, signer: Signer, tmp_path: Path, capsys: Any) -> None:
    notes = [tmp_path / "0"]
    notes[0].write_bytes(client.get(NOTE).content)
    for number in range(1, 4):
        make.published_event()
        notes.append(tmp_path / str(number))
        notes[-1].write_bytes(client.get(NOTE).content)
    (tmp_path / "key").write_bytes(client.get("/data/key").content)
    sizes = [read_checkpoint(note.read_bytes()).head[0] for note in notes]
    for first in range(4):
        for second in range(first, 4):
            proof = tmp_path / "proof"
            proof.write_bytes(client.get("/data/head", {"since": sizes[first], "size": sizes[second]}).content)
            joined = [] if first in {0, second} else ["--consistency", str(proof)]
            key = ["--key", str(tmp_path / "key"), *joined]
            assert check_packet.main(["compare", str(notes[first]), str(notes[second]), *key]) == 0
            assert check_packet.main(["compare", str(notes[second]), str(notes[first]), *key]) == 0
            assert "letter for letter" in capsys.readouterr().out
    assert check_packet.main(["compare", str(notes[1]), str(notes[3]), "--key", signer.told]) == 2
    wanted = f"/data/head?since={sizes[1]}&size={sizes[3]}"
    assert wanted in capsys.readouterr().err


@pytest.mark.django_db
def test_a_checkpoint_signed_by_another_key_is_not_compared(
    client: Client, signer: Signer, tmp_path: Path, capsys: Any
) -> None:
    make.published_event()
    note, forged = tmp_path / "note", tmp_path / "forged"
    note.write_bytes(client.get(NOTE).content)
    forged.write_text(Signer(signer.name, bytes(32)).checkpoint(3, ledger.root_at(3)))
    assert check_packet.main(["compare", str(note), str(forged), "--key", signer.told]) == 1
    assert f"{forged}: the checkpoint is not signed by this key" in capsys.readouterr().out
    forged.write_text("<!doctype html>")
    assert check_packet.main(["compare", str(note), str(forged), "--key", signer.told]) == 2


@pytest.mark.django_db
def test_two_signed_heads_of_one_size_prove_two_histories(signer: Signer, tmp_path: Path, capsys: Any) -> None:
    for name, root in (("one", "ab"), ("other", "cd")):
        (tmp_path / name).write_text(signer.checkpoint(7, root * 32))
    both = [str(tmp_path / "one"), str(tmp_path / "other")]
    assert check_packet.main(["compare", *both, "--key", signer.told]) == 1
    assert "rewritten" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_packet_holds_its_checkpoint_and_belongs_to_those_kept(
    client: Client, signer: Signer, tmp_path: Path, capsys: Any
) -> None:
    claim = make.published_event().claims.get()
    packet, note, proof = tmp_path / "packet", tmp_path / "note", tmp_path / "proof"
    packet.write_bytes(client.get(f"/claims/{claim.pk}/packet").content)
    make.published_event()
    note.write_bytes(client.get(NOTE).content)
    size = check_packet.Packet(packet.read_bytes()).document["head"]["size"]
    proof.write_bytes(client.get("/data/head", {"since": size}).content)
    assert check_packet.main([str(packet)]) == 0
    assert "name the archive's key" in capsys.readouterr().out
    key = ["--key", signer.told]
    assert check_packet.main([str(packet), *key]) == 0
    assert f"{signer.name} signed this head" in capsys.readouterr().out
    kept = ["--checkpoint", str(note), *key]
    assert check_packet.main([str(packet), *kept]) == 2
    assert check_packet.main([str(packet), *kept, "--consistency", str(proof)]) == 0
    assert check_packet.main([str(packet), "--key", Signer(signer.name, bytes(32)).told]) == 1
    with pytest.raises(SystemExit):
        check_packet.main([str(packet), "--checkpoint", str(note)])
