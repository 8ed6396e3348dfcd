"""When a word or number that could be a date is one: by what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Callable

from events.suggest.dates.expression import Expression
from events.suggest.dates.words import fold

_NEAR = 60  # code points that are looked at on each side
B = r"[^\S\n]+"

# A year alone is a year behind one of these, or in brackets, or when nothing else stands in its line.
_YEAR_AFTER = re.compile(
    rf"(?:(?<!\w)(?:in|during|since|of|by|from|until|till|to|before|after|for|through|throughout|between|and|or|years?"
    rf"|early|mid|late|end|around|circa|the|its|his|her|their|our|both|only|already|back|as|until|on|this|that|fiscal"
    rf"|в|во|с|со|до|к|по|за|от|и|или|около|на|после|между|года?м?и?|və|ilə){B}|[’']s?{B}|mid-|pre-|post-|[(\[]|[,;]{B})$"
    r"|^$",
    re.IGNORECASE,
)
_SURE_YEAR = re.compile(rf"(?<!\w)(?:in|during|since|year|throughout|в{B}течение){B}$", re.IGNORECASE)
# Numbers of resolutions, laws and orders; "resolution 1373 (2001)" names no date of an event.
_NUMBERED = re.compile(
    rf"(?:(?<!\w)(?:resolutions?|decrees?|orders?|articles?|nos?\.?|№|№№|agenda|vision|horizon|expo|iso|boeing|airbus|il"
    rf"|резолюци\w+|приказ\w*|указ\w*|стать\w+|закон\w*|повестк\w+|qətnamə\w*|fərman\w*|sayl[ıi]|maddə\w*){B}|№)"
    r"(?:\d+(?:[^\S\n]*\(\d{4}\))?(?:,|[^\S\n]+(?:and|or|и|или|və))?[^\S\n]*)*\(?$",
    re.IGNORECASE,
)
_IN_BRACKETS_OF_NUMBER = re.compile(r"\d[^\S\n]?\($")
# What is counted or measured behind a number that is no year.
_COUNTED = re.compile(
    rf"[^\S\n]*(?:%|per{B}?cent|percent|[$€£₼₽]|°)|[- ](?:strong|page|metre|meter|km|mile|member)"
    rf"|{B}(?:\w+{B})?(?:people|persons|officers|soldiers|troops|men|women|children|citizens|fighters|militants|members"
    r"|participants|terrorists|policemen|servicemen|refugees|nationals|residents|victims|civilians|employees|students"
    r"|dollars|euros?|manats?|rubles|roubles|pounds|kg|kilograms?|km|kilomet\w+|met(?:re|er)s?|tons?|tonnes?|miles|hours|hrs"
    r"|items|pieces|weapons|documents|cases|times|agenda|word|words"
    r"|человек\w*|люд\w+|граждан\w*|боевик\w*|сотрудник\w*|военнослужащ\w+|участник\w*|руб\w*|доллар\w*|евро|манат\w*|тонн\w*|кг|км"
    r"|nəfər\w*|adam\w*|manat\w*|dollar\w*|avro\w*|hərbçi\w*|vətəndaş\w*|silahlı\w*)(?!\w)",
    re.IGNORECASE,
)
# A day and month in the name of a street, a station, a movement.
_NAMED = re.compile(
    rf"{B}(?:Street|Avenue|Square|Movement|Alliance|Group|Brigade|Brigades|Revolution|Station|Organi[sz]ation|Agreement"
    rf"|metro|улиц\w+|площад\w+|проспект\w*|движени\w+|küçəsi\w*|prospekti\w*|meydanı\w*|stansiyası\w*)(?!\w)"
)
_ORGANISATION = re.compile(rf"(?:organi[sz]ation|movement|group|организаци\w+|ул\.|улиц\w+){B}[\"“«]?$", re.IGNORECASE)

_PROVISION = re.compile(rf"(?<!\w)(?:articles?|sections?|rules?|paragraphs?|chapters?){B}$", re.IGNORECASE)

_MONTH_AFTER = re.compile(
    rf"(?<!\w)(?:in|during|since|until|till|by|before|after|from|of|for|to|between|throughout|through|and|or|late|early|mid"
    rf"|в|во|с|со|до|к|по|за|на|и|конц\w+|конец|начал\w+|середин\w+){B}(?:the{B}month{B}of{B})?$",
    re.IGNORECASE,
)
_NAME_MONTHS = frozenset({"may", "april", "june", "august", "jan"})
_SURE_MONTH = re.compile(rf"(?<!\w)(?:in|during|since|until|till|throughout|late|early|mid){B}$", re.IGNORECASE)
_PART = re.compile(r"(?:early|mid|late|beginning|start|middle|end|month of)", re.IGNORECASE)

_DAY_NAMED = re.compile(
    rf"(?<!\w)(?:bloody|black|good|ash|palm|easter|holy|cyber|super|fat|shrove|maundy|every|each|most|any|The){B}$"
)
_BEFORE_WEEKDAY = re.compile(
    rf"(?<!\w)(?:во?|на|до|с|со|к|ко|(?:прошл|минувш|эт|следующ|нынешн|будущ)\w+){B}$", re.IGNORECASE
)
_FIGURATIVE = re.compile(
    r"['’]s[^\S\n]+(?:\w+[^\S\n]+)?(?:world|societ\w+|realit\w+|conditions?|generation|youth|challenges?|threats?|age|era)",
    re.IGNORECASE,
)


def is_licensed(match: re.Match[str], told: dict[str, str], one: Expression) -> bool:
    """Whether the passage that was read as this date is one, by what stands around it."""
    before = match.string[max(0, one.start - _NEAR) : one.start].rpartition("\n")[2]
    after = match.string[one.end : one.end + _NEAR].partition("\n")[0]
    rule = next((rule for group, rule in _RULES.items() if group in told), _day_or_month)
    return rule(told | {"": match.string[one.start : one.end]}, before, after)


def _bare_year(told: dict[str, str], before: str, after: str) -> bool:
    if _NUMBERED.search(before) or _IN_BRACKETS_OF_NUMBER.search(before):
        return False
    if not before.strip() and not after.strip(" :.–—-"):
        return True  # a heading, or a cell of a table
    if not _YEAR_AFTER.search(before) or (not before.strip() and not after.lstrip().startswith((":", ",", "–", "—"))):
        return False
    if before.endswith(("(", "[")) and not after.startswith((")", "]", ",", ";", "–", "-")):
        return False
    return bool(_SURE_YEAR.search(before)) or not _COUNTED.match(after)


def _lone_month(told: dict[str, str], before: str, after: str) -> bool:
    if re.match(rf"{B}\d|['’](?!s\b)|{B}(?:Revolution|Square|Street)", after):
        return False
    if "part" in told:
        return True
    if fold(told["alone"]) in _NAME_MONTHS:
        return bool(_SURE_MONTH.search(before))
    return bool(_MONTH_AFTER.search(before))


def _weekday(told: dict[str, str], before: str, after: str) -> bool:
    if told["w"][0] >= "А" and not told["w"].isascii() and re.match("[а-яё]", told["w"], re.IGNORECASE):
        return "toward" in told or bool(_BEFORE_WEEKDAY.search(before))
    if re.search(_DAY_NAMED.pattern, before) or re.search(_DAY_NAMED.pattern, before.lower()):
        return bool(re.search(rf"(?<!\w)the{B}$", before))
    return not re.match(rf"{B}[A-Z]", after)


def _today(told: dict[str, str], before: str, after: str) -> bool:
    if fold(told["today"]) == "накануне":
        return bool(re.match(r"\s*(?:[.,;)»]|$)", after))
    return not _FIGURATIVE.match(after) and not re.search(r"['’]$", before)


def _relative(told: dict[str, str], before: str, after: str) -> bool:
    """ "The past year" is a time, not a date."""
    return fold(told["rel"]) != "past"


def _share(told: dict[str, str], before: str, after: str) -> bool:
    return True


def _day_or_month(told: dict[str, str], before: str, after: str) -> bool:
    if set(told) <= {"", "w", "toward"}:
        return _weekday(told, before, after)
    if "y1" in told or "y2" in told:
        # A year that has its word with it needs no other licence.
        figures = told[""][-1].isdigit() and not any(name in told for name in ("m1", "m2", "d1", "d2", "n1", "n2", "a"))
        return not (figures and (_NUMBERED.search(before) or _COUNTED.match(after)))
    return not (_NAMED.match(after) or _ORGANISATION.search(before) or _PROVISION.search(before))


Rule = Callable[[dict[str, str], str, str], bool]
_RULES: dict[str, Rule] = {
    "bare": _bare_year,
    "alone": _lone_month,
    "today": _today,
    "rel": _relative,
    "nth": _share,
}
