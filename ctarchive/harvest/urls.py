"""Addresses for harvesters."""

from django.urls import path

from ctarchive.harvest import views

app_name = "harvest"
urlpatterns = [
    path("oai", views.oai, name="oai"),
    path("oai/record.xsd", views.schema, name="schema"),
]
