"""What the workbench's script must know: the codebook's properties, the kinds, the texts it shows, and addresses."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from events.choices import Credibility, EntityKind, EventStatus, Hedge, ParticipantRole, Stance, Unit, ValueKind
from events.models.event import grouped_kinds
from events.properties import PROPERTIES, Property
from sources.models import Capture

# Beyond those with times of their own: what `Claim.clean` lets have a valid time.
_WITH_TIME = ("allegation", "statement", "responsible_for")


def settings_of(capture: Capture, user: Any) -> dict[str, Any]:
    """The JSON that the page hands to its script."""
    return {
        "base": reverse("workbench:open", args=[capture.pk]),
        "draft": f"ctarchive-workbench:{user.uid}:{capture.pk}",
        "properties": [_told(spec) for spec in PROPERTIES.values()],
        "kinds": {
            "event": grouped_kinds(),
            "entity": [["", [[key, str(label)] for key, label in EntityKind.choices]]],
        },
        "texts": texts(),
    }


def _told(spec: Property) -> dict[str, Any]:
    return {
        "key": spec.key, "label": str(spec.label), "definition": str(spec.definition), "about": spec.about,
        "value": spec.value, "values": spec.values, "subjects": spec.subjects, "extra": spec.extra,
        "word": spec.needs_attribution, "valid": spec.timed or spec.key in _WITH_TIME,
    }  # fmt: skip


def choices() -> dict[str, Any]:
    """The vocabularies of the form's selects."""
    return {
        "value_kind": ValueKind.choices, "hedge": Hedge.choices, "unit": Unit.choices, "status": EventStatus.choices,
        "role": ParticipantRole.choices, "stance": Stance.choices, "credibility": Credibility.choices,
    }  # fmt: skip


def texts() -> dict[str, str]:
    """What the script says, in the reader's language."""
    return {
        "makeEvent": _("Make the event “%s”"),
        "makeEntity": _("Make the entity “%s”"),
        "new": _("new"),
        "used": _("nothing found"),
        "claims": _("Further evidence for"),
        "properties": _("A new claim"),
        "saved": _("Saved."),
        "discarded": _("Discarded."),
        "discard": _("Discard this?"),
        "failed": _("It could not be sent. What you typed is kept: try again."),
        "signedOut": _("You are signed out. What you typed is kept: sign in in another tab, then save again."),
        "choose": _("Choose from the list, or make it."),
        "passage": _("Select a passage of the text first."),
        "notFound": _("Not found in the text."),
        "theirs": _("theirs, saved"),
        "yours": _("yours, not saved"),
        "take": _("Take"),
        "reject": _("Not so"),
        "rejected": _("Rejected."),
        "editing": _("Change the claim"),
        "making": _("New claim"),
    }
