from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editorial.admin.records import ReadOnly, ShownInline, link_to
from editorial.admin.review import ReviewableAdmin
from events.admin.claim import place_in_words
from events.forms import EvidenceForm
from events.models import AnchorCheck, Evidence
from events.passages import window

# Code points of the capture's text that are shown on both sides of a quotation.
AROUND = 300


class CheckInline(ShownInline):
    """Whether the passage is still there in later captures."""

    model = AnchorCheck
    fields = readonly_fields = ("at", "result", "start", "end")


@admin.register(Evidence)
class EvidenceAdmin(ReviewableAdmin):
    form = EvidenceForm
    list_display = ("quotation", "stance", "claim", "source_title", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "stance")
    search_fields = ("exact", "reading", "capture__source__title", "claim__uid", "uid")
    list_select_related = ("claim__value_entity", "capture__source", "author")
    autocomplete_fields = ("claim", "capture")
    fields = ("claim", "capture", "exact", ("prefix", "suffix", "at"), "stance", "reading", ("translation", "language"))
    readonly_fields = ("claim_link", "source_link", "in_context", "place_told")
    inlines = (CheckInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.list_select_related).defer("capture__text")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return [(None, {"fields": self.fields})]
        return [(None, {"fields": (*self.readonly_fields, "stance", "reading", "translation", "language")})]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.inlines if obj is not None and obj.published_at else ()

    def write(self, record: Any, form: Any, user: Any) -> Evidence:
        return form.write(user)

    @admin.display(description=_("quotation"))
    def quotation(self, evidence: Evidence) -> str:
        return f"“{evidence.exact[:120]}”"

    @admin.display(description=_("source"))
    def source_title(self, evidence: Evidence) -> str:
        return evidence.capture.source.title

    @admin.display(description=_("claim"))
    def claim_link(self, evidence: Evidence) -> SafeString | str:
        return link_to(evidence.claim)

    @admin.display(description=_("capture"))
    def source_link(self, evidence: Evidence) -> SafeString | str:
        return link_to(evidence.capture)

    @admin.display(description=_("where"))
    def place_told(self, evidence: Evidence) -> str:
        return place_in_words(evidence)

    @admin.display(description=_("in context"))
    def in_context(self, evidence: Evidence) -> SafeString:
        around = window(evidence.capture.text, evidence.start, evidence.end, AROUND)
        return format_html('<span class="passage">{}<mark>{}</mark>{}</span>', *around)


@admin.register(AnchorCheck)
class AnchorCheckAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("evidence_link", "result", "at")
    list_filter = ("result",)
    list_select_related = ("evidence",)
    fields = ("evidence_link", "capture_link", "result", "start", "end", "at")
    show_full_result_count = False

    @admin.display(description=_("evidence"))
    def evidence_link(self, check: AnchorCheck) -> SafeString | str:
        return link_to(check.evidence)

    @admin.display(description=_("later capture"))
    def capture_link(self, check: AnchorCheck) -> SafeString | str:
        return link_to(check.capture)
