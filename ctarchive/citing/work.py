"""What a citation names, whatever the format."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

ARCHIVE = "ctarchive"


@dataclass(frozen=True)
class Work:
    """What is cited. Texts are single lines; `issued` is EDTF, or empty for undated; `kind` is a key of `KINDS`."""

    key: str
    kind: str
    title: str
    url: str
    accessed: date
    genre: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    container: str = ""
    issued: str = ""
    version: str = ""
    number: str = ""
    language: str = ""
    note: str = ""


@dataclass(frozen=True)
class Kind:
    """What a kind of work is called in CSL, BibTeX and RIS, and in schema.org."""

    csl: str
    bibtex: str
    ris: str
    schema: str


RECORD = "record"
_PLAIN = Kind("document", "misc", "GEN", "CreativeWork")
_REPORT = Kind("report", "techreport", "RPRT", "Report")
_NEWS = Kind("article-newspaper", "misc", "NEWS", "NewsArticle")
# A record of ours is cited as a page of a data base; the others are the kinds of sources.
KINDS: dict[str, Kind] = {
    RECORD: Kind("webpage", "misc", "ELEC", "CreativeWork"),
    "news_report": _NEWS,
    "wire_report": _NEWS,
    "press_release": Kind("article", "misc", "GEN", "CreativeWork"),
    "official_page": Kind("webpage", "misc", "ELEC", "WebPage"),
    "igo_report": _REPORT,
    "government_report": Kind("report", "techreport", "GOVDOC", "Report"),
    "resolution": Kind("legislation", "misc", "LEGAL", "Legislation"),
    "treaty_text": Kind("treaty", "misc", "LEGAL", "Legislation"),
    "legislation": Kind("legislation", "misc", "STAT", "Legislation"),
    "court_record": Kind("legal_case", "misc", "CASE", "CreativeWork"),
    "parliamentary_record": Kind("hearing", "misc", "HEAR", "CreativeWork"),
    "speech": Kind("speech", "misc", "GEN", "CreativeWork"),
    "interview": Kind("interview", "misc", "PCOMM", "CreativeWork"),
    "broadcast": Kind("broadcast", "misc", "MULTI", "CreativeWork"),
    "social_post": Kind("post", "misc", "ELEC", "SocialMediaPosting"),
    "ngo_report": _REPORT,
    "academic": Kind("article", "misc", "GEN", "ScholarlyArticle"),
    "think_tank": _REPORT,
    "dataset": Kind("dataset", "misc", "DATA", "Dataset"),
    "archive_record": Kind("document", "misc", "GEN", "ArchiveComponent"),
    "other": _PLAIN,
}


def kind_of(work: Work) -> Kind:
    return KINDS.get(work.kind, _PLAIN)


def one_line(text: str) -> str:
    """The text on one line: runs of blanks become one, and control characters and marks of direction go."""
    blanked = re.sub(r"\s+", " ", text)
    return "".join(c for c in blanked if unicodedata.category(c) != "Cc" and c not in _DIRECTION).strip()


# Overrides and embeddings that a title may have brought along would turn what is written behind it round.
_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
