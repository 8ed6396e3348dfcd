"""The forms on which claims are chosen and said where they belong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editorial.admin.steps import seen
from events.models import Claim, Entity, Event, Evidence
from events.models.event import grouped_kinds

REASON_HELP = _("Readers will see it, where the claim was and where it is.")


class ClaimsField(forms.ModelMultipleChoiceField):
    """Claims, each with its state and its first quotation."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, claim: Any) -> str:
        quotation = next((f" “{e.exact[:120]}”" for e in claim.quoted), "")
        return f"{claim} ({claim.get_state_display()}){quotation}"


def choosable(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """The claims with all that the forms and the rules ask of them: two queries."""
    quoted = Evidence.objects.live().only("claim_id", "exact").order_by("created_at", "pk")
    joined = claims.select_related("event__root", "event__part_of", "entity__root", "value_entity")
    joined = joined.prefetch_related(Prefetch("evidence", quoted, to_attr="quoted"))
    return joined.order_by("property", "published_at", "created_at", "pk")


class ChosenForm(forms.Form):
    """Some claims, with the versions in which they were shown, and why they are moved."""

    claims = ClaimsField(Claim.objects.none(), label=_("Claims"))
    reason = forms.CharField(
        label=_("Reason"), help_text=REASON_HELP, widget=forms.Textarea(attrs={"rows": 3, "cols": 60})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, among: QuerySet[Claim], **initial: Any) -> None:
        rows = choosable(among)
        super().__init__(request.POST or None, initial={"seen": seen(list(rows)), **initial})
        field: Any = self.fields["claims"]
        field.queryset = rows

    @property
    def versions(self) -> Mapping[str, int] | None:
        """Uid → the version that was seen; None where the page did not tell."""
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split(",") if one)
        found = {uid: int(version) for uid, _colon, version in pairs if version.isascii() and version.isdigit()}
        return found or None


class MoveForm(ChosenForm):
    """Claims, and the event or entity that they are to be about."""

    event: forms.ModelChoiceField = forms.ModelChoiceField(
        Event.objects.none(), label=_("To the event"), required=False
    )
    entity: forms.ModelChoiceField = forms.ModelChoiceField(
        Entity.objects.none(), label=_("Or to the entity"), required=False
    )
    field_order = ("claims", "event", "entity", "reason")

    def __init__(self, request: HttpRequest, among: QuerySet[Claim], **initial: Any) -> None:
        super().__init__(request, among, **initial)
        for name in ("event", "entity"):
            field: Any = self.fields[name]
            field.queryset = admin.site.get_model_admin(field.queryset.model).get_queryset(request)
            field.widget = AutocompleteSelect(Claim._meta.get_field(name), admin.site)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not {"event", "entity"} & set(self.errors) and len(self._given()) != 1:
            self.add_error("event", ValidationError(_("Choose one event or one entity, not both and not neither.")))
        return self.cleaned_data

    def _given(self) -> list[Event | Entity]:
        return [given for name in ("event", "entity") if (given := self.cleaned_data.get(name)) is not None]

    @property
    def to(self) -> Event | Entity:
        return self._given()[0]


class SplitForm(ChosenForm):
    """Claims, and the event to be made of them."""

    title = forms.CharField(label=_("Title of the new event"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: [("", "---------"), *grouped_kinds()])
    summary = forms.CharField(label=_("Summary"), required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))
    field_order = ("claims", "title", "kind", "summary", "reason")
