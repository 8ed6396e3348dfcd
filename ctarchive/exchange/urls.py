"""Addresses of import, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

from ctarchive.exchange import table_views, views

app_name = "exchange"
inside = admin.site.admin_view
urlpatterns = [
    path("", inside(views.index), name="index"),
    path("dossier/", inside(views.dossier), name="dossier"),
    path("tables/<slug:kind>/", inside(table_views.take), name="table"),
    path("tables/<slug:kind>/template.csv", inside(table_views.template), name="template"),
    path("uploads/<str:key>/reading/", inside(table_views.reading), name="reading"),
    path("uploads/<str:key>/errors.csv", inside(table_views.errors), name="errors"),
    path("uploads/<str:key>/", inside(views.upload), name="upload"),
    path("uploads/<str:key>/load/", inside(views.load), name="load"),
    path("uploads/<str:key>/forget/", inside(views.forget), name="forget"),
]
