"""Public ids that follow from a seed and a number, and never meet: the numbers are shuffled, not drawn. Pure."""

from __future__ import annotations

from editorial.uids import ALPHABET

_BITS = 50
_ALL = (1 << _BITS) - 1
_PAIRS = [a + b for a in ALPHABET for b in ALPHABET]
_ODD = (0x2545F4914F6CDD1D & _ALL) | 1
# Every type has a range of numbers of its own.
TYPES = ("user", "publisher", "entity", "source", "capture", "event", "claim", "evidence", "ranking", "sourcelink")
_RANGE = 1 << 40


def uid(seed: int, record_type: str, number: int) -> str:
    """The uid of a record. Each step can be undone, so that two numbers never come to the same uid."""
    mixed = (TYPES.index(record_type) * _RANGE + number + seed * 1_000_003) & _ALL
    for _round in range(3):
        mixed = (mixed * _ODD + seed) & _ALL
        mixed ^= mixed >> 23
    return "".join(_PAIRS[(mixed >> shift) & 1023] for shift in (40, 30, 20, 10, 0))
