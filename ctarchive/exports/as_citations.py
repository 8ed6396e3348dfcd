"""All sources as citations: CSL-JSON, BibTeX and RIS, each source once, as its publisher put it out.

The day of access is that of the public version, so that one version gives the same bytes on any day.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from ctarchive.citing import bibtex, csl, records, ris
from ctarchive.citing.work import Work
from ctarchive.exports.about import day, licence, sentence
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment
from editorial.verifying import batches
from events.veil import veiled
from sources.models import Source


def as_csl(moment: Moment) -> Iterator[str]:
    """One array of CSL-JSON, an item a line. The licence stands in each item's `custom`, the only place for it."""
    between = "[\n"
    for work in _works(moment):
        item = csl.item(work) | {"custom": {"licence-of-the-record": licence()}}
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def as_bibtex(moment: Moment) -> Iterator[str]:
    """One entry after another. What stands outside entries is a comment, by BibTeX's own rule."""
    yield f"{sentence(moment)}\n\n"
    for work in _works(moment):
        yield bibtex.write(work) + "\n"


def as_ris(moment: Moment) -> Iterator[str]:
    """One record after another. RIS knows no comment: the licence stands in a note of each record."""
    for work in _works(moment):
        yield ris.write(replace(work, note=f"{work.note} {sentence(moment)}")) + "\r\n"


def _works(moment: Moment) -> Iterator[Work]:
    sources = Source.objects.published().filter(root=F("pk")).select_related("publisher").order_by("pk")
    for batch in batches(sources):
        yield from _of(batch, moment)


@override("en")
def _of(batch: list[Source], moment: Moment) -> list[Work]:
    return [records.of_source(source, today=day(moment)) for source in veiled(moment.mask, batch)]


CSL = Format(
    name="sources-csl",
    label="CSL-JSON",
    media_type="application/vnd.citationstyles.csl+json",
    extension="json",
    about=_("Every source as a citation, for citation programs."),
    write=of_texts(as_csl),
)


BIBTEX = Format(
    name="sources-bibtex",
    label="BibTeX",
    media_type="application/x-bibtex",
    extension="bib",
    about=_("Every source as a citation, for LaTeX."),
    write=of_texts(as_bibtex),
)


RIS = Format(
    name="sources-ris",
    label="RIS",
    media_type="application/x-research-info-systems",
    extension="ris",
    about=_("Every source as a citation, for reference managers."),
    write=of_texts(as_ris),
)
