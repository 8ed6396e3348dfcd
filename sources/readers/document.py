"""What a reader hands back: the text of a document, where its parts are, and what it says about itself."""

from collections.abc import Callable
from dataclasses import dataclass

Span = tuple[int, int]
"""Start and end, in Unicode code points, of a part of a document's text."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the document says about itself, for an editor to confirm. Empty where it does not say.

    `published` is EDTF (level 0), with time and zone only where told; every `…_basis` says in words how we know.
    `symbols` are the document symbols (such as those of the United Nations) found in the text, in order.
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


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: canonical text, its paragraphs (`breaks`), what is not its own (`furniture`)."""

    text: str
    media_type: str
    reader: str
    reader_version: str
    furniture: tuple[Span, ...]
    breaks: tuple[Span, ...]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader's function finds in the bytes; `read` makes a `Document` of it."""

    text: str
    furniture: tuple[Span, ...]
    proposal: Proposal


@dataclass(frozen=True, slots=True)
class Reader:
    """One way of reading: its name and version (kept with every capture), what it reads, and the function that does.

    The function takes the bytes and the charset declared from outside (or None), and raises `UnreadableError`.
    """

    name: str
    version: str
    label: str
    read: Callable[[bytes, str | None], Content]
