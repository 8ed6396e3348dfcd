"""Addresses of the second factor, behind the admin's door."""

from django.contrib import admin
from django.urls import path

from editorial.people import second_pages as pages

app_name = "second"
urlpatterns = [
    path("second-factor/", admin.site.admin_view(pages.ask), name="ask"),
    path("me/second-factor/", admin.site.admin_view(pages.mine), name="mine"),
    path("me/second-factor/picture.svg", admin.site.admin_view(pages.picture), name="picture"),
    path("people/<int:user>/reset-second-factor/", admin.site.admin_view(pages.reset), name="reset"),
]
