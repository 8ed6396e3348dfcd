"""Gives each expression its EDTF: what its words leave open, the text around it or the day of publication tells."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from editorial import dates
from events.suggest.dates.expression import Expression, Moment, Relative
from events.suggest.document import Document, Span

_FUTURE = re.compile(
    r"(?<!\w)(?:will|shall|is to|are to|to be held"
    r"|(?:is|are|was|were|been) (?:scheduled|planned|expected|due|slated)|(?:scheduled|planned|due) (?:for|to)|plans to"
    r"|upcoming|forthcoming|set to"
    r"|буд[уе]т|состоится|состоятся|пройд[её]т|пройдут|запланирован\w*|намечен\w*|планиру\w+|предсто\w+|ожида\w+"
    r"|keçiriləcək|planlaşdırılır|nəzərdə tutulur|gözlənilir|\w{2,}(?:acaq|əcək)\w{0,4})(?!\w)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;]|\b(?:and|и|və)\b")
_RECENT = 45  # days before publication in which a report's dates mostly lie
_HEADING = 90  # code points; longer lines are text


@dataclass(frozen=True, slots=True)
class Resolved:
    """The EDTF of an expression, and how it was come by: `reason` is one of docs/suggestions.md, `basis` a passage."""

    edtf: str
    reason: str
    basis: Span | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage that tells its year by itself, and so the year of what is told after it."""

    start: int
    end: int
    year: int
    month: int | None
    day: datetime.date | None


# What stands before and behind the date with which a report opens: "ASHGABAT, March 16, 2022 –", "(Sept. 9, 2016)".
_PLACE_BEFORE = re.compile(
    r"(?:^|\n)[^\S\n]*(?:г\.[^\S\n]?)?(?:[^\W\d_a-zа-яёəöüçşğı][\w.’'-]*[,/(]?[^\S\n]*[-–—/]?[^\S\n]?){0,6}[(\[]?$"
)
_TEXT_BEHIND = re.compile(
    r"[)\]]?(?:,?[^\S\n]+\d{1,2}:\d\d)?[^\S\n]*(?:[/(][\w .]{2,25}[/)])?[^\S\n]*(?:[-–—:/]|\.[^\S\n])"
)
_OPENING = 800  # code points in which a report opens


def _dateline(text: str, expressions: Sequence[Expression]) -> Expression | None:
    """The day with which the first paragraph opens, or that stands alone above it."""
    for one in expressions:
        if one.start > _OPENING:
            break
        if one.first is None or one.last or _day(one.first) is None or one.doubt or one.other:
            continue
        line = text[text.rfind("\n", 0, one.start) + 1 : one.start]
        if (
            len(line) <= 60
            and _PLACE_BEFORE.search(line)
            and (_TEXT_BEHIND.match(text, one.end) or not text[one.end :].partition("\n")[0].strip())
        ):
            return one
    return None


class Resolver:
    """Resolves the expressions of one document, in their order."""

    def __init__(self, document: Document, expressions: Sequence[Expression]) -> None:
        self.document = document
        self.text = document.flowing
        self.dateline = _dateline(self.text, expressions) if not document.published else None
        day = _day(self.dateline.first) if self.dateline and self.dateline.first else None
        self.published = day or document.published_day
        self.bounds = (day, day) if day else document.published_bounds
        self.sentence_starts = [start for start, _end in document.sentences]
        self.explicit = [
            Anchor(one.start, one.end, one.first.year, one.first.month, _day(one.first))
            for one in expressions
            if one.first
            and one.first.year
            and not one.first.decade
            and not (one.last and one.last.year != one.first.year)
        ]
        self.starts = [anchor.start for anchor in self.explicit]
        self.last: Anchor | None = None  # what was last spoken of, by whatever means it was dated

    def resolve(self, one: Expression) -> Resolved | None:
        """The date, or None where nothing tells what is missing. Remembers it for "the same day"."""
        made = self._resolve(one)
        if made is None:
            return None
        try:
            told = dates.parse(made.edtf)
        except dates.DateError:
            return None
        if told.precision == "day":
            day = datetime.date.fromordinal(told.earliest)
            self.last = Anchor(one.start, one.end, day.year, day.month, day)
        elif (year := dates.year_of(told)) is not None:
            self.last = Anchor(one.start, one.end, year, one.first.month if one.first else None, None)
        return made

    def _resolve(self, one: Expression) -> Resolved | None:
        if one.known:
            return Resolved(one.known, "named")
        if one.relative:
            return self._relative(one.relative)
        if one.first is None:
            return self._weekday(one)
        if one.other is not None:
            return self._figures(one, one.first, one.other)
        return self._moments(one, one.first)

    # -- days and months, with the year that is missing ---------------------------------------------------------------

    def _moments(self, one: Expression, first: Moment) -> Resolved | None:
        found = self._year_of(one, first)
        if found is None:
            return None
        year, reason, basis = found
        begin = first.of_year(year)
        if one.last is None:
            return Resolved(begin.edtf + ("~" if one.about else ""), reason, basis)
        last = one.last
        if last.year is None:
            wraps = (last.shift or 0) - (first.shift or 0) + (last.same or 0) - (first.same or 0)
            wraps = wraps or int((last.month or 0, last.day or 0) < (first.month or 0, first.day or 0))
            last = last.of_year(year + wraps)
        return Resolved(f"{begin.edtf}/{last.edtf}", reason, basis)

    def _year_of(self, one: Expression, moment: Moment) -> tuple[int, str, Span | None] | None:
        """The year of the moment, how it is known, and the passage that tells it."""
        if moment.year is not None:
            return moment.year, "told", None
        if moment.shift is not None:
            return (self.bounds[0].year + moment.shift, "publication", None) if self.bounds else None
        if moment.same is not None:
            return (self.last.year + moment.same, "context", self._span(self.last)) if self.last else None
        return self._missing_year(one, moment)

    def _missing_year(self, one: Expression, moment: Moment) -> tuple[int, str, Span | None] | None:
        """The year of a moment that tells none: by its weekday, by the text beside it, by the day of publication."""
        near = self._from_publication(one, moment)
        if one.weekday is not None and moment.day is not None:
            year = self._year_of_weekday(moment, one.weekday, near)
            if year is not None:
                return year, "weekday", None
        return self._from_text(one, moment, near) or ((near, "publication", None) if near is not None else None)

    def _from_text(self, one: Expression, moment: Moment, near: int | None) -> tuple[int, str, Span | None] | None:
        """The year by what is told beside the moment, unless it is of the days before publication (`near`)."""
        before, after = self._neighbours(one)
        sentence = self._sentence(one.start)
        is_beside = before is not None and self._sentence(before.start) == sentence
        if before is not None and is_beside and before.month is not None and not one.toward:
            return self._by(before)
        if near is not None and (one.toward or self._is_recent(moment, near)):
            return near, "publication", None
        if before is not None and (is_beside or near is None or self._in_section(before, one)):
            return self._by(before)
        if after is not None and (near is None or (after.month and self._sentence(after.start) == sentence)):
            return self._by(after)
        return None

    def _from_publication(self, one: Expression, moment: Moment) -> int | None:
        """The year of the nearest such time before publication, or after it where the sentence looks ahead."""
        if self.bounds is None:
            return None
        _first, day = self.bounds
        this = _order(moment, day)
        if one.toward > 0 or (not one.toward and self._looks_ahead(one)):
            return day.year if this >= 0 else day.year + 1
        if one.toward < 0 and this == 0:
            return day.year - 1
        return day.year if this <= 0 else day.year - 1

    def _is_recent(self, moment: Moment, year: int) -> bool:
        assert self.bounds is not None
        when = _day(replace(moment.of_year(year), day=moment.day or 1))
        return when is not None and abs((self.bounds[1] - when).days) <= _RECENT

    def _year_of_weekday(self, moment: Moment, weekday: int, near: int | None) -> int | None:
        """The year in which that day fell on that weekday, the one nearest to the year that is likely anyhow."""
        likely = near or (self.last.year if self.last else None)
        if likely is None:
            return None
        for year in sorted(range(likely - 6, likely + 2), key=lambda year: (abs(year - likely), year)):
            day = _day(moment.of_year(year))
            if day is not None and day.weekday() == weekday:
                return year
        return None

    def _neighbours(self, one: Expression) -> tuple[Anchor | None, Anchor | None]:
        """The years told last before the expression and next after it."""
        place = bisect_right(self.starts, one.start)
        return (
            self.explicit[place - 1] if place else None,
            self.explicit[place] if place < len(self.explicit) else None,
        )

    def _by(self, anchor: Anchor) -> tuple[int, str, Span]:
        return anchor.year, "context", self._span(anchor)

    def _in_section(self, anchor: Anchor, one: Expression) -> bool:
        """Whether the anchor stands in the same paragraph, or is the heading of the section."""
        between = self.text[anchor.end : one.start]
        if "\n" not in between:
            return True
        line_start = self.text.rfind("\n", 0, anchor.start) + 1
        line_end = self.text.find("\n", anchor.end)
        is_heading = line_end - line_start <= _HEADING and not self.text[line_start:line_end].rstrip().endswith(".")
        return is_heading and anchor.day is None

    # -- relative to a day --------------------------------------------------------------------------------------------

    def _relative(self, relative: Relative) -> Resolved | None:
        if relative.from_publication:
            return Resolved(edtf, "publication") if self.bounds and (edtf := self._from_day(relative)) else None
        if self.last is None:
            return None
        basis = self._span(self.last)
        if relative.unit == "year":
            return Resolved(f"{self.last.year + relative.shift:04}", "context", basis)
        if relative.unit == "month" and self.last.month and self.last.month <= 12:
            return Resolved(_month(self.last.year, self.last.month + relative.shift), "context", basis)
        if relative.unit == "day" and self.last.day:
            day = _shifted(self.last.day, relative.shift)
            return Resolved(day.isoformat(), "context", basis) if day else None
        return None

    def _from_day(self, relative: Relative) -> str:
        assert self.bounds is not None
        first, last = self.bounds
        if relative.unit == "year":
            return f"{first.year + relative.shift:04}" if first.year == last.year else ""
        if relative.unit == "month":
            return (
                _month(first.year, first.month + relative.shift)
                if (first.year, first.month) == (last.year, last.month)
                else ""
            )
        if self.published is None:
            return ""
        if relative.unit == "week":
            monday = _shifted(self.published, 7 * relative.shift - self.published.weekday())
            sunday = monday and _shifted(monday, 6)
            return f"{monday}/{sunday}" if monday and sunday else ""
        day = _shifted(self.published, relative.shift)
        return day.isoformat() if day else ""

    def _weekday(self, one: Expression) -> Resolved | None:
        """The last such day before publication or that very day; the next one where the sentence looks ahead."""
        if self.published is None or one.weekday is None:
            return None
        back = (self.published.weekday() - one.weekday) % 7
        if one.toward < 0:
            back = back or 7
        elif one.toward > 0 or self._looks_ahead(one):
            back -= 7
        day = _shifted(self.published, -back)
        return Resolved(day.isoformat(), "weekday") if day else None

    def _figures(self, one: Expression, day_first: Moment, month_first: Moment) -> Resolved | None:
        """12/11/2019: whichever lies just before publication, if only one does; else nobody knows, and it is said."""
        ends = [day for day in (_day(day_first), _day(month_first)) if day is not None]
        if self.bounds and len(ends) > 1:
            near = [day for day in ends if -1 <= (self.bounds[1] - day).days <= _RECENT]
            if len(near) == 1:
                return Resolved(near[0].isoformat(), "publication")
        return Resolved(day_first.edtf, "ambiguous")

    # -- the text around ----------------------------------------------------------------------------------------------

    def _looks_ahead(self, one: Expression) -> bool:
        number = self._sentence(one.start)
        start, end = self.document.sentences[number] if self.document.sentences else (0, 0)
        # What follows the date in another clause looks ahead by itself: "was named on Wednesday and will head".
        behind = _CLAUSE.split(self.text[one.end : min(end, one.end + 60)], maxsplit=1)[0]
        return bool(_FUTURE.search(self.text, max(start, one.start - 120), one.start) or _FUTURE.search(behind))

    def _sentence(self, place: int) -> int:
        return max(bisect_right(self.sentence_starts, place) - 1, 0)

    @staticmethod
    def _span(anchor: Anchor) -> Span:
        return anchor.start, anchor.end


def _day(moment: Moment) -> datetime.date | None:
    if moment.year is None or not moment.month or moment.day is None:
        return None
    try:
        return datetime.date(moment.year, moment.month, moment.day)
    except ValueError:
        return None


_SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}


def _order(moment: Moment, day: datetime.date) -> int:
    """Whether the time lies before (-1), in or on (0), or after (1) that day's, in the same year."""
    month = moment.month or day.month
    mine = (_SEASON_MONTHS.get(month, month), moment.day if moment.day is not None else day.day)
    return (mine > (day.month, day.day)) - (mine < (day.month, day.day))


def _month(year: int, month: int) -> str:
    return f"{year + (month - 1) // 12:04}-{(month - 1) % 12 + 1:02}"


def _shifted(day: datetime.date, days: int) -> datetime.date | None:
    try:
        return day + datetime.timedelta(days)
    except OverflowError:
        return None
