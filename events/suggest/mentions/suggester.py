"""Mentions as suggestions: the names of the archive's own entities, and names that it does not know yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from events.choices import NameKind, SuggestionKind
from events.suggest.document import Document, Found, KnownNames, Suggested, Suggester
from events.suggest.mentions import assisted
from events.suggest.mentions.find import find_mentions
from events.suggest.mentions.names import Names, Row
from events.suggest.mentions.spans import Mention

# A number for each part, raised when what it finds changes: finding of names, lists, English, Azerbaijani, Russian.
VERSION = "1.2.2.1.1"

_automata: WeakKeyDictionary[KnownNames, Names] = WeakKeyDictionary()


def names_of(known: KnownNames) -> Names:
    """The names that the archive knows, ready to be found: made once for as long as they do not change."""
    names = _automata.get(known)
    if names is None:
        rows = (Row(one.text, one.kind, one.entity, one.name_kind == NameKind.ACRONYM) for one in known.names)
        names = _automata[known] = Names(rows)
    return names


def find(document: Document, found: Found) -> Iterator[Suggested]:
    """The mentions in what is visible of a document, in its order; none overlaps another."""
    known = names_of(document.names) if document.names.names else None
    helper = assisted.configured(document.language)
    for one in find_mentions(document.visible, language=document.language, known=known, helper=helper):
        yield Suggested(SuggestionKind.MENTION, one.start, one.end, _payload(one), one.score)


def _payload(mention: Mention) -> dict[str, Any]:
    """What a suggestion says of a mention. Never a name out of the archive: uids, and passages of the text."""
    payload: dict[str, Any] = {"kind": str(mention.kind), "entities": list(mention.entities), "reason": mention.reason}
    if mention.by:
        payload["word"] = mention.by
    if mention.name and not mention.entities:
        payload["name"] = mention.name
    if mention.full:
        payload["full"] = list(mention.full)
    return payload


MENTIONS = Suggester(name="mentions", version=VERSION + assisted.version(), find=find)
