"""Symbols of United Nations documents in a text (ST/LIB/SER.B/5/Rev.5), in one spelling each."""

import re

_SERIES = "A|S|E|T|ST|DP|TD|CD|CAT|CERD|CEDAW|CCPR|CMW|CRC|CRPD|CED|HRI|NPT|BWC|FCCC|UNEP|CTOC|CAC"
_PART = r"(?:[A-Z][A-Za-z]{0,7}[.-]\d+|[A-Z]{1,6}|\d+)"
_SYMBOLS = re.compile(
    rf"(?<![\w/.-])(?:{_SERIES})(?:/{_PART})+(?:[-–](?:{_SERIES})(?:/{_PART})+)?(?P<year>\s?\((?:19|20)\d\d\))?(?!\w|/\w)"
)
_RESOLUTION = re.compile(r"S/RES/\d+$")
_SHORTEST_LONE_NUMBER = 3


def document_symbols(text: str) -> tuple[str, ...]:
    """Every document symbol in the text once, in order of appearance ("S/RES/2396 (2017)", "A/75/625-S/2020/1161")."""
    found = (_spelled(match) for match in _SYMBOLS.finditer(text))
    return tuple(dict.fromkeys(symbol for symbol in found if _is_symbol(symbol)))


def _spelled(match: re.Match[str]) -> str:
    """One spelling: a plain hyphen between two symbols, a space before a resolution's year, no year elsewhere."""
    year = match["year"] or ""
    symbol = match.group()[: len(match.group()) - len(year)].replace("–", "-")
    return f"{symbol} {year.strip()}" if year and _RESOLUTION.search(symbol) else symbol


def _is_symbol(symbol: str) -> bool:
    """Whether it has a number, and is not an everyday abbreviation such as A/4."""
    parts = symbol.partition(" ")[0].split("/")[1:]
    numbers = [part for part in parts if any(sign.isdigit() for sign in part)]
    return bool(numbers) and (len(parts) > 1 or len(re.sub(r"\D", "", numbers[0])) >= _SHORTEST_LONE_NUMBER)
