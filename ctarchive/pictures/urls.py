"""Addresses of pictures, of their frames for other sites, and of oEmbed."""

from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…> and <words:…>
from ctarchive.pictures import oembed, views

app_name = "pictures"
urlpatterns = [
    path("events/timeline/", views.TimelineView.as_view(), name="timeline"),
    path("events/map/", views.MapView.as_view(), name="map"),
    path("entities/<words:slug>-<uid:uid>/network/", views.entity_network, name="network"),
    path("entities/<uid:uid>/network/", views.entity_network, name="network"),
    path("embed/events/timeline/", views.TimelineFrame.as_view(), name="timeline_frame"),
    path("embed/events/map/", views.MapFrame.as_view(), name="map_frame"),
    path("embed/entities/<uid:uid>/network/", views.network_frame, name="network_frame"),
    path("oembed", oembed.oembed, name="oembed"),
]
