"""Where the sentences of a text begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sources.text import paragraphs

_CAPITAL = r"[^\W\d_a-zа-яёəöüçşğı]"
_STOP = re.compile(rf"(?P<stop>[.!?…]+)(?:[\"”’»)\]]|\[\d+\])*\s+(?=[\"“„«‘'(\[—–-]{{0,2}}\s?(?:{_CAPITAL}|\d))")
# A stop behind these does not end a sentence.
_ABBREVIATIONS = (
    "mr mrs ms dr st no nos art arts gen col lt maj sgt capt cmdr adm prof rev gov sen rep hon amb vs cf al jan feb "
    "mar apr jun jul aug sep sept oct nov dec dept approx est para paras vol ed inc ltd corp "
    "г гг ст стр им ул д т тт п пп св проф ген полк акад руб тыс млн млрд долл чел обл р н э с янв фев апр авг сен окт "
    "ноя дек səh akad dos mln mlrd"
)
_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_ABBREVIATIONS.split())})$", re.IGNORECASE)
_INITIAL = re.compile(rf"(?<!\w)(?:\w\.)*{_CAPITAL}$")
# "в 2018 г. Стороны …": a year ends a sentence as often as not, and then the next one begins.
_YEAR = re.compile(r"\d\s*(?:г|гг)$")
_NEAR = 24  # code points in which an abbreviation is looked for


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of canonical text, without blank space around it. None runs over a paragraph."""
    for start, end in paragraphs(text):
        begin = start
        for found in _STOP.finditer(text, start, end):
            stop = found.start()
            if found["stop"] == "." and _is_abbreviated(text[max(start, stop - _NEAR) : stop]):
                continue
            yield begin, found.start() + len(found[0].rstrip())
            begin = found.end()
        if begin < end:
            yield begin, end


def _is_abbreviated(before: str) -> bool:
    """Whether the words before a full stop end in an abbreviation or an initial."""
    return bool(_INITIAL.search(before) or (_WORD.search(before) and not _YEAR.search(before)))
