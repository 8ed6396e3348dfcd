"""Stories about quotations: tied to their place, refused where unclear, followed into later texts."""

import random
import time
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from events.lookalikes import fold, look_alikes
from events.passages import excerpt
from events.quotes import (
    CONTEXT,
    Anchor,
    QuoteAmbiguous,
    QuoteError,
    QuoteMissing,
    find,
    holds,
    locate,
    recheck,
    why_not,
    window,
)

REPORT = (
    "The two services met on Monday.\n"
    "They agreed to share 25 files, and to meet again.\n"
    "\n"
    "A second group met on Tuesday.\n"
    "It agreed to nothing, said “the chairman”, and went home.\n"
)


# Finding


def test_a_quotation_is_tied_to_its_place_and_context() -> None:
    anchor = find(REPORT, "share 25 files")
    assert REPORT[anchor.start : anchor.end] == anchor.exact == "share 25 files"
    assert anchor.prefix == REPORT[anchor.start - CONTEXT : anchor.start]
    assert anchor.suffix == REPORT[anchor.end : anchor.end + CONTEXT]


def test_at_the_ends_of_the_text_the_context_is_short() -> None:
    anchor = find("one two three", "one two three")
    assert (anchor.prefix, anchor.suffix, anchor.start, anchor.end) == ("", "", 0, 13)


def test_offsets_count_code_points_beyond_the_basic_plane() -> None:
    text = "𐎠𐎡𐎢 🕊️ peace was signed 🇺🇿 in Tashkent"
    anchor = find(text, "peace")
    assert (anchor.start, anchor.prefix) == (7, "𐎠𐎡𐎢 🕊️ ")
    assert find(text, "🇺🇿").exact == text[24:26]


def test_right_to_left_text_is_quoted_in_logical_order() -> None:
    text = "قال الوزير إن الاجتماع عقد في باكو يوم \u200f12 نوفمبر"
    anchor = find(text, "الاجتماع عقد في باكو")
    assert text[anchor.start : anchor.end] == anchor.exact
    assert anchor.suffix == text[anchor.end :]


def test_a_prefix_or_a_suffix_chooses_among_several() -> None:
    assert find(REPORT, "agreed to", suffix=" nothing").start == REPORT.rindex("agreed to")
    assert find(REPORT, "met on", prefix="services ").start == REPORT.index("met on")


def test_an_offset_chooses_among_several_and_is_checked() -> None:
    second = REPORT.rindex("met on")
    assert find(REPORT, "met on", start=second).start == second
    with pytest.raises(QuoteMissing, match=f"does not stand at character {second + 1}") as caught:
        find(REPORT, "met on", start=second + 1)
    assert [candidate.line for candidate in caught.value.candidates] == [1, 4]


@pytest.mark.parametrize("start", [-1, -7, 10_000])
def test_an_offset_outside_the_text_is_refused(start: int) -> None:
    with pytest.raises(QuoteMissing):
        find("they met on", "met on", start=start)


def test_an_offset_in_another_context_is_refused() -> None:
    with pytest.raises(QuoteMissing, match="in that context"):
        find(REPORT, "met on", start=REPORT.index("met on"), suffix=" Tuesday")


def test_a_prefix_longer_than_the_usual_context_is_kept() -> None:
    text = "first: " + "x" * 40 + "quote\nother: " + "x" * 40 + "quote\n"
    anchor = find(text, "quote", prefix="first: " + "x" * 40)
    assert anchor.prefix == "first: " + "x" * 40
    assert find(text, anchor.exact, prefix=anchor.prefix, suffix=anchor.suffix) == anchor


def test_context_does_not_begin_or_end_inside_a_character() -> None:
    accented = "e\u0301"
    text = accented * 40 + " quote " + accented * 40
    anchor = find(text, " quote ")
    shifted = find("a" + text, "quote")
    assert not unicodedata.combining(shifted.prefix[0])
    assert anchor.suffix.endswith("\u0301")
    assert shifted.suffix.endswith("\u0301")


# Refusing


def test_overlapping_occurrences_are_several() -> None:
    with pytest.raises(QuoteAmbiguous) as caught:
        find("banana", "ana")
    assert [(candidate.start, candidate.end) for candidate in caught.value.candidates] == [(1, 4), (3, 6)]


def test_an_ambiguous_quotation_is_refused_with_every_place_and_the_remedy() -> None:
    with pytest.raises(QuoteAmbiguous) as caught:
        find(REPORT, "met on")
    message = str(caught.value)
    assert "“met on” stands in the text 2 times. Add a prefix or a suffix" in message
    assert "line 1 (character 17): The two services [met on] Monday. They agreed" in message
    assert "line 4 (character 98): …" in message
    assert "A second group [met on] Tuesday." in message


def test_hundreds_of_occurrences_are_not_all_listed() -> None:
    with pytest.raises(QuoteAmbiguous, match="more than 10 times") as caught:
        find("word " * 500, "word")
    assert len(caught.value.candidates) == 10


@pytest.mark.parametrize("nothing", ["", " ", "\n\u00a0"])
def test_an_empty_quotation_is_refused(nothing: str) -> None:
    with pytest.raises(QuoteError, match="The quotation is empty"):
        find(REPORT, nothing)


def test_a_quotation_longer_than_the_text_is_missing() -> None:
    with pytest.raises(QuoteMissing, match="is not in the text") as caught:
        find("short", "short and more")
    assert caught.value.candidates == []


def test_a_quotation_in_another_context_is_missing_and_its_places_are_shown() -> None:
    with pytest.raises(QuoteMissing, match="but not between that prefix and suffix") as caught:
        find(REPORT, "share 25 files", prefix="refused to ")
    assert [candidate.line for candidate in caught.value.candidates] == [2]


@pytest.mark.parametrize(
    ("stands", "quoted", "kind"),
    [
        ("the council\u00a0met", "the council met", "blank space"),
        ("the council  met", "the council met", "blank space"),
        ("the council\nmet", "the council met", "blank space"),
        ("Armenia’s “word”", 'Armenia\'s "word"', "quotation marks"),
        ("2017–2019", "2017-2019", "dashes"),
        ("The Council Met", "the council met", "capital and small letters"),
        ("İstanbul", "i\u0307stanbul", "capital and small letters"),
        ("co\u00adoper\u00adation", "cooperation", "soft hyphens or other invisible characters"),
        ("\u200fالاجتماع \u200fعقد", "الاجتماع عقد", "soft hyphens or other invisible characters"),
        ("Əliyev é", "Əliyev e\u0301", "the encoding of accents or character forms"),
        ("the \ufb01rst", "the first", "the encoding of accents or character forms"),
        ("wait… then", "wait... then", "the encoding of accents or character forms"),
    ],
)
def test_a_look_alike_is_named_but_never_accepted(stands: str, quoted: str, kind: str) -> None:
    with pytest.raises(QuoteMissing) as caught:
        find(f"One line.\nThen {stands} again.", quoted)
    assert f"A passage on line 2 differs only in {kind}: " in str(caught.value)
    assert [candidate.line for candidate in caught.value.candidates] == [2]


def test_a_look_alike_in_several_ways_names_them_all() -> None:
    with pytest.raises(QuoteMissing, match="differs only in blank space, quotation marks, capital and small letters: "):
        find("said “The\u00a0End” twice", 'said "the end"')


def test_the_span_of_a_look_alike_counts_in_the_original_text() -> None:
    text = "İİİ \u00ad\u00ad two  words ß ﬁ The End"
    [alike] = look_alikes(text, "the end")
    assert text[alike.start : alike.end] == "The End"


def test_another_letter_is_no_look_alike() -> None:
    assert look_alikes("the café closed", "the cafe") == []
    assert look_alikes("Straße", "stras") == []


def test_a_long_text_is_searched_fast() -> None:
    text = "İt was said – “again” and again… " * 6_500
    began = time.perf_counter()
    with pytest.raises(QuoteMissing):
        find(text, 'nobody said "this" here')
    with pytest.raises(QuoteMissing):
        find("é" * 200_000, "e")
    with pytest.raises(QuoteAmbiguous):
        find("a" * 200_000, "a" * 100_000)
    assert time.perf_counter() - began < 5


# Holding


def test_an_anchor_holds_in_its_own_text_only() -> None:
    anchor = find(REPORT, "share 25 files")
    assert holds(REPORT, anchor)
    assert why_not(REPORT, anchor) is None
    assert not holds(" " + REPORT, anchor)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"start": 500, "end": 514}, "The span 500–514 does not lie in the text, which has 172 characters."),
        ({"start": -14, "end": 0}, "The span -14–0 does not lie in the text"),
        ({"start": 46, "end": 60}, "The text at 46–60 reads “ share 25 file”, not “share 25 files”."),
        ({"end": 62}, "The text at 47–62 reads “share 25 files,”, not “share 25 files”."),
        ({"exact": "Share 25 files"}, "(they differ only in capital and small letters)."),
        ({"prefix": "agreed\u00a0to "}, "(they differ only in blank space)."),
        ({"prefix": "refused to "}, "Before the quotation the text reads “ agreed to ”, not “refused to ”."),
        ({"suffix": ", or"}, "After the quotation the text reads “, an”, not “, or”."),
    ],
)
def test_an_anchor_that_does_not_hold_says_why(change: dict[str, str | int], reason: str) -> None:
    anchor = replace(find(REPORT, "share 25 files"), **change)  # type: ignore[arg-type]
    assert not holds(REPORT, anchor)
    assert reason in str(why_not(REPORT, anchor))


def test_an_empty_anchor_never_holds() -> None:
    anchor = Anchor("", "", "", 3, 3)
    assert not holds(REPORT, anchor)
    assert why_not(REPORT, anchor) is not None


# Where it stands


def test_paragraphs_are_parted_by_blank_lines() -> None:
    assert locate(REPORT, REPORT.index("They agreed")) == {"paragraph": 1, "line": 2}
    assert locate(REPORT, REPORT.index("A second")) == {"paragraph": 2, "line": 4}
    assert locate(REPORT, len(REPORT)) == {"paragraph": 2, "line": 6}


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert locate("one\ntwo\nthree\n", 8) == {"paragraph": 3, "line": 3}
    assert locate("\n\none\ntwo", 6) == {"paragraph": 2, "line": 4}


def test_many_blank_lines_part_two_paragraphs() -> None:
    assert locate("one\n \n\t\n\n  two", 12) == {"paragraph": 2, "line": 5}


def test_an_offset_outside_the_text_has_no_place() -> None:
    with pytest.raises(ValueError, match="offset 4 lies outside the text"):
        locate("one", 4)


def test_a_window_is_cut_between_words() -> None:
    text = "alpha beta gamma delta epsilon"
    start = text.index("gamma")
    assert window(text, start, start + 5, around=8) == ("beta ", "gamma", " delta")
    assert window(text, start, start + 5) == ("alpha beta ", "gamma", " delta epsilon")


def test_a_window_in_a_script_without_spaces_is_cut_between_characters() -> None:
    text = "か\u3099" * 50 + "X" + "か\u3099" * 50
    before, passage, after = window(text, 100, 101, around=7)
    assert (before, passage, after) == ("か\u3099" * 3, "X", "か\u3099" * 3)


def test_a_window_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="the span 2–9 lies outside"):
        window("short", 2, 9)


def test_an_excerpt_is_one_line() -> None:
    start = REPORT.index("They")
    assert excerpt(REPORT, start, start + 4, around=12) == "…on Monday. [They] agreed to…"


# Later captures


def test_the_same_text_holds_exactly() -> None:
    anchor = find(REPORT, "share 25 files")
    assert recheck(anchor, REPORT + "One more line.") == ("exact", anchor)


def test_a_passage_pushed_down_has_moved() -> None:
    anchor = find(REPORT, "share 25 files")
    fate, moved = recheck(anchor, "A new headline.\n" + REPORT)
    assert fate == "moved"
    assert moved is not None
    assert (moved.start, moved.prefix) == (anchor.start + 16, anchor.prefix)


def test_a_passage_that_stands_once_in_a_new_context_has_moved() -> None:
    fate, moved = recheck(find(REPORT, "share 25 files"), "We learn that they share 25 files.")
    assert fate == "moved"
    assert moved is not None
    assert moved.prefix == "We learn that they "


def test_a_number_inside_another_number_is_not_the_passage() -> None:
    anchor = find("They met. They hold 30 people now, we hear.", "30")
    assert recheck(anchor, "Nobody knows. There were 1300 of them.") == ("missing", None)


def test_several_places_without_the_context_are_ambiguous() -> None:
    anchor = find(REPORT, "share 25 files")
    assert recheck(anchor, "They share 25 files. We share 25 files.") == ("ambiguous", None)


def test_the_context_chooses_among_several_places() -> None:
    anchor = find(REPORT, "share 25 files")
    fate, moved = recheck(anchor, "We share 25 files.\n" + REPORT)
    assert fate == "moved"
    assert moved is not None
    assert moved.start == anchor.start + 19


def test_other_words_in_the_same_context_have_changed() -> None:
    anchor = find(REPORT, "share 25 files")
    assert recheck(anchor, REPORT.replace("share 25 files", "share 26 files")) == ("changed", None)


def test_a_look_alike_in_a_later_text_has_changed() -> None:
    anchor = find(REPORT, "said “the chairman”")
    assert recheck(anchor, 'In short, he said "the chairman".') == ("changed", None)


def test_a_passage_cut_out_is_missing() -> None:
    anchor = find(REPORT, "share 25 files")
    assert recheck(anchor, REPORT.replace("share 25 files", "")) == ("missing", None)
    assert recheck(anchor, "This page is gone.") == ("missing", None)
    assert recheck(anchor, "") == ("missing", None)


def test_an_edited_context_still_chooses_among_twins() -> None:
    anchor = find(REPORT, "share 25 files")
    later = "Others share 25 files too.\n" + REPORT.replace("They agreed", "They have agreed").replace("again", "soon")
    fate, moved = recheck(anchor, later)
    assert fate == "moved"
    assert moved is not None
    assert later[moved.start - 3 : moved.start] == "to "
    assert moved.start > 40


def test_a_short_passage_in_another_context_is_not_taken_for_the_same() -> None:
    anchor = find("The service told us that they hold 30 people now, we hear from the town.", "30")
    assert recheck(anchor, "It was 30 degrees in the shade, and nobody from the service spoke.") == ("ambiguous", None)


def test_a_passage_edited_in_an_edited_context_has_changed() -> None:
    anchor = find(REPORT, "They agreed to share 25 files")
    later = REPORT.replace("on Monday", "last Monday").replace("agreed to share 25", "decided to share 27")
    assert recheck(anchor, later) == ("changed", None)


@pytest.mark.parametrize("seed", range(20))
def test_after_edits_a_passage_is_found_in_its_place_or_not_at_all(seed: int) -> None:
    """One character in twenty of the text around is edited; a twin of each passage stands in another context."""
    chance = random.Random(seed)
    lines = [
        f"On day {n} the {n * 7} guards of post {n} stopped {n * 3} cars near village {n * 11}." for n in range(1, 60)
    ]
    text = "\n".join(lines)
    number = chance.randrange(1, 59)
    exact = f"stopped {number * 3} cars"
    anchor = find(text, exact, prefix=f"post {number} ")
    head = "".join("x" if chance.random() < 0.05 and sign.isalpha() else sign for sign in text[: anchor.start])
    tail = "".join("x" if chance.random() < 0.05 and sign.isalpha() else sign for sign in text[anchor.end :])
    later = f"Elsewhere they {exact}.\n" * 2 + "A new head.\n" + head + exact + tail
    fate, moved = recheck(anchor, later)
    assert fate == "moved"
    assert moved is not None
    assert moved.start == len(later) - len(tail) - len(exact)


# The real documents


def test_every_quotation_of_the_real_dossier_is_anchored(seeds: Path) -> None:
    dossier = yaml.safe_load((seeds / "dossier.yaml").read_text(encoding="utf-8"))
    read = {source["id"]: (seeds / source["file"]).read_text(encoding="utf-8") for source in dossier["sources"]}
    texts = {name: unicodedata.normalize("NFC", text.removeprefix("\ufeff")) for name, text in read.items()}
    claims = [claim for event in dossier["events"] for claim in event["claims"]] + dossier["claims"]
    quoted = [evidence for claim in claims for evidence in claim["evidence"]]
    assert len(quoted) > 50
    for evidence in quoted:
        text = texts[evidence["source"]]
        context = {side: evidence[side] for side in ("prefix", "suffix") if side in evidence}
        assert holds(text, find(text, evidence["quote"], **context))


# Any text at all

CHARACTERS = st.sampled_from("ab é\u0301İßﬁ“”\"'–-\u00a0\u00ad\n🕊\ufe0f\u200dא\u200fع𐎠")
TEXTS = st.text(CHARACTERS | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


@given(TEXTS, st.data())
def test_any_passage_can_be_anchored_by_its_offset(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip())
    anchor = find(text, text[start:end], start=start)
    assert holds(text, anchor)
    assert why_not(text, anchor) is None
    assert recheck(anchor, text) == ("exact", anchor)
    assert max(len(anchor.prefix), len(anchor.suffix)) <= CONTEXT


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_holding_and_having_a_reason_not_to_exclude_each_other(text: str, exact: str, before: str, after: str) -> None:
    for start in (text.find(exact), 0, len(text)):
        anchor = Anchor(exact, before, after, start, start + len(exact))
        assert holds(text, anchor) == (why_not(text, anchor) is None)


@given(TEXTS, TEXTS)
def test_what_is_found_is_the_only_one(text: str, exact: str) -> None:
    places = [at for at in range(len(text)) if text.startswith(exact, at)]
    try:
        anchor = find(text, exact)
    except QuoteAmbiguous:
        assert len(places) > 1
    except QuoteMissing:
        assert places == []
    except QuoteError:
        assert not exact.strip()
    else:
        assert places == [anchor.start]


@given(TEXTS, st.data())
def test_a_recheck_never_invents_a_quotation(text: str, data: st.DataObject) -> None:
    later = data.draw(TEXTS)
    start = data.draw(st.integers(0, len(text) - 1))
    assume(text[start:].strip())
    fate, anchor = recheck(find(text, text[start:], start=start), later)
    assert (anchor is None) == (fate in {"ambiguous", "changed", "missing"})
    assert anchor is None or holds(later, anchor)


@given(TEXTS, st.data())
def test_a_window_is_a_slice_of_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = data.draw(st.integers(0, 70))
    before, passage, after = window(text, start, end, around)
    assert before + passage + after == text[start - len(before) : end + len(after)]
    assert passage == text[start:end]
    assert max(len(before), len(after)) <= around


@given(TEXTS)
def test_folding_keeps_an_offset_for_every_character(text: str) -> None:
    folded, origin = fold(text)
    assert len(folded) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= offset < len(text) for offset in origin)


@given(TEXTS)
def test_two_encodings_of_a_letter_fold_alike(text: str) -> None:
    for char in text:
        assert fold(unicodedata.normalize("NFD", char))[0] == fold(char)[0]
