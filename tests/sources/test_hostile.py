"""Files made to do harm, or broken on their way: a plain refusal each, in seconds, and nothing else escapes."""

import io
import os
import random
from collections.abc import Callable
from time import perf_counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sources.readers import packages, read
from sources.readers.containers import Item, unpack
from sources.readers.pdf import MAX_PAGES
from sources.text import UnreadableError, canonical_text
from tests.damage import bounded, broken
from tests.sources import samples as make
from tests.sources.test_readers import ARTICLE, page

PROSE = "<p>The two services signed a protocol on the exchange of information in the capital on Tuesday.</p>"
PAGES = [("https://gazette.example/1", page(ARTICLE), "text/html")]


def refused(data: bytes, words: str, *, filename: str = "") -> None:
    start = perf_counter()
    with pytest.raises(UnreadableError, match=words) as caught:
        read(data, filename=filename)
    assert str(caught.value).endswith(".")
    assert perf_counter() - start < 30  # what has no bound takes for ever


def test_a_locked_pdf_is_refused_with_what_to_do() -> None:
    refused(make.encrypted_pdf(), "locked with a password. Save it without one")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pdf_that_was_cut_off_is_refused_or_read_never_worse(share: float) -> None:
    whole = make.pdf()
    survives(lambda: read(whole[: int(len(whole) * share)]))


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    refused(make.pdf([[]] * (MAX_PAGES + 1)), f"from 1 to {MAX_PAGES}")


def test_a_word_document_that_defines_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><w>&b;</w>'
    refused(make.docx("One.", members={"word/document.xml": bomb}), "entities of its own")


def test_nor_does_an_entity_read_a_file_of_this_machine() -> None:
    theft = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'
    refused(make.docx("One.", members={"word/document.xml": theft}), "entities of its own")
    utf16 = theft.decode().encode("utf-16")
    refused(make.docx("One.", members={"word/document.xml": utf16}), "entities of its own|damaged")


def test_a_word_document_that_grows_beyond_measure_is_refused() -> None:
    refused(make.docx("One.", members={"word/document.xml": b"<w>" + b" " * 30_000_000}), "beyond all measure")


def test_a_word_document_nested_without_end_is_read_or_refused() -> None:
    deep = "<w:p>" + "<w:r>" * 50_000 + "<w:t>deep</w:t>" + "</w:r>" * 50_000 + "</w:p>"
    refused(make.docx("One.", body=deep), "damaged")


def test_a_word_document_without_its_text_is_refused() -> None:
    refused(make.zipped({"[Content_Types].xml": b"<a/>", "word/styles.xml": b"<a/>"}), "missing from this archive")


def test_an_archive_that_lies_about_its_size_is_cut_short() -> None:
    data = bytearray(make.zipped({"long.txt": b"a" * 40_000_000}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1000).to_bytes(4, "little")
    data[22:26] = (1000).to_bytes(4, "little")
    (item,) = unpack(io.BytesIO(bytes(data)), filename="a.zip")
    assert "beyond all measure" in item.refused or "damaged" in item.refused


def test_one_bomb_in_an_archive_leaves_the_others() -> None:
    found = list(unpack(io.BytesIO(make.zipped({"bomb.txt": b"a" * 40_000_000, "note.txt": b"They met."}))))
    assert "beyond all measure" in found[0].refused
    assert (found[1].name, found[1].data) == ("note.txt", b"They met.")


def test_too_many_files_in_an_archive_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_MEMBERS", 3)
    with pytest.raises(UnreadableError, match="4 files"):
        list(unpack(io.BytesIO(make.zipped({f"{n}.txt": b"a" for n in range(4)}))))


def test_an_archive_that_would_be_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_TOTAL", 5)
    with pytest.raises(UnreadableError, match="once unpacked"):
        list(unpack(io.BytesIO(make.zipped({"a.txt": b"123", "b.txt": b"456"}))))


def test_archives_within_archives_end_somewhere() -> None:
    inner = make.zipped({"note.txt": b"They met."})
    twice = make.zipped({"inner.zip": inner})
    assert [item.name for item in unpack(io.BytesIO(twice))] == ["inner.zip → note.txt"]
    (item,) = unpack(io.BytesIO(make.zipped({"twice.zip": twice})))
    assert "too deep" in item.refused


def test_a_member_locked_with_a_password_is_refused() -> None:
    data = bytearray(make.zipped({"secret.txt": b"They met."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (item,) = unpack(io.BytesIO(bytes(data)))
    assert "locked with a password" in item.refused


def test_names_in_an_archive_are_no_paths() -> None:
    (item,) = unpack(io.BytesIO(make.zipped({"../../etc/passwd.txt": b"They met."})))
    assert (item.filename, item.data) == ("passwd.txt", b"They met.")


@pytest.mark.parametrize("gzip", [True, False])
def test_the_end_of_a_web_archive_that_is_missing_is_told(gzip: bool) -> None:
    whole = make.warc([*PAGES, ("https://gazette.example/2", page(PROSE * 200), "text/html")], gzip=gzip)
    found: list[Item] = []
    told = ""
    try:
        found.extend(unpack(io.BytesIO(whole[: len(whole) - 400]), filename="a.warc"))
    except UnreadableError as error:
        told = str(error)
    assert (found[0].url, found[0].refused) == ("https://gazette.example/1", "")
    assert "damaged after record 2" in told or "cut off" in found[1].refused


def test_a_gzip_file_that_is_no_web_archive_is_refused() -> None:
    import gzip

    with pytest.raises(UnreadableError):
        list(unpack(io.BytesIO(gzip.compress(b"some words that are no records at all")), filename="notes.gz"))


def test_a_record_that_was_changed_is_refused() -> None:
    whole = make.warc(PAGES, gzip=False).replace(b"Two services sign", b"Ten services sign")
    (item,) = unpack(io.BytesIO(whole), filename="a.warc")
    assert "digest does not fit" in item.refused


def test_what_the_site_answered_instead_of_the_document_is_no_document() -> None:
    (item,) = unpack(io.BytesIO(make.warc(PAGES, status="404 Not Found")), filename="a.warc.gz")
    assert "answered 404" in item.refused
    assert list(unpack(io.BytesIO(make.warc(PAGES, status="301 Moved")), filename="a.warc.gz")) == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<div>" * 100_000 + "deep", "nested too deeply"),
        ("<p>" + "\x00" * 50 + "</p>", "binary"),
        (f"<p {'a=b ' * 12_500_000}>words</p>", "50 MB"),
    ],
)
def test_an_absurd_page_is_refused(body: str, words: str) -> None:
    refused(page(body), words)


def test_an_element_of_attributes_without_end_is_refused() -> None:
    names = " ".join(f"a{n}=b" for n in range(200_000))
    refused(page(f"<p {names}>x</p>{ARTICLE}"), "more than 5000 attributes")
    refused(page(f"<p title='a > b' {names}>x</p>{ARTICLE}"), "more than 5000 attributes")


def test_a_long_attribute_is_none_of_these() -> None:
    assert "signed a protocol" in read(page(f"<img alt='{'words ' * 20_000}'>{ARTICLE}")).text


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03" * 50, bytes(range(256)) * 20, b"\x7fELF" + b"\x00" * 99])
def test_what_nobody_knows_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data)


def test_a_mail_of_parts_without_end_is_refused() -> None:
    head = b"From: a@b.example\nMIME-Version: 1.0\nMessage-ID: <1@b>\nContent-Type: multipart/mixed; boundary=x\n\n"
    with pytest.raises(UnreadableError, match="parts"):
        read(head + b"--x\n\nword\n" * 2000 + b"--x--")


def test_a_mail_nested_without_end_is_refused() -> None:
    data = b"".join(
        b"From: a@b.example\nMIME-Version: 1.0\nMessage-ID: <1@b>\nContent-Type: message/rfc822\n\n"
        for _ in range(2000)
    )
    with pytest.raises(UnreadableError):
        read(data + b"end")


# -- what nobody thought of --------------------------------------------------------------------------------------------

VALID: dict[str, bytes] = {
    "pdf": make.pdf(), "docx": make.docx("One.", "They met.", table=[["a", "b"]], footnote="Note."),
    "eml": make.eml(html="<p>words</p>", attachments={"a.txt": b"words"}), "srt": make.SRT.encode(),
    "vtt": make.VTT.encode(), "html": page(ARTICLE), "txt": b"Two services met.\n\nThey signed it.\n",
}  # fmt: skip
ARCHIVES: dict[str, bytes] = {
    "zip": make.zipped({"a.txt": b"They met.", "b.html": page(ARTICLE)}), "warc": make.warc(PAGES, gzip=False),
    "warc.gz": make.warc(PAGES), "wacz": make.wacz(PAGES),
}  # fmt: skip


def damaged(data: bytes, seed: int) -> bytes:
    """The bytes with a few changes of the kinds that break files: cut, repeated, moved, overwritten."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(out) + 1), chance.choice((1, 1, 2, 4, 30, 400))
        match chance.randrange(5):
            case 0:
                del out[at : at + length]
            case 1:
                out[at : at + length] = chance.randbytes(length)
            case 2:
                out[at:at] = out[max(0, at - length) : at] * chance.choice((1, 2, 50))
            case 3:
                out[at : at + length] = b"\xff" * length
            case _:
                out[at:at] = chance.choice((b"\x00", b"9999999999", b"<", b"-->", b"\r\n\r\n", b"\xed\xa0\x80", b"-1 "))
        if not out:
            break
    return bytes(out)


def survives(read_it: Callable[[], object]) -> None:
    try:
        read_it()
    except UnreadableError as error:
        told = str(error)
    else:
        return
    assert told.endswith(".")


def check_document(name: str, seed: int) -> None:
    data = damaged(VALID[name], seed)

    def read_it() -> None:
        found = read(data, filename=f"file.{name}")
        assert canonical_text(found.text) == found.text
        assert all(0 <= span[0] <= span[1] <= len(found.text) for span in (*found.breaks, *found.furniture))

    survives(read_it)


def check_archive(name: str, seed: int) -> None:
    data = damaged(ARCHIVES[name], seed)
    survives(lambda: list(unpack(io.BytesIO(data), filename=f"file.{name}")))


@pytest.mark.parametrize("name", VALID)
def test_no_damage_to_a_document_escapes(name: str) -> None:
    for seed in (*range(25), 33187275):
        check_document(name, seed)


@pytest.mark.parametrize("name", ARCHIVES)
def test_no_damage_to_an_archive_escapes(name: str) -> None:
    for seed in range(40):
        check_archive(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", VALID)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_damage_at_all_to_a_document_escapes(name: str, seed: int) -> None:
    check_document(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", ARCHIVES)
@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
@example(seed=0)
def test_no_damage_at_all_to_an_archive_escapes(name: str, seed: int) -> None:
    check_archive(name, seed)


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(data=st.binary(max_size=3000), name=st.sampled_from(["", *VALID, "zip"]))
def test_no_bytes_at_all_escape(data: bytes, name: str) -> None:
    survives(lambda: read(data, filename=f"file.{name}"))


# -- other ways to break: bits, ends, pieces of another file, encodings ------------------------------------------------

CASES = int(os.environ.get("CASES", "400"))  # of each kind, in the long run


def check_broken(name: str, seed: int) -> None:
    others = (*VALID.values(), *ARCHIVES.values())
    data = broken((VALID | ARCHIVES)[name], others, seed)
    with bounded((name, seed)):
        if name in ARCHIVES:
            survives(lambda: list(unpack(io.BytesIO(data), filename=f"file.{name}")))
        else:
            survives(lambda: read(data, filename=f"file.{name}"))


@pytest.mark.parametrize("name", [*VALID, *ARCHIVES])
def test_nothing_broken_escapes_or_takes_long(name: str) -> None:
    for seed in range(20):
        check_broken(name, seed)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*VALID, *ARCHIVES])
@settings(max_examples=CASES, deadline=None, database=None)
@given(seed=st.integers(0, 2**32))
def test_nothing_broken_at_all_escapes_or_takes_long(name: str, seed: int) -> None:
    check_broken(name, seed)
