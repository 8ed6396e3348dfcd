"""Search: what the public may read is found, what it may not is not even counted, and the index is never behind."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from ctarchive import search
from ctarchive.models import SearchEntry
from ctarchive.search import folding, query, snippets
from ctarchive.search.index import backend
from events.choices import EntityKind, NameKind
from events.models import Entity, EntityName
from sources.models import Source
from tests import factories as make

pytestmark = pytest.mark.django_db

LONG = f"""{"The agenda was printed beforehand. " * 20}

The ministers signed a memorandum on aviation security.

{"Refreshments were served in the foyer. " * 20}"""


def found(typed: str, record_type: str | None = None) -> list[str]:
    return [hit.uid for hit in search.search(typed, record_type=record_type).hits]


def published_source(access: str) -> Source:
    """A published source of which one sentence is quoted."""
    source = make.source(LONG, access=access, title="Communiqué of the ministers")
    signing = make.event(title="Signing ceremony")
    make.published_claim(signing, "purpose", "signed a memorandum on aviation security", of=source, value_text="Safety")
    return source


def published_person(name: str, **fields: object) -> Entity:
    person = make.entity(name, kind=EntityKind.PERSON, **fields)
    make.publish(person)
    return person


# -- what is found -----------------------------------------------------------------------------------------------------


def test_an_event_is_found_by_its_title_with_its_address() -> None:
    event = make.published_event(title="Patrol boats exercise off Lankaran")
    (hit,) = search.search("patrol exercise").hits
    assert (hit.record_type, hit.uid, hit.title) == ("event", event.pk, "Patrol boats exercise off Lankaran")
    assert hit.url == f"/events/patrol-boats-exercise-off-lankaran-{event.pk}/"


def test_a_quoted_passage_finds_the_claim_and_its_source() -> None:
    source = published_source("metadata")
    claim = source.captures.get().evidence.get().claim
    assert found('"memorandum on aviation"') == [claim.pk]
    open_source = published_source("excerpts")
    assert open_source.pk in found('"memorandum on aviation"', "source")


@pytest.mark.parametrize("typed", ["Əliyev", "Aliyev", "Алиев", "eliyev", "ALIEV", "Aliy"])
def test_a_name_is_found_in_every_spelling(typed: str) -> None:
    people = [published_person(name) for name in ("Vaqif Əliyev", "Vagif Aliyev", "Вагиф Алиев")]
    assert set(found(typed)) == {person.pk for person in people}


def test_words_are_found_in_their_inflections_and_the_last_as_a_beginning() -> None:
    event = make.published_event(title="Agreement on border cooperation")
    assert found("agreements borders", "event") == found("border coop", "event") == [event.pk]


def test_all_words_must_be_found() -> None:
    make.published_event(title="Patrol boats exercise")
    assert found("patrol helicopters") == []


def test_a_phrase_must_stand_as_it_is() -> None:
    event = make.published_event(title="Joint border plan")
    assert found('"joint border"', "event") == [event.pk]
    assert found('"border joint"', "event") == []
    assert found('"joint bord"', "event") == []


def test_a_phrase_is_found_at_the_end_of_a_very_long_text() -> None:
    source = make.source(f"{'one of the many ' * 6_000} the very last one of the kind", access="full")
    make.publish(source)
    assert found('"last one of the kind"', "source") == [source.pk]
    assert found('"kind of last"', "source") == []


def test_a_document_symbol_is_found_as_it_is_written() -> None:
    source = make.source(symbol="S/RES/2396 (2017)")
    make.publish(source)
    assert found("S/RES/2396") == [source.pk]


def test_a_title_comes_before_a_mention() -> None:
    mention = make.published_event(title="Annual report", summary="Smuggling, smuggling and smuggling of weapons.")
    title = make.published_event(title="Round table, in the wider sense of the word, about smuggling in the region")
    assert found("smuggling", "event") == [title.pk, mention.pk]


def test_equal_hits_stand_in_the_order_of_their_uids_over_all_pages() -> None:
    uids = sorted(make.published_event(title="Naval exercise").pk for _ in range(5))
    pages = [search.search("naval", record_type="event", offset=o, limit=2).hits for o in (0, 2, 4, 6)]
    assert [hit.uid for page in pages for hit in page] == uids


def test_counts_tell_of_every_type_and_the_total_of_the_one_asked_for() -> None:
    make.published_event(title="Mutual training")
    published_person("Mutual Guliyev")
    results = search.search("mutual", record_type="entity")
    assert results.counts == {"event": 1, "entity": 1, "source": 0, "claim": 0}
    assert results.total == len(results.hits) == 1


def test_a_snippet_is_text_with_its_matches_told_apart() -> None:
    source = published_source("full")
    (hit,) = search.search("aviation memorandum", record_type="source").hits
    assert [text for text, is_match in hit.snippet if is_match] == ["memorandum", "aviation"]
    assert "signed a memorandum on aviation security" in "".join(text for text, _ in hit.snippet)
    assert hit.uid == source.pk


def test_a_search_takes_four_queries_at_most(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(4):
        make.published_event(title="Maritime patrol")
    with django_assert_max_num_queries(4):
        assert len(search.search("maritime").hits) == 4


# -- what anybody may type ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', '"* OR', "'", "a AND", "NEAR(a b)", "title:x", "-x", "(", "* *", "\\", "%", "_", ":*", "& | !",
     "<->", "'; DROP TABLE ctarchive_searchentry; --", "\x00", "\ud800", "👩‍👩‍👧", "½", '"' * 99],
)  # fmt: skip
def test_no_input_is_an_error(typed: str) -> None:
    make.published_event(title="Patrol boats")
    assert search.search(typed).total in (0, 1)
    assert search.search(typed, offset=-5, limit=-1).hits == []
    assert search.search(typed, record_type="'nonsense").total == 0


def test_a_query_of_a_megabyte_is_cut_short() -> None:
    event = make.published_event(title="Patrol boats")
    assert found("patrol " * 150_000, "event") == [event.pk]
    assert found("x" * 1_000_000) == []


def test_signs_between_words_do_not_matter() -> None:
    event = make.published_event(title="Patrol boats: an exercise")
    assert found('patrol* NOT boats"', "event") == []
    assert found("(patrol) & boats!", "event") == [event.pk]


# -- what stays hidden -------------------------------------------------------------------------------------------------


def test_a_draft_is_neither_found_nor_counted() -> None:
    event = make.event(title="Secret rendezvous")
    make.evidence(make.claim(event), make.source())
    assert search.search("rendezvous") == search.Results([], dict.fromkeys(search.TYPES, 0), 0)


def test_of_a_source_that_shows_excerpts_only_what_stands_around_quotations_is_found() -> None:
    published_source("excerpts")
    assert found("memorandum", "source")
    assert SearchEntry.objects.get(record_type="source").body.count("agenda") < 20
    beyond = make.source(f"Zeppelin.{' Filler words.' * 40} a joint plan", access="excerpts")
    make.published_claim(make.event(), "topic", of=beyond, value_text="x")
    assert found("zeppelin") == []


def test_of_a_source_that_shows_its_text_all_of_it_is_found() -> None:
    make.publish(make.source(f"Zeppelin.{' Filler words.' * 40}", access="full"))
    assert len(found("zeppelin", "source")) == 1


def test_of_a_source_that_shows_no_text_none_is_found() -> None:
    published_source("metadata")
    assert found("memorandum", "source") == []
    assert len(found("communique", "source")) == 1


def test_what_is_retracted_leaves_the_index_with_its_claims() -> None:
    event = make.published_event(title="Patrol boats exercise")
    assert len(found("patrol")) == 1
    make.retract(event)
    assert found("patrol") == []
    assert not SearchEntry.objects.filter(record_type="claim").exists()


def test_a_protected_person_is_found_by_the_pseudonym_alone_in_every_text() -> None:
    person = published_person("Farid Nazarov", description="A colonel.")
    event = make.published_event(title="Farid Nazarov visits the border", summary="Colonel Farid Nazarov came.")
    make.published_claim(event, "participant", "Colonel Farid Nazarov", role="participant", value_entity=person)
    assert person.pk in found("nazarov")
    make.revise(person, "pseudonym", "Officer A")
    make.revise(person, "protected", True)
    assert found("nazarov") == found("colonel", "entity") == []
    assert person.pk in found('"officer a"')
    assert not SearchEntry.objects.filter(slug__contains="nazarov").exists()
    assert list(search.verify()) == []


def test_protection_that_ends_gives_the_name_back() -> None:
    event = make.published_event(title="Reception", summary="Colonel Farid Nazarov came.")
    person = published_person("Farid Nazarov", protected=True, pseudonym="Officer A")
    assert found("nazarov") == []
    make.revise(person, "protected", False)
    assert set(found("nazarov", "event") + found("nazarov", "entity")) == {event.pk, person.pk}
    assert list(search.verify()) == []


def test_an_excerpt_does_not_end_within_a_protected_name() -> None:
    published_person("Farid Nazarov", protected=True, pseudonym="Officer A")
    text = f"Signed by Farid Nazarov {'x' * 188} a joint plan"
    make.published_claim(make.event(), "topic", of=make.source(text), value_text="x")
    entry = SearchEntry.objects.get(record_type="source")
    assert "Officer A" in entry.body
    assert "Nazarov" not in entry.body


# -- the index keeps up ------------------------------------------------------------------------------------------------


def test_a_revised_title_is_found_and_the_old_one_is_not() -> None:
    event = make.published_event(title="Patrol boats exercise")
    make.revise(event, "title", "Helicopter exercise")
    assert found("helicopter", "event") == [event.pk]
    assert found("patrol") == []


def test_evidence_added_later_opens_a_window_on_its_source() -> None:
    claim = make.published_claim(make.event(), "topic", value_text="aviation")
    source = make.source(LONG)
    make.publish(source)
    assert found("memorandum") == []
    make.publish(make.evidence(claim, source, "signed a memorandum"))
    assert set(found("memorandum")) == {claim.pk, source.pk}


def test_a_merged_entity_is_found_once_by_its_old_name_and_again_by_itself_when_unmerged() -> None:
    old, new = make.entity("Frontier Troops Directorate"), make.entity("State Border Service")
    make.publish(old, new)
    match = make.published_match(new, old)
    assert found("frontier troops") == [new.pk]
    make.retract(match)
    assert found("frontier troops") == [old.pk]
    assert list(search.verify()) == []


def test_an_entity_is_found_by_its_other_names() -> None:
    names = [EntityName(text="ДПС", kind=NameKind.ACRONYM), EntityName(text="Dövlət Sərhəd Xidməti")]
    body = make.entity("State Border Service", names=names)
    make.publish(body)
    assert found("dovlet serhed") == found("ДПС") == [body.pk]


def test_a_publisher_that_is_renamed_is_found_with_its_sources() -> None:
    source = make.source()
    make.publish(source)
    assert source.publisher
    source.publisher.refresh_from_db()
    make.revise(source.publisher, "name", "Caspian Courier")
    assert found("caspian courier") == [source.pk]


# -- the index is proved -----------------------------------------------------------------------------------------------


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_verify_finds_nothing_where_all_is_well() -> None:
    make.published_event()
    assert list(search.verify()) == []


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE ctarchive_searchentry SET body = 'forged' WHERE record_type = 'event'", "differs"),
        ("DELETE FROM ctarchive_searchentry WHERE record_type = 'event'", "no entry"),
        ("UPDATE ctarchive_searchentry SET uid = '0000000000' WHERE record_type = 'event'", "is not published"),
    ],
)
def test_verify_tells_of_an_entry_changed_behind_its_back(statement: str, what: str) -> None:
    make.published_event()
    sql(statement)
    assert any(kind == "event" and what in problem for kind, _uid, problem in search.verify())
    search.rebuild()
    assert list(search.verify()) == []


def test_verify_tells_of_a_full_text_index_that_lost_its_way() -> None:
    make.published_event()
    if connection.vendor == "sqlite":
        sql("DROP TRIGGER ctarchive_search_fts_update")
        sql("UPDATE ctarchive_searchentry SET folded_title = 'forged'")
        sql("UPDATE ctarchive_searchentry SET folded_title = 'forged twice'")
    else:
        sql("ALTER TABLE ctarchive_searchentry DROP COLUMN vector")
        sql("ALTER TABLE ctarchive_searchentry ADD COLUMN vector tsvector")
    problems = [what for kind, _uid, what in search.verify() if kind == "searchentry"]
    assert any("does not agree" in what or "is not made of" in what for what in problems)


def test_what_a_migration_dropped_is_made_again() -> None:
    make.published_event(title="Patrol boats exercise")
    backend(connection).remove(connection)
    call_command("migrate", verbosity=0)
    assert len(found("patrol")) == 1
    assert list(search.verify()) == []


def test_rebuilding_makes_the_same_index_and_says_how_large_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    make.published_event()
    before = list(SearchEntry.objects.order_by("uid").values_list("uid", "folded_title", "folded_body"))
    SearchEntry.objects.all().delete()
    call_command("rebuild_search")
    assert list(SearchEntry.objects.order_by("uid").values_list("uid", "folded_title", "folded_body")) == before
    assert "3 entries in the search index: 1 of type event" in capsys.readouterr().out


# -- folding, parsing, snippets: pure ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    ["Əliyev Aliyev Aliev Алиев Eliyev", "Şahin Shahin Шахин", "Ağayev Aghayev Агаев", "Quliyev Guliyev Кулиев",
     "Cəfərov Jafarov Джафаров", "Məmmədov Mammadov Мамедов", "Azərbaycan Azerbaijan Азербайджан",
     "Xankəndi Khankendi"],
)  # fmt: skip
def test_spellings_of_a_name_sound_alike(spellings: str) -> None:
    assert len({folding.sound(folding.fold(word)) for word in spellings.split()}) == 1


@pytest.mark.parametrize("typed", ["Da'esh", "Da’esh", "Daesh", "da`esh", "DAESH", "Da’esh’s"])
def test_spellings_with_and_without_apostrophe_find_each_other(typed: str) -> None:
    for written in ("Da'esh fled", "Da’esh fled", "Daesh fled", "Daesh’s men"):
        assert set(query.parse(typed).terms[0].words[0].forms) & set(folding.folded(written).split()), written


def test_what_an_apostrophe_joins_is_found_in_part_and_marked_whole() -> None:
    assert {"ivoire", "divoire"} <= set(folding.folded("Côte d’Ivoire").split())
    roles = snippets.Roles(query.parse("Daesh"))
    assert snippets.marked("Then Da’esh fled.", roles) == [("Then ", False), ("Da’esh", True), (" fled.", False)]
    assert [word.text for word in query.parse('"Côte d’Ivoire"').terms[0].words] == ["cote", "d", "ivoire"]


def test_a_grouped_number_and_a_possessive_are_one_word() -> None:
    assert list(folding.words("Azerbaijan’s 1,250 guards, 3.5 km")) == ["azerbaijan", "1250", "guards", "3", "5", "km"]


def test_a_text_beyond_the_room_of_an_index_is_cut_between_words() -> None:
    text = " ".join(f"w{number}" for number in range(200_000))
    cut = folding.fitting(text)
    assert 0 < len(cut) < len(text)
    assert text.startswith(cut)
    assert cut.endswith(" ")


def test_only_sixteen_words_of_two_hundred_characters_count() -> None:
    assert len(query.parse("word " * 100).terms) == 16
    assert query.parse("x" * 1000).terms[0].text == "x" * 60


def test_a_word_that_says_nothing_is_left_out_unless_it_is_all_there_is() -> None:
    assert [term.text for term in query.parse("the border of Iran").terms] == ["border", "iran"]
    assert [term.text for term in query.parse("the").terms] == ["the"]


def test_a_snippet_shows_the_passage_with_most_of_the_terms() -> None:
    text = f"A border. {'Filler text. ' * 40}The border guards signed a plan. {'Filler text. ' * 40}"
    shown = snippets.snippet(text, snippets.Roles(query.parse('"border guards" plan')))
    assert [text for text, is_match in shown if is_match] == ["border guards", "plan"]
    assert shown[0] == ("… ", False)


def test_a_snippet_marks_every_match_it_shows_and_parts_paragraphs_by_a_dot() -> None:
    shown = snippets.snippet("Border guards.\n\nThe\nborder.", snippets.Roles(query.parse("border")))
    assert shown == [("Border", True), (" guards. · The ", False), ("border", True), (".", False)]


def test_a_snippet_of_a_text_without_the_terms_is_empty() -> None:
    assert snippets.snippet("Nothing of the kind.", snippets.Roles(query.parse("border"))) == []
