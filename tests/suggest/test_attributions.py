"""Who is the source of a statement is found, in direct and reported speech."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.suggest import Document, Suggested
from events.suggest.attribution import find_attributions
from events.suggest.dates.words import words
from tests.suggest.marked import Case, cases
from tests.suggest.steps import growth


@pytest.mark.parametrize("case", [*cases("attributions.txt")], ids=str)
def test_speaker_verb_and_statement_are_found(case: Case) -> None:
    shown = []
    for one in find_attributions(Document(case.text, language=case.language)):
        direct = '"' if one.payload["direct"] else ""
        spans = {name: one.payload[name] for name in ("speaker", "cue", "statement")}
        spans = {name + (direct if name == "statement" else ""): span for name, span in spans.items()}
        shown += [
            case.shown(start, end, name) for start, end, name in sorted((*span, name) for name, span in spans.items())
        ]
    assert shown == [case.shown(*one) for one in case.expected]


def test_a_speaker_whom_the_archive_knows_is_named_by_its_uid() -> None:
    text = "The minister Ali Valiyev said that the border would stay closed."
    start = text.index("Ali")
    mention = Suggested("mention", start, start + 11, {"entities": ["7k3m9qz2ab"]})
    (one,) = find_attributions(Document(text, language="en"), {"mentions": [mention]})
    assert one.payload["entities"] == ["7k3m9qz2ab"]


PIECES = st.sampled_from(
    words(
        'The minister Ali said that , . “ ” " « » according to told he — что сообщил министр по словам bildirib '
        "ki nazirin sözlərinə görə deyə İ A."
    )
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=30).map(" ".join), st.sampled_from(["en", "az", "ru", "", "xx"]))
def test_every_span_found_lies_in_the_text(text: str, language: str) -> None:
    for one in find_attributions(Document(text, language=language)):
        for name in ("speaker", "cue", "statement"):
            start, end = one.payload[name]
            assert one.start <= start < end <= one.end <= len(text)


@pytest.mark.parametrize("line", ["he said that ", "“a said ", "according to A, ", "said, ", "A. said so. "])
def test_a_long_text_takes_steps_in_proportion(line: str) -> None:
    assert growth(find_attributions, line, 200) < 2.6
