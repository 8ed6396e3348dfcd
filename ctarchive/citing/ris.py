"""RIS: one tag a line, as reference managers import it."""

from __future__ import annotations

from collections.abc import Iterator

from ctarchive.citing import dates
from ctarchive.citing.work import Work, kind_of, one_line


def write(work: Work) -> str:
    """The work as one record."""
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in _lines(work)) + "ER  - \r\n"


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", kind_of(work).ris
    yield "ID", work.key
    yield "TI", work.title
    for name in work.authors:
        yield "AU", name
    if written := dates.ends(work.issued):
        yield "PY", f"{written[0][0]:04d}"
        # year/month/day/other: the slashes stay where a part is not known.
        yield "DA", "/".join([*[*dates.iso(written[0], "/").split("/"), "", ""][:3], _other(work)])
    optional = {
        "T2": work.container, "PB": work.publisher, "ET": work.version, "M1": work.number, "M3": work.genre,
        "LA": work.language, "UR": work.url, "Y2": work.accessed.strftime("%Y/%m/%d"), "N1": work.note,
    }  # fmt: skip
    yield from ((tag, value) for tag, value in optional.items() if value)


def _other(work: Work) -> str:
    """The date as we have it, where year, month and day do not say all of it."""
    plain = len(dates.ends(work.issued)) == 1 and dates.is_certain(work.issued) and "T" not in work.issued
    return "" if plain else work.issued
