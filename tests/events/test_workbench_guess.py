"""What the workbench proposes to have read in a quotation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from events.workbench.guess import date_in, number_in


@pytest.mark.parametrize(
    ("quote", "edtf"),
    [
        ("signed on 18 October 2017 in Sochi", "2017-10-18"),
        ("on 2019-11-12", "2019-11-12"),
        ("the meeting of 23–25 July 2018", "2018-07-23/2018-07-25"),
        ("from 23 to 25 July 2018", "2018-07-23/2018-07-25"),
        ("July 23-25, 2018", "2018-07-23/2018-07-25"),
        ("28 June – 2 July 2018", "2018-06-28/2018-07-02"),
        ("30 December 2018 to 2 January 2019", "2018-12-30/2019-01-02"),
        ("In October 2009 the parties", "2009-10"),
        ("18 октября 2017 года", "2017-10-18"),
        ("the programme for 2018-2020", "2018/2020"),
        ("as early as in 1999", "1999"),
        ("the meeting was held in Baku", ""),
        ("25–23 July 2018", "2018-07"),
        ("on 03/04/2017", ""),
    ],
)
def test_a_date_is_read_as_edtf(quote: str, edtf: str) -> None:
    assert date_in(quote) == edtf


@pytest.mark.parametrize(
    ("quote", "low", "hedge"),
    [
        ("more than 30 officers", 30, "more_than"),
        ("almost one thousand people", 1000, "almost"),
        ("approximately 150", 150, "about"),
        ("Twelve officers took part", 12, "exactly"),
        ("at least forty-two cases", 42, "at_least"),
        ("up to 1,300 fighters", 1300, "at_most"),
        ("over two hundred and fifty items", 250, "more_than"),
        ("about 2.5 million documents", 2_500_000, "about"),
        ("a hundred rifles", 100, "exactly"),
        ("on 18 October 2017 some 40 delegates met", 40, "about"),
        ("in 2017, 15 operations", 15, "exactly"),
    ],
)
def test_a_number_is_read_with_its_hedge(quote: str, low: int, hedge: str) -> None:
    number = number_in(quote)
    assert number is not None
    assert (number.low, number.hedge) == (Decimal(low), hedge)


def test_a_range_money_and_what_is_counted_are_read() -> None:
    span = number_in("between 20 and 30, or 20–30 officers of the service")
    assert span is not None
    money = number_in("granted $2 million in aid")
    assert money is not None
    assert (money.low, money.unit, money.currency) == (Decimal(2_000_000), "money", "USD")
    guards = number_in("more than 30 border guards took part")
    assert guards is not None
    assert guards.counted == "border guards"
    officers = number_in("20–30 officers of the service")
    assert officers is not None
    assert (officers.low, officers.high, officers.unit) == (Decimal(20), Decimal(30), "persons")


@pytest.mark.parametrize("quote", ["no numbers here", "on 18 October 2017", "in 2017", "October 2009", ""])
def test_where_nothing_is_counted_no_number_is_read(quote: str) -> None:
    assert number_in(quote) is None
