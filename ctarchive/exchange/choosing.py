"""Which records a dossier of selected ones holds: they, and all that they rest on, as far as the user may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from editorial import registry
from editorial.choices import State
from editorial.models import Record, Reviewable
from editorial.models.revision import AboutARecord
from events.models import Claim, Entity, Event, Evidence
from sources.models import Capture, Source

Chosen = dict[type[Any], set[str]]


def visible(model: type[Any], user: Any) -> QuerySet[Any]:
    """The records that this user may see and that were not put away."""
    rows: QuerySet[Any] = model.objects.visible_to(user)
    return rows.exclude(state=State.DISCARDED) if issubclass(model, Reviewable) else rows


def closure(model: type[Any], uids: Iterable[str], user: Any) -> Chosen:
    """Type → uids: the records, the claims of events and entities among them, the captures of sources, and whatever
    these refer to. The number of questions follows how deep that goes, not how many records there are.
    """
    found: Chosen = {}
    front: list[tuple[type[Any], set[str]]] = [(model, set(uids)), *_parts(model, set(uids), user)]
    while front:
        kind, wanted = front.pop()
        new = wanted - found.setdefault(kind, set())
        if not new:
            continue
        rows = visible(kind, user).filter(pk__in=new)
        found[kind] |= set(rows.values_list("pk", flat=True))
        front += _referred_to(kind, rows)
        if kind is Claim:
            evidence = visible(Evidence, user).filter(claim__in=new)
            front.append((Evidence, set(evidence.values_list("pk", flat=True))))
    return found


def _parts(model: type[Any], uids: set[str], user: Any) -> list[tuple[type[Any], set[str]]]:
    """What a record of this type is selected together with."""
    whole: dict[Any, tuple[type[Any], str]] = {
        Event: (Claim, "event__in"), Entity: (Claim, "entity__in"), Source: (Capture, "source__in"),
    }  # fmt: skip
    if model not in whole:
        return []
    part, condition = whole[model]
    return [(part, set(visible(part, user).filter(**{condition: uids}).values_list("pk", flat=True)))]


def _referred_to(model: type[Any], rows: QuerySet[Any]) -> list[tuple[type[Any], set[str]]]:
    """What the stored references of these rows lead to; what is derived is left out, as it is in a dossier."""
    found: list[tuple[type[Any], set[str]]] = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if field.is_relation and issubclass(target, Record) and field.name not in model.LEFT_OUT:
            uids = rows.exclude(**{field.name: None}).order_by().values_list(field.attname, flat=True).distinct()
            found.append((target, set(uids)))
    if issubclass(model, AboutARecord):
        for record_type, uid in rows.values_list("record_type", "record_uid"):
            found.append((registry.model(record_type), {uid}))
    return found
