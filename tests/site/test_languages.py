"""The language of a page is in its address: English without a prefix, /az/ and /ru/ with one."""

import re

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import SafeString
from django.utils.translation import override

from editorial import dates
from editorial.languages import capfirst, listed
from events.models import Event
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make.published_event(title="Talks in Baku")


def test_existing_addresses_stay_and_are_in_english(client: Client) -> None:
    answer = client.get("/events/", headers={"Accept-Language": "ru"})
    assert '<html lang="en" dir="ltr">' in answer.text
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert not answer.cookies


@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_page_answers_in_the_language_of_its_address(client: Client, event: Event, language: str) -> None:
    claim = event.claims.get()
    source = claim.evidence.get().capture.source
    records = [one.get_absolute_url() for one in (event, claim, source, source.publisher)]
    pages = [
        "/", "/events/", "/entities/", "/claims/", "/sources/", "/publishers/", "/search/", "/search/?q=talks",
        "/codebook/", "/about/", "/about/how-we-work/", "/coverage/", "/data/", "/corrections/", "/feeds/",
        "/events/timeline/", "/events/map/", "/events/year/2018/", *records,
    ]  # fmt: skip
    for page in pages:
        answer = client.get(f"/{language}{page}")
        assert answer.status_code == 200, page
        assert f'<html lang="{language}" dir="ltr">' in answer.text, page
        assert answer.headers["Content-Language"] == language


def test_what_editors_wrote_says_its_language(client: Client, event: Event) -> None:
    assert '<h1 dir="auto" lang="en">Talks in Baku</h1>' in client.get(f"/ru{event.get_absolute_url()}").text
    assert '<h1 dir="auto">Talks in Baku</h1>' in client.get(event.get_absolute_url()).text


def test_links_stay_within_the_language(client: Client, event: Event) -> None:
    page = client.get(f"/ru{event.get_absolute_url()}")
    # Pages end in a slash; files, the API and what is static are the same in every language.
    paths = [re.split("[?#]", link)[0] for link in _links(page.text)]
    inside = [path for path in paths if path.startswith("/") and path.endswith("/") and not path.startswith("/api/")]
    assert len(inside) > 15
    assert [link for link in inside if not link.startswith("/ru/")] == [
        event.get_absolute_url(), f"/az{event.get_absolute_url()}"
    ]  # fmt: skip


def _links(page: str) -> list[str]:
    return [part.partition('"')[0] for part in page.split(' href="')[1:]]


def test_the_switch_leads_to_the_same_page_in_the_same_state(client: Client) -> None:
    page = client.get("/ru/events/?kind=visit&q=%C4%B0dris").text
    assert '<a href="/events/?kind=visit&amp;q=%C4%B0dris" lang="en" hreflang="en">English</a>' in page
    assert '<a href="/az/events/?kind=visit&amp;q=%C4%B0dris" lang="az" hreflang="az">Azərbaycanca</a>' in page
    assert '<span lang="ru" aria-current="true">Русский</span>' in page


def test_each_language_is_an_alternate_of_the_others(client: Client) -> None:
    page = client.get("/az/about/").text
    assert '<link rel="canonical" href="http://localhost:8000/az/about/">' in page
    for language, path in {"x-default": "", "en": "", "az": "/az", "ru": "/ru"}.items():
        assert f'<link rel="alternate" hreflang="{language}" href="http://localhost:8000{path}/about/">' in page


def test_a_stale_address_leads_on_within_its_language(client: Client, event: Event) -> None:
    answer = client.get(f"/az/events/old-words-{event.pk}/?as_of=2030-01-01")
    assert answer.status_code == 301
    assert answer.headers["Location"] == f"/az{event.get_absolute_url()}?as_of=2030-01-01"
    assert client.get("/ru/events").headers["Location"] == "/ru/events/"


def test_what_is_not_there_says_so_in_the_language(client: Client) -> None:
    answer = client.get("/ru/events/0000000000/")
    assert answer.status_code == 404
    assert '<html lang="ru"' in answer.text
    assert "hreflang" not in answer.text.partition("</head>")[0]


@pytest.mark.parametrize("path", ["/en/events/", "/de/events/", "/ru/robots.txt", "/az/api/v1/", "/ru/admin/"])
def test_what_has_no_such_version_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_admin_is_in_english_whatever_the_browser_asks(client: Client) -> None:
    answer = client.get("/admin/login/", headers={"Accept-Language": "ru"})
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en' in answer.text


def test_the_api_heeds_the_browser_and_says_that_it_varies(client: Client, event: Event) -> None:
    path = f"/api/v1/events/{event.pk}/"
    answer = client.get(path, headers={"Accept-Language": "de, ru;q=0.8"})
    assert answer.headers["Content-Language"] == "ru"
    assert "Accept-Language" in answer.headers["Vary"]
    assert client.get(path, headers={"Accept-Language": "de"}).headers["Content-Language"] == "en"
    assert client.get(path).headers["Content-Language"] == "en"


def test_permanent_addresses_are_the_same_in_every_language(client: Client, event: Event) -> None:
    written = [client.get(f"{prefix}/events/{event.pk}/cite.json").json() for prefix in ("", "/az", "/ru")]
    one = written[0] if isinstance(written[0], dict) else written[0][0]
    assert one["URL"] == f"http://localhost:8000/events/{event.pk}/"
    assert {(w if isinstance(w, dict) else w[0])["URL"] for w in written} == {one["URL"]}
    page = client.get(f"/ru{event.get_absolute_url()}").text
    assert f'"@id": "http://localhost:8000/events/{event.pk}/"' in page.replace('"@id":"', '"@id": "')


def test_a_feed_leads_to_pages_of_its_language(client: Client, event: Event) -> None:
    feed = client.get("/ru/feeds/publications.atom").text
    assert f"http://localhost:8000/ru/events/{event.pk}/" in feed
    assert 'xml:lang="ru"' in feed


def test_a_language_takes_no_more_queries(client: Client, event: Event) -> None:
    for page in ("/", "/events/", "/search/?q=talks", event.get_absolute_url()):
        assert queries(client, f"/ru{page}") == queries(client, page)


def test_sitemaps_name_every_language(client: Client, event: Event) -> None:
    answer = client.get("/sitemaps/events.xml")
    sitemap = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    path = event.get_absolute_url()
    assert f"<loc>http://localhost:8000{path}</loc>" in sitemap
    for language, prefix in {"en": "", "az": "/az", "ru": "/ru"}.items():
        assert f'hreflang="{language}" href="http://localhost:8000{prefix}{path}"/>' in sitemap
    assert "Disallow: /ru/search/" in client.get("/robots.txt").text


def test_the_frame_of_a_picture_speaks_the_language_of_its_page(client: Client) -> None:
    answer = client.get("/oembed", {"url": "http://localhost:8000/ru/events/map/?kind=visit"}).json()
    assert 'src="http://localhost:8000/ru/embed/events/map/?kind=visit"' in answer["html"]
    assert '<html lang="ru"' in client.get("/ru/embed/events/map/").text


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "2019-11-12", "12 November 2019"),
        ("az", "2019-11-12", "12 noyabr 2019"),
        ("ru", "2019-11-12", "12 ноября 2019"),
        ("az", "2019-11", "noyabr 2019"),
        ("ru", "2019-11", "ноябрь 2019"),
    ],
)
def test_months_are_called_as_the_language_calls_them(language: str, written: str, said: str) -> None:
    assert dates.echo(written, language).removesuffix(" года").removesuffix(" г.") == said


def test_capital_letters_and_lists_follow_the_language() -> None:
    with override("az"):
        assert capfirst("iddia") == "İddia"
        assert listed(["a", "b", "c"]) == "a, b və c"
    with override("ru"):
        assert listed(["a", "b", "c"]) == "a, b и c"
    assert capfirst("iddia") == "Iddia"
    assert capfirst("") == ""


def test_capitals_leave_markup_what_it_is() -> None:
    page = Template("{{ box|capfirst }} {{ text|capfirst }}")
    assert page.render(Context({"box": SafeString("<input>"), "text": "<b>"})) == "<input> &lt;b&gt;"
