from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import desk
from editorial.admin.records import RecordFormSet, RecordInline, link_to, pk_of
from editorial.choices import State, Via
from editorial.forms import RowsField
from events.actions import save_entity
from events.admin.inlines import SubjectAdmin
from events.choices import NameKind, Scheme
from events.forms import CoordinatesField
from events.matching import page
from events.models import Entity, EntityName, Identifier


class PartsFormSet(RecordFormSet):
    """Rows that are replaced as a whole together with their entity: by one verb, so that no row's key matters."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        # The keys change with every save: after a refused one, rows must not be refused for theirs.
        key = pk_of(self.model)
        initial = form.instance.pk if form.instance.pk else None
        form.fields[key] = forms.IntegerField(required=False, initial=initial, widget=forms.HiddenInput)

    def rows(self) -> list[Any]:
        """What the editor wants there to be."""
        return [
            form.instance
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE") and (form.has_changed() or form.instance.pk)
        ]


class PartsInline(RecordInline, admin.TabularInline):
    formset = PartsFormSet
    extra = 0

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows of a draft may go: the entity's ledger entries keep what it was called."""
        return self.has_change_permission(request, obj)


class NameInline(PartsInline):
    model = EntityName
    fields = ("text", "kind", "language", "script")
    verbose_name_plural = _("further names")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(kind=NameKind.PRIMARY)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["choices"] = [choice for choice in NameKind.choices if choice[0] != NameKind.PRIMARY]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class IdentifierInline(PartsInline):
    model = Identifier
    fields = ("scheme", "value")


class NamesField(RowsField):
    """All names of an entity, the primary one among them."""

    def to_python(self, value: Any) -> list[Any]:
        rows = super().to_python(value)
        kinds = [kind for kind, *_rest in rows]
        if unknown := [kind for kind in kinds if kind not in NameKind.values]:
            raise ValidationError(
                _("“%(kind)s” is none of %(kinds)s."),
                params={"kind": unknown[0], "kinds": ", ".join(NameKind.values)},
            )
        if kinds.count(NameKind.PRIMARY) != 1 or not all(text for _kind, text, *_rest in rows):
            raise ValidationError(_("One name, and only one, is primary; none is empty."))
        return sorted(rows, key=lambda row: (row[0] != NameKind.PRIMARY, row))


class IdentifiersField(RowsField):
    def to_python(self, value: Any) -> list[Any]:
        rows = super().to_python(value)
        if any(scheme not in Scheme.values or not told for scheme, told in rows):
            raise ValidationError(
                _("Write one of %(schemes)s, “|”, and the value."), params={"schemes": ", ".join(Scheme.values)}
            )
        return sorted(rows)


@admin.register(Entity)
class EntityAdmin(SubjectAdmin):
    about = "entity"
    inlines = (NameInline, IdentifierInline)
    list_display = ("name", "kind", "country", "protected", "merged_into", "in_conflict", "state_badge", "author_name")
    list_filter = (*SubjectAdmin.list_filter, "conflicted", "protected", "kind")
    search_fields = ("name", "names__text", "identifiers__value", "uid")
    list_select_related = ("root", "author")
    fieldsets = (
        (None, {"fields": ("name", "kind", "description", "country")}),
        (_("Place"), {"fields": (("latitude", "longitude"),)}),
        (_("Protection"), {"fields": (("protected", "pseudonym"),)}),
    )

    @admin.display(description=_("merged into"))
    def merged_into(self, entity: Entity) -> SafeString | str:
        return link_to(entity.root if entity.root_id != entity.pk else None)

    change_list_template = "admin/events/entity/change_list.html"

    # The entity is written together with its names and identifiers, which Django hands over after it.

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Left to `save_related`."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        parts = {formset.model: formset for formset in formsets}
        names, identifiers = parts.pop(EntityName, None), parts.pop(Identifier, None)
        save_entity(
            form.instance,
            names=None if names is None else names.rows(),
            identifiers=None if identifiers is None else identifiers.rows(),
            user=request.user,
            via=Via.ADMIN,
            expected_version=form.expected_version,
        )
        super().save_related(request, form, list(parts.values()), change)

    def revised_field(self, request: HttpRequest, record: Any, name: str) -> tuple[forms.Field, Any]:
        """Names and identifiers are revised as a whole, one a line; the two coordinates together."""
        if name == "coordinates":
            help_text = _("latitude, longitude")
            return CoordinatesField(required=False, help_text=help_text), record.editorial_value(name)
        rows = record.payload().get(name, [])
        if name == "names":
            return NamesField(columns=4, help_text=_("kind | name | language | script, one name a line.")), rows
        if name == "identifiers":
            help_text = _("scheme | value, one a line.")
            return IdentifiersField(columns=2, required=False, help_text=help_text), rows
        return super().revised_field(request, record, name)

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        if record.state in (State.DRAFT, State.IN_REVIEW, State.PUBLISHED) and desk.may_use(request.user):
            links.append((gettext("Merge with…"), reverse("matching:entity", args=[record.pk])))
            if record.is_published and page.merges_of(record.root, request.user):
                links.append((gettext("Un-merge…"), f"{reverse('matching:entity', args=[record.pk])}#merged"))
        return links
