"""Records as the rows of their tables, with everything that stands beside them: uids, ledger entries, names, words.

A batch is made in a process of its own, and comes back as plain tuples. It knows beforehand where in the ledger its
entries will stand, because the plan counts them.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from django.db import connection, models

from benchmarks.archive.plan import Plan
from benchmarks.archive.stories import BEGINNING, Maker
from benchmarks.archive.uids import uid
from editorial import ledger, merkle
from editorial.choices import Action, Via
from editorial.models import LedgerEntry, LedgerPayload, PublicId, Record
from events.matching.index import profile
from events.matching.keys import keys_of
from events.models import Entity, NameKey, NameWord
from events.workbench.index import names_of
from events.workbench.words import words_of

Row = tuple[Any, ...]
PUBLISHERS, ENTITIES, STORIES = "publishers", "entities", "stories"


@dataclass
class Batch:
    """Rows by the label of their model, and the leaf hashes of the entries among them, in the ledger's order."""

    first: int
    rows: defaultdict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    leaves: list[bytes] = field(default_factory=list)

    def add(self, *made: models.Model) -> None:
        for one in made:
            self.rows[one._meta.label].append(row(one))


@dataclass(frozen=True)
class Task:
    """A batch to be made: of what, which numbers, and the number of its first ledger entry."""

    plan: Plan
    kind: str
    numbers: range
    first: int


def tasks(plan: Plan) -> list[Task]:
    """All batches of an archive, in the order in which the ledger tells of them."""
    found = [Task(plan, PUBLISHERS, range(plan.publishers), 0)]
    first = plan.publishers
    for numbers in plan.entity_chunks():
        found.append(Task(plan, ENTITIES, numbers, first))
        first += len(numbers)
    for numbers in plan.story_chunks():
        found.append(Task(plan, STORIES, numbers, first))
        first += plan.records_of(numbers)
    return found


@cache
def _maker(plan: Plan) -> Maker:
    return Maker(plan)


def batch(task: Task) -> Batch:
    """Make a batch. Raises `AssertionError` where it is not of the size that the plan says."""
    maker, made = _maker(task.plan), Batch(task.first)
    salts = Random(f"{task.plan.seed}/salts/{task.first}")  # noqa: S311 -- the salts of real archives are drawn by `secrets`
    if task.kind == PUBLISHERS:
        _enter(made, salts, task.plan, map(maker.publisher, task.numbers))
    elif task.kind == ENTITIES:
        entities = [maker.entity(number) for number in task.numbers]
        _enter(made, salts, task.plan, entities)
        for entity in entities:
            _add_names(made, entity)
    else:
        for story in maker.stories(task.numbers):
            assert story.blob is not None
            made.add(story.blob, *story.participations)
            _enter(made, salts, task.plan, story.records)
            for event in story.events:
                made.add(*(NameWord(word=word, event=event) for word in sorted(words_of(names_of(event)))))
        assert len(made.leaves) == task.plan.records_of(task.numbers), "the plan counts other records than were made"
    return made


def _add_names(made: Batch, entity: Entity) -> None:
    made.add(*entity.names.all(), *entity.identifiers.all())
    made.add(*(NameKey(entity=entity, key=key) for key in keys_of(profile(entity))))
    made.add(*(NameWord(word=word, entity=entity) for word in sorted(words_of(names_of(entity)))))


def _enter(made: Batch, salts: Random, plan: Plan, records: Iterable[Record]) -> None:
    """Add the records, each with its uid and one entry: its publication, which holds all of its columns."""
    for record in records:
        kind = record.type_name()
        entry = LedgerEntry(
            seq=made.first + len(made.leaves), at=record.published_at or BEGINNING, actor=uid(plan.seed, "user", 1),
            action=Action.PUBLISH, record_type=kind, record_uid=record.pk, via=Via.COMMAND, public=True,
        )  # fmt: skip
        fields = {path: {"salt": _salt(salts), "value": value} for path, value in record.payload().items()}
        made.leaves.append(merkle.leaf_hash(ledger.leaf(entry, fields)))
        made.add(record, PublicId(uid=record.pk, record_type=kind), entry, LedgerPayload(entry=entry, fields=fields))


def _salt(salts: Random) -> str:
    return urlsafe_b64encode(salts.randbytes(16)).rstrip(b"=").decode()


# -- columns -----------------------------------------------------------------------------------------------------------


@cache
def columns(model: type[models.Model]) -> list[Any]:
    """The columns that are written: all but numbers that the database gives."""
    return [one for one in model._meta.concrete_fields if not isinstance(one, models.AutoField)]


_AS_IT_IS: frozenset[type] = frozenset((str, int, bool, type(None)))
_NOTHING: frozenset[type] = frozenset()


@cache
def _readers(model: type[models.Model]) -> Sequence[tuple[str, frozenset[type], Callable[[Any, Any], Any]]]:
    """(Attribute, types that every database takes as they are, what makes a value of another type one it takes)."""
    text = (models.CharField, models.TextField)
    return [
        (
            one.attname,
            _NOTHING if isinstance(one, models.JSONField) else _AS_IT_IS,
            _as_text if isinstance(one, text) else one.get_db_prep_save,
        )
        for one in columns(model)
    ]


def _as_text(value: Any, _connection: Any) -> str:
    """A choice as the text that it is."""
    return str(value)


def row(made: models.Model) -> Row:
    """The record's columns as the database takes them."""
    values = ((getattr(made, name), as_it_is, prepare) for name, as_it_is, prepare in _readers(type(made)))
    return tuple(
        value if type(value) in as_it_is else prepare(value, connection) for value, as_it_is, prepare in values
    )
