"""Stories about EDTF dates: what is read, which bounds follow, what is refused, and how a date reads aloud."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.utils.translation import override
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from editorial.dates import OPEN_END, OPEN_START, DateError, echo, overlaps, parse, validate_edtf, year_of


def bounds(text: str) -> tuple[str, str]:
    """The strict bounds of `text` as ISO dates."""
    found = parse(text)
    return date.fromordinal(found.earliest).isoformat(), date.fromordinal(found.latest).isoformat()


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2019-11-12", "2019-11-12", "2019-11-12", "day"),
        ("2019-11", "2019-11-01", "2019-11-30", "month"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2019", "2019-01-01", "2019-12-31", "year"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("2004-XX", "2004-01-01", "2004-12-31", "year"),
        ("1985-04-XX", "1985-04-01", "1985-04-30", "month"),
        ("1985-XX-XX", "1985-01-01", "1985-12-31", "year"),
        ("2001-21", "2001-03-01", "2001-05-31", "season"),
        ("2001-23", "2001-09-01", "2001-11-30", "season"),
        ("2003-24", "2003-12-01", "2004-02-29", "season"),
        ("2016-07-08/2016-07-09", "2016-07-08", "2016-07-09", "interval"),
        ("2017/2019", "2017-01-01", "2019-12-31", "interval"),
        ("2004-02-01/2005-02", "2004-02-01", "2005-02-28", "interval"),
        ("2004-06?/2004-08~", "2004-06-01", "2004-08-31", "interval"),
        ("2017-10-19T09:58:00+04:00", "2017-10-19", "2017-10-19", "time"),
        ("2017-10-19T23:30:00-05:00", "2017-10-19", "2017-10-19", "time"),
        ("0001", "0001-01-01", "0001-12-31", "year"),
        ("9999-12-31", "9999-12-31", "9999-12-31", "day"),
    ],
)
def test_bounds_are_the_first_and_last_day_the_text_allows(
    text: str, earliest: str, latest: str, precision: str
) -> None:
    assert bounds(text) == (earliest, latest)
    assert parse(text).precision == precision
    assert parse(text).text == str(parse(text)) == text


@pytest.mark.parametrize("plain", ["2019", "2019-11", "2019-11-12", "201X", "2004-XX", "2001-24"])
@pytest.mark.parametrize(("mark", "approximate", "uncertain"), [("~", 1, 0), ("?", 0, 1), ("%", 1, 1)])
def test_a_qualifier_never_widens_the_bounds(plain: str, mark: str, approximate: int, uncertain: int) -> None:
    assert bounds(plain + mark) == bounds(plain)
    assert (parse(plain + mark).approximate, parse(plain + mark).uncertain) == (approximate, uncertain)


def test_an_open_end_lies_beyond_every_day() -> None:
    until, since = parse("../2019-11-12"), parse("2017-07-20/..")
    assert (until.earliest, until.open_start, until.unknown_start) == (OPEN_START, True, False)
    assert (since.latest, since.open_end, since.unknown_end) == (OPEN_END, True, False)
    assert OPEN_START < date.min.toordinal() < date.max.toordinal() < OPEN_END


def test_an_unknown_end_is_not_guessed() -> None:
    until, since = parse("/2019-11-12"), parse("2004-02-01/")
    assert (until.earliest, until.unknown_start, until.open_start) == (OPEN_START, True, False)
    assert (since.latest, since.unknown_end, since.open_end) == (OPEN_END, True, False)


@pytest.mark.parametrize(
    "text",
    [
        "2019-11-14/2019-11-12",
        "2019/2018",
        "2019-11-12/2019-11-11~",
        # These can be read either way: the end must be told as precisely as the start.
        "2019-11-12/2019",
        "2019/2019-03",
    ],
)
def test_a_reversed_interval_is_refused(text: str) -> None:
    with pytest.raises(DateError, match="before it starts"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "it is empty"),
        ("2019-13", "month 13 does not exist"),
        ("2019-00-10", "month 00 does not exist"),
        ("2019-02-29", "day 29 does not exist in 2019-02, which has 28 days"),
        ("2019-02-30/2020", "day 30 does not exist in 2019-02, which has 28 days (in “2019-02-30”)"),
        ("2001-21-03", "month 21 does not exist"),
        ("2001-25", "month 25 does not exist"),
        ("0000", "year 0000 lies outside 0001–9999"),
        ("000X", "year 000X lies outside 0001–9999"),
        ("-0044", "years before 0001 are not kept"),
        ("Y17000", "years outside 0001–9999 are not kept"),
        ("12019", "a year has four digits"),
        ("9999-24", "that winter ends outside the years 0001–9999"),
        ("1984~-06", "? ~ % inside a date (level 2) are not kept"),
        ("~1984", "? ~ % inside a date (level 2) are not kept"),
        ("2019?~", "only one of ? ~ % can follow a date"),
        ("[2016,2017]", "lists and sets of dates (level 2) are not kept"),
        ("{2016..2018}", "lists and sets of dates (level 2) are not kept"),
        ("1950S2", "exponents and significant digits (level 2) are not kept"),
        ("XXXX", "X stands only for"),
        ("1985-XX-12", "X stands only for"),
        ("201X-05", "X stands only for"),
        ("201x", "an unspecified digit is a capital X"),
        ("2004-XX/2005", "the ends of an interval have no time of day and no X (in “2004-XX”)"),
        ("2017-10-19T09:58:00Z/2018", "the ends of an interval have no time of day"),
        ("../..", "an interval needs at least one date"),
        ("/", "an interval needs at least one date"),
        ("../", "an interval needs at least one date"),
        ("2016/2017/2018", "it has more than one slash"),
        ("2017-07-20/open", "an open end is written with two dots"),
        ("2019 -11", "it holds blank space"),
        ("2019\n", "it holds blank space"),
        ("2019–11", "it uses a dash where a hyphen (-) belongs"),
        ("２０１９", "it holds a character that dates do not use"),
        ("20191112", "it lacks its hyphens"),
        ("12.11.2019", "the year comes first"),
        ("2019-1-5", "months and days have two digits"),
        ("2017-10-19T24:00:00Z", "that time of day does not exist"),
        ("2017-10-19T09:58Z", "its time is not written hh:mm:ss"),
        ("2017-10-19T09:58:00+15:00", "the time zone +15:00 does not exist"),
        ("2017-02-30T09:58:00Z", "day 30 does not exist"),
        ("last spring", "it holds blank space"),
        ("yesterday", "it is not written year-month-day"),
    ],
)
def test_a_refusal_says_what_is_wrong(text: str, problem: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(f"“{text}” is not an EDTF date: ")


def test_a_refusal_shows_how_to_write_it() -> None:
    with pytest.raises(DateError) as caught:
        parse("2019-13")
    assert str(caught.value) == (
        "“2019-13” is not an EDTF date: month 13 does not exist. Write 2019-11, 2019-11-12 or 2019-11-12/2019-11-14."
    )


@pytest.mark.parametrize("text", ["", "2019-13", "1984~-06", "../..", "9" * 500, "2016/open", "XXXX", "-5", "20"])
def test_the_dates_a_refusal_suggests_can_be_read(text: str) -> None:
    with pytest.raises(DateError) as caught:
        parse(text)
    for suggestion in caught.value.example.replace(" or ", ", ").split(", "):
        assert parse(suggestion).text == suggestion


def test_an_endless_text_is_not_repeated_in_the_refusal() -> None:
    with pytest.raises(DateError) as caught:
        parse("9" * 100_000)
    assert len(str(caught.value)) < 200


def test_dates_overlap_when_they_share_a_day() -> None:
    november, twelfth = parse("2019-11"), parse("2019-11-12~")
    assert overlaps(november, twelfth)
    assert overlaps(twelfth, november)
    assert overlaps(parse("../2019-11-12"), parse("2019-11-12/.."))


def test_neighbouring_days_do_not_overlap() -> None:
    assert not overlaps(parse("2017-10-18"), parse("2017-10-19"))
    assert not overlaps(parse("2017-10-18~"), parse("2017-10-19?"))
    assert not overlaps(parse("../2019-11-11"), parse("2019-11-12/.."))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2019-11-12", 2019),
        ("2016-07-08/2016-07-09", 2016),
        ("2017/2019", None),
        ("201X", None),
        ("../2019", None),
        ("2017/", None),
    ],
)
def test_the_year_is_told_only_where_it_is_certain(text: str, year: int | None) -> None:
    assert year_of(parse(text)) == year


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2019-11-12", "12 November 2019"),
        ("2019-11-12~", "about 12 November 2019"),
        ("2019-11-12?", "12 November 2019 (uncertain)"),
        ("2019-11-12%", "about 12 November 2019 (uncertain)"),
        ("2009-10", "October 2009"),
        ("0985", "985"),
        ("2010", "2010"),
        ("201X", "2010s"),
        ("20XX", "2000–2099"),
        ("2004-XX?", "2004 (month unknown, uncertain)"),
        ("1985-04-XX", "April 1985 (day unknown)"),
        ("1985-XX-XX", "1985 (month and day unknown)"),
        ("2001-21", "spring 2001"),
        ("2001-24", "winter 2001–2002"),
        ("2016-07-08/2016-07-09", "8–9 July 2016"),
        ("2016-07-08/2016-07-08", "8 July 2016"),
        ("2018-07-23/2018-07-25", "23–25 July 2018"),
        ("2016-09-28/2016-11-09", "28 September – 9 November 2016"),
        ("2019-12-28/2020-01-03", "28 December 2019 – 3 January 2020"),
        ("2020-09/2020-11", "September–November 2020"),
        ("2017/2019", "2017–2019"),
        ("2016-07-08~/2016-07-09", "about 8 July 2016 – 9 July 2016"),
        ("2001-21/2001-22", "spring 2001 – summer 2001"),
        ("2004-02-01/2005-02", "1 February 2004 – February 2005"),
        ("../2019-11-12", "until 12 November 2019"),
        ("2017-07-20/..", "from 20 July 2017"),
        ("/2019-11-12", "until 12 November 2019 (start unknown)"),
        ("2004-02-01/", "from 1 February 2004 (end unknown)"),
        ("2017-10-19T09:58:00+04:00", "19 October 2017, 09:58 (UTC+04:00)"),
        ("2017-10-19T09:58:30Z", "19 October 2017, 09:58:30 (UTC)"),
        ("2017-10-19T09:58:00", "19 October 2017, 09:58"),
    ],
)
def test_a_date_reads_aloud(text: str, words: str) -> None:
    assert echo(text, "en") == words
    assert echo(parse(text), "en") == words


def test_a_date_reads_in_the_readers_language() -> None:
    assert echo("2019-11-12", "ru") == "12 ноября 2019"
    with override("az"):
        assert echo("2019-11-12") == "12 noyabr 2019"
        assert echo("2019-11-12", "en") == "12 November 2019"


def test_forms_tell_why_a_date_is_refused() -> None:
    validate_edtf("2019-11-12~")
    with pytest.raises(ValidationError, match="month 13 does not exist") as caught:
        validate_edtf("2019-13")
    assert caught.value.code == "invalid_edtf"


def test_every_date_of_the_real_dossier_is_read(seeds: Path) -> None:
    dossier = yaml.safe_load((seeds / "dossier.yaml").read_text(encoding="utf-8"))
    claims = [claim for event in dossier["events"] for claim in event["claims"]] + dossier["claims"]
    texts = [source["published"] for source in dossier["sources"]]
    texts += [claim["value"] for claim in claims if claim["property"] in {"date", "valid_period"}]
    texts += [claim["valid"] for claim in claims if "valid" in claim]
    assert len(texts) > 20
    assert all(parse(text).earliest <= parse(text).latest for text in texts)


DAYS = st.dates()
PLAIN = st.builds(lambda day, length: day.isoformat()[:length], DAYS, st.sampled_from([4, 7, 10]))
DATES = st.one_of(
    st.builds(str.__add__, PLAIN, st.sampled_from(["", "?", "~", "%"])),
    st.builds(lambda day, tail: f"{day.isoformat()[:4]}{tail}", DAYS, st.sampled_from(["-21", "-22", "-XX", "-XX-XX"])),
    st.builds(lambda pair: "/".join(sorted(day.isoformat() for day in pair)), st.tuples(DAYS, DAYS)),
)


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_day_lies_within_its_day_month_and_year(day: date, length: int) -> None:
    found = parse(day.isoformat()[:length])
    assert found.earliest <= day.toordinal() <= found.latest


@given(DATES)
def test_our_bounds_are_the_librarys_strict_bounds(text: str) -> None:
    theirs = parse_edtf(text)
    lower, upper = theirs.lower_strict(), theirs.upper_strict()
    assert parse(text).earliest == date(*lower[:3]).toordinal()
    if not text.endswith("~") or len(text) < 10:
        assert parse(text).latest == date(*upper[:3]).toordinal()


@given(DATES, DATES)
def test_overlap_is_mutual_and_reflexive(one: str, other: str) -> None:
    a, b = parse(one), parse(other)
    assert overlaps(a, a)
    assert overlaps(a, b) == overlaps(b, a)


@given(DATES)
def test_every_date_has_words(text: str) -> None:
    assert str(int(text[:4])) in echo(text, "en")


@given(st.text(alphabet="0123456789-/.XYT:Z~?%+ ", max_size=25))
def test_any_text_is_a_date_with_words_or_a_date_error(text: str) -> None:
    try:
        found = parse(text)
    except DateError:
        return
    assert found.text == text
    assert found.earliest <= found.latest
    assert echo(text)
