"""Names suggested while somebody types, and names that were misspelt: of what the public may read, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from ctarchive import search
from ctarchive.models import SearchName
from ctarchive.search import names
from events.choices import EntityKind, NameKind
from events.models import Entity, EntityName
from tests import factories as make

pytestmark = pytest.mark.django_db


def suggested(typed: str) -> list[str]:
    return [one.name for one in search.suggest(typed)]


def meant(typed: str) -> list[str]:
    return [one.name for one in search.did_you_mean(typed, 0).names]


def person(name: str, **fields: Any) -> Entity:
    made = make.entity(name, kind=EntityKind.PERSON, **fields)
    make.publish(made)
    return made


# -- while typing ------------------------------------------------------------------------------------------------------


def test_entities_events_and_sources_are_suggested_by_the_beginnings_of_words() -> None:
    guards = make.entity("Border Guards of Belmark")
    make.publish(guards, make.source(title="Guards drill at sea"))
    make.published_event(title="Meeting of guards")
    assert set(suggested("guar")) >= {"Border Guards of Belmark", "Guards drill at sea", "Meeting of guards"}
    assert suggested("border gu") == ["Border Guards of Belmark"]
    assert suggested("border g") == ["Border Guards of Belmark"]


def test_a_name_that_begins_so_comes_before_one_that_holds_the_word() -> None:
    make.publish(make.entity("Council of Border Guards"), make.entity("Border Police"))
    assert suggested("border") == ["Border Police", "Council of Border Guards"]


@pytest.mark.parametrize("typed", ["Əliy", "aliy", "Алие", "ELIYEV"])
def test_every_spelling_suggests_the_name(typed: str) -> None:
    person("Vaqif Əliyev")
    assert suggested(typed) == ["Vaqif Əliyev"]


@pytest.mark.parametrize("typed", ["Bakı", "Baku", "Баку", "BAKI", "baki"])
def test_a_town_is_suggested_by_any_of_its_names(typed: str) -> None:
    names = [EntityName(text="Bakı", kind=NameKind.ALIAS), EntityName(text="Баку", kind=NameKind.ALIAS)]
    make.publish(make.entity("Baku", kind=EntityKind.PLACE, names=names))
    assert len(suggested(typed)) == 1


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Кулишёв", "Кулишев"), ("Кулишев", "кулишёв"), ("İsmayıllı", "ismayilli"), ("ISMAYILLI", "ısmayıllı"),
     ("O’Brien", "O'Brien"), ("داعش", "داعش"), ("Xətai", "Khatai")],
)  # fmt: skip
def test_letters_that_differ_in_a_mark_are_one(written: str, typed: str) -> None:
    made = make.entity(written)
    make.publish(made)
    assert made.pk in [hit.uid for hit in search.search(typed).hits]
    assert written in suggested(typed)


def test_too_little_or_nothing_but_signs_suggests_nothing() -> None:
    make.publish(make.entity("Border Police"))
    assert [suggested(typed) for typed in ("", "b", "*", '"', "\x00", " ", "(", "x" * 1_000_000)] == [[]] * 8


def test_a_suggestion_takes_two_queries_however_many_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    make.publish(*(make.entity(f"Border Office {number}") for number in range(30)))
    with django_assert_max_num_queries(2 + (connection.vendor == "postgresql")):
        assert len(suggested("border")) == 8


def test_the_answer_is_small_json_that_may_be_kept(client: Client) -> None:
    guards = make.entity("Border Guards", names=[EntityName(text="Frontier Troops", kind=NameKind.ALIAS)])
    make.publish(guards)
    answer = client.get("/search/suggest", {"q": "front"})
    assert answer.json() == {
        "suggestions": [
            {"name": "Frontier Troops", "title": "Border Guards", "type": "Entity", "url": guards.get_absolute_url()}
        ]
    }
    assert "max-age" in answer["Cache-Control"]


# -- misspelt ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["Fronteir Troops", "Frontier Trops", "Frntier Troops", "Frontierr Troops", "Frontear troops directorat"],
)
def test_a_misspelt_name_is_meant(typed: str) -> None:
    make.publish(make.entity("Frontier Troops Directorate"), make.entity("Council of Ministers"))
    assert meant(typed) == ["Frontier Troops Directorate"]


def test_a_query_is_mended_only_where_that_finds_more() -> None:
    make.publish(make.entity("Colonel Manilov"))
    mended = search.did_you_mean("colonel Manilof", 0)
    assert (mended.query, mended.found) == ("colonel Manilov", 1)
    assert search.did_you_mean("colonel Manilof", 5).query == ""
    assert search.did_you_mean("Manilof zanzibar", 0).query == ""


def test_of_two_scripts_the_one_that_was_typed_is_offered() -> None:
    person("Vladimir Kulishov", names=[EntityName(text="Владимир Кулишов", kind=NameKind.ALIAS)])
    assert search.did_you_mean("Кулишав", 0).query == "Кулишов"
    assert search.did_you_mean("Kulishav", 0).query == "Kulishov"


@pytest.mark.parametrize(
    "typed", ["", "*", "NEAR(", "xx", "2018", '"Fronteir Troops"', "word " * 500, "\x00", "q" * 100_000]
)
def test_no_input_is_an_error_for_names_that_were_meant(typed: str) -> None:
    make.publish(make.entity("Frontier Troops"))
    assert search.did_you_mean(typed, 0) == search.suggesting.Meant()


# -- what stays hidden -------------------------------------------------------------------------------------------------


def test_drafts_and_withdrawn_records_are_neither_suggested_nor_meant() -> None:
    make.entity("Secret Rendezvous Bureau")
    gone = make.entity("Frontier Troops")
    make.publish(gone)
    assert suggested("frontier") == ["Frontier Troops"]
    make.retract(gone)
    assert suggested("frontier") == suggested("rendezvous") == meant("Fronteir Rendezvouz") == []
    assert not SearchName.objects.exists()


def test_a_protected_person_is_suggested_and_meant_by_the_pseudonym_alone() -> None:
    colonel = person("Farid Nazarov")
    make.published_event(title="Farid Nazarov visits the border")
    assert len(suggested("nazarov")) == 2
    make.revise(colonel, "pseudonym", "Officer Aldebaran")
    make.revise(colonel, "protected", True)
    assert suggested("nazarov") == meant("Nazarof") == []
    assert "Officer Aldebaran" in suggested("aldeb")
    assert meant("Aldebarran") == ["Officer Aldebaran"]
    assert not SearchName.objects.filter(text__contains="Nazarov").exists()
    assert not SearchName.objects.filter(pieces__contains="naz").exists()


def test_the_words_of_quotations_and_texts_are_no_names() -> None:
    event = make.published_event(title="Meeting")
    make.published_claim(event, "topic", "a joint plan", value_text="Zeppelins")
    assert suggested("zeppelin") == suggested("joint") == meant("Zepelins") == []


def test_merged_names_lead_to_the_record_that_stands() -> None:
    old, new = make.entity("Frontier Troops"), make.entity("Border Service")
    make.publish(old, new)
    make.published_match(new, old)
    (one,) = search.suggest("frontier")
    assert (one.uid, one.title) == (new.pk, "Border Service")


# -- proved ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ctarchive_searchname SET text = 'forged'", "UPDATE ctarchive_searchname SET pieces = ''",
     "DELETE FROM ctarchive_searchname", "UPDATE ctarchive_searchname SET uid = '0000000000'"],
)  # fmt: skip
def test_verify_tells_of_names_changed_behind_its_back_and_rebuilding_mends_them(statement: str) -> None:
    make.publish(make.entity("Border Guards"))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(search.verify())
    search.rebuild()
    assert list(search.verify()) == []
    assert suggested("border") == ["Border Guards"]


def test_pieces_of_a_word_are_few_and_short() -> None:
    assert list(names.pieces_of("aliyev")) == ["0al", "ali", "liy", "iye", "yev", "ev0", "00alv"]
    assert list(names.pieces_of("un")) == list(names.pieces_of("2018")) == []


def test_short_words_may_not_be_misspelt_and_long_ones_by_three_letters() -> None:
    assert names.nearest("irn", ["Iran"]) is None
    assert names.nearest("azerbiajan", ["Azerbaijan"]) == (1, "Azerbaijan")
    assert names.nearest("azerbaijan", ["Azerbaijan"]) == (0, "Azerbaijan")
    assert names.nearest("zanzibar", ["Azerbaijan"]) is None
