"""The admin of webhooks, for administrators. A secret is shown when it is made, and never again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from ctarchive.hooks import sending
from ctarchive.hooks.forms import WebhookForm
from ctarchive.hooks.models import Webhook
from ctarchive.hooks.signing import new_secret
from ctarchive.hooks.tasks import deliver
from editorial import ledger
from editorial.choices import Role


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    """Who is told of changes, how far they are, and what they answered last."""

    form = WebhookForm
    list_display = ("name", "url", "is_active", "types_told", "standing", "last_at", "last_result")
    list_filter = ("is_active",)
    search_fields = ("name", "url")
    readonly_fields = ("created_by", "created_at", "standing", "last_at", "last_result", "tries", "due_at")
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*WebhookForm.Meta.fields, *(self.readonly_fields if obj else ()))

    def has_module_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return bool(user.is_active and user.is_staff and Role.ADMINISTRATOR in user.roles)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    @admin.display(description=_("only"))
    def types_told(self, hook: Webhook) -> str:
        return ", ".join(hook.record_types) or gettext("everything")

    @admin.display(description=_("told up to"))
    def standing(self, hook: Webhook) -> str:
        told = {"seq": hook.after + 1, "all": ledger.head().public_version}
        return gettext("%(seq)s of %(all)s") % told

    def get_urls(self) -> list[URLPattern]:
        renew = self.admin_site.admin_view(require_POST(self.renew_view))
        return [path("<path:object_id>/secret/", renew, name="ctarchive_webhook_secret"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Webhook, form: Any, change: bool) -> None:
        """Save what was typed, and nothing of what the worker may be writing at this moment."""
        if not change:
            author: Any = request.user
            obj.created_by = author
            obj.after = ledger.head().public_version - 1  # what was before is asked for, not sent
            obj.save()
            return
        typed = {name: form.cleaned_data[name] for name in form.changed_data}
        if "is_active" in typed:
            typed |= {"tries": 0, "due_at": None}
        if "record_types" in typed:
            typed["upto"] = None  # the message that is being tried is another now
        Webhook.objects.filter(pk=obj.pk).update(**typed)
        sending.wake(deliver.enqueue)

    def response_add(self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None) -> HttpResponse:
        return self._shown_once(request, obj)

    def renew_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make another secret; the one before ends at once."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        pk = unquote(object_id)
        hook = Webhook.objects.filter(pk=pk).first() if pk.isdigit() else None
        if hook is None:
            raise Http404
        hook.secret = new_secret()
        hook.save(update_fields=["secret"])
        self.log_change(request, hook, gettext("Another secret was made."))
        return self._shown_once(request, hook)

    def _shown_once(self, request: HttpRequest, hook: Webhook) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Secret of “%(name)s”") % {"name": hook.name},
            "opts": self.opts,
            "original": hook,
            "secret": hook.secret,
            "media": self.media,
            "back": reverse("admin:ctarchive_webhook_changelist"),
        }
        answer = TemplateResponse(request, "admin/ctarchive/webhook/secret.html", context)
        answer["Cache-Control"] = "no-store"
        return answer
