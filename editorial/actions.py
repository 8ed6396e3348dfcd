"""The verbs on any record. Each checks the policy, locks, writes, appends to the ledger and signals, in one transaction.

All take `user` (who acts), `via` (admin, api or command) and `at`, the moment that the records will carry: now, unless a
dossier restores an archive into an empty one. The ledger's own entries always carry the true time.
Lock order: record rows by type and primary key, the ledger's head last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import dependents, guard, ledger, policies, registry, signals
from editorial.bundles import Bundle
from editorial.choices import Action, State, Via
from editorial.errors import ReasonRequired, Refused, Stale, WrongState
from editorial.ledger import Act
from editorial.models import Record, Redaction, Reviewable, Revision
from editorial.models.revision import current_value
from editorial.payload import Json

R = TypeVar("R", bound=Record)
RV = TypeVar("RV", bound=Reviewable)

WORKFLOW = ("state", "submitted_by", "submitted_at", "reviewed_by", "published_at", "ended_at", "version")


@contextmanager
def verb() -> Iterator[None]:
    """One transaction in which records may be written."""
    with transaction.atomic(), guard.writing():
        yield


def log(acts: Sequence[Act], action: Action, *, user: Any, via: str, at: datetime | None) -> None:
    """Append the acts, then tell the outer packages: inside the transaction, and once more after it."""
    records = [act.record for act in acts]
    told: dict[str, Any] = {"action": action, "records": records, "user": user, "at": at or timezone.now()}
    signals.changed.send(sender=Record, **told)
    # The entries are built last because receivers may still lock rows, and the ledger's head is the last lock of all.
    ledger.append(acts, user=user, via=via)
    transaction.on_commit(lambda: signals.committed.send(sender=Record, **told))


def lock(records: Iterable[RV]) -> list[RV]:
    """Fresh, locked copies of the records, in the order given. Raises the model's `DoesNotExist` when one is gone."""
    wanted = list(records)
    fresh: dict[str, Any] = {}
    for model in sorted({type(r) for r in wanted}, key=lambda m: m.type_name()):
        uids = [r.pk for r in wanted if type(r) is model]
        # Joining what each record rests on saves a query a record later; `of` keeps the lock on the records alone.
        joined = model.objects.select_related(*model.RESTS_ON) if model.RESTS_ON else model.objects.all()
        fresh |= {r.pk: r for r in joined.filter(pk__in=uids).select_for_update(of=("self",)).order_by("pk")}
        for uid in uids:
            if uid not in fresh:
                raise model.DoesNotExist(f"{model.type_name()} {uid}")
    return [cast(RV, fresh[r.pk]) for r in wanted]


# -- drafts ------------------------------------------------------------------------------------------------------------


def save(
    record: R,
    *,
    user: Any,
    via: str = Via.COMMAND,
    expected_version: int | None = None,
    within: Callable[[R], None] | None = None,
    at: datetime | None = None,
) -> R:
    """Create the record, or save a draft's changed fields. Returns it, saved.

    `expected_version` is the version the user saw: when somebody saved since, raises `Stale` with both versions.
    `within` writes the record's parts (an entity's names) inside the same transaction, so that its entry holds them too.
    Raises `NotAllowed`, `WrongState` for a record that is no draft, Django's `ValidationError` for a bad value.
    """
    with verb():
        if record._state.adding:
            return _create(record, user=user, via=via, within=within, at=at)
        return _edit(record, user=user, via=via, expected_version=expected_version, within=within)


def _clean(record: Record) -> None:
    # References, uniqueness and constraints are the database's to check; forms check them beforehand, for their messages.
    references = {f.name for f in record._meta.concrete_fields if f.is_relation or f.primary_key}
    record.full_clean(exclude=references, validate_unique=False, validate_constraints=False)


def _create(record: R, *, user: Any, via: str, within: Callable[[R], None] | None, at: datetime | None) -> R:
    policies.check(user, "create", record)
    record.created_at = at or timezone.now()
    record.version = 1
    if isinstance(record, Reviewable):
        record.author = user
    _clean(record)
    registry.register(record)
    record.save(force_insert=True)
    if within:
        within(record)
    log([Act(Action.CREATE, record, record.payload(), public=False)], Action.CREATE, user=user, via=via, at=at)
    return record


def _edit(record: R, *, user: Any, via: str, expected_version: int | None, within: Callable[[R], None] | None) -> R:
    model = type(record)
    stored = model.objects.select_for_update().get(pk=record.pk)
    policies.check(user, "edit", stored)
    if not policies.may_edit_in_place(stored):
        raise WrongState(
            _("%(record)s is no draft any more: propose a revision, or a claim that supersedes it.")
            % {"record": record.public_name()}
        )
    before = stored.payload()
    if expected_version is not None and expected_version != stored.version:
        yours = record.payload()
        differing = [f for f in {**before, **yours} if before.get(f) != yours.get(f) and f not in WORKFLOW]
        raise Stale(record, {f: before.get(f) for f in differing}, {f: yours.get(f) for f in differing})
    for name in (*WORKFLOW, "author", "created_at"):
        if hasattr(stored, name):
            setattr(record, name, getattr(stored, name))
    _clean(record)
    record.version = stored.version + 1
    record.save(force_update=True)
    if within:
        within(record)
    changes = difference(before, record.payload())
    if set(changes) == {"version"}:
        record.version = stored.version
        record.save(force_update=True)
        return record
    log([Act(Action.EDIT, record, changes, public=False)], Action.EDIT, user=user, via=via, at=None)
    return record


def difference(before: dict[str, Json], after: dict[str, Json]) -> dict[str, Json]:
    """The fields of `after` that are not as before; None for those that were emptied."""
    return {path: after.get(path) for path in sorted({**before, **after}) if before.get(path) != after.get(path)}


# -- the way to publication --------------------------------------------------------------------------------------------


def submit(records: Sequence[RV], *, user: Any, via: str = Via.COMMAND, at: datetime | None = None) -> list[RV]:
    """Hand drafts in for review. Returns them, in review."""

    def hand_in(record: Reviewable) -> None:
        record.state, record.submitted_by, record.submitted_at = State.IN_REVIEW, user, at or timezone.now()

    return _move(records, Action.SUBMIT, State.DRAFT, hand_in, user=user, via=via, at=at)


def send_back(
    records: Sequence[RV], *, user: Any, reason: str, via: str = Via.COMMAND, at: datetime | None = None
) -> list[RV]:
    """Return records from review to their authors, with a reason that they will read."""
    _require_reason(reason)

    def give_back(record: Reviewable) -> None:
        record.state = State.DRAFT

    return _move(records, Action.SEND_BACK, State.IN_REVIEW, give_back, user=user, via=via, at=at, reason=reason)


def discard(
    records: Sequence[RV], *, user: Any, reason: str = "", via: str = Via.COMMAND, at: datetime | None = None
) -> list[RV]:
    """Put drafts away. They stay in the database and the ledger, and nobody but editors sees them."""

    def put_away(record: Reviewable) -> None:
        record.state = State.DISCARDED

    return _move(records, Action.DISCARD, State.DRAFT, put_away, user=user, via=via, at=at, reason=reason)


def _move(
    records: Sequence[RV],
    action: Action,
    from_state: State,
    change: Callable[[Reviewable], None],
    *,
    user: Any,
    via: str,
    at: datetime | None,
    reason: str = "",
) -> list[RV]:
    with verb():
        rows = lock(records)
        acts = []
        for row in rows:
            policies.check(user, str(action), row)
            _require_state(row, from_state)
            before = row.payload()
            change(row)
            row.version += 1
            notes = {"reason": reason.strip()} if reason.strip() else {}
            acts.append(Act(action, row, difference(before, row.payload()), public=False, notes=notes))
        _store(rows)
        log(acts, action, user=user, via=via, at=at)
        return rows


def publish(records: Sequence[RV], *, user: Any, via: str = Via.COMMAND, at: datetime | None = None) -> list[RV]:
    """Publish records that are in review, as one bundle: all of them or, with `Refused` and every reason, none.

    What they rest on must be published already or be among them. Claims that they supersede end; revisions and
    redactions among them are applied. Raises `NotAllowed`, `FourEyes`, `WrongState`, `Refused`.
    """
    moment = at or timezone.now()
    with verb():
        rows = lock(records)
        for row in rows:
            policies.check(user, "publish", row)
            _require_state(row, State.IN_REVIEW)
        _refuse_problems(rows)
        acts = []
        for row in rows:
            row.state, row.published_at, row.reviewed_by = State.PUBLISHED, moment, user
            row.version += 1
            acts.append(Act(Action.PUBLISH, row, row.payload(), public=True))
        _store(rows)
        acts += _publish_companions(rows, moment)
        replaced = [old for row in rows if (old := row.superseded()) is not None]
        acts += _end(replaced, Action.SUPERSEDE, State.SUPERSEDED, moment)
        for row in rows:
            if isinstance(row, Revision):
                acts += _apply_revision(row, moment)
            elif isinstance(row, Redaction):
                acts += _apply_redaction(row)
        log(acts, Action.PUBLISH, user=user, via=via, at=moment)
        return rows


def _refuse_problems(rows: Sequence[Reviewable]) -> None:
    bundle = Bundle(rows)
    problems: list[str] = []
    for row in rows:
        for _path, target in row.rests_on():
            if target not in bundle and target.state != State.PUBLISHED:
                problems.append(
                    _("%(record)s rests on %(target)s, which is %(state)s.")
                    % {
                        "record": row.public_name(),
                        "target": target.public_name(),
                        "state": target.get_state_display(),
                    }
                )
        problems += [f"{row.public_name()}: {problem}" for problem in row.problems(bundle)]
    if problems:
        raise Refused(problems)


def _publish_companions(rows: Sequence[Reviewable], moment: datetime) -> list[Act]:
    companions = {c.pk: c for row in rows for c in row.companions() if c.published_at is None}
    for companion in companions.values():
        companion.published_at = moment
        companion.version += 1
    _store(companions.values(), fields=("published_at", "version"))
    return [Act(Action.PUBLISH, c, c.payload(), public=True) for c in companions.values()]


def _store(rows: Iterable[Record], fields: Sequence[str] = WORKFLOW) -> None:
    by_model: dict[type[Record], list[Record]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, group in by_model.items():
        model.objects.bulk_update(group, fields)  # type: ignore[attr-defined]


# -- what ends ---------------------------------------------------------------------------------------------------------


def _end(records: Sequence[Reviewable], action: Action, state: State, moment: datetime) -> list[Act]:
    """End published records and, with them, the published parts they own (a claim its evidence and rankings)."""
    rows = [row for row in lock(dependents.with_parts(records)) if row.state == State.PUBLISHED]
    resting = dependents.resting_on(rows)
    if resting:
        raise Refused(
            [
                _("%(one)s rests on %(other)s: end or change that first.")
                % {"one": one.public_name(), "other": other.public_name()}
                for one, other in resting
            ]
        )
    acts = []
    for row in rows:
        before = row.payload()
        row.state, row.ended_at = state, max(moment, cast(datetime, row.published_at))
        row.version += 1
        acts.append(Act(action, row, difference(before, row.payload()), public=True))
    _store(rows)
    return acts


def propose_retraction(
    record: Reviewable, *, user: Any, reason: str, via: str = Via.COMMAND, at: datetime | None = None
) -> Revision:
    """Propose that a published record be retracted, for a reason the public will read. Returns the revision, in review.

    A managing editor other than the proposer decides on it, with `publish` or `send_back`.
    """
    _require_state(record, State.PUBLISHED)
    return propose_revision(
        record, field=Revision.STATE, new=State.RETRACTED.value, reason=reason, user=user, via=via, at=at
    )


def propose_revision(
    record: Record,
    *,
    field: str,
    new: Json,
    reason: str,
    user: Any,
    via: str = Via.COMMAND,
    at: datetime | None = None,
) -> Revision:
    """Propose a new value for an editorial field of a published record. Returns the revision, in review.

    `new` is the value as the ledger writes it (a reference is a uid). Raises `ReasonRequired`, `NotAllowed`, `Refused`.
    """
    _require_reason(reason)
    if field != Revision.STATE and field not in record.EDITORIAL_FIELDS:
        raise Refused([_("“%(field)s” cannot be revised.") % {"field": field}])
    with verb():
        revision = Revision(
            record_type=record.type_name(),
            record_uid=record.pk,
            field=field,
            old=current_value(record, field),
            new=new,
            reason=reason.strip(),
        )
        policies.check(user, "propose", revision)
        save(revision, user=user, via=via, at=at)
        return submit([revision], user=user, via=via, at=at)[0]


def _apply_revision(revision: Revision, moment: datetime) -> list[Act]:
    target = revision.target()
    if revision.is_retraction:
        acts = _end([cast(Reviewable, target)], Action.RETRACT, State.RETRACTED, moment)
        acts[0].notes = {"reason": revision.reason}
        return acts
    target = type(target).objects.select_for_update().get(pk=target.pk)
    before = target.payload()
    target.revise(revision.field, revision.new)
    _clean(target)
    target.version += 1
    target.save(force_update=True)
    return [Act(Action.REVISE, target, difference(before, target.payload()), public=True)]


def propose_redaction(
    record: Record,
    *,
    field: str,
    reason: str,
    user: Any,
    span: tuple[int, int] | None = None,
    via: str = Via.COMMAND,
) -> Redaction:
    """Propose to erase a text field of a record, or the passage `span` (code points) of it. Returns it, in review."""
    _require_reason(reason)
    start, end = span or (None, None)
    with verb():
        redaction = Redaction(
            record_type=record.type_name(),
            record_uid=record.pk,
            field=field,
            reason=reason.strip(),
            start=start,
            end=end,
        )
        policies.check(user, "propose", redaction)
        save(redaction, user=user, via=via)
        return submit([redaction], user=user, via=via)[0]


def _apply_redaction(redaction: Redaction) -> list[Act]:
    """Erase the text from the record, from its ledger entries, and from the revisions that carried it."""
    target = redaction.target()
    target = type(target).objects.select_for_update().get(pk=target.pk)
    acts = [_redact(target, redaction.field, redaction.start, redaction.end)]
    for revision in Revision.objects.filter(
        record_type=target.type_name(), record_uid=target.pk, field=redaction.field
    ).select_for_update():
        acts += [_redact(revision, field, None, None) for field in ("old", "new")]
    return acts


def _redact(record: Record, field: str, start: int | None, end: int | None) -> Act:
    before = record.payload()
    touched = record.redact(field, start, end)
    record.version += 1
    record.save(force_update=True)
    ledger.erase(record.type_name(), [record.pk], touched)
    fields = difference(before, record.payload()) | {path: record.payload().get(path) for path in touched}
    return Act(Action.REDACT, record, fields, public=record.published_at is not None)


# -- helpers -----------------------------------------------------------------------------------------------------------


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonRequired(_("Give a reason: others will read it."))


def _require_state(record: Reviewable, state: State) -> None:
    if record.state != state:
        raise WrongState(
            _("%(record)s is %(is)s; this needs it to be %(needed)s.")
            % {"record": record.public_name(), "is": record.get_state_display(), "needed": state.label}
        )
