"""What the workbench's form sends: a claim, a passage, and records to be made in place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.forms import RecordForm
from events.choices import Stance
from events.forms import PassageField
from events.models import Claim, Entity

STATEMENT = (
    "property", "value_kind", "value_text", "value_edtf", "value_low", "value_high", "value_entity", "hedge", "unit",
    "currency", "counted", "role", "title", "accused", "valid", "attributed_to", "credibility",
)  # fmt: skip
REFERENCES = ("value_entity", "accused", "attributed_to")


class StatementForm(RecordForm):
    """A claim's property and value. What it may refer to is what the user may see and what has not ended."""

    class Meta:
        model = Claim
        fields = STATEMENT

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in REFERENCES:
            field: Any = self.fields[name]
            field.queryset = Entity.objects.visible_to(user).live()


class PassageForm(forms.Form):
    """A selected passage: its words, the code point it begins at, and what stands around it."""

    exact = PassageField()
    start = forms.IntegerField(min_value=0, error_messages={"required": _("Select a passage of the text.")})
    before = PassageField(required=False, max_length=300)
    after = PassageField(required=False, max_length=300)
    stance = forms.ChoiceField(choices=Stance.choices, required=False)
    reading = forms.CharField(required=False)
    translation = forms.CharField(required=False)
