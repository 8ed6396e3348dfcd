from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from sources.choices import LinkKind

SAME, SWAPPED = "as_shown", "swapped"


class ConfirmForm(forms.Form):
    """What one source is to the other, and how we know."""

    kind = forms.ChoiceField(
        label=_("The copy"),
        choices=[(kind.value, kind.label) for kind in (LinkKind.REPUBLISHES, LinkKind.TRANSLATES, LinkKind.CITES)],
    )
    direction = forms.ChoiceField(
        label=_("Which is the copy"), widget=forms.RadioSelect, choices=[(SAME, ""), (SWAPPED, "")], initial=SAME
    )
    reason = forms.CharField(
        label=_("How we know"), widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "dir": "auto"}),
        help_text=_("The public will read this beside the link."),
    )  # fmt: skip
