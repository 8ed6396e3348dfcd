"""Full-text search with facets: what the search page finds, as data."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive import search as index
from ctarchive.api.v1 import filters, schema
from ctarchive.api.v1.base import Errors
from ctarchive.api.v1.fields import address
from ctarchive.api.v1.forms import FORMS
from ctarchive.api.v1.loading.resources import RESOURCES
from ctarchive.api.v1.records import ReadView
from ctarchive.api.v1.serializers.overview import HitSerializer
from ctarchive.api.v1.wording import unknown_value
from ctarchive.search.query import LONGEST
from editorial.facets import Facet
from editorial.panel import Panel
from events import facets
from events.filters import ClaimFilter, EntityFilter, EventFilter
from events.listing_views import called
from events.protection import Mask
from sources.facets import SOURCES
from sources.filters import SourceFilter

DEFAULT_SIZE, MAX_SIZE, DEEPEST = 20, 100, 10_000
OWN = ("q", "type", "ordering", "facets", "page_size", "cursor")
ORDERS = (index.RELEVANCE, index.DATE, index.PUBLISHED)
# Type → its filters and facets. The words are looked for in the index, and it has orders of its own.
LISTS: Mapping[str, tuple[Any, Sequence[Facet]]] = {
    "event": (EventFilter, facets.EVENTS),
    "entity": (EntityFilter, facets.ENTITIES),
    "source": (SourceFilter, SOURCES),
    "claim": (ClaimFilter, facets.CLAIMS),
}
NOT_THEIRS = ("q", "ordering")


def _filters_of(record_type: str) -> list[str]:
    return [name for name in LISTS[record_type][0].base_filters if name not in NOT_THEIRS]


@schema.search
class Search(ReadView):
    renderer_classes = FORMS
    serializer_class = HitSerializer
    only_today = gettext_lazy("The search index knows the archive of today. Lists can be asked with as_of.")

    record_type = ""
    offset = 0
    size = DEFAULT_SIZE
    next: str | None = None
    previous: str | None = None

    def known_parameters(self) -> list[str]:
        given = self.request.query_params.get("type", "")
        return [*OWN, *(_filters_of(given) if given in LISTS else ()), *super().known_parameters()]

    def several(self) -> list[str]:
        given = self.request.query_params.get("type", "")
        return [*super().several(), *(filters.several_of(LISTS[given][0]) if given in LISTS else ())]

    def check_parameters(self, request: Request) -> Errors:
        errors = super().check_parameters(request)
        asked = request.query_params
        if not asked.get("type"):
            for name in [n for n in errors if any(n in _filters_of(one) for one in LISTS)]:
                errors[name] = [_("This narrows one type of record: choose it, such as type=event.")]
        for name, check in (("q", self._words), ("type", self._type), ("ordering", self._order),
                            ("facets", self._facets), ("page_size", self._size), ("cursor", self._cursor)):  # fmt: skip
            # What is empty here has a better sentence than that it is.
            if (wrong := check(asked.get(name))) and (name == "q" or name not in errors):
                errors[name] = [wrong]
        if self.record_type and self.words:
            errors |= {name: list(messages) for name, messages in self.filterset.errors.items()}
        return errors

    def _words(self, text: str | None) -> str:
        self.words = text or ""
        if not self.words.strip():
            return _("Write the words to look for.")
        if len(self.words) > LONGEST:
            return _("Write %(most)d characters at most.") % {"most": LONGEST}
        return "" if "\0" not in self.words else _("Write words.")

    def _type(self, text: str | None) -> str:
        if text is None or text in LISTS:
            self.record_type = text or ""
            return ""
        return unknown_value(text, LISTS)

    def _order(self, text: str | None) -> str:
        self.order = text if text in ORDERS else index.RELEVANCE
        return "" if text in (None, *ORDERS) else unknown_value(str(text), ORDERS)

    def _facets(self, text: str | None) -> str:
        self.with_facets = text == "true"
        if text not in (None, "true", "false"):
            return _("Write true or false.")
        if self.with_facets and self.request.query_params.get("type") not in LISTS:
            return _("Facets are those of one type of record: choose it, such as type=event.")
        return ""

    def _size(self, text: str | None) -> str:
        if text is None:
            return ""
        if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MAX_SIZE):
            message = _("“%(given)s” is no page size. Write a number from 1 to %(most)d.")
            return message % {"given": text[:20], "most": MAX_SIZE}
        self.size = int(text)
        return ""

    def _cursor(self, text: str | None) -> str:
        if text is None:
            return ""
        try:
            self.offset = _place(text)
        except ValueError:
            return _("This is no cursor of this list. Begin again without a cursor.")
        return ""

    # -- what is found -------------------------------------------------------------------------------------------------

    @cached_property
    def filterset(self) -> Any:
        own = self.request.query_params.copy()
        for name in (*OWN, *NOT_THEIRS):
            own.pop(name, None)
        return LISTS[self.record_type][0](own, queryset=RESOURCES[self.record_type].listed(None))

    @cached_property
    def panel(self) -> Panel | None:
        """The filters and facets of the type asked for, over what was found; none where all types are, or no words."""
        if not (self.record_type and index.parse(self.words)):
            return None
        records = self.filterset.queryset.filter(pk__in=index.matching(self.words, self.record_type))
        filterset = type(self.filterset)(self.filterset.data, queryset=records)
        return Panel(filterset, records, LISTS[self.record_type][1], self.request.query_params)

    def get(self, request: Request) -> Response:
        panel = self.panel
        found = index.search(
            self.words,
            record_type=self.record_type or None,
            offset=self.offset,
            limit=self.size,
            order=self.order,
            within=panel.filterset.qs if panel and panel.given else None,
        )
        mask = self.mask
        hits = self.write([self._hit(hit) for hit in found.hits], self.context(mask))
        last = self.offset + self.size
        self.next = self._page(last) if last < min(found.total, DEEPEST) else None
        self.previous = self._page(max(0, self.offset - self.size)) if self.offset else None
        parsed = index.parse(self.words)
        data: dict[str, Any] = {
            "count": found.total,
            "next": self.next,
            "previous": self.previous,
            "license": settings.DATA_LICENCE["url"],
            "counts": found.counts,
            "read_as": {"left_out": list(parsed.left_out), "is_cut": parsed.is_cut},
            "results": hits,
        }
        if self.with_facets:
            data["facets"] = self._counted(panel, mask) if panel else []
        return Response(data, headers={"X-Total-Count": str(found.total)})

    def _hit(self, hit: index.Hit) -> dict[str, Any]:
        return {
            "uid": hit.uid,
            "type": hit.record_type,
            "title": hit.title,
            "language": hit.language,
            "snippet": [{"text": text, "match": match} for text, match in hit.snippet],
            "self": address({"request": self.request}, hit.record_type, hit.uid),
            "html": self._absolute(hit.url),
        }

    def _counted(self, panel: Panel, mask: Mask) -> list[dict[str, Any]]:
        """Each facet with its values, those with most records first."""
        names = called(mask, panel.uids())
        told = []
        for facet in panel.facets:
            counts = {value: n for value, n in panel.counted.get(facet.name, {}).items() if value and n}
            labels = panel.labels(facet, counts, names)
            values = sorted(counts, key=lambda value: (-counts[value], labels[value], value))
            told.append(
                {"name": facet.name, "values": [{"value": v, "label": labels[v], "count": counts[v]} for v in values]}
            )
        return told

    def _page(self, offset: int) -> str:
        kept = [(k, v) for k, values in self.request.query_params.lists() for v in values if k != "cursor"]
        cursor = [("cursor", _cursor_at(offset))] if offset else []
        return self._absolute(f"{self.request.path}?{urlencode([*kept, *cursor])}")

    def links(self) -> list[tuple[str, dict[str, str]]]:
        steps = (("next", self.next), ("prev", self.previous))
        return [*super().links(), *((page, {"rel": rel}) for rel, page in steps if page)]

    def schema_parameters(self) -> list[dict[str, Any]]:
        filtersets = {name: filterset for name, (filterset, _facets) in LISTS.items()}
        return [*schema.search_parameters(filtersets, NOT_THEIRS, ORDERS), *super().schema_parameters()]


def _cursor_at(offset: int) -> str:
    return urlsafe_b64encode(json.dumps(offset).encode()).decode().rstrip("=")


def _place(cursor: str) -> int:
    """The offset that a cursor holds. Raises `ValueError` for anything that `_cursor_at` did not write."""
    try:
        offset = json.loads(urlsafe_b64decode(cursor[:40] + "=" * (-len(cursor[:40]) % 4)))
    except (TypeError, RecursionError) as error:
        raise ValueError(cursor) from error
    if type(offset) is not int or not 0 <= offset < DEEPEST:
        raise ValueError(cursor)
    return offset
