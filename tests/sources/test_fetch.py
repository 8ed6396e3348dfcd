"""Fetching from hostile ground: which addresses, how much, how long, and what the site asks of us."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from django.core.cache import cache
from pytest_django import Settings

from sources.fetch import BadAddress, Disallowed, Fetched, FetchError, NoAnswer, TooMuch, fetch, robots
from sources.fetch.limits import DOCUMENTS
from tests.sources.strangers import Page, Stranger, page, stranger

QUICK = replace(DOCUMENTS, seconds=3.0, connect_seconds=0.5, silence_seconds=1.0)


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test meets its servers for the first time, and does not wait for its turn."""
    cache.clear()
    monkeypatch.setattr(robots, "PAUSE", 0.01)
    yield
    cache.clear()


@pytest.fixture
def site(settings: Settings) -> Iterator[Stranger]:
    with stranger() as one:
        settings.FETCH_LOOPBACK = frozenset({one.host})
        yield one


def test_a_page_comes_with_its_headers_time_and_charset(site: Stranger) -> None:
    site.pages["/a"] = page("Görüş".encode("cp1254"), Content_Type="text/html; charset=windows-1254", ETag='"1"')
    got = fetch(site.url("/a#part"))
    assert ((got.data or b"").decode("cp1254"), got.media_type, got.charset) == ("Görüş", "text/html", "windows-1254")
    assert got.headers["ETag"] == '"1"'
    assert got.final_url == site.url("/a")


def test_it_says_who_it_is(site: Stranger, settings: Settings) -> None:
    settings.SITE_URL = "https://archive.example.org"
    site.pages["/a"] = page(b"text")
    fetch(site.url("/a"))
    assert site.headers[-1]["User-Agent"] == "ctarchive/1.0 (+https://archive.example.org/methodology/)"


def test_redirects_are_followed_and_told(site: Stranger) -> None:
    site.pages["/old"] = page(status=301, Location="/new")
    site.pages["/new"] = page(b"text")
    got = fetch(site.url("/old"))
    assert (got.requested_url, got.final_url, got.redirects) == (site.url("/old"), site.url("/new"), [site.url("/old")])


def test_an_unchanged_document_is_not_sent_again(site: Stranger) -> None:
    def conditional(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers["If-None-Match"] == '"1"'
        page(b"" if known else b"text", 304 if known else 200, ETag='"1"')(handler)

    site.pages["/a"] = conditional
    first: Fetched = fetch(site.url("/a"))
    assert fetch(site.url("/a"), known=first.headers).data is None


# -- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a", "file:///etc/passwd", "javascript:alert(1)", "gopher://example.org", "example.org/a",
        "http://", "http://user:secret@example.org/", "http://exa mple.org/", "http://[::1", "http://a:99999/",
        "http://example.org/" + "a" * 3000, "",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_fetched(url: str) -> None:
    with pytest.raises(BadAddress) as refused:
        fetch(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "10.0.0.1", "172.16.3.4", "192.168.1.1",
        "169.254.169.254", "[::ffff:169.254.169.254]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]",
        "224.0.0.1", "[ff02::1]",
        "100.64.0.1",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "255.255.255.255", "198.18.0.1", "localhost",
    ],
)  # fmt: skip
def test_private_networks_are_refused_in_every_spelling(host: str) -> None:
    with pytest.raises(BadAddress, match="not on the public internet"):
        fetch(f"http://{host}:9/", limits=QUICK)


def test_a_redirect_into_this_machine_is_refused(site: Stranger) -> None:
    with stranger() as inside:
        inside.pages["/secret"] = page(b"secret")
        site.pages["/a"] = page(status=302, Location=inside.url("/secret"))
        with pytest.raises(BadAddress):
            fetch(site.url("/a"))
        assert inside.asked == []


def test_a_redirect_to_another_scheme_is_refused(site: Stranger) -> None:
    site.pages["/a"] = page(status=302, Location="file:///etc/passwd")
    with pytest.raises(BadAddress, match="begins with http"):
        fetch(site.url("/a"))


def test_a_second_answer_of_the_name_server_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is resolved once for each request: what was vetted is what is connected to."""
    real = socket.getaddrinfo
    answers: list[str] = []

    def lying(host: str, port: int, *args: Any, **kwargs: Any) -> Any:
        if host != "rebind.example":
            return real(host, port, *args, **kwargs)
        answers.append(host)
        ip = "203.0.114.7" if len(answers) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port))]

    with stranger() as inside:
        monkeypatch.setattr(socket, "getaddrinfo", lying)
        with pytest.raises(FetchError):
            fetch(f"http://rebind.example:{inside.host.split(':')[1]}/", override_robots=True, limits=QUICK)
        assert inside.asked == []
        assert len(answers) == 1


def test_the_proxies_of_the_environment_are_not_used(site: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    site.pages["/a"] = page(b"text")
    assert fetch(site.url("/a")).data == b"text"


# -- how much, how long -------------------------------------------------------------------------------------------


def test_a_body_that_is_too_large_is_refused(site: Stranger) -> None:
    site.pages["/a"] = page(b"x" * 5000)
    with pytest.raises(TooMuch, match="larger than"):
        fetch(site.url("/a"), limits=replace(QUICK, bytes_sent=4000))


def test_a_gzip_bomb_is_refused_before_it_goes_off(site: Stranger) -> None:
    site.pages["/a"] = page(gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    with pytest.raises(TooMuch, match="larger than"):
        fetch(site.url("/a"), limits=replace(QUICK, bytes_unpacked=1_000_000))


def test_a_packed_body_is_unpacked(site: Stranger) -> None:
    site.pages["/a"] = page(gzip.compress(b"text"), Content_Encoding="gzip")
    assert fetch(site.url("/a")).data == b"text"


@pytest.mark.parametrize(
    ("body", "packing"),
    # No moment of packing in it: a test is called the same in every process that runs the tests.
    [(b"plain", "gzip"), (gzip.compress(b"text", mtime=0)[:-4], "gzip"), (b"x", "br")],
)
def test_a_lying_packing_is_refused(site: Stranger, body: bytes, packing: str) -> None:
    site.pages["/a"] = page(body, Content_Encoding=packing)
    with pytest.raises(NoAnswer):
        fetch(site.url("/a"))


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def _drips_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(200):
        handler.wfile.write(b"X-Slow-%d: 1\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("drip", [_drips, _drips_headers])
def test_an_answer_that_never_ends_is_cut(site: Stranger, drip: Page) -> None:
    site.pages["/a"] = drip
    started = threading.active_count()
    with pytest.raises(TooMuch, match="did not arrive within"):
        fetch(site.url("/a"), limits=replace(QUICK, seconds=0.5))
    assert threading.active_count() <= started + 2


def test_a_body_that_breaks_off_is_refused(site: Stranger) -> None:
    site.pages["/a"] = page(b"half", Content_Length="8")
    with pytest.raises(NoAnswer, match=r"broke off|incomplete|IncompleteRead"):
        fetch(site.url("/a"), limits=QUICK)


def test_redirects_in_a_circle_end(site: Stranger) -> None:
    site.pages["/a"] = page(status=302, Location="/b")
    site.pages["/b"] = page(status=302, Location="/a")
    with pytest.raises(NoAnswer, match="redirects more than"):
        fetch(site.url("/a"))


@pytest.mark.parametrize("status", [204, 403, 404, 500])
def test_an_answer_without_a_document_is_refused(site: Stranger, status: int) -> None:
    site.pages["/a"] = page(b"" if status == 204 else b"sorry", status)
    with pytest.raises(NoAnswer, match=str(status) if status != 204 else "nothing in it"):
        fetch(site.url("/a"))


@pytest.mark.parametrize(
    "raw", [b"", b"HTTP/1.1 banana\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"SSH-2.0-OpenSSH_9\r\n"]
)
def test_what_is_no_web_server_is_refused(site: Stranger, raw: bytes) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)

    site.pages["/a"] = answer
    with pytest.raises(NoAnswer):
        fetch(site.url("/a"), limits=QUICK)


def test_a_server_that_speaks_no_tls_is_refused(site: Stranger) -> None:
    with pytest.raises(FetchError), suppress(ssl.SSLError):
        fetch(site.url("/a").replace("http:", "https:"), limits=QUICK, override_robots=True)


# -- what the site asks -------------------------------------------------------------------------------------------


def test_robots_txt_is_honoured_unless_overridden(site: Stranger) -> None:
    site.pages |= {"/robots.txt": page(b"User-agent: *\nDisallow: /private"), "/private/a": page(b"text")}
    with pytest.raises(Disallowed, match="asks programs not to"):
        fetch(site.url("/private/a"))
    assert fetch(site.url("/private/a"), override_robots=True).data == b"text"


def test_robots_txt_that_names_us_is_honoured(site: Stranger) -> None:
    site.pages |= {
        "/robots.txt": page(b"User-agent: ctarchive\nDisallow: /\n\nUser-agent: *\nAllow: /"),
        "/a": page(b"t"),
    }
    with pytest.raises(Disallowed):
        fetch(site.url("/a"))


def test_a_failing_robots_txt_means_no_and_a_missing_one_yes(site: Stranger) -> None:
    site.pages |= {"/robots.txt": page(b"", 503), "/a": page(b"text")}
    with pytest.raises(Disallowed, match="cannot be read"):
        fetch(site.url("/a"))
    cache.clear()
    site.pages["/robots.txt"] = page(b"gone", 410)
    assert fetch(site.url("/a")).data == b"text"


def test_robots_txt_is_asked_for_once_an_hour(site: Stranger) -> None:
    site.pages["/a"] = page(b"text")
    fetch(site.url("/a")), fetch(site.url("/a"))
    assert site.asked.count("/robots.txt") == 1


def test_where_a_redirect_leads_is_asked_for_too(site: Stranger) -> None:
    site.pages |= {
        "/robots.txt": page(b"User-agent: *\nDisallow: /b"), "/a": page(status=302, Location="/b"), "/b": page(b"text"),
    }  # fmt: skip
    with pytest.raises(Disallowed):
        fetch(site.url("/a"))


def test_one_host_is_not_asked_too_often(site: Stranger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "PAUSE", 60.0)
    site.pages["/a"] = page(b"text")
    fetch(site.url("/a"))
    with pytest.raises(TooMuch, match="did not get its turn"):
        fetch(site.url("/a"), limits=replace(QUICK, seconds=0.3))
