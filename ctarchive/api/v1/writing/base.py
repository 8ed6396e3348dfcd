"""What all views for tokens share: who asks, what they may, how often, and that a repeated request acts once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar, cast

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from ctarchive.api.v1 import deprecation
from ctarchive.api.v1.filters import refuse_all
from ctarchive.api.v1.writing import limits, problems, repeating
from ctarchive.api.v1.writing.bearers import BearerTokens, require_role, require_scope
from ctarchive.api.v1.writing.limits import Budget
from ctarchive.api.v1.writing.refusals import RefusalError
from ctarchive.tokens.issuing import acting
from ctarchive.tokens.models import ApiToken, Scope
from editorial.models import Record, User

S = TypeVar("S", bound=BaseSerializer[Any])
ANY = tuple(Scope)


@dataclass(frozen=True)
class Done:
    """What a verb came to: the body of the answer, as JSON knows it."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Act = Callable[[], Done]
"""Does all that a request asks for. It runs in one transaction: whatever takes long is done before."""


class WorkView(APIView):
    """A view for tokens. `needs` are the scopes of which one is enough; a view may ask for more itself."""

    http_method_names = ["get", "head", "post", "patch"]
    authentication_classes = (BearerTokens,)
    permission_classes = (IsAuthenticated,)
    parser_classes: Any = (JSONParser,)
    needs: ClassVar[Sequence[Scope]] = ANY
    budget: Budget | None = None

    @property
    def person(self) -> User:
        """The token's owner, as they are now."""
        return cast(User, self.request.user)

    @property
    def token(self) -> ApiToken:
        return cast(ApiToken, self.request.auth)

    def get_exception_handler(self) -> Any:
        return problems.handler

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        limits.require_size(request)
        super().initial(request, *args, **kwargs)
        if self.request.method not in self.allowed_methods:
            return
        self.budget = limits.spend(self.token, timezone.now())
        limits.require_budget(self.budget)
        require_role(self.person)
        require_scope(self.token, self.needs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # Drafts are for those who work on them: nobody on the way keeps them.
        response["Cache-Control"] = "no-store"
        for name, value in self.budget.headers.items() if self.budget else ():
            response[name] = value
        if old := deprecation.in_request(request):
            for name, value in deprecation.headers(old):
                response[name] = value
            to = [(str(request.build_absolute_uri(path)), more) for path, more in deprecation.links(old)]
            response["Link"] = deprecation.written(to)
        return response

    # -- writing -------------------------------------------------------------------------------------------------------

    def once(self, prepare: Callable[[], Act]) -> Response:
        """Do what is asked, or answer as before where the request was sent before.

        `prepare` reads and checks the request, fetches and reads documents, and returns what is then done.
        """
        request = self.request
        refuse_all(request)
        if (sent := request.headers.get("Idempotency-Key")) is None:
            return _told(self._do(prepare()))
        key = repeating.key_in(sent)
        asked = repeating.fingerprint(str(request.method), request.path, request.data)
        reservation = repeating.reserve(self.token, key, asked)
        if reservation.is_answered:
            row = reservation.row
            return Response(row.body, status=row.status, headers={**row.headers, "Idempotency-Replayed": "true"})
        try:
            return _told(self._do(prepare(), reservation))
        except BaseException:
            repeating.release(reservation)
            raise

    def _do(self, act: Act, reservation: repeating.Reservation | None = None) -> Done:
        with transaction.atomic(), acting(self.token):
            done = act()
            if reservation is not None:
                repeating.keep(reservation, done.status, done.body, done.headers)
        return done

    def read(self, serializer: type[S], **kwargs: Any) -> S:
        """The body as this serializer reads it. Raises a refusal with all that is wrong with it."""
        data = self.request.data
        # A form says what JSON would: an empty field is an empty text, and not one that was left out.
        sent = data.dict() if isinstance(data, QueryDict) else data
        read = serializer(data=sent, context={"request": self.request}, **kwargs)
        if not read.is_valid():
            raise problems.wrong_body(list(problems.of_detail(read.errors)))
        return read

    # -- whose version -------------------------------------------------------------------------------------------------

    def expected_version(self, record: Record, sent: int | None) -> int:
        """The version that the request was made for, of `If-Match` or of the body. Raises a refusal (428) for none."""
        if (header := self.request.headers.get("If-Match")) is not None:
            number = header.strip().removeprefix("W/").strip('"').removeprefix("v")
            if not (number.isascii() and number.isdecimal() and len(number) < 10):
                raise RefusalError(400, _('If-Match takes the ETag of the record, such as "v3".'))
            return int(number)
        if sent is None:
            told = _("Say which version you saw: If-Match with its ETag, or the member “version”.")
            raise RefusalError(428, told, [{"pointer": "#/version", "message": told}])
        return sent


def _told(done: Done) -> Response:
    return Response(done.body, status=done.status, headers=dict(done.headers))


def not_there() -> Http404:
    """The same words for what is not there and for what is not for this person's eyes."""
    return Http404(_("There is no such record, or it is not for you to see."))
