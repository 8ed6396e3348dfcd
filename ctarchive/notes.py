"""What else holds of a term of the codebook, in the reader's words. Pure, but for the language that is active."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editorial.languages import listed
from events.choices import EntityKind, EventStatus, ParticipantRole, Unit

Words = Mapping[str, str | Promise]

_NOTES: Words = {
    "group": _("group"),
    "needs_attribution": _("needs somebody’s word"),
    "about": _("said of"),
    "value_type": _("its value"),
    "single": _("one value at a time"),
    "timed": _("can have a valid time"),
    "allegation": _("an allegation"),
    "value_entity_kinds": _("kinds of entity that it names"),
    "subject_entity_kinds": _("kinds of entity that it is said of"),
    "qualifiers": _("also tells"),
    "terms": _("terms"),
    "roles": _("roles"),
    "units": _("units"),
    "conflict": _("conflict"),
    "bounds": _("numbers that it allows"),
    "has_currency": _("with a currency"),
}
_KINDS: Words = dict(EntityKind.choices)
# Note → what the keys in its value are called.
_VALUES: Mapping[str, Words] = {
    "about": {"event": _("event"), "entity": _("entity")},
    "value_type": {
        "text": _("text"), "term": _("term of a list"), "edtf": _("date (EDTF)"), "number": _("number"),
        "entity": _("entity"),
    },
    "value_entity_kinds": _KINDS,
    "subject_entity_kinds": _KINDS,
    "qualifiers": {
        "role": _("role"), "title": _("title of the office"), "counted": _("what is counted"), "unit": _("unit"),
        "hedge": _("hedge"), "currency": _("currency"), "accused": _("whoever is accused"),
    },
    "terms": dict(EventStatus.choices),
    "roles": dict(ParticipantRole.choices),
    "units": dict(Unit.choices),
}  # fmt: skip


def in_words(notes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The notes as (what is noted, its value in words); what does not hold is left out."""
    shown = []
    for key, value in notes.items():
        if value is False or value in ("", (), [], {}):
            continue
        words = _VALUES.get(key, {})
        said = [str(words.get(str(one), one)) for one in (value if isinstance(value, list | tuple) else [value])]
        shown.append((str(_NOTES.get(key, key.replace("_", " "))), "" if value is True else listed(said)))
    return shown
