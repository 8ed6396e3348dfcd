"""Addresses of import, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

from ctarchive.exchange import views

app_name = "exchange"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.index), name="index"),
    path("dossier/", inside(views.dossier), name="dossier"),
    path("uploads/<str:key>/", inside(views.upload), name="upload"),
    path("uploads/<str:key>/load/", inside(views.load), name="load"),
    path("uploads/<str:key>/forget/", inside(views.forget), name="forget"),
]
