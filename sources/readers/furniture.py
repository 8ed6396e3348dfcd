"""What in a text is not the document's own: menus, share buttons, comment forms, cookie notes, galleries, page clocks.

It is marked, never removed: a quotation's offsets hold whatever we come to think of as furniture.
"""

from sources.readers.dates import FONT_WIDGET
from sources.readers.document import Span
from sources.readers.kinds import Kind, Layout


def furniture_spans(text: str, layout: Layout) -> tuple[Span, ...]:
    """The furniture of `text`, as code point spans in order, none overlapping, each within one line."""
    spans: list[Span] = []
    for line, kind in zip(layout.lines, layout.kinds, strict=True):
        if kind is Kind.FURNITURE:
            spans.append((line.start, line.end))
        elif kind is Kind.DATE:
            spans += _widgets(text, line.start, line.end)
    return tuple(spans)


def _widgets(text: str, start: int, end: int) -> list[Span]:
    """The letter-size controls beside a date."""
    return [match.span() for match in FONT_WIDGET.finditer(text, start, end) if match.group().strip()]
