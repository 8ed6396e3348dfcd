"""What a document says about itself: proposed with its basis, and left empty where the document does not say."""

from pathlib import Path

import pytest
import yaml

from editorial import edtf
from sources.readers import Proposal, read
from sources.readers.dates import date_line, iso_date
from sources.readers.language import guess_language
from sources.readers.symbols import document_symbols
from tests.sources.test_readers import ARTICLE, document, page

PROSE = "The two services agreed to exchange lists of suspects, the ministry said after the talks in the capital."


def told(text: str) -> Proposal:
    return read(text.encode()).proposal


def test_the_real_documents_say_what_an_editor_recorded(seeds: Path) -> None:
    dossier = yaml.safe_load((seeds / "dossier.yaml").read_text())
    publishers = {publisher["id"]: publisher["name"] for publisher in dossier["publishers"]}
    for source in dossier["sources"]:
        found = read((seeds / source["file"]).read_bytes()).proposal
        derived = found.title_basis == "derived from the first sentence"
        assert derived == (source["id"] == "sss-2019")
        assert derived or found.title == source["title"]
        assert found.published == ("" if "/" in source["published"] else source["published"])
        assert found.publisher in {"", publishers[source["publisher"]]}
        assert found.authors == tuple(source.get("authors", ()))
        assert found.language == source["language"]


def test_the_one_real_document_without_a_headline_is_called_by_its_first_sentence(seeds: Path) -> None:
    found = read((seeds / "003_69ee5d618b2046bf.txt").read_bytes())
    assert len(found.proposal.title) <= 120
    assert found.proposal.title.endswith("…")
    assert found.proposal.title[:-1] in found.text


def test_the_real_documents_name_their_publisher_and_symbols_or_nothing(seeds: Path) -> None:
    found = {path.name[:3]: read(path.read_bytes()).proposal for path in seeds.glob("*.txt")}
    assert {name: proposal.publisher for name, proposal in found.items() if proposal.publisher} == {"004": "Azernews"}
    assert {name: proposal.symbols for name, proposal in found.items() if proposal.symbols} == {
        "001": ("A/75/625-S/2020/1161",)
    }


@pytest.mark.parametrize(
    ("name", "title", "published", "publisher", "authors", "language"),
    [
        (
            "news_en.txt", "Border guards of two states hold joint exercise near Khachmaz", "2019-05-14T11:20:00+04:00",
            "Khazar Daily", ("Leyla Mammadova",), "en",
        ),
        (
            "news_ru.txt", "В Баку прошло заседание рабочей группы по борьбе с терроризмом", "2019-03-12T15:40:00",
            "Вестник безопасности", (), "ru",
        ),
        (
            "news_az.txt", "Dövlət Təhlükəsizliyi Xidməti əməliyyat keçirib", "2019-03-12T14:35:00",
            "", ("Nigar Əliyeva",), "az",
        ),
        (
            "list_above.txt", "Tajikistan extradites suspect to Azerbaijan over financing of terrorism",
            "2021-01-21T18:03:00", "Trend News Agency", (), "en",
        ),
        (
            "letter_un.txt", "Letter dated 27 November 2020 from the Permanent Representative of Azerbaijan to the"
            " United Nations addressed to the Secretary-General", "2020-11-30", "United Nations", (), "en",
        ),
        (
            "agreement.txt", "AGREEMENT between the Government of the Republic of Azerbaijan and the Government of the"
            " Republic of Uzbekistan on cooperation in combating terrorism", "", "", (), "en",
        ),
        (
            "page_en.html", "Police hold two over plot against pipeline", "2021-05-06T08:00:00Z", "Caspian Post",
            ("Leyla Mammadova",), "en",
        ),
    ],
)  # fmt: skip
def test_a_document_says(
    name: str, title: str, published: str, publisher: str, authors: tuple[str, ...], language: str
) -> None:
    found = document(name).proposal
    assert (found.title, found.published, found.publisher) == (title, published, publisher)
    assert (found.authors, found.language) == (authors, language)


def test_a_proposed_date_is_edtf() -> None:
    for name in ("news_en.txt", "news_ru.txt", "news_az.txt", "letter_un.txt", "page_en.html"):
        assert edtf.parse(document(name).proposal.published).text == document(name).proposal.published


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("19 October 2017 09:58 (UTC+04:00)", "2017-10-19T09:58:00+04:00"),
        ("date 2019-11-12", "2019-11-12"),
        ("Posted on July 20, 2017 by admin", "2017-07-20"),
        ("Thursday, 4th of May, 2017, 9:05 pm GMT", "2017-05-04T21:05:00Z"),
        ("2019-cu il 12 mart", "2019-03-12"),
        ("12 İYUN 2019 | Siyasət", "2019-06-12"),
        ("Опубликовано: 5 мая 2020 года, 07:30", "2020-05-05T07:30:00"),
        ("23.04.2017 14:05", "2017-04-23T14:05:00"),
        ("04/23/2017", "2017-04-23"),
        ("05/05/2017", "2017-05-05"),
        ("October 2017", "2017-10"),
        ("03/04/2017", ""),
        ("31 February 2019", ""),
    ],
)
def test_a_date_line_is_read(line: str, expected: str) -> None:
    found = date_line(line)
    assert found is not None
    assert found.edtf == expected


@pytest.mark.parametrize(
    "line",
    [
        "The visit took place from 3 to 5 June 2019",
        "Joint declaration of 12 March 2019",
        "19 October 2017 - 21 October 2017",
        "Law on the Fight against Terrorism (1999)",
        "S/2020/1161",
        "March of the veterans",
    ],
)
def test_other_lines_with_numbers_are_no_date_lines(line: str) -> None:
    assert date_line(line) is None


def test_a_numeric_date_is_day_first_where_the_language_writes_it_so() -> None:
    assert told(f"Ministers meet in the capital\n03.04.2017\n{PROSE}").published == ""
    russian = "Министры обсудили борьбу с терроризмом в регионе и договорились о встрече, сообщили в министерстве."
    assert told(f"Министры встретились в столице\n03.04.2017\n{russian}").published == "2017-04-03"


def test_a_date_within_a_sentence_is_never_the_date_of_publication() -> None:
    found = told(
        f"Experts visit the country for talks\n\nThe experts came from 3 to 5 June 2019 and met them all.\n\n{PROSE}"
    )
    assert (found.published, found.published_basis) == ("", "")


@pytest.mark.parametrize(
    "clock", ["Sunday April 21 2024", "Today: 21 April 2024", "Oxu.az\n21 April 2024", "21 April 2024"]
)
def test_the_day_of_the_visit_is_never_the_date_of_publication(clock: str) -> None:
    own = "3 May 2018, 10:15" if clock == "21 April 2024" else ""
    found = told(f"{clock}\n\nServices of two states sign a protocol\n{own}\n{PROSE}")
    assert found.published == ("2018-05-03T10:15:00" if own else "")


def test_the_day_of_an_update_is_not_the_date_of_publication() -> None:
    head = "Services of two states sign a protocol\nUpdated: 5 May 2018\nPublished: 3 May 2018"
    assert told(f"{head}\n{PROSE}").published == "2018-05-03"


def test_a_dateline_tells_date_and_agency() -> None:
    found = told(f"Course for officials opens\n\nVIENNA, 25 July 2018 (Reuters) – {PROSE}")
    assert (found.published, found.published_basis) == ("2018-07-25", "dateline of the report")
    assert (found.publisher, found.publisher_basis) == ("Reuters", "agency named in the dateline")


def test_without_a_headline_the_first_sentence_is_shortened_at_a_word() -> None:
    found = told(
        f"date 2019-11-12\n\n{'Several delegations from neighbouring countries ' * 4}met Mr. Smith there. {PROSE}"
    )
    assert found.title_basis == "derived from the first sentence"
    assert len(found.title) <= 120
    assert found.title.endswith("delegations from neighbouring…") or found.title.endswith("Several delegations…")


def test_a_section_named_twice_is_not_the_headline_but_a_headline_named_twice_is() -> None:
    section = told(f"Foreign policy\nForeign policy\nCombating organised crime\n\n{PROSE}")
    assert section.title == "Combating organised crime"
    twice = told(f"Two ministers sign a new protocol (VIDEO)\nPolitics\nTwo ministers sign a new protocol\n\n{PROSE}")
    assert twice.title == "Two ministers sign a new protocol"


def test_the_file_name_tells_nothing() -> None:
    found = read(PROSE.encode(), filename="2018-05-03_Reuters_Big-news.txt").proposal
    assert (found.published, found.publisher) == ("", "")
    assert "Big" not in found.title


def test_a_byline_needs_names() -> None:
    assert told(f"Ministers sign a protocol\nBy John Smith and Leyla al-Hassan\n{PROSE}").authors == (
        "John Smith",
        "Leyla al-Hassan",
    )
    assert told(f"Ministers sign a protocol\nBy order of the President\n{PROSE}").authors == ()


def test_open_graph_comes_before_other_metadata_and_the_site_is_cut_off() -> None:
    head = (
        '<title>Old title | Caspian Post</title><meta property="og:site_name" content="Caspian Post">'
        '<meta property="og:title" content="Two services sign &amp; seal | Caspian Post">'
        '<meta property="article:published_time" content="2020-02-03T04:05:06+0400">'
        '<meta name="author" content="admin"><link rel="canonical" href="javascript:alert(1)">'
    )
    found = read(page(ARTICLE, head)).proposal
    assert (found.title, found.title_basis) == ("Two services sign & seal", "og:title")
    assert (found.published, found.published_basis) == ("2020-02-03T04:05:06+04:00", "article:published_time")
    assert (found.publisher, found.authors, found.canonical_url) == ("Caspian Post", (), "")


def test_broken_metadata_are_passed_over() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
        f'<script type="application/ld+json">{"[" * 3000}</script>'
        '<meta property="article:published_time" content="yesterday"><meta name="date" content="0001-01-01">'
    )
    found = read(page(ARTICLE, head)).proposal
    assert (found.title, found.title_basis, found.published) == ("Two services sign a protocol", "h1", "")


def test_a_declared_language_yields_to_the_words() -> None:
    words = "Министры обсудили борьбу с терроризмом и подписали совместное заявление о сотрудничестве двух служб."
    html = f'<html lang="en-US"><body><p>{words}</p><p>{words}</p></body></html>'
    assert read(html.encode()).proposal.language == "ru"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PROSE, "en"),
        ("İki dövlətin təhlükəsizlik xidmətləri arasında əməkdaşlıq haqqında saziş imzalanıb.", "az"),
        ("اجتمع الوزراء في تونس من أجل التعاون على مكافحة الإرهاب وتبادل المعلومات بين الدول.", "ar"),
        ("უსაფრთხოების სამსახურებმა ხელი მოაწერეს შეთანხმებას.", "ka"),
        ("Zwei Dienste haben in der Hauptstadt ein Abkommen unterzeichnet, das für die Region gilt.", "de"),
        ("OK", ""),
        ("12345 67 89", ""),
    ],
)
def test_a_language_is_guessed_or_left_open(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_document_symbols_are_found_in_one_spelling() -> None:
    text = "See A/75/625–S/2020/1161, S/RES/2396(2017), S/RES/1373 (2001), E/CN.4/2005/103, A/HRC/40/52/Add.1"
    assert document_symbols(f"{text} and S/PV.8148. Again S/RES/2396 (2017).") == (
        "A/75/625-S/2020/1161", "S/RES/2396 (2017)", "S/RES/1373 (2001)", "E/CN.4/2005/103", "A/HRC/40/52/Add.1",
        "S/PV.8148",
    )  # fmt: skip


def test_everyday_abbreviations_are_no_symbols() -> None:
    assert (
        document_symbols("an A/4 sheet, and/or, S/N 12345, A/B tests, TCP/IP, 24/7, https://example.org/A/75/1") == ()
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [("2017-10-19T09:58:00.123Z", "2017-10-19T09:58:00Z"), ("2019", "2019"), ("2019-13", ""), ("soon", ""), ("", "")],
)
def test_a_date_in_metadata_is_edtf_or_nothing(value: str, expected: str) -> None:
    assert iso_date(value) == expected
