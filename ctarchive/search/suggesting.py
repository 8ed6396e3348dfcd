"""Names while somebody types, and names that somebody may have meant. Of what the public may read, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ctarchive.models import SearchEntry
from ctarchive.search.folding import WORD, fold
from ctarchive.search.index import backend, read_connection
from ctarchive.search.names import NAMED, likeness, marked, nearest, pieces_of
from ctarchive.search.query import LONGEST, Query, parse

# How many names of a type are looked at, how many look-alikes; and of how many words of a query.
_LOOKED_AT, _LOOK_ALIKES, _MOST_WORDS = 150, 100, 5
_FEWEST_LETTERS = 2
_ORDER = {"entity": 0, "event": 1, "source": 2}


@dataclass(frozen=True)
class Suggestion:
    """A record by the name that was typed. `title` is what it is called where that is another name."""

    record_type: str
    uid: str
    name: str
    title: str
    slug: str
    language: str


def suggest(typed: str, most: int = 8) -> list[Suggestion]:
    """Records a name of which holds every word typed, the last as a beginning. Two queries, however much there is.

    Names that begin so come first, people and bodies before events and sources, short names before long ones.
    """
    query = parse(typed)
    if len(query.terms) > 1 and len(query.terms[-1].text) == 1:
        # One letter of the next word says nothing yet, and must not hide what the others found.
        query = Query(query.terms[:-1])
    if sum(len(term.text) for term in query.terms) < _FEWEST_LETTERS:
        return []
    connection = read_connection()
    engine = backend(connection)
    with engine.by_index(connection):
        rows = engine.names(connection, query, [marked(name) for name in NAMED], _LOOKED_AT)
    return _described(rows, " ".join(term.text for term in query.terms), most)


def _described(rows: Iterable[tuple[str, str]], text: str, most: int) -> list[Suggestion]:
    """The best of these names, one for each record."""
    found = list(rows)
    entries = {
        uid: (kind, title, slug, language)
        for uid, kind, title, slug, language in SearchEntry.objects.filter(
            uid__in={uid for uid, _name in found}
        ).values_list("uid", "record_type", "title", "slug", "language")
    }
    best: dict[str, tuple[tuple[bool, int, bool, int, str], str]] = {}
    for uid, name in found:
        if uid in entries:
            begins = " ".join(map(fold, WORD.findall(name))).startswith(text)
            rank = (not begins, _ORDER[entries[uid][0]], name != entries[uid][1], len(name), name)
            best[uid] = min(best.get(uid, (rank, name)), (rank, name))
    made = []
    for uid, (_rank, name) in sorted(best.items(), key=lambda item: (item[1][0], item[0]))[:most]:
        kind, title, slug, language = entries[uid]
        made.append(Suggestion(kind, uid, name, "" if name == title else title, slug, language))
    return made


# -- misspelt names ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Meant:
    """What somebody may have meant: the query with its names mended (or nothing), and records by such names."""

    query: str = ""
    found: int = 0
    names: tuple[Suggestion, ...] = ()


def did_you_mean(typed: str, found: int, most: int = 4) -> Meant:
    """What to offer where a query found little. `found`: how many records it did. Three queries.

    Only names that are published are offered, and a mended query only if it finds more.
    """
    query = parse(typed)
    words = _misspellable(query)
    pieces = list(dict.fromkeys(piece for word in words for piece in pieces_of(word)))
    if not pieces:
        return Meant()
    connection = read_connection()
    engine = backend(connection)
    with engine.by_index(connection):
        rows = engine.names_with(connection, pieces, _LOOK_ALIKES)
        mended = _mended(typed, words, [name for _uid, name in rows])
        more = sum(engine.counts(connection, parse(mended)).values()) if mended else 0
    near = sorted((like, len(name), name, uid) for uid, name in rows if (like := likeness(words, name)))
    alike = _described([(uid, name) for _like, _length, name, uid in near[: 2 * most]], "", most)
    return Meant(mended if more > found else "", more if more > found else 0, tuple(alike))


def _misspellable(query: Query) -> list[str]:
    """The longest words of the query that stand alone: what is quoted is meant as it stands."""
    alone = [term.text for term in query.terms if not term.is_phrase]
    return sorted(dict.fromkeys(alone), key=len, reverse=True)[:_MOST_WORDS]


def _mended(typed: str, words: Iterable[str], texts: list[str]) -> str:
    """The query with the names it misspells as they are written; nothing where there is none to mend."""
    instead = {}
    for word in words:
        near = nearest(word, texts, latin=word in typed.lower())
        if near and near[0]:
            instead[word] = near[1]

    def mend(match: re.Match[str]) -> str:
        return instead.get(fold(match.group()), match.group())

    return WORD.sub(mend, typed[:LONGEST]) if instead else ""
