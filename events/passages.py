"""Where a passage stands in a text, and what stands around it: line, paragraph, window, excerpt.

Pure. Offsets are Unicode code points into canonical text (line ends are ``\\n``). Nothing here cuts a base character
from its combining marks, variation selectors or joiners where that can be avoided.
"""

import re
import unicodedata

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"\n\s*")
_JOINER = "\u200d"
_EXTENDERS = "\u200c\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)


def locate(text: str, start: int) -> dict[str, int]:
    """The locator of offset ``start``: ``{"paragraph": n, "line": n}``, both counted from 1.

    Paragraphs are parted by blank lines; in a text without blank lines every line that is not empty is one.
    Raises ValueError for an offset outside the text.
    """
    if not 0 <= start <= len(text):
        raise ValueError(f"offset {start} lies outside the text, which has {len(text)} characters")
    body = text.rstrip()
    lead = len(body) - len(body.lstrip())
    breaks = _BLANK_LINES if _BLANK_LINES.search(body, lead) else _LINE_ENDS
    paragraph = 1
    for found in breaks.finditer(body, lead):
        if found.end() > start:
            break
        paragraph += 1
    return {"paragraph": paragraph, "line": line_of(text, start)}


def line_of(text: str, start: int) -> int:
    """The number of the line that offset ``start`` is on, counted from 1."""
    return text.count("\n", 0, start) + 1


def window(text: str, start: int, end: int, around: int = 200) -> tuple[str, str, str]:
    """What stands before, in and after ``text[start:end]``: at most ``around`` code points on each side.

    The three join to one slice of the text. Both sides are cut between words; a side that is all one word is cut
    between characters. Raises ValueError for a span outside the text.
    """
    if not 0 <= start <= end <= len(text):
        raise ValueError(f"the span {start}–{end} lies outside the text, which has {len(text)} characters")
    return text[_left_edge(text, start, around) : start], text[start:end], text[end : _right_edge(text, end, around)]


def excerpt(text: str, start: int, end: int, around: int = 40) -> str:
    """One line that shows ``[the passage]`` between brackets with some context, blank space run together."""
    before, passage, after = window(text, start, end, around)
    before, after = _one_line(before), _one_line(after)
    if start > around:
        before = "…" + before.lstrip()
    if len(text) - end > around:
        after = after.rstrip() + "…"
    return f"{before}[{shorten(passage)}]{after}"


def shorten(passage: str, longest: int = 120) -> str:
    """The passage on one line, its middle left out where it is longer than ``longest`` code points."""
    line = _one_line(passage)
    if len(line) <= longest:
        return line
    half = longest // 2
    return f"{line[: cut_back(line, half)]} … {line[cut_forward(line, len(line) - half) :]}"


def cut_forward(text: str, index: int) -> int:
    """The nearest offset from ``index`` on that does not part a character from its marks."""
    while 0 < index < len(text) and _extends(text, index):
        index += 1
    return index


def cut_back(text: str, index: int) -> int:
    """The nearest offset up to ``index`` that does not part a character from its marks."""
    while 0 < index < len(text) and _extends(text, index):
        index -= 1
    return index


def parts_a_word(text: str, index: int) -> bool:
    """Whether a cut at ``index`` would go through a word, or part a character from its marks."""
    if not 0 < index < len(text):
        return False
    return _extends(text, index) or (text[index - 1].isalnum() and text[index].isalnum())


def _extends(text: str, index: int) -> bool:
    """Whether the code point at ``index`` belongs to the character before it (the common cases of UAX #29)."""
    char = text[index]
    return (
        unicodedata.category(char).startswith("M")
        or char in _EXTENDERS
        or ord(char) in _SKIN_TONES
        or text[index - 1] == _JOINER
    )


def _left_edge(text: str, start: int, around: int) -> int:
    """Where a window that ends at ``start`` begins."""
    edge = max(0, start - around)
    if 0 < edge < start and not (text[edge].isspace() or text[edge - 1].isspace()):
        blank = next((i for i in range(edge, start) if text[i].isspace()), None)
        edge = edge if blank is None else blank + 1
    return min(cut_forward(text, edge), start)


def _right_edge(text: str, end: int, around: int) -> int:
    """Where a window that begins at ``end`` ends."""
    edge = min(len(text), end + around)
    if end < edge < len(text) and not (text[edge].isspace() or text[edge - 1].isspace()):
        blank = next((i for i in range(edge - 1, end - 1, -1) if text[i].isspace()), None)
        edge = edge if blank is None else blank
    return max(cut_back(text, edge), end)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
