"""What every form on records shares: the version its editor saw, the refusals of verbs, and plain lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.changes import WORKFLOW
from editorial.errors import EditorialError, Refused, Stale

_refusal: ContextVar[Exception | None] = ContextVar("editorial_form_refusal", default=None)

# What a verb raises for a person to read. Anything else is a fault of ours.
REFUSALS = (EditorialError, ValidationError, IntegrityError)


def sentences(error: Exception) -> list[str]:
    """What a refusal says, one sentence for each thing that is wrong."""
    match error:
        case Refused():
            return error.problems
        case ValidationError():
            return list(error.messages)
        case IntegrityError():
            return [gettext("The database refused this: %(why)s") % {"why": str(error).splitlines()[0]}]
    return [str(error)]


@contextmanager
def refused(error: Exception) -> Iterator[None]:
    """Let the page's form, while it is built and checked once more, show what the verb refused."""
    token = _refusal.set(error)
    try:
        yield
    finally:
        _refusal.reset(token)


class RecordForm(forms.ModelForm):
    """A draft's form. It carries the version its editor saw; when somebody saved since, `stale` holds both versions."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stale: Stale | None = None
        self.fields["seen_version"].initial = None if self.instance._state.adding else self.instance.version

    @property
    def expected_version(self) -> int | None:
        """What the verb is to find; None for a new record."""
        return None if self.instance._state.adding else self.cleaned_data["seen_version"]

    def clean(self) -> dict[str, Any]:
        # A refusal is about the page as a whole: its main form, the one without a prefix, shows it.
        if (error := _refusal.get()) is not None and self.prefix is None:
            raise ValidationError(sentences(error))
        super().clean()
        return self.cleaned_data

    def _post_clean(self) -> None:
        record = self.instance
        is_stale = not record._state.adding and self.cleaned_data.get("seen_version") != record.version
        theirs = record.payload() if is_stale else {}
        super()._post_clean()  # type: ignore[misc]  # the stubs leave Django's hook out
        if is_stale:
            self._show_both(theirs, record.payload())

    def _show_both(self, theirs: dict[str, Any], yours: dict[str, Any]) -> None:
        differing = [f for f in {**theirs, **yours} if theirs.get(f) != yours.get(f) and f not in WORKFLOW]
        self.stale = Stale(
            self.instance, {f: theirs.get(f) for f in differing}, {f: yours.get(f) for f in differing}
        )  # fmt: skip
        self.add_error(
            None,
            _("Somebody else saved this since you opened it, so nothing of yours was saved. Save again to put yours."),
        )
        # Who has seen theirs may save over it: the page now carries the version that is shown.
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("seen_version")] = str(self.instance.version)

    def stale_rows(self) -> list[tuple[str, str, str]]:
        """(field, theirs, yours), in words, for each field in which the two versions differ."""
        if self.stale is None:
            return []
        model = type(self.instance)
        return [
            (label_of(model, name), readable(model, name, self.stale.theirs[name]), readable(model, name, mine))
            for name, mine in self.stale.yours.items()
        ]

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's; what a model says of a column that has no field here is said of the whole form."""
        if field is None and hasattr(error, "error_dict"):
            told: dict[str, list[ValidationError]] = {}
            for name, errors in error.error_dict.items():
                told.setdefault(name if name in self.fields else NON_FIELD_ERRORS, []).extend(errors)
            error = ValidationError(told)
        super().add_error(field, error)

    def validate_unique(self) -> None:
        """Check what must be unique under a condition too, such as among what is not ended."""
        for constraint in self.instance._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint):
                try:
                    constraint.validate(type(self.instance), self.instance, exclude=set(self.errors))
                except ValidationError:
                    self.add_error(None, _("The same is recorded already."))


def label_of(model: type[models.Model], name: str) -> str:
    """What a field is called; its name where it is no column."""
    columns = {f.name: f for f in model._meta.concrete_fields}
    return str(columns[name].verbose_name) if name in columns else name


def readable(model: type[models.Model], name: str, value: Any) -> str:
    """A value as the ledger writes it, in words: a choice by its label, a record by its name."""
    columns = {f.name: f for f in model._meta.concrete_fields}
    column = columns.get(name)
    if value in (None, "", [], {}):
        return "—"
    if column is not None and column.is_relation and column.related_model is not None:
        found = column.related_model._default_manager.filter(**{column.target_field.name: value}).first()  # type: ignore[attr-defined]
        return str(found or value)
    if column is not None and column.choices:
        return str({str(key): label for key, label in column.flatchoices}.get(value, value))
    if isinstance(value, list):
        return "; ".join(" | ".join(map(str, v)) if isinstance(v, list) else str(v) for v in value)
    return str(value)


class LinesField(forms.Field):
    """A list of texts, one on each line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 60})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class RowsField(LinesField):
    """A list of rows, one on each line, their columns parted by “|”; the last columns may be left out."""

    def __init__(self, *, columns: int, **kwargs: Any) -> None:
        self.columns = columns
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(row).rstrip(" |") for row in value)

    def to_python(self, value: Any) -> list[Any]:
        rows = [[cell.strip() for cell in line.split("|")] for line in super().to_python(value)]
        for row in rows:
            if len(row) > self.columns:
                raise ValidationError(_("“%(line)s” has too many columns."), params={"line": " | ".join(row)})
            row.extend([""] * (self.columns - len(row)))
        return rows
