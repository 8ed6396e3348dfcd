"""What is wrong with a text that is not an EDTF date, in a sentence an editor can act on."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

# Each trap: how it looks, what is wrong with it, how to write it. The first that matches is told, so the order matters.
_TRAPS: tuple[tuple[str, str | Promise, str], ...] = (
    (r"^$", _lazy("it is empty"), ""),
    (r"\s", _lazy("it holds blank space"), ""),
    (r"[\u2010-\u2015\u2212]", _lazy("it uses a dash where a hyphen (-) belongs"), ""),
    (r"[^\x00-\x7f]", _lazy("it holds a character that dates do not use"), ""),
    (r"[\[\]{}]|\.\.[0-9]|[0-9]\.\.", _lazy("lists and sets of dates (level 2) are not kept"), "2016/2018"),
    (r"^Y", _lazy("years outside 0001–9999 are not kept"), "0001, 1999"),
    (r"^-[0-9]", _lazy("years before 0001 are not kept"), "0001, 1999"),
    (
        r"(?i)open|unknown",
        _lazy("an open end is written with two dots, an unknown end with nothing"),
        "2017-07-20/.., ../2019-11-12",
    ),
    (r"[?~%]{2,}", _lazy("only one of ? ~ % can follow a date (% is both ? and ~)"), "2019-11-12%"),
    (r"[?~%].", _lazy("? ~ % inside a date (level 2) are not kept; they follow the whole date"), "1984-06~"),
    (r"[0-9][ES][0-9]", _lazy("exponents and significant digits (level 2) are not kept"), "195X"),
    (r"x", _lazy("an unspecified digit is a capital X"), "201X, 2004-XX"),
    (r"X", _lazy("X stands only for a year's last digits, the day, or month and day"), "201X, 2004-XX"),
    (r"^[0-9]{8}$", _lazy("it lacks its hyphens"), "2019-11-12"),
    (r"^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}", _lazy("the year comes first"), "2019-11-12"),
    (r"^[0-9]{5,}|^[0-9]{1,3}(-|$)", _lazy("a year has four digits"), "0985, 2019"),
    (r"^[0-9]{4}(-[0-9]{2})?-[0-9](-|$)", _lazy("months and days have two digits"), "2019-01-05"),
)


class DateError(ValueError):
    """A text that is not a date we keep. Says what is wrong, where, and how to write it.

    ``text`` is what was written, ``problem`` and ``example`` are the two halves of the sentence.
    """

    def __init__(self, text: str, problem: str, example: str = "") -> None:
        self.text, self.problem = text, problem
        self.example = example or _("2019-11, 2019-11-12 or 2019-11-12/2019-11-14")
        shown = text if len(text) <= 40 else text[:40] + "…"
        super().__init__(
            _("“%(text)s” is not an EDTF date: %(problem)s. Write %(example)s.")
            % {"text": shown, "problem": problem, "example": self.example}
        )


def diagnose(text: str) -> DateError:
    """The error for a text whose shape is none of EDTF level 0 or 1."""
    for trap, problem, example in _TRAPS:
        if re.search(trap, text):
            return DateError(text, str(problem), example)
    return DateError(text, _("it is not written year-month-day"))
