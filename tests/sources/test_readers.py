"""Reading: every document keeps its whole text, and what its site put around it is marked."""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest
import yaml

from sources.readers import READERS, Document, UnreadableError, read

DATA = Path(__file__).parent / "data"


def document(name: str) -> Document:
    """The test document of that name, as read."""
    return read((DATA / name).read_bytes(), filename=name)


def marked(found: Document) -> list[str]:
    """The words of a document's furniture."""
    return [found.text[start:end] for start, end in found.furniture]


def plain(text: str) -> Document:
    return read(text.encode())


def page(body: str, head: str = "") -> bytes:
    """A web page with these elements, in UTF-8."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


ARTICLE = (
    "<article><h1>Two services sign a protocol</h1><p>The two services signed a protocol on the exchange of operational"
    " information in the capital on Tuesday, their press offices said.</p><p>It replaces a protocol that both had kept"
    " to for eleven years &amp; that ran out last spring.</p></article>"
)


def test_every_quote_of_the_dossier_stands_in_its_document(seeds: Path) -> None:
    dossier = yaml.safe_load((seeds / "dossier.yaml").read_text())
    texts = {source["id"]: read((seeds / source["file"]).read_bytes()).text for source in dossier["sources"]}
    claims = [claim for event in dossier["events"] for claim in event["claims"]] + dossier["claims"]
    quotes = [(proof["source"], proof["quote"]) for claim in claims for proof in claim["evidence"]]
    assert len(quotes) > 50
    assert [quote for source, quote in quotes if quote not in texts[source]] == []


def test_no_quote_of_the_dossier_lies_in_furniture(seeds: Path) -> None:
    dossier = yaml.safe_load((seeds / "dossier.yaml").read_text())
    found = {source["id"]: read((seeds / source["file"]).read_bytes()) for source in dossier["sources"]}
    for claim in [claim for event in dossier["events"] for claim in event["claims"]] + dossier["claims"]:
        for proof in claim["evidence"]:
            source = found[proof["source"]]
            start = source.text.index(proof["quote"])
            end = start + len(proof["quote"])
            assert [span for span in source.furniture if span[0] < end and start < span[1]] == [], proof


def test_the_furniture_of_the_real_documents_is_marked(seeds: Path) -> None:
    found = {path.name[:3]: marked(read(path.read_bytes())) for path in seeds.glob("*.txt")}
    assert found["000"][:2] == ["Latest News", "Leave a Reply"]
    assert found["001"][:2] == ["International Cooperation"] * 2
    assert found["002"] == []
    assert found["003"] == ["+ ↺ − 16 px"]
    assert found["004"][:3] == ["Azernews.Az", "Saturday April 20 2024", "Follow us on Twitter @AzerNewsAz"]
    assert (len(found["000"]), len(found["001"]), len(found["004"])) == (8, 5, 27)


def test_plain_text_is_kept_whole() -> None:
    raw = (DATA / "news_en.txt").read_bytes()
    assert document("news_en.txt").text == raw.decode()


def test_menus_lists_and_forms_of_an_english_page_are_marked() -> None:
    found = marked(document("news_en.txt"))
    assert found[:7] == ["Home", "News", "Politics", "Society", "Oil and Gas", "About us", "Politics"]
    assert {"Share on Facebook", "Related news", "Coast guard receives a new vessel", "3 Comments"} <= set(found)
    assert found[-1].startswith("We use cookies")
    assert not any("exercise has" in line or "delegation said" in line for line in found)


def test_the_same_in_russian() -> None:
    found = marked(document("news_ru.txt"))
    assert found[:2] == ["Главная » Новости » Безопасность", "Безопасность"]
    assert {"Версия для печати", "Читайте также", "В Астане открылась конференция", "Комментарии"} <= set(found)
    assert not any("ТАСС" in line or "Участники" in line for line in found)


def test_the_same_in_azerbaijani() -> None:
    found = marked(document("news_az.txt"))
    assert found[:4] == ["Ana səhifə", "Xəbərlər", "Siyasət", "Cəmiyyət"]
    assert found[4:] == [
        "Paylaş", "Oxşar xəbərlər", "Sərhəddə iki nəfər saxlanılıb", "Nazir Astanada görüş keçirib", "Şərh yaz",
        "Bütün hüquqlar qorunur.",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["agreement.txt", "letter_un.txt"])
def test_headings_and_repeated_lines_of_a_legal_text_are_no_furniture(name: str) -> None:
    assert marked(document(name)) == []


def test_the_day_of_the_visit_and_the_list_above_the_headline_are_marked() -> None:
    assert marked(document("list_above.txt")) == [
        "Trend News Agency", "Tuesday, 5 March 2024", "Baku +12", "EN AZ RU", "Latest",
        "Kyrgyzstan, Uzbekistan agree on joint patrols", "Oil prices go up on world markets",
        "Kazakhstan opens new checkpoint", "Turkmenistan to host Caspian forum", "Loading...",
    ]  # fmt: skip


def test_the_header_above_the_menu_is_marked() -> None:
    found = plain(
        "Skip to content\nWelcome to the Union of Ports\nEnglish Русский Français\nHarbour Safety Committee (HSC)\n"
        "Toggle navigation\nAbout us\nNews\nEvents\nCommittee concludes its visit to the Caspian ports\n"
        "Thursday, 07 July 2022\nThe committee visited three ports and spoke with the guards who watch over them."
    )
    assert len(marked(found)) == 8
    assert found.proposal.title == "Committee concludes its visit to the Caspian ports"
    assert found.proposal.published == "2022-07-07"


@pytest.mark.parametrize(
    "piece", ["." * 1000 + "a\n", "A. ", "(" * 50, "By Al Bo and ", "a > b > ", "short line\n", "A/1/"]
)
def test_a_text_made_to_be_slow_is_read_in_seconds(piece: str) -> None:
    start = perf_counter()
    assert plain(piece * (200_000 // len(piece))).text
    assert perf_counter() - start < 20  # what grows with the square of the length takes minutes


def test_of_a_date_line_only_the_widget_beside_it_is_marked() -> None:
    found = plain(
        "Ministers sign a protocol in Astana\n12 March 2019 | A- A A+\nThe ministers signed it on Tuesday, said both."
    )
    assert marked(found) == ["A- A A+"]


def test_furniture_after_astral_and_combining_characters_has_the_right_offsets() -> None:
    found = plain(
        "🛡🛡 Təhlu\u0308kəsizlik u\u0308zrə görüş keçirilib\n\n"
        "Görüşdə hər iki tərəf iştirak edib və sənəd imzalanıb.\n\nPaylaş"
    )
    assert marked(found) == ["Paylaş"]
    assert found.breaks[-1] == found.furniture[-1]


def test_spans_are_in_order_and_lie_within_the_text() -> None:
    found = document("news_en.txt")
    edges = [edge for span in found.furniture for edge in span]
    assert edges == sorted(set(edges))
    assert edges[-1] <= len(found.text)


def test_a_page_is_known_by_its_content_and_not_by_its_name() -> None:
    assert read(page(ARTICLE), filename="notes.txt", media_type="text/plain").media_type == "text/html"
    assert read(b"No tags here, only words.", filename="page.html", media_type="text/html").media_type == "text/plain"
    assert read(b"If a < b and c > d, then see <https://example.org>.").media_type == "text/plain"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{\\rtf1 words}", "an RTF document"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"xl/workbook.xml", "an Excel workbook"),
        (b"PK\x03\x04" + b"\x00" * 26 + b"photo.jpg", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\x00", "a PNG picture"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "an XML file"),
    ],
)
def test_a_format_that_cannot_be_read_is_named_with_those_that_can(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words) as caught:
        read(data, media_type="text/plain")
    assert all(reader.label in str(caught.value) for reader in READERS.values())


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\x00\x01\x02" * 9])
def test_empty_and_binary_files_are_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(data)


def test_a_page_gives_its_main_text_without_what_surrounds_it() -> None:
    found = document("page_en.html")
    assert found.text.startswith("Police hold two over plot against pipeline\n6 May 2021\n")
    assert "on Thursday – the first" in found.text
    assert found.furniture == ()
    assert not any(word in found.text for word in ("Home", "comment by a visitor", "All rights"))


def test_a_page_in_the_charset_it_declares_is_read() -> None:
    words = "Министры обсудили борьбу с терроризмом и подписали совместное заявление о сотрудничестве двух служб."
    html = f"<html><head><meta http-equiv=Content-Type content='text/html; charset=windows-1251'></head><p>{words}</p>"
    assert words in read(html.encode("cp1251")).text
    assert words in read(html.encode("koi8-r"), media_type="text/html; charset=koi8-r").text


def test_an_xhtml_page_with_an_encoding_declaration_is_read() -> None:
    html = b'<?xml version="1.0" encoding="utf-8"?>\n' + page(ARTICLE)
    assert "signed a protocol" in read(html).text


def test_a_page_without_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no text on this page"):
        read(page("<script>document.write('all of it')</script>"))


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="nested too deeply"):
        read(page("<div>" * 100_000 + "deep" + "</div>" * 100_000))


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(UnreadableError, match="50 MB"):
        read(page("<p>words</p>" * 4_170_000))


def test_a_very_short_page_is_read() -> None:
    assert read(b"<p>Both sides agreed.</p>").text.strip() == "Both sides agreed."


def test_what_was_read_names_its_reader_and_version() -> None:
    assert (plain("Some words.").reader, plain("Some words.").reader_version) == ("plain", "2")
    assert "trafilatura" in read(page(ARTICLE)).reader_version


def test_reading_needs_neither_django_nor_a_network() -> None:
    check = "import sys, sources.readers; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", check], check=False, cwd=Path(__file__).parents[2]).returncode == 0
