"""How a token is written: `ctarchive_`, forty random letters and digits, and six that check them. Pure.

Scanners for secrets know it by its beginning, and by its check tell a token from a word that merely looks like one:
^ctarchive_[0-9A-Za-z]{46}$
"""

from __future__ import annotations

import re
import secrets
import string
from hashlib import sha256
from zlib import crc32

PREFIX = "ctarchive_"
LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
RANDOM, CHECK = 40, 6
SHAPE = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{RANDOM + CHECK}}}")


def new() -> str:
    """A token that nobody guesses: 238 random bits."""
    secret = "".join(secrets.choice(LETTERS) for _letter in range(RANDOM))
    return f"{PREFIX}{secret}{_check(secret)}"


def is_whole(token: str) -> bool:
    """Whether this is written as a token is: nothing was cut off or mistyped."""
    if not SHAPE.fullmatch(token):
        return False
    secret, check = token.removeprefix(PREFIX)[:RANDOM], token[-CHECK:]
    return _check(secret) == check


def digest(token: str) -> str:
    """What is stored in its place."""
    return sha256(token.encode()).hexdigest()


def _check(secret: str) -> str:
    """CRC-32 in base 62."""
    number, written = crc32(secret.encode()), ""
    for _place in range(CHECK):
        number, rest = divmod(number, len(LETTERS))
        written = LETTERS[rest] + written
    return written
