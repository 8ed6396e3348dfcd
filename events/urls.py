"""Addresses of events, entities and claims. Everything before the last hyphen only helps the reader."""

from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…> and <words:…>
from events import claim_views, listing_views, views

app_name = "events"
urlpatterns = [
    path("events/", listing_views.EventListView.as_view(), name="event_list"),
    path("events/<words:slug>-<uid:uid>/", views.event_detail, name="event_detail"),
    path("events/<uid:uid>/", views.event_detail, name="event_uid"),
    path("entities/", listing_views.EntityListView.as_view(), name="entity_list"),
    path("entities/<words:slug>-<uid:uid>/", views.entity_detail, name="entity_detail"),
    path("entities/<uid:uid>/", views.entity_detail, name="entity_uid"),
    path("claims/", listing_views.ClaimListView.as_view(), name="claim_list"),
    path("claims/<uid:uid>/", claim_views.claim_detail, name="claim_detail"),
]
