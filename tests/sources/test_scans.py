"""Scanned documents: read by a machine where Tesseract is installed, and told to be so; refused elsewhere."""

import shutil
import stat
from pathlib import Path

import pytest

from sources.readers import MACHINE_READ, ocr, place_at, read
from sources.text import UnreadableError
from tests.sources import samples as make

LARGE = ["Border services", "", "signed a protocol"]


@pytest.fixture
def pretender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of Tesseract, that reads the same words on every picture."""
    program = tmp_path / "tesseract"
    program.write_text(
        "#!/bin/sh\ncase $1 in\n--list-langs) printf 'List\\neng\\nrus\\nosd\\n';;\n--version) echo tesseract 5.3.0;;\n"
        "*) cat > /dev/null; printf 'Border services\\nsigned a plan.\\n\\n\\f';;\nesac\n"
    )
    program.chmod(program.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    for cached in (ocr._languages, ocr._version):
        cached.cache_clear()
    return program


def test_a_scan_is_read_by_a_machine_and_says_so(pretender: Path) -> None:
    found = read(make.scanned_pdf())
    assert found.text == "Border services signed a plan."
    assert found.reader in MACHINE_READ
    assert found.reader_version.startswith("1 (tesseract 5.3.0 eng+rus; pypdfium2 ")
    assert place_at(found.breaks, 0) == {"page": 1}


def test_a_document_with_text_is_not_read_by_a_machine(pretender: Path) -> None:
    assert read(make.pdf()).reader == "pdf"


def test_without_the_program_a_scan_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UnreadableError, match="apt install tesseract-ocr"):
        read(make.scanned_pdf())


def test_a_program_that_fails_is_told(pretender: Path) -> None:
    pretender.write_text("#!/bin/sh\nexit 1\n")
    with pytest.raises(UnreadableError, match="could not read this scan"):
        read(make.scanned_pdf())


def test_a_scan_without_any_words_is_refused(pretender: Path) -> None:
    pretender.write_text("#!/bin/sh\ncat > /dev/null\n")
    with pytest.raises(UnreadableError, match="could read none"):
        read(make.scanned_pdf())


def test_a_picture_too_large_to_be_drawn_is_refused(pretender: Path) -> None:
    with pytest.raises(UnreadableError, match="60000 × 60000 points"):
        read(make.scanned_pdf(claims=(60_000, 60_000)))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed on this machine")
def test_tesseract_itself_reads_a_scan() -> None:
    for cached in (ocr._languages, ocr._version):
        cached.cache_clear()
    found = read(make.scan_of(make.pdf()))
    assert "agreed on Tuesday to share lists of wanted persons" in found.text
