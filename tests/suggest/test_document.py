"""What every suggester can rely on: offsets hold, furniture is never suggested."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.suggest import Document, Suggested, Suggester, suggest
from events.suggest.document import without_furniture


def test_furniture_is_blanked_out_where_it_stands() -> None:
    document = Document("Menu\nThe text.\nShare this", furniture=((15, 25), (0, 4)))
    assert document.visible == "    \nThe text.\n          "


@given(st.text("ab\n", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5))
def test_what_is_visible_is_as_long_as_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    furniture = tuple((min(a, b), min(max(a, b), len(text))) for a, b in spans if min(a, b) <= len(text))
    visible = Document(text, furniture=furniture).visible
    inside = {place for start, end in furniture for place in range(start, end)}
    assert [visible[p] for p in range(len(text)) if p not in inside] == [
        text[p] for p in range(len(text)) if p not in inside
    ]
    assert len(visible) == len(text)
    assert all(visible[place] in " \n" for place in inside)


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=6),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 9)), max_size=6),
)
def test_nothing_is_suggested_that_touches_furniture(
    spans: list[tuple[int, int]], marked: list[tuple[int, int]]
) -> None:
    furniture = [(start, start + length) for start, length in marked]
    made = [Suggested("date", start, start + length) for start, length in spans]
    free = {
        (one.start, one.end) for one in made if not any(one.start < end and start < one.end for start, end in furniture)
    }
    left = without_furniture(made, furniture)
    assert [(one.start, one.end) for one in left] == sorted(free)


def test_of_two_for_one_passage_the_surer_is_kept() -> None:
    made = [Suggested("date", 0, 4, {"n": 1}, 0.4), Suggested("date", 0, 4, {"n": 2}, 0.9), Suggested("event", 0, 4)]
    assert [(one.kind, one.payload) for one in without_furniture(made, ())] == [("date", {"n": 2}), ("event", {})]


def test_each_suggester_is_given_what_those_before_it_found() -> None:
    first = Suggester("first", "1", lambda document, found: [Suggested("date", 0, 4)])
    second = Suggester("second", "1", lambda document, found: [Suggested("event", found["first"][0].start, 8)])
    found = suggest(Document("2019 it happened"), [first, second])
    assert [(one.kind, one.start, one.end) for one in found["second"]] == [("event", 0, 8)]


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2017-10-19T09:58:00+04:00", datetime.date(2017, 10, 19)),
        ("2017-10-19", datetime.date(2017, 10, 19)),
        ("2017-10", None),
        ("2017-10-19/..", None),
        ("", None),
        ("yesterday", None),
    ],
)
def test_the_day_of_publication_is_known_only_to_the_day(published: str, day: datetime.date | None) -> None:
    assert Document("", published=published).published_day == day
