"""Addresses of people's own affairs: their account, behind the admin's door, and the links of letters, behind none."""

from django.contrib import admin
from django.urls import path

from editorial import account

app_name = "account"
urlpatterns = [
    path("admin/me/", admin.site.admin_view(account.me), name="me"),
    path("notices/off/<str:token>/", account.off, name="off"),
]
