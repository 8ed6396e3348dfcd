"""A bundle: records that are reviewed and published as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from editorial.models.record import Reviewable

R = TypeVar("R", bound=Reviewable)


class Bundle:
    """The records of one publication, found by uid and type."""

    def __init__(self, records: Sequence[Reviewable]) -> None:
        self.records = list(records)
        self._by_uid = {record.pk: record for record in self.records}

    def __contains__(self, record: Reviewable) -> bool:
        return record.pk in self._by_uid

    def of(self, model: type[R], **attributes: Any) -> Iterator[R]:
        """The bundle's records of one type whose attributes have these values."""
        for record in self.records:
            if isinstance(record, model) and all(getattr(record, k) == v for k, v in attributes.items()):
                yield record
