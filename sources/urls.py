"""Addresses of sources and publishers. Everything before the last hyphen only helps the reader."""

from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…> and <words:…>
from sources import publishers, views

app_name = "sources"
urlpatterns = [
    path("sources/", views.SourceListView.as_view(), name="source_list"),
    path("sources/<words:slug>-<uid:uid>/", views.source_detail, name="source_detail"),
    path("sources/<uid:uid>/", views.source_detail, name="source_uid"),
    path("captures/<uid:uid>/", views.capture, name="capture_uid"),
    path("publishers/", publishers.PublisherListView.as_view(), name="publisher_list"),
    path("publishers/<words:slug>-<uid:uid>/", publishers.publisher_detail, name="publisher_detail"),
    path("publishers/<uid:uid>/", publishers.publisher_detail, name="publisher_uid"),
]
