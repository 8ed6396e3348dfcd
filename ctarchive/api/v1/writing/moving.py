"""Endpoints on one record: look at it, change a draft, and the steps of review, each by one verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from ctarchive.api.v1.filters import refuse_all
from ctarchive.api.v1.writing import inputs, outputs, problems, schema
from ctarchive.api.v1.writing.base import Act, Done, WorkView
from ctarchive.api.v1.writing.bearers import require_scope
from ctarchive.api.v1.writing.looking import drafting_scope, record_or_404, reviewable_or_404
from ctarchive.api.v1.writing.refusals import RefusalError, Wrong
from ctarchive.tokens.models import Scope
from editorial import actions, desk, parts, policies
from editorial.admin.steps import alone
from editorial.choices import State, Via
from editorial.errors import Stale, WrongState
from editorial.models import Record, Reviewable, Revision
from events.actions import bundle_of, save_entity
from events.models import Claim, Entity, Event
from sources.models import Publisher, Source

# What can be changed as a draft, and how the change is read. Passages are made anew.
BODIES: Mapping[type[Record], type[inputs.Draft]] = {
    Publisher: inputs.PublisherIn, Source: inputs.SourceIn, Event: inputs.EventIn, Entity: inputs.EntityIn,
    Claim: inputs.StatementIn,
}  # fmt: skip


Found = Sequence[Reviewable]


def together(record: Any, state: State) -> Found:
    """What can only be published as one, as in the admin: a bundle, or a record, its parts and what they rest on."""
    return bundle_of(record, state) if isinstance(record, Event | Entity) else parts.together(record, state)


def going_back(record: Any, state: State) -> Found:
    """A bundle, or a record with its parts: what it rests on may be somebody else's, and stays."""
    return bundle_of(record, state) if isinstance(record, Event | Entity) else parts.parts(record, state)


@schema.record
class RecordView(WorkView):
    """One record."""

    def get(self, request: Request, uid: str) -> Response:
        refuse_all(request)
        record = record_or_404(uid, self.person)
        return Response(outputs.whole(request, record), headers={"ETag": outputs.etag(record)})

    def patch(self, request: Request, uid: str) -> Response:
        return self.once(partial(self._prepare, uid))

    def _prepare(self, uid: str) -> Act:
        record = record_or_404(uid, self.person)
        require_scope(self.token, (drafting_scope(record),))
        if (body := BODIES.get(type(record))) is None:
            raise RefusalError(409, _("Records of this type are not changed: discard it, and make another."))
        policies.check(self.person, "edit", record)
        read = self.read(body, instance=record, partial=True)
        expected = self.expected_version(record, read.validated_data.get("version"))
        return partial(self._change, record, read, expected)

    def _change(self, record: Any, read: Any, expected: int) -> Done:
        for name, value in read.validated_data.items():
            if name not in ("version", "names", "identifiers"):
                setattr(record, name, value)
        common: dict[str, Any] = {"user": self.person, "via": Via.API, "expected_version": expected}
        try:
            if isinstance(record, Entity):
                save_entity(record, **common, **read.parts())
            else:
                actions.save(record, **common)
        except Stale as error:
            if "If-Match" not in self.request.headers:
                raise
            told = _("Somebody else saved this meanwhile. Nothing of yours was saved.")
            raise RefusalError(412, told, problems.stale(error)) from error
        return Done(outputs.whole(self.request, record), headers={"ETag": outputs.etag(record)})


@schema.bundle
class BundleView(WorkView):
    """What a step on a record would move."""

    def get(self, request: Request, uid: str) -> Response:
        record = reviewable_or_404(uid, self.person)
        state = State.IN_REVIEW if record.state != State.DRAFT else State.DRAFT
        refuse_all(request)
        return Response(outputs.bundle(request, together(record, state)))


class StepView(WorkView):
    """Moves a record, with what belongs to it, by one verb. What the client did not see is not moved."""

    body: ClassVar[type[inputs.MoveIn]] = inputs.MoveIn
    from_state: ClassVar[State]

    def find(self, record: Reviewable) -> Found:
        """The records that go along."""
        return together(record, self.from_state)

    def verb(self) -> Callable[..., Found]:
        raise NotImplementedError

    def scopes(self, record: Reviewable) -> Sequence[Scope]:
        return (drafting_scope(record),)

    def post(self, request: Request, uid: str) -> Response:
        return self.once(partial(self._prepare, uid))

    def _prepare(self, uid: str) -> Act:
        record = reviewable_or_404(uid, self.person)
        require_scope(self.token, self.scopes(record))
        return partial(self._move, record, self.read(self.body).validated_data)

    def _move(self, record: Reviewable, sent: Mapping[str, Any]) -> Done:
        user = self.person
        found = alone(record, self.from_state) if sent["alone"] else self.find(record)
        if not found:
            raise WrongState(_("Nothing of this is in a state from which this leads on."))
        if self.from_state == State.IN_REVIEW:
            desk.require_all_free(found, user=user)
        _require_seen(sent, {row.pk: row.version for row in found})
        reason = {"reason": sent.get("reason", "")} if "reason" in self.body().fields else {}
        done = self.verb()(list(found), user=user, via=Via.API, **reason)
        # Once more after the verb, which holds the locks: what was not seen is undone with the rest.
        _require_seen(sent, {row.pk: row.version - 1 for row in done})
        return Done(outputs.several(self.request, done))


def _require_seen(sent: Mapping[str, Any], now: Mapping[str, int]) -> None:
    """Raise a refusal (409) unless the client saw exactly these records in these versions, or did not say."""
    seen: Mapping[str, int] = sent.get("seen", now)
    if seen == now:
        return
    told = _("These are not the records and versions that you saw. Look at the bundle again, then decide.")
    errors = [
        {"pointer": f"#/seen/{uid}", "message": told, "theirs": now.get(uid), "yours": seen.get(uid)}
        for uid in sorted({**seen, **now})
        if seen.get(uid) != now.get(uid)
    ]
    raise RefusalError(409, told, errors)


@schema.step("submit", inputs.MoveIn, "Hand a draft in for review, with its parts and the drafts they rest on.")
class Submit(StepView):
    from_state = State.DRAFT

    def verb(self) -> Callable[..., Found]:
        return actions.submit


@schema.step("discard", inputs.MaybeReasonedMoveIn, "Put a draft away with its parts. It is kept, and not shown.")
class Discard(StepView):
    body = inputs.MaybeReasonedMoveIn
    from_state = State.DRAFT

    def find(self, record: Reviewable) -> Found:
        return parts.parts(record, self.from_state)

    def verb(self) -> Callable[..., Found]:
        return actions.discard


@schema.step(
    "send_back",
    inputs.ReasonedMoveIn,
    "Return what is in review to its authors, with a reason. One's own can be taken back.",
)
class SendBack(StepView):
    body = inputs.ReasonedMoveIn
    from_state = State.IN_REVIEW

    def find(self, record: Reviewable) -> Found:
        return going_back(record, self.from_state)

    def verb(self) -> Callable[..., Found]:
        return actions.send_back

    def scopes(self, record: Reviewable) -> Sequence[Scope]:
        own = (drafting_scope(record),) if policies.is_own(self.person, record) else ()
        return (Scope.REVIEW, *own)


@schema.step(
    "publish", inputs.PublishIn, "Publish what is in review, as one: all of it or, with every reason, nothing. Nobody "
    "publishes what they wrote, submitted or edited."
)  # fmt: skip
class Publish(StepView):
    needs = (Scope.REVIEW,)
    body = inputs.PublishIn
    from_state = State.IN_REVIEW

    def verb(self) -> Callable[..., Found]:
        return actions.publish

    def scopes(self, record: Reviewable) -> Sequence[Scope]:
        return (Scope.REVIEW,)


class ProposalView(WorkView):
    """Proposes something about a public record; others decide on it, by publishing the proposal."""

    needs = (Scope.ANNOTATE,)

    def post(self, request: Request, uid: str) -> Response:
        return self.once(partial(self._prepare, uid))

    def _prepare(self, uid: str) -> Act:
        raise NotImplementedError

    def made(self, proposal: Revision) -> Done:
        headers = {"Location": outputs.address(self.request, proposal), "ETag": outputs.etag(proposal)}
        return Done(outputs.told(self.request, proposal), 201, headers)


@schema.proposal("retraction", inputs.RetractionIn, "A managing editor decides on it.")
class ProposeRetraction(ProposalView):
    def _prepare(self, uid: str) -> Act:
        record = reviewable_or_404(uid, self.person)
        reason = self.read(inputs.RetractionIn).validated_data["reason"]
        return lambda: self.made(
            actions.propose_retraction(record, user=self.person, reason=reason, via=Via.API)
        )  # fmt: skip


@schema.proposal(
    "revision",
    inputs.RevisionIn,
    "Of an editorial field, such as a title. Claims are corrected by others that supersede them.",
)
class ProposeRevision(ProposalView):
    def _prepare(self, uid: str) -> Act:
        record = record_or_404(uid, self.person)
        sent = self.read(inputs.RevisionIn).validated_data
        if wrong := _unfit(record, sent["field"], sent["new"]):
            raise problems.wrong_body([wrong])
        return lambda: self.made(actions.propose_revision(record, **sent, user=self.person, via=Via.API))


def _unfit(record: Record, field: str, new: Any) -> Wrong | None:
    """Why the value cannot be the field's by its very kind: columns would take it for a text that looks like it."""
    if field not in record.EDITORIAL_FIELDS:
        told = _(
            "Records of this type have no fields that are revised; a claim is corrected by one that supersedes it."
        )
        if record.EDITORIAL_FIELDS:
            told = _("Write one of: %(names)s.") % {"names": ", ".join(record.EDITORIAL_FIELDS)}
        return {"pointer": "#/field", "message": told}
    column = {f.name: f for f in record._meta.concrete_fields}.get(field)
    is_switch = isinstance(column, models.BooleanField)
    takes_lists = column is None or isinstance(column, models.JSONField)
    if (isinstance(new, list) and not takes_lists) or isinstance(new, bool) != is_switch:
        return {"pointer": "#/new", "message": _("Write it as `fields` of the record tells the old value.")}
    return None
