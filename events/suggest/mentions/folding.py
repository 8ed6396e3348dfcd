"""Names compared without their accents, apostrophes and case: a text folds to one whose offsets lead back.

Pure. Every character folds to one, so that offsets stay: a letter to its plain small letter, any other sign to
a blank. Only apostrophes inside a word are dropped, and `Folded.back` knows where they were.
"""

import codecs
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_APOSTROPHES = "'’‘ʼʻ`´′ʹʾʿ＇"
_LETTERS = {
    "ə": "e",
    "ı": "i",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ß": "s",
    "æ": "a",
    "œ": "o",
    "ё": "е",
    "ǝ": "e",
    "ð": "d",
}
_KEPT = "йў"  # letters of their own, although they are written with an accent
_LAST = 0x3000


def _folded(char: str) -> str:
    """One character for one character: in lower case, without its accents."""
    if char in _APOSTROPHES:
        return "'"
    if char == "ς":
        return "σ"
    if char != "'" and not char.isalnum() and not unicodedata.combining(char):
        return " "
    lower = char.lower()[0]
    if lower in _KEPT:
        return lower
    base = unicodedata.normalize("NFKD", lower)[0]
    return _LETTERS.get(base, base.lower()[0])


_TABLE = {chr(code): _folded(chr(code)) for code in range(_LAST)}
_ASCII = "".join(map(chr, range(128)))
_DELETED = _ASCII.encode()
_ASCII_FOLDED = "".join(_TABLE[char] for char in _ASCII).encode() + bytes(range(128, 256))


class _Alphabet:
    """Up to 256 characters. A text that has no others folds byte by byte, many times faster than by its characters."""

    def __init__(self, letters: str) -> None:
        plain = "".join(dict.fromkeys(letters + "".join(_TABLE[letter] for letter in letters)))
        self._decoding = (_ASCII + plain + "\ufffe" * 256)[:256]
        self._encoding = codecs.charmap_build(self._decoding)
        places = {char: place for place, char in enumerate(self._decoding)}
        self._folding = bytes(places[_TABLE[char]] if char in _TABLE else 0 for char in self._decoding)

    def fold(self, text: str) -> str:
        """The folded text. Raises `UnicodeEncodeError` for one with other characters."""
        data, _length = codecs.charmap_encode(text, "strict", self._encoding)
        return codecs.charmap_decode(data.translate(self._folding), "strict", self._decoding)[0]


_SIGNS = "’‘ʼ“”„–—…\xa0«»•·°№€§×"
_ALPHABETS = (
    _Alphabet(_SIGNS + "əƏıİşŞğĞçÇöÖüÜàáâãäåèéêëìíîïñòóôõøùúûýžčřšťďěłśćźżąęńőűāīūÀÁÂÄÅÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÝŽČŠÂÎ"),
    _Alphabet(_SIGNS + "".join(map(chr, range(0x410, 0x450))) + "ЁёІіЇїЄєҐґ"),
)
_BEFORE_LETTER = re.compile(r"'(?=[^\W\d_])(?!s(?![^\W\d_]))")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text. `dropped` holds, for each apostrophe that was dropped, the offset after it in `text`."""

    text: str
    dropped: tuple[int, ...] = ()

    def back(self, offset: int) -> int:
        """The offset in the original of an offset in the folded text, where a name begins."""
        return offset + bisect_right(self.dropped, offset) if self.dropped else offset

    def back_end(self, offset: int) -> int:
        """The same, of where a name ends: an apostrophe right after it is not part of it."""
        return self.back(offset - 1) + 1


def fold(text: str) -> Folded:
    """The text in lower case without accents and inner apostrophes, with the way back to its offsets."""
    plain = _plain(text)
    found = list(_inner_apostrophes(plain))
    if not found:
        return Folded(plain.replace("'", " "))
    pieces = [plain[start:end] for start, end in zip([0, *(at + 1 for at in found)], [*found, None], strict=True)]
    return Folded("".join(pieces).replace("'", " "), tuple(at - number for number, at in enumerate(found)))


def _plain(text: str) -> str:
    """The text with each character folded; as long as before."""
    if text.isascii():
        return text.encode().translate(_ASCII_FOLDED).decode()
    for alphabet in _ALPHABETS:
        try:
            return alphabet.fold(text)
        except UnicodeEncodeError:
            continue
    # What a text has beside ASCII is told by deleting ASCII from its bytes; these characters are replaced one by one.
    data = text.encode(errors="surrogatepass")
    beside = set(data.translate(None, _DELETED).decode(errors="surrogatepass"))
    plain = data.translate(_ASCII_FOLDED).decode(errors="surrogatepass")
    for char in sorted(beside):
        folded = _TABLE.get(char) or _folded(char)
        if folded != char:
            plain = plain.replace(char, folded)
    return plain


def _inner_apostrophes(plain: str) -> Iterator[int]:
    """Where apostrophes stand inside words. An English possessive stays apart from the name."""
    for match in _BEFORE_LETTER.finditer(plain):
        at = match.start()
        if at and plain[at - 1].isalpha():
            yield at


def fold_name(name: str) -> str:
    """How a name is looked for: folded, without blanks around it."""
    return fold(" ".join(name.split())).text.replace("'", " ").strip()
