"""Lists of records and single records: filtered, paged, expanded, as of a day; tombstones and what was merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1 import asking, expanding, filters, linking, shape
from ctarchive.api.v1.asking import AS_OF, EXPAND, FIELDS, Expansion, Wanted
from ctarchive.api.v1.base import Errors, PublicView
from ctarchive.api.v1.fields import TombstoneSerializer, address
from ctarchive.api.v1.forms import FORMS, LinkedRenderer
from ctarchive.api.v1.forms import PARAMETER as FORMAT
from ctarchive.api.v1.loading import claims
from ctarchive.api.v1.loading.resources import EXPANSIONS, RESOURCES, Resource
from ctarchive.api.v1.pagination import PARAMETERS, CursorPages
from ctarchive.api.v1.quick import told
from ctarchive.api.v1.shape import Node
from editorial.asof import AsOf
from editorial.choices import State
from editorial.prepared import Prepared, quickly
from events import merging
from events.protection import Mask
from sources import lineage

MERGED = ("event", "entity", "source")


class ReadView(PublicView):
    """A view that tells records: it can be asked for some of their members, for whole records, and for another day."""

    is_kept = True
    renderer_classes: Sequence[type[Any]] = FORMS
    serializer_class: ClassVar[Any]
    # Why no other day than today is known here; empty where it is.
    only_today: ClassVar[str | Promise] = ""

    day = AsOf()
    wanted: Sequence[Wanted] = ()
    named: Sequence[Sequence[str]] = ()

    @classmethod
    def expansions(cls) -> Sequence[Expansion]:
        """The references that can be told as whole records."""
        return ()

    @property
    def at(self) -> datetime | None:
        return self.day.moment

    def known_parameters(self) -> list[str]:
        return [FORMAT, FIELDS, *([EXPAND] if self.expansions() else []), AS_OF]

    def several(self) -> list[str]:
        return [*super().several(), FIELDS, EXPAND]

    def check_parameters(self, request: Request) -> Errors:
        errors = super().check_parameters(request)
        if self.expansions():
            self.wanted = asking.expand(request, self.expansions(), EXPANSIONS, errors)
        self.day = asking.day(request, str(self.only_today), errors)
        self.named = asking.fields(request, self._whole_shape(), errors)
        return errors

    def _whole_shape(self) -> Node:
        return expanding.shape_with(self.wanted, shape.of(self.serializer_class))

    def shape(self) -> Node:
        """The members that this answer tells."""
        whole = self._whole_shape()
        return whole.only(self.named) if self.named else whole

    def context(self, mask: Mask, **more: Any) -> dict[str, Any]:
        """What the serializers need besides the records."""
        given = {"request": self.request, "mask": mask, "lists": self.list_address, "at": self.at, "day": self.day}
        return given | more

    def list_address(self, record_type: str, **parameters: str) -> str:
        """The absolute address of a list, filtered."""
        day = {AS_OF: self.day.given} if self.at else {}
        return self._absolute(f"{reverse(f'api:{record_type}-list')}?{urlencode(parameters | day)}")

    def write(self, rows: Sequence[Any], context: dict[str, Any]) -> list[dict[str, Any]]:
        """The records as JSON, with what was asked for."""
        data = told(self.serializer_class, rows, context)
        expanding.expand(data, self.wanted, context)
        return asking.pruned(data, self.shape()) if self.named else data

    # -- for the schema ------------------------------------------------------------------------------------------------

    def schema_parameters(self) -> list[dict[str, Any]]:
        """What the schema says of the parameters beside the path's own."""
        members = shape.of(self.serializer_class).children
        return list(asking.parameters(members, self.expansions(), EXPANSIONS, timed=not self.only_today))


class ListView(ReadView):
    """A list of records in pages. `filterset_class` reads all parameters that narrow or order it."""

    resource: ClassVar[Resource]
    filterset_class: ClassVar[type[Any]]
    pages: CursorPages

    def __init_subclass__(cls, of: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if of:
            cls.resource = RESOURCES[of]
            cls.serializer_class = cls.resource.serializer

    @classmethod
    def expansions(cls) -> Sequence[Expansion]:
        return cls.resource.expansions if hasattr(cls, "resource") else ()

    def known_parameters(self) -> list[str]:
        return [*self.filterset_class.base_filters, *super().known_parameters(), *PARAMETERS]

    def several(self) -> list[str]:
        return [*super().several(), *filters.several_of(self.filterset_class)]

    def check_parameters(self, request: Request) -> Errors:
        errors = super().check_parameters(request)
        options: dict[str, Any] = {} if self.only_today else {"at": self.at}
        if hasattr(self, "resource"):
            options["given"] = True
        self.filterset = self.filterset_class(request.query_params, self.listed(), request=request, **options)
        if not self.filterset.is_valid():
            errors |= {name: list(messages) for name, messages in self.filterset.errors.items()}
        self.pages = CursorPages(request, errors)
        return errors

    def listed(self) -> QuerySet[Any]:
        """All that may be in the list."""
        return self.resource.listed(self.at)

    def fetch(self) -> Sequence[Any]:
        """The rows of the page asked for."""
        rows = quickly(self.resource.along(self.filterset.qs, self.at))
        # What stood at another moment is put together from whole records.
        return self.pages.of(rows.only(*self.resource.columns) if self.resource.columns and self.at is None else rows)

    def prepare(self, rows: Sequence[Any], mask: Mask) -> Sequence[Any]:
        return self.resource.prepare(rows, mask, self.at)

    def get(self, request: Request) -> Response:
        page = self.fetch()
        mask = self.mask
        rows = self.prepare(page, mask)
        context = self.context(mask)
        linked = isinstance(request.accepted_renderer, LinkedRenderer)
        data = linking.graph(self.resource.name, rows, mask, self.at) if linked else self.write(rows, context)
        headers = {} if self.pages.total is None else {"X-Total-Count": str(self.pages.total)}
        return Response(data if linked else self.pages.envelope(data), headers=headers)

    def links(self) -> list[tuple[str, dict[str, str]]]:
        found = super().links()
        pages = getattr(self, "pages", None)
        if pages is not None:
            steps = (("next", pages.next), ("prev", pages.previous))
            found += [(address, {"rel": rel}) for rel, address in steps if address]
        return found

    def schema_parameters(self) -> list[dict[str, Any]]:
        return [*filters.parameters(self.filterset_class), *super().schema_parameters(), *CursorPages.parameters()]


class DetailView(ReadView):
    """One record. What was retracted leaves a tombstone; what was merged leads on."""

    resource: ClassVar[Resource]
    _today: ClassVar[Prepared[Any]]

    def __init_subclass__(cls, of: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if of:
            cls.resource = RESOURCES[of]
            cls.serializer_class = getattr(cls, "serializer_class", cls.resource.serializer)
            cls._today = Prepared(cls.resource.ever().model, cls._by_uid)

    @classmethod
    def _by_uid(cls, uid: str) -> QuerySet[Any]:
        return cls.resource.along(cls.resource.ever(), None).filter(pk=uid)

    @classmethod
    def expansions(cls) -> Sequence[Expansion]:
        # What a list only tells when asked for, one record tells anyway.
        return [one for one in cls.resource.expansions if not one.many]

    def ever(self) -> QuerySet[Any]:
        """Everything that was ever public, or had been by the day asked for."""
        found = self.resource.ever()
        return found if self.at is None else found.filter(published_at__lte=self.at)

    def is_there(self) -> bool:
        standing = {"state": State.PUBLISHED} if hasattr(self.resource.ever().model, "state") else {}
        return self.ever().filter(pk=self.kwargs["uid"], **({} if self.at else standing)).exists()

    def get(self, request: Request, uid: str) -> Response | HttpResponsePermanentRedirect:
        record = self.fetch(uid)
        if record is None:
            raise NotFound(self._not_found(uid))
        mask = self.mask
        if self._is_retracted(self.reviewed(record)):
            return tombstone(record, self.reviewed(record), mask)
        if (elsewhere := self._moved_to(record)) is not None:
            return HttpResponsePermanentRedirect(elsewhere)
        (row,) = self.resource.prepare([record], mask, self.at)
        if isinstance(request.accepted_renderer, LinkedRenderer):
            return Response(linking.graph(self.resource.name, [row], mask, self.at))
        return Response(self.write([row], self.context(mask, **self.details(record, mask)))[0])

    def fetch(self, uid: str) -> Any:
        """The record with what its JSON needs; None if there never was one."""
        if self.at is None:
            return next(iter(self._today(uid)), None)
        return self.resource.along(self.ever(), self.at).filter(pk=uid).first()

    def details(self, record: Any, mask: Mask) -> dict[str, Any]:
        """More context for the serializer of one record."""
        return {}

    def _not_found(self, uid: str) -> str:
        if self.at is not None and self.resource.ever().filter(pk=uid).exists():
            return _("This record was not published yet on %(day)s.") % {"day": self.day.given}
        return _("No published record of this type has the uid “%(uid)s”.") % {"uid": uid[:40]}

    def reviewed(self, record: Any) -> Any:
        """What decides whether the record is told: itself, or what it became public with."""
        return record

    def _is_retracted(self, reviewed: Any) -> bool:
        """Retracted by now, or by the day asked for."""
        if getattr(reviewed, "state", State.PUBLISHED) != State.RETRACTED:
            return False
        return self.at is None or reviewed.ended_at <= self.at

    def _moved_to(self, record: Any) -> str | None:
        """The address of what the record was merged into, or had been on the day, if it was."""
        if self.resource.name not in MERGED:
            return None
        root = record.root_id
        if self.at is not None:
            of_sources = self.resource.name == "source"
            then = lineage.at_moment([record], self.at).roots if of_sources else merging.at_moment([record], self.at)
            root = then[record.pk]
        if root == record.pk:
            return None
        query = self.request.META.get("QUERY_STRING", "")
        path = reverse(f"api:{self.resource.name}-detail", args=[root])
        return self._absolute(f"{path}?{query}" if query else path)

    def links(self) -> list[tuple[str, dict[str, str]]]:
        own = address({"request": self.request}, self.resource.name, self.kwargs["uid"])
        return [(own, {"rel": "canonical"}), *super().links()]


def tombstone(record: Any, reviewed: Any, mask: Mask) -> Response:
    """What is left of a retracted record: that it was there, and why it is not any more. Status 410.

    `reviewed`: what was retracted, itself or what it was public with.
    """
    row = {
        "uid": record.pk,
        "type_name": record.type_name(),
        "state": reviewed.state,
        "retracted_at": reviewed.ended_at,
        "reason": claims.reasons([reviewed], mask)[reviewed.pk],
    }
    return Response(TombstoneSerializer(row).data, status=410)
