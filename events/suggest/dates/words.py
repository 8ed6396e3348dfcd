"""The words of dates in the languages that are read, and what each of them stands for. Keys are folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

V = TypeVar("V")


def fold(word: str) -> str:
    """Small letters, one kind of i (İ and ı are i), single blanks, no stop behind it. For look-ups only."""
    plain = word.replace("İ", "i").lower().replace("ı", "i").replace("ё", "е").replace("’", "'")
    return " ".join(plain.split()).rstrip(".")


def words(text: str) -> tuple[str, ...]:
    """The words of a list that is written as a text."""
    return tuple(text.split())


def numbered(*groups: str, first: int = 1) -> dict[str, int]:
    """Each word of the n-th group, with n."""
    return {fold(word.replace("_", " ")): n for n, group in enumerate(groups, first) for word in group.split()}


def stems(table: Mapping[V, str]) -> dict[str, V]:
    """Each stem with its value."""
    return {fold(stem.replace("_", " ")): value for value, group in table.items() for stem in group.split()}


def value_of(table: Mapping[str, V], word: str) -> V:
    """The value of the longest stem with which the word begins. Raises `KeyError` for a word of no stem."""
    folded = fold(word)
    return table[next((folded[:n] for n in range(len(folded), 0, -1) if folded[:n] in table), folded)]


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longer ones first, with any blank between those of a phrase."""
    spelt = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(
        word.replace(" ", r"[^\S\n]{1,3}").replace("i", "[iıİ]").replace("'", "['’]").replace("е", "[её]")
        for word in spelt
    )


# English months are written with a capital: "may" and "march" are words of their own.
ENGLISH_MONTHS = numbered(
    "January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
    "September Sept Sep", "October Oct", "November Nov", "December Dec",
)  # fmt: skip
RUSSIAN_MONTHS = numbered(
    "январь января январе январю январем янв", "февраль февраля феврале февралю февралем фев февр",
    "март марта марте марту мартом", "апрель апреля апреле апрелю апрелем апр", "май мая мае маю маем",
    "июнь июня июне июню июнем", "июль июля июле июлю июлем", "август августа августе августу августом авг",
    "сентябрь сентября сентябре сентябрю сентябрем сент сен", "октябрь октября октябре октябрю октябрем окт",
    "ноябрь ноября ноябре ноябрю ноябрем нояб", "декабрь декабря декабре декабрю декабрем дек",
)  # fmt: skip
AZERBAIJANI_MONTHS = numbered(
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"
)
MONTHS: Mapping[str, int] = ENGLISH_MONTHS | RUSSIAN_MONTHS | AZERBAIJANI_MONTHS

ENGLISH_WEEKDAYS = numbered(
    "Monday Mon", "Tuesday Tue Tues", "Wednesday Wed", "Thursday Thu Thur Thurs", "Friday Fri", "Saturday Sat",
    "Sunday Sun", first=0,
)  # fmt: skip
RUSSIAN_WEEKDAYS = numbered(
    "понедельник понедельника", "вторник вторника", "среда среду среды", "четверг четверга", "пятница пятницу пятницы",
    "суббота субботу субботы", "воскресенье воскресенья", first=0,
)  # fmt: skip
AZERBAIJANI_WEEKDAYS = numbered(
    "bazar_ertəsi", "çərşənbə_axşamı", "çərşənbə", "cümə_axşamı", "cümə", "şənbə", "bazar", first=0
)
WEEKDAYS: Mapping[str, int] = ENGLISH_WEEKDAYS | RUSSIAN_WEEKDAYS | AZERBAIJANI_WEEKDAYS

# Seasons as EDTF numbers them.
SEASONS: Mapping[str, int] = numbered(
    "spring весна весной весны весну весне yaz yazında yazı yazda yazın yazından",
    "summer лето летом лета yay yayında yayı yayda yayın yayından",
    "autumn fall осень осенью осени payız payızında payızı payızda payızın payızından",
    "winter зима зимой зимы зиму зиме qış qışında qışı qışda qışın qışından",
    first=21,
)

# Tables of stems: a word has the value of the longest stem it begins with.
# How many years, months or weeks from the present one.
SHIFTS: Mapping[str, int] = stems(
    {
        -2: "позапрошл",
        -1: "last past previous прошл прошед минувш ötən keçən",
        0: "this current earlier later с т эт нынешн текущ bu cari builki",
        1: "next coming следующ будущ gələn növbəti",
    }
)
# From the day, month or year that was last spoken of.
SAME: Mapping[str, int] = stems(
    {
        -1: "the_previous предыдущ",
        0: "that the_same тот того том həmin elə",
        1: "the_following the_next следующ növbəti",
    }
)
DAYS: Mapping[str, int] = stems(
    {
        -2: "the_day_before_yesterday позавчера srağagün",
        -1: "yesterday last_night вчера накануне dünən",
        0: "today earlier_today later_today tonight this_ сегодня bu_gün bugün",
        1: "tomorrow завтра sabah",
    }
)
UNITS: Mapping[str, str] = stems(
    {
        "day": "day день дн gün",
        "week": "week недел həftə",
        "month": "month месяц ay",
        "year": "year год лет il",
        "half": "h half полугод половин yarı",
        "quarter": "q quarter квартал rüb",
    }
)
PARTS: Mapping[str, str] = stems(
    {
        "early": "early earlier beginning the_beginning start the_start нач первой əvv",
        "mid": "mid middle the_middle середин ort",
        "late": "late later end the_end кон второй son",
    }
)
NAMED: Mapping[str, str] = {"9/11": "2001-09-11", "september 11": "2001-09-11", "11 september": "2001-09-11"}

COUNTS: Mapping[str, int] = {
    fold(word): number
    for number, words in {
        1: "a an one first i один одного одну первом первой первые первый первых bir birinci ilk",
        2: "two second ii два две двух втором второй второй вторые iki ikinci",
        3: "three third iii три трех третьем третий üç üçüncü",
        4: "four fourth iv четыре четырех четвертом четвертый dörd dördüncü",
        5: "five пять пяти beş",
        6: "six шесть шести altı",
        7: "seven семь семи yeddi",
        8: "eight восемь восьми səkkiz",
        9: "nine девять девяти doqquz",
        10: "ten десять десяти on",
        11: "eleven одиннадцать одиннадцати on_bir",
    }.items()
    for word in words.split()
} | {str(number): number for number in range(1, 32)}
