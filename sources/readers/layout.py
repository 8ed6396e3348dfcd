"""What each line of a text document is: headline, date line, byline, menu, running text, what the site put around it.

First every line is judged by itself (`_kind`); then by where it stands: above the headline, in the body, or after the
last paragraph. Nothing is removed; `furniture` and `metadata` read the result.
"""

import re
from collections import Counter

from sources.readers import names, vocabulary
from sources.readers.dates import date_line
from sources.readers.headline import Candidate, choose
from sources.readers.kinds import Kind, Layout
from sources.readers.lines import Line, count_words, ends_with_stop, fold, is_prose

_LONGEST_OTHER, _PROSE_WORDS = 600, 8  # characters and words; what has more is running text
_KEPT_IN_TAIL = re.compile(r"\[\d+\]|\d+[.)]\s|[*†]|(?:source|источник|mənbə)\s?:", re.IGNORECASE)


def layout_of(lines: list[Line], *, day_first: bool = False) -> Layout:
    """The kinds of all lines. `day_first`: how the document's language writes 03.04.2017."""
    kinds = [_kind(line.text) for line in lines]
    dates = {i: found for i, line in enumerate(lines) if (found := date_line(line.text, day_first=day_first))}
    # "Tbilisi, 3 April 2017" is a date line below a headline; above, it may be part of one.
    first = next((i for i, kind in enumerate(kinds) if kind is Kind.SHORT and i not in dates), len(lines))
    dates = {i: found for i, found in dates.items() if not found.has_place or i > first}
    kinds = [Kind.DATE if i in dates else kind for i, kind in enumerate(kinds)]
    prose = [i for i, kind in enumerate(kinds) if kind is Kind.PROSE]
    layout = Layout(lines, kinds, dates, (prose[0], prose[-1]) if prose else None)
    _mark_menus(layout)
    _find_headline(layout)
    _settle_site_names(layout)
    _mark_today(layout)
    _mark_lists(layout)
    _settle_margins(layout)
    return layout


def _kind(text: str) -> Kind:
    """What the line is by itself."""
    if len(text) > _LONGEST_OTHER and count_words(text[:_LONGEST_OTHER]) > _PROSE_WORDS:
        return Kind.PROSE
    if vocabulary.furniture_kind(text):
        return Kind.FURNITURE
    if names.byline(text):
        return Kind.BYLINE
    if names.site_name(text) or names.agency_name(text):
        return Kind.SITE
    if names.is_dateline(text):
        return Kind.DATELINE
    if names.is_masthead(text):
        return Kind.MASTHEAD
    if is_prose(text):
        return Kind.PROSE
    if vocabulary.margin_kind(text):
        return Kind.MARGIN
    return Kind.LETTERHEAD if names.is_letterhead(text) else Kind.SHORT


def _mark_menus(layout: Layout) -> None:
    """Above the text: a run of very short lines without a blank line between, ended by a longer one, is a menu."""
    run: list[int] = []
    for i in layout.head:
        line, kind = layout.lines[i], layout.kinds[i]
        is_entry = kind in {Kind.SHORT, Kind.MARGIN, Kind.LETTERHEAD} and count_words(line.text) <= 3
        if is_entry and not (line.gap and run and not _is_margin(layout, run[-1])):
            run.append(i)
            continue
        _close_menu(layout, run, i)
        run = [i] if is_entry else []


def _close_menu(layout: Layout, run: list[int], after: int) -> None:
    """Marks the run as a menu where it is long enough and something that can be the headline follows."""
    known = sum(_is_margin(layout, i) for i in run)
    follows = any(
        layout.kinds[i] is Kind.SHORT and count_words(layout.lines[i].text) > 3 for i in layout.head if i >= after
    )
    if len(run) >= 4 - min(known, 1) and follows and len({fold(layout.lines[i].text) for i in run}) > 2:
        for i in run:
            layout.kinds[i] = Kind.MARGIN


def _is_margin(layout: Layout, i: int) -> bool:
    return layout.kinds[i] is Kind.MARGIN


def _find_headline(layout: Layout) -> None:
    """Chooses the headline, and marks the repeated section names above it."""
    candidates: list[Candidate] = []
    listed = False
    menu = [i for i in layout.head if layout.kinds[i] is Kind.MARGIN]
    for i in layout.head:
        text, kind = layout.lines[i].text, layout.kinds[i]
        listed = listed or "listing" in {vocabulary.furniture_kind(text), vocabulary.margin_kind(text)}
        if kind in {Kind.SHORT, Kind.LETTERHEAD} and not ends_with_stop(text):
            dated = i + 1 < len(layout.lines) and layout.kinds[i + 1] in {Kind.DATE, Kind.BYLINE}
            above = len([entry for entry in menu if entry > i]) > 1
            letterhead = kind is Kind.LETTERHEAD
            candidates.append(Candidate(i, text, letterhead, listed=listed, dated=dated, above_menu=above))
    choice = choose(candidates)
    for i in [*choice.breadcrumbs, *choice.listed]:
        layout.kinds[i] = Kind.MARGIN
    layout.headline, layout.title = choice.headline, choice.title
    for i in choice.copies:
        layout.kinds[i] = Kind.HEADLINE
    _mark_kickers(layout)


def _mark_kickers(layout: Layout) -> None:
    """Marks the section's name above a headline: one word (no kind of document), or the end of the path of pages."""
    top = layout.headline or 0
    if count_words(layout.title) <= 4:
        return
    paths = [fold(layout.lines[i].text) for i in range(top) if layout.kinds[i] is Kind.MARGIN]
    for i in range(top):
        text = fold(layout.lines[i].text)
        alone = count_words(text) == 1 and text.isalpha() and not vocabulary.is_document_kind(text)
        if layout.kinds[i] is Kind.SHORT and (alone or any(path.endswith(" " + text) for path in paths)):
            layout.kinds[i] = Kind.MARGIN


def _settle_site_names(layout: Layout) -> None:
    """A site name is one only at the very top or after the text; elsewhere it is a line like any other."""
    top = layout.head.stop if layout.headline is None else layout.headline
    end = layout.body[1] if layout.body else len(layout.lines)
    for i, kind in enumerate(layout.kinds):
        if kind is Kind.SITE and top < i <= end:
            layout.kinds[i] = Kind.SHORT


def _mark_today(layout: Layout) -> None:
    """Finds the dates that are the day of the visit, not of publication: the page's clock at its top.

    Signs: a label says so; or, above the headline, it stands under the site's name, or gives a weekday but no time, or
    the document has a date line of its own below.
    """
    top, last = layout.headline or 0, layout.body[1] if layout.body else -1
    own = any(i > top and not found.role for i, found in layout.dates.items() if i in layout.head)
    for i, found in layout.dates.items():
        under_name = i > 0 and layout.kinds[i - 1] is Kind.SITE
        in_masthead = i > 0 and layout.kinds[i - 1] in {Kind.MASTHEAD, Kind.LETTERHEAD}
        bare_day = found.has_weekday and not found.has_time and not in_masthead
        clock = not found.role and i < top and (own or under_name or bare_day)
        if clock or (found.role == "today" and (i in layout.head or i > last)):
            layout.kinds[i] = Kind.FURNITURE


def _mark_lists(layout: Layout) -> None:
    """After "Related news", "Leave a reply" and the like, the short lines that follow belong to the same block."""
    if layout.body is None:
        return
    opened: list[int] | None = None
    for i in range(layout.body[0] + 1, len(layout.lines)):
        kind = layout.kinds[i]
        if _opens_list(layout, i):
            opened = opened or []
        elif kind in {Kind.PROSE, Kind.BYLINE} or _KEPT_IN_TAIL.match(layout.lines[i].text):
            _close_list(layout, opened or [], ended=False)
            opened = None if kind is Kind.PROSE else opened
        elif opened is not None:
            opened.append(i)
    _close_list(layout, opened or [], ended=True)


def _opens_list(layout: Layout, i: int) -> bool:
    text = layout.lines[i].text
    kind = vocabulary.furniture_kind(text)
    if not kind and i > (layout.body or (0, 0))[1]:
        kind = vocabulary.margin_kind(text)
    return kind in vocabulary.OPENERS


def _close_list(layout: Layout, opened: list[int], *, ended: bool) -> None:
    """Marks the lines of a block; within the body only where there are several, for one may be a heading."""
    if ended or len(opened) > 1:
        for i in opened:
            layout.kinds[i] = Kind.FURNITURE
    opened.clear()


def _settle_margins(layout: Layout) -> None:
    """Words of menus are furniture in the margins only; so are a site's name, and lines repeated again and again."""
    last = layout.body[1] if layout.body else -1 if layout.headline is None else layout.headline
    texts = [
        line.text if kind is Kind.PROSE else fold(line.text)
        for line, kind in zip(layout.lines, layout.kinds, strict=True)
    ]
    often = Counter(texts)
    for i, kind in enumerate(layout.kinds):
        outside = i in layout.head or i > last
        if kind in {Kind.MARGIN, Kind.SITE}:
            layout.kinds[i] = Kind.FURNITURE if outside else Kind.SHORT
        elif kind is Kind.SHORT and outside and count_words(texts[i]) and often[texts[i]] > 2:
            layout.kinds[i] = Kind.FURNITURE
