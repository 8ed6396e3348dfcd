"""One request to a stranger's server: to a vetted address, by that very address, and never for longer than agreed.

requests-hardened resolves the host once, refuses private, loopback, link-local, multicast and metadata ranges (IPv4,
IPv6 and IPv4 inside IPv6), and connects to the very IP it vetted, so that a second DNS answer changes nothing. The
environment's proxies and .netrc are not used.
"""

from __future__ import annotations

import socket
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from sources.fetch.errors import BadAddress, NoAnswer, TooMuch
from sources.fetch.limits import Limits

_PIECE = 64 * 1024
# We ask for no other packing, because we unpack within bounds ourselves.
_UNPACKED_BY = {"gzip": 31, "x-gzip": 31, "deflate": 47}


@dataclass(frozen=True)
class Answer:
    """What the server sent: the status, its headers as sent, and the document without the packing of the transfer."""

    status: int
    reason: str
    headers: dict[str, str]
    data: bytes


class Clock:
    """The time that is left. When it is up, the open connection is cut, whatever the other side is doing."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._ends = monotonic() + seconds
        self._open: socket.socket | None = None
        self.is_up = False

    def left(self) -> float:
        return max(0.0, self._ends - monotonic())

    def opened(self, connection: socket.socket) -> None:
        self._open = connection
        if self.is_up:
            self._cut()

    def _cut(self) -> None:
        self.is_up = True
        if self._open is not None:
            with suppress(OSError):
                self._open.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def running(self) -> Iterator[None]:
        timer = threading.Timer(self.left(), self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def ask(url: str, *, headers: dict[str, str], limits: Limits, clock: Clock) -> Answer:
    """GET one address, without following a redirect.

    Raises `BadAddress` where the host leads into a private network, `TooMuch` for what is larger or slower than
    `limits` allow, and `NoAnswer` where the connection fails.
    """
    with clock.running(), _session(clock, urlsplit(url).netloc in settings.FETCH_LOOPBACK) as session:
        timeout = (min(limits.connect_seconds, clock.left() or 0.001), limits.silence_seconds)
        with _named_errors(url, clock):
            response = session.get(url, headers=headers, stream=True, timeout=timeout, allow_redirects=False)
            with closing(response):
                return Answer(
                    status=response.status_code,
                    reason=response.reason or "",
                    headers=_plain(response.headers),
                    data=_unpacked(response, limits, clock),
                )


def send(url: str, *, data: bytes, headers: dict[str, str], limits: Limits, clock: Clock) -> Answer:
    """POST to one address, without following a redirect. What it answers is not read: its status and headers tell.

    Raises what `ask` raises.
    """
    with clock.running(), _session(clock, urlsplit(url).netloc in settings.FETCH_LOOPBACK) as session:
        timeout = (min(limits.connect_seconds, clock.left() or 0.001), limits.silence_seconds)
        with _named_errors(url, clock):
            response = session.post(
                url, data=data, headers=headers, stream=True, timeout=timeout, allow_redirects=False
            )
            with closing(response):
                return Answer(response.status_code, response.reason or "", _plain(response.headers), b"")


@contextmanager
def _named_errors(url: str, clock: Clock) -> Iterator[None]:
    """Whatever goes wrong with a connection, as an error that says what to do."""
    try:
        yield
    except InvalidIPAddress as error:
        raise BadAddress(
            f"{url} leads to {error}, which is not on the public internet; nothing is fetched from there"
        ) from error
    except (requests.RequestException, HTTPError, OSError, UnicodeError, ValueError) as error:
        if isinstance(error, TooMuch | NoAnswer):
            raise
        if clock.is_up or not clock.left():
            raise _too_slow(url, clock) from error
        raise NoAnswer(f"{url} could not be fetched: {_cause(error)}") from error


def _session(clock: Clock, allow_loopback: bool) -> requests.Session:
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=allow_loopback,
        never_redirect=True,
        default_timeout=(10, 15),
    )
    session: requests.Session = Manager(config).get_session()
    session.trust_env = False
    for adapter in session.adapters.values():
        adapter.poolmanager.pool_classes_by_scheme = _pools(clock)  # type: ignore[attr-defined]
    return session


def _pools(clock: Clock) -> dict[str, type]:
    """Connection pools whose connections tell the clock what they opened, before any handshake."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            clock.opened(made)
            return made

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            made = super()._new_conn()
            clock.opened(made)
            return made

    http = type("Pool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
    https = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
    return {"http": http, "https": https}


def _plain(headers: Any) -> dict[str, str]:
    """Headers as text that any database keeps."""
    return {str(name)[:200]: str(value).replace("\x00", "")[:4000] for name, value in list(headers.items())[:200]}


def _unpacked(response: requests.Response, limits: Limits, clock: Clock) -> bytes:
    """The body, unpacked as it comes, so that a small answer never grows beyond its bounds in memory."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing and packing != "identity" and packing not in _UNPACKED_BY:
        raise NoAnswer(f"{response.url} answered packed as “{packing}”, which we did not ask for")
    unpack = zlib.decompressobj(_UNPACKED_BY[packing]) if packing in _UNPACKED_BY else None
    sent, body = 0, bytearray()
    for piece in _pieces(response, clock):
        sent += len(piece)
        if sent > limits.bytes_sent:
            raise _too_large(response.url, limits.bytes_sent)
        try:
            body += unpack.decompress(piece, limits.bytes_unpacked + 1 - len(body)) if unpack else piece
        except zlib.error as error:
            raise NoAnswer(f"{response.url} is said to be packed as {packing}, but is not: {error}") from error
        if len(body) > limits.bytes_unpacked:
            raise _too_large(response.url, limits.bytes_unpacked)
    if unpack and not unpack.eof and sent:
        raise NoAnswer(f"{response.url} broke off: its packed body is not whole")
    return bytes(body)


def _pieces(response: requests.Response, clock: Clock) -> Iterator[bytes]:
    """What has arrived, as it arrives: a server that sends a byte now and then must not hold us."""
    told = response.headers.get("Content-Length", "")
    received = 0
    while True:
        piece = response.raw.read1(_PIECE, decode_content=False)
        if clock.is_up or not clock.left():
            raise _too_slow(response.url, clock)
        if not piece:
            break
        received += len(piece)
        yield piece
    if told.isdigit() and received < int(told):
        raise NoAnswer(f"{response.url} broke off after {received} of {told} bytes; try again later")


def _too_large(url: str, most: int) -> TooMuch:
    return TooMuch(f"{url} is larger than {most // 1024 // 1024 or 1} MB; save the part you need and upload it")


def _too_slow(url: str, clock: Clock) -> TooMuch:
    return TooMuch(f"{url} did not arrive within {clock.seconds:.0f} seconds; try again later, or upload it")


def _cause(error: BaseException) -> str:
    """The innermost reason, without the addresses of objects in memory."""
    while (inner := error.__cause__ or error.__context__) is not None and inner is not error:
        error = inner
    return str(error).strip() or type(error).__name__
