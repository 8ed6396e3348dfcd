"""Indexes that databases understand in different ways."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F


class NewestFirst(models.Index):
    """An index of `fields` in which a descending column is empty last: the order of lists by date.

    SQLite has what is empty last in any descending index, and refuses one that says so. PostgreSQL has it first, and
    would sort a whole table for a list unless the index says so.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        columns = (F(name).desc(nulls_last=True) if order else F(name) for name, order in self.fields_orders)
        return models.Index(*columns, name=self.name).create_sql(model, schema_editor, using, **kwargs)
