"""When a source was published, in words. Pure."""

from __future__ import annotations

from django.utils.translation import gettext as _

from editorial import dates


def publication(value: str) -> str:
    """When a source was published, in words; a date that is only a bound says on which side it bounds."""
    if not value:
        return _("undated")
    first, slash, last = value.partition("/")
    if slash and last == "..":
        return _("%(date)s or later") % {"date": dates.echo(first)}
    if slash and first == "..":
        return _("%(date)s or earlier") % {"date": dates.echo(last)}
    return dates.echo(value)
