"""Passages that report an event are found, with kind and date; opinions, plans and generalities are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editorial import dates
from events.choices import EventKind, ParticipantRole
from events.suggest import Document, Suggested, suggest
from events.suggest.dates.words import words
from events.suggest.events import find_events
from tests.suggest.reports import reports
from tests.suggest.steps import growth

FILLER = {
    "en": "The security of the state is the concern of all. It has many sides. Much is said of it. Little is certain. ",
    "az": "Dövlətin təhlükəsizliyi hamının işidir. Onun çox tərəfi var. Bu barədə çox danışılır. Az şey məlumdur. ",
    "ru": "Безопасность государства касается всех граждан. У неё много сторон. О ней много говорят. Мало что ясно. ",
}


def sentences() -> Iterator[tuple[str, str, str, str]]:
    """Kind (or "-"), sentence, language and day of publication of each line of the table."""
    language = published = ""
    for line in (Path(__file__).parent / "data" / "events.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            language, _, published = line.removeprefix("== ").partition(" ")
        elif line.startswith("- "):
            yield "-", line.removeprefix("- "), language, published
        elif not line.startswith("#"):
            kind, _, sentence = line.partition(" | ")
            yield kind, sentence, language, published


@pytest.mark.parametrize(("kind", "sentence", "language", "published"), [*sentences()])
def test_a_sentence_reports_an_event_or_does_not(kind: str, sentence: str, language: str, published: str) -> None:
    text = FILLER[language] + sentence
    found = list(find_events(Document(text, language=language, published=published)))
    told = [(one.payload["event_kind"], text[one.start : one.end]) for one in found]
    assert told == ([(kind, sentence)] if kind != "-" else [])


def test_in_whole_reports_most_events_are_found_with_their_dates_and_little_else() -> None:
    found = right = dated = there = 0
    for report in reports():
        made = list(find_events(report.document))
        found, there = found + len(made), there + len(report.events)
        for one in made:
            hit = next((event for event in report.events if one.start < event[1] and event[0] < one.end), None)
            right += hit is not None
            dated += hit is not None and one.payload.get("date", "") == hit[3]
    assert there > 40
    assert 2 * right / (found + there) >= 0.95
    assert 2 * dated / (found + there) >= 0.9


def test_two_events_in_one_sentence_are_two() -> None:
    text = "The agreement was signed in Minsk on 3 March 2015, and on 7 April 2015 parliament ratified the treaty."
    found = list(find_events(Document(text, language="en")))
    assert [(one.payload["event_kind"], one.payload["date"]) for one in found] == [
        ("agreement_signed", "2015-03-03"), ("treaty_ratified", "2015-04-07"),
    ]  # fmt: skip
    assert text[found[0].start : found[0].end] == "The agreement was signed in Minsk on 3 March 2015"


def test_what_follows_at_a_meeting_has_its_date() -> None:
    text = "The ministers met in Oslo on 3 March 2015. At the end of the meeting they signed two agreements."
    assert [one.payload["date"] for one in find_events(Document(text, language="en"))] == ["2015-03-03", "2015-03-03"]
    assert [one.payload["date_reason"] for one in find_events(Document(text, language="en"))] == [
        "told",
        "event_before",
    ]


def test_an_undated_report_is_dated_about_its_publication() -> None:
    text = "An attempt by 30 foreign citizens to join armed conflicts has been prevented, the service said."
    (one,) = find_events(Document(text, language="en", published="2019-11-12"))
    assert (one.payload["date"], one.payload["date_reason"]) == ("2019-11-12~", "publication")
    (undated,) = find_events(Document(text, language="en"))
    assert "date" not in undated.payload


def test_place_and_participants_come_from_the_mentions() -> None:
    text = "Border guards of Kazakhstan detained Ivan Petrov in Almaty on 3 May 2018."
    spans = {"state": "Kazakhstan", "person": "Ivan Petrov", "place": "Almaty"}
    mentions = [
        Suggested("mention", text.index(name), text.index(name) + len(name), {"kind": kind, "entities": [name]})
        for kind, name in spans.items()
    ]
    (one,) = find_events(Document(text, language="en"), {"mentions": mentions})
    assert one.payload["place"]["entities"] == ["Almaty"]
    roles = [(text[row["start"] : row["end"]], row["role"]) for row in one.payload["participants"]]
    assert roles == [("Kazakhstan", "implementer"), ("Ivan Petrov", "suspect")]


PIECES = st.sampled_from(
    words(
        'The ministers signed an agreement in Baku on 3 May 2018 . , and “ ” « » " met with were arrested attack of '
        "said Friday will not be held Заседание прошло 12 ноября в Минске imzalanıb keçirilib Noyabrın 12-də ё İ"
    )
)


@given(
    st.lists(PIECES | st.text(max_size=4), max_size=40).map(" ".join),
    st.sampled_from(["en", "az", "ru", "", "xx"]),
    st.sampled_from(["", "2019-11-14", "9999-12-31"]),
)
def test_every_event_found_lies_in_the_text_and_is_of_the_codebook(text: str, language: str, published: str) -> None:
    document = Document(text, language=language, published=published)
    for one in suggest(document)["events"]:
        assert 0 <= one.start < one.end <= len(text)
        assert one.payload["event_kind"] in EventKind.values
        assert 0 <= one.score <= 1
        if "date" in one.payload:
            dates.parse(one.payload["date"])
        assert all(row["role"] in ParticipantRole.values for row in one.payload["participants"])


@pytest.mark.parametrize(
    "line", ["They met on 3 May 2018, and ", "signed ", "The session of the ", "“", "attack of 3 May ", "a\n", "12. "]
)
def test_a_long_text_takes_steps_in_proportion(line: str) -> None:
    assert growth(find_events, line, 100) < 2.6
