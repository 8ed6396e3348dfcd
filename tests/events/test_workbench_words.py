"""Names are found while somebody types them: in any script and spelling, by any of their words, and quickly."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.actions import quote
from events.models import EntityName, NameWord
from events.workbench import completion, index
from events.workbench.words import heard, typed_words, words_of
from sources.folding import fold
from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(typed: str, **asked: Any) -> list[str]:
    source = Source.objects.first() or make.source()
    return [one["name"] for one in completion.options(make.capture_of(source), make.user("writer"), typed, **asked)]


@pytest.mark.parametrize("typed", ["Baku", "baki", "Bakı", "БАКУ", "Bak"])
def test_a_name_is_found_in_every_script_and_spelling(typed: str) -> None:
    for name in ("Bakı", "Baku Port", "Порт Баку", "Lankaran"):
        make.entity(name)
    make.event(title="Talks in Bakı")
    assert set(found(typed)) == {"Bakı", "Baku Port", "Порт Баку", "Talks in Bakı"}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Aliyev", "Əliyev"), ("Aliyev", "Алиев"), ("Əliyev", "Aliev"), ("алиев", "Aliyev"),
        ("Huseynov", "Гусейнов"), ("Agayev", "Агаев"), ("Şəki", "Шеки"), ("Orxan", "Orkhan"),
        ("Mammadov", "Məmmədov"), ("Yevlakh", "Yevlax"),
    ],
)  # fmt: skip
def test_every_beginning_of_a_spelling_finds_the_others(typed: str, name: str) -> None:
    words = words_of([name])
    for length in range(3, len(typed) + 1):
        spellings = [one for one in typed_words(typed[:length])[0] if one]
        assert any(word.startswith(one) for word in words for one in spellings), (typed[:length], words)


def test_any_of_its_names_finds_an_entity_and_is_told() -> None:
    make.entity("State Service", names=[EntityName(text="Dövlət Xidməti")])
    source = make.source()
    [option] = completion.options(make.capture_of(source), make.user("writer"), "devlet")
    assert (option["name"], option["also"]) == ("State Service", "Dövlət Xidməti")


def test_words_are_typed_in_any_order_and_none_of_them_whole() -> None:
    make.entity("Ministry of Internal Affairs")
    make.entity("Ministry of Defence")
    assert found("Min Def") == ["Ministry of Defence"]
    assert found("affairs ministry") == ["Ministry of Internal Affairs"]
    assert found("ministry navy") == []
    assert found("—") == []


def test_those_of_the_document_come_first_then_those_spelt_as_typed() -> None:
    source = make.source()
    for name in ("Бакинский порт", "Port of Baku", "Baku Zoo"):
        make.entity(name)
    used = make.entity("Bakı Zavodu")
    quote(
        make.claim(used, "measure", value_text="Patrols"),
        make.capture_of(source), "joint plan", user=make.user("writer"),
    )  # fmt: skip
    assert found("Baku") == ["Bakı Zavodu", "Baku Zoo", "Port of Baku", "Бакинский порт"]


def test_those_of_the_document_are_offered_however_many_others_there_are() -> None:
    source = make.source()
    for number in range(completion._LOOKED_AT + 5):
        make.entity(f"Aran {number:03}")
    used = make.entity("Zone of Aran")
    quote(
        make.claim(used, "measure", value_text="Patrols"),
        make.capture_of(source), "joint plan", user=make.user("writer"),
    )  # fmt: skip
    assert found("aran")[0] == "Zone of Aran"


def test_words_follow_every_verb_that_changes_a_name() -> None:
    entity, event = make.entity("Border Guard"), make.event(title="Talks in Lankaran")
    make.publish(entity, event)
    make.revise(entity, "names", [["primary", "Coast Guard", "", ""], ["alias", "Береговая охрана", "", ""]])
    make.revise(event, "title", "Talks in Astara")
    assert list(index.differences()) == []
    assert (found("border"), found("lankaran")) == ([], [])
    assert (found("beregovaya"), found("Астара")) == (["Coast Guard"], ["Talks in Astara"])
    make.redact(entity, "names")
    assert list(index.differences()) == []
    assert not NameWord.objects.filter(entity=entity, word__in=("coast", "beregovaya")).exists()


def test_a_word_that_is_not_what_the_names_come_to_is_named_and_put_right() -> None:
    entity, event = make.entity("Border Guard"), make.event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_nameword SET word = 'else' WHERE word = 'border'")
        cursor.execute("DELETE FROM events_nameword WHERE event_id = %s", [event.pk])
    assert {uid for _type, uid, _what in index.differences()} == {entity.pk, event.pk}
    call_command("project", verbosity=0)
    assert list(index.differences()) == []


def test_the_database_is_asked_as_often_for_many_names_as_for_few() -> None:
    capture = make.capture_of(make.source())
    user = make.user("writer")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            completion.options(capture, user, "Border Guard")
        return len(queries)

    make.entity("Border Guard 1")
    asked()  # what is asked once for each person
    few = asked()
    for number in range(2, 12):
        make.entity(f"Border Guard {number}")
        make.event(title=f"Border Guard meets {number}")
    assert asked() == few <= 4


def test_the_search_uses_an_index() -> None:
    rows = NameWord.objects.filter(word__range=("baku", "bakuz"), entity__isnull=False).values("entity")
    if connection.vendor == "sqlite":
        assert "USING COVERING INDEX" in rows.explain()


def test_what_is_heard_is_never_more_than_was_written() -> None:
    assert heard(fold("Bakı")) == heard(fold("Баку")) == "baki"
    assert heard("2018") == heard("un") == ""
