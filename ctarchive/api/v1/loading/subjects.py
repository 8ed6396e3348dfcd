"""Events and entities, ready to be written, as they stand or stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from ctarchive.api.v1.loading.claims import root_then
from editorial.asof import restore_all
from editorial.prepared import Prepared
from events import merging, then
from events.models import Entity, EntityName, Event, Identifier, Participation
from events.protection import Mask
from events.veil import veil

# What a reference to an entity tells.
_NAMED = ("kind", "name", "protected", "pseudonym", "root")
# What a list tells of each record, beside what is fetched along: columns that no page needs are long.
EVENT_COLUMNS = (
    "uid", "root", "published_at", "version", "kind", "title", "summary", "date", "date_earliest", "date_latest",
    "conflicted", *(f"place__{name}" for name in _NAMED), "part_of__kind", "part_of__title", "part_of__root",
)  # fmt: skip
ENTITY_COLUMNS = (
    "uid", "published_at", "version", *_NAMED, "description", "country", "latitude", "longitude", "conflicted",
)  # fmt: skip

# -- events ------------------------------------------------------------------------------------------------------------


def with_place(rows: QuerySet[Event], _at: datetime | None = None) -> QuerySet[Event]:
    """Events with their place and whole."""
    return rows.select_related("place", "part_of")


def _participations(events: Sequence[str]) -> QuerySet[Participation]:
    found = Participation.objects.filter(event__in=events).select_related("entity")
    return found.order_by("role", "entity__name", "pk").only("event", "role", *(f"entity__{name}" for name in _NAMED))


_PARTICIPATIONS = Prepared[Participation](Participation, _participations)
_MERGED_EVENTS = Prepared[Event](
    Event, lambda roots: _folded(Event.objects.published(), roots).order_by("uid").only("root", "title")
)


def events(rows: Sequence[Event], mask: Mask, at: datetime | None = None) -> Sequence[Event]:
    """The events with participants, and what was merged into them. Two queries now."""
    if at is not None:
        _restore_events(rows, at)
    else:
        uids = [row.pk for row in rows]
        _give(rows, "shown_participants", _PARTICIPATIONS(uids), "event_id")
        _give(rows, "shown_merged", _MERGED_EVENTS(uids), "root_id")
    shown: Any
    for shown in rows:
        veil(mask, shown, shown.place, shown.part_of, *(p.entity for p in shown.shown_participants))
    return rows


def _restore_events(rows: Sequence[Event], at: datetime) -> None:
    """Give the events what they had at the moment. In memory only; a number of queries that does not grow."""
    today = [row.part_of for row in rows if row.part_of]
    restore_all(rows, at)
    wanted = {row.part_of_id for row in rows if row.part_of_id} - {one.pk for one in today}
    # What they are a part of today was fetched with them; what they were a part of then may be another event.
    wholes = {one.pk: one for one in today} | (Event.objects.in_bulk(wanted) if wanted else {})
    roots = merging.at_moment([*rows, *wholes.values()], at)
    facts = {uid: one.facts for uid, one in then.stood(rows, at, roots).items()}
    entities = Entity.objects.in_bulk({uid for fact in facts.values() for uid in _named(fact)})
    merged = _merged(rows, roots)
    restore_all([*entities.values(), *wholes.values(), *merged], at)
    root_then(wholes.values(), roots)
    # Facts name what entities were merged into at that time.
    root_then(entities.values(), {uid: uid for uid in entities})
    row: Any
    for row in rows:
        fact = facts[row.pk]
        row.date, row.date_earliest, row.date_latest = fact.date, fact.date_earliest, fact.date_latest
        row.place, row.conflicted = entities.get(fact.place or ""), bool(fact.conflicted)
        row.part_of = wholes.get(row.part_of_id or "")
        parts = [Participation(event=row, entity=entities[uid], role=role) for uid, role in fact.participations]
        row.shown_participants = sorted(parts, key=lambda part: (part.role, part.entity.name, part.entity.pk))


def _named(fact: Any) -> Iterable[str]:
    return [uid for uid in (fact.place, *(uid for uid, _role in fact.participations)) if uid]


def _merged(rows: Sequence[Event] | Sequence[Entity], roots: Mapping[str, str]) -> list[Any]:
    """Give each record what was merged into it at the moment, as `shown_merged`. Returns all of that. One query."""
    shown = {row.pk for row in rows}
    wanted = [uid for uid, root in roots.items() if root in shown and uid != root]
    others: dict[str, Any] = type(rows[0]).objects.in_bulk(wanted) if wanted else {}
    row: Any
    for row in rows:
        row.root_id = row.pk
        row.shown_merged = [others[uid] for uid in sorted(others) if roots[uid] == row.pk]
    return list(others.values())


# -- entities ----------------------------------------------------------------------------------------------------------


_NAMES = Prepared[EntityName](EntityName, lambda entities: EntityName.objects.filter(entity__in=entities))
_IDENTIFIERS = Prepared[Identifier](Identifier, lambda entities: Identifier.objects.filter(entity__in=entities))
_MERGED_ENTITIES = Prepared[Entity](
    Entity, lambda roots: _folded(Entity.objects.published(), roots).order_by("uid").only(*_NAMED)
)


def entities(rows: Sequence[Entity], mask: Mask, at: datetime | None = None) -> Sequence[Entity]:
    """The entities with what was merged into them, and today's names and identifiers. Three queries now."""
    uids = [row.pk for row in rows]
    _give(rows, "shown_names", _NAMES(uids), "entity_id")
    _give(rows, "shown_identifiers", _IDENTIFIERS(uids), "entity_id")
    if at is None:
        _give(rows, "shown_merged", _MERGED_ENTITIES(uids), "root_id")
    elif rows:
        roots = merging.at_moment(rows, at)
        restore_all([*rows, *_merged(rows, roots)], at)
        then.mark_conflicts(rows, then.stood(rows, at, roots))
    for entity in rows:
        veil(mask, entity, *getattr(entity, "shown_merged", ()))
    return rows


# -- what belongs to them ----------------------------------------------------------------------------------------------


def _folded(records: QuerySet[Any], roots: Sequence[str]) -> QuerySet[Any]:
    """Those of the records that were merged into these."""
    return records.exclude(root=F("pk")).filter(root__in=roots)


def _give(rows: Sequence[Any], name: str, parts: Iterable[Any], owner: str) -> None:
    """Give each record, as a list of this name, those of the parts whose column `owner` holds its uid."""
    of: dict[str, list[Any]] = {row.pk: [] for row in rows}
    for part in parts:
        of[getattr(part, owner)].append(part)
    for row in rows:
        setattr(row, name, of[row.pk])
