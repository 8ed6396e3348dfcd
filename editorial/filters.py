"""What the filters of every list are made of: fields that read one query parameter each, and how lists are ordered.

The same filter sets make the forms of the public site and the query parameters of the API. A parameter with several
values may be repeated or hold them with commas between. A value that cannot be read is a form error, in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from editorial.dates import OPEN_END, OPEN_START, DateError, EdtfDate, parse
from editorial.models import LedgerEntry
from editorial.uids import is_uid

MAX_TEXT = 200
MAX_WORDS = 12
MAX_VALUES = 50


def _values(data: Any, name: str) -> list[str]:
    """Everything given for the parameter, repeated or with commas between, in the order given and each once."""
    given = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
    given = [given] if isinstance(given, str) else given
    return list(dict.fromkeys(part.strip() for text in given for part in str(text).split(",") if part.strip()))


# -- widgets -----------------------------------------------------------------------------------------------------------


class ChoicesWidget(forms.SelectMultiple):
    """A list of which several entries can be chosen; in an address they may also stand with commas between."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return _values(data, name)


class ManyWidget(forms.TextInput):
    """One line for several values."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return _values(data, name)

    def format_value(self, value: Any) -> str:
        return ", ".join(value) if isinstance(value, list | tuple) else str(value or "")


class YesNoWidget(forms.Select):
    """Yes, no, or either. Reads the usual ways of writing them."""

    READ_AS = {"yes": "true", "1": "true", "on": "true", "no": "false", "0": "false"}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        value = str(data.get(name) or "").strip().lower()
        return self.READ_AS.get(value, value)


# -- fields ------------------------------------------------------------------------------------------------------------


class EdtfField(forms.CharField):
    """A date in EDTF. Gives an `EdtfDate` with its strict bounds, or None; the error is the sentence of `DateError`."""

    def clean(self, value: Any) -> EdtfDate | None:
        text = super().clean(value)
        try:
            return parse(text) if text else None
        except DateError as error:
            raise ValidationError(str(error), code="invalid_edtf") from error


class UidField(forms.CharField):
    """The uid of a record, or nothing."""

    def clean(self, value: Any) -> str:
        uid = super().clean(value).lower()
        if uid and not is_uid(uid):
            raise ValidationError(
                _("“%(uid)s” is no uid: a uid is ten letters and digits, such as 7k3m9qz2ab."),
                code="invalid_uid",
                params={"uid": uid[:40]},
            )
        return uid


class CountryField(forms.CharField):
    """A country's two letters of ISO 3166-1, in upper case."""

    def clean(self, value: Any) -> str:
        code = super().clean(value).upper()
        if code and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise ValidationError(_("Write the two-letter code of ISO 3166-1, such as AZ."), code="invalid_country")
        return code


class YearField(forms.CharField):
    """A year, in four digits."""

    def clean(self, value: Any) -> str:
        year = super().clean(value)
        if year and not (len(year) == 4 and year.isascii() and year.isdigit() and year != "0000"):
            raise ValidationError(_("Write the year in four digits, such as 2018."), code="invalid_year")
        return year


class ManyField(forms.Field):
    """Several values, of which `one` says how each is read. At most 50, so that no address asks for too much."""

    widget = ManyWidget
    one: forms.Field = forms.CharField(max_length=MAX_TEXT)

    def clean(self, value: Any) -> list[str]:
        if len(value or []) > MAX_VALUES:
            raise ValidationError(_("Give %(most)d values at most."), code="too_many", params={"most": MAX_VALUES})
        return list(dict.fromkeys(self.one.clean(given) for given in value or []))


class UidsField(ManyField):
    """Several uids."""

    one = UidField(required=False)


class CountriesField(ManyField):
    """Several countries."""

    one = CountryField()


class YearsField(ManyField):
    """Several years."""

    one = YearField()


# -- filter sets -------------------------------------------------------------------------------------------------------


class TimedFilterSet(filters.FilterSet):
    """Filters records as they stand, or as they stood `at` a moment.

    Filters that ask of what is derived, or of changes, know today only: they are named in `TODAYS`, and refused for
    another moment.
    """

    TODAYS: ClassVar[frozenset[str]] = frozenset()
    base_filters: dict[str, Any]
    # Those that do something when nothing is given for them.
    ALWAYS: ClassVar[frozenset[str]] = frozenset(("ordering", "state"))

    def __init__(self, *args: Any, at: datetime | None = None, given: bool = False, **kwargs: Any) -> None:
        """`given`: only the filters that the data names, for those who show no form; making all of them takes time."""
        if given:
            wanted = self.ALWAYS | set(args[0] if args else kwargs["data"])
            self.base_filters = {name: one for name, one in type(self).base_filters.items() if name in wanted}
        super().__init__(*args, **kwargs)
        self.at = at

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        if not valid or self.at is None:
            return valid
        for name in self.TODAYS & self.form.fields.keys():
            if self.form.cleaned_data.get(name) not in (None, "", []):
                self.form.add_error(name, _("This can only be asked of the archive as it stands now."))
        return not self.form.errors


# -- filters -----------------------------------------------------------------------------------------------------------


class TextFilter(filters.CharFilter):
    """A short text that must be equal, whatever the case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"lookup_expr": "iexact", "max_length": MAX_TEXT} | kwargs)


class UidFilter(filters.Filter):
    field_class = UidField


class AnyFilter(filters.Filter):
    """Any of several values in one column."""

    field_class = ManyField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class UidsFilter(AnyFilter):
    """Any of several records."""

    field_class = UidsField


class CountriesFilter(AnyFilter):
    """Any of several countries."""

    field_class = CountriesField


class LanguagesFilter(AnyFilter):
    """Any of several language tags, whatever the case."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        wanted = Q()
        for tag in value or []:
            wanted |= Q(**{f"{self.field_name}__iexact": tag})
        return qs.filter(wanted) if wanted else qs


class YearsFilter(filters.Filter):
    """Any of several years, against the two columns of a date's strict bounds: the date may lie in it in part.

    A date that is open to one side counts for the year of the end that is known, not for all time.
    """

    field_class = YearsField

    def __init__(self, columns: str, **kwargs: Any) -> None:
        self.earliest, self.latest = f"{columns}_earliest", f"{columns}_latest"
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        wanted = Q()
        for year in map(int, value or []):
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            touching = Q(**{f"{self.earliest}__lte": last, f"{self.latest}__gte": first})
            not_since_ever = Q(**{f"{self.earliest}__gt": OPEN_START}) | Q(**{f"{self.latest}__lte": last})
            not_for_ever = Q(**{f"{self.latest}__lt": OPEN_END}) | Q(**{f"{self.earliest}__gte": first})
            wanted |= touching & not_since_ever & not_for_ever
        return qs.filter(wanted) if wanted else qs


class ChoicesFilter(filters.MultipleChoiceFilter):
    """Any of several terms of a vocabulary."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": ChoicesWidget, "distinct": False} | kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class YesNoFilter(filters.ChoiceFilter):
    """Yes (`true`), no (`false`), or either."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        choices = [("true", _("yes")), ("false", _("no"))]
        super().__init__(*args, **{"choices": choices, "widget": YesNoWidget, "empty_label": _("either")} | kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{self.field_name: value == "true"}) if value else qs


class WordsFilter(filters.CharFilter):
    """Every word given must stand in one of the columns, whatever the case, as the public reads them."""

    def __init__(self, *columns: str, **kwargs: Any) -> None:
        self.columns = columns
        super().__init__(**{"max_length": MAX_TEXT, "label": _("words")} | kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        words = (value or "").split()[:MAX_WORDS]
        for word in words:
            qs = qs.filter(any_of(self.columns, word))
        if words and (shown := self.shown()) is not None:
            # Who is found by a hidden name alone would be given away by it.
            rows = qs.order_by().values_list("pk", *self.columns)
            qs = qs.exclude(pk__in=[pk for pk, *texts in rows if not _says(words, texts, shown)])
        return qs

    def shown(self) -> Callable[[str], str] | None:
        """What turns a text into what the public reads, or None where nothing is hidden."""
        return None


def _says(words: Sequence[str], texts: Sequence[str | None], shown: Callable[[str], str]) -> bool:
    """Whether every word stands in one of the texts as they are shown."""
    read = [shown(text).casefold() for text in texts if text]
    return all(any(word.casefold() in text for text in read) for word in words)


def any_of(columns: Sequence[str], word: str) -> Q:
    """That one of the columns holds the word."""
    found = Q()
    for column in columns:
        found |= Q(**{f"{column}__icontains": word})
    return found


class DateFilter(filters.Filter):
    """An EDTF date against two columns of ordinal days, the strict bounds of the record's own date.

    `during`: the two may share a day. `after`: the record's may lie on or after the first day of the date given.
    `before`: on or before its last day. A record without a date is never found.
    """

    field_class = EdtfField

    def __init__(self, columns: str, relation: str, **kwargs: Any) -> None:
        self.earliest, self.latest, self.relation = f"{columns}_earliest", f"{columns}_latest", relation
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: EdtfDate | None) -> QuerySet[Any]:
        if value is None:
            return qs
        wanted = Q()
        if self.relation in ("after", "during"):
            wanted &= Q(**{f"{self.latest}__gte": value.earliest})
        if self.relation in ("before", "during"):
            wanted &= Q(**{f"{self.earliest}__lte": value.latest})
        return qs.filter(wanted)


class Precision(TextChoices):
    """How narrowly a date is known, by the number of days that it allows."""

    DAY = "day", _("a day")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    LONGER = "longer", _("more than a year")


# Precision → the most days between the first and the last that a date of it allows.
_SPANS = {Precision.DAY: 0, Precision.MONTH: 30, Precision.YEAR: 365}


class PrecisionFilter(filters.MultipleChoiceFilter):
    """Dates by how narrowly they are known, from the two columns of their strict bounds."""

    def __init__(self, columns: str, **kwargs: Any) -> None:
        self.earliest, self.latest = f"{columns}_earliest", f"{columns}_latest"
        super().__init__(**{"choices": Precision.choices, "widget": ChoicesWidget, "distinct": False} | kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        wanted = Q()
        for one in map(Precision, value or []):
            known = Q(**{f"{self.earliest}__isnull": False, f"{self.latest}__isnull": False})
            finer = [days for other, days in _SPANS.items() if days < _SPANS.get(one, OPEN_END)]
            known &= Q(**{f"{self.latest}__lte": F(self.earliest) + _SPANS[one]}) if one in _SPANS else Q()
            known &= Q(**{f"{self.latest}__gt": F(self.earliest) + max(finer)}) if finer else Q()
            wanted |= known
        return qs.filter(wanted) if wanted else qs


class ChangedFilter(filters.IsoDateTimeFilter):
    """Records with a public ledger entry at or after a moment; `also` adds what else counts as a change of them."""

    def __init__(self, also: Callable[[datetime], Q] | None = None, **kwargs: Any) -> None:
        self.also = also
        messages = {"invalid": _("Write a moment in ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z.")}
        super().__init__(**{"error_messages": messages} | kwargs)

    def filter(self, qs: QuerySet[Any], value: datetime | None) -> QuerySet[Any]:
        if value is None:
            return qs
        changed = Q(pk__in=touched(qs.model.type_name(), value))
        return qs.filter(changed | self.also(value) if self.also else changed)


def touched(record_type: str, moment: datetime) -> QuerySet[Any]:
    """The uids of the records of a type with a public ledger entry since the moment, as a subquery."""
    entries = LedgerEntry.objects.filter(record_type=record_type, public=True, at__gte=moment)
    return entries.values("record_uid")


class OrderingFilter(filters.ChoiceFilter):
    """The order of a list: public name → column and label. `-name` turns it round; what has no value comes last.

    The uid settles ties, so that the order is total and a page can begin after any record.
    """

    def __init__(self, orders: dict[str, tuple[str, Any, Any]], default: str, **kwargs: Any) -> None:
        """`orders`: name → (column, label, label of the reverse). Bounds, maybe empty, are written `low|high`."""
        self.orders, self.default = orders, default
        choices = [
            choice for name, (_c, label, reverse) in orders.items() for choice in ((name, label), (f"-{name}", reverse))
        ]
        options = {"choices": choices, "label": _("order"), "empty_label": None, "initial": default}
        super().__init__(**options | kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        name = value or self.default
        low, bounds, high = self.orders[name.removeprefix("-")][0].partition("|")
        # Only bounds may be empty; where nothing is, an index can give the order.
        empty = {"nulls_last": True} if bounds else {}
        if name.startswith("-"):
            return qs.order_by(F(high or low).desc(**empty), F("pk").asc())
        return qs.order_by(F(low).asc(**empty), F("pk").asc())
