"""Who published and who wrote: site names, letterheads, news agencies, bylines and datelines, as lines of text."""

import re
from dataclasses import dataclass

from sources.readers.dates import first_date
from sources.readers.lines import count_words, fold

_SITE = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<name>[\w-]{2,40})(?P<rest>(?:\.[\w-]{2,20})*)"
    r"\.(?P<top>az|ru|com|org|net|info|int|eu|uk|us|tr|ge|kz|kg|uz|tj|tm|by|am|ua|ir|de|fr|news|tv|media|press|gov|edu|рф)/?",
    re.IGNORECASE,
)
_GENERIC = {"news", "day", "today", "info", "press", "media", "world", "daily"}  # no name without what follows
_SECOND_LEVEL = {"gov", "org", "com", "edu", "mil", "net", "ac", "co"}
AGENCIES = (
    "TASS|ITAR-TASS|ТАСС|ИТАР-ТАСС|Interfax(?:-Azerbaijan)?|INTERFAX|Интерфакс(?:-Азербайджан)?|RIA Novosti|РИА Новости"
    "|Reuters|REUTERS|AP|Associated Press|AFP|Xinhua|XINHUA|AZERTAC|AzerTA[cC]|Azertac|AZERTAG|AZƏRTAC|АЗЕРТАДЖ"
    "|Trend(?: News Agency)?|TREND|Тренд|APA|АПА|Report|REPORT|Turan|TURAN|Туран|Anadolu(?: Agency)?|AA|IRNA|Kazinform"
    "|Kabar|UzA|AKIpress|BelTA|Ukrinform|Sputnik|Armenpress|PAP|DPA|EFE|ANSA|Kyodo|Yonhap|PTI|Bloomberg|AzVision|APA-TV|KazTAG|КазТАГ|Казинформ"
    "|Кабар|БелТА|Укринформ|Anadolu Ajansı|İHA|DHA|WAM|SANA|Petra|Khovar|Ховар|УзА|Арменпресс|Синьхуа|Рейтерс?|Спутник"
    "|Анадолу|ANS PRESS|رويترز|الأناضول|سبوتنيك|شينخوا"
    r"|Day\.az|R(?:eport|EPORT)\.(?:az|AZ)|Trend\.(?:az|Az|AZ)|Oxu\.az|1news\.az"
)
_AGENCY_LINE = re.compile(rf"(?:{AGENCIES})|(?:[\w.'’-]+ ){{1,4}}(?:News|Information|Press) Agency", re.IGNORECASE)
_AGENCY_ENCLOSED = re.compile(rf"[/(]\s*(?P<agency>{AGENCIES})\s*[/)]|(?P<slashed>\b(?:{AGENCIES}))\s*/")
_AGENCY_AFTER_PLACE = re.compile(
    rf"(?P<before>.{{2,50}}?[.,–—-])\s*(?P<agency>{AGENCIES})\s*(?:[.:,]\s|[–—-]+\s|[.:]?$)"
)
_MONTH_WORDS = re.compile(r"(?:\d+|[^\W\d_]+)")
_DATELINE = re.compile(
    r"(?P<place>[^\W\d_a-zа-яəöüçşğı][\w .’'-]{1,40}(?:, [^\W\d_a-z][\w ]{1,30})?)[,.]\s+(?P<date>[^–—/(]{4,30}?)\s*"
    r"(?:[/(][^/)]{2,30}[/)]\s*)?(?:[–—]|--?\s|/|\()"
)
_DAY_ALONE = re.compile(
    r"[^\W\d_a-zа-яəöüçşğı][\w .’'-]{1,40}(?:, [^\W\d_a-z][\w ]{1,30})?[,.]\s+(?P<day>\w+\.? \w+)\.?"
)
_INSTITUTION = re.compile(
    r"(?:the )?(?:permanent mission|ministry|embassy|consulate|republic|government|office|secretariat|state|department"
    r"|general|prosecutor|executive|national|presidential|press service|united nations|organi[sz]ation|council of"
    r"|министерство|посольство|генеральная|республика|правительство|служба|государственн\w+|федеральн\w+|пресс-служба"
    r"|azərbaycan respublikası\w*)\b.*"
    r"|.*\b(?:nazirliyi|xidməti|prokurorluğu|səfirliyi|komitəsi|respublikası|mətbuat xidməti|ministry|embassy)",
)
_SMALL_WORDS = "of the and for on in to at а и по при на в об о və üzrə ilə yanında"
_MASTHEAD = re.compile(
    r"(?:distr\.|original\s?:|agenda items?\b|united nations$|nations unies$|general assembly$|security council$"
    r"|economic and social council$|human rights council$|limited$|restricted$|provisional$|english only$"
    r"|(?:press release|news release|пресс-релиз|mətbuat məlumatı)\s*(?:no|n|№|#)?[.:]?\s*\d+(?:[/-]\d+)*$"
    r"|(?:no|n|№|#)[.:]?\s*\d+(?:[/-]\d+)*$|\d+(?:[/-]\d+)+$"  # a bare number is how often a page was seen
    r"|[\w-]+ (?:session|year|meeting)$|[aesct]/[\w./-]*\d[\w./() –-]*$)"
)
_NAME = r"[^\W\d_a-zа-яəöüçşğı][\w.’'-]*"
_PARTICLE = r"(?:al-|el-|de|del|der|van|von|bin|bint|ibn|oğlu|qızı|oglu|kyzy|кызы|оглы|da|la|le|di)"
_PERSON = rf"{_NAME}(?: (?:{_PARTICLE} ?)?{_NAME}| {_PARTICLE}){{1,3}}"
_BYLINE = re.compile(
    r"(?:(?:written |reported |story |text )?[Bb][Yy](?:\s?:)?"
    r"|(?:[Aa]uthors?|[Mm]üəllif(?:lər)?|[Аа]вторы?|AUTHOR|АВТОР)\s?[:–-])"
    r"\s+(?P<names>\S.{1,120})"
)
_PERSONS = re.compile(rf"{_PERSON}(?:\s*(?:,|&|\band\b|\bи\b|\bvə\b)\s*{_PERSON})*")
_LONGEST_BYLINE = 200  # characters
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\([cC]\))\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:(?:19|20)\d\d)?)?,?\s*)?(?:by )?"
    r"(?P<name>[^\W\d_][^.,|©\d]{1,60}?)(?:\s*,?\s*(?:19|20)\d\d.*|\s*[.,|–-].*|\s+all rights.*)?",
    re.IGNORECASE,
)
_TAG = r"(?:PHOTOS?|VIDEOS?|FOTO(?:LAR)?|ФОТО|ВИДЕО|UPDATED?|YENİLƏNİB|ОБНОВЛЕНО|GALLERY|AUDIO|LIVE|EXCLUSIVE)"
_TAG_MARKS = re.compile(r"[\[(|]|\s[–—-]")
_TAGS = re.compile(
    rf"\s*[\[(]\s*{_TAG}(?:\s*[/+,&–-]\s*{_TAG})*\s*[\])]\s*|\s*(?:\s[–—-]|\|)\s*{_TAG}(?:\s*[/+,&]\s*{_TAG})*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Byline:
    """A line that names who wrote: persons, and what is named that is no person (an agency, the outlet)."""

    authors: tuple[str, ...]
    outlet: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """How a report begins ("VIENNA, 25 July 2018 –", "/TASS/"): agency and date (EDTF), empty where not told."""

    agency: str
    published: str
    end: int


def without_tags(headline: str) -> str:
    """The headline without what an outlet adds to it, such as [PHOTO] or (VIDEO), and with single spaces."""
    # Most lines have no such mark, and looking for the tags themselves is slow.
    return " ".join((_TAGS.sub(" ", headline) if _TAG_MARKS.search(headline) else headline).split())


def site_name(line: str) -> str:
    """The outlet that a line such as "Azernews.Az" names; the whole domain where its name alone would mislead."""
    match = _SITE.fullmatch(line.strip())
    if match is None:
        return ""
    if match["rest"] or match["top"].lower() in _SECOND_LEVEL - {"com", "org", "net"}:
        domain = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", line.strip(), flags=re.IGNORECASE)
        return domain.lower()
    name = match["name"]
    return line.strip() if fold(name) in _GENERIC else name[0].upper() + name[1:]


def agency_name(line: str) -> str:
    """The news agency that is the whole line; else empty."""
    return line.strip() if _AGENCY_LINE.fullmatch(line.strip()) else ""


def outlet_name(words: str) -> str:
    """The outlet or agency that these words of a byline name; else empty."""
    bare = words.strip(" :.")
    return site_name(bare) or agency_name(bare)


def is_letterhead(line: str) -> bool:
    """Whether the line is the name of an institution and nothing more (no verb, every word of weight capitalised)."""
    small = _SMALL_WORDS.split()
    words = [word for word in re.findall(r"[\w’'-]+", line) if fold(word) not in small]
    capitalised = not any(word[0].islower() for word in words)
    return 1 <= count_words(line) <= 14 and capitalised and bool(_INSTITUTION.fullmatch(fold(line).rstrip(".:")))


def is_masthead(line: str) -> bool:
    """Whether the line belongs to the head of a United Nations document (organ, symbol, distribution, session)."""
    return count_words(line) <= 14 and bool(_MASTHEAD.match(fold(line)))


def byline(line: str) -> Byline | None:
    """The writers that a byline names, or None where the line is none."""
    match = _BYLINE.fullmatch(without_tags(line).rstrip(".")) if len(line) <= _LONGEST_BYLINE else None
    if match is None:
        return None
    names, _, outlet = match["names"].partition(" | ")
    if outlet_name(names):
        return Byline((), names)
    persons = _PERSONS.match(names)
    rest = names[persons.end() :].strip(" ,|/–—-") if persons else ""
    if persons is None or count_words(rest) > 4 or (rest and rest[0].islower() and not site_name(rest)):
        return None
    found = re.split(r"\s*(?:,|&|\band\b|\bи\b|\bvə\b)\s*", persons.group())
    return Byline(tuple(name for name in found if name), outlet or rest)


def is_person(words: str) -> bool:
    """Whether the words are the name of one person, and nothing more."""
    return bool(re.fullmatch(_PERSON, words.strip()))


def dateline(paragraph: str) -> Dateline:
    """The agency and date with which the first paragraph begins; empty ones where it begins with its first sentence."""
    head = paragraph[:140]
    place = _DATELINE.match(head)
    agency, agency_end = _agency(head)
    published = first_date(place["date"]) if place and len(re.findall(r"\w+", place["date"])) <= 5 else ""
    return Dateline(agency, published, max(agency_end, place.end() if place and published else 0))


def is_dateline(line: str) -> bool:
    """Whether the line is a dateline and nothing more ("Baku, 19 October, AZERTAC")."""
    if count_words(line) > 8:
        return False
    alone = _DAY_ALONE.fullmatch(line)
    if alone and first_date(f"{alone['day']} 2000"):
        return True
    return 0 < dateline(line).end >= len(line.rstrip()) - 1


def copyright_holder(line: str) -> str:
    """Who a copyright line says holds the rights; else empty."""
    match = _COPYRIGHT.fullmatch(line.strip())
    if match is None:
        return ""
    name = re.sub(r"\s*\ball rights.*$", "", match["name"], flags=re.IGNORECASE).strip(" -–")
    holds = name and name[0].isupper() and count_words(name) <= 8
    return (site_name(name) or name) if holds else ""


def _agency(head: str) -> tuple[str, int]:
    """The agency in the first words of a report, and where the dateline that names it ends."""
    enclosed = _AGENCY_ENCLOSED.search(head)
    if enclosed and _is_place_and_date(head[: enclosed.start()]):
        return _agency_label(enclosed["agency"] or enclosed["slashed"]), enclosed.end()
    after = _AGENCY_AFTER_PLACE.match(head)
    if after and _is_place_and_date(after["before"]):
        return _agency_label(after["agency"]), after.end()
    return "", 0


def _agency_label(name: str) -> str:
    return site_name(name) or name


def _is_place_and_date(text: str) -> bool:
    """Whether the words before an agency are a place and a date: capitals, numbers and months, no sentence."""
    words = _MONTH_WORDS.findall(text)
    small = [word for word in words if word[0].islower() and not first_date(f"1 {word} 2000")]
    return len(words) <= 7 and not small
