"""Dates are found as EDTF, and numbers that are no dates are not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial import dates
from events.suggest import Document
from events.suggest.dates import find_dates
from events.suggest.dates.words import words
from tests.suggest.marked import Case, cases
from tests.suggest.steps import growth


@pytest.mark.parametrize("case", [*cases("dates.txt")], ids=str)
def test_dates_are_found_as_edtf(case: Case) -> None:
    found = find_dates(Document(case.text, language=case.language, published=case.published))
    shown = [case.shown(one.start, one.end, one.payload["edtf"]) for one in found]
    assert shown == [case.shown(*one) for one in case.expected]


PIECES = st.sampled_from(
    words(
        "3 12 31 31st 99 2019 1999 2017–19 12.11.2019 31/02/2018 May may in from to the of on , . ( ) - – late 1980s "
        "last yesterday year next Monday 2019-11-12 9999-12-31 Q1 half first мая с по 2018 года году прошлом вторник "
        "noyabrın 12-də -cı il ilin İyul İ ötən əvvəl bu gün illərin sonunda the same that day"
    )
)


@given(
    st.lists(PIECES | st.text(max_size=4), max_size=14).map(" ".join),
    st.sampled_from(["en", "az", "ru", "", "xx"]),
    st.sampled_from(["", "2019-11-14", "2019-11", "0001-01-01", "9999-12-31", "2019-11-14T10:00:00+04:00", "../2019"]),
)
def test_every_date_found_is_edtf_and_lies_in_the_text(text: str, language: str, published: str) -> None:
    found = list(find_dates(Document(text, language=language, published=published)))
    for one in found:
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        dates.parse(one.payload["edtf"])
    assert all(first.end <= second.start for first, second in pairwise(found))


def test_a_date_in_furniture_tells_no_year() -> None:
    text = "Saturday April 20 2024\nThe law was adopted on 3 May."
    assert not list(find_dates(Document(text, furniture=((0, 22),), language="en")))
    assert len(list(find_dates(Document(text, language="en")))) == 2


def test_a_date_over_two_lines_of_a_wrapped_text_is_found() -> None:
    lines = ["The members of the council came together in the city of Tashkent on 12", "November 2019, and spoke about"]
    text = "\n".join([*lines, *["the exchange of information between the services of their states, and"] * 4])
    (one,) = find_dates(Document(text, language="en"))
    assert text[one.start : one.end] == "12\nNovember 2019"


@pytest.mark.parametrize(
    "line", ["3 May ", "2018 ", "the ", "12.11.", "from 3 to ", "on 3 and ", "in the late ", "1, ", "мая ", "-cı il "]
)
def test_a_long_text_takes_steps_in_proportion(line: str) -> None:
    """Twice the text takes about twice the steps, whatever is repeated in it."""
    assert growth(find_dates, line, 150) < 2.6


def test_the_same_year_needs_one_spoken_of_before() -> None:
    assert not list(find_dates(Document("On 3 May of the same year they met.", language="en")))
    found = list(find_dates(Document("It began in 2015. On 3 May of the same year they met.", language="en")))
    assert [one.payload["edtf"] for one in found] == ["2015", "2015-05-03"]
