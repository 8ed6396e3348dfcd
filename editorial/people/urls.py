"""Addresses of people and invitations, behind the admin's door."""

from django.contrib import admin
from django.urls import path

from editorial.people import pages

app_name = "people"
urlpatterns = [
    path("", admin.site.admin_view(pages.people), name="people"),
    path("invitations/<int:invitation>/withdraw/", admin.site.admin_view(pages.withdraw), name="withdraw"),
]
