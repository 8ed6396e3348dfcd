"""Addresses for those who have no account yet, or cannot sign in."""

from django.urls import path

from editorial.people import joining

app_name = "joining"
urlpatterns = [path("<str:token>/", joining.join, name="join")]
