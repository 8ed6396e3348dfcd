"""Everybody's tokens, for administrators: who has which, what came through them, and the end of them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ctarchive.tokens import issuing
from ctarchive.tokens.models import ApiToken
from editorial.admin.records import ReadOnly
from editorial.choices import Role
from editorial.models import LedgerEntry

MOST_SHOWN = 100


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "user", "scope_keys", "works", "acts", "last_used_at", "expires_at", "revoked_at", "ending")
    list_filter = ("expires_at", "revoked_at")
    list_select_related = ("user", "revoked_by")
    search_fields = ("name", "user__username", "ending")
    fields = (
        "name", "user", "scope_keys", "ending", "created_at", "expires_at", "last_used_at", "revoked_at", "revoked_by",
        "latest",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("revoke",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For administrators. Not by a group's permission: those are of the rooms further in."""
        user: Any = request.user
        return bool(user.is_active and user.is_staff and Role.ADMINISTRATOR in user.roles)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ApiToken]:
        return super().get_queryset(request).annotate(acts_counted=Count("entries"))

    @admin.display(description=_("works"), boolean=True)
    def works(self, token: ApiToken) -> bool:
        return token.user.is_active and token.works(timezone.now())

    @admin.display(description=_("ledger entries"), ordering="acts_counted")
    def acts(self, token: Any) -> int:
        return int(token.acts_counted)

    @admin.display(description=_("latest entries"))
    def latest(self, token: ApiToken) -> SafeString | str:
        """The newest entries of the ledger that came through it."""
        numbers = list(token.entries.order_by("-seq").values_list("seq", flat=True)[:MOST_SHOWN])
        entries = LedgerEntry.objects.filter(seq__in=numbers)
        rows = [
            (e.seq, e.at.strftime("%Y-%m-%d %H:%M"), e.get_action_display(), e.record_type, e.record_uid)
            for e in entries
        ]
        return format_html_join("", "<div>{}: {} {} {} {}</div>", rows) or "—"

    @admin.action(description=_("Revoke the selected tokens"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiToken]) -> None:
        done = sum(issuing.revoke(token, user=request.user) for token in queryset)
        told = ngettext("%(count)d token was revoked.", "%(count)d tokens were revoked.", done)
        self.message_user(request, told % {"count": done}, messages.SUCCESS)
