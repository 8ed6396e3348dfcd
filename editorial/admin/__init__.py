"""The admin of the innermost room, and what the admin of every record is made of."""

from django.contrib import admin

from editorial.admin import people, trail

__all__ = ["people", "trail"]

admin.site.site_header = admin.site.site_title = "ctarchive"
admin.site.empty_value_display = "—"
