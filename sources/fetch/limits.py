"""How much one fetch may cost. Bytes and seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one fetch: all its redirects share `seconds`."""

    bytes_sent: int = 50 * 1024 * 1024  # over the network
    bytes_unpacked: int = 100 * 1024 * 1024
    seconds: float = 60.0  # from first to last byte, all redirects included
    connect_seconds: float = 10.0
    silence_seconds: float = 15.0  # between two pieces
    redirects: int = 10
    url_length: int = 2000


DOCUMENTS = Limits()
ROBOTS = Limits(bytes_sent=512 * 1024, bytes_unpacked=512 * 1024, seconds=15.0, redirects=5)
MESSAGES = Limits(seconds=15.0, connect_seconds=5.0, silence_seconds=10.0)
