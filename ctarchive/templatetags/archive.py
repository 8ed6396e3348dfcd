"""Filters and tags of the public templates: dates, languages, grades, lists of choices, in the reader's words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms, template
from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from ctarchive.notes import in_words
from editorial import dates
from editorial.languages import capfirst, neutral
from events import headings
from events.models import Claim
from sources import dating
from sources.choices import Reliability
from sources.models import Publisher, Source
from sources.naming import country_name, language_name

register = template.Library()

_MACHINE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?)?)?")


@register.filter
def edtf(value: str) -> str:
    """A date in words; nothing for none."""
    return dates.echo(value) if value else ""


@register.filter
def machine_date(value: str) -> str:
    """The date as HTML's `datetime` attribute takes it, or nothing where it is no plain date."""
    return value if _MACHINE_DATE.fullmatch(value or "") else ""


@register.filter
def day(moment: datetime | None) -> str:
    """The day of a moment, in UTC, in words."""
    return dates.echo(timezone.localtime(moment).date().isoformat()) if moment else ""


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in words, in UTC."""
    if value is None:
        return ""
    return _("%(day)s, %(time)s UTC") % {"day": day(value), "time": formats.date_format(value, "H:i")}


@register.filter
def iso(value: datetime | None) -> str:
    """A moment in UTC as HTML's `datetime` attribute takes it, to the second."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else ""


@register.filter
def permanent_address(record: Any) -> str:
    """The whole address of a record, the same in every language."""
    with neutral():
        return f"{settings.SITE_URL}{record.get_absolute_url()}"


register.filter("language_name", language_name)
register.filter("country_name", country_name)


@register.filter
def value_in_words(claim: Claim) -> str:
    """The claim's value with its title or what is counted."""
    return headings.value_in_words(claim)


@register.filter
def credibility(claim: Claim) -> str:
    """How credible the information is: the grade and its words."""
    if claim.credibility == 6:
        return _("6, not judged")
    return f"{claim.credibility} {claim.get_credibility_display()}"


@register.filter
def reliability(source: Source) -> str:
    """How far a source can be relied on: the grade and its words."""
    return _graded(source.grade)


@register.filter
def grade(publisher: Publisher) -> str:
    """How far a publisher can be relied on: the grade and its words."""
    return _graded(Reliability(publisher.reliability))


def _graded(grade: Reliability) -> str:
    return _("F, not judged") if grade == Reliability.F else f"{grade} {grade.label}"


register.filter("publication", dating.publication)


@register.filter
def field_kind(field: forms.BoundField) -> str:
    """What a filter's field looks like: `choice` for a list of terms, `text` for a line."""
    return "choice" if hasattr(field.field, "choices") else "text"


@register.filter
def options(field: forms.BoundField) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """A field's choices as groups of (value, label, is chosen); a group without a label comes as an empty one."""
    given = field.value()
    chosen = {str(v) for v in (given if isinstance(given, list | tuple) else [given]) if v not in (None, "")}
    groups: list[tuple[str, list[tuple[str, str, bool]]]] = []
    for key, label in field.field.choices:  # type: ignore[attr-defined]
        if isinstance(label, list | tuple):
            groups.append((str(key), [(str(k), capfirst(str(text)), str(k) in chosen) for k, text in label]))
        elif key != "":
            if not groups or groups[-1][0]:
                groups.append(("", []))
            groups[-1][1].append((str(key), capfirst(str(label)), str(key) in chosen))
    return groups


@register.filter
def has_several(field: forms.BoundField) -> bool:
    """Whether more than one of its choices is chosen."""
    return sum(is_chosen for _label, group in options(field) for _k, _l, is_chosen in group) > 1


@register.filter
def typed(field: forms.BoundField) -> str:
    """What was typed into it; several values of one field are parted by commas, as they may be typed."""
    value = field.value()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value or "")


register.filter("shown_notes", in_words)


@register.filter
def standard_name(key: str) -> str:
    """What a standard of the codebook's crosswalks is called for short."""
    return {"cameo": "CAMEO", "followthemoney": "FollowTheMoney", "schema_org": "schema.org"}.get(key, key)
