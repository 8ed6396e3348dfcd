from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editorial.admin.records import ReadOnly, link_to
from events.actions.suggestions import precision
from events.models import Suggestion
from sources.models import Source


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnly, admin.ModelAdmin):
    """What was suggested, and what became of it. They are decided on in the workbench."""

    list_display = ("kind", "source_title", "start", "score", "suggester", "fate")
    list_filter = ("fate", "kind", "suggester")
    search_fields = ("capture__source__title",)
    fields = (
        "kind", "capture_link", "start", "end", "payload", "score", "suggester", "suggester_version",
        "fate", "decided_by", "decided_at",
    )  # fmt: skip
    show_full_result_count = False
    change_list_template = "admin/events/suggestion/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        """Those in captures of sources that this user may see."""
        seen = Source.objects.visible_to(request.user).values("pk")
        rows = super().get_queryset(request).filter(capture__source__in=seen)
        return rows.select_related("capture__source").defer("capture__text")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With how often each suggester was right."""
        return super().changelist_view(request, {"precision": precision(), **(extra_context or {})})

    @admin.display(description=_("source"))
    def source_title(self, suggestion: Suggestion) -> str:
        return suggestion.capture.source.title

    @admin.display(description=_("capture"))
    def capture_link(self, suggestion: Suggestion) -> SafeString | str:
        return link_to(suggestion.capture)
