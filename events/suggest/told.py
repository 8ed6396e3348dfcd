"""Suggestions for a document that was only read, as plain data. docs/suggestions.md describes it."""

from __future__ import annotations

from typing import Any

from events.suggest import SUGGESTERS, suggest
from events.suggest.document import NO_NAMES, Document, KnownNames
from sources import readers
from sources.readers.language import guess_language
from sources.text import sha256_hex


def told(
    read: readers.Document, *, names: KnownNames = NO_NAMES, published: str | None = None, language: str | None = None
) -> dict[str, Any]:
    """The text of the document, what it says of itself, and what is suggested in it.

    `published` and `language` are known better than from the document itself.
    """
    proposal = read.proposal
    document = Document(
        text=read.text,
        furniture=read.furniture,
        language=language or proposal.language or guess_language(read.text),
        published=proposal.published if published is None else published,
        title=proposal.title,
        names=names,
    )
    found = suggest(document)
    return {
        "title": document.title,
        "language": document.language,
        "published": document.published,
        "text": document.text,
        "text_sha256": sha256_hex(document.text),
        "furniture": [list(span) for span in document.furniture],
        "suggestions": [
            {
                "kind": one.kind, "start": one.start, "end": one.end, "quote": document.text[one.start : one.end],
                "score": round(one.score, 3), "payload": dict(one.payload), "suggester": suggester.name,
                "suggester_version": suggester.version,
            }
            for suggester in SUGGESTERS
            for one in found[suggester.name]
        ],
    }  # fmt: skip
