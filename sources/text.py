"""From bytes to the archive's canonical text, and the hashes that prove it. Pure: values in, values out.

Quotations are code point offsets into canonical text, so canonicalising is done once, when a capture is made, and doing
it again changes nothing.
"""

import codecs
import hashlib
import re
import unicodedata

from charset_normalizer import from_bytes

_LINE_ENDS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
# The controls (Cc) but tab, line feed and the line ends above; the byte order mark; the 66 noncharacters of Unicode.
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_MEANINGLESS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff" + _NONCHARACTERS + "]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

_MARKS = (  # the longer first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages declare and what they mean by it (WHATWG Encoding Standard).
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030"}
# Python codecs that are notations or unsafe, not encodings of a document.
_NO_CHARSET = {"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"}

# Any bytes at all are text in these; without a mark or a declaration they are not believed.
_NEVER_GUESSED = ["utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be", "utf_7"]

_MIXED = re.compile(r"[a-zA-Z][А-яЁё]|[А-яЁё][a-zA-Z]")  # no word is written in two scripts
_SIGNS = "«»“”„‘’–—…•°§№€£©®·\u00a0"
_COMMON = (  # tried in order; what Western and Turkish texts share is read alike in both
    ("cp1251", frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ" + _SIGNS)),
    ("cp1252", frozenset("àâäáãåæçèéêëìíîïñòóôöõøùúûüßœÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜŒ¿¡" + _SIGNS)),
    ("cp1254", frozenset("âçğıîöşüûÂÇĞİÎÖŞÜÛ" + _SIGNS)),
)
_MOST_CONTROLS = 0.01  # a text with a larger share of control characters is not a text
_WIDEST_WRAP = 120  # no program wraps lines at more characters than this


class UnreadableError(ValueError):
    """These bytes are not a document that can be read; the message says why, in one plain sentence."""


def sha256_hex(data: bytes | str) -> str:
    """SHA-256 of bytes, or of a text's UTF-8 form, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical_text(raw: str) -> str:
    """The text as the archive keeps it: NFC, lines ended by U+000A, no controls but tab, no byte order mark.

    Blank space inside lines, joiners and directional controls carry meaning and stay. Idempotent. Raises
    `UnreadableError` for a lone surrogate, which is half a character and cannot be stored or hashed.
    """
    odd = "".join(set(raw))  # each character once: most texts have none of those looked for
    if _SURROGATES.search(odd):
        raise UnreadableError("The text holds half a character (a lone surrogate), so it was damaged on its way here.")
    text = _MEANINGLESS.sub("", raw) if _MEANINGLESS.search(odd) else raw
    text = _LINE_ENDS.sub("\n", text) if _LINE_ENDS.search(odd) else text
    # Composing comes last: what is removed may have stood between a letter and its accent.
    return unicodedata.normalize("NFC", text)


def decode(data: bytes, declared: str | None) -> tuple[str, str]:
    """The characters of `data` and the encoding they were in, by its Python name.

    Tried in order: the byte order mark, the declared charset, UTF-8, then what charset-normalizer finds likeliest.
    A declaration that is unknown or does not fit is passed over. Raises `UnreadableError` for bytes that hold no text.
    """
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        return _checked(text), encoding
    if b"\x00" in data:
        raise UnreadableError("This is a binary file, not a text.")
    guess = from_bytes(data, cp_exclusion=_NEVER_GUESSED).best()
    if guess is None:
        raise UnreadableError("The characters of this file are in no encoding that could be recognised.")
    likelier = _likelier(data)
    return (_checked(likelier[0]), likelier[1]) if likelier else (_checked(str(guess)), guess.encoding)


def _likelier(data: bytes) -> tuple[str, str] | None:
    """The text in the encoding of our languages in which all its letters are common ones; None where that is none.

    Statistics over the few such letters of a short text find rarer encodings as likely as these.
    """
    for encoding, letters in _COMMON:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        odd = {sign for sign in text if sign > "\x7f"}
        if odd and odd <= letters and not (encoding == "cp1251" and _MIXED.search(text)):
            return text, encoding
    return None


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Start and end, in code points, of each paragraph of canonical text, without the blank space around it.

    A line is a paragraph. Only where the whole text is wrapped at a fixed width (as in mails and older documents) are
    the lines joined that were broken because the next word did not fit.
    """
    spans = [(match.start(), match.end()) for match in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    width = _wrap_width(spans)
    joined: list[tuple[int, int]] = []
    last_start = 0
    for start, end in spans:
        if joined and width and _was_broken(text, last_start, joined[-1][1], start, end, width):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
        last_start = start
    return joined


def _candidates(data: bytes, declared: str | None) -> list[str]:
    """Encodings to try, the surest first."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return [encoding]
    return [*_known_charset(declared), "utf-8"]


def _known_charset(declared: str | None) -> list[str]:
    """The declared charset as Python names it, or nothing."""
    try:
        name = codecs.lookup((declared or "").strip().strip("\"'")).name
        "".encode(name)  # refuses codecs that do not make bytes of text
    except (LookupError, ValueError):
        return []
    return [] if name in _NO_CHARSET else [_MEANT.get(name, name)]


def _checked(text: str) -> str:
    """`text`, unless it is blank or evidently no text."""
    signs = set(text)
    controls = sum(text.count(sign) for sign in signs if _CONTROLS.match(sign))
    if "\x00" in text or controls > max(2, len(text) * _MOST_CONTROLS):
        raise UnreadableError("This is a binary file, not a text.")
    if all(sign.isspace() or _MEANINGLESS.match(sign) for sign in signs):
        raise UnreadableError("There is no text in this document.")
    return text


def _wrap_width(spans: list[tuple[int, int]]) -> int:
    """The width, in characters, at which the whole text is wrapped, or 0 where it is not."""
    lengths = sorted(end - start for start, end in spans)
    if len(lengths) < 4 or not 50 <= lengths[-1] <= _WIDEST_WRAP:
        return 0
    full = sum(length > lengths[-1] * 0.8 for length in lengths)
    return lengths[-1] if full >= max(4, len(lengths) // 4) else 0


def _was_broken(text: str, line: int, end: int, start: int, next_end: int, width: int) -> bool:
    """Whether the line at `start` goes on the one before (`line` to `end`): its first word did not fit there."""
    if text.count("\n", end, start) != 1:
        return False
    first_word = text[start:next_end].split(maxsplit=1)[0]
    return end - line + 1 + len(first_word) > width
