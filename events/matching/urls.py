"""Addresses of the pages on which entities are judged to be one, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.matching import views

app_name = "matching"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.queue), name="queue"),
    path("<uid:uid>/", inside(views.entity), name="entity"),
    path("<uid:left>/<uid:right>/", inside(views.pair), name="pair"),
    path("<uid:uid>/apart/", inside(views.apart), name="apart"),
]
