"""What a quotation seems to say: a date as EDTF, a number with its hedge. Proposals that an editor confirms. Pure.

They are what the suggesters find in the quotation, read by itself.
"""

from __future__ import annotations

from events.suggest import Document
from events.suggest.dates import find_dates
from events.suggest.numbers import Number, numbers_in


def date_in(quote: str, *, language: str = "", published: str = "") -> str:
    """The EDTF of the first date in the quotation; empty where none can be read for certain.

    `published` is when the source was (EDTF): it tells what "yesterday" means.
    """
    found = find_dates(Document(quote, language=language, published=published))
    return next((one.payload["edtf"] for one in found if one.payload["reason"] != "ambiguous"), "")


def number_in(quote: str, *, language: str = "") -> Number | None:
    """The first number in the quotation that is no part of a date, or None."""
    dates = [(one.start, one.end) for one in find_dates(Document(quote, language=language))]
    return next((number for _s, _e, number in numbers_in(quote, language, dates) if not number.percent), None)
