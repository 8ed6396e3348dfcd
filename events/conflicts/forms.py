from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from events.choices import Rank, RankReason
from events.conflicts.page import Contest


class RankForm(forms.Form):
    """Which value gets which rank, and why."""

    choice = forms.ChoiceField(error_messages={"required": _("Choose a value and its rank.")})
    reason_kind = forms.ChoiceField(
        label=_("Kind of reason"), required=False, choices=[("", "---------"), *RankReason.choices],
        help_text=_("Only for a value that is deprecated."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "cols": 70}),
        help_text=_("The public will read it beside the values."),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, contest: Contest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["choice"]
        choice.choices = [
            (f"{rival.claim.pk}:{option.rank}", option.label) for rival in contest.rivals() for option in rival.options
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        uid, _colon, rank = self.cleaned_data.get("choice", "").partition(":")
        self.cleaned_data |= {"claim": uid, "rank": rank}
        if self.cleaned_data.get("reason_kind") and rank and rank != Rank.DEPRECATED:
            raise ValidationError({"reason_kind": _("Leave this empty: the value is not deprecated.")})
        return self.cleaned_data
