"""The site of nginx that we give out, in a real nginx, in front of two servers on this machine that run the archive."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.conf import settings as project
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from pytest_django import Settings

from editorial import throttle

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/opt/homebrew/bin")
OPENSSL = shutil.which("openssl")
NAME = "archive.example.org"
SITE = Path(project.BASE_DIR) / "docs" / "deploy" / "nginx.conf"

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not (NGINX and OPENSSL), reason="nginx and openssl are not on this machine"),
]


@dataclass
class Seen:
    """What a server behind nginx was asked."""

    port: int
    host: str
    scheme: str
    address: str
    id: str


@dataclass
class Front:
    """A running nginx, and what arrived behind it."""

    plain: int
    secure: int
    seen: list[Seen] = field(default_factory=list)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None) -> Any:
        connection = http.client.HTTPSConnection("127.0.0.1", self.secure, context=trusting(), timeout=20)
        connection.request(method, path, headers={"Host": NAME} | (headers or {}))
        answer = connection.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


def trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def behind(seen: list[Seen]) -> Any:
    """The archive, as gunicorn runs it behind a proxy of the same machine."""
    archive = WSGIHandler()

    def answer(environ: dict[str, Any], start: Any) -> Any:
        environ["wsgi.url_scheme"] = environ.get("HTTP_X_FORWARDED_PROTO", "http")
        request = WSGIRequest(environ)
        seen.append(Seen(int(environ["SERVER_PORT"]), request.get_host(), str(request.scheme),
                         throttle.address_of(request), request.headers.get("X-Request-ID", "")))  # fmt: skip
        return archive(environ, start)

    return answer


def configure(folder: Path, front: Front, backends: list[int]) -> Path:
    """Our site with this machine's ports and paths, and shorter patience; nothing else is changed."""
    site = SITE.read_text()
    changes = [
        ("server 127.0.0.1:8000;", " ".join(f"server 127.0.0.1:{port};" for port in backends)),
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{front.plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{front.secure} ssl http2;"),
        ("/etc/letsencrypt/live/archive.example.org", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/var/www/ctarchive/static/", f"{folder}/static/"),
        ("rate=1r/s", "rate=1r/m"),  # on a busy machine thirty requests take their time
        ("client_header_timeout 15s", "client_header_timeout 1s"),
        ("client_body_timeout 15s", "client_body_timeout 1s"),
    ]
    for ours, theirs in changes:
        assert ours in site, ours
        site = site.replace(ours, theirs)
    kept = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    whole = folder / "whole.conf"
    whole.write_text(
        f"{user}daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/start.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ types {{ text/css css; }}\n{kept}{site}\n}}\n"
    )
    return whole


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Start nginx, and two servers behind it."""
    folder, found = tmp_path_factory.mktemp("nginx"), Front(free_port(), free_port())
    servers = [make_server("127.0.0.1", 0, behind(found.seen), Server, Silent) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    subject = ["-subj", f"/CN={NAME}", "-days", "1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True
    )
    (folder / "static").mkdir()
    (folder / "static" / "site.0123456789ab.css").write_text("body {}")
    whole = configure(folder, found, [server.server_port for server in servers])
    tried = subprocess.run([str(NGINX), "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    nginx = subprocess.Popen([str(NGINX), "-c", str(whole)])
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", found.secure)) == 0:
                break
        time.sleep(0.1)
    yield found
    nginx.terminate()
    nginx.wait(10)
    for server in servers:
        server.shutdown()


@pytest.fixture(autouse=True)
def _site(settings: Settings, front: Front) -> None:
    """The settings that follow from SITE_URL=https://archive.example.org."""
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = [NAME], True
    front.seen.clear()


def test_a_page_comes_from_either_server_and_is_told_who_asks_and_how(front: Front) -> None:
    for _ in range(4):
        forged = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http", "X-Request-ID": "forged-by-a-reader"}
        answer = front.ask("GET", "/healthz", forged)
        assert answer.status == 200
        assert answer.getheader("X-Request-ID") == front.seen[-1].id
        assert re.fullmatch("[0-9a-f]{32}", front.seen[-1].id)
    assert len({one.port for one in front.seen}) == 2
    assert {(one.host, one.scheme, one.address) for one in front.seen} == {(NAME, "https", "127.0.0.1")}


def test_redirects_lead_to_the_public_address_and_not_in_a_circle(front: Front) -> None:
    plain = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=20)
    plain.request("GET", "/events/?q=x", headers={"Host": NAME})
    moved = plain.getresponse()
    assert (moved.status, moved.getheader("Location")) == (301, f"https://{NAME}/events/?q=x")
    plain.close()
    again = front.ask("GET", "/codebook")
    assert (again.status, again.getheader("Location")) == (301, "/codebook/")
    assert again.getheader("Strict-Transport-Security") or project.SECURE_HSTS_SECONDS == 0


def test_static_files_come_from_the_disk_and_may_be_kept_for_ever(front: Front) -> None:
    answer = front.ask("GET", "/static/site.0123456789ab.css")
    assert (answer.status, answer.content) == (200, b"body {}")
    assert answer.getheader("Cache-Control") == "public, max-age=31536000, immutable"
    assert answer.getheader("Content-Security-Policy").startswith("default-src 'none'")
    assert answer.getheader("Cross-Origin-Resource-Policy") == "cross-origin"
    assert front.ask("GET", "/static/../privkey.pem").status in {400, 404}
    assert not [one for one in front.seen if "static" in one.host]


@pytest.mark.parametrize(
    ("path", "megabytes", "comes_through"),
    [("/report/event/0000000000/", 2, False), ("/admin/exchange/", 2, True), ("/admin/exchange/", 27, False),
     ("/api/v1/work/captures/", 2, True), ("/api/v1/events/", 2, False)],
)  # fmt: skip
def test_a_large_body_is_refused_where_no_files_are_sent(
    front: Front, path: str, megabytes: int, comes_through: bool
) -> None:
    connection = http.client.HTTPSConnection("127.0.0.1", front.secure, context=trusting(), timeout=20)
    connection.putrequest("POST", path, skip_host=True)
    for name, value in (("Host", NAME), ("Content-Length", str(megabytes * 1024 * 1024))):
        connection.putheader(name, value)
    connection.endheaders()
    try:
        status = connection.getresponse().status
    except http.client.RemoteDisconnected:
        status = 408  # it waited for the body
    assert status == (408 if comes_through else 413)
    connection.close()


def test_who_sends_slowly_is_cut_off(front: Front) -> None:
    started = time.monotonic()
    with trusting().wrap_socket(socket.create_connection(("127.0.0.1", front.secure), timeout=20)) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
        assert slow.recv(100) in {b"", b"HTTP/1.1 408"[:100]} or time.monotonic() - started < 10
    assert 0.5 < time.monotonic() - started < 15
    assert front.seen == []


def test_figures_are_not_for_who_comes_from_outside(front: Front) -> None:
    assert front.ask("GET", "/metrics").status == 404
    assert front.seen == []


def test_who_asks_too_often_waits(front: Front) -> None:
    statuses = [front.ask("GET", "/admin/login/none").status for _ in range(30)]
    assert 429 in statuses
    assert len(front.seen) < 30
    assert statuses.index(429) >= 10
