"""What breaks files: bits that flip, ends that are missing, pieces of another file, letters in another encoding."""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "cp1251", "latin-1", "utf-7", "shift_jis", "cp037")
SECONDS, MEGABYTES = 20.0, 400  # processor time, and memory beyond what was used before, that one case may take


def broken(data: bytes, others: Sequence[bytes], seed: int) -> bytes:
    """The bytes with one to three such damages; the same seed breaks them in the same way."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 3)):
        data = chance.choice((_flipped, _cut, _spliced, _recoded))(data, others, chance)
    return data


def _flipped(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if out:
            out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return chance.choice((data[:start], data[start:], data[:start] + data[end:]))


def _spliced(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] * chance.choice((1, 1, 30)) + data[at:]


def _recoded(data: bytes, _others: Sequence[bytes], chance: random.Random) -> bytes:
    text = data.decode(chance.choice(("utf-8", "latin-1")), "replace")
    return text.encode(chance.choice(ENCODINGS), "replace")


@contextmanager
def bounded(what: object) -> Iterator[None]:
    """Fails where what is done takes more time or memory than any case may."""
    began, used = time.process_time(), _most_used()
    yield
    took, more = time.process_time() - began, _most_used() - used
    assert took < SECONDS, f"{what}: {took:.1f} s"
    assert more < MEGABYTES, f"{what}: {more} MB"


def _most_used() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
