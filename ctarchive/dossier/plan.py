"""Checks a whole dossier against the archive before anything is written, and plans what to write.

The plan holds unsaved model instances with their line numbers; `load` saves them with the verbs. Every problem is
found, not only the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from pydantic import ValidationError as SchemaError

from ctarchive.dossier import schema
from ctarchive.dossier.errors import DossierError, Problem
from ctarchive.dossier.files import Parsed, Path_
from ctarchive.dossier.mending import without
from editorial.choices import State
from editorial.models import PublicId, Record, Reviewable
from editorial.models.revision import AboutARecord
from editorial.uids import is_uid

R = TypeVar("R", bound=Record)
T = TypeVar("T")


@dataclass
class Planned:
    """One record of the dossier: as it is in the archive already (`is_known`), or as it is to be saved."""

    record: Any
    line: int
    is_known: bool = False
    target: str = State.PUBLISHED
    published_at: datetime | None = None
    retracted: str = ""
    # What is saved together with it: an entity's names and identifiers, a capture's bytes and sightings.
    parts: dict[str, Any] = field(default_factory=dict)
    # Of a known one: what the dossier says of it, which is not saved.
    given: Any = None


@dataclass
class Plan:
    """All records of a dossier in the order in which they are saved."""

    name: str
    planned: dict[str, Planned] = field(default_factory=dict)  # by uid
    problems: list[Problem] = field(default_factory=list)

    def of(self, *models: type[Record]) -> list[Planned]:
        return [p for p in self.planned.values() if isinstance(p.record, models)]

    def new(self, *models: type[Record]) -> list[Planned]:
        return [p for p in self.of(*models) if not p.is_known]


class Planner:
    """Gathers a plan and its problems, and finds records by id, uid or external id.

    With a `user`, nothing is found, and so nothing is quoted or told, that this person may not see.
    """

    def __init__(self, parsed: Parsed, user: Any = None) -> None:
        self.parsed = parsed
        self.user = user
        self.plan = Plan(parsed.name)
        self._refs: dict[tuple[type[Record], str], Planned] = {}
        self._looked_up: dict[tuple[type[Record], str], Any] = {}
        self._hidden: set[str] = set()
        self._left_out: set[str] = set()

    def problem(self, path: Path_, what: str) -> None:
        """Note a problem; without words, one that was told of already elsewhere."""
        key = ".".join(step for step in path[1:] if isinstance(step, str))
        self.plan.problems.append(Problem(self.parsed.line(path), what, key))

    def validate(self) -> schema.Dossier | None:
        """The file as records; those that do not have their shape are told of and left out. None for no dossier."""
        try:
            return schema.Dossier.model_validate(self.parsed.data)
        except SchemaError as error:
            wrong = [self._tell(detail) for detail in error.errors(include_url=False, include_input=False)]
        self._left_out = without(self.parsed, wrong)
        try:
            return schema.Dossier.model_validate(self.parsed.data)
        except SchemaError:
            return None

    def _tell(self, detail: Any) -> Path_:
        """Note what the schema says. Returns where."""
        path: Path_ = tuple(detail["loc"])
        where = ".".join(str(step) for step in path if not isinstance(step, int)) or "the file"
        told = _TOLD.get(detail["type"]) or f"{detail['msg'][:1].lower()}{detail['msg'][1:]}."
        self.problem(path, f"{where}: {told}")
        return path

    # -- identity --

    def add(self, node: schema.Known, path: Path_, record: R, known: R | None, **more: Any) -> Planned:
        """Enter a record: the archive's own where it is known, else the new one under its uid, if it has one."""
        if known is not None and known.pk in self._hidden:
            self.problem(path, f"“{node.id or node.uid}” is in a draft of somebody else: ask an editor to load this.")
        planned = Planned(known or record, self.parsed.line(path), is_known=known is not None, **more)
        planned.given = record if known is not None else None
        if isinstance(node, schema.Reviewed):
            planned.published_at, planned.retracted = node.published_at, node.retracted
        key = planned.record.pk
        if key in self.plan.planned:
            self.problem(path, f"The same {record.type_name()} stands on line {self.plan.planned[key].line}.")
            return planned
        self.plan.planned[key] = planned
        for ref in {node.id, node.uid, key} - {""}:
            if (type(record), ref) in self._refs:
                other = self._refs[type(record), ref].line
                self.problem(path, f"The id “{ref}” is used on line {other} already.")
            self._refs[type(record), ref] = planned
        return planned

    def known(self, model: type[R], nodes: Sequence[schema.Known]) -> dict[int, R]:
        """Position in `nodes` → the archive's record of that uid, else of that external id."""
        rows = list(self._rows(model, {ref for node in nodes for ref in (node.uid, node.id) if ref}))
        if self.user is not None and rows:
            visible: Any = model.objects.visible_to(self.user)
            seen = {
                pk for some in in_parts(rows) for pk in visible.filter(pk__in=[r.pk for r in some]).values_list("pk")
            }
            self._hidden |= {record.pk for record in rows if (record.pk,) not in seen}
        by_uid = {record.pk: record for record in rows}
        by_id = {record.external_id: record for record in rows if record.external_id}
        found = ((index, by_uid.get(node.uid) or by_id.get(node.id)) for index, node in enumerate(nodes))
        return {index: record for index, record in found if record is not None}

    @staticmethod
    def _rows(model: type[R], refs: Iterable[str]) -> Iterator[R]:
        """The archive's records of these uids and external ids."""
        every: QuerySet[Any] = model.objects.all()
        for some in in_parts(sorted(refs)):
            yield from every.filter(Q(pk__in=some) | Q(external_id__in=some))

    def check_uids(self, model: type[Record], nodes: Iterable[tuple[schema.Known, Path_]]) -> None:
        """A uid has the right form, and was not given to a record of another type."""
        wanted = [(node, path) for node, path in nodes if node.uid]
        taken: dict[str, str] = {}
        for some in in_parts(wanted):
            ids = PublicId.objects.filter(uid__in=[node.uid for node, _path in some])
            taken |= dict(ids.values_list("uid", "record_type"))
        for node, path in wanted:
            if not is_uid(node.uid):
                self.problem(path, f"“{node.uid}” is no uid: it has ten digits and small letters without i, l, o, u.")
            elif taken.get(node.uid, model.type_name()) != model.type_name():
                self.problem(path, f"The uid “{node.uid}” is that of a {taken[node.uid]}.")

    def look_up(self, model: type[Record], refs: Iterable[str | None]) -> None:
        """Find at once what will be asked for one by one: a dossier of many records asks as few questions."""
        wanted = {r for r in refs if r and (model, r) not in self._refs and (model, r) not in self._looked_up}
        visible: QuerySet[Any] = model.objects.all() if self.user is None else model.objects.visible_to(self.user)
        by_uid, by_id = {}, {}
        for some in in_parts(sorted(wanted)):
            for record in visible.filter(Q(pk__in=some) | Q(external_id__in=some)):
                by_uid[record.pk] = by_id[record.external_id] = record
        self._looked_up |= {(model, ref): by_uid.get(ref) or by_id.get(ref) for ref in wanted}

    def find(self, model: type[R], ref: str | None, path: Path_) -> R | None:
        """The record that a reference means: of this file, else of the archive. None, with a problem, for none."""
        if not ref:
            return None
        if planned := self._refs.get((model, ref)):
            return planned.record
        self.look_up(model, [ref])
        record: R | None = self._looked_up[model, ref]
        if record is None:
            # What does not have its shape is in the file, and told of: that it is missing here is no news.
            what = f"There is no {model.type_name()} “{ref}”, neither in this file nor in the archive."
            self.problem(path, "" if ref in self._left_out else what)
            return None
        self._refs[model, ref] = Planned(record, self.parsed.line(path), is_known=True)
        return record

    def found(self, model: type[R], ref: str) -> R | None:
        """What `find` would find, without a word where there is nothing."""
        planned = self._refs.get((model, ref))
        return planned.record if planned else self._looked_up.get((model, ref))

    # -- checks --

    def clean(self, record: Record, path: Path_, keys: dict[str, str] | None = None) -> None:
        """Validate an unsaved record; each message goes to the line of its key (`keys`: field → key)."""
        relations = [f.name for f in record._meta.concrete_fields if f.is_relation]
        try:
            record.clean_fields(exclude=[*relations, "uid", "created_at", "captured_at"])
            record.clean()
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in by_field.items():
                key = (keys or {}).get(name, name)
                instead = _choices(record, name, error) if name else ""
                for message in messages:
                    told = f"{message}{instead}"
                    self.problem((*path, key), f"{key}: {told}" if key and key != "__all__" else told)

    def finish(self) -> Plan:
        """The plan. Raises `DossierError` with every problem that was found."""
        if self.plan.problems:
            raise DossierError(self.plan.name, sorted({p for p in self.plan.problems if p.what}))
        decide_targets(self.plan)
        return self.plan


# What the schema's library says in words of its own trade.
_TOLD = {
    "extra_forbidden": "there is no such key here. Mend its spelling, or leave it out.",
    "missing": "this is missing, and has to be there.",
}


def _choices(record: Any, name: str, error: ValidationError) -> str:
    """What could be written instead, where a value is none of a vocabulary's."""
    if not name or not any(one.code == "invalid_choice" for one in error.error_dict.get(name, ())):
        return ""
    return f" Write one of: {', '.join(str(key) for key, _label in record._meta.get_field(name).flatchoices if key)}."


# A database takes so many values in one question.
_AT_ONCE = 5000


def in_parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in portions that a database takes in one question."""
    return (items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE))


def identity(node: schema.Known) -> dict[str, str]:
    """The columns that identify a new record."""
    return {"external_id": node.id} | ({"uid": node.uid} if node.uid else {})


def decide_targets(plan: Plan) -> None:
    """An entity or source goes as far as what refers to it: published, in review, or (unless it says so) a draft."""
    reached: dict[str, str] = {}
    for state in (State.PUBLISHED, State.IN_REVIEW):
        front = [p.record for p in plan.planned.values() if _goes_to(p) == state]
        while front:
            # What a revision speaks of is in the archive only once it is saved; it is published without its help.
            named = [t for r in front if not isinstance(r, AboutARecord) for _path, t in r.rests_on()]
            front = [r for r in {r.pk: r for r in named}.values() if r.pk not in reached]
            reached |= {r.pk: state for r in front}
    for planned in plan.planned.values():
        if planned.target == "":
            planned.target = reached.get(planned.record.pk, State.DRAFT)


def _goes_to(planned: Planned) -> str:
    """The state that a record is meant for; those of ended records were published first."""
    if not isinstance(planned.record, Reviewable):
        return ""
    ended = planned.target in (State.SUPERSEDED, State.RETRACTED)
    return State.PUBLISHED if ended else planned.target


def is_published(planned: Planned) -> bool:
    """Whether the dossier means the record to be published, or to have been."""
    return _goes_to(planned) == State.PUBLISHED
