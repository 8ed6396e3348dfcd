"""What a reader hands back: the text of a document, where its parts are, and what it says about itself."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end, in Unicode code points, of a part of a document's text."""

Break = Span | tuple[int, int, str]
"""A paragraph, or a part with its place in the original: "page:3" of a PDF, "time:00:01:23" of a transcript."""


@dataclass(frozen=True, slots=True)
class Copied:
    """Whose report the document says it passes on: a name, or an address, and the very words that say so."""

    name: str
    url: str
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the document says about itself, for an editor to confirm. Empty where it does not say.

    `published` is EDTF (level 0), with time and zone only where told; every `…_basis` says in words how we know.
    `symbols` are the document symbols (such as those of the United Nations) found in the text, in order. `agency` is
    the news agency that the text names as its own; `copied_from` are those whose report it passes on.
    """

    title: str = ""
    title_basis: str = ""
    published: str = ""
    published_basis: str = ""
    publisher: str = ""
    publisher_basis: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    url: str = ""
    canonical_url: str = ""
    symbols: tuple[str, ...] = ()
    agency: str = ""
    agency_basis: str = ""
    copied_from: tuple[Copied, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A document within the document, such as an attachment of an e-mail."""

    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: canonical text, its paragraphs or pages (`breaks`), what is not its own (`furniture`)."""

    text: str
    media_type: str
    reader: str
    reader_version: str
    furniture: tuple[Span, ...]
    breaks: tuple[Break, ...]
    proposal: Proposal
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader's function finds in the bytes; `read` makes a `Document` of it.

    Without `breaks`, the paragraphs of the text. `reader` and `reader_version` where another way had to help.
    """

    text: str
    furniture: tuple[Span, ...]
    proposal: Proposal
    breaks: tuple[Break, ...] = ()
    parts: tuple[Part, ...] = ()
    reader: str = ""
    reader_version: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """One way of reading: its name and version (kept with every capture), what it reads, and the function that does.

    The function takes the bytes and the charset declared from outside (or None), and raises `UnreadableError`.
    `names` are the endings of the names of such files.
    """

    name: str
    version: str
    label: str
    read: Callable[[bytes, str | None], Content]
    names: tuple[str, ...] = ()


class Writer:
    """Puts a text together piece by piece, and keeps where each piece with a place of its own stands."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self.breaks: list[Break] = []

    def add(self, text: str, *, place: str = "", apart: str = "\n\n") -> Span:
        """Appends canonical text, `apart` from what went before. Returns where it stands."""
        if self._length:
            self._pieces.append(apart)
            self._length += len(apart)
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        if place:
            self.breaks.append((start, self._length, place))
        return start, self._length

    def text(self) -> str:
        return "".join(self._pieces)


def place_at(breaks: Iterable[Sequence[int | str]], start: int) -> dict[str, int | str]:
    """The place in the original of offset `start`: {"page": 3}, {"time": "00:01:23"}, or nothing where none is told."""
    found: dict[str, int | str] = {}
    for piece in breaks:
        if len(piece) < 3 or int(piece[0]) > start:
            continue
        kind, _, value = str(piece[2]).partition(":")
        found = {kind: int(value) if value.isdigit() else value}
    return found
