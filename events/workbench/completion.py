"""Events and entities to choose from while typing: those already used in the document first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from events.models import Claim, Entity, Event
from sources.models import Capture

MOST = 12  # options offered
_LOOKED_AT = 60  # records of each type that are ranked

EVENT, ENTITY = "event", "entity"


def options(
    capture: Capture, user: Any, typed: str, *, types: Iterable[str] = (EVENT, ENTITY), kinds: Iterable[str] = ()
) -> list[dict[str, str]]:
    """What the typed letters may mean, best first. `kinds` are the entity kinds wanted (empty: any).

    Each option: type, uid, name, kind (key), told (kind and state in words). Without letters: what the document uses.
    """
    used = used_in(capture, user)
    wanted, found = list(kinds), []
    if EVENT in types:
        events = Event.objects.visible_to(user).live().filter(root=F("pk")).filter(_matching("title", typed, used))
        found += [(event, [event.title]) for event in events.order_by("title", "pk")[:_LOOKED_AT]]
    if ENTITY in types:
        entities = Entity.objects.visible_to(user).live().filter(root=F("pk"))
        entities = entities.filter(kind__in=wanted) if wanted else entities
        entities = entities.filter(_matching("names__text", typed, used)).distinct().prefetch_related("names")
        rows: list[Any] = list(entities.order_by("name", "pk")[:_LOOKED_AT])
        found += [(entity, [name.text for name in entity.names.all()]) for entity in rows]
    ranked = sorted(found, key=lambda pair: _rank(pair[0], pair[1], typed, used))
    return [_option(record, names, typed) for record, names in ranked[:MOST]]


def used_in(capture: Capture, user: Any) -> set[str]:
    """The uids of the events and entities that claims from this capture speak of. One query."""
    claims = Claim.objects.visible_to(user).live().filter(evidence__capture=capture)
    rows = claims.values_list("event", "entity", "value_entity", "attributed_to")
    return {uid for row in rows for uid in row if uid}


def claims_about(subject: Event | Entity, user: Any) -> list[dict[str, str]]:
    """The claims about the subject to which a passage can be added."""
    about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
    claims = Claim.objects.visible_to(user).live().filter(**about).select_related("value_entity", "event", "entity")
    return [
        {"uid": claim.pk, "told": f"{claim.spec.label}: {claim.value_as_text()[:80]} ({claim.get_state_display()})"}
        for claim in claims.order_by("property", "created_at")
    ]


def _matching(column: str, typed: str, used: set[str]) -> Q:
    if not typed:
        return Q(pk__in=used)
    # SQLite folds the case of ASCII letters alone.
    spellings = {typed, typed.lower(), typed.upper(), typed.capitalize(), typed.title()}
    matching = Q()
    for spelling in spellings:
        matching |= Q(**{f"{column}__icontains": spelling})
    return matching


def _rank(record: Event | Entity, names: list[str], typed: str, used: set[str]) -> tuple[int, int, str]:
    """Used in the document; then by a name that begins with the letters; then by a word that does."""
    wanted = typed.casefold()
    folded = [name.casefold() for name in names]
    if any(name.startswith(wanted) for name in folded):
        fit = 0
    elif any(f" {wanted}" in name for name in folded):
        fit = 1
    else:
        fit = 2
    return (0 if record.pk in used else 1), fit, str(record)


def _option(record: Event | Entity, names: list[str], typed: str) -> dict[str, str]:
    name = str(record)
    kind = str(record.get_kind_display())
    told = (
        kind if record.is_published else _("%(kind)s, %(state)s") % {"kind": kind, "state": record.get_state_display()}
    )
    wanted = typed.casefold()
    # Why it is offered, where its own name does not say so.
    other = next((n for n in names if wanted in n.casefold()), "") if wanted not in name.casefold() else ""
    record_type = EVENT if isinstance(record, Event) else ENTITY
    return {"type": record_type, "uid": record.pk, "name": name, "kind": record.kind, "told": told, "also": other}
