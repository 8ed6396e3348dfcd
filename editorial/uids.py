"""Public ids: ten characters of Crockford's base 32, lower case, 50 random bits.

The alphabet leaves out i, l, o and u, so that an id read aloud or copied by hand stays itself.
https://www.crockford.com/base32.html
"""

import re
import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 10
PATTERN = re.compile(rf"[{ALPHABET}]{{{LENGTH}}}")
# For URL paths: everything before the last hyphen is a slug that only helps the reader.
PATH = rf"(?:[^/]*-)?(?P<uid>[{ALPHABET}]{{{LENGTH}}})"


def new_uid() -> str:
    """A new public id. That it was never used before is checked by the database (`PublicId`)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def is_uid(text: str) -> bool:
    return PATTERN.fullmatch(text) is not None
