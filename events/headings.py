"""How a page heads the claims of one property, and how one claim reads as a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.languages import capfirst
from events.choices import ValueKind
from events.models import Claim
from events.properties import PROPERTIES

# Property → heading of its claims, and a remark under it.
HEADINGS: dict[str, tuple[str | Promise, str | Promise]] = {
    "date": (gettext_lazy("Date"), ""),
    "place": (gettext_lazy("Place"), ""),
    "status": (gettext_lazy("Status"), ""),
    "participant": (gettext_lazy("Participants"), gettext_lazy("by role")),
    "adopted": (gettext_lazy("Adopted"), gettext_lazy("what was adopted, signed or ratified")),
    "outcome": (gettext_lazy("Outcome"), ""),
    "purpose": (gettext_lazy("Purpose"), ""),
    "topic": (gettext_lazy("Topics"), gettext_lazy("what was on the agenda")),
    "count": (gettext_lazy("Numbers"), ""),
    "statement": (gettext_lazy("Statements"), gettext_lazy("what somebody said")),
    "allegation": (gettext_lazy("Allegations"), gettext_lazy("never ours: somebody’s word")),
    "position": (gettext_lazy("Positions"), ""),
    "member_of": (gettext_lazy("Member of"), ""),
    "part_of": (gettext_lazy("Part of"), ""),
    "located_in": (gettext_lazy("Located in"), ""),
    "party_to": (gettext_lazy("Party to"), ""),
    "enacted": (gettext_lazy("Enacted"), ""),
    "responsible_for": (gettext_lazy("Responsible for"), ""),
    "cooperates_with": (gettext_lazy("Works together with"), ""),
    "designated_by": (gettext_lazy("Designated by"), gettext_lazy("never ours: somebody’s word")),
    "measure": (gettext_lazy("Measures"), ""),
    "valid_period": (gettext_lazy("Valid"), ""),
}

_SENTENCES: dict[str, str | Promise] = {
    "date": gettext_lazy("%(subject)s: dated %(value)s"),
    "place": gettext_lazy("%(subject)s took place in %(value)s"),
    "status": gettext_lazy("%(subject)s: %(value)s"),
    "participant": gettext_lazy("%(value)s took part in %(subject)s as %(role)s"),
    "adopted": gettext_lazy("%(subject)s adopted, signed or ratified %(value)s"),
    "outcome": gettext_lazy("%(subject)s led to this: %(value)s"),
    "purpose": gettext_lazy("The purpose of %(subject)s: %(value)s"),
    "topic": gettext_lazy("On the agenda of %(subject)s: %(value)s"),
    "count": gettext_lazy("%(subject)s: %(value)s"),
    "statement": gettext_lazy("%(whose)s said: %(value)s"),
    "allegation": gettext_lazy("%(whose)s alleges: %(value)s"),
    "position": gettext_lazy("%(subject)s held this office: %(value)s"),
    "member_of": gettext_lazy("%(subject)s belonged to %(value)s"),
    "part_of": gettext_lazy("%(subject)s is a part of %(value)s"),
    "located_in": gettext_lazy("%(subject)s lies in %(value)s"),
    "party_to": gettext_lazy("%(subject)s is a party to %(value)s"),
    "enacted": gettext_lazy("%(subject)s enacted %(value)s"),
    "responsible_for": gettext_lazy("%(subject)s is responsible for this: %(value)s"),
    "cooperates_with": gettext_lazy("%(subject)s works together with %(value)s"),
    "designated_by": gettext_lazy("%(subject)s was listed as terrorist by %(value)s"),
    "measure": gettext_lazy("A measure of %(subject)s: %(value)s"),
    "valid_period": gettext_lazy("%(subject)s holds for %(value)s"),
}


def value_in_words(claim: Claim) -> str:
    """The value with all that belongs to it but its role: title, what is counted, that it is unknown or none."""
    if claim.value_kind == ValueKind.UNKNOWN:
        return _("not known")
    if claim.value_kind == ValueKind.NONE:
        return _("none")
    value = claim.value_as_text()
    if claim.property == "count":
        return f"{value} {claim.counted}".strip()
    return f"{claim.title}, {value}" if claim.title else value


def sentence(claim: Claim) -> str:
    """The claim as one sentence. Its subject, value and attribution must have been fetched along."""
    subject = claim.event or claim.entity
    words = {
        "subject": claim.event.title if claim.event else claim.entity.display_name if claim.entity else "",
        "value": value_in_words(claim),
        "role": claim.get_role_display(),
        "whose": claim.attributed_to.display_name if claim.attributed_to else "",
    }
    assert subject is not None
    if claim.value_kind != ValueKind.VALUE:
        label = PROPERTIES[claim.property].label
        return capfirst(_("%(label)s of %(subject)s: %(value)s") % {"label": label, **words})
    return capfirst(str(_SENTENCES[claim.property]) % words)
