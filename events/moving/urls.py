"""Addresses of the pages that move and split, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.moving import views

app_name = "moving"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.move), name="move"),
    path("split/<uid:uid>/", inside(views.split), name="split"),
]
