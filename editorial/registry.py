"""All record types, found by their name in the ledger. The one place that turns a (type, uid) pair into a record."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:
    from editorial.models import Record, Reviewable


@cache
def record_types() -> dict[str, type[Record]]:
    """Every concrete `Record`, by its ledger name, in the order the apps are installed."""
    # The models cannot be imported at the top: they import this module.
    from editorial.models import Record

    return {m.type_name(): m for m in apps.get_models() if issubclass(m, Record)}


@cache
def reviewable_types() -> dict[str, type[Reviewable]]:
    from editorial.models import Reviewable

    return {name: m for name, m in record_types().items() if issubclass(m, Reviewable)}


def model(record_type: str) -> type[Record]:
    """The model of a ledger type name. Raises `LookupError`, naming the known ones."""
    try:
        return record_types()[record_type]
    except KeyError:
        raise LookupError(f"“{record_type}” is no record type; there are {', '.join(record_types())}.") from None


def get(record_type: str, uid: str) -> Record:
    """One record. Raises `LookupError` for an unknown type, the model's `DoesNotExist` for an unknown uid."""
    return model(record_type).objects.get(pk=uid)


def register(records: Iterable[Record]) -> None:
    """Enter the uids of new records. Raises `IntegrityError` when one was given out before, for any type."""
    from editorial.models import PublicId

    PublicId.objects.bulk_create(PublicId(uid=record.pk, record_type=record.type_name()) for record in records)
