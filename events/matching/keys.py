"""The keys by which entities that may be one find each other, without comparing every pair. Pure.

Two names that differ in spelling, script, order or one word share a key; so do people by one name and an initial,
abbreviations and what they stand for, and whoever has the same identifier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from itertools import permutations

from events.matching.scoring import Profile, acronyms
from events.matching.words import Word, initials, shortened, words

# An entity with more names than anybody has still costs no more than this.
MOST = 80
LONGEST = 40
_MOST_WORDS = 8
_MOST_NAMES_OF_A_PERSON = 5
_FEWEST = 2


def keys_of(profile: Profile) -> list[str]:
    """The keys of an entity's own names and identifiers, each once, in a fixed order."""
    found = dict.fromkeys(_keys(profile))
    return [_fitting(key) for key in found][:MOST]


def _keys(profile: Profile) -> Iterator[str]:
    # Identifiers first, because they tell most.
    yield from (f"i:{scheme}:{value.casefold()}" for scheme, value in sorted(profile.identifiers))
    for name in profile.names:
        found = words(name.text, of_a_person=profile.is_person)
        if not name.is_acronym:
            yield from (_people if profile.is_person else _things)(found)
    if not profile.is_person:
        yield from (f"a:{letters}" for letters in acronyms(profile.names) if len(letters) >= _FEWEST)
        for name in profile.names:
            letters = "" if name.is_acronym else initials(name.text)
            yield from (f"a:{one}" for one in sorted({letters, *shortened(letters)} - {""}))


def _things(found: Iterable[Word]) -> Iterator[str]:
    """All words in a fixed order; and once more without each of them, if two or more are left or it is a country's."""
    codes = sorted({word.code for word in found})
    yield _words(codes)
    if len(codes) > _MOST_WORDS:
        return
    for left_out in codes:
        if len(codes) > _FEWEST or left_out.startswith("@"):
            yield _words(code for code in codes if code != left_out)


def _people(found: tuple[Word, ...]) -> Iterator[str]:
    """All names in a fixed order; each with the initial of each other."""
    yield _words(sorted({word.code for word in found}))
    for one, other in permutations(found[:_MOST_NAMES_OF_A_PERSON], 2):
        if len(one.folded) > 1:
            yield from (f"p:{one.code}|{initial}" for initial in sorted({other.folded[0], other.bones[:1]} - {""}))


def _words(codes: Iterable[str]) -> str:
    return "n:" + "+".join(codes)


def _fitting(key: str) -> str:
    if len(key) <= LONGEST:
        return key
    return f"#:{blake2b(key.encode(), digest_size=16).hexdigest()}"
