"""What the archive has already of what a table names: a few questions for the whole table.

A record is known again by its uid, else by its id. Where a table gives neither, an entity is known by an identifier,
else by kind and primary name, a publisher by its name; a claim, as in every dossier, by its statement and passages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ctarchive.dossier.plan import in_parts
from ctarchive.models import Upload
from events.models import Entity, EntityName, Event, Identifier
from sources.models import Capture, Publisher, Source

Tell = Callable[[str], Any]
# More than this are not listed where a name means several.
_MOST_LISTED = 5


class Known:
    """Looks up, for one person, what the cells of a table mean."""

    def __init__(self, kind: str, rows: Iterable[dict[str, str]], user: Any) -> None:
        self.user = user
        rows = list(rows)
        self._meant: dict[str, dict[str, set[str]]] = {"event": {}, "entity": {}, "source": {}}
        self._by_identifier: dict[tuple[str, str], set[str]] = {}
        self._by_name: dict[tuple[str, str], set[str]] = {}
        self._sources: dict[str, str] = {}
        match kind:
            case Upload.Kind.CLAIMS:
                self._look_up_claims(rows)
            case Upload.Kind.ENTITIES:
                self._look_up_entities(rows)
            case Upload.Kind.PUBLISHERS:
                names = {row.get("name", "") for row in rows}
                for some in in_parts(sorted(names)):
                    for uid, name in Publisher.objects.filter(name__in=some).values_list("pk", "name"):
                        self._by_name.setdefault(("", name), set()).add(uid)

    def _live(self, model: type[Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.visible_to(self.user).live()
        return rows

    def _look_up_claims(self, rows: list[dict[str, str]]) -> None:
        subjects = _cells(rows, "about")
        self._note("event", Event, subjects, "external_id", "title")
        entities = subjects | _cells(rows, "value") | _cells(rows, "accused") | _cells(rows, "attributed_to")
        self._note("entity", Entity, entities, "external_id")
        for some in in_parts(sorted(entities)):
            names = EntityName.objects.filter(text__in=some, entity__in=self._live(Entity))
            for uid, text in names.values_list("entity", "text"):
                self._meant["entity"].setdefault(text, set()).add(uid)
        self._note("source", Source, _cells(rows, "source"), "external_id", "title", "url", "canonical_url", "symbol")
        captures = Capture.objects.filter(pk__in=_cells(rows, "capture"), source__in=self._live(Source))
        self._sources = dict(captures.values_list("pk", "source"))

    def _note(self, name: str, model: type[Any], texts: set[str], *columns: str) -> None:
        """Text → the records that it may mean."""
        for some in in_parts(sorted(texts)):
            condition = Q(pk__in=some)
            for column in columns:
                condition |= Q(**{f"{column}__in": some})
            for found in self._live(model).filter(condition).values_list("pk", *columns):
                for text in {*found} & texts:
                    self._meant[name].setdefault(text, set()).add(found[0])

    def _look_up_entities(self, rows: list[dict[str, str]]) -> None:
        live = self._live(Entity)
        for some in in_parts(sorted(_cells(rows, "name"))):
            for uid, kind, name in live.filter(name__in=some).values_list("pk", "kind", "name"):
                self._by_name.setdefault((kind, name), set()).add(uid)
        # Whole cells as well as their parts: more is looked up than is needed, in one question.
        values = {part.rpartition(":")[2].strip() for row in rows for cell in row.values() for part in cell.split(";")}
        for some in in_parts(sorted(values)):
            told = Identifier.objects.filter(value__in=some, entity__in=live)
            for uid, scheme, value in told.values_list("entity", "scheme", "value"):
                self._by_identifier.setdefault((scheme, value), set()).add(uid)

    # -- answers --

    def uid_of(self, kind: str, node: dict[str, Any], tell: Tell) -> str:
        """The uid of the record that a node without uid and id stands for; empty for a new one, or for several."""
        for scheme, values in node.get("identifiers", {}).items():
            for value in values:
                if len(found := self._by_identifier.get((scheme, value), set())) == 1:
                    return next(iter(found))
        found = self._by_name.get((node["kind"] if kind == Upload.Kind.ENTITIES else "", node["name"]), set())
        if len(found) > 1:
            tell(_several(node["name"], found))
        return next(iter(found)) if len(found) == 1 else ""

    def meant(self, text: str, models: Sequence[str], tell: Tell) -> str:
        """The uid of the record that a cell means; the text itself, and a word to `tell`, where it is not clear."""
        if not text:
            return ""
        found = set().union(*(self._meant[model].get(text, set()) for model in models))
        if len(found) == 1:
            return str(next(iter(found)))
        if found:
            tell(_several(text, found))
        else:
            told = _("“%(text)s” is no uid, id or name of an existing %(types)s. Add that first, or mend the cell.")
            tell(told % {"text": text, "types": _(" or ").join(models)})
        return text

    def source_of(self, capture: str) -> str:
        """The source of a capture; empty for one that is not there."""
        return self._sources.get(capture, "")


def _cells(rows: list[dict[str, str]], column: str) -> set[str]:
    return {row[column] for row in rows if row.get(column)}


def _several(text: str, found: set[str]) -> str:
    uids = ", ".join(sorted(found)[:_MOST_LISTED])
    return _("“%(text)s” means %(n)d records: write the uid of one instead (%(uids)s).") % {
        "text": text, "n": len(found), "uids": uids,
    }  # fmt: skip
