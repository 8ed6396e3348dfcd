"""How far texts are one, and who copied whom."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations

import pytest

from sources.likeness.comparing import Text, compare, shared_spans
from sources.likeness.direction import Clue, Copyist, direct
from sources.likeness.signatures import keys

REPORT = """The interior ministers of Georgia and Armenia met in Sadakhlo on 14 March 2019 and signed a plan for
joint patrols.
Minister Giorgi Gakharia said that 212 attempts to cross with forged papers had been stopped since
2017, most of them at night.
His colleague Valeri Osipyan promised to open a second liaison office in Bavra before the end of the year.
The plan replaces an agreement of 2008 and provides for 4 exercises a year, the first of them in May
near Ninotsminda.
Both ministers thanked the European Union, which pays for cameras and training with 3.4 million euros."""

# The same form two years later: other people, other places, other figures.
NEXT = """The interior ministers of Georgia and Armenia met in Gyumri on 2 June 2021 and signed a plan for
joint patrols.
Minister Vakhtang Gomelauri said that 87 attempts to cross with forged papers had been stopped since
2019, most of them at night.
His colleague Armen Ghazaryan promised to open a third liaison office in Gogavan before the end of the year.
The plan replaces an agreement of 2019 and provides for 6 exercises a year, the first of them in
July near Ashotsk.
Both ministers thanked the United States, which pays for cameras and training with 1.1 million dollars."""


def reworded(text: str, share: float, seed: int = 1) -> str:
    """The text with this share of its small words replaced."""
    chance = random.Random(seed)
    words = [
        "some" if word.islower() and word.isalpha() and chance.random() < share else word for word in text.split(" ")
    ]
    return " ".join(words)


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        REPORT.upper(),
        "Home   News   Contact\n\n" + REPORT + "\n\nRead also: ten recipes. Subscribe to our channel.",
        "\n".join(REPORT.split("\n")[:3]),
        REPORT.replace("signed", "agreed on").replace("said", "told reporters").replace("promised", "wants"),
        reworded(REPORT, 0.1),
    ],
    ids=["same", "capitals", "wrapped", "cut", "edited", "reworded"],
)
def test_copies_are_known(copy: str) -> None:
    assert compare(Text(REPORT), Text(copy)).is_copy
    assert set(keys(Text(REPORT))) & set(keys(Text(copy)))


@pytest.mark.parametrize(
    "other",
    [
        NEXT,
        "A short line that says nothing.",
        "",
        " ".join(random.Random(3).sample(REPORT.split(), len(REPORT.split()))),
        "Giorgi Gakharia and Valeri Osipyan spoke by telephone on 20 March 2019. The talk in Sadakhlo of 14 March had"
        " been about patrols, Gakharia recalled, and 212 attempts to cross were mentioned there too, he added.",
    ],
    ids=["same form", "short", "empty", "shuffled", "same news"],
)
def test_what_only_looks_alike_is_no_copy(other: str) -> None:
    assert not compare(Text(REPORT), Text(other)).is_copy
    assert not compare(Text(other), Text(REPORT)).is_copy


def test_shared_furniture_makes_no_copy() -> None:
    menu = "Home News Politics Economy Sport Weather Contact us Advertise Subscribe Log in Terms Privacy " * 6
    one, other = menu + "\n" + REPORT, menu + "\n" + "In Oslo on 5 May 2015 the Storting passed a law on border zones."
    span = ((0, len(menu)),)
    assert compare(Text(one), Text(other)).containment >= 0.5
    assert not compare(Text(one, span), Text(other, span)).is_copy


def test_what_is_shared_is_shown_in_its_place() -> None:
    one = Text("A word before. " + REPORT.split("\n", maxsplit=1)[0] + " A word after.")
    ((start, end),) = shared_spans(one, Text(REPORT))
    assert one.text[start:end] == REPORT.split("\n", maxsplit=1)[0].rstrip(".")


def test_signatures_are_the_same_in_every_process() -> None:
    assert keys(Text(REPORT))[:2] == keys(Text(REPORT + ""))[:2]
    assert len(keys(Text(REPORT))) == 48
    assert all(-(2**63) <= key < 2**63 for key in keys(Text(REPORT)))


def test_unrelated_texts_seldom_share_a_band() -> None:
    chance = random.Random(5)
    words = [f"word{number}" for number in range(3000)]
    texts = [Text(" ".join(chance.choices(words, k=300))) for _ in range(30)]
    bands = [set(keys(text)) for text in texts]
    assert sum(bool(one & other) for one, other in combinations(bands, 2)) <= 5


TREND = Copyist(
    "a", publisher="Trend News Agency", publisher_kind="news_agency", url="https://trend.example/1", length=900
)
WIRE = replace(TREND, publisher_kind="")
BLOG = Copyist("b", publisher="A blog", publisher_kind="aggregator", url="https://blog.example/9", length=900)
PLAIN = Copyist("c", publisher="Post", url="https://post.example/", length=900)


@pytest.mark.parametrize(
    ("copy", "original", "contained", "clue"),
    [
        (replace(PLAIN, canonical_url="http://www.trend.example/1/"), WIRE, 1.0, Clue.CANONICAL),
        (replace(PLAIN, names=("Trend",)), WIRE, 1.0, Clue.NAMED),
        (replace(PLAIN, links=("https://www.trend.example/1",)), WIRE, 1.0, Clue.NAMED),
        (replace(PLAIN, earliest=20, latest=20), replace(WIRE, earliest=19, latest=19), 1.0, Clue.LATER),
        (PLAIN, TREND, 1.0, Clue.AGENCY),
        (BLOG, PLAIN, 1.0, Clue.AGGREGATOR),
        (replace(PLAIN, length=300), replace(PLAIN, uid="d"), 0.95, Clue.EXCERPT),
        (replace(PLAIN, captured_at=2.0), replace(PLAIN, uid="d", captured_at=1.0), 1.0, Clue.CAPTURED),
    ],
)  # fmt: skip
def test_who_copied_whom(copy: Copyist, original: Copyist, contained: float, clue: Clue) -> None:
    assert direct(copy, original, (contained, 0.5)) == (copy, original, [clue])
    assert direct(original, copy, (0.5, contained))[:2] == (copy, original)


def test_the_stronger_clue_wins() -> None:
    copy = replace(PLAIN, names=("Trend",), earliest=10, latest=10)
    assert direct(copy, replace(TREND, earliest=11, latest=11))[0] == copy


def test_dates_that_may_be_the_same_say_nothing() -> None:
    one, other = replace(PLAIN, earliest=1, latest=30), replace(PLAIN, uid="d", earliest=15, latest=15)
    assert direct(one, other)[2] == [Clue.CAPTURED]
