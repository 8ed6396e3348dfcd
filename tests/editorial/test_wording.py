"""How two texts differ, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from editorial import wording
from editorial.wording import GONE, NEW, SAME, Piece, pieces


def test_only_the_words_that_differ_are_marked() -> None:
    assert pieces("Guards met in May.", "Guards met in June.") == [
        Piece(SAME, "Guards met in "), Piece(GONE, "May"), Piece(NEW, "June"), Piece(SAME, "."),
    ]  # fmt: skip


def test_what_has_little_in_common_is_shown_whole() -> None:
    assert pieces("draft", "published") == [Piece(GONE, "draft"), Piece(NEW, "published")]
    assert pieces("", "new") == [Piece(NEW, "new")]
    assert pieces("2019-11-12", "2019-11-07~") == [Piece(GONE, "2019-11-12"), Piece(NEW, "2019-11-07~")]
    assert pieces("same", "same") == [Piece(SAME, "same")]


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    long = "word " * wording.MOST
    assert [piece.kind for piece in pieces(long, long + "more")] == [GONE, NEW]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.kind != NEW) == old
    assert "".join(p.text for p in found if p.kind != GONE) == new
