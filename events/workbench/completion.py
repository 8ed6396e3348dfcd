"""Events and entities to choose from while typing: those already used in the document first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, F, Q, When
from django.utils.translation import gettext as _

from events.models import Claim, Entity, Event, NameWord
from events.workbench.index import names_of
from events.workbench.words import fits, typed_words
from sources.models import Capture

MOST = 12  # options offered
_LOOKED_AT = 60  # records of each type that are ranked
_LAST = "z" * 60  # comes after all that begins with a word

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
        events = Event.objects.visible_to(user).live().filter(root=F("pk")).filter(_matching(EVENT, typed, used))
        found += [(event, [event.title]) for event in _best(events, "title", typed, used)]
    if ENTITY in types:
        entities = Entity.objects.visible_to(user).live().filter(root=F("pk"))
        entities = entities.filter(kind__in=wanted) if wanted else entities
        entities = entities.filter(_matching(ENTITY, typed, used)).prefetch_related("names")
        found += [(entity, names_of(entity)) for entity in _best(entities, "name", typed, used)]
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


def _matching(owner: str, typed: str, used: set[str]) -> Q:
    """Those of whose names each typed word begins a word, in any spelling; without letters, those the document uses."""
    if not typed:
        return Q(pk__in=used)
    wanted = typed_words(typed)
    matching = Q() if wanted else Q(pk__in=())
    for spellings in wanted:
        begins = Q()
        for word in filter(None, spellings):
            # No prefix search: a range is served by the plain index of both databases, for words are a–z and 0–9.
            begins |= Q(word__range=(word, word + _LAST))
        matching &= Q(pk__in=NameWord.objects.filter(begins, **{f"{owner}__isnull": False}).values(owner))
    return matching


def _best(records: Any, name: str, typed: str, used: set[str]) -> list[Any]:
    """As many as are ranked: used in the document, beginning with what was typed, then by name."""
    order = Case(When(pk__in=used, then=0), When(**{f"{name}__istartswith": typed}, then=1), default=2)
    return list(records.order_by(order, name, "pk")[:_LOOKED_AT])


def _rank(record: Event | Entity, names: list[str], typed: str, used: set[str]) -> tuple[int, int, str]:
    """Used in the document; then by a name that begins with the letters; then by a word that does; then by sound."""
    return (0 if record.pk in used else 1), min(fits(name, typed) for name in names), str(record)


def _option(record: Event | Entity, names: list[str], typed: str) -> dict[str, str]:
    name = str(record)
    kind = str(record.get_kind_display())
    told = (
        kind if record.is_published else _("%(kind)s, %(state)s") % {"kind": kind, "state": record.get_state_display()}
    )
    # Why it is offered, where its own name does not say so.
    closest = min([name, *names], key=lambda one: fits(one, typed))
    other = closest if closest != name else ""
    record_type = EVENT if isinstance(record, Event) else ENTITY
    return {"type": record_type, "uid": record.pk, "name": name, "kind": record.kind, "told": told, "also": other}
