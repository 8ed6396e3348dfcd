"""Names of a fixed form in English text: numbered resolutions, the councils of the CIS, sites. Pure."""

import re

from events.choices import EntityKind as Kind
from events.suggest.mentions.spans import Frame

_NUMBERED = re.compile(
    r"(?:(?:UN |UNSC |United Nations |UN SC )?(?:Security Council|General Assembly|Council|UNSC|UNSCR)(?:['’]s)? )?"
    r"(?:(?P<cap>Resolutions?)|resolutions?|UNSCR)(?: No\.?| Nos\.?)? ?\d+(?:/\d+)*(?: ?\(\d{4}\))?"
)
_SYMBOL = re.compile(r"(?<![\w/])[SA]/RES/\d+(?:/\d+)*(?: ?\(\d{4}\))?")
_MORE_NUMBERED = re.compile(r"(?:,| and|, and) (\d{3,4} ?\(\d{4}\))")
_COUNCIL = re.compile(
    r"(?:(?:CIS|Commonwealth of Independent States) )?(?:Council of (?:the )?(?:[Hh]eads|[Cc]ommanders"
    r"|[Dd]irectors|[Mm]inisters|[Cc]hiefs)\b"
    r"(?: of [a-z][a-z, -]{3,70}?)? of (?:the )?(?:CIS|Commonwealth of Independent States)(?: member["
    r" -](?:states|countries|nations)| countries)?"
    r"|(?:Council of )?Heads of (?:State|Government)(?: and (?:Government|State))? (?:Council|Summit))"
)
_SITE = re.compile(r"(?<![\w@/.])[A-Z]\w*\.(?:[Aa]z|AZ|[Rr]u|am|ge|[Cc]om)(?![\w/-]|\.\w)|\bReport(?= informs)")


def numbered_laws(frame: Frame) -> None:
    """Resolutions by their numbers: the first with its body, those that follow in a list by number and year."""
    for match in _SYMBOL.finditer(frame.text):
        _note(frame, match.start(), match.end())
    for match in _NUMBERED.finditer(frame.text):
        _note(frame, match.start(), match.end())
        after = match.end()
        while more := _MORE_NUMBERED.match(frame.text, after):
            _note(frame, more.start(1), more.end(1))
            after = more.end()


def written_so(frame: Frame) -> None:
    """Names of a fixed form: the councils of the CIS with their subject in small letters, and sites that"
    " are media."""
    spaced = frame.text.replace("\n", " ")
    for match in _COUNCIL.finditer(spaced):
        frame.note(match.start(), match.end(), Kind.REGIONAL_BODY, 0.85, "form")
    for match in _SITE.finditer(frame.text):
        frame.note(match.start(), match.end(), Kind.MEDIA, 0.6, "site")


def _note(frame: Frame, start: int, end: int) -> None:
    frame.note(start, end, Kind.LEGAL_INSTRUMENT, 0.85, "numbered")
