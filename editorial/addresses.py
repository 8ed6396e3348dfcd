"""The addresses of records, for pages that tell many: as `reverse` makes them, which is asked once for each kind."""

from __future__ import annotations

import functools

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language

from editorial.uids import LENGTH

# Stand in place of what is to be filled in. Every address takes them, and none holds them by itself.
_UID, _WORDS = "7" * LENGTH, "in-place-of-the-words"


def path_of(view: str, uid: str, words: str = "") -> str:
    """The path of a record's address, in the language of the moment.

    `uid` and `words` must need no quoting: a uid, and what `slugify` makes.
    """
    given = (settings.ROOT_URLCONF, get_urlconf(), get_script_prefix(), get_language())
    return _pattern(view, bool(words), *given) % ((words, uid) if words else (uid,))


@functools.lru_cache(maxsize=1000)
def _pattern(view: str, has_words: bool, *given: str | None) -> str:
    """The path with `%s` where the words and the uid stand. `given`: all else that shapes it."""
    path = reverse(view, kwargs={"slug": _WORDS, "uid": _UID} if has_words else {"uid": _UID})
    return path.replace("%", "%%").replace(_WORDS, "%s").replace(_UID, "%s")
