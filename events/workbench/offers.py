"""What is suggested in a capture, as the workbench offers it: in words, and as the fields of the form it would fill.

A suggestion decides nothing. Taken, it fills the form; the claim that an editor then saves goes the way of every claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import shorten
from typing import Any

from django.utils.translation import gettext as _

from editorial import dates
from events.choices import EntityKind, EventKind, Fate, Hedge, Stance, SuggestionKind
from events.models import Claim, Entity, Event, Suggestion
from events.workbench.completion import ENTITY, EVENT
from sources.models import Capture
from sources.readers.names import dateline

MOST = 400
_SHOWN = 90  # code points of the passage

Fill = dict[str, Any]


def offers(capture: Capture, user: Any) -> list[dict[str, Any]]:
    """The suggestions that wait, in the order of the text, events first at each place. At most `MOST`. Four queries.

    Each: id, kind (key), label, start and end (code points), quote, told (what it says, in words), and fill: subject,
    property, claim, stance, and further fields of the form by their names.
    """
    rows = Suggestion.objects.filter(capture=capture, fate=Fate.PENDING).order_by("start", "-end", "pk")[:MOST]
    found = list(rows)
    known = _Known(found, user)
    return [
        {
            "id": one.pk, "kind": one.kind, "label": one.get_kind_display(), "start": one.start, "end": one.end,
            "quote": " ".join(capture.text[one.start : one.end].split())[:_SHOWN],
            "told": _told(one, capture, known), "fill": _fill(one, capture, known), "score": round(one.score, 2),
        }
        for one in found
    ]  # fmt: skip


class _Known:
    """The records that suggestions speak of, as far as this user may see them."""

    def __init__(self, rows: Iterable[Suggestion], user: Any) -> None:
        uids = {uid for row in rows for uid in _uids(row.payload)}
        self.entities = {e.pk: e for e in Entity.objects.visible_to(user).live().filter(pk__in=uids)}
        self.events = {e.pk: e for e in Event.objects.visible_to(user).live().filter(pk__in=uids)}
        claims = (
            Claim.objects.visible_to(user).live().filter(pk__in=uids).select_related("event", "entity", "value_entity")
        )
        self.claims = {claim.pk: claim for claim in claims}

    def option(self, uid: str) -> dict[str, str] | None:
        """An event or entity as the form's completion offers it."""
        record: Any = self.entities.get(uid) or self.events.get(uid)
        if record is None:
            return None
        record_type = EVENT if isinstance(record, Event) else ENTITY
        return {"type": record_type, "uid": record.pk, "name": str(record), "kind": record.kind, "told": "", "also": ""}


def _uids(value: Any) -> Iterator[str]:
    """Everything in a payload that may be a uid."""
    if isinstance(value, str):
        if len(value) == 10:
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _uids(one)
    elif isinstance(value, list):
        for one in value:
            yield from _uids(one)


# -- in words ---------------------------------------------------------------------------------------------------------


def _told(one: Suggestion, capture: Capture, known: _Known) -> str:
    payload = one.payload
    match one.kind:
        case SuggestionKind.DATE:
            return _echo(payload.get("edtf", ""))
        case SuggestionKind.NUMBER:
            ends = [payload.get("low", ""), payload.get("high", "")]
            number = "–".join(dict.fromkeys(end for end in ends if end))
            parts = (_label(Hedge, payload.get("hedge")), number, payload.get("counted", ""))
            return " ".join(part for part in parts if part)
        case SuggestionKind.MENTION:
            names = [str(known.entities[uid]) for uid in payload.get("entities", ()) if uid in known.entities]
            return " / ".join(names) or _("not known yet: %(kind)s") % {"kind": _label(EntityKind, payload.get("kind"))}
        case SuggestionKind.EVENT:
            told = [_label(EventKind, payload.get("event_kind") or payload.get("kind")), _echo(payload.get("date", ""))]
            return ", ".join(part for part in told if part)
        case SuggestionKind.SAME_EVENT:
            event = known.events.get(payload.get("event", ""))
            return _("the event “%(event)s”") % {"event": event} if event else ""
        case SuggestionKind.CLAIM:
            claim = known.claims.get(payload.get("claim", ""))
            if claim is None:
                return ""
            stance = _label(Stance, payload.get("stance"))
            return f"{stance}: {claim.subject}: {claim.spec.label}, {claim.value_as_text()[:_SHOWN]}"
        case SuggestionKind.ATTRIBUTION:
            return _words(capture, payload.get("speaker"))
    return ""


def _echo(edtf: str) -> str:
    try:
        return dates.echo(edtf) if edtf else ""
    except dates.DateError:
        return edtf


def _label(choices: Any, key: Any) -> str:
    return str(choices(key).label) if key in choices.values else str(key or "")


def _words(capture: Capture, span: Any) -> str:
    return capture.text[span[0] : span[1]] if isinstance(span, list) and len(span) == 2 else ""


# -- as fields --------------------------------------------------------------------------------------------------------


def _fill(one: Suggestion, capture: Capture, known: _Known) -> Fill:
    """The fields of the form, by their names; records as options of its completion."""
    payload = one.payload
    match one.kind:
        case SuggestionKind.DATE:
            return {"property": "date", "fields": {"value_edtf": payload.get("edtf", "")}}
        case SuggestionKind.NUMBER:
            low, high = payload.get("low", ""), payload.get("high", "")
            told = {name: payload.get(name, "") for name in ("hedge", "unit", "currency", "counted")}
            return {"property": "count", "fields": {"value_low": low, "value_high": "" if high == low else high} | told}
        case SuggestionKind.MENTION:
            return {"property": "participant", "value_entity": _entity(one, capture, known)}
        case SuggestionKind.EVENT:
            return _event(one, capture)
        case SuggestionKind.SAME_EVENT:
            return {"subject": known.option(payload.get("event", ""))}
        case SuggestionKind.CLAIM:
            claim = known.claims.get(payload.get("claim", ""))
            if claim is None:
                return {}
            return {"subject": known.option(claim.subject.pk), "claim": claim.pk, "stance": payload.get("stance", "")}
        case SuggestionKind.ATTRIBUTION:
            return {"attributed_to": _speaker(payload, capture, known)}
    return {}


def _entity(one: Suggestion, capture: Capture, known: _Known) -> dict[str, str] | None:
    """The entity that is mentioned, if it can only be one; else one to be made, of its full name."""
    options = [option for uid in one.payload.get("entities", ()) if (option := known.option(uid))]
    if len(options) == 1:
        return options[0]
    name = _words(capture, one.payload.get("full")) or capture.text[one.start : one.end]
    return None if options else _new(ENTITY, name, one.payload.get("kind", ""))


def _speaker(payload: dict[str, Any], capture: Capture, known: _Known) -> dict[str, str] | None:
    options = [option for uid in payload.get("entities", ()) if (option := known.option(uid))]
    if len(options) == 1:
        return options[0]
    words = _words(capture, payload.get("speaker"))
    return _new(ENTITY, words, payload.get("speaker_kind", "")) if words and not options else None


def _event(one: Suggestion, capture: Capture) -> Fill:
    """A new event of this kind, with its date as the first thing claimed of it."""
    payload = one.payload
    passage = capture.text[one.start : one.end]
    # A first title, for the editor to shorten: the passage without the place and day that reports begin with.
    title = passage[dateline(passage).end :].strip(" –—-")
    subject = _new(EVENT, shorten(title, 160, placeholder="…"), payload.get("event_kind") or payload.get("kind", ""))
    date = payload.get("date", "")
    return {"subject": subject, "property": "date", "fields": {"value_edtf": date}} if date else {"subject": subject}


def _new(record_type: str, name: str, kind: str) -> dict[str, str]:
    name = " ".join(name.split())
    return {"make": record_type, "type": record_type, "uid": "", "name": name, "kind": kind, "told": "", "also": ""}
