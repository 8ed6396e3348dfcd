"""Values as the ledger writes them."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from editorial.payload import canonical, decimal_string, encode


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (12, "12"),
        (2**60, "1152921504606846976"),
        (Decimal("12.500"), "12.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1000.00"), "1000"),
        (Decimal("0.000"), "0"),
        (Decimal("-0.0"), "0"),
        (0.5, "0.5"),
        ("Lənkəran", "Lənkəran"),
        (["a", 1, None], ["a", "1", None]),
        ({"paragraph": 1, "line": 2}, {"paragraph": "1", "line": "2"}),
    ],
)
def test_a_value_has_one_form(value: Any, written: Any) -> None:
    assert encode(value) == written


def test_a_moment_is_written_in_utc_with_microseconds() -> None:
    baku = timezone(timedelta(hours=4))
    assert encode(datetime(2018, 5, 3, 13, 0, tzinfo=baku)) == "2018-05-03T09:00:00.000000Z"
    assert encode(datetime(2018, 5, 3, 9, 0, 0, 1, tzinfo=UTC)) == "2018-05-03T09:00:00.000001Z"


@pytest.mark.parametrize("value", [date(2018, 5, 3), b"bytes", {1, 2}, object()])
def test_a_type_without_a_form_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="no form for"):
        encode(value)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_a_number_reads_back_as_itself_however_it_was_written(number: Decimal) -> None:
    text = decimal_string(number)
    assert Decimal(text) == number
    assert decimal_string(Decimal(text)) == text
    assert decimal_string(number.normalize()) == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcdé"), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from("abcdefé"), JSON))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert rfc8785.dumps(encode(value)) == rfc8785.dumps(encode(turned))
    assert encode(encode(value)) == encode(value)


def test_members_of_objects_come_by_key_whatever_order_a_database_has() -> None:
    assert list(encode({"b": {"d": 1, "c": 2}, "a": 3})) == ["a", "b"]
    assert list(encode({"b": {"d": 1, "c": 2}})["b"]) == ["c", "d"]


KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)


@given(st.recursive(st.none() | st.booleans() | KEYS, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_the_fast_way_to_canonical_json_gives_the_same_bytes(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_are_sorted_by_their_utf_16_form() -> None:
    value = {"\ufb33": "1", "\U0001f600": "2"}
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(value).startswith('{"\U0001f600"'.encode())


def test_half_a_character_has_no_canonical_form() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        canonical({"a": "\ud800"})
