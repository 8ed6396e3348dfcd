"""Tables of publishers, entities and claims: read as they come, matched, checked by row, loaded once as drafts."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from ctarchive.exchange import table
from ctarchive.exchange.columns import TABLES
from ctarchive.models import Upload
from editorial.choices import State
from editorial.models import LedgerEntry
from events.models import Claim, Entity, Evidence
from sources.models import Publisher
from tests import factories as make
from tests.admin.pages import errors_of, fields_of, signed_in

pytestmark = pytest.mark.django_db

PUBLISHERS = "name,kind,country,languages\nBorder Gazette,news outlet,AZ,az; en\nRiver Post,news_agency,GE,ka\n"
ENTITIES = (
    "Name;Type;lat;long;name_ru_Cyrl;wikidata;Aliases\n"
    "Lankaran;place;38,7529;48,8475;Ленкорань;Q155684;Lənkəran | alias | az | Latn\n"
    "Border Service;public body;;;;;\n"
)


def take(client: Client, kind: str, data: str | bytes, name: str = "table.csv") -> Any:
    data = data.encode() if isinstance(data, str) else data
    return client.post(f"/admin/exchange/tables/{kind}/", {"file": SimpleUploadedFile(name, data)})


def kept(client: Client, kind: str, data: str | bytes) -> str:
    answer = take(client, kind, data)
    assert answer.status_code == 302, errors_of(answer)
    return str(answer["Location"])


def text_of(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def problems_of(answer: Any) -> list[list[str]]:
    """[row, column, cell, what is wrong] as the page shows them."""
    rows = html.fromstring(answer.content.decode()).xpath("//section[contains(@class, 'problems')]//tbody/tr")
    return [[cell.text_content() for cell in row] for row in rows]


def claims_table(*rows: dict[str, str], **common: str) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, [column.name for column in TABLES["claims"]])
    writer.writeheader()
    writer.writerows(common | row for row in rows)
    return out.getvalue()


DATE = {"property": "date", "value": "2018-05-03", "quote": "The meeting of 3 May 2018"}


# -- publishers, entities ----------------------------------------------------------------------------------------------


def test_publishers_are_previewed_then_loaded_as_the_users_own() -> None:
    client = signed_in("contributor")
    page = kept(client, "publishers", PUBLISHERS)
    assert "2 new records" in text_of(client.get(page))
    assert not LedgerEntry.objects.exists()
    client.post(page + "load/")
    gazette = Publisher.objects.get(name="Border Gazette")
    assert (gazette.kind, gazette.country, gazette.languages) == ("news_outlet", "AZ", ["az", "en"])
    assert set(LedgerEntry.objects.values_list("via", "actor")) == {("admin", make.user("contributor").uid)}


def test_entities_come_with_names_in_several_scripts_identifiers_and_coordinates() -> None:
    client = signed_in("writer")
    client.post(kept(client, "entities", ENTITIES) + "load/")
    place = Entity.objects.get(name="Lankaran")
    assert (str(place.latitude), str(place.longitude), place.state) == ("38.75290", "48.84750", State.DRAFT)
    assert {(n.text, n.kind, n.language, n.script) for n in place.names.all()} == {
        ("Lankaran", "primary", "", ""), ("Ленкорань", "alias", "ru", "Cyrl"), ("Lənkəran", "alias", "az", "Latn"),
    }  # fmt: skip
    assert [str(i) for i in place.identifiers.all()] == ["wikidata:Q155684"]
    assert Entity.objects.get(name="Border Service").kind == "public_body"


@pytest.mark.parametrize(("kind", "data"), [("publishers", PUBLISHERS), ("entities", ENTITIES)])
def test_the_same_table_twice_makes_nothing_twice(kind: str, data: str) -> None:
    client = signed_in("writer")
    client.post(kept(client, kind, data) + "load/")
    before = LedgerEntry.objects.count()
    page = kept(client, kind, data)
    assert "loading would change nothing" in text_of(client.get(page))
    client.post(page + "load/")
    assert LedgerEntry.objects.count() == before


def test_an_entity_is_known_by_an_identifier_whatever_it_is_called() -> None:
    client = signed_in("writer")
    client.post(kept(client, "entities", ENTITIES) + "load/")
    renamed = "name,kind,identifiers\nLenkoran,place,wikidata:Q155684\n"
    assert "loading would change nothing" in text_of(client.get(kept(client, "entities", renamed)))


def test_a_name_that_means_several_asks_for_the_uid() -> None:
    one, other = make.entity("Lankaran", kind="place"), make.entity("Lankaran", kind="place")
    client = signed_in("writer")
    ((row, column, cell, what),) = problems_of(client.get(kept(client, "entities", "name,kind\nLankaran,place\n")))
    assert (row, column, cell) == ("2", "name", "Lankaran")
    assert one.pk in what
    assert other.pk in what


def test_the_same_twice_in_one_table_is_told_of() -> None:
    client = signed_in("writer")
    page = kept(client, "publishers", PUBLISHERS + "Border Gazette,ngo,AZ,\n")
    assert problems_of(client.get(page))[0][0] == "4"
    assert "stands in row 2" in problems_of(client.get(page))[0][3]


BROKEN = (
    "name,kind,country,latitude,longitude,identifiers,names,protected\n"
    "Astara,place,AZ,38.45,48.87,,,\n"
    "Lerik,hamlet,AZ,,,,,\n"
    ",place,AZ,,,,,\n"
    "Masalli,place,Az,,,,,\n"
    "Yardimli,place,AZ,38.9,,,,\n"
    "Jalilabad,place,AZ,north,48.5,,,\n"
    "Bilasuvar,place,AZ,,,Q1234,,\n"
    "Neftchala,place,AZ,,,postcode:1,,\n"
    "Salyan,place,AZ,,,,a | b | c | d | e,\n"
    "Hajigabul,place,AZ,,,,,perhaps\n"
    "Kurdamir,place,AZ,,,,,,one,two\n"
)


def test_each_mistake_is_told_by_row_column_and_cell_with_its_remedy() -> None:
    client = signed_in("writer")
    told = problems_of(client.get(kept(client, "entities", BROKEN)))
    assert [(row, column, cell) for row, column, cell, _what in told if row != "12"] == [
        ("3", "kind", "hamlet"), ("4", "name", ""), ("5", "country", "Az"), ("6", "longitude", ""),
        ("7", "latitude", "north"), ("8", "identifiers", "Q1234"), ("9", "identifiers", "postcode:1"),
        ("10", "names", "a | b | c | d | e"), ("11", "protected", "perhaps"),
    ]  # fmt: skip
    said = {row: what for row, _column, _cell, what in told}
    assert "Write one of: person, state," in said["3"]
    assert "two-letter code" in said["5"]
    assert "scheme:value" in said["8"]
    assert "12" in said


def test_the_rows_in_order_are_loaded_or_none_as_chosen() -> None:
    client = signed_in("writer")
    page = kept(client, "entities", BROKEN)
    refused = client.post(page + "load/", {"rows": "all"}, follow=True)
    assert not Entity.objects.exists()
    assert "hamlet" in text_of(refused)
    client.post(page + "load/", {"rows": "right"})
    assert [entity.name for entity in Entity.objects.all()] == ["Astara"]


def test_the_rows_in_error_are_taken_back_with_a_reason_and_mended() -> None:
    client = signed_in("writer")
    page = kept(client, "publishers", "name,kind,note\nBorder Gazette,gazette,=1+1\nRiver Post,ngo,\n")
    back = client.get(page + "errors.csv").content.decode("utf-8-sig")
    ((row),) = list(csv.DictReader(StringIO(back)))
    assert (row["name"], row["note"]) == ("Border Gazette", "'=1+1")
    assert row["reason"].startswith("kind: ")
    mended = back.replace(",gazette,", ",news_outlet,")
    assert "1 new record" in text_of(client.get(kept(client, "publishers", mended)))


# -- claims ------------------------------------------------------------------------------------------------------------


def test_claims_are_quoted_as_in_a_dossier_by_name_title_or_uid() -> None:
    event, source = make.event(title="Guards meet"), make.source(title="The report")
    make.entity("Lankaran", kind="place")
    word = make.entity("Border Service")
    rows = [
        DATE | {"about": event.pk, "source": source.pk, "attributed_to": word.pk, "credibility": "2"},
        {"property": "Place", "value": "Lankaran", "source": "The report", "quote": "in Lankaran"},
        {"property": "count", "value": "12", "value_to": "14", "unit": "persons", "counted": "officers",
         "capture": make.capture_of(source).pk, "quote": "Twelve officers", "stance": "partly supports"},
    ]  # fmt: skip
    client = signed_in("writer")
    page = kept(client, "claims", claims_table(*({"about": "Guards meet"} | row for row in rows)))
    assert "Guards meet · place: Lankaran" in text_of(client.get(page))
    client.post(page + "load/")
    date, place, count = (Claim.objects.get(property=key) for key in ("date", "place", "count"))
    assert (date.attributed_to, date.credibility, date.event) == (word, 2, event)
    assert place.value_entity.name == "Lankaran"
    assert (str(count.value_low), str(count.value_high)) == ("12.000", "14.000")
    assert count.evidence.get().stance == "partly_supports"
    assert make.findings() == []


def test_rows_that_say_the_same_are_one_claim_with_several_passages() -> None:
    event, source = make.event(), make.source()
    rows = [DATE, DATE | {"quote": "Border guards of the two republics", "stance": "mentions"}]
    client = signed_in("writer")
    table_ = claims_table(*rows, about=event.pk, source=source.pk)
    client.post(kept(client, "claims", table_) + "load/")
    assert (Claim.objects.count(), Evidence.objects.count()) == (1, 2)
    assert "loading would change nothing" in text_of(client.get(kept(client, "claims", table_)))


def test_what_is_wrong_with_claims_names_row_column_and_cell() -> None:
    event, source = make.event(), make.source()
    rows = [
        DATE | {"quote": "The meeting of 4 May"},
        DATE | {"about": "Nobody knows it"},
        DATE | {"value": "2018-13"},
        DATE | {"property": "colour"},
        DATE | {"source": "An unknown report"},
        {"property": "count", "value": "a dozen", "unit": "persons", "counted": "officers", "quote": "Twelve officers"},
        DATE | {"attributed_to": "A spokesman"},
        {"property": "place", "value": "Atlantis", "quote": "in Lankaran"},
        DATE | {"credibility": "high"},
    ]
    client = signed_in("writer")
    answer = client.get(
        kept(client, "claims", claims_table(*({"about": event.pk, "source": source.pk} | r for r in rows)))
    )
    assert [(row, column, cell) for row, column, cell, _what in problems_of(answer)] == [
        ("2", "quote", "The meeting of 4 May"), ("3", "about", "Nobody knows it"), ("4", "value", "2018-13"),
        ("5", "property", "colour"), ("6", "source", "An unknown report"), ("7", "value", "a dozen"),
        ("8", "attributed_to", "A spokesman"), ("9", "value", "Atlantis"), ("10", "credibility", "high"),
    ]  # fmt: skip
    assert "Load as drafts" not in text_of(answer)


def test_a_contributor_quotes_no_draft_of_others() -> None:
    event = make.published_event()
    hidden = make.source(title="A hidden report")
    rows = [DATE | {"source": "A hidden report"}, DATE | {"capture": make.capture_of(hidden).pk, "value": "2018-05"}]
    client = signed_in("contributor")
    told = problems_of(client.get(kept(client, "claims", claims_table(*rows, about=event.pk))))
    assert [(row, column) for row, column, _cell, _what in told] == [("2", "source"), ("3", "capture")]


def test_what_is_exported_is_read_back() -> None:
    event = make.published_event()
    claim = make.claim(event, "count", value_low=12, value_high=14, unit="persons", counted="officers")
    make.evidence(claim, make.source(), "Twelve officers")
    client = signed_in("writer")
    chosen = {"action": "export_csv", "_selected_action": list(Claim.objects.values_list("pk", flat=True))}
    answer: Any = client.post("/admin/events/claim/", chosen)
    sent = b"".join(answer.streaming_content)
    assert "loading would change nothing" in text_of(client.get(kept(client, "claims", sent)))


# -- how a table is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiter_and_encoding_are_found(delimiter: str, encoding: str) -> None:
    client = signed_in("writer")
    data = PUBLISHERS.replace("Border", "Gränze").replace("; en", " en").replace(",", delimiter).encode(encoding)
    page = kept(client, "publishers", data)
    assert "Gränze Gazette" in text_of(client.get(page))


def test_another_encoding_is_chosen_by_hand_and_the_columns_stay() -> None:
    client = signed_in("writer")
    page = kept(client, "publishers", "name,kind\nПограничная газета,ngo\n".encode("cp1251"))
    sent = fields_of(client, page, "//form[contains(@action, '/reading/')]") | {"encoding": "cp1251"}
    assert "Пограничная газета" in text_of(client.post(page + "reading/", sent, follow=True))


def test_columns_are_matched_by_hand_and_remembered_for_the_person() -> None:
    client = signed_in("writer")
    data = "Titel,Art\nBorder Gazette,ngo\n"
    page = kept(client, "publishers", data)
    assert "No column holds “name”" in text_of(client.get(page))
    sent = fields_of(client, page, "//form[contains(@action, '/reading/')]")
    answer = client.post(page + "reading/", sent | {"column-0": "name", "column-1": "kind"}, follow=True)
    assert "1 new record" in text_of(answer)
    assert "1 new record" in text_of(client.get(kept(client, "publishers", data)))
    other = signed_in("reviewer")
    assert "No column holds" in text_of(other.get(kept(other, "publishers", data)))


def test_two_columns_cannot_hold_the_same() -> None:
    client = signed_in("writer")
    page = kept(client, "publishers", PUBLISHERS)
    sent = fields_of(client, page, "//form[contains(@action, '/reading/')]") | {"column-1": "name"}
    assert "hold the same: name" in text_of(client.post(page + "reading/", sent))


HOSTILE = [
    (b"", "is empty"),
    (b"\x00\x01\x02\x03" * 50, "binary file"),
    (b"name\n" + b"x\n" * 5001, "more than 5000 rows"),
    (b"name\n" + b"x" * 100_001, "100000 characters"),
    (b'name\n"' + b"x" * 10_000_000, "quotation mark"),
    (b"a," * 101, "102 columns"),
    (b"PK\x03\x04\x00\x00", "binary file"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), HOSTILE, ids=[said for _data, said in HOSTILE])
def test_a_hostile_table_is_refused_plainly(data: bytes, said: str) -> None:
    answer = take(signed_in("writer"), "publishers", data)
    assert answer.status_code == 200
    assert said in errors_of(answer)[0].replace(",", "")
    assert not Upload.objects.exists()


def test_a_cell_that_was_made_harmless_is_read_as_it_was() -> None:
    assert table.read(b"name\n'=cmd\n'quoted'\n", "utf-8", ",").rows == [(2, ["=cmd"]), (3, ["'quoted'"])]


# -- templates, permissions, questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(TABLES))
def test_the_empty_table_has_every_column_and_is_understood(kind: str) -> None:
    client = signed_in("contributor")
    answer = client.get(f"/admin/exchange/tables/{kind}/template.csv")
    header, _example = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert header == [column.name for column in TABLES[kind]]
    told = client.get(kept(client, kind, answer.content))
    if kind == "claims":
        assert {column for _row, column, _cell, _what in problems_of(told)} == {"about", "source"}
    else:
        assert "1 new record" in text_of(told)


@pytest.mark.parametrize(("name", "status"), [("contributor", 200), ("administrator", 403), ("outsider", 302)])
def test_tables_are_for_those_who_may_make_drafts(name: str, status: int) -> None:
    client = signed_in(name)
    for kind in TABLES:
        assert client.get(f"/admin/exchange/tables/{kind}/").status_code == status
        assert client.get(f"/admin/exchange/tables/{kind}/template.csv").status_code == status


def test_the_table_of_somebody_else_is_not_there() -> None:
    page = kept(signed_in("writer"), "publishers", PUBLISHERS)
    client = signed_in("manager")
    assert client.get(page + "errors.csv").status_code == 404
    assert client.post(page + "reading/", {"encoding": "utf-8"}).status_code == 404
    assert client.get("/admin/exchange/tables/events/").status_code == 404


def test_a_forged_reading_is_refused() -> None:
    page = kept(signed_in("writer"), "publishers", PUBLISHERS)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user("writer"))
    assert client.post(page + "reading/", {"encoding": "utf-8"}).status_code == 403


def test_a_preview_of_many_rows_asks_as_few_questions_as_one_of_few() -> None:
    event, source = make.event(), make.source()
    client = signed_in("writer")

    def questions(kind: str, data: str) -> int:
        page = kept(client, kind, data)
        with CaptureQueriesContext(connection) as queries:
            assert "new records" in text_of(client.get(page))
        return len(queries)

    def tables(number: int) -> dict[str, str]:
        topics = [{"property": "topic", "value": f"Topic {n}", "quote": "a joint plan"} for n in range(number)]
        return {
            "publishers": "name,kind\n" + "".join(f"Post {n},ngo\n" for n in range(number)),
            "entities": "name,kind\n" + "".join(f"Place {n},place\n" for n in range(number)),
            "claims": claims_table(*topics, about=event.pk, source=source.title),
        }

    few = {kind: questions(kind, data) for kind, data in tables(3).items()}
    many = {kind: questions(kind, data) for kind, data in tables(60).items()}
    assert many == few
    assert max(few.values()) <= 30
