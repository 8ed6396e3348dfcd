"""Asking servers: one request at a time over a kept connection, or eight at once."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from benchmarks.speed.servers import Server

Address = Callable[[], str]
CONNECTIONS = 8


def asked(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str]
) -> tuple[float, http.client.HTTPResponse]:
    """Milliseconds until the whole answer is there. Raises `RuntimeError` for an error.

    A server closes a connection that was not used for a while: then a new one is opened before the clock starts.
    """
    try:
        took, answer = _asked(connection, address, headers)
    except (ConnectionError, http.client.RemoteDisconnected):
        connection.close()
        connection.connect()
        took, answer = _asked(connection, address, headers)
    if answer.status not in (200, 304):
        raise RuntimeError(f"{address} is answered by {answer.status}")
    return took, answer


def _asked(
    connection: http.client.HTTPConnection, address: str, headers: dict[str, str]
) -> tuple[float, http.client.HTTPResponse]:
    start = perf_counter()
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return (perf_counter() - start) * 1000, answer


def in_turns(
    first: tuple[Server, Address], second: tuple[Server, Address] | None, rounds: int, headers: dict[str, str]
) -> tuple[list[float], list[float]]:
    """Milliseconds of each answer of both. They are asked in turns: a slow moment of the machine hits both."""
    sides = [first] if second is None else [first, second]
    connections = [server.connection() for server, _address in sides]
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 1):
        for side, (_server, address) in enumerate(sides):
            for _again in range(5):
                took = asked(connections[side], address(), headers if side == 0 else {})[0]
                if turn:  # the first turn warms both up
                    found[side].append(took)
    for connection in connections:
        connection.close()
    return found


def tag(server: Server, address: str) -> str:
    """The entity tag of an answer."""
    connection = server.connection()
    found = asked(connection, address, {})[1].headers["ETag"]
    connection.close()
    return str(found)


def at_once(server: Server, address: Address, seconds: float, headers: dict[str, str]) -> float:
    """Requests a second that are answered to eight connections, which ask again as soon as they are answered."""
    addresses = [[address() for _number in range(50)] for _connection in range(CONNECTIONS)]
    deadline = perf_counter() + seconds

    def ask(own: list[str]) -> int:
        connection, count = server.connection(), 0
        while perf_counter() < deadline:
            asked(connection, own[count % len(own)], headers)
            count += 1
        connection.close()
        return count

    start = perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        count = sum(pool.map(ask, addresses))
    return count / (perf_counter() - start)
