"""The facets of the lists of events, entities and claims.

As in the filters, conditions on claims hold of one and the same claim, conditions on evidence of one and the same
passage: what a facet counts is what its filter would find.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, Min, OuterRef, QuerySet, Subquery, Value, When

from editorial.choices import State
from editorial.facets import Facet, Narrowing, each_year, plain, tallied, years
from events.choices import Scheme
from events.filters import OF_CLAIM, OF_EVIDENCE, asked, on_evidence, roots_of
from events.models import Claim, Evidence, Identifier, Participation
from sources.facets import filled, grade
from sources.naming import country_name

_JOINT = (*OF_CLAIM, *OF_EVIDENCE)
_YES_NO = Case(When(conflicted=True, then=Value("true")), default=Value("false"))


def _conflict(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("conflict"), _YES_NO)


def _but(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}


# -- events ------------------------------------------------------------------------------------------------------------


def _place_country(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """The country of the place; of a state that names none, its own code."""
    code = Identifier.objects.filter(entity=OuterRef("place"), scheme=Scheme.ISO3166).order_by()
    own = Subquery(code.values("entity").annotate(first=Min("value")).values("first"))
    rows = narrowing.without("country").filter(place__isnull=False)
    return tallied(rows, Case(When(place__country="", then=own), default=F("place__country")))


def _role(narrowing: Narrowing) -> QuerySet[Any, Any] | None:
    """Of the one participant asked for, if one is. Of several, each would have to have it: that is not counted."""
    asked_for = narrowing.value("participant") or []
    if len(asked_for) > 1:
        return None
    parts = Participation.objects.filter(event__in=narrowing.without("role").values("pk"))
    if asked_for:
        parts = parts.filter(entity__in=roots_of(asked_for))
    return tallied(parts, F("role"), "event", distinct=True)


def _participant(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """Who else took part, in one of the roles asked for: several participants must all have."""
    parts = Participation.objects.filter(event__in=narrowing.without().values("pk"))
    if roles := narrowing.value("role"):
        parts = parts.filter(role__in=roles)
    return tallied(parts, F("entity"), "event", distinct=True)


def _event_word(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """On whose word, of claims that meet the other conditions on claims."""
    values = _but(narrowing.values, "attributed_to")
    claims = Claim.objects.published().filter(asked(OF_CLAIM, values) & on_evidence(values))
    claims = claims.filter(event__root__in=narrowing.without(*_JOINT).values("pk"))
    return tallied(claims, F("attributed_to__root"), "event__root", distinct=True)


def _event_publisher(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """Who published the passages, of claims and passages that meet the other conditions."""
    values = _but(narrowing.values, "publisher")
    events = narrowing.without(*_JOINT).values("pk")
    passages = Evidence.objects.published().filter(asked(OF_EVIDENCE, values))
    # Joined, unless a condition is asked for: a list of all claims would be made first.
    passages = passages.filter(claim__state=State.PUBLISHED, claim__event__root__in=events)
    if wanted := asked(OF_CLAIM, values):
        passages = passages.filter(claim__in=Claim.objects.published().filter(wanted).values("pk"))
    return tallied(passages, F("capture__source__publisher"), "claim__event__root", distinct=True)


EVENTS = (
    Facet("kind", plain("kind")),
    Facet("year", years("year", "date"), fold=each_year, by_value=False),
    Facet("country", _place_country, words=country_name),
    Facet("participant", _participant, bounded=False, is_uid=True),
    Facet("role", _role),
    Facet("attributed_to", _event_word, bounded=False, is_uid=True),
    Facet("publisher", _event_publisher, bounded=False, is_uid=True),
    Facet("conflict", _conflict, by_value=False),
)


# -- entities ----------------------------------------------------------------------------------------------------------


def _country(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("country"), filled("country"))


def _entity_role(narrowing: Narrowing) -> QuerySet[Any, Any]:
    parts = Participation.objects.filter(entity__in=narrowing.without("role").values("pk"))
    return tallied(parts, F("role"), "entity", distinct=True)


ENTITIES = (
    Facet("kind", plain("kind")),
    Facet("country", _country, words=country_name),
    Facet("role", _entity_role),
    Facet("conflict", _conflict, by_value=False),
)


# -- claims ------------------------------------------------------------------------------------------------------------


def _claim_role(narrowing: Narrowing) -> QuerySet[Any, Any]:
    return tallied(narrowing.without("role"), filled("role"))


def _of_passages(name: str, value: Any) -> Any:
    """Counts claims by something of their passages, of passages that meet the other conditions."""

    def count(narrowing: Narrowing) -> QuerySet[Any, Any]:
        wanted = asked(OF_EVIDENCE, _but(narrowing.values, name))
        claims = narrowing.without(*OF_EVIDENCE).values("pk")
        return tallied(Evidence.objects.published().filter(wanted, claim__in=claims), value, "claim", distinct=True)

    return count


def _state(narrowing: Narrowing) -> QuerySet[Any, Any]:
    """What ended, too: without a choice the list holds only what stands."""
    return tallied(narrowing.without("state"), F("state"))


CLAIMS = (
    Facet("property", plain("property")),
    Facet("attributed_to", plain("attributed_to", "attributed_to__root"), bounded=False, is_uid=True),
    Facet("publisher", _of_passages("publisher", F("capture__source__publisher")), bounded=False, is_uid=True),
    Facet("role", _claim_role),
    Facet("reliability", _of_passages("reliability", grade("capture__source__")), by_value=True),
    Facet("rank", plain("rank")),
    Facet("conflict", _conflict, by_value=False),
    Facet("state", _state),
)
