"""The archive in FollowTheMoney 4: entities as JSON lines, and the statements that they are made of as CSV.

Each statement names the claim or record that it was taken from (`origin`) and when it was published (`first_seen`).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from ctarchive.exports.about import licence, stamp
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.ftm_model import DATASET, ID, Statement
from ctarchive.exports.ftm_records import entities as made
from ctarchive.exports.moment import Moment

COLUMNS = (
    "canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin", "lang", "original_value",
    "external", "first_seen", "last_seen", "id",
)  # fmt: skip


class _Line:
    """Hands back what a csv writer writes."""

    def write(self, line: str) -> str:
        return line


def entities(moment: Moment) -> Iterator[str]:
    """A line for each entity, with all its values."""
    for statements in made(moment):
        yield json.dumps(_entity(statements, moment), ensure_ascii=False, separators=(",", ":")) + "\n"


def _entity(statements: Sequence[Statement], moment: Moment) -> dict[str, Any]:
    values: dict[str, set[str]] = {}
    for statement in statements:
        if statement.prop != ID:
            values.setdefault(statement.prop, set()).add(statement.value)
    canonical = statements[0].canonical
    return {
        "id": canonical,
        "schema": statements[0].schema,
        "properties": {prop: sorted(values[prop]) for prop in sorted(values)},
        "referents": sorted({statement.entity for statement in statements} - {canonical}),
        "datasets": [DATASET],
        "first_seen": min(statement.first_seen for statement in statements),
        "last_seen": _last_seen(moment),
        "license": licence(),
    }


def statements(moment: Moment) -> Iterator[str]:
    """A row for each statement, in the dialect of FollowTheMoney: every cell quoted."""
    writer = csv.writer(_Line(), dialect=csv.unix_dialect)
    yield writer.writerow(COLUMNS)
    for found in made(moment):
        yield "".join(writer.writerow(_row(statement, moment)) for statement in found)


def _row(one: Statement, moment: Moment) -> tuple[str, ...]:
    return (
        one.canonical, one.entity, one.prop, one.type, one.schema, one.value, DATASET, one.origin, one.language,
        one.original if one.original != one.value else "", "f", one.first_seen, _last_seen(moment), one.key,
    )  # fmt: skip


def _last_seen(moment: Moment) -> str:
    """All that stands in this version was seen when it came to be."""
    return stamp(moment)[:19]


ENTITIES = Format(
    name="followthemoney",
    label="FollowTheMoney",
    media_type="application/x-ndjson",
    extension="ftm.json",
    about=_("Documents, people, bodies, places, events and their links as entities, for investigation tools."),
    write=of_texts(entities),
)


STATEMENTS = Format(
    name="followthemoney-statements",
    label="FollowTheMoney (statements)",
    media_type="text/csv",
    extension="csv",
    about=_("The statements of which these entities are made, each with the claim that it comes from."),
    write=of_texts(statements),
)
