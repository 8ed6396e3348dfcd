"""Save an entity with its names and identifiers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from editorial import actions
from editorial.choices import Via
from events.choices import NameKind
from events.models import Entity, EntityName, Identifier


def save_entity(
    entity: Entity,
    *,
    user: Any,
    primary: EntityName | None = None,
    names: Iterable[EntityName] | None = None,
    identifiers: Iterable[Identifier] | None = None,
    via: str = Via.COMMAND,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Entity:
    """Create an entity, or save a draft's changes, together with its names and identifiers.

    `names` are its further names (None leaves them as they are). The primary one is `entity.name`; `primary`
    gives its language and script. Raises `ValidationError` where a name is empty or a further one is called primary.
    """
    further = None if names is None else list(names)
    if further is not None and any(n.kind == NameKind.PRIMARY or not n.text.strip() for n in further):
        raise ValidationError({"name": _("A further name has a text, and is no second primary name.")})

    def parts(saved: Entity) -> None:
        if further is not None:
            saved.names.exclude(kind=NameKind.PRIMARY).delete()
        _save_primary(saved, primary)
        for name in further or ():
            name.pk, name.entity = None, saved
            name.full_clean(exclude=["entity"], validate_unique=False, validate_constraints=False)
        EntityName.objects.bulk_create(further or ())
        if identifiers is not None:
            _replace_identifiers(saved, identifiers)

    return actions.save(entity, user=user, via=via, expected_version=expected_version, within=parts, at=at)


def _save_primary(entity: Entity, primary: EntityName | None) -> None:
    values = {"text": entity.name} | ({"language": primary.language, "script": primary.script} if primary else {})
    if not entity.names.filter(kind=NameKind.PRIMARY).update(**values):
        EntityName.objects.bulk_create([EntityName(entity=entity, kind=NameKind.PRIMARY, **values)])


def _replace_identifiers(entity: Entity, identifiers: Iterable[Identifier]) -> None:
    entity.identifiers.all().delete()
    rows = list(identifiers)
    for row in rows:
        row.pk, row.entity = None, entity
        row.full_clean(exclude=["entity"], validate_unique=False, validate_constraints=False)
    Identifier.objects.bulk_create(rows)
