"""What each format writes is what the format's own library reads, whatever the texts hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from ctarchive.citing import bibtex, csl, dates, plain, ris
from ctarchive.citing.work import KINDS, RECORD, Work, one_line
from sources.choices import SourceKind

WORK = Work(
    key="ctarchive-event-7k3m9qz2ab",
    kind=RECORD,
    title="Border guards meet in Lankaran",
    url="https://archive.example.org/events/7k3m9qz2ab/",
    accessed=date(2027, 5, 1),
    genre="event record",
    authors=("ctarchive",),
    publisher="ctarchive",
    container="ctarchive",
    issued="2026-11-22",
    version="412",
    number="7k3m9qz2ab",
)
NASTY = [
    "</script><script>alert(1)</script> & <b>bold</b>",
    "A {brace, and } another } one {",
    r"C:\new\table 100 % of $5 & #1 a_b ~tilde ^hat",
    "“Quoted” 'single' \"double\" @article{x, y = {z}}",
    "ER - looks like a tag",
    "اجتماع مكافحة الإرهاب في بغداد",
    "Заседание: «Ёлка» — № 5",
    "Azərbaycan Şəhid, Ğ",
    "x" * 500,
    "ends with backslash \\",
]


def decoder() -> LatexNodes2Text:
    """What LaTeX prints; three of its signs are not among those that the library knows, or not as LaTeX prints them."""
    signs = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    context = get_default_latex_context_db()
    context.add_context_category("signs", macros=[MacroTextSpec(n, s) for n, s in signs.items()], prepend=True)
    return LatexNodes2Text(latex_context=context)


def read_bibtex(text: str) -> dict[str, str]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware(decoder=decoder())])
    assert not library.failed_blocks
    (entry,) = library.entries
    return {name: field.value for name, field in entry.fields_dict.items()} | {"ENTRYTYPE": entry.entry_type}


def unbraced(text: str) -> str:
    return text[1:-1] if text.startswith("{") and text.endswith("}") else text


def cited(item: dict[str, Any]) -> str:
    """The item as a CSL processor prints it."""
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item]), formatter.plain)
    bibliography.register(Citation([CitationItem(item["id"].lower())]))
    return str(bibliography.bibliography()[0])


@pytest.mark.parametrize("title", NASTY)
def test_bibtex_is_read_back(title: str) -> None:
    read = read_bibtex(bibtex.write(replace(WORK, title=title, authors=(title, "B & Co {}"))))
    assert unbraced(read["title"]) == title
    assert read["url"] == WORK.url
    assert (read["year"], read["version"], read["urldate"]) == ("2026", "412", "2027-05-01")


@pytest.mark.parametrize("title", NASTY)
def test_bibtex_braces_are_even(title: str) -> None:
    written = bibtex.write(replace(WORK, title=title, url=f"https://example.org/{title}"))
    assert written.count("{") == written.count("}")


@pytest.mark.parametrize("title", NASTY)
def test_ris_is_read_back(title: str) -> None:
    (read,) = rispy.loads(ris.write(replace(WORK, title=title, language="az")))
    assert read["title"] == title
    assert (read["type_of_reference"], read["year"], read["language"]) == ("ELEC", "2026", "az")
    assert read["urls"] == [WORK.url]
    assert read["authors"] == ["ctarchive"]


@pytest.mark.parametrize("title", NASTY)
def test_csl_is_read_back(title: str) -> None:
    item = json.loads(csl.write(replace(WORK, title=title)))[0]
    assert item["title"] == title
    printed = cited(item)
    assert WORK.url in printed
    assert "2026" in printed
    assert title[:20] in printed


@pytest.mark.parametrize(
    ("edtf", "written"),
    [
        ("2018-05-03", {"date-parts": [[2018, 5, 3]]}),
        ("2018-05", {"date-parts": [[2018, 5]]}),
        ("2018~", {"date-parts": [[2018]], "circa": True}),
        ("2018-05-03?", {"date-parts": [[2018, 5, 3]], "circa": True}),
        ("2018-05-XX", {"date-parts": [[2018, 5]]}),
        ("201X", {"date-parts": [[2010], [2019]]}),
        ("2018-22", {"date-parts": [[2018]], "season": 2}),
        ("2018-05-03/2018-05-05", {"date-parts": [[2018, 5, 3], [2018, 5, 5]]}),
        ("2018-05-03/..", {"date-parts": [[2018, 5, 3]], "circa": True}),
        ("/2018-05", {"date-parts": [[2018, 5]], "circa": True}),
        ("2017-10-19T09:58:00+04:00", {"date-parts": [[2017, 10, 19]]}),
        ("", {}),
    ],
)
def test_dates_keep_their_precision_and_doubt(edtf: str, written: dict[str, Any]) -> None:
    assert dates.as_csl(edtf) == written
    if edtf:
        # The processor prints ranges of days without their year, whoever wrote them.
        if len(written["date-parts"]) == 1:
            assert str(written["date-parts"][0][0]) in cited(csl.item(replace(WORK, issued=edtf)))
        year = str(written["date-parts"][0][0])
        assert read_bibtex(bibtex.write(replace(WORK, issued=edtf)))["year"].startswith(year)
        (read,) = rispy.loads(ris.write(replace(WORK, issued=edtf)))
        assert read["year"] == year


def test_an_undated_work_says_so() -> None:
    work = replace(WORK, issued="")
    assert "undated" in plain.apa(work)
    assert "year" not in read_bibtex(bibtex.write(work))
    assert "PY  -" not in ris.write(work)


def test_plain_citations_name_title_version_address_and_day_of_access() -> None:
    assert plain.apa(WORK) == (
        "ctarchive. (22 November 2026). Border guards meet in Lankaran [event record; 7k3m9qz2ab; version 412]. "
        "Retrieved 1 May 2027, from https://archive.example.org/events/7k3m9qz2ab/"
    )
    assert plain.chicago(WORK) == (
        "ctarchive. “Border guards meet in Lankaran.” Event record, 7k3m9qz2ab, version 412, 22 November 2026. "
        "Accessed 1 May 2027. https://archive.example.org/events/7k3m9qz2ab/"
    )


def test_a_title_that_runs_to_the_left_turns_nothing_round() -> None:
    title = "اجتماع في بغداد"
    for written in (plain.apa(replace(WORK, title=title)), plain.chicago(replace(WORK, title=title))):
        assert f"\u2068{title}" in written
        assert written.count("\u2068") == written.count("\u2069") == 1


def test_a_text_comes_on_one_line_without_marks_of_direction() -> None:
    assert one_line("  two\r\n\tlines\x00\u202e and \u2066more ") == "two lines and more"
    lines = ris.write(replace(WORK, title="one\nER  - \nTY  - JOUR")).split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)


def test_every_kind_of_source_has_its_name_in_every_format() -> None:
    assert set(KINDS) == {RECORD, *SourceKind.values}
    for kind in KINDS:
        (read,) = rispy.loads(ris.write(replace(WORK, kind=kind)))
        assert read["type_of_reference"] in {*rispy.TYPE_OF_REFERENCE_MAPPING}
        assert WORK.title in cited(csl.item(replace(WORK, kind=kind)))
