"""Whose report a text passes on: the news agency it names as its own, and those it says it was taken from.

Only what the text says counts, and only names of agencies and outlets: a ministry that is quoted was not copied.
"""

import re

from sources.readers.document import Copied
from sources.readers.kinds import Kind, Layout
from sources.readers.lines import fold
from sources.readers.names import AGENCIES, dateline, site_name

_AGENCY = rf"(?:{AGENCIES})"
_SITE = (
    r"(?:[\w-]{2,40}\.)+(?:az|ru|com|org|net|info|int|eu|uk|us|tr|ge|kz|kg|uz|tj|tm|by|am|ua|ir|de|fr|news|tv|media)\b"
)
_OUTLET = rf"(?P<name>{_SITE}|{_AGENCY})"
_QUOTE = r"[\"“”«»„'’]?"
_BEFORE = (  # what goes before the name of the one whose report it is
    r"according to|as reported by|reported by|citing|quoting|with reference to|referring to|in reference to|refers to"
    r"|informs? (?:citing|referring to)|via|quoted by|told|said in an interview (?:with|to)"
    r"|со ссылкой на|ссылаясь на|по (?:данным|сообщению|информации)"
    r"|как (?:сообщает|сообщил[аио]?|передает|передаёт|пишет)"
    r"|(?:сообщает|сообщил[аио]?|передает|передаёт|пишет|информирует)"
    r"|kaynak(?:ına| olarak)|aktaran|alıntı(?:layan)?|نقلا عن|نقلاً عن|وفقاً?|بحسب|حسب"
)
_KIND = (  # "the news agency", "агентство" between the two
    r"(?:(?:the|state|news|information|press|azerbaijani|russian|turkish|local|agency|website|web|site|portal|newspaper"
    r"|агентств[оау]|информационное|информагентств[оау]|портал|сайт|издани[ея]|газет[ау]|РИА|ИА|ل?وكالة|أنباء|صحيفة"
    r"|موقع)\s+){0,4}"
)
_AFTER = (  # what follows the name
    r"\s+(?:news agency\s+|agency\s+)?(?:reports?|reported|informs?|informed|writes|says|quotes)\b"
    r"|(?:[’'-]?\s?(?:a|ə|ya|yə|na|nə|in|ın|un|ün|nin|nın|nun|nün|un|dan|dən))?[’'\s-]+"
    r"(?:istinadən|istinadla|xəbər verir|məlumat verir|bildirir|yazır|məlumatına|xəbərinə|verdiyi xəbərə|haberine göre"
    r"|bildirdi|aktardı)"
)
_NAMED = re.compile(rf"\b(?:{_BEFORE})\s+{_KIND}{_QUOTE}{_OUTLET}(?!\w){_QUOTE}", re.IGNORECASE)
_TOLD = re.compile(rf"(?<!\w){_QUOTE}{_OUTLET}{_QUOTE}(?:{_AFTER})", re.IGNORECASE)
_REPRINTED = re.compile(
    r"(?:this (?:article|story|post|report|text) )?(?:was )?(?:(?:originally|first) (?:published|appeared|posted)"
    r"|reprinted|republished|reposted|syndicated|taken|translated)(?: with permission)? (?:by|in|on|at|from)(?: the)?"
    r"\s+(?P<name>\S.{1,80})",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"(?:source|original(?: article| source| text)?|via|read (?:the )?(?:original|full (?:article|story))"
    r"(?: (?:at|on|here))?|источник|оригинал|первоисточник|по материалам|mənbə|orijinal|kaynak|المصدر)"
    r"\s?[:–—-]\s*(?P<name>\S.{1,200})",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://[^\s<>\"')\]]+")
_LANGUAGES = frozenset(
    ["english", "french", "russian", "spanish", "arabic", "chinese", "azerbaijani", "turkish", "german"]
)
_PARAGRAPHS = 4  # where a report says whose it is
_LONGEST = 2000


def copied_from(layout: Layout, publisher: str) -> tuple[Copied, ...]:
    """Those whose report the text says it passes on, each once, with the words that say so. Never the publisher."""
    found: dict[str, Copied] = {}
    prose = 0
    for line, kind in zip(layout.lines, layout.kinds, strict=True):
        for copied in _of_line(line.text):
            if copied.name and not _same(copied.name, publisher):
                found.setdefault(fold(copied.name), copied)
        if kind is Kind.PROSE:
            prose += 1
            for copied in _of_paragraph(line.text[:_LONGEST], is_first=prose == 1) if prose <= _PARAGRAPHS else ():
                if not _same(copied.name, publisher):
                    found.setdefault(fold(copied.name), copied)
    return tuple(found.values())


def without(publisher: str, copied: tuple[Copied, ...]) -> tuple[Copied, ...]:
    """The same, once each and without the publisher, known better now."""
    return tuple({fold(one.name): one for one in reversed(copied) if not _same(one.name, publisher)}.values())[::-1]


def agency_named(layout: Layout) -> tuple[str, str]:
    """The news agency that the text names: its own, else one it passes on; and the words. Empty where there is none."""
    prose = [line.text for line, kind in zip(layout.lines, layout.kinds, strict=True) if kind is Kind.PROSE]
    for text in [line.text for line in layout.lines[: layout.head.stop]] + prose[:1]:
        start = dateline(text)
        if start.agency:
            return start.agency, text[: start.end].strip()
    for text in prose[:_PARAGRAPHS]:
        match = _TOLD.search(text[:_LONGEST])
        if match and re.fullmatch(_AGENCY, match["name"], re.IGNORECASE):
            return _label(match["name"]), match.group().strip()
    for text in prose[:_PARAGRAPHS]:
        for match in _NAMED.finditer(text[:_LONGEST]):
            if re.fullmatch(_AGENCY, match["name"], re.IGNORECASE):
                return _label(match["name"]), match.group().strip()
    return "", ""


def _of_line(text: str) -> list[Copied]:
    """A line of its own that names the source: "Source: …", "Originally published by …"."""
    if len(text) > 300:
        return []
    match = _SOURCE.fullmatch(text) or _REPRINTED.match(text)
    if match is None:
        return []
    url = _URL.search(match["name"])
    name = match["name"].replace(url.group(), "") if url else match["name"]
    name = re.split(r"\.\s|[;|(]", name)[0].strip(' .,:–—-"“”«»')
    if fold(name) in _LANGUAGES:
        return []  # "Original: English" in the head of a United Nations document
    host = re.sub(r"^https?://(?:www\.)?|[/:?#].*$", "", url.group()) if url else ""
    return [Copied(_label(name) if name and len(name) <= 80 else host, url.group() if url else "", text)]


def _of_paragraph(text: str, *, is_first: bool) -> list[Copied]:
    """The outlets that the sentences of a paragraph name as those who reported it."""
    found = [Copied(_label(match["name"]), "", match.group().strip()) for match in _NAMED.finditer(text)]
    found += [Copied(_label(match["name"]), "", match.group().strip()) for match in _TOLD.finditer(text)]
    start = dateline(text) if is_first else None
    if start and start.agency:
        found.insert(0, Copied(start.agency, "", text[: start.end].strip()))
    return found


def _label(name: str) -> str:
    return site_name(name) or name


def _same(name: str, publisher: str) -> bool:
    """Whether two names are one outlet's: "Trend" and "Trend News Agency", "report.az" and "Report"."""
    one, other = (re.sub(r"\W+|news agency|agency|\.(?:az|com|ru|net|org)$", "", fold(x)) for x in (name, publisher))
    return bool(one) and bool(other) and (one == other or one.startswith(other) or other.startswith(one))
