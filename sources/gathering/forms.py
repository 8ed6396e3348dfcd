"""Forms for lists of addresses and for feeds."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sources.models import Feed

LARGEST = 2 * 1024 * 1024

_REASON_LABEL = _("Fetch against robots.txt, because")
_REASON_HELP = _("Only where sites ask programs not to fetch, and you have a reason. The ledger keeps it.")


class BatchForm(forms.Form):
    """Addresses to be captured, typed or in a file."""

    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, widget=forms.TextInput(attrs={"size": 60, "dir": "auto"}),
        help_text=_("So that you find it again, such as “visits in May”."),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 90, "dir": "ltr", "autofocus": True, "spellcheck": "false"}),
        help_text=_("One a line. Lines that begin with # are left out."),
    )
    file = forms.FileField(label=_("Or a text file of them"), required=False)
    robots_reason = forms.CharField(label=_REASON_LABEL, required=False, max_length=300, help_text=_REASON_HELP)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(_("A list of addresses is not that large: divide it."))
        return file

    def clean(self) -> dict[str, Any]:
        super().clean()
        if file := self.cleaned_data.get("file"):
            try:
                self.cleaned_data["addresses"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This is no text in UTF-8. Save the list as UTF-8, or paste it."))
        return self.cleaned_data


class FeedForm(forms.ModelForm):
    """A feed to be watched."""

    robots_reason = forms.CharField(label=_REASON_LABEL, required=False, max_length=300, help_text=_REASON_HELP)

    class Meta:
        model = Feed
        fields = ("url", "minutes")

    def validate_unique(self) -> None:
        """A feed that is watched already is looked at again: nothing to refuse."""
