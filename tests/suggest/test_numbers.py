"""Numbers that count something are read with their bounds, hedge and unit; other figures are left alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.choices import Hedge
from events.suggest import Document
from events.suggest.dates.words import words
from events.suggest.numbers import find_numbers
from tests.suggest.marked import Case, cases
from tests.suggest.steps import growth


def summary(payload: dict[str, Any]) -> str:
    """The payload as the table writes it, without what may be left out."""
    unit = "%" if payload.get("percent") else payload.get("unit", "")
    told = f"{payload['low']} {payload['high']} {payload['hedge']} {unit} {payload.get('currency', '')}".strip()
    return told.removesuffix(" exactly") if not unit else told


@pytest.mark.parametrize("case", [*cases("numbers.txt")], ids=str)
def test_numbers_are_read(case: Case) -> None:
    found = find_numbers(Document(case.text, language=case.language))
    shown = [case.shown(one.start, one.end, summary(dict(one.payload))) for one in found]
    assert shown == [case.shown(*one) for one in case.expected]


def test_what_is_counted_is_told_in_the_words_of_the_text() -> None:
    (one,) = find_numbers(Document("More than 30 foreign citizens were stopped.", language="en"))
    assert one.payload["counted"] == "foreign citizens"


PIECES = st.sampled_from(
    words(
        "3 12 1,300 1.5 1 300 2019 more than fewer at least - – to and between one hundred two dozen dozens million % "
        "percent $ US$ € manat долларов тысяч млн двадцать около человек nəfərdən çox -dan on iki min 10:30 /"
    )
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map(" ".join), st.sampled_from(["en", "az", "ru", "", "xx"]))
def test_every_number_found_lies_in_the_text_within_its_bounds(text: str, language: str) -> None:
    for one in find_numbers(Document(text, language=language)):
        assert 0 <= one.start < one.end <= len(text)
        assert float(one.payload["low"]) <= float(one.payload["high"])
        assert one.payload["hedge"] in Hedge.values


@pytest.mark.parametrize(
    "line", ["3 ", "1,300 ", "two hundred and ", "between 3 and ", "20–", "more than ", "двадцать "]
)
def test_a_long_text_takes_steps_in_proportion(line: str) -> None:
    assert growth(find_numbers, line, 200) < 2.6
