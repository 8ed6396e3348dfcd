"""Addresses of the pages that look over the whole archive."""

from django.urls import path

from ctarchive.site import corrections, coverage, data, manual, years

urlpatterns = [
    path("events/year/<int:year>/", years.events_of_year, name="events_of_year"),
    path("corrections/", corrections.corrections_page, name="corrections"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("data/", data.data, name="data"),
    path("docs/", manual.index, name="manual"),
    path("docs/images/<str:name>", manual.image, name="manual_image"),
    path("docs/<slug:name>/", manual.show, name="manual_page"),
]
