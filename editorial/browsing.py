"""A list to browse: filters from the query string, active filters that can be taken away, an order, pages of twenty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.views.generic import ListView

from editorial import asof
from editorial.uids import is_uid

# Parameters that are no filters.
ORDER, PAGE = "ordering", "page"


@dataclass(frozen=True)
class Chip:
    """One active filter: what it says, and the query string without it."""

    label: str
    value: str
    without: str


class BrowseView(ListView[Any]):
    """A public list. A value that no filter understands gives a message on the page, and no results."""

    filterset_class: Any
    # The filters that the page shows as fields. All others work too, and are shown as chips.
    offered: Sequence[str] = ()
    # Whether it can be read as it stood on another day.
    is_timed = True
    paginate_by = 20

    def base(self, at: datetime | None) -> QuerySet[Any]:
        """All that may be listed now, or might have been at the moment `at`."""
        raise NotImplementedError

    def names(self, uids: Sequence[str]) -> Mapping[str, str]:
        """What the records with these uids are called, for chips. Uids that are not known stay as they are."""
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
        filters = [name for name in form.fields if name != ORDER]
        given = {name: values for name in filters if (values := given_values(form, query, name))}
        names = self.names([v for name, vs in given.items() if name not in self.offered for v in vs if is_uid(v)])
        kept = [(name, value) for name, values in given.items() for value in values]
        day = [(asof.PARAMETER, self.as_of.given)] if self.as_of.given else []
        return context | {
            "as_of": self.as_of,
            "form": form,
            "fields": [form[name] for name in self.offered],
            "errors": [(form[name].label, error) for name, errors in form.errors.items() for error in errors],
            "chips": list(_chips(form, query, given, names)),
            "kept": kept + day,
            "kept_filters": kept,
            "kept_unoffered": [(name, value) for name, value in kept if name not in self.offered] + day,
            "order": query.get(ORDER) or form.fields[ORDER].initial,
            "orders": form.fields[ORDER].choices,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        }


def given_values(form: forms.BaseForm, query: QueryDict, name: str) -> list[str]:
    """What the query string gives for one filter, as a list, the empty left out."""
    value = form.fields[name].widget.value_from_datadict(query, {}, name)
    return [str(v) for v in (value if isinstance(value, list | tuple) else [value]) if v not in (None, "")]


def _chips(
    form: forms.BaseForm, query: QueryDict, given: Mapping[str, Sequence[str]], names: Mapping[str, str]
) -> Iterator[Chip]:
    for name, values in given.items():
        words = {str(key): str(label) for key, label in _flat(getattr(form.fields[name], "choices", ()))}
        for value in values:
            without = query.copy()
            without.setlist(name, [v for v in values if v != value])
            without.pop(PAGE, None)
            label = capfirst(str(form.fields[name].label or name))
            yield Chip(label, words.get(value) or names.get(value) or value, without.urlencode())


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """The choices without their groups."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
