"""Addresses under /api/. Whatever is not there is answered as an error of the API, not with a page."""

from django.urls import include, path, re_path

from ctarchive.api.v1.about import Missing

app_name = "api"
urlpatterns = [
    path("v1/", include("ctarchive.api.v1.urls")),
    # Only with a slash at the end, so that an address without one is first sent to the one with it.
    re_path(r"^(?:.*/)?$", Missing.as_view(), name="missing"),
]
