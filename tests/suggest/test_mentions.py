"""Names that the archive does not know yet."""

from pathlib import Path

import pytest

from events.choices import EntityKind as Kind
from events.suggest import Document, Suggested, suggest
from events.suggest.mentions.suggester import MENTIONS
from tests.suggest.named import Score, read_named

DATA = Path(__file__).parent / "data"


def found(text: str, language: str = "en", furniture: tuple[tuple[int, int], ...] = ()) -> list[Suggested]:
    return suggest(Document(text, language=language, furniture=furniture), [MENTIONS])["mentions"]


def shown(text: str, language: str = "en") -> list[str]:
    return [text[one.start : one.end] for one in found(text, language)]


@pytest.mark.parametrize(("language", "exact", "overlap"), [("en", 0.95, 0.97), ("az", 0.95, 0.97), ("ru", 0.95, 0.97)])
def test_the_texts_the_rules_were_made_on_are_read_well(language: str, exact: float, overlap: float) -> None:
    score = measured("mentions.txt", language)
    assert (score.exact_f1 >= exact, score.overlap_f1 >= overlap) == (True, True), score


def test_texts_they_were_not_made_on_are_read_well() -> None:
    score = measured("mentions_unseen.txt")
    assert (score.exact_f1 >= 0.85, score.overlap_f1 >= 0.95) == (True, True), score


def measured(filename: str, language: str = "") -> Score:
    score = Score()
    for text in read_named(DATA / filename):
        if language in ("", text.language):
            spans = [
                (one.start, one.end, one.payload["kind"])
                for one in found(text.text, text.language, tuple(text.furniture))
            ]
            score.add(text.spans, spans)
    return score


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "the State Security Service of the Republic of Azerbaijan said",
            ["State Security Service of the Republic of Azerbaijan"],
        ),
        ("met Ministry of Defense Spokesman Anar Eyvazov in private", ["Ministry of Defense", "Anar Eyvazov"]),
        ("the Committee Executive Directorate (CED) acted", ["Committee Executive Directorate", "CED"]),
        ("said Deputy Minister Ahmed Osman on Monday", ["Ahmed Osman"]),
        ("Ahmed OSMAN and Maria DE LA CRUZ spoke", ["Ahmed OSMAN", "Maria DE LA CRUZ"]),
        (
            "Iran's Ministry of Justice and State Tax Service agreed",
            ["Iran", "Ministry of Justice", "State Tax Service"],
        ),
        ("Uzbek officials and Turkish troops met", []),  # a people's name is no mention of its state
        ("a student of Baku State University left", ["Baku State University"]),
        ("under resolutions 1373 (2001) and 2178 (2014) of 1999", ["resolutions 1373 (2001)", "2178 (2014)"]),
        ("improvised explosive devices (IEDs) and training (TRG) went on", []),
        ("the US-led force and the Paris-based firm", ["US", "Paris"]),
        ("it told us, who then met in March", []),
        ("Sheikh Omar bin Saad al-Harbi and J. van der Berg met", ["Omar bin Saad al-Harbi", "J. van der Berg"]),
        ("fighters of the Nurvand movement and Liwa al-Salam fled", ["Nurvand", "Liwa al-Salam"]),
    ],
)
def test_where_a_name_begins_and_ends(text: str, names: list[str]) -> None:
    assert shown(text) == names


def test_a_surname_stands_for_the_full_name_given_before() -> None:
    text = "Deputy Minister Ahmed Osman arrived. Osman said that he was glad; OSMAN left."
    full, *later = found(text)
    assert text[full.start : full.end] == "Ahmed Osman"
    assert [one.payload["full"] for one in later] == [[full.start, full.end]] * 2
    assert {one.payload["kind"] for one in later} == {Kind.PERSON}


def test_a_surname_of_two_persons_stands_for_neither() -> None:
    text = "Ahmed Osman met Salim Osman. Then Osman left."
    assert "full" not in found(text)[-1].payload


def test_an_acronym_stands_for_the_name_before_its_brackets() -> None:
    text = "The Border Research Unit (BRU) met. The BRU said nothing."
    full, *later = found(text)
    assert [text[one.start : one.end] for one in later] == ["BRU", "BRU"]
    assert [one.payload["full"] for one in later] == [[full.start, full.end]] * 2


def test_a_heading_in_capitals_names_what_the_text_names() -> None:
    text = "VALIYEV MEETS TRADERS OF GANJA\n\nAnar Valiyev met traders."
    assert shown(text) == ["VALIYEV", "GANJA", "Anar Valiyev"]


def test_every_occurrence_is_a_mention() -> None:
    assert shown("Iran and Iraq; then Iran again, and Iran.") == ["Iran", "Iraq", "Iran", "Iran"]


def test_a_person_named_in_a_case_is_told_without_its_ending() -> None:
    text = "Nazir Elçin Rzayevin sözləri. Rzayev gəlib."
    first, second = found(text, "az")
    assert text[slice(*first.payload["full"])] == "Elçin Rzayev"
    assert second.payload["full"] == first.payload["full"]


def test_what_everybody_knows_is_told_by_its_usual_name() -> None:
    (one,) = found("Daesh again")
    assert (one.payload["name"], one.payload["reason"], one.payload["kind"]) == (
        "Islamic State",
        "common",
        "armed_group",
    )


def test_each_suggestion_says_by_which_rule() -> None:
    told = {
        one.payload["reason"] for text in read_named(DATA / "mentions.txt") for one in found(text.text, text.language)
    }
    guide = (Path(__file__).parents[2] / "docs" / "suggestions.md").read_text(encoding="utf-8")
    assert [reason for reason in told if f"| `{reason}` |" not in guide] == []
