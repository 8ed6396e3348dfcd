"""The verbs on any record. Each checks the policy, locks, writes, logs to the ledger and signals, in one transaction.

All take `user` (who acts), `via` (admin, api or command) and `at`, the moment the records will carry: now, unless a
dossier restores an archive into an empty one. The ledger's own entries always carry the true time.
Lock order: record rows by type and primary key, the ledger's head last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import changes, guard, ledger, policies, registry, signals
from editorial.bundles import Bundle
from editorial.changes import WORKFLOW, begin, clean, difference, insert, lock, publish_companions, store, try_out
from editorial.choices import Action, State, Via
from editorial.errors import ReasonRequired, Refused, Stale, WrongState
from editorial.ledger import Act
from editorial.models import Record, Redaction, Reviewable, Revision
from editorial.models.revision import AboutARecord
from editorial.payload import Json

R = TypeVar("R", bound=Record)
RV = TypeVar("RV", bound=Reviewable)
A = TypeVar("A", bound=AboutARecord)


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


# -- drafts ------------------------------------------------------------------------------------------------------------


def save(
    record: R,
    *,
    user: Any,
    via: str = Via.COMMAND,
    expected_version: int | None = None,
    within: Callable[[R], None] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> R:
    """Create the record, or save a draft's changed fields. Returns it, saved.

    `expected_version` is the version the user saw: when somebody saved since, raises `Stale` with both versions.
    `within` writes the record's parts (an entity's names) in the same transaction, so that its entry holds them too.
    `reason` is kept with the entry.
    Raises `NotAllowed`, `WrongState` for a record that is no draft, Django's `ValidationError` for a bad value.
    """
    with verb():
        if record._state.adding:
            reasons = {record.pk: reason}
            return _create([record], user=user, via=via, within=within, reasons=reasons, at=at)[0]
        return _edit(record, user=user, via=via, expected_version=expected_version, within=within, reason=reason)


def create(
    records: Sequence[R],
    *,
    user: Any,
    via: str = Via.COMMAND,
    reasons: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> list[R]:
    """Create new records, of one type or of several: all of them, or none. Returns them, saved.

    Each is what `save` makes of it, with an entry of its own, in this order; together they cost little more than one.
    `reasons` (uid → reason) are kept with the entries. Raises what `save` raises.
    """
    if not records:
        return []
    with verb():
        return _create(records, user=user, via=via, within=None, reasons=reasons or {}, at=at)


def _create(
    records: Sequence[R],
    *,
    user: Any,
    via: str,
    within: Callable[[R], None] | None,
    reasons: Mapping[str, str],
    at: datetime | None,
) -> list[R]:
    for record in records:
        policies.check(user, "create", record)
        begin(record)
        # Each its own moment: by it, what came together is shown in the order in which it came.
        record.created_at, record.version = at or timezone.now(), 1
        if isinstance(record, Reviewable):
            record.author = user
        clean(record)
    registry.register(records)
    insert(records)
    acts = []
    for record in records:
        if within:
            within(record)
        notes = {"reason": reason} if (reason := reasons.get(record.pk)) else {}
        acts.append(Act(Action.CREATE, record, record.payload(), False, notes))
    log(acts, Action.CREATE, user=user, via=via, at=at)
    return list(records)


def _edit(
    record: R,
    *,
    user: Any,
    via: str,
    expected_version: int | None,
    within: Callable[[R], None] | None,
    reason: str,
) -> R:
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
    for name in (*WORKFLOW, "author", "created_at", *record.LEFT_OUT):
        if hasattr(stored, name):
            setattr(record, name, getattr(stored, name))
    clean(record)
    record.version = stored.version + 1
    record.save(force_update=True)
    if within:
        within(record)
    changes = difference(before, record.payload())
    if set(changes) == {"version"}:
        record.version = stored.version
        record.save(force_update=True)
        return record
    notes = {"reason": reason} if reason else {}
    log([Act(Action.EDIT, record, changes, False, notes)], Action.EDIT, user=user, via=via, at=None)
    return record


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
        store(rows)
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
        policies.check_other_hands(user, rows)
        replaced = [old for row in rows if (old := row.superseded()) is not None]
        _refuse_problems(rows, replaced)
        acts = []
        for row in rows:
            row.state, row.published_at, row.reviewed_by = State.PUBLISHED, moment, user
            row.version += 1
            acts.append(Act(Action.PUBLISH, row, row.payload(), public=True))
        store(rows)
        acts += publish_companions(rows, moment)
        acts += changes.end(replaced, Action.SUPERSEDE, State.SUPERSEDED, moment)
        for row in rows:
            if isinstance(row, Revision):
                acts += changes.apply_revision(row, moment)
            elif isinstance(row, Redaction):
                acts += changes.apply_redaction(row)
        log(acts, Action.PUBLISH, user=user, via=via, at=moment)
        return rows


def _refuse_problems(rows: Sequence[Reviewable], replaced: Sequence[Reviewable]) -> None:
    bundle = Bundle(rows)
    named = {target.pk: target for row in rows for _path, target in row.rests_on() if target not in bundle}
    # Locked, because what these rows rest on must not end, nor be replaced twice, while they are published.
    targets = {target.pk: target for target in lock([*{r.pk: r for r in replaced}.values(), *named.values()])}
    problems = [
        _("%(record)s is %(state)s: it cannot be superseded.")
        % {"record": old.public_name(), "state": targets[old.pk].get_state_display()}
        for old in replaced
        if targets[old.pk].state != State.PUBLISHED
    ]
    if len({old.pk for old in replaced}) < len(replaced):
        problems.append(_("Two of these supersede the same record."))
    for row in rows:
        for _path, target in row.rests_on():
            if target not in bundle and targets[target.pk].state != State.PUBLISHED:
                problems.append(
                    _("%(record)s rests on %(target)s, which is %(state)s.")
                    % {
                        "record": row.public_name(),
                        "target": target.public_name(),
                        "state": targets[target.pk].get_state_display(),
                    }
                )
        problems += [f"{row.public_name()}: {problem}" for problem in row.problems(bundle)]
    if problems:
        raise Refused(problems)


# -- what ends ---------------------------------------------------------------------------------------------------------


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

    `new` is the value as the ledger writes it (a reference is a uid). Raises `ReasonRequired`, `NotAllowed`, and
    `Refused` for a field that is not editorial, a value that is impossible, and a record that is not published.
    """
    _require_reason(reason)
    is_retraction = field == Revision.STATE and new == State.RETRACTED
    if not is_retraction and field not in record.EDITORIAL_FIELDS:
        raise Refused([_("“%(field)s” cannot be revised.") % {"field": field}])
    with verb():
        (target,) = lock([record])
        revision = Revision(field=field, old=target.editorial_value(field), new=new)
        if not is_retraction:
            try_out(lambda: changes.revise(target, field, new))
        return _propose(revision, record, reason, user=user, via=via, at=at)


def _propose(proposal: A, record: Record, reason: str, *, user: Any, via: str, at: datetime | None) -> A:
    proposal.record_type, proposal.record_uid, proposal.reason = record.type_name(), record.pk, reason.strip()
    policies.check(user, "propose", proposal)
    if problems := list(proposal.problems(Bundle([]))):
        raise Refused(problems)
    save(proposal, user=user, via=via, at=at)
    return submit([proposal], user=user, via=via, at=at)[0]


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
        (target,) = lock([record])
        if field not in target.redactable():
            raise Refused([_("“%(field)s” cannot be redacted.") % {"field": field}])
        try_out(lambda: changes.redact(target, field, start, end))
        return _propose(Redaction(field=field, start=start, end=end), record, reason, user=user, via=via, at=None)


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
