"""Sentences on names that do not exist: each leads to the nearest that does. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _

SHOWN = 40  # characters of what was given that an answer repeats


def nearest(name: str, known: Iterable[str]) -> str | None:
    """What was most likely meant."""
    known = list(known)
    near = get_close_matches(name, known, n=1, cutoff=0.5) or [k for k in known if k in name or (name and name in k)]
    return near[0] if near else None


def unknown_parameter(name: str, known: Iterable[str]) -> str:
    known = list(known)
    if not known:
        return _("There is no parameter “%(name)s”: this address takes none.") % {"name": name[:SHOWN]}
    if near := nearest(name, known):
        return _("There is no parameter “%(name)s”. Did you mean “%(near)s”?") % {"name": name[:SHOWN], "near": near}
    return _("There is no parameter “%(name)s”. There are: %(known)s.") % {
        "name": name[:SHOWN],
        "known": ", ".join(sorted(known)),
    }


def unknown_value(name: str, known: Iterable[str]) -> str:
    """The same for a name that was given as a value."""
    known = list(known)
    if near := nearest(name, known):
        return _("There is no “%(name)s” here. Did you mean “%(near)s”?") % {"name": name[:SHOWN], "near": near}
    if not known:
        return _("There is nothing to choose here.")
    return _("There is no “%(name)s” here. There are: %(known)s.") % {
        "name": name[:SHOWN],
        "known": ", ".join(known),
    }
