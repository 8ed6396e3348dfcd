"""The formats in which a citation can be taken away: one table, one line for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ctarchive.citing import bibtex, csl, ris
from ctarchive.citing.work import Work


@dataclass(frozen=True)
class Format:
    """`key` is how its addresses end."""

    key: str
    name: str
    media_type: str
    write: Callable[[Work], str]


FORMATS = {
    one.key: one
    for one in (
        Format("json", "CSL-JSON", "application/vnd.citationstyles.csl+json", csl.write),
        Format("bib", "BibTeX", "application/x-bibtex; charset=utf-8", bibtex.write),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", ris.write),
    )
}
