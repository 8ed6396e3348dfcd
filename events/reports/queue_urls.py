"""Addresses of the editors' queue of what readers wrote, below the admin's and behind its sign-in."""

from django.contrib import admin
from django.urls import path

from events.reports import queue

app_name = "reported"
urlpatterns = [
    path("", admin.site.admin_view(queue.queue), name="queue"),
    path("<int:number>/", admin.site.admin_view(queue.one), name="report"),
]
