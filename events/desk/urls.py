"""Addresses of the review desk, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.desk import views

app_name = "desk"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.queue), name="queue"),
    path("<uid:uid>/", inside(views.bundle), name="bundle"),
    path("<uid:uid>/take/", inside(views.take), name="take"),
    path("<uid:uid>/release/", inside(views.release), name="release"),
    path("<uid:uid>/comments/", inside(views.comments_on), name="comments"),
    path("comments/<int:number>/", inside(views.settle), name="settle"),
]
