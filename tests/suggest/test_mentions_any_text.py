"""Whatever the text, mentions are passages of it, in order, apart from each other."""

import sys
from itertools import pairwise
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events.choices import EntityKind as Kind
from events.suggest import Document, KnownName, KnownNames, suggest
from events.suggest.mentions.find import find_mentions
from events.suggest.mentions.folding import fold, fold_name
from events.suggest.mentions.suggester import MENTIONS

if TYPE_CHECKING:
    from _typeshed import TraceFunction

PIECES = [
    "Ministry", "of", "the", "President’s", "Ali", "Əliyev", "Иван", "ович", "al-", "bin", "J.", "ISIL",
    "(CTED)", "'s", "-", "«", "»", '"', "“", "”", "Law", "on", "Republic", "İstanbul", "oğlu", "və",
    "Xidmətinin", "Служба", "безопасности", "России", "по", "U.S.", "resolution", "1373", "(2005)", "and,",
    "Council", "heads", "CIS", "\n", "\n\n", ".", "!", "'a", "az", "Baku-based", "İ", "ß", "ﬁ", "𝔸", "''", "а́",
    "Nagiyev", "said", "Operation", "city", "Dr.", "Mr", "имени", "МВД", "BMT-nin", "şəhəri",
]  # fmt: skip
PIECE = st.sampled_from(PIECES)
TEXTS = st.one_of(
    st.text(max_size=60), st.lists(PIECE, max_size=30).map(" ".join), st.lists(PIECE, max_size=12).map("".join)
)
NAMES = (("Ali Əliyev", "a", Kind.PERSON), ("İstanbul's Council", "b", Kind.PUBLIC_BODY), ("ß", "c", Kind.OTHER))
KNOWN = KnownNames(tuple(KnownName(*name) for name in NAMES))


@given(TEXTS, st.sampled_from(["en", "az", "ru", "", "fr"]), st.tuples(st.integers(0, 40), st.integers(1, 20)))
@example("İ" * 9 + " Ali Əliyev'in", "az", (0, 1))
def test_mentions_are_passages_apart_in_order_and_outside_furniture(
    text: str, language: str, marked: tuple[int, int]
) -> None:
    start, length = marked
    furniture = ((start, min(start + length, len(text))),) if start < len(text) else ()
    document = Document(text, furniture=furniture, language=language, names=KNOWN)
    found = suggest(document, [MENTIONS])["mentions"]
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= following.start for one, following in pairwise(found))
    assert not any(one.start < end and start < one.end for one in found for start, end in furniture)
    for one in found:
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        assert one.start == 0 or not document.visible[one.start - 1].isalpha()
        assert all(0 <= place <= len(text) for place in one.payload.get("full", ()))


@given(st.text(max_size=80))
def test_every_offset_of_a_folded_text_leads_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(text) - len(folded.dropped)
    for place in range(len(folded.text)):
        assert fold(text[folded.back(place)]).text.strip("'") in (folded.text[place], "", " ")


@given(st.text(max_size=40))
def test_a_name_folds_to_what_it_folds_to_in_a_text(name: str) -> None:
    assert fold_name(name) in fold(f"by {' '.join(name.split())} then").text


@pytest.mark.parametrize("language", ["en", "az", "ru"])
@pytest.mark.parametrize(
    "piece",
    [
        "A ",
        "of the ",
        "(",
        "Ministry of ",
        "a.b.",
        '"',
        "Иван ",
        "Служба по ",
        "Bakı və ",
        "Islamic Republic ",
        "-",
        "Kim, ",
    ],
)
def test_work_grows_with_the_text_and_no_faster(piece: str, language: str) -> None:
    once, thrice = (steps(piece * (times * 300), language) for times in (1, 3))
    assert thrice < 3.5 * once + 3000


def steps(text: str, language: str) -> int:
    """How many lines of Python the suggester runs, for as much as that tells of its work."""
    count = 0

    def trace(frame: FrameType, event: str, arg: object) -> "TraceFunction":
        nonlocal count
        count += 1
        return trace

    find_mentions("warm", language=language)
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        find_mentions(text, language=language)
    finally:
        sys.settrace(before)
    return count
