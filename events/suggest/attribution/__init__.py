"""Attributions: who is the source of a statement, in direct and in reported speech, in three languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from events.choices import SuggestionKind
from events.suggest.attribution.words import LANGUAGES, Language
from events.suggest.dates.reading import languages_of
from events.suggest.document import Document, Found, Span, Suggested, Suggester

__all__ = ["ATTRIBUTIONS", "find_attributions"]

_LONGEST = 2000  # code points; what is longer is no sentence
_MOST_WORDS = 22  # of a speaker with office and title
_OPENING, _CLOSING = '“„«"', '”»"'
_FEWEST_WORDS = 3  # of a statement
_CAPITAL = re.compile(r"(?<!\w)[A-ZА-ЯƏÖÜÇŞĞİЁ]")
_ASIDE = re.compile(r"\s(?:also|then|further|later|has|had|have|also has|также)$", re.IGNORECASE)
_BLANKS = " \t\u00a0,–—-:;"


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what, by which words. Spans of the text."""

    speaker: Span
    cue: Span
    statement: Span
    direct: bool
    score: float


@dataclass(frozen=True)
class _Words:
    """The patterns of a language."""

    verbs: re.Pattern[str]
    that: re.Pattern[str]
    phrases: re.Pattern[str]
    behind: re.Pattern[str]
    leading: re.Pattern[str]
    pronouns: re.Pattern[str]
    sources: re.Pattern[str]


@cache
def _words(tag: str) -> _Words:
    language: Language = LANGUAGES[tag]
    whole = {name: rf"(?<!\w){getattr(language, name)}(?!\w)" for name in ("verbs", "phrases", "behind")}
    told = whole | {
        "that": language.that,
        "leading": language.leading,
        "pronouns": rf"(?:{language.pronouns})(?:\s+(?:also|then|further))?",
        "sources": rf"(?<!\w)(?:{language.sources})(?!\w)",
    }
    return _Words(**{name: re.compile(source, re.IGNORECASE) for name, source in told.items()})


def find_attributions(document: Document, found: Found | None = None) -> Iterator[Suggested]:
    """The statements of the document whose source it names, in its order."""
    tag = languages_of(document.text, document.language)[-1 if not document.language else 0]
    words, text = _words(tag), document.flowing
    mentions = list(found.get("mentions", ())) if found else []
    for start, end in document.sentences:
        if end - start > _LONGEST:
            continue
        said = next(_readings(text, start, end, words), None)
        if said is not None:
            spans = (said.speaker, said.cue, said.statement)
            begin, stop = min(span[0] for span in spans), max(span[1] for span in spans)
            yield Suggested(SuggestionKind.ATTRIBUTION, begin, stop, _payload(said, mentions), said.score)


def _payload(said: Said, mentions: Sequence[Suggested]) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "speaker": list(said.speaker), "cue": list(said.cue), "statement": list(said.statement), "direct": said.direct,
    }  # fmt: skip
    inside = [one for one in mentions if said.speaker[0] <= one.start and one.end <= said.speaker[1]]
    # "The head of the Service, Ali Valiyev": the person speaks, and the last name is that of the person.
    known = next((uids for one in reversed(inside) if (uids := one.payload.get("entities"))), None)
    return payload | ({"entities": list(known)} if known else {})


def _readings(text: str, start: int, end: int, words: _Words) -> Iterator[Said]:
    """The ways in which the sentence attributes something, the surest first."""
    yield from _by_phrase(text, start, end, words)
    yield from _by_name_before(text, start, end, words)
    yield from _by_verb(text, start, end, words)


def _by_phrase(text: str, start: int, end: int, words: _Words) -> Iterator[Said]:
    """ "According to the ministry, …", "…, according to the ministry"."""
    for cue in words.phrases.finditer(text, start, end):
        stop = _end_of_speaker(text, cue.end(), end)
        speaker = _trimmed(text, cue.end(), stop)
        opens = not text[start : cue.start()].strip(_BLANKS)
        statement = _trimmed(text, stop, end) if opens else _trimmed(text, start, cue.start())
        if _speaks(text, speaker, words) and _is_statement(text, statement):
            yield Said(speaker, cue.span(), statement, False, 0.8)


def _by_name_before(text: str, start: int, end: int, words: _Words) -> Iterator[Said]:
    """ "Nazirin sözlərinə görə, …"."""
    for cue in words.behind.finditer(text, start, end):
        speaker = _trimmed(text, start, cue.start())
        statement = _trimmed(text, cue.end(), end)
        if _speaks(text, speaker, words) and _is_statement(text, statement):
            yield Said(speaker, cue.span(), statement, False, 0.8)


def _by_verb(text: str, start: int, end: int, words: _Words) -> Iterator[Said]:
    """ "X said that …", "“…,” X said", "“…”, said X", "…, said X"."""
    quotes = _quotes(text, start, end)
    for cue in words.verbs.finditer(text, start, end):
        if any(begin < cue.start() < stop for begin, stop in quotes):
            continue
        before = [span for span in quotes if span[1] <= cue.start()]
        found = _after_quote(text, cue.span(), before[-1], end, words) if before else None
        found = found or _reported(text, start, end, cue.span(), words)
        if found is not None:
            yield found


def _after_quote(text: str, cue: Span, quote: Span, end: int, words: _Words) -> Said | None:
    """The quotation before the verb, and the speaker between them or behind the verb."""
    between = _trimmed(text, quote[1], cue[0])
    behind = _trimmed(text, cue[1], _end_of_speaker(text, cue[1], end))
    speaker = between if between[0] < between[1] and text[between[0] : between[1]].lower() != "deyə" else behind
    if text[between[0] : between[1]].lower().startswith("deyə "):
        speaker = (between[0] + 5, between[1])
    is_whole = len(text[quote[0] : quote[1]].split()) >= _FEWEST_WORDS
    return Said(speaker, cue, quote, True, 0.85) if is_whole and _speaks(text, speaker, words) else None


def _reported(text: str, start: int, end: int, cue: Span, words: _Words) -> Said | None:
    """Speaker, verb, statement; or statement, speaker, verb; or statement, verb, speaker."""
    leading = words.leading.match(text, start, cue[0])
    subject = _trimmed(text, leading.end() if leading else start, cue[0])
    that = words.that.match(text, cue[1] + (text[cue[1] : cue[1] + 1] == " "), end)
    behind = _trimmed(text, that.end() if that else cue[1], end)
    if text[start : cue[0]].rstrip().endswith((",", "—", "–")):  # "…, сообщил министр"
        statement, speaker = _trimmed(text, start, cue[0]), _trimmed(text, cue[1], _end_of_speaker(text, cue[1], end))
    elif (
        len(text[behind[0] : behind[1]].split()) <= _FEWEST_WORDS or text[behind[0] :].startswith(("in a ", "on "))
    ) and "," in text[start : cue[0]]:
        comma = text.rindex(",", start, cue[0])
        statement, speaker = _trimmed(text, start, comma), _trimmed(text, comma, cue[0])
    else:
        statement, speaker = behind, subject
    direct = text[statement[0] : statement[0] + 1] in _OPENING
    if not _speaks(text, speaker, words) or not _is_statement(text, statement):
        return None
    return Said(speaker, cue, statement, direct, 0.7)


def _quotes(text: str, start: int, end: int) -> list[Span]:
    """The quotations in the sentence; one that began in an earlier sentence of the paragraph is whole."""
    found, opened = [], -1
    for match in re.finditer('[“„”«»"]', text[start:end]):
        place = start + match.start()
        if opened < 0 and match[0] in _CLOSING and match[0] != '"':
            line = text.rfind("\n", max(0, start - 2 * _LONGEST), start) + 1 or max(0, start - 2 * _LONGEST)
            begin = max((text.rfind(sign, line, start) for sign in "“„«"), default=-1)
            found.append((max(begin, start) if begin < 0 else begin, place + 1))
        elif opened < 0:
            opened = place
        elif match[0] in _CLOSING:
            found.append((opened, place + 1))
            opened = -1
    return found


def _end_of_speaker(text: str, start: int, end: int) -> int:
    """Where the name behind a verb or "according to" ends: at a comma that no name in apposition follows, or a stop."""
    for match in re.finditer(r",\s|[;:.]\s|[.]?$| (?:that|что|ki)\b| in an? | on (?=[A-Z])|\s[–—]\s", text[start:end]):
        place = start + match.start()
        if match[0].startswith(","):
            more = re.compile(r",\s(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?|General|Colonel)?\s?(?:[A-Z][\w’'-]+ ?){2,4},\s").match(
                text, place, end
            )
            if more:
                return more.end() - 2
        if place - start > 1 and not re.search(r"(?:\b(?:Mr|Ms|Mrs|Dr|Gen|Col|St)|\b[A-ZА-ЯƏ])$", text[start:place]):
            return place
    return end


def _trimmed(text: str, start: int, end: int) -> Span:
    """The passage without blanks, commas and adverbs at its ends."""
    while start < end and text[start] in _BLANKS:
        start += 1
    while end > start and text[end - 1] in _BLANKS + ".":
        end -= 1
    if aside := _ASIDE.search(text, start, end):
        end = aside.start()
    return start, max(start, end)


def _speaks(text: str, speaker: Span, words: _Words) -> bool:
    """Whether the words can name somebody who speaks."""
    name = text[speaker[0] : speaker[1]]
    if not name or len(name.split()) > _MOST_WORDS or any(sign in name for sign in "“”\n") or name[0].isdigit():
        return False
    is_name = bool(_CAPITAL.search(name, 1) or (_CAPITAL.match(name) and " " not in name))
    return is_name or bool(words.pronouns.fullmatch(name) or words.sources.search(name))


def _is_statement(text: str, statement: Span) -> bool:
    return len(text[statement[0] : statement[1]].split()) >= _FEWEST_WORDS


ATTRIBUTIONS = Suggester("attributions", "1", find_attributions)
