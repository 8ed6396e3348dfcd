"""Reads transcripts with time codes: SubRip (.srt) and WebVTT (.vtt). The place of a passage is its time.

The words run on as they were spoken; a new paragraph begins after a silence, with another speaker, or at a dash. What a
caption repeats of the one before it, as automatic captions do, is there once.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.readers.document import Content, Proposal, Writer
from sources.readers.language import guess_language
from sources.readers.lines import first_sentence, shorten
from sources.text import UnreadableError, canonical_text, decode

READER_VERSION = "1"
MAX_CUES = 100_000
_SILENCE = 2.5  # seconds after which a new paragraph begins
_TIME = r"(?:(?P<{0}h>\d{{1,3}}):)?(?P<{0}m>\d{{1,2}}):(?P<{0}s>\d{{1,2}})[.,](?P<{0}f>\d{{1,3}})"
_TIMES = re.compile(r"\s*" + _TIME.format("a") + r"\s*-->\s*" + _TIME.format("b") + r"(?:\s.*)?")
_VOICE = re.compile(r"<v(?:\.[\w.-]+)?\s+([^<>]{1,100})>")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<\d[\d:.,]{0,20}>|\{\\[^{}]{0,60}\}")
_NOT_CUES = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_NAMED = re.compile(r"[-–—]\s|[^\W\d_a-z][\w .’'-]{1,40}:\s")

SRT_START = re.compile(r"\s*\d{1,7}[ \t]*\n\s*\d{1,3}:\d{1,2}:\d{1,2}[,.]\d{1,3}\s*-->")
"""How a SubRip file begins."""


@dataclass(frozen=True, slots=True)
class _Cue:
    start: float
    end: float
    speaker: str
    text: str


def read_subtitles(data: bytes, charset: str | None) -> Content:
    """The words of a transcript, with the time at which each caption begins as breaks. Raises `UnreadableError`."""
    raw = canonical_text(decode(data, charset)[0])
    cues = list(_cues(raw))
    if not cues:
        raise UnreadableError("There is no caption with a time code in this transcript.")
    writer = Writer()
    last: _Cue | None = None
    for cue in cues:
        text = _fresh(cue, last)
        if text:
            named = cue.speaker and (last is None or cue.speaker != last.speaker)
            text = f"{cue.speaker}: {text}" if named else text
            apart = "\n\n" if named or last is None or cue.start - last.end >= _SILENCE or _NAMED.match(text) else " "
            writer.add(text, place=f"time:{_clock(cue.start)}", apart=apart)
        last = cue
    text = writer.text()
    if not text:
        raise UnreadableError("There are no words in this transcript.")
    title = shorten(first_sentence(text.partition("\n")[0]), 120)
    proposal = Proposal(
        title=title, title_basis="derived from the first sentence", language=guess_language(text)
    )  # fmt: skip
    return Content(text, (), proposal, breaks=tuple(writer.breaks))


def _cues(raw: str) -> Iterator[_Cue]:
    """The captions in order of the file."""
    lines = raw.split("\n")
    at = count = 0
    while at < len(lines):
        match = _TIMES.fullmatch(lines[at]) if "-->" in lines[at] and len(lines[at]) < 300 else None
        at += 1
        if match is None:
            if _NOT_CUES.match(lines[at - 1]):
                while at < len(lines) and lines[at].strip():
                    at += 1
            continue
        words: list[str] = []
        while at < len(lines) and lines[at].strip() and "-->" not in lines[at]:
            words.append(lines[at])
            at += 1
        # Without a blank line between them, the number of the next caption stands at the end of this one.
        if at < len(lines) and "-->" in lines[at] and words and words[-1].strip().isdigit():
            words.pop()
        count += 1
        if count > MAX_CUES:
            raise UnreadableError(f"This transcript has more than {MAX_CUES} captions. Divide it.")
        yield _cue(match, " ".join(words))


def _cue(match: re.Match[str], words: str) -> _Cue:
    voice = _VOICE.search(words)
    text = " ".join(html.unescape(_TAGS.sub("", _VOICE.sub("", words))).split())
    return _Cue(
        _seconds(match, "a"), _seconds(match, "b"), " ".join(voice[1].split()) if voice else "", canonical_text(text)
    )


def _fresh(cue: _Cue, last: _Cue | None) -> str:
    """What the caption says that the one before did not (rolling captions repeat its words)."""
    if last is None or cue.start - last.end > 1 or not last.text:
        return cue.text
    if cue.text == last.text or (last.text.endswith(cue.text) and len(cue.text) > 20):
        return ""
    if cue.text.startswith(last.text + " "):
        return cue.text[len(last.text) + 1 :]
    return cue.text


def _seconds(match: re.Match[str], side: str) -> float:
    hours, minutes, seconds = (int(match[f"{side}{unit}"] or 0) for unit in "hms")
    return hours * 3600 + minutes * 60 + seconds + float(f"0.{match[f'{side}f']}")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
