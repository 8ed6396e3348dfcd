"""The evidence packet of a claim, as the API gives it out: the same bytes as on the site."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request

from ctarchive.api.v1.base import PublicView
from ctarchive.api.v1.errors import MEDIA_TYPE, ProblemSerializer
from ctarchive.api.v1.forms import PARAMETER as FORMAT
from ctarchive.api.v1.schema import UID
from ctarchive.proof import views
from editorial.uids import is_uid

_PACKET = OpenApiResponse(OpenApiTypes.OBJECT, description="The packet: docs/proof.md tells its members.")
_RETRACTED = OpenApiResponse(OpenApiTypes.OBJECT, description="It was retracted: the packet proves it.")
_UNCHANGED = OpenApiResponse(description="You have it already (`If-None-Match`).")
_BAD = OpenApiResponse(ProblemSerializer, description="A parameter is not known or cannot be read.")
_MISSING = OpenApiResponse(ProblemSerializer, description="No claim with this uid was ever published.")
_OTHER_FORM = OpenApiResponse(ProblemSerializer, description="The form asked for is none of this address.")
_SINCE = OpenApiParameter(
    "since",
    {"type": "integer", "minimum": 1},
    description="The size of a tree head kept from before: the packet then proves that its own ledger continues it.",
)


class ClaimPacket(PublicView):
    @extend_schema(
        operation_id="get_claim_packet",
        summary="Get the evidence packet of a claim",
        description="The claim, its quotations, the text they stand in as far as it is public, and the proof that the "
        "ledger holds all of them: one file, which check_packet.py checks without the archive.",
        tags=["claims"],
        parameters=[OpenApiParameter("uid", UID, OpenApiParameter.PATH, description="The uid of the claim."), _SINCE],
        responses={200: _PACKET, 304: _UNCHANGED, 410: _RETRACTED}
        | {(400, MEDIA_TYPE): _BAD, (404, MEDIA_TYPE): _MISSING, (406, MEDIA_TYPE): _OTHER_FORM},
    )
    def get(self, request: Request, uid: str) -> Any:
        if not is_uid(uid):
            raise NotFound(_("No published record of this type has the uid “%(uid)s”.") % {"uid": uid[:40]})
        try:
            # DRF's request passes on what it is asked for and is not its own.
            answer: HttpResponse = views.answer(cast(HttpRequest, request), uid, also=(FORMAT,))
        except views.Odd as error:
            raise ValidationError({error.name: [error.why]}) from error
        return answer
