"""Addresses of one's own tokens, behind the admin's door."""

from django.contrib import admin
from django.urls import path

from ctarchive.tokens import pages

app_name = "tokens"
urlpatterns = [
    path("", admin.site.admin_view(pages.mine), name="mine"),
    path("<int:number>/revoke/", admin.site.admin_view(pages.revoke), name="revoke"),
]
