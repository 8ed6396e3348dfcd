"""What the codebook asks of a claim: a value of the property's type, what goes with it, and whose word it is.

The functions take a `Claim`, which they cannot name: its module imports this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.choices import ATTRIBUTED_ROLES, EventStatus, Hedge, Unit, ValueKind
from events.properties import ENTITY, EVENT, PROPERTIES, Property, ValueType


def errors(claim: Any) -> Iterator[tuple[str, Any]]:
    """(field, message) for each thing in which the claim does not follow the codebook.

    Fills in what a number leaves open: its other end, and that it is exact.
    """
    if bool(claim.event_id) == bool(claim.entity_id):
        yield "event", _("A claim is about one event or one entity, not both and not neither.")
        return
    spec = PROPERTIES.get(claim.property)
    if spec is None:
        yield "property", _("“%(key)s” is no property of the codebook.") % {"key": claim.property}
        return
    if (EVENT if claim.event_id else ENTITY) not in spec.about:
        yield (
            "property",
            _("“%(label)s” is said of an %(about)s.") % {"label": spec.label, "about": " / ".join(spec.about)},
        )
    yield from _value_errors(claim, spec)
    yield from _extra_errors(claim, spec)
    if claim.supersedes_id and claim.supersedes_id == claim.pk:
        yield "supersedes", _("A claim cannot supersede itclaim.")


def _value_errors(claim: Any, spec: Property) -> Iterator[tuple[str, Any]]:
    filled = {
        "value_text": bool(claim.value_text),
        "value_edtf": bool(claim.value_edtf),
        "value_low": claim.value_low is not None or claim.value_high is not None,
        "value_entity": claim.value_entity_id is not None,
    }
    column = {
        ValueType.TEXT: "value_text",
        ValueType.TERM: "value_text",
        ValueType.EDTF: "value_edtf",
        ValueType.NUMBER: "value_low",
        ValueType.ENTITY: "value_entity",
    }[spec.value]
    for name, is_filled in filled.items():
        if is_filled and (name != column or claim.value_kind != ValueKind.VALUE):
            yield name, _("Leave this empty for “%(label)s”.") % {"label": spec.label}
    if claim.value_kind != ValueKind.VALUE:
        return
    if not filled[column]:
        yield column, _("“%(label)s” needs a value here.") % {"label": spec.label}
    elif spec.value is ValueType.TERM and claim.value_text not in EventStatus.values:
        yield "value_text", _("Write one of: %(terms)s.") % {"terms": ", ".join(EventStatus.values)}
    elif spec.value is ValueType.NUMBER:
        yield from _number_errors(claim)
    elif spec.values and claim.value_entity and claim.value_entity.kind not in spec.values:
        yield (
            "value_entity",
            _("This needs an entity of the kind %(kinds)s, not “%(kind)s”.")
            % {
                "kinds": " / ".join(spec.values),
                "kind": claim.value_entity.kind,
            },
        )


def _number_errors(claim: Any) -> Iterator[tuple[str, Any]]:
    claim.value_high = claim.value_low if claim.value_high is None else claim.value_high
    claim.value_low = claim.value_high if claim.value_low is None else claim.value_low
    claim.hedge = claim.hedge or Hedge.EXACTLY
    if claim.value_low is not None and claim.value_high is not None and claim.value_low > claim.value_high:
        yield "value_high", _("The high end is below the low end.")
    if not claim.unit:
        yield "unit", _("Choose a unit.")
    if not claim.counted:
        yield "counted", _("Say in words what is counted.")
    if (claim.unit == Unit.MONEY) != bool(claim.currency):
        yield "currency", _("Money, and only money, has a currency.")


def _extra_errors(claim: Any, spec: Property) -> Iterator[tuple[str, Any]]:
    for name in ("role", "title", "accused_id", "unit", "counted", "hedge", "currency"):
        if getattr(claim, name) and name.removesuffix("_id") not in spec.extra:
            yield name.removesuffix("_id"), _("Leave this empty for “%(label)s”.") % {"label": spec.label}
    if "role" in spec.extra and not claim.role:
        yield "role", _("Choose a role.")
    if claim.valid and not spec.has_valid_time:
        yield "valid", _("“%(label)s” has no valid time.") % {"label": spec.label}
    if (spec.needs_attribution or claim.role in ATTRIBUTED_ROLES) and not claim.attributed_to_id:
        yield "attributed_to", _("Say whose word it is: this is always somebody's word.")
    if spec.subjects and claim.entity and claim.entity.kind not in spec.subjects:
        yield (
            "entity",
            _("“%(label)s” is said of the kinds %(kinds)s, not of “%(kind)s”.")
            % {
                "label": spec.label,
                "kinds": " / ".join(spec.subjects),
                "kind": claim.entity.kind,
            },
        )
