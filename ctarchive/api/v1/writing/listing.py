"""Endpoints that list: who I am, my drafts, what waits for review, comments."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.db.models import F, Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1.filters import refuse_all, wrong_names
from ctarchive.api.v1.pagination import PARAMETERS, CursorPages
from ctarchive.api.v1.writing import inputs, outputs, schema
from ctarchive.api.v1.writing.base import Act, Done, WorkView
from ctarchive.api.v1.writing.looking import joined, record_or_404, visible
from ctarchive.tokens.models import Scope
from editorial import comments, desk, registry
from editorial.choices import State
from editorial.parts import without_texts

STATES = (State.DRAFT, State.IN_REVIEW)


@schema.me
class Me(WorkView):
    """In whose name the token writes."""

    def get(self, request: Request) -> Response:
        refuse_all(request)
        user, token = self.person, self.token
        row = {
            "uid": user.uid, "roles": sorted(user.roles), "token": token.name, "scopes": token.scopes,
            "expires_at": token.expires_at,
        }  # fmt: skip
        return Response(outputs.MeSerializer(row).data)


@schema.mine
class Mine(WorkView):
    """What the token's owner wrote or submitted and what is not published yet, of one type."""

    parameters: ClassVar = ("type", "state", *PARAMETERS)

    def get(self, request: Request) -> Response:
        types, sent = registry.reviewable_types(), request.query_params
        wrong: dict[str, list[str]] = wrong_names(request, self.parameters)
        name, state = sent.get("type", ""), sent.get("state", "")
        if name not in types:
            wrong.setdefault("type", []).append(_("Write one of: %(types)s.") % {"types": ", ".join(types)})
        if state and state not in STATES:
            wrong.setdefault("state", []).append(_("Write one of: %(states)s.") % {"states": ", ".join(STATES)})
        pages = CursorPages(request, wrong)
        if wrong:
            raise ValidationError(wrong)
        model, user = types[name], self.person
        rows = visible(model, user).filter(
            Q(author=user) | Q(submitted_by=user), state__in=[state] if state else STATES
        )
        rows = joined(rows).defer(*without_texts(model))
        page = pages.of(rows.order_by(F("created_at").asc(), "pk"))
        total = {} if pages.total is None else {"count": pages.total}
        told = [outputs.told(request, row) for row in page]
        return Response({**total, "next": pages.next, "previous": pages.previous, "results": told})


@schema.queue
class Queue(WorkView):
    """What waits for review, by subject, the longest waiting first."""

    needs = (Scope.REVIEW,)

    def get(self, request: Request) -> Response:
        refuse_all(request)
        waiting = desk.without_foundations(desk.bundles(self.person))
        subjects = outputs.several(request, [one.subject for one in waiting])["records"]
        return Response({"results": [self._told(*pair) for pair in zip(waiting, subjects, strict=True)]})

    def _told(self, waiting: desk.Waiting, subject: dict[str, Any]) -> dict[str, Any]:
        row = {
            "since": waiting.since, "count": len(waiting.records), "is_taken": waiting.taken is not None,
            "is_open": waiting.is_open_to(self.person),
        }  # fmt: skip
        return {"subject": subject} | row


@schema.comments
class Comments(WorkView):
    """What colleagues say of a record. Readers never see it."""

    needs = (Scope.ANNOTATE, Scope.REVIEW)

    def get(self, request: Request, uid: str) -> Response:
        refuse_all(request)
        record = record_or_404(uid, self.person)
        comments.check(self.person, record)
        return Response({"results": [outputs.comment(one) for one in comments.about([record])]})

    def post(self, request: Request, uid: str) -> Response:
        return self.once(partial(self._prepare, uid))

    def _prepare(self, uid: str) -> Act:
        record = record_or_404(uid, self.person)
        text = self.read(inputs.CommentIn).validated_data["text"]
        return lambda: Done(outputs.comment(comments.say(record, text, user=self.person).comment), 201)
