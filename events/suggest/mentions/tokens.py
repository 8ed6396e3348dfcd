"""Words of a text as the rules for names see them. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from events.suggest.mentions.lexicon import words

_WORD = re.compile(
    r"(?P<skip>https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}|[@#]\w+|\w[\w-]{0,60}\.(?:az|com|org|net|ru|tr|info|gov|int|eu|am|ge)\b(?:/\S*)?)"
    r"|(?P<word>[^\W\d_]+(?:['’ʼ‘`-](?=[^\W\d_])[^\W\d_]+)*)"
    r"|(?P<number>\d(?:[\w.,/-]*\w)?)"
    r"|(?P<break>\n\s*)"
    r"|(?P<mark>[^\w\s])",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’ʼ‘`][sS]$")
_ENDING = re.compile(
    r"['’ʼ](?:l[ae]r|n?[ıiuün]n|d[aə]n?|[ny]?[aəıiuü]|l[aə]|l[ıi])$"
)  # of Azerbaijani, behind an apostrophe
_JOINED = re.compile(
    r"-(?:led|based|backed|linked|affiliated|inspired|born|sponsored|funded|style|wide|controlled|occupied|aligned"
    r"|run|held|trained|made|registered|organi[sz]ed|related|based|claimed|supported|owned|allied|brokered)$"
)
_AZ_HYPHEN = re.compile(r"-(?:n?[ıiuü]n|d[aə]n?|[ny]?[aəıiuü]|l[aə]|y[aə])$")
# A name in quotation marks, in which a capital still tells something: “Ansar”, not “We shall …”.
_SHORT_QUOTE = re.compile(r"[\"“„«](?=[^\W\d_])[^\"”»“.!?,\n]{2,40}[\"”»“]")
_STOPS = frozenset(".!?…:;•")
_OPENING = frozenset("\"“„«‘'([*•–—-")


@dataclass(slots=True)
class Token:
    """A word, number or mark. `first`: it begins a sentence, a line or a quotation, where a capital tells nothing."""

    text: str
    start: int
    end: int
    kind: str
    first: bool = False
    possessive: bool = False  # or otherwise cut off from what follows: "Baku-based"
    glued: bool = False  # no blank between it and the one before
    name: int = -1  # which known name it belongs to
    lower: str = field(default="")

    @property
    def is_word(self) -> bool:
        return self.kind == "word"

    @property
    def is_capital(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """The words, numbers, marks and line breaks of a text, in order."""
    found: list[Token] = []
    first, last_end = True, -1
    wrapped = _wrapped(text)
    for match in _WORD.finditer(text):
        kind = match.lastgroup or "mark"
        word, start, end = match[0], match.start(), match.end()
        possessive = False
        if kind == "word":
            word, possessive = _bare(word)
            end = start + len(word)
        elif kind == "break" and found and _runs_on(found[-1], text, match, wrapped):
            last_end = start
            continue
        token = Token(
            word, start, end, kind, first, possessive, start == last_end, lower=word.replace("İ", "i").lower()
        )
        found.append(token)
        last_end = match.end()
        first = _begins_next(token, found, first=first) and (first or not _SHORT_QUOTE.match(text, start))
    return found


def _bare(word: str) -> tuple[str, bool]:
    """The word without a possessive or an ending that an apostrophe or hyphen parts from it."""
    if word.isalpha():
        return word, False
    for ending in (_POSSESSIVE, _ENDING, _JOINED, _AZ_HYPHEN):
        match = ending.search(word)
        if match and match.start() > 1:
            return word[: match.start()], ending in (_POSSESSIVE, _JOINED)
    return word, False


def _wrapped(text: str) -> list[tuple[int, int]]:
    """The paragraphs whose lines are wrapped: some of the lines within go on with a small letter."""
    found, at = [], 0
    for paragraph in text.split("\n\n"):
        lines = paragraph.strip("\n").split("\n")[1:]
        small = sum(line.lstrip()[:1].islower() for line in lines)
        if small and small * 4 >= len(lines):
            found.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return found


def _runs_on(before: Token, text: str, gap: re.Match[str], wrapped: list[tuple[int, int]]) -> bool:
    """Whether a line break is only the wrapping of a line: a small letter follows, or other lines here are wrapped."""
    after = gap.end()
    if after >= len(text) or before.kind == "skip" or gap[0].count("\n") > 1:
        return False
    if text[after].islower():
        return before.kind in ("word", "number")
    at = bisect_right(wrapped, (gap.start(), len(text))) - 1
    return before.kind != "mark" and at >= 0 and wrapped[at][0] <= gap.start() < wrapped[at][1]


def _begins_next(token: Token, found: Sequence[Token], *, first: bool) -> bool:
    if token.kind == "break":
        return True
    if token.kind != "mark":
        return False
    if token.text == "." and len(found) > 1:
        before = found[-2]
        return not (before.kind == "word" and (len(before.text) == 1 or before.lower in _ABBREVIATED))
    return token.text in _STOPS or (token.text in _OPENING and (first or token.text in '"“„«'))


_ABBREVIATED = words(
    """
    mr mrs ms dr st prof gen col lt maj sgt capt adm sen rep rev hon no art vs jr sr г гг им ст тов
    """
)


class Lines:
    """The lines of a text, and which of them are headings in capitals, where case tells nothing."""

    def __init__(self, text: str) -> None:
        self.starts = [0] + [match.end() for match in re.finditer("\n", text)]
        self.text = text
        self._headings: dict[int, str] = {}

    def style(self, offset: int) -> str:
        """How the line at an offset is written: "caps", "title" (most words with capitals) or ""."""
        number = bisect_right(self.starts, offset) - 1
        if number not in self._headings:
            end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
            self._headings[number] = _style(self.text[self.starts[number] : end])
        return self._headings[number]


_LONGEST_HEADING = 220
_ALPHA = re.compile(r"[^\W\d_][^\W\d_'’-]*")


def _style(line: str) -> str:
    if len(line) > _LONGEST_HEADING:
        return ""
    words = _ALPHA.findall(line)
    if len(words) >= 3 and all(word.isupper() for word in words):
        return "caps"
    long = [word for word in words if len(word) > 3]
    if len(long) < 4 or line.rstrip()[-1:] in ".!;,":
        return ""
    return "title" if sum(word[0].isupper() for word in long) > 0.84 * len(long) else ""
