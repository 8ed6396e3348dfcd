"""Facts: which claim is chosen, and which cannot both be true. Pure."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial import dates
from events import facts
from events.choices import Hedge, Rank
from events.facts import Standing, best_first, conflicts, derive
from events.models import Claim

MOMENT = datetime(2020, 1, 1, tzinfo=UTC)


def standing(uid: str = "a", property: str = "date", **fields: Any) -> Standing:
    return Standing(uid=uid, property=property, value_kind=fields.pop("value_kind", "value"),
                    **({"published_at": MOMENT} | fields))  # fmt: skip


def dated(uid: str, edtf: str, **fields: Any) -> Standing:
    date = dates.parse(edtf)
    return standing(uid, edtf=edtf, earliest=date.earliest, latest=date.latest, **fields)


def number(uid: str, low: str, hedge: str = "exactly", high: str = "", **fields: Any) -> Standing:
    claim = Claim(value_low=Decimal(low), value_high=Decimal(high or low), hedge=hedge)
    values = {"unit": "persons", "counted": "officers"} | fields
    return standing(uid, "count", number=claim.bounds(), **values)


def held(edtf: str) -> dict[str, Any]:
    """Valid time, as the columns have it."""
    date = dates.parse(edtf)
    return {"valid_earliest": date.earliest, "valid_latest": date.latest}


def disagree(a: Standing, b: Standing) -> bool:
    return bool(conflicts([a, b]))


# -- which one is chosen -----------------------------------------------------------------------------------------------

LADDER: list[dict[str, Any]] = [
    {"rank": Rank.PREFERRED},
    {"credibility": 1},
    {"origins": frozenset("xyz"), "credibility": 2},
    {"origins": frozenset("xy"), "credibility": 2},
    {"reliability": "A", "credibility": 2},
    {"reliability": "B", "credibility": 2},
    {"published_at": datetime(2019, 1, 1, tzinfo=UTC), "credibility": 2},
    {"uid": "0", "credibility": 2},
    {"uid": "1", "credibility": 2},
    {"uid": "a", "credibility": 3, "origins": frozenset("xyz"), "reliability": "A"},
    {"uid": "b", "rank": Rank.DEPRECATED, "credibility": 1},
]


def test_rank_then_credibility_then_origins_then_reliability_then_time_then_uid() -> None:
    claims = [standing(**{"uid": f"z{place}", **step}) for place, step in enumerate(LADDER)]
    assert best_first(reversed(claims)) == claims


STANDINGS = st.builds(
    standing,
    uid=st.text("0123456789abc", min_size=1, max_size=2),
    rank=st.sampled_from(Rank.values),
    credibility=st.integers(1, 6),
    origins=st.frozensets(st.sampled_from("xyz")),
    reliability=st.sampled_from("ABCDEF"),
    published_at=st.sampled_from([MOMENT, datetime(2019, 1, 1, tzinfo=UTC)]),
)


@given(st.lists(STANDINGS, unique_by=lambda claim: claim.uid, max_size=7).flatmap(
    lambda claims: st.tuples(st.just(claims), st.permutations(claims))
))  # fmt: skip
def test_the_choice_does_not_depend_on_the_order_in_which_claims_come(
    two: tuple[list[Standing], list[Standing]],
) -> None:
    one, other = (best_first(claims) for claims in two)
    assert one == other
    assert all(a.order < b.order for a, b in pairwise(one))
    assert derive(two[0]) == derive(two[1])


# -- what is derived ---------------------------------------------------------------------------------------------------


def test_the_chosen_date_is_shown_and_the_bounds_span_all_rivals() -> None:
    fact = derive([dated("a", "2018-05-03"), dated("b", "2018-06", credibility=1)])
    assert fact.date == "2018-06"
    assert fact.date_earliest == dates.parse("2018-05-03").earliest
    assert fact.date_latest == dates.parse("2018-06-30").latest
    assert fact.conflicted == {"a", "b"}


def test_a_deprecated_rival_neither_widens_nor_contradicts() -> None:
    fact = derive([dated("a", "2018-05-03"), dated("b", "2018-06", rank=Rank.DEPRECATED)])
    assert fact.date_latest == dates.parse("2018-05-03").latest
    assert not fact.conflicted


def test_where_all_are_deprecated_the_best_of_them_is_shown() -> None:
    assert derive([dated("b", "2018-06", rank=Rank.DEPRECATED)]).date == "2018-06"


def test_without_claims_there_are_no_facts() -> None:
    assert derive([]) == facts.Facts()


def test_participants_are_the_roots_with_their_roles() -> None:
    people = [
        standing("a", "participant", entity="x", role="host"),
        standing("b", "participant", entity="x", role="host"),
        standing("c", "participant", entity="y", role="speaker"),
        standing("d", "participant", entity="z", role="speaker", rank=Rank.DEPRECATED),
    ]
    assert derive(people).participations == {("x", "host"), ("y", "speaker")}
    assert not derive(people).conflicted


def test_that_nobody_knows_the_date_makes_no_date() -> None:
    assert derive([standing("a", value_kind="unknown")]).date == ""


# -- what cannot both be true ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("2018-05-03", "2018-05-04", True),
        ("2018-05-03", "2018-05-03", False),
        ("2018-05", "2018-05-03", False),
        ("2018-05-03/2018-05-05", "2018-05-05/2018-05-07", False),
        ("2018-05-03/2018-05-05", "2018-05-06", True),
        ("2018-05-03~", "2018-05-04", True),
        ("2018-05-03/..", "2025", False),
        ("../2018-05-03", "2025", True),
        ("201X", "2018-05-03", False),
        ("2018-05-03T09:00:00+04:00", "2018-05-03T18:00:00+04:00", False),
    ],
)
def test_dates_clash_when_their_strict_bounds_do_not_meet(one: str, other: str, clash: bool) -> None:
    assert disagree(dated("a", one), dated("b", other)) is clash
    assert disagree(dated("b", other), dated("a", one)) is clash


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        (("12", "exactly"), ("12", "exactly"), False),
        (("12", "exactly"), ("13", "exactly"), True),
        (("100", "about"), ("110", "exactly"), False),
        (("100", "about"), ("111", "exactly"), True),
        (("100", "almost"), ("90", "exactly"), False),
        (("100", "almost"), ("89", "exactly"), True),
        (("100", "about"), ("120", "about"), False),
        (("100", "about"), ("125", "about"), True),
        (("12", "more_than"), ("12", "exactly"), True),
        (("12", "more_than"), ("12.001", "exactly"), False),
        (("12", "at_least"), ("12", "exactly"), False),
        (("12", "at_least"), ("11", "exactly"), True),
        (("12", "at_most"), ("12", "exactly"), False),
        (("12", "at_most"), ("13", "exactly"), True),
        (("12", "fewer_than"), ("12", "exactly"), True),
        (("12", "at_least"), ("12", "at_most"), False),
        (("12", "at_least"), ("12", "fewer_than"), True),
        (("12", "more_than"), ("12", "fewer_than"), True),
        (("12", "more_than"), ("5", "at_least"), False),
        (("-100", "about"), ("-110", "exactly"), False),
        (("0", "about"), ("0", "exactly"), False),
    ],
)
def test_numbers_clash_when_their_bounds_do_not_meet(one: tuple[str, str], other: tuple[str, str], clash: bool) -> None:
    assert disagree(number("a", *one), number("b", *other)) is clash
    assert disagree(number("b", *other), number("a", *one)) is clash


def test_a_range_meets_what_lies_in_it() -> None:
    assert not disagree(number("a", "10", high="15"), number("b", "12"))
    assert disagree(number("a", "10", high="15"), number("b", "16"))


@pytest.mark.parametrize(
    "other",
    [{"unit": "cases"}, {"counted": "soldiers"}, {"unit": "money", "currency": "USD", "counted": "officers"}],
)
def test_numbers_of_different_things_do_not_clash(other: dict[str, str]) -> None:
    assert not disagree(number("a", "12"), number("b", "13", **other))


def test_the_same_thing_in_other_letters_is_the_same_thing() -> None:
    assert disagree(number("a", "12", counted="Officers"), number("b", "13", counted="officers"))


def test_numbers_of_different_times_do_not_clash() -> None:
    assert not disagree(number("a", "12", **held("2018")), number("b", "13", **held("2019")))
    assert disagree(number("a", "12", **held("2018")), number("b", "13", **held("2018-05")))
    assert disagree(number("a", "12", **held("2018")), number("b", "13"))


def status(uid: str, text: str, when: str = "") -> Standing:
    return standing(uid, "status", text=text, **(held(when) if when else {}))


def test_different_statuses_clash_at_the_same_time_only() -> None:
    assert disagree(status("a", "held"), status("b", "cancelled"))
    assert disagree(status("a", "held", "2018-05"), status("b", "cancelled", "2018-05-03"))
    assert not disagree(status("a", "announced", "2018-04"), status("b", "held", "2018-05"))
    assert not disagree(status("a", "announced"), status("b", "held", "2018-05"))
    assert not disagree(status("a", "held", "2018"), status("b", "held", "2018"))


def place(uid: str, entity: str, *within: str) -> Standing:
    return standing(uid, "place", entity=entity, within=frozenset({entity, *within}))


def test_places_clash_unless_one_contains_the_other() -> None:
    assert disagree(place("a", "baku"), place("b", "ganja"))
    assert disagree(place("a", "baku", "azerbaijan"), place("b", "ganja", "azerbaijan"))
    assert not disagree(place("a", "baku", "azerbaijan"), place("b", "azerbaijan"))
    assert not disagree(place("a", "baku"), place("b", "baku"))


def test_that_there_was_none_contradicts_that_there_was_one() -> None:
    there, none, unknown = dated("a", "2018"), standing("b", value_kind="none"), standing("c", value_kind="unknown")
    assert disagree(there, none)
    assert not disagree(there, unknown)
    assert not disagree(none, unknown)
    assert not disagree(none, replace(none, uid="d"))


def test_what_may_hold_at_once_never_clashes() -> None:
    assert not disagree(standing("a", "topic", text="Borders"), standing("b", "topic", text="Trade"))


def test_every_pair_is_named_best_claim_first() -> None:
    claims = [dated("c", "2018-05-03"), dated("b", "2018-05-04"), dated("a", "2018-05-05", credibility=1)]
    assert conflicts(claims) == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize("hedge", Hedge.values)
def test_every_hedge_allows_the_number_itself_or_something_beside_it(hedge: str) -> None:
    bounds = Claim(value_low=Decimal(10), value_high=Decimal(10), hedge=hedge).bounds()
    assert facts.numbers_meet(bounds, bounds)
