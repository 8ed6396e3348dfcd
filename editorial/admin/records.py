"""The admin of records: who sees which, read-only where no verb leads on, every save by one verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editorial import actions, policies
from editorial.admin.history import history_of
from editorial.choices import State, Via
from editorial.forms import REFUSALS, RecordForm, refused
from editorial.models import Record, Reviewable


def address(record: models.Model) -> str:
    """The record's page in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def link_to(record: models.Model | None, text: str = "") -> SafeString | str:
    """A link to the record's page in the admin; a dash for none."""
    return format_html('<a href="{}">{}</a>', address(record), text or str(record)) if record is not None else "—"


class Whose(admin.SimpleListFilter):
    """Mine or others': what I wrote or submitted, and what I may decide on."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("mine", _("mine")), ("others", _("others’"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        own = models.Q(author=request.user) | models.Q(submitted_by=request.user)
        match self.value():
            case "mine":
                return queryset.filter(own)
            case "others":
                return queryset.exclude(author=request.user).exclude(submitted_by=request.user)
        return queryset


class NoDeletion:
    """Nothing that was ever submitted is deleted, and drafts are discarded."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NoDeletion):
    """To look at only: what the archive itself writes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class VisibleChoices:
    """Fields that point at records offer those that this user may see, and nothing else."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        model = db_field.remote_field.model
        if issubclass(model, Record):
            # By their registered admin, so that a list and the choices made from it never differ.
            site: Any = self.admin_site  # type: ignore[attr-defined]
            kwargs["queryset"] = site.get_model_admin(model).get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]


class RecordInline(VisibleChoices, NoDeletion):
    """An inline whose rows can be written as long as the page's record can."""

    formset: Any
    # A link to the public page is on the record's own page, once there is one.
    view_on_site: Any = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None or (policies.may_edit_in_place(obj) and policies.may(request.user, "edit", obj))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class RecordFormSet(forms.BaseInlineFormSet):
    """Rows of a record. A new one keeps its uid, which Django would take away: its rows are checked with it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        uid = self.instance.pk
        super().add_fields(form, index)
        self.instance.pk = uid


class ShownFormSet(RecordFormSet):
    """Rows to look at: nothing that a request sends is read."""

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(None, None, **kwargs)

    def is_valid(self) -> bool:
        return True


class ShownInline(ReadOnly, admin.TabularInline):
    """A table of rows to look at. `fields` and `readonly_fields` are the same."""

    formset = ShownFormSet
    template = "admin/shown_inline.html"
    extra = 0
    can_delete = False
    view_on_site = False


def pk_of(model: Any) -> str:
    """The name of the model's key."""
    return str(model._meta.pk.name)


class VerbFormSet(RecordFormSet):
    """Rows that are written by verbs: each changed form's `write(user)`."""

    def write(self, user: Any) -> None:
        for form in self.forms:
            if form.has_changed():
                form.write(user)  # type: ignore[attr-defined]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        key: Any = form.fields[pk_of(self.model)]
        key.error_messages["invalid_choice"] = _(
            "This is not yours to edit any more: it was submitted, discarded or removed since you opened the page."
        )


class RecordAdmin(VisibleChoices, NoDeletion, admin.ModelAdmin):
    """The admin of one type of record. A subclass says what to show, and in `write` which verb saves."""

    form: type[forms.ModelForm] = RecordForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    change_form_template = "admin/record_change_form.html"
    object_history_template = "admin/record_history.html"
    show_full_result_count = False
    list_per_page = 50

    # -- who may what ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).visible_to(request.user)  # type: ignore[attr-defined]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and policies.may(request.user, "create", self.model())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or (policies.may_edit_in_place(obj) and policies.may(request.user, "edit", obj))

    # -- saving ---------------------------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """As Django's, in one transaction; what a verb refuses is undone as a whole and said on the page as typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except REFUSALS as error:
            with refused(error):
                return super().changeform_view(request, object_id, form_url, extra_context)

    def write(self, record: Any, form: Any, user: Any) -> Any:
        """Save by one verb; returns the saved record, which need not be the form's own object."""
        return actions.save(record, user=user, via=Via.ADMIN, expected_version=form.expected_version)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        saved = self.write(obj, form, request.user)
        if saved is not obj:
            # The verb made the record itself: the page goes on with that one.
            obj.pk = saved.pk
            obj.refresh_from_db()

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if hasattr(formset, "write"):
            formset.write(request.user)

    # The ledger keeps what was done, and by whom: Django's own log would be a second truth.

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return []

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    # -- pages ----------------------------------------------------------------------------------------------------

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What the ledger tells of the record, newest first, and how two of its states differ."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(record)s") % {"record": record},
            "history": history_of(record, request.GET.dict()),
            "module_name": str(self.opts.verbose_name_plural),
            "object": record,
            "opts": self.opts,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template or "", context)

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        """(route, view, name) of the pages that this type of record has beyond Django's."""
        return ()

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")
            for route, view, name in self.own_urls()
        ]
        return own + super().get_urls()

    def own_url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The public page, of what is or was published."""
        is_public = obj is not None and obj.published_at is not None
        try:
            return str(obj.get_absolute_url()) if is_public and hasattr(obj, "get_absolute_url") else None
        except NoReverseMatch:
            return None


def badge(state: str) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', state, State(state).label)


class ReviewableColumns:
    """Columns that lists of reviewable records share."""

    @admin.display(description=_("state"), ordering="state")
    def state_badge(self, record: Reviewable) -> SafeString:
        return badge(record.state)

    @admin.display(description=_("author"))
    def author_name(self, record: Reviewable) -> str:
        return record.author.handle or record.author.username

    @admin.display(description=_("conflict"), ordering="conflicted")
    def in_conflict(self, record: Any) -> str:
        return str(_("in conflict")) if record.conflicted else "—"
