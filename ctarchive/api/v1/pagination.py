"""Pages that begin after a record, not at a number: nothing is skipped or told twice when records are added meanwhile.

The cursor holds the order's value of the record at the edge, and its uid. It follows the order that the list's filter
set laid down: one column with what is empty last, then the uid.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError as InvalidValue
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from ctarchive.api.v1.filters import described

DEFAULT_SIZE, MAX_SIZE = 20, 100
PARAMETERS = ("cursor", "page_size", "count")
LONGEST = 2000  # characters of a cursor


@dataclass(frozen=True)
class Order:
    """A column, downwards or upwards, what is empty (if anything may be) last; the uid settles ties, always upwards."""

    column: str
    down: bool
    may_be_empty: bool
    tie: str = "pk"

    @classmethod
    def of(cls, queryset: QuerySet[Any], tie: str = "pk") -> Order:
        first = queryset.query.order_by[0]
        assert isinstance(first, OrderBy)
        column: Any = first.expression
        return cls(column.name, first.descending, bool(first.nulls_last), tie)

    @property
    def name(self) -> str:
        return f"-{self.column}" if self.down else self.column

    def reversed(self) -> tuple[OrderBy, OrderBy]:
        column, empty = F(self.column), {"nulls_first": True} if self.may_be_empty else {}
        return column.asc(**empty) if self.down else column.desc(**empty), F(self.tie).desc()

    def beyond(self, edge: Edge) -> Q:
        """What stands after the edge, or before it if the edge looks back."""
        is_empty, later = Q(**{f"{self.column}__isnull": True}), "lt" if edge.back else "gt"
        if edge.value is None:
            tied = is_empty & Q(**{f"{self.tie}__{later}": edge.uid})
            return tied | ~is_empty if edge.back else tied
        onwards = "lt" if self.down is not edge.back else "gt"
        found = Q(**{f"{self.column}__{onwards}": edge.value})
        found |= Q(**{self.column: edge.value, f"{self.tie}__{later}": edge.uid})
        return found if edge.back or not self.may_be_empty else found | is_empty


@dataclass(frozen=True)
class Edge:
    """The record at the edge of a page, and whether the page wanted lies before it."""

    order: str
    value: Any
    uid: str
    back: bool = False

    def encode(self) -> str:
        is_moment = isinstance(self.value, datetime)
        value = {"at": self.value.isoformat()} if is_moment else self.value
        return urlsafe_b64encode(json.dumps([self.order, value, self.uid, self.back]).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Edge:
        """Raises `ValueError` for anything that `encode` did not write."""
        try:
            order, value, uid, back = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            value = datetime.fromisoformat(value["at"]).astimezone(UTC) if isinstance(value, dict) else value
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError(text) from error
        is_value = value is None or (isinstance(value, str | int | datetime) and not isinstance(value, bool))
        is_text = isinstance(order, str) and isinstance(uid, str) and "\0" not in f"{value}{uid}"
        if not (is_text and isinstance(back, bool) and is_value):
            raise ValueError(text)
        return cls(order, value, uid, back)


class CursorPages:
    """`?page_size=` (20, at most 100), `?cursor=` as found in `next` and `previous`, `?count=true` for the total.

    Made of a request, whose parameters it reads; what is wrong with them is added to `errors`. `of` fetches a page.
    """

    def __init__(self, request: Request, errors: dict[str, list[str]]) -> None:
        self.request = request
        self.next: str | None = None
        self.previous: str | None = None
        self.total: int | None = None
        self._size, self._wants_total, self._edge = DEFAULT_SIZE, False, None
        try:
            self._size = self._read_size()
            self._wants_total = self._reads_total()
            self._edge = self._read_edge()
        except ValidationError as error:
            details: Any = error.detail
            errors |= {name: [str(message)] for name, message in details.items()}

    def of(self, queryset: Any, tie: str = "pk") -> list[Any]:
        """The page's rows. Raises `ValidationError` for a cursor of another list. `tie`: what settles the order."""
        return self.of_all([queryset], tie)

    def of_all(self, querysets: Sequence[Any], tie: str = "pk") -> list[Any]:
        """As `of`, the page's rows of several lists in one order, by a column that all have and none leaves empty."""
        self.order, edge = Order.of(querysets[0], tie), self._edge
        if edge is not None and edge.order != self.order.name:
            raise ValidationError({"cursor": _("This cursor belongs to another order. Begin again without a cursor.")})
        self.total = sum(one.count() for one in querysets) if self._wants_total else None
        back = edge is not None and edge.back
        rows = [row for one in querysets for row in self._fetch(one, edge, self._size + 1)]
        if len(querysets) > 1:
            rows.sort(key=lambda row: getattr(row, tie), reverse=back)
            rows.sort(key=lambda row: getattr(row, self.order.column), reverse=self.order.down is not back)
        has_more, page = len(rows) > self._size, rows[: self._size]
        if back:
            page.reverse()
        self.next = self._link(page[-1], False) if page and (has_more or back) else None
        self.previous = self._link(page[0], True) if page and (has_more if back else edge) else None
        return page

    def envelope(self, results: Any) -> dict[str, Any]:
        """The page as it is written."""
        total = {} if self.total is None else {"count": self.total}
        links = {"next": self.next, "previous": self.previous}
        return {**total, **links, "license": settings.DATA_LICENCE["url"], "results": results}

    def _fetch(self, queryset: Any, edge: Edge | None, limit: int) -> list[Any]:
        if edge is None:
            return list(queryset[:limit])
        try:
            queryset = queryset.filter(self.order.beyond(edge))
            return list(queryset.order_by(*self.order.reversed())[:limit] if edge.back else queryset[:limit])
        except (ValueError, TypeError, OverflowError, InvalidValue) as error:
            raise _bad_cursor() from error

    def _read_size(self) -> int:
        text = self.request.query_params.get("page_size", str(DEFAULT_SIZE))
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MAX_SIZE):
            message = _("“%(given)s” is no page size. Write a number from 1 to %(most)d.")
            raise ValidationError({"page_size": message % {"given": text[:20], "most": MAX_SIZE}})
        return int(text)

    def _reads_total(self) -> bool:
        text = self.request.query_params.get("count", "false").lower()
        if text not in ("true", "false"):
            raise ValidationError({"count": _("Write true or false.")})
        return text == "true"

    def _read_edge(self) -> Edge | None:
        text = self.request.query_params.get("cursor")
        if text is None:
            return None
        try:
            return Edge.decode(text[:LONGEST])
        except ValueError as error:
            raise _bad_cursor() from error

    def _link(self, row: Any, back: bool) -> str:
        edge = Edge(self.order.name, getattr(row, self.order.column), getattr(row, self.order.tie), back)
        kept = [(k, v) for k, values in self.request.query_params.lists() for v in values if k != "cursor"]
        return self.request.build_absolute_uri(f"{self.request.path}?{urlencode([*kept, ('cursor', edge.encode())])}")

    # -- for the schema ------------------------------------------------------------------------------------------------

    @staticmethod
    def parameters() -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE}
        text = "Whether to tell `count`, the number of all records found, and the header `X-Total-Count`."
        return [
            described("page_size", "How many records a page holds.", size, MAX_SIZE),
            described(
                "cursor",
                "Where the page begins. Take it from `next` or `previous`, as it is.",
                {"type": "string", "maxLength": LONGEST},
            ),
            described("count", text, {"type": "boolean", "default": False}, True),
        ]


def _bad_cursor() -> ValidationError:
    return ValidationError({"cursor": _("This is no cursor of this list. Begin again without a cursor.")})
