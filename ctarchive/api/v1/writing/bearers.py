"""Who asks: the owner of the token in `Authorization: Bearer …`. Cookies and sessions are not looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from ctarchive.api.v1.writing.refusals import ScopeError, UnknownBearerError
from ctarchive.tokens import issuing
from ctarchive.tokens.models import ApiToken, Scope
from editorial.errors import NotAllowed


class BearerTokens(BaseAuthentication):
    """`request.user` is the token's owner as they are now, `request.auth` the token."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken]:
        """Raises `UnknownBearerError` for whoever carries no token that works."""
        scheme, _blank, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise UnknownBearerError(_("Send a token: Authorization: Bearer ctarchive_…. You make one in the admin."))
        token, now = issuing.find(key.strip()), timezone.now()
        if token is None:
            raise UnknownBearerError(_("This is no token of this archive, or not all of it."), "invalid_token")
        if not token.user.is_active:
            raise UnknownBearerError(_("The account of this token's owner is closed."), "invalid_token")
        if token.revoked_at is not None:
            raise UnknownBearerError(_("This token was revoked. Make another in the admin."), "invalid_token")
        if not token.works(now):
            raise UnknownBearerError(_("This token has expired. Make another in the admin."), "invalid_token")
        issuing.note_use(token, now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="ctarchive"'


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = BearerTokens
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        text = "A token of the archive, made in the admin under “My account”: `Authorization: Bearer ctarchive_…`."
        return {"type": "http", "scheme": "bearer", "bearerFormat": "ctarchive_…", "description": text}


def require_role(user: Any) -> None:
    """Raise `NotAllowed` for somebody who may not write in the admin, or not any more."""
    if not issuing.may_have(user):
        raise NotAllowed(_("The owner of this token has no role in the archive now. An administrator can give one."))


def require_scope(token: ApiToken, scopes: Sequence[Scope]) -> None:
    """Raise `ScopeError` unless the token has one of these scopes."""
    if not {*scopes} & {*token.scopes}:
        names = " / ".join(scope.value for scope in scopes)
        told = _("This needs a token with the scope %(scopes)s.") % {"scopes": names}
        raise ScopeError(told, [scope.value for scope in scopes])
