"""The pages on which an editor proposes a new value for a field of a published record, or the erasure of a text."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from editorial import actions, policies
from editorial.admin.records import RecordAdmin, address
from editorial.choices import State, Via
from editorial.errors import EditorialError
from editorial.forms import label_of, readable, sentences
from editorial.models import Record, Reviewable
from editorial.payload import encode


class ReasonForm(forms.Form):
    """A reason that others will read."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3, "cols": 60}))


class RedactionForm(ReasonForm):
    """Which field, and which passage of it: code points, counted from 0; both empty for the whole field."""

    start = forms.IntegerField(label=_("From character"), min_value=0, required=False)
    end = forms.IntegerField(label=_("To character"), min_value=1, required=False)
    field_order = ("field", "start", "end", "reason")

    def __init__(self, record: Record, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model = type(record)
        choices = [(name, label_of(model, name)) for name in sorted(record.redactable())]
        self.fields["field"] = forms.ChoiceField(label=_("Field"), choices=choices)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        super().clean()
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if (start is None) != (end is None) or (start is not None and end is not None and start >= end):
            raise ValidationError(_("Give both ends of the passage, the first before the second, or neither."))
        return self.cleaned_data

    @property
    def span(self) -> tuple[int, int] | None:
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return None if start is None or end is None else (start, end)


class Revising(RecordAdmin):
    """Adds the pages `revise`, for types that have editorial fields, and `redact`."""

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return (
            *super().own_urls(),
            ("<path:object_id>/revise/", self.revise_view, "revise"),
            ("<path:object_id>/redact/", self.redact_view, "redact"),
        )

    def may_revise(self, user: Any, record: Record) -> bool:
        stands = record.state == State.PUBLISHED if isinstance(record, Reviewable) else record.published_at is not None
        return bool(stands and record.EDITORIAL_FIELDS and policies.may(user, "propose", record))

    def revised_field(self, request: HttpRequest, record: Any, name: str) -> tuple[forms.Field, Any]:
        """(form field, initial value) in which the new value is typed."""
        column = self.model._meta.get_field(name)
        declared = self.form.base_fields.get(name)
        field = deepcopy(declared) if declared else self.formfield_for_dbfield(column, request=request)
        assert isinstance(field, forms.Field)
        return field, model_to_dict(record, fields=[name])[name]

    def revise_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose a field; then write its new value and the reason, which makes a revision in review."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.may_revise(request.user, record):
            raise PermissionDenied
        name = request.GET.get("field", "")
        form = self._form(request, record, name) if name in record.EDITORIAL_FIELDS else None
        if form is not None and request.method == "POST" and form.is_valid():
            revision = self._propose(request, record, name, form)
            if revision is not None:
                return HttpResponseRedirect(address(revision))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Revise %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "form": form,
            "chosen": label_of(self.model, name),
            "media": self.media + form.media if form is not None else self.media,
            "fields": [
                (field, label_of(self.model, field), readable(self.model, field, record.editorial_value(field)))
                for field in record.EDITORIAL_FIELDS
            ],
        }
        return TemplateResponse(request, "admin/revise.html", context)

    def _form(self, request: HttpRequest, record: Any, name: str) -> ReasonForm:
        form = ReasonForm(request.POST or None)
        field, initial = self.revised_field(request, record, name)
        field.label, field.initial = _("New value"), initial
        form.fields = {"new": field, **form.fields}
        return form

    def _propose(self, request: HttpRequest, record: Any, name: str, form: ReasonForm) -> Any:
        value = form.cleaned_data["new"]
        try:
            new = encode(value.pk if isinstance(value, models.Model) else value)
            new = None if new in ("", []) else new
            if new == record.editorial_value(name):
                raise ValidationError(_("This is the value it has already."))
            return actions.propose_revision(
                record, field=name, new=new, reason=form.cleaned_data["reason"], user=request.user, via=Via.ADMIN
            )
        except (EditorialError, ValidationError) as error:
            form.add_error("new", sentences(error))
            return None

    # -- redaction ------------------------------------------------------------------------------------------------

    def may_redact(self, user: Any, record: Record) -> bool:
        return bool(record.published_at and record.redactable() and policies.may(user, "propose", record))

    def redact_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose a field or a passage of it, and say why it must be erased; makes a redaction in review."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.may_redact(request.user, record):
            raise PermissionDenied
        form = RedactionForm(record, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                redaction = actions.propose_redaction(
                    record, field=form.cleaned_data["field"], reason=form.cleaned_data["reason"], span=form.span,
                    user=request.user, via=Via.ADMIN,
                )  # fmt: skip
            except (EditorialError, ValidationError) as error:
                form.add_error(None, sentences(error))
            else:
                return HttpResponseRedirect(address(redaction))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Redact %(record)s") % {"record": record},
            "opts": self.opts,
            "original": record,
            "form": form,
            "fields": (),
            "explanation": _("What is erased here is erased for ever, from the record and from the ledger."),
        }
        return TemplateResponse(request, "admin/revise.html", context)
