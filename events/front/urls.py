"""Addresses of the pages of what waits, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

from events.front import views

app_name = "waiting"
urlpatterns = [path("<slug:key>/", admin.site.admin_view(views.waiting), name="all")]
