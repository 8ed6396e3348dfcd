"""A text cut into paragraphs and flat marks, as far as the public may read it."""

from sources.choices import Access
from sources.cutting import part
from sources.quoted import Passage
from sources.reading import Block, document

TEXT = "One two three four five.\n\nSix seven eight."


def passage(exact: str, text: str = TEXT) -> Passage:
    start = text.index(exact)
    return Passage("capture", start, start + len(exact), uids=[exact])


def texts(block: Block) -> list[tuple[str, int]]:
    return [(segment.text, len(segment.passages)) for segment in block.segments]


def test_overlapping_passages_are_cut_into_flat_segments() -> None:
    shown = document(TEXT, [passage("two three"), passage("three four")], Access.FULL)
    assert texts(shown.blocks[0]) == [("One ", 0), ("two ", 1), ("three", 2), (" four", 1), (" five.", 0)]
    assert [len(s.starts) for s in shown.blocks[0].segments] == [0, 1, 1, 0, 0]


def test_a_passage_over_two_paragraphs_begins_once() -> None:
    shown = document(TEXT, [passage("five.\n\nSix")], Access.FULL)
    assert [texts(block) for block in shown.blocks] == [
        [("One two three four ", 0), ("five.", 1)],
        [("Six", 1), (" seven eight.", 0)],
    ]
    assert sum(len(s.starts) for block in shown.blocks for s in block.segments) == 1


def test_joined_segments_are_the_text() -> None:
    shown = document(TEXT, [passage("three"), passage("two three four"), passage("Six")], Access.FULL)
    assert "\n\n".join("".join(s.text for s in block.segments) for block in shown.blocks) == TEXT


def test_excerpts_that_meet_are_one_and_gaps_are_counted() -> None:
    text = "a" * 500 + " here and there " + "b" * 900 + " far away " + "c" * 300
    shown = document(text, [passage("here", text), passage("there", text), passage("far", text)], Access.EXCERPTS)
    assert [bool(block.hidden) for block in shown.blocks] == [True, False, True, False, True]
    visible = sum(len(s.text) for block in shown.blocks for s in block.segments)
    assert visible + sum(block.hidden for block in shown.blocks) == len(text)


def test_menus_are_left_out_unless_something_there_is_quoted() -> None:
    text = "Home News Contact\n\nThe ministers met.\n\nShare this page"
    furniture = [(0, 19), (39, 54)]
    shown = document(text, [passage("Share", text)], Access.FULL, furniture=furniture)
    assert (shown.blocks[0].hidden, shown.blocks[0].furniture) == (19, True)
    assert [texts(block) for block in shown.blocks[1:]] == [
        [("The ministers met.", 0)],
        [("Share", 1), (" this page", 0)],
    ]


def test_without_access_there_is_no_text() -> None:
    assert document(TEXT, [passage("two")], Access.METADATA).blocks == []


def test_a_replacement_over_an_edge_is_shown_whole_where_it_begins() -> None:
    hidden = [(4, 13, "NAME")]
    assert part(TEXT, 0, 8, hidden) == "One NAME"
    assert part(TEXT, 8, 18, hidden) == " four"
    assert part(TEXT, 0, len(TEXT), hidden).startswith("One NAME four")
