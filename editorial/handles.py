"""The names that the public sees of those who write and review: what may be one, and which would be taken for another.

Two handles are the same when they differ by letter case alone, or look alike (Unicode Technical Standard 39: the
Cyrillic “а” and the Latin “a”, “rn” and “m”, “0” and “O”). Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from confusable_homoglyphs import confusables
from django.utils.translation import gettext as _

SHORTEST, LONGEST = 2, 60

# Words by which a reader would take somebody for the archive itself, or for nobody in particular.
RESERVED = (
    "admin", "administrator", "anonymous", "archive", "author", "contributor", "ctarchive", "editor", "editors",
    "everybody", "everyone", "managing editor", "me", "moderator", "nobody", "null", "official", "owner", "public",
    "reader", "reviewer", "root", "somebody", "someone", "staff", "support", "system", "unknown", "webmaster",
)  # fmt: skip

_BETWEEN = " -'’._·"
# What looks alike in one letter case or the other, and in most typefaces.
_FURTHER = str.maketrans({"i": "l", "ı": "l", "1": "l", "|": "l", "0": "o"})


def tidy(handle: str) -> str:
    """The handle as it is kept: composed characters, single blanks, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", handle).split())


def problems(handle: str) -> Iterator[str]:
    """What is wrong with a handle that is not empty, each a sentence that says how to mend it."""
    if not SHORTEST <= len(handle) <= LONGEST:
        yield _("A handle has between %(least)d and %(most)d characters.") % {"least": SHORTEST, "most": LONGEST}
    if wrong := "".join(dict.fromkeys(c for c in handle if not _may_stand(c))):
        shown = " ".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in wrong)
        told = _("These characters cannot be used: %(wrong)s. Letters and digits of any script can, and - ' . _")
        yield told % {"wrong": shown}
    elif handle and (handle[0] in _BETWEEN or handle[-1] in "-'’_·" or re.search(r"[-'’._·]{2}", handle)):
        yield _("Begin with a letter or digit, end with one, and let no two signs follow each other.")
    elif handle and not any(c.isalpha() for c in handle):
        yield _("A handle needs a letter.")
    elif unicodedata.category(handle[:1] or "a").startswith("M"):
        yield _("A handle cannot begin with an accent that stands on no letter.")
    if keys(handle) & _reserved():
        yield _("This word is kept for the archive itself. Add something of your own to it, or choose another.")


def _may_stand(character: str) -> bool:
    return character in _BETWEEN or unicodedata.category(character)[0] in "LM" or character.isdecimal()


def keys(handle: str) -> frozenset[str]:
    """What two handles have in common when one would be taken for the other: any of these."""
    text = unicodedata.normalize("NFKC", tidy(handle))
    # Capitals and small letters look like different things: “В” like “B”, “в” like nothing.
    made = (_skeleton(text.casefold()), _skeleton(text).casefold())
    return frozenset(re.sub(r"[\W_]", "", one.translate(_FURTHER))[: 2 * LONGEST] for one in made) - {""}


def _skeleton(text: str) -> str:
    alike = _prototypes()
    return "".join(alike.get(character, character) for character in text)


@cache
def _prototypes() -> dict[str, str]:
    """Character → the one that stands for all that look like it; or the letters that it looks like, taken together."""
    parents: dict[str, str] = {}

    def root(character: str) -> str:
        while (above := parents.get(character, character)) != character:
            character = above
        return character

    several: dict[str, str] = {}
    for character, likes in confusables.confusables_data.items():
        if len(character) != 1:
            continue
        for like in (one["c"] for one in likes):
            if len(like) == 1:
                one, other = sorted((root(character), root(like)), key=_plainness)
                parents[other] = one
        if len(likes) == 1 and len(likes[0]["c"]) > 1:
            several[character] = likes[0]["c"]
    return {character: root(character) for character in parents} | several


def _plainness(character: str) -> tuple[bool, int]:
    """Small letters first, so that folding the case afterwards changes nothing."""
    return not (character.isascii() and character.islower()), ord(character)


@cache
def _reserved() -> frozenset[str]:
    return frozenset(key for word in RESERVED for key in keys(word))
