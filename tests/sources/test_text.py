"""Canonical text: the same characters always make the same text, and nothing that means something is lost."""

import unicodedata
from itertools import pairwise
from textwrap import fill

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text import UnreadableError, canonical_text, decode, paragraphs, sha256_hex

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY_TEXT)
def test_canonicalising_twice_changes_nothing(raw: str) -> None:
    text = canonical_text(raw)
    assert canonical_text(text) == text


@given(ANY_TEXT)
def test_canonical_text_is_nfc_and_has_no_controls(raw: str) -> None:
    text = canonical_text(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert {sign for sign in text if unicodedata.category(sign) == "Cc"} <= {"\n", "\t"}
    assert not set(text) & set("\ufeff\u2028\u2029\ufffe\uffff")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029"])
def test_every_line_end_becomes_a_line_feed(end: str) -> None:
    assert canonical_text(f"one{end}two{end}") == "one\ntwo\n"


def test_an_accent_behind_a_control_character_is_composed_with_its_letter() -> None:
    assert canonical_text("Ba\u0000ki\u0301\ufeff") == "Bakí"


def test_blank_space_within_a_line_stays_as_it_is() -> None:
    assert canonical_text("  a\u00a0 b\t\tc  \n") == "  a\u00a0 b\t\tc  \n"


def test_directional_marks_and_joiners_stay() -> None:
    text = "\u202bسلام\u202c \u2067abc\u2069 نامه\u200cها 👩\u200d💻"
    assert canonical_text(text) == text


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnreadableError, match="half a character"):
        canonical_text("broken \ud83d here")


def test_a_text_and_its_bytes_have_the_same_hash() -> None:
    assert sha256_hex("Bakı 🏛") == sha256_hex("Bakı 🏛".encode())
    assert sha256_hex(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        ("Bakı".encode(), None, "utf-8"),
        ("Bakı".encode("utf-8-sig"), "windows-1252", "utf-8-sig"),
        ("Bakı".encode("utf-16"), None, "utf-16"),
        ("Bakı".encode("utf-32"), None, "utf-32"),
        ("Баку".encode("koi8-r"), "KOI8-R", "koi8-r"),
        ("“Baku”".encode("cp1252"), "iso-8859-1", "cp1252"),
        ("Bakı".encode(), "no-such-charset", "utf-8"),
        ("Bakı".encode(), "utf-7", "utf-8"),
        ("Bakı".encode(), "base64", "utf-8"),
        ("Bakı".encode(), "ascii\x00", "utf-8"),
    ],
)
def test_the_encoding_is_found_mark_first_then_declaration_then_utf8(data: bytes, declared: str, encoding: str) -> None:
    text, found = decode(data, declared)
    assert (canonical_text(text)[:2], found) == (canonical_text(text[:3])[:2], encoding)
    assert any(word in text for word in ("Bakı", "Баку", "“Baku”"))


def test_an_undeclared_old_encoding_is_recognised() -> None:
    words = "Министры иностранных дел обсудили совместную борьбу с терроризмом и обмен сведениями о задержанных."
    assert decode(words.encode("cp1251"), None)[0] == words


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, b"text \x00 text", b"\x01\x02\x03\x04 text" * 9])
def test_a_binary_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="binary"):
        decode(data, None)


@pytest.mark.parametrize("data", [b"", b" \n\t", "\ufeff\u00a0\n".encode()])
def test_a_blank_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="no text"):
        decode(data, None)


def test_each_line_is_a_paragraph_counted_in_code_points() -> None:
    text = "  🏛 one \n\n\u00a0\nשלום עולם\nthree"
    assert [text[start:end] for start, end in paragraphs(text)] == ["🏛 one", "שלום עולם", "three"]


def test_lines_wrapped_at_a_fixed_width_are_joined_to_paragraphs() -> None:
    first = "The working group met for the second time and looked at what had been done since the spring. " * 3
    second = "Nobody objected to the date that the hosts of the next meeting had proposed to the others. " * 2
    text = "\n\n".join(fill(part, 64) for part in (first, "It meets again.", second))
    found = [" ".join(text[start:end].split()) for start, end in paragraphs(text)]
    assert found == [first.strip(), "It meets again.", second.strip()]


@given(ANY_TEXT)
def test_paragraphs_leave_out_nothing_but_blank_space(raw: str) -> None:
    text = canonical_text(raw)
    spans = paragraphs(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
