"""MinHash signatures with banding (Broder 1997; Leskovec, Rajaraman, Ullman, ch. 3). Pure."""

from __future__ import annotations

from hashlib import blake2b

from rensa import RMinHash

from sources.likeness.comparing import LEAST, Text

# Two texts that resemble each other by s meet in one of b bands of r rows with 1 - (1 - s^r)^b: of those that resemble
# by 0.3 (an excerpt of a third) 99 in 100 meet; of those by 0.02 (unrelated reports of one genre) 2.
BANDS, ROWS = 48, 2
SEED = 1997
VERSION = "1"


def keys(text: Text) -> list[int]:
    """The keys of the text's bands, as signed 64-bit integers; none for a text too short to say anything."""
    if len(text.fours) < LEAST:
        return []
    made = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update([" ".join(four) for four in text.fours])
    rows = made.digest()
    return [_key(band, rows[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]


def _key(band: int, rows: list[int]) -> int:
    told = band.to_bytes(2) + b"".join(row.to_bytes(8) for row in rows)
    return int.from_bytes(blake2b(told, digest_size=8).digest(), signed=True)
