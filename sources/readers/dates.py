"""Date lines: the lines by which a document tells when it was published. EDTF out, never a guess.

A date inside a sentence is not a date line; neither is a numeric date whose day and month could be exchanged.
"""

import re
from dataclasses import dataclass
from datetime import date, time

from sources.readers.lines import count_words, fold

_MONTHS = (
    "january jan yanvar январь января янв ocak يناير",
    "february feb fevral февраль февраля фев şubat فبراير",
    "march mar mart март марта мар مارس",
    "april apr aprel апрель апреля апр nisan أبريل ابريل",
    "may mai май мая mayıs مايو",
    "june jun iyun июнь июня июн haziran يونيو",
    "july jul iyul июль июля июл temmuz يوليو",
    "august aug avqust август августа авг ağustos أغسطس اغسطس",
    "september sept sep sentyabr сентябрь сентября сен сент eylül سبتمبر",
    "october oct oktyabr октябрь октября окт ekim أكتوبر اكتوبر",
    "november nov noyabr ноябрь ноября ноя нояб kasım نوفمبر",
    "december dec dekabr декабрь декабря дек aralık ديسمبر",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_WEEKDAYS = (
    "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    "|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    "|pazartesi|salı|çarşamba|perşembe|cuma(?:rtesi)?|pazar"
    "|bazar(?: ert[əe]si)?|[çc]ərşənbə(?: axşamı)?|cümə(?: axşamı)?|şənbə"
)
_LABELS = {
    "published": (
        r"(?:first |date )?(?:published|posted|released|issued)(?: on| at)?|date of (?:publication|issue|release)|date"
        r"|publi(?:cation|shing) date|release date"
        r"|дата(?: публикации| размещения| выхода)?|опубликован[оа]?|размещен[оа]?"
        r"|tarix|dərc (?:olunub|edilib|tarixi)|yayımlan(?:ıb|ma tarixi)|nəşr tarixi|paylaşılıb"
        r"|yayın(?:lanma)? tarihi|yayınlandı|giriş tarihi|تاريخ النشر|نشر في"
    ),
    "updated": (
        r"(?:last )?(?:updated|modified|reviewed|edited)(?: on| at)?|last update|обновлено|изменено"
        r"|дата (?:обновления|изменения)|yenilən(?:ib|mə tarixi)|son yenilənmə"
        r"|güncelle(?:me|nme)(?: tarihi)?|son güncelleme|آخر تحديث"
    ),
    "today": (r"today(?: is)?|accessed|retrieved|crawled|captured|archived|сегодня|дата обращения|bu ?gün|baxılıb"),
}
_LABEL = re.compile("|".join(rf"(?P<{role}>{words})" for role, words in _LABELS.items()), re.IGNORECASE)

_MONTH = "(?P<name>" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)).replace("i", "[iİı]") + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_IN_YEAR = r"(?:-?\s?c[iıuü]\s+il(?:in|də)?|\s+года?|\s+г\.|\s+il)?"
_DATES = tuple(
    re.compile(r"(?<![\w/.-])" + pattern + r"(?![\w/-]|\.\d)", re.IGNORECASE)
    for pattern in (
        _YEAR + r"(?P<mark>[-/.])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)",
        r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)" + _YEAR,
        _DAY + r"[\s.-]*(?:of\s+)?" + _MONTH + r",?[\s-]+" + _YEAR + _IN_YEAR,
        _MONTH + r"\s*" + _DAY + r",?\s+" + _YEAR + _IN_YEAR,
        _YEAR + _IN_YEAR + r",?\s+" + _DAY + r"\s+" + _MONTH,
        _MONTH + r",?\s+" + _YEAR + _IN_YEAR,
    )
)
# A "T" may follow an ISO date directly.
_ISO_DATE_TIME = re.compile(r"(?<!\d)(\d{4}-\d\d-\d\d)[T ](?=\d\d:\d\d)")
_TIME = re.compile(
    r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?(?!\d)\s*(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s*[(\[]?\s*(?:(?P<utc>UTC|GMT|Z)\b)?\s*(?:(?P<sign>[+−-])\s*(?P<zh>\d{1,2})(?::?(?P<zm>\d\d))?(?!\d))?\s*[)\]]?)?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"(?<!\w)(?:{_WEEKDAYS})(?!\w)\.?", re.IGNORECASE)
_FILLER = re.compile(r"(?<!\w)(?:at|on|the|в|saat|года?|г|il|hrs?|hours|[A-Z]{3,4})(?!\w)\.?")
_PLACE = re.compile(
    r"(?:г\. ?)?[^\W\d_a-zа-яёəöüçşğı][\w.’'-]*(?: [^\W\d_a-zа-яёəöüçşğı][\w.’'-]*){0,2}(?: şəhəri)?,\s*(?:on )?"
)
_LONGEST_LINE = 160  # code points; longer lines are text
_SEPARATORS = re.compile(r"[|/•·]")

FONT_WIDGET = re.compile(
    r"\+\s*[↺↻⟲⟳]\s*[−–-](?:\s*\d{1,2}\s*px)?"
    r"|\+\s*[−–-]\s*\d{1,2}\s*px"
    r"|(?<!\w)A\s*[-−–]\s*(?:\|?\s*A\s*)?\|?\s*A\s*\+(?!\w)|(?<!\w)A\s*\+\s*(?:\|?\s*A\s*)?\|?\s*A\s*[-−–](?!\w)"
    r"|(?:(?:font|text) size|размер шрифта|şriftin ölçüsü)\s*:?\s*(?:[-+−–A-Z]|\d+\s*px|small|medium|large|[\s|/])*$",
    re.IGNORECASE,
)
"""The controls by which a page lets its reader change the size of letters."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date: its EDTF (empty where ambiguous or impossible), and what its label says it is."""

    edtf: str
    role: str  # published, updated, today, or "" where no label says
    has_time: bool
    has_weekday: bool
    has_place: bool = False


def date_line(line: str, *, day_first: bool = False) -> DateLine | None:
    """The date that the line consists of, or None where the line is anything else.

    `day_first`: 03.04.2017 is the third of April (in the document's language nobody writes it otherwise).
    """
    if len(line) > _LONGEST_LINE:
        return None
    text = FONT_WIDGET.sub(" ", line).strip(" |•·—–-")
    role, text = _role(text)
    text = _ISO_DATE_TIME.sub(r"\1 ", text)
    match = _find(text)
    if match is None or (role and not _starts_with_date(text[: match.start()])):
        return None
    place = None if role else _PLACE.fullmatch(text[: match.start()])
    rest = ("" if place else text[: match.start()]) + " | " + text[match.end() :]
    clock = _TIME.search(rest)
    if clock:
        rest = rest[: clock.start()] + " " + rest[clock.end() :]
    if not _is_all(rest, text, role, timed=bool(clock)):
        return None
    day = _edtf_date(match, day_first)
    named = bool(place) and not _WEEKDAY.fullmatch(text[: match.start()].rstrip(", "))
    return DateLine(_with_time(day, clock), role, bool(clock), bool(_WEEKDAY.search(text)), has_place=named)


def iso_date(value: str) -> str:
    """The EDTF of a date as metadata gives it (ISO 8601, RFC 3339, or a date line); empty where it is none of these."""
    value = value.strip()
    if re.fullmatch(r"(?:1[89]|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", value):
        return value
    value = re.sub(r"(?<=\d)([+-]\d\d)(\d\d)$", r"\1:\2", value)
    found = date_line(re.sub(r"(?<=:\d\d)[.,]\d+", "", value))
    return found.edtf if found else ""


def first_date(text: str) -> str:
    """The EDTF of the first full date in a short text such as a dateline; empty where there is none."""
    match = _find(text)
    return _edtf_date(match, day_first=False) if match else ""


def _role(text: str) -> tuple[str, str]:
    """What the label at the beginning says the date is, and the text after it."""
    match = _LABEL.match(text)
    if match is None or not re.match(r"\s*[:\-–—|]\s*|\s+(?=\W*\w)", text[match.end() :]):
        return "", text
    return str(match.lastgroup), text[match.end() :].lstrip(" :-–—|")


def _starts_with_date(before: str) -> bool:
    """Whether nothing but a time and a weekday stands between the label and the date."""
    return not count_words(_FILLER.sub("", _WEEKDAY.sub("", _TIME.sub("", before))))


def _find(text: str) -> re.Match[str] | None:
    """The first date in the text; of two that begin together the longer."""
    found = [match for pattern in _DATES if (match := pattern.search(text))]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)


def _is_all(rest: str, text: str, role: str, *, timed: bool) -> bool:
    """Whether what is left besides date and time is small enough for the line to be a date line."""
    words = count_words(_FILLER.sub("", _WEEKDAY.sub("", rest)))
    if not words:
        return True
    if role:
        return words <= 6
    if _find(rest) or not (timed or _SEPARATORS.search(text)):
        return False
    return words <= 3


def _edtf_date(match: re.Match[str], day_first: bool) -> str:
    """yyyy-mm-dd or yyyy-mm; empty for a day that does not exist or could be another."""
    groups = match.groupdict()
    if "first" in groups:
        pair = _day_and_month(int(groups["first"]), int(groups["second"]), day_first)
        if pair is None:
            return ""
        day, month = pair
    else:
        month = int(groups["month"]) if "month" in groups else _MONTH_NUMBERS[fold(groups["name"]).replace("ı", "i")]
        day = int(groups.get("day") or 0)
    try:
        return date(int(groups["year"]), month, day or 1).isoformat()[: 10 if day else 7]
    except ValueError:
        return ""


def _day_and_month(first: int, second: int, day_first: bool) -> tuple[int, int] | None:
    """Day and month of a numeric date, or None where both orders are possible."""
    if first > 12 or day_first or first == second:
        return first, second
    return (second, first) if second > 12 else None


def _with_time(day: str, clock: re.Match[str] | None) -> str:
    """EDTF of a day with its time, in the zone told; of the day alone where the time cannot be."""
    if not clock or len(day) < 10:
        return day
    hour = int(clock["hour"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower().startswith("p") else 0)
    try:
        at = time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        return day
    return f"{day}T{at.isoformat()}{_zone(clock)}"


def _zone(clock: re.Match[str]) -> str:
    """The time zone as EDTF writes it; empty where none is told or it cannot be."""
    if not clock["sign"]:
        return "Z" if clock["utc"] else ""
    hours, minutes = int(clock["zh"]), int(clock["zm"] or 0)
    if hours > 14 or minutes > 59:
        return ""
    sign = "+" if clock["sign"] == "+" else "-"
    return f"{sign}{hours:02}:{minutes:02}"
