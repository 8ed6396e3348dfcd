"""The forms in which an answer is written, and which of them a request prefers.

JSON always; CSV, lines of JSON (NDJSON) and linked data (JSON-LD) where a view has them. Errors are always JSON.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from ctarchive.api.v1.shape import Node
from ctarchive.api.v1.wording import SHOWN, nearest
from ctarchive.exchange.cells import harmless

PARAMETER = "format"


def rows_of(data: Any) -> list[dict[str, Any]]:
    """The records of an answer: those of a list's page, or the one."""
    return list(data["results"]) if isinstance(data, Mapping) and "results" in data else [data]


class LinesRenderer(BaseRenderer):
    """One record a line, as JSON."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        lines = (json.dumps(row, ensure_ascii=False, cls=JSONEncoder, separators=(",", ":")) for row in rows_of(data))
        return "".join(f"{line}\n" for line in lines).encode()


class TableRenderer(BaseRenderer):
    """A table (RFC 4180) with a line of names: members of members are named with dots, lists of records stay JSON.

    Lists of plain values stand with semicolons between. A cell that a spreadsheet would run begins with an apostrophe.
    """

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        columns = list(columns_of((renderer_context or {})["view"].shape()))
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(".".join(path) for path in columns)
        for row in rows_of(data):
            writer.writerow(_cell(_at(row, path)) for path in columns)
        return file.getvalue().encode()


def columns_of(shape: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all members that a table has a column for."""
    for name, node in shape.children.items():
        if node.children and not node.many:
            yield from columns_of(node, (*above, name))
        else:
            yield (*above, name)


def _at(row: Any, path: Sequence[str]) -> Any:
    for name in path:
        row = row.get(name) if isinstance(row, Mapping) else None
    return row


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(one, list | Mapping) for one in value):
        return harmless("; ".join(map(str, value)))
    if isinstance(value, list | Mapping):
        return json.dumps(value, ensure_ascii=False, cls=JSONEncoder)
    return str(value) if isinstance(value, int | float) else harmless(str(value))


class LinkedRenderer(JSONRenderer):
    """Linked data in the words of schema.org."""

    media_type = "application/ld+json"
    format = "jsonld"


FORMS = (JSONRenderer, TableRenderer, LinesRenderer)
WITH_LINKED = (*FORMS, LinkedRenderer)


class Negotiation(DefaultContentNegotiation):
    """`?format=` before `Accept`, which is read with its weights. Raises `NotAcceptable`, naming what there is."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        wanted = request.query_params.get(PARAMETER)
        if wanted is not None:
            found = next((one for one in renderers if one.format == wanted), None)
            if found is None:
                raise NotAcceptable(_no_such_form(wanted, [one.format for one in renderers]))
            return found, found.media_type
        media_type = request.get_preferred_type([one.media_type for one in renderers])
        if media_type is None:
            known = ", ".join(one.media_type for one in renderers)
            raise NotAcceptable(_("This address answers as %(known)s. Accept one of them.") % {"known": known})
        return next((one, media_type) for one in renderers if one.media_type == media_type)


def _no_such_form(wanted: str, known: Sequence[str]) -> str:
    if near := nearest(wanted, known):
        return _("This address has no format “%(given)s”. Did you mean “%(near)s”?") % {
            "given": wanted[:SHOWN],
            "near": near,
        }
    return _("This address has no format “%(given)s”. It has: %(known)s.") % {
        "given": wanted[:SHOWN],
        "known": ", ".join(known),
    }
