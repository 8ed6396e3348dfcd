from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import policies
from editorial.admin.records import link_to
from editorial.choices import State
from editorial.dates import echo
from events.admin.inlines import SubjectAdmin
from events.models import Event, EventMatch
from events.models.event import grouped_kinds

DERIVED = ("date_told", "place_link", "in_conflict", "merged_into")


@admin.register(Event)
class EventAdmin(SubjectAdmin):
    about = "event"
    list_display = ("title", "kind", "date_told", "place", "merged_into", "in_conflict", "state_badge", "author_name")
    list_filter = (*SubjectAdmin.list_filter, "conflicted", "kind")
    search_fields = ("title", "summary", "uid")
    list_select_related = ("place", "root", "author")
    autocomplete_fields = ("part_of",)
    fields = ("title", "kind", "summary", "part_of")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else DERIVED

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        own = [(None, {"fields": self.fields})]
        derived = (_("Follows from its published claims"), {"fields": DERIVED})
        return own if obj is None else [*own, derived]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "kind":
            kwargs["choices"] = [("", "---------"), *grouped_kinds()]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    @admin.display(description=_("date"), ordering="date_latest")
    def date_told(self, event: Event) -> str:
        return echo(event.date) if event.date else "—"

    @admin.display(description=_("place"))
    def place_link(self, event: Event) -> SafeString | str:
        return link_to(event.place)

    @admin.display(description=_("merged into"))
    def merged_into(self, event: Event) -> SafeString | str:
        return link_to(event.root if event.root_id != event.pk else None)

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        lives = record.state in (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)
        if lives and policies.may(request.user, "create", Event()):
            links.append((gettext("Split the event"), reverse("moving:split", args=[record.pk])))
        if lives and self.admin_site.get_model_admin(EventMatch).has_add_permission(request):
            add = reverse("admin:events_eventmatch_add")
            links.append((gettext("Merge with another event"), f"{add}?left={record.pk}&judgement=same"))
        return links
