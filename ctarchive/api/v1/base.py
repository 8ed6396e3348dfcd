"""What all views of the API share: reads only, for everybody, lists in pages, tombstones, redirects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ctarchive.api.v1 import loading
from ctarchive.api.v1.fields import TombstoneSerializer
from ctarchive.api.v1.filters import ListFilters, refuse_all
from ctarchive.api.v1.pagination import CursorPages
from editorial.choices import State
from events import protection
from events.protection import Mask


class PublicView(APIView):
    """A view that anybody may read, from any page on the web."""

    http_method_names = ["get", "head", "options"]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # There is nothing to steal: no sessions, no secrets, and every reader sees the same.
        response["Access-Control-Allow-Origin"] = "*"
        return response


class RecordView(GenericAPIView[Any], PublicView):
    """A list of records, or one of them. A page's records go through `prepare` before they are written."""

    filter_backends: Sequence[type[ListFilters]] = (ListFilters,)
    pagination_class = CursorPages
    filterset_class: ClassVar[type[Any]]

    def prepare(self, rows: Sequence[Any], mask: Mask) -> Sequence[Any]:
        """The rows as the serializer wants them, with what is protected hidden."""
        raise NotImplementedError

    def context(self, mask: Mask, **more: Any) -> dict[str, Any]:
        """What the serializers need besides the records."""
        return {"request": self.request, "mask": mask, "lists": self.list_address} | more

    def list_address(self, record_type: str, **parameters: str) -> str:
        """The absolute address of a list, filtered."""
        return str(self.request.build_absolute_uri(f"{reverse(f'api:{record_type}-list')}?{urlencode(parameters)}"))


class ListView(ListModelMixin, RecordView):
    def get(self, request: Request) -> Response:
        return self.list(request)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        mask = protection.load()
        rows = self.prepare(page, mask)
        serializer = self.get_serializer_class()(rows, many=True, context=self.context(mask))
        return self.get_paginated_response(serializer.data)


class DetailView(RecordView):
    filter_backends = ()

    def get(self, request: Request, uid: str) -> Response | HttpResponsePermanentRedirect:
        refuse_all(request)
        record = self.get_queryset().filter(pk=uid).first()
        if record is None:
            raise NotFound(_("No published record of this type has the uid “%(uid)s”.") % {"uid": uid[:40]})
        mask = protection.load()
        if getattr(record, "state", State.PUBLISHED) == State.RETRACTED:
            return tombstone(record, mask)
        if (address := self.moved_to(record)) is not None:
            return HttpResponsePermanentRedirect(address)
        (told,) = self.prepare([record], mask)
        return Response(
            self.get_serializer_class()(told, context=self.context(mask, **self.details(record, mask))).data
        )

    def get_queryset(self) -> QuerySet[Any]:
        """Everything that was ever public: what was retracted leaves a tombstone."""
        records: Any = super().get_queryset()
        found: QuerySet[Any] = records.once_published()
        return found

    def details(self, record: Any, mask: Mask) -> dict[str, Any]:
        """More context for the serializer of one record."""
        return {}

    def moved_to(self, record: Any) -> str | None:
        """The address to which a request for this record is sent on, if any."""
        return None


def tombstone(record: Any, mask: Mask) -> Response:
    """What is left of a retracted record: that it was there, and why it is not any more. Status 410."""
    row = {
        "uid": record.pk,
        "type_name": record.type_name(),
        "state": record.state,
        "retracted_at": record.ended_at,
        "reason": loading.reasons([record], mask)[record.pk],
    }
    return Response(TombstoneSerializer(row).data, status=410)
