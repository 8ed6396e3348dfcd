"""What the rules find: spans of tokens, and the reading frame that they share. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from events.suggest.mentions.names import Hit
from events.suggest.mentions.tokens import Lines, Token

_ARTICLE_NAME = re.compile(
    r"^(?:al|el|as|ash|at|an|ad|ar|az|ul|ut|wal|wa|bil|fi|ibn|əl|аль|ат|аш|ан)-[^\W\d_]", re.IGNORECASE
)


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its span, what it names, how surely, and by which rule (`reason`, with the word that told).

    `full`: the passage where the name stands in full and without an ending, where that is another. `name`: what
    everybody calls it. `entities`: the uids of those whom the archive knows by this name.
    """

    start: int
    end: int
    kind: str
    score: float
    reason: str
    by: str = ""
    full: Span | None = None
    name: str = ""
    entities: tuple[str, ...] = ()

    @property
    def whole(self) -> Span:
        return self.full or (self.start, self.end)


@dataclass
class Frame:
    """A text as its tokens, with the known names marked in them."""

    text: str
    tokens: list[Token]
    hits: Sequence[Hit]
    lines: Lines
    found: list[Mention] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Each token is told which hit it stands in: its number, or -2 where a hit covers only a part of it."""
        at = 0
        for number, hit in enumerate(self.hits):
            while at < len(self.tokens) and self.tokens[at].end <= hit.start:
                at += 1
            inside = at
            while inside < len(self.tokens) and self.tokens[inside].start < hit.end:
                token = self.tokens[inside]
                whole = token.start >= hit.start and token.end <= hit.end
                token.name = number if whole or (token.start == hit.start and not token.is_word) else -2
                inside += 1

    @cached_property
    def low(self) -> frozenset[str]:
        """The words that the text writes in small letters."""
        return frozenset(token.text for token in self.tokens if token.is_word and token.text.islower())

    def get(self, at: int) -> Token | None:
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def lower(self, at: int) -> str:
        token = self.get(at)
        return token.lower if token else ""

    def is_capital(self, at: int) -> bool:
        """Whether the word may be of a name: a capital begins it, or an Arabic article and then a capital."""
        token = self.get(at)
        if token is None or not token.is_word:
            return False
        if token.text[0].isupper():
            return True
        article = _ARTICLE_NAME.match(token.text)
        return article is not None and token.text[article.end() - 1].isupper()

    def unit_end(self, at: int) -> int:
        """Behind the known name in which the token stands, or behind the token."""
        name = self.tokens[at].name
        at += 1
        while name >= 0 and at < len(self.tokens) and self.tokens[at].name == name:
            at += 1
        return at

    def hit(self, at: int) -> Hit | None:
        token = self.get(at)
        return self.hits[token.name] if token and token.name >= 0 else None

    def slice(self, first: int, end: int) -> str:
        return self.words(self.tokens[first].start, self.tokens[end - 1].end)

    def words(self, start: int, end: int) -> str:
        """A passage with single spaces."""
        return " ".join(self.text[start:end].split())

    def normal(self, mention: Mention) -> str:
        """What the thing is called: as everybody calls it, else as the text does where it names it in full."""
        return mention.name or self.words(*mention.whole)

    def add(self, first: int, end: int, kind: str, score: float, reason: str, by: str = "", cut: int = 0) -> None:
        """Note the tokens from `first` to before `end` as a name, of which the last `cut` letters are an ending."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        full = (start, stop - cut) if cut else None
        self.found.append(Mention(start, stop, kind, score, reason, by, full))

    def note(self, start: int, end: int, kind: str, score: float, reason: str) -> None:
        """Note a passage as a name."""
        self.found.append(Mention(start, end, kind, score, reason))
