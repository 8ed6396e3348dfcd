"""Users, their roles, and who signed in when."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from editorial import access
from editorial.admin.records import NoDeletion, ReadOnly
from editorial.models import AccessLog, AccountAct, User

admin.site.unregister(Group)
# Keys are nobody's to look at: they are made, and taken away, on pages of our own.
admin.site.unregister(TOTPDevice)


@admin.register(User)
class PeopleAdmin(NoDeletion, UserAdmin):
    """Users are made, given roles, and deactivated; never deleted, for the ledger speaks of them for ever."""

    list_display = ("username", "handle", "email", "role_names", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_staff")
    search_fields = ("username", "handle", "first_name", "last_name", "email", "uid")
    readonly_fields = ("uid", "last_login", "date_joined")
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        (_("Archive"), {"fields": ("handle", "email", "is_staff", "groups")}),
    )
    filter_horizontal = ("groups",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Powers beyond the roles are given by superusers alone, or an administrator could take them."""
        if obj is None:
            return self.add_fieldsets
        powers = ("is_superuser", "user_permissions") if request.user.is_superuser else ()
        return (
            (None, {"fields": ("username", "password", "uid")}),
            (_("Person"), {"fields": ("handle", "first_name", "last_name", "email")}),
            (_("Roles"), {"fields": ("is_active", "is_staff", "groups", *powers)}),
            (_("Dates"), {"fields": ("last_login", "date_joined")}),
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *rest: Any, **kwargs: Any) -> HttpResponse:
        """As Django's; what it changes of somebody's access is told in the ledger, with who did it."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, *rest, **kwargs)
        with transaction.atomic(), access.acting(request.user):
            pk = unquote(object_id) if object_id else None
            newest = User.objects.order_by("-pk").values_list("pk", flat=True).first()
            before = access.stored(pk) if pk else {}
            answer = super().changeform_view(request, object_id, *rest, **kwargs)
            changed = User.objects.filter(pk=pk) if pk else User.objects.filter(pk__gt=newest or 0)
            for user in changed:
                if (now := access.stored(user.pk)) != before:
                    access.note(AccountAct.ACCESS, user, fields={"access": now})
        return answer

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Django's; whose doing it was is told in the ledger."""
        with access.acting(request.user):
            return super().user_change_password(request, *args, **kwargs)

    @admin.display(description=_("roles"))
    def role_names(self, user: User) -> str:
        return ", ".join(group.name.replace("_", " ") for group in user.groups.all())


@admin.register(Group)
class RoleAdmin(ReadOnly, GroupAdmin):
    """The roles are made by a migration, and what each may do is granted after every migration."""


@admin.register(AccessLog)
class AccessLogAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("at", "what", "username", "user", "detail")
    list_filter = ("what", "at")
    search_fields = ("username", "detail")
    list_select_related = ("user",)
    date_hierarchy = "at"
    show_full_result_count = False
