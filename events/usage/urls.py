"""The address of the page of a record's use, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.usage import views

app_name = "usage"
urlpatterns = [path("<uid:uid>/", admin.site.admin_view(views.used), name="page")]
