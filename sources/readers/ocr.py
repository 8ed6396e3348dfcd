"""Reads pictures of pages with Tesseract, where the machine has it. What comes of it is always marked as machine-read.

A machine's reading is not the document: letters may be wrong. The reader's name tells everybody who sees the capture.
"""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import pypdfium2 as pdfium
from pypdfium2 import raw

from sources.readers.document import Break, Writer
from sources.text import UnreadableError, canonical_text

READER = "pdf-ocr"
_PROGRAM = "tesseract"
LANGUAGES = ("eng", "rus", "aze", "aze_cyrl", "tur", "ara", "fas", "kat", "uzb", "kaz")
MAX_PAGES = 300
MAX_PICTURE = 100_000_000  # pixels that a picture in the document may have
SCALE = 300 / 72  # 300 dots an inch, for which Tesseract is made
MAX_PIXELS = 25_000_000  # of a page as drawn
SECONDS_A_PAGE = 120


@dataclass(frozen=True, slots=True)
class Found:
    text: str
    breaks: tuple[Break, ...]
    version: str


def is_installed() -> bool:
    """Whether this machine can read pictures."""
    return shutil.which(_PROGRAM) is not None


def read_pages(document: pdfium.PdfDocument) -> Found:
    """The text on the pictures of all pages. Raises `UnreadableError` where there is none, or too much to do."""
    if len(document) > MAX_PAGES:
        raise UnreadableError(
            f"This scanned PDF has {len(document)} pages; up to {MAX_PAGES} are read by machine. Divide it."
        )
    languages = _languages()
    writer = Writer()
    for number in range(len(document)):
        text = _read_picture(_picture(document, number), languages)
        if text:
            writer.add(text, place=f"page:{number + 1}")
    if not writer.breaks:
        raise UnreadableError("There is no text in this PDF, and a machine could read none on its pictures.")
    return Found(writer.text(), tuple(writer.breaks), f"1 ({_version()} {languages}; pypdfium2 {version('pypdfium2')})")


def _picture(document: pdfium.PdfDocument, number: int) -> bytes:
    """A page drawn in shades of grey, as a PGM file."""
    page = document[number]
    try:
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
            width, height = picture.get_px_size()
            if width * height > MAX_PICTURE:
                raise UnreadableError(
                    f"A picture on page {number + 1} of this PDF has {width} × {height} points, too many to be drawn."
                )
        width, height = page.get_size()
        scale = min(SCALE, (MAX_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            rows = bytes(bitmap.buffer)
            packed = b"".join(
                rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height)
            )  # fmt: skip
            return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + packed
        finally:
            bitmap.close()
    finally:
        page.close()


def _read_picture(picture: bytes, languages: str) -> str:
    """Canonical text: paragraphs parted by blank lines, the lines of each joined."""
    command = [_PROGRAM, "stdin", "stdout", "-l", languages, "--dpi", "300"]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=SECONDS_A_PAGE, check=True)
    except subprocess.TimeoutExpired as error:
        raise UnreadableError("A page of this scan takes too long to be read by a machine.") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise UnreadableError(f"Tesseract could not read this scan: {error}.") from error
    text = canonical_text(done.stdout.decode("utf-8", "replace").replace("\f", "\n"))
    blocks = [" ".join(block.split()) for block in text.split("\n\n")]
    return "\n\n".join(block for block in blocks if block)


@cache
def _languages() -> str:
    """Those of our languages that this machine's Tesseract knows, as its option wants them."""
    told = subprocess.run([_PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    known = set(told.stdout.split())
    return "+".join(name for name in LANGUAGES if name in known) or "eng"


@cache
def _version() -> str:
    told = subprocess.run([_PROGRAM, "--version"], capture_output=True, text=True, timeout=30, check=False)
    return " ".join((told.stdout or told.stderr).split()[:2])
