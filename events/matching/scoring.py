"""How likely it is that two entities are one, and why, in words. Pure.

The best pair of their names gives the score; identifiers, kinds, countries and coordinates raise or lower it. Nothing
is decided here: an editor judges, with the reasons before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from django.utils.translation import gettext as _

from events.choices import EntityKind, Scheme
from events.matching import spelling
from events.matching.spelling import Likeness
from events.matching.words import acronyms_in, initials, shortened

# Less than this is not proposed.
WORTH_A_LOOK = 0.5
# Registers that give a thing one value: another value is another thing.
_EXACT = frozenset({Scheme.WIKIDATA, Scheme.ISO3166, Scheme.UN_SYMBOL, Scheme.LEI})
# Registers that are known to list some people twice.
_NEARLY = frozenset({Scheme.VIAF, Scheme.ISNI})
_BODIES = frozenset(
    {
        EntityKind.PUBLIC_BODY, EntityKind.IGO, EntityKind.REGIONAL_BODY, EntityKind.COALITION, EntityKind.NGO,
        EntityKind.COMPANY, EntityKind.MEDIA, EntityKind.ACADEMIC, EntityKind.RELIGIOUS_BODY, EntityKind.ARMED_GROUP,
    }
)  # fmt: skip
_LANDS = frozenset({EntityKind.STATE, EntityKind.PLACE})
_PAPERS = frozenset({EntityKind.LEGAL_INSTRUMENT, EntityKind.PROGRAMME})
# How much a different country speaks against it.
_ABROAD = {EntityKind.PERSON: 0.75, EntityKind.PLACE: 0.3, EntityKind.STATE: 0.1}
_FAR = 60  # kilometres
_SHORTEST_ACRONYM = 3
Coordinates = tuple[float, float]


class Name(NamedTuple):
    text: str
    is_acronym: bool = False


@dataclass(frozen=True)
class Profile:
    """What is known of an entity, with the names (primary first) and identifiers of all merged into it."""

    kind: str
    names: Sequence[Name]
    country: str = ""
    identifiers: frozenset[tuple[str, str]] = frozenset()
    coordinates: Coordinates | None = None

    @property
    def is_person(self) -> bool:
        return self.kind == EntityKind.PERSON


@dataclass(frozen=True)
class Verdict:
    """`score` from 0 (surely two) to 1; `why` are sentences for and against, the most telling first."""

    score: float
    why: Sequence[str] = field(default_factory=tuple)

    @property
    def is_worth_a_look(self) -> bool:
        return self.score >= WORTH_A_LOOK

    @property
    def percent(self) -> int:
        return round(self.score * 100)


def compare(one: Profile, other: Profile) -> Verdict:
    """How likely the two are one. Symmetric, but for the order in which names are quoted."""
    best = best_names(one, other)
    score, why = best.score, [best.told] if best.told else []
    same = one.identifiers & other.identifiers
    if same:
        # An address or another register's number may be shared by parts of one body.
        is_telling = any(scheme in _EXACT | _NEARLY for scheme, _value in same)
        score = max(score, 0.97 if is_telling else 0.8)
        told = ", ".join(f"{scheme}:{value}" for scheme, value in sorted(same))
        why.insert(0, _("same identifier %(identifier)s") % {"identifier": told})
    for factor, told in _circumstances(one, other):
        # What speaks for it counts only beside a name or an identifier.
        raised = score + (1 - score) * (factor - 1) if score else 0.0
        score = score * factor if factor <= 1 else raised
        if told:
            why.append(told)
    return Verdict(round(score, 4), tuple(why))


# -- names -------------------------------------------------------------------------------------------------------------


def best_names(one: Profile, other: Profile) -> Likeness:
    """The most telling pair of names. Where the primary names speak against each other, others count for less."""
    is_person = one.is_person and other.is_person
    home = frozenset({one.country, other.country} - {""})
    likely = [*_full_names(one, other, home, is_person=is_person), *_abbreviations(one, other)]
    best = max(likely, key=lambda likeness: likeness.score, default=spelling.NOTHING)
    if best.score == 0:
        return best
    first = spelling.compare(one.names[0].text, other.names[0].text, of_people=is_person, home=home)
    if first.doubt < 1 and best.score > first.score:
        contrast = _("but “%(one)s” and “%(other)s” differ in more than spelling") % {
            "one": one.names[0].text, "other": other.names[0].text,
        }  # fmt: skip
        return Likeness(best.score * first.doubt, f"{best.told}, {contrast}")
    return best


def _full_names(one: Profile, other: Profile, home: frozenset[str], *, is_person: bool) -> Iterator[Likeness]:
    for a, b in product(_written_out(one), _written_out(other)):
        yield spelling.compare(a, b, of_people=is_person, home=home)


def _written_out(profile: Profile) -> list[str]:
    return [name.text for name in profile.names if not name.is_acronym]


def acronyms(names: Iterable[Name]) -> dict[str, str]:
    """Folded abbreviation → the name that is it or holds it."""
    return {letters: name.text for name in names for letters in acronyms_in(name.text, called_one=name.is_acronym)}


def _abbreviations(one: Profile, other: Profile) -> Iterator[Likeness]:
    if one.is_person or other.is_person:
        return
    mine, theirs = acronyms(one.names), acronyms(other.names)
    for letters in mine.keys() & theirs.keys():
        if len(letters) >= _SHORTEST_ACRONYM:
            yield Likeness(0.65, _("same acronym “%(acronym)s”") % {"acronym": letters.upper()})
    yield from _spelt_out(mine, other)
    yield from _spelt_out(theirs, one)


def _spelt_out(acronyms: dict[str, str], full: Profile) -> Iterator[Likeness]:
    for name in _written_out(full):
        letters = initials(name)
        for acronym in acronyms:
            said = {"acronym": acronym.upper(), "name": name}
            if letters and acronym == letters:
                score = 0.82 if len(acronym) >= _SHORTEST_ACRONYM + 1 else 0.72
                yield Likeness(score, _("“%(acronym)s” are the initials of “%(name)s”") % said)
            elif len(acronym) > _SHORTEST_ACRONYM and acronym in shortened(letters):
                yield Likeness(0.66, _("“%(acronym)s” are the initials of “%(name)s”, but for one word") % said)


# -- circumstances -----------------------------------------------------------------------------------------------------


def _circumstances(one: Profile, other: Profile) -> Iterator[tuple[float, str]]:
    """(factor, sentence): below 1 it speaks against, above 1 for."""
    yield _registers(one, other)
    yield _kinds(one, other)
    if one.country and other.country:
        said = {"one": one.country, "other": other.country}
        if one.country == other.country:
            yield 1.25, _("same country (%(one)s)") % said
        else:
            yield _ABROAD.get(EntityKind(one.kind), 0.45), _("different countries: %(one)s and %(other)s") % said
    if one.coordinates and other.coordinates:
        apart = distance(one.coordinates, other.coordinates)
        yield (0.2 if apart > _FAR else 1.2), _("they lie %(n)d km apart") % {"n": round(apart)}


def _registers(one: Profile, other: Profile) -> tuple[float, str]:
    mine, theirs = _by_scheme(one), _by_scheme(other)
    for scheme in sorted(mine.keys() & theirs.keys() & (_EXACT | _NEARLY)):
        if not mine[scheme] & theirs[scheme]:
            said = {"scheme": scheme, "one": min(mine[scheme]), "other": min(theirs[scheme])}
            told = _("different identifiers: %(scheme)s:%(one)s and %(scheme)s:%(other)s") % said
            return (0.0 if scheme in _EXACT else 0.6), told
    return 1.0, ""


def _by_scheme(profile: Profile) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for scheme, value in profile.identifiers:
        found.setdefault(scheme, set()).add(value)
    return found


def _kinds(one: Profile, other: Profile) -> tuple[float, str]:
    kinds = {one.kind, other.kind}
    if len(kinds) == 1:
        return 1.0, _("same kind (%(kind)s)") % {"kind": EntityKind(one.kind).label}
    told = _("different kinds: %(one)s and %(other)s") % {
        "one": EntityKind(one.kind).label, "other": EntityKind(other.kind).label,
    }  # fmt: skip
    if EntityKind.PERSON in kinds:
        return 0.0, told
    if kinds <= _BODIES or kinds <= _PAPERS or EntityKind.OTHER in kinds:
        return 0.92, told
    return (0.85 if kinds <= _LANDS else 0.4), told


def distance(one: Coordinates, other: Coordinates) -> float:
    """Kilometres between two points on the globe."""
    (lat, lon), (to_lat, to_lon) = (tuple(map(radians, point)) for point in (one, other))
    half = sin((to_lat - lat) / 2) ** 2 + cos(lat) * cos(to_lat) * sin((to_lon - lon) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(half)))
