"""The form of a webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ctarchive.hooks.models import Webhook
from editorial import registry
from sources.fetch import BadAddress, checked


def record_types() -> list[tuple[str, str]]:
    """Every type of record that the ledger tells the public of, with its name."""
    return sorted((name, str(model._meta.verbose_name)) for name, model in registry.record_types().items())


class WebhookForm(forms.ModelForm):
    """Whom to tell, where, and of what."""

    record_types = forms.MultipleChoiceField(
        label=_("Only these types of record"), required=False, choices=record_types,
        widget=forms.CheckboxSelectMultiple, help_text=_("None marked: all of them."),
    )  # fmt: skip

    class Meta:
        model = Webhook
        fields = ("name", "url", "record_types", "is_active")

    def clean_url(self) -> str:
        try:
            return checked(self.cleaned_data["url"])
        except BadAddress as error:
            raise forms.ValidationError(str(error)) from error
