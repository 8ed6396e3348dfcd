"""A list to browse: filters and facets from the query string, active ones that can be taken away, an order, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.views.generic import ListView

from editorial import asof
from editorial.facets import Facet
from editorial.panel import ORDER, PAGE, Panel


class BrowseView(ListView[Any]):
    """A public list. A value that no filter understands gives a message on the page, and no results."""

    filterset_class: Any
    # The filters that the page shows as fields. All others work too, and are shown as chips.
    offered: Sequence[str] = ()
    # Whether it can be read as it stood on another day.
    is_timed = True
    # Those whose values are counted and can be chosen one by one, in the order in which they are shown.
    facets: Sequence[Facet] = ()
    paginate_by = 20

    def base(self, at: datetime | None) -> QuerySet[Any]:
        """All that may be listed now, or might have been at the moment `at`."""
        raise NotImplementedError

    def names(self, uids: Sequence[str]) -> Mapping[str, str]:
        """What the records with these uids are called. Uids that are not known stay as they are."""
        return {}

    def get_queryset(self) -> QuerySet[Any]:
        self.as_of = asof.read(self.request) if self.is_timed else asof.AsOf()
        records = self.base(self.as_of.moment)
        self.filterset = self.filterset_class(self.request.GET, queryset=records, at=self.as_of.moment)
        found: QuerySet[Any] = self.filterset.qs if self.filterset.is_valid() else records.none()
        return found

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator[Any], Page[Any], Any, bool]:
        """A page number that does not exist shows the nearest that does."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(PAGE))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        page, form, query = context["page_obj"], self.filterset.form, self.request.GET
        # What else the address asks for, such as a day, changes what is listed: only the plain list's counts are kept.
        kept_as = "" if query.keys() - {ORDER, PAGE} else self.request.path
        moment = self.as_of.moment
        # Much of what facets count is derived, and known of today alone.
        panel = Panel(self.filterset, self.base(moment), self.facets if moment is None else (), query, kept_as)
        names, total = self.names(panel.uids()), page.paginator.count
        kept = [(name, value) for name, values in panel.given.items() for value in values]
        day = [(asof.PARAMETER, self.as_of.given)] if self.as_of.given else []
        return context | {
            "facets": list(panel.groups(names, total)),
            "ways": [] if total else list(panel.ways_on()),
            "as_of": self.as_of,
            "form": form,
            "fields": [form[name] for name in self.offered],
            "errors": [(form[name].label, error) for name, errors in form.errors.items() for error in errors],
            "chips": list(panel.chips(names)),
            "kept": kept + day,
            "kept_filters": kept,
            "kept_unoffered": [(name, value) for name, value in kept if name not in self.offered] + day,
            "order": query.get(ORDER) or form.fields[ORDER].initial,
            "orders": form.fields[ORDER].choices,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        }
