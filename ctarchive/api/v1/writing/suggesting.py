"""Endpoints on suggestions: what programs propose to mark in a capture, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1.filters import refuse_all
from ctarchive.api.v1.writing import outputs, problems, schema
from ctarchive.api.v1.writing.base import Act, Done, WorkView, not_there
from ctarchive.api.v1.writing.fields import Strict
from ctarchive.api.v1.writing.looking import record_or_404, visible
from ctarchive.api.v1.writing.refusals import Wrong
from ctarchive.api.v1.writing.suggested import MOST, SuggestionsIn
from ctarchive.tokens.models import Scope
from editorial.errors import WrongState
from events import quotes
from events.actions import suggestions
from events.choices import Fate
from events.models import Claim, Entity, Event, Suggestion
from events.quotes import QuoteError
from events.suggest import Suggested
from sources.models import Capture


def capture_or_404(uid: str, user: Any) -> Capture:
    found = record_or_404(uid, user)
    if not isinstance(found, Capture):
        raise not_there()
    return found


@schema.suggestions
class Suggestions(WorkView):
    """What is suggested in a capture."""

    needs = (Scope.ANNOTATE,)

    def get(self, request: Request, uid: str) -> Response:
        refuse_all(request)
        capture = capture_or_404(uid, self.person)
        rows = Suggestion.objects.filter(capture=capture).order_by("start", "-end", "pk")[:MOST]
        return Response({"results": [outputs.suggestion(row, capture.text) for row in rows]})

    def post(self, request: Request, uid: str) -> Response:
        return self.once(partial(self._prepare, uid))

    def _prepare(self, uid: str) -> Act:
        capture = capture_or_404(uid, self.person)
        sent = self.read(SuggestionsIn).validated_data
        placed = [
            _placed(capture, one, f"#/suggestions/{number}/exact") for number, one in enumerate(sent["suggestions"])
        ]
        if wrong := [one for one in placed if not isinstance(one, Suggested)]:
            raise problems.wrong_body(wrong)
        found = [one for one in placed if isinstance(one, Suggested)]
        return partial(self._propose, capture, found, sent["suggester"], sent["version"])

    def _propose(self, capture: Capture, found: list[Suggested], suggester: str, version: str) -> Done:
        rows = suggestions.propose(capture, found, suggester=suggester, version=version, user=self.person)
        return Done({"results": [outputs.suggestion(row, capture.text) for row in rows]}, 201)


def _placed(capture: Capture, one: Mapping[str, Any], pointer: str) -> Suggested | Wrong:
    """The suggestion at its span; or why its passage cannot be anchored."""
    where = {name: one[name] for name in ("prefix", "suffix", "start") if name in one}
    try:
        anchor = quotes.find(capture.text, one["exact"], **where)
    except QuoteError as error:
        return problems.of_quotation(error, pointer)
    return Suggested(one["kind"], anchor.start, anchor.end, _plain(one["payload"]), one["score"])


def _plain(payload: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON: records by their uids, numbers as decimal strings, and both ends of a number."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [plain(one) for one in value]
        return value.pk if isinstance(value, Entity | Event | Claim) else str(value)

    said = {name: plain(value) for name, value in payload.items()}
    return said | ({"high": said.get("high", said["low"])} if "low" in said else {})


class Verdict(WorkView):
    """What becomes of a suggestion."""

    needs = (Scope.ANNOTATE,)
    fate: ClassVar[Fate]

    def post(self, request: Request, number: int) -> Response:
        return self.once(partial(self._prepare, number))

    def _prepare(self, number: int) -> Act:
        user = self.person
        mine = visible(Capture, user).values("pk")
        found = Suggestion.objects.filter(pk=number, capture__in=mine) if number < 2**63 else Suggestion.objects.none()
        one = found.select_related("capture").first()
        if one is None:
            raise not_there()
        self.read(Strict)
        return partial(self._decide, one)

    def _decide(self, one: Suggestion) -> Done:
        if not suggestions.decide(one.capture, one.pk, self.fate, user=self.person):
            raise WrongState(_("Somebody has decided on this suggestion already."))
        one.refresh_from_db(fields=["fate"])
        return Done(outputs.suggestion(one, one.capture.text))


@schema.verdict("accept", "Say that a suggestion was right. The claim that follows from it is proposed by itself.")
class Accept(Verdict):
    fate = Fate.ACCEPTED


@schema.verdict("reject", "Say that a suggestion was wrong, or is not worth a claim.")
class Reject(Verdict):
    fate = Fate.REJECTED
