"""A document as lines: one paragraph each, with its place in the text and a few facts about its shape."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sources.text import paragraphs

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_CLOSERS = "\"'”’»“)]\\ "
_SENTENCE_END = re.compile(
    r"(?P<stop>[.!?…]+)[\"”’»)\]]*(?:\[\d+\])?\s+(?=[\"“«‘(\[]?[^\W\d_a-zа-яёəöüçşğı])",
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|no|nos|art|gen|col|lt|maj|sgt|prof|rev|gov|sen|rep|jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec|vs|г|гг|ст|им|ул|д|т|стр|проф|ген)|(?:\b\w\.)*\b[^\W\d_])$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"(?:\b[^\W\d_]\.){2,}$")  # U.S.

_LONGEST_HEADLINE = 300
_PROSE_WORDS = 8
_ENOUGH = 400  # characters in which to count the words of a paragraph
_TAIL = 60  # characters in which to look for its end


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: where it stands in the text, and its words with runs of blank space made one space."""

    start: int
    end: int
    text: str
    gap: bool  # a blank line goes before


def lines_of(text: str) -> list[Line]:
    """The paragraphs of canonical text, in order."""
    lines: list[Line] = []
    last = 0
    for start, end in paragraphs(text):
        gap = text.count("\n", last, start) > 1
        lines.append(Line(start, end, " ".join(text[start:end].split()), gap))
        last = end
    return lines


@lru_cache(maxsize=4096)  # every rule asks this of every line
def fold(text: str) -> str:
    """For comparing only, never for offsets: no case, one kind of apostrophe, single spaces, dotted İ as i."""
    folded = unicodedata.normalize("NFKC", text.replace("İ", "i")).casefold()
    return " ".join(folded.replace("’", "'").split())


@lru_cache(maxsize=4096)
def count_words(text: str) -> int:
    """How many words; a number counts as one."""
    return len(_WORD.findall(text))


def ends_with_stop(text: str) -> bool:
    """Whether the line ends as a sentence does (quotation marks and brackets after the stop do not matter)."""
    bare = re.sub(r"\s*\[\d+\]$", "", text[-_TAIL:]).rstrip(_CLOSERS)
    return bare.endswith((".", "…", "。", "।", "۔")) and not _DOTTED.search(bare) and not bare.endswith("...")


def is_prose(text: str) -> bool:
    """Whether the line is running text: a whole sentence or more, not a heading, a label or a menu entry."""
    words = count_words(text[:_ENOUGH])
    if words < _PROSE_WORDS:
        return False
    bare = text[-_TAIL:].rstrip(_CLOSERS)
    return (
        len(text) > _LONGEST_HEADLINE
        or ends_with_stop(text)
        or bare.endswith((":", ";", ",", "...", "--"))
        or (words >= 20 and bare.endswith(("?", "!")))
        or (len(text) > 100 and len(first_sentence(text)) < len(text))
    )


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph; abbreviations and initials do not end it."""
    for match in _SENTENCE_END.finditer(text):
        before = text[max(0, match.start("stop") - 40) : match.start("stop")]
        if match["stop"] != "." or not _ABBREVIATED.search(before):
            return text[: match.end()].rstrip()
    return text


def shorten(text: str, length: int) -> str:
    """`text`, or its beginning up to the end of a word and "…", at most `length` characters in all."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(' ,;:–—-(“"«') + "…"
