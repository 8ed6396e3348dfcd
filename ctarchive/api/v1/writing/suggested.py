"""How suggestions are sent: a passage, and what it says by its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ctarchive.api.v1.writing.fields import PassageField, RecordField, Strict
from editorial.dates import validate_edtf
from events.choices import EntityKind, EventKind, Hedge, Stance, SuggestionKind, Unit
from events.models import Claim, Entity, Event

MOST = 400

# What a suggestion of each kind may say; docs/suggestions.md says what it means.
SAYS: Mapping[str, tuple[str, ...]] = {
    SuggestionKind.DATE: ("edtf",),
    SuggestionKind.NUMBER: ("low", "high", "hedge", "unit", "currency", "counted"),
    SuggestionKind.MENTION: ("kind", "entities"),
    SuggestionKind.EVENT: ("event_kind", "date"),
    SuggestionKind.SAME_EVENT: ("event",),
    SuggestionKind.CLAIM: ("claim", "stance"),
    SuggestionKind.ATTRIBUTION: ("entities", "speaker_kind"),
}
NEEDED: Mapping[str, str] = {
    SuggestionKind.DATE: "edtf", SuggestionKind.NUMBER: "low", SuggestionKind.SAME_EVENT: "event",
    SuggestionKind.CLAIM: "claim", SuggestionKind.EVENT: "event_kind", SuggestionKind.MENTION: "kind",
}  # fmt: skip


class PayloadIn(Strict):
    """What a suggestion says. Which members belong to which kind is told in the guide."""

    edtf = serializers.CharField(required=False, max_length=60, validators=[validate_edtf])
    low = serializers.DecimalField(required=False, max_digits=15, decimal_places=3)
    high = serializers.DecimalField(required=False, max_digits=15, decimal_places=3)
    hedge = serializers.ChoiceField(required=False, choices=Hedge.choices)
    unit = serializers.ChoiceField(required=False, choices=Unit.choices)
    currency = serializers.RegexField(r"^[A-Z]{3}$", required=False)
    counted = serializers.CharField(required=False, max_length=300)
    kind = serializers.ChoiceField(required=False, choices=EntityKind.choices)
    entities = serializers.ListField(child=RecordField(Entity), required=False, max_length=10)
    event_kind = serializers.ChoiceField(required=False, choices=EventKind.choices)
    date = serializers.CharField(required=False, max_length=60, validators=[validate_edtf])
    event = RecordField(Event, required=False)
    claim = RecordField(Claim, required=False)
    stance = serializers.ChoiceField(required=False, choices=Stance.choices)
    speaker_kind = serializers.ChoiceField(required=False, choices=EntityKind.choices)


class SuggestionIn(Strict):
    """A passage that an editor may want to mark, and what it says."""

    kind = serializers.ChoiceField(choices=SuggestionKind.choices)
    exact = PassageField(
        max_length=2000, help_text="The passage, letter for letter as it stands in the capture's text."
    )
    prefix = PassageField(required=False, allow_blank=True, max_length=300, help_text="What stands right before it.")
    suffix = PassageField(required=False, allow_blank=True, max_length=300, help_text="What stands right after it.")
    start = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    payload = PayloadIn()
    score = serializers.FloatField(min_value=0, max_value=1, default=0.5, help_text="How surely, from 0 to 1.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        kind, said = attrs["kind"], attrs["payload"]
        wrong = {name: [_("“%(kind)s” does not say this.") % {"kind": kind}] for name in said if name not in SAYS[kind]}
        if (needed := NEEDED.get(kind)) and needed not in said:
            wrong[needed] = [_("“%(kind)s” has to say this.") % {"kind": kind}]
        if wrong:
            raise serializers.ValidationError({"payload": wrong})
        return attrs


class SuggestionsIn(Strict):
    suggester = serializers.RegexField(
        r"^[a-z0-9][a-z0-9_.-]{0,34}$", help_text="The name of the program that found them."
    )
    version = serializers.CharField(
        max_length=20, help_text="Of the program: how often it is right is told by version."
    )
    suggestions = SuggestionIn(many=True, allow_empty=False, max_length=MOST)  # type: ignore[call-arg]
