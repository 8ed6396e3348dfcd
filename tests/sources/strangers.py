"""Servers on this machine that behave as strangers' servers do: well, badly, or with intent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Stranger:
    """A running server: its host, the pages it answers with, and the paths it was asked for."""

    host: str
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"


def page(body: bytes = b"", status: int = 200, **headers: str) -> Page:
    """A page with this body; `Content_Type="…"` sets a header."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in ({"Content-Length": str(len(body))} | told).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def stranger() -> Iterator[Stranger]:
    """A server on a free port of the loopback interface. Whatever it is asked for and does not have is a 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            known.headers.append(dict(self.headers))
            try:
                known.pages.get(self.path.partition("?")[0], page(b"nothing here", 404))(self)
            except OSError:
                pass  # the archive hung up

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    known = Stranger(f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()
