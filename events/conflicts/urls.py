"""Addresses of the pages of conflicts, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.conflicts import views

app_name = "conflicts"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.listing), name="list"),
    path("<uid:uid>/<slug:key>/", inside(views.conflict), name="conflict"),
]
