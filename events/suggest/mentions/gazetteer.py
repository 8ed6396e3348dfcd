"""Names that everybody uses: CLDR's territories, peoples and cities (Babel), and the lists in `data/`. Pure data."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import get_global

from events.choices import EntityKind
from events.suggest.mentions.lexicon import words
from events.suggest.mentions.names import Names, Row

_DATA = Path(__file__).parent / "data"
_LANGUAGES = ("en", "az", "ru")
# Territories that are no states, and codes that stand for no land.
_DEPENDENT = words(
    """
    AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF MO MP
    MQ MS NC NF NU PF PM PN PR RE SH SJ SX TA TC TF TK UM VG VI WF YT
    """
)
_NO_LANDS = words("EU EZ UN XA XB ZZ QO 001")
# Cities of CLDR whose names are words of English or parts of other names.
_NOT_CITIES = words("Center Easter Reunion Troll Vostok Eire Midway Wake Casey Davis Palmer Syowa Rothera")


@cache
def common_names() -> Names:
    """All of them in one automaton, made once."""
    return Names(list(_rows()))


@cache
def demonyms() -> frozenset[str]:
    """Words for peoples and tongues, in lower case: they make no mention, but begin the names of bodies."""
    names = {name.lower() for name in Locale("en").languages.values() if name.isalpha()}
    for name in Locale("en").territories.values():
        stem = name.lower()
        names |= {stem + end for end in ("n", "an", "ian", "i", "ese")} | {
            stem[:-1] + end for end in ("an", "ian", "ese")
        }
    names -= {name.lower() for name in Locale("en").territories.values()}
    return frozenset(
        names | {f"{name}s" for name in names} | set((_DATA / "demonyms.txt").read_text(encoding="utf-8").split())
    )


def _rows() -> Iterator[Row]:
    yield from _listed()
    yield from _territories()
    yield from _cities()


def _listed() -> Iterator[Row]:
    for kind, names in _lines("names.txt"):
        for name in names:
            yield Row(name, kind, names[0])


def _cities() -> Iterator[Row]:
    for _country, names in _lines("cities.txt"):
        for name in names:
            yield Row(name, EntityKind.PLACE, names[0])
    english = Locale("en").time_zones
    for zone in get_global("zone_territories"):
        usual = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        cities = {usual} | {Locale(tag).time_zones.get(zone, {}).get("city") or usual for tag in _LANGUAGES}
        if "/" in zone and not zone.startswith("Etc/") and not cities & _NOT_CITIES:
            for name in cities:
                yield Row(name, EntityKind.PLACE, usual)


def _territories() -> Iterator[Row]:
    english = Locale("en").territories
    for tag in _LANGUAGES:
        for code, name in Locale(tag).territories.items():
            if code in _NO_LANDS:
                continue
            is_state = code.isalpha() and code not in _DEPENDENT
            kind = EntityKind.STATE if is_state else EntityKind.PLACE
            yield Row(name.partition(" (")[0], kind, english.get(code, name))


def _lines(filename: str) -> Iterator[tuple[str, list[str]]]:
    """The lines of a list, each as its first field and the names that follow."""
    for line in (_DATA / filename).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            first, _, names = line.partition("\t")
            yield first, names.split(" | ")
