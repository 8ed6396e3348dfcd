"""The help of a spaCy model: off unless asked for, and never in the way of the rules."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from ctarchive import checks
from events.suggest import Document, suggest
from events.suggest.mentions import assisted
from events.suggest.mentions.suggester import MENTIONS

TEXT = "yesterday the village of Old Mill heard Iran's reply about mv aegean and the Iran Air office"


def model(text: str) -> SimpleNamespace:
    """A model that finds three things: one that the rules know, one that they do not, one with an article."""

    def ents() -> Iterator[SimpleNamespace]:
        for passage, label in (
            ("Iran's", "GPE"),
            ("mv aegean", "ORG"),
            ("yesterday", "DATE"),
            ("the Iran Air office", "ORG"),
        ):
            start = text.index(passage)
            yield SimpleNamespace(start_char=start, end_char=start + len(passage), label_=label)

    return SimpleNamespace(ents=tuple(ents()))


def found(language: str = "en") -> dict[str, str]:
    suggested = suggest(Document(TEXT, language=language), [MENTIONS])["mentions"]
    return {TEXT[one.start : one.end]: one.payload["reason"] for one in suggested}


@pytest.fixture
def helped(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SPACY_MODEL = "en_some_model"
    monkeypatch.setattr(assisted, "_load", lambda name: model)


def test_without_a_model_the_rules_are_alone() -> None:
    assert "spacy" not in found().values()


def test_the_model_adds_what_the_rules_do_not_see(helped: None) -> None:
    assert found()["mv aegean"] == "spacy"
    assert found()["Iran"] == "common"
    assert "yesterday" not in found()


def test_the_model_is_not_asked_about_another_language(helped: None) -> None:
    assert "spacy" not in found("az").values()


def test_a_model_that_is_not_installed_stops_the_start(settings: Settings) -> None:
    assert checks.spacy_model_is_installed(None) == []
    settings.SPACY_MODEL = "en_no_such_model"
    (error,) = checks.spacy_model_is_installed(None)
    assert error.id == "ctarchive.E007"
    assert "en_no_such_model" in error.msg
