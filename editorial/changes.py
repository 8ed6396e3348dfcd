"""What the verbs do to rows, each inside its verb's transaction: lock, store, end, revise, redact.

Nothing here checks who may do it: that is the verbs' part (`editorial.actions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from editorial import comments, dependents, ledger, signals
from editorial.bundles import Bundle
from editorial.choices import Action, State
from editorial.errors import Refused
from editorial.ledger import Act
from editorial.models import Record, Redaction, Reviewable, Revision
from editorial.payload import Json

R = TypeVar("R", bound=Record)

BATCH = 500  # below every database's limit of parameters
WORKFLOW = ("state", "submitted_by", "submitted_at", "reviewed_by", "published_at", "ended_at", "version")


def lock(records: Iterable[R]) -> list[R]:
    """Fresh, locked copies of the records, in the order given. Raises the model's `DoesNotExist` when one is gone."""
    wanted = list(records)
    fresh: dict[str, Any] = {}
    for model in sorted({type(r) for r in wanted}, key=lambda m: m.type_name()):
        uids = [r.pk for r in wanted if type(r) is model]
        # Joining what each record rests on saves a query a record later; `of` keeps the lock on the records alone.
        paths = getattr(model, "RESTS_ON", ())
        joined = model.objects.select_related(*paths) if paths else model.objects.all()
        fresh |= {r.pk: r for r in joined.filter(pk__in=uids).select_for_update(of=("self",)).order_by("pk")}
        for uid in uids:
            if uid not in fresh:
                raise model.DoesNotExist(f"{model.type_name()} {uid}")
    return [cast(R, fresh[r.pk]) for r in wanted]


def insert(records: Iterable[Record]) -> None:
    """Write new rows: one statement for those of a type, which come in the order in which their types do."""
    alike: dict[type[Record], list[Record]] = {}
    for record in records:
        alike.setdefault(type(record), []).append(record)
    for model, rows in alike.items():
        model.objects.bulk_create(rows)


def store(rows: Iterable[Record], fields: Sequence[str] = WORKFLOW) -> None:
    """Write these columns of the rows: one statement for all rows of a type that get the same values, which most do."""
    alike: dict[tuple[type[Record], tuple[Any, ...]], list[str]] = {}
    for row in rows:
        alike.setdefault((type(row), tuple(row.column(name) for name in fields)), []).append(row.pk)
    for (model, values), uids in alike.items():
        for start in range(0, len(uids), BATCH):
            model.objects.filter(pk__in=uids[start : start + BATCH]).update(**dict(zip(fields, values, strict=True)))


def clean(record: Record) -> None:
    """Raise `ValidationError` for a bad value."""
    # References, uniqueness and constraints are the database's to check; forms check them first, for their messages.
    references = {f.name for f in record._meta.concrete_fields if f.is_relation or f.primary_key}
    record.full_clean(exclude=references, validate_unique=False, validate_constraints=False)


def begin(record: Record) -> None:
    """Give a new record the workflow and derived columns of one that nobody has seen, whatever the caller set."""
    derived = () if record.IMMUTABLE else record.LEFT_OUT
    for name in (*WORKFLOW, *derived):
        if hasattr(type(record), name):
            column = cast("models.Field[Any, Any]", record._meta.get_field(name))
            setattr(record, column.attname, column.get_default())


def difference(before: dict[str, Json], after: dict[str, Json]) -> dict[str, Json]:
    """The fields of `after` that are not as before; None for those that were emptied."""
    return {path: after.get(path) for path in sorted({**before, **after}) if before.get(path) != after.get(path)}


def publish_companions(rows: Sequence[Reviewable], moment: datetime) -> list[Act]:
    """Make public what has no review of its own and becomes public with these rows."""
    companions = {c.pk: c for row in rows for c in row.companions() if c.published_at is None}
    for companion in companions.values():
        companion.published_at = moment
        companion.version += 1
    store(companions.values(), fields=("published_at", "version"))
    return [Act(Action.PUBLISH, c, c.payload(), public=True) for c in companions.values()]


# -- what ends ---------------------------------------------------------------------------------------------------------


def end(records: Sequence[Reviewable], action: Action, state: State, moment: datetime) -> list[Act]:
    """End published records and, with them, the published parts they own (a claim its evidence and rankings)."""
    # Owners are locked too: while a part ends, none of its owner's other parts may. Parts are looked for after that,
    # because one may have been published while we waited.
    locked = lock([*records, *_owners(records)])[: len(records)]
    rows = [row for row in lock(dependents.with_parts(locked)) if row.state == State.PUBLISHED]
    ending = Bundle(rows)
    problems = [
        _("%(one)s rests on %(other)s: end or change that first.")
        % {"one": one.public_name(), "other": other.public_name()}
        for one, other in dependents.resting_on(rows)
    ]
    problems += [] if action == Action.SUPERSEDE else [p for row in rows for p in row.problems_of_ending(ending)]
    if problems:
        raise Refused(problems)
    acts = []
    for row in rows:
        before = row.payload()
        row.state, row.ended_at = state, max(moment, cast(datetime, row.published_at))
        row.version += 1
        acts.append(Act(action, row, difference(before, row.payload()), public=True))
    store(rows)
    return acts


def _owners(records: Iterable[Reviewable]) -> list[Reviewable]:
    owners = [getattr(record, path) for record in records for path in record.OWNER]
    return [owner for owner in owners if owner is not None]


# -- revisions ---------------------------------------------------------------------------------------------------------


def try_out(change: Callable[[], Any]) -> None:
    """Do it and undo it: what cannot be done is refused when it is proposed, not when it is decided on."""
    try:
        with transaction.atomic():
            change()
            transaction.set_rollback(True)
    except ValidationError as error:
        raise Refused(error.messages) from error
    except (ArithmeticError, DatabaseError, ObjectDoesNotExist, TypeError, ValueError) as error:
        raise Refused([_("This is no possible value: %(error)s") % {"error": error}]) from error


def apply_revision(revision: Revision, moment: datetime) -> list[Act]:
    """Give the record the revised value, or retract it. Returns the acts."""
    target = revision.target()
    if revision.is_retraction:
        acts = end([cast(Reviewable, target)], Action.RETRACT, State.RETRACTED, moment)
        own = next((act for act in acts if act.record.pk == target.pk), None)
        if own is None:  # another of the records that are published with this one has ended it
            told = _("%(record)s ends already with another of these: publish that one, and send this one back.")
            raise Refused([told % {"record": cast(Reviewable, target).public_name()}])
        own.notes = {"reason": revision.reason}
        return acts
    (target,) = lock([target])
    if problem := revision.changed_since(target):
        raise Refused([problem])
    return [revise(target, revision.field, revision.new)]


def revise(target: Record, field: str, new: Json) -> Act:
    """Give an editorial field of a locked record its new value. Returns the act."""
    before = target.payload()
    target.revise(field, new)
    clean(target)
    target.version += 1
    target.save(force_update=True)
    return Act(Action.REVISE, target, difference(before, target.payload()), public=True)


# -- redactions --------------------------------------------------------------------------------------------------------


def apply_redaction(redaction: Redaction) -> list[Act]:
    """Erase the text from the record, its ledger entries, the revisions that carried it, and whatever quotes it."""
    (target,) = lock([redaction.target()])
    field, start, end = redaction.field, redaction.start, redaction.end
    erased = _texts(getattr(target, field, None), start, end)
    acts = [redact(target, field, start, end)]
    carried = {field, *acts[0].fields}
    revisions = Revision.objects.filter(record_type=target.type_name(), record_uid=target.pk, field__in=carried)
    for revision in revisions.select_for_update().order_by("pk"):
        acts += [redact(revision, side, None, None) for side in ("old", "new") if getattr(revision, side) is not None]
    for other, its_field, its_start, its_end in _followers(target, field, start, end):
        acts.append(redact(other, its_field, its_start, its_end))
    comments.hush(erased, {uid for act in acts for uid in _near(cast(Record, act.record))})
    return acts


def _texts(value: Any, start: int | None, end: int | None) -> list[str]:
    """The texts that a redaction of the value erases."""
    if isinstance(value, str):
        return [value if start is None or end is None else value[start:end]]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in _texts(one, None, None)] if isinstance(value, list) else []


def _near(record: Record) -> Iterator[str]:
    """The uids of the record and of the records that it refers to."""
    yield record.pk
    for field in record._meta.concrete_fields:
        if field.is_relation and isinstance(field.related_model, type) and issubclass(field.related_model, Record):
            yield str(record.column(field.name) or "")


def _followers(target: Record, field: str, start: int | None, end: int | None) -> Iterator[signals.Passage]:
    for _receiver, passages in signals.redacted.send(
        sender=type(target), record=target, field=field, start=start, end=end
    ):
        yield from cast("list[signals.Passage] | None", passages) or ()


def redact(record: Record, field: str, start: int | None, end: int | None) -> Act:
    """Mask a field of a locked record, or a passage of it, and erase it from the ledger. Returns the act."""
    before = record.payload()
    touched = record.redact(field, start, end)
    record.version += 1
    record.save(force_update=True)
    ledger.erase(record.type_name(), [record.pk], touched)
    fields = difference(before, record.payload()) | {path: record.payload().get(path) for path in touched}
    return Act(Action.REDACT, record, fields, public=record.published_at is not None)
