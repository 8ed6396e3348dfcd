"""Addresses of version 1."""

from django.urls import include, path

from ctarchive.api.v1 import about, changes, correcting, overviews, packets, searching, views

urlpatterns = [
    path("", about.Root.as_view(), name="root"),
    path("events/", views.EventList.as_view(), name="event-list"),
    path("events/<str:uid>/", views.EventDetail.as_view(), name="event-detail"),
    path("entities/", views.EntityList.as_view(), name="entity-list"),
    path("entities/<str:uid>/", views.EntityDetail.as_view(), name="entity-detail"),
    path("claims/", views.ClaimList.as_view(), name="claim-list"),
    path("claims/<str:uid>/", views.ClaimDetail.as_view(), name="claim-detail"),
    path("claims/<str:uid>/packet", packets.ClaimPacket.as_view(), name="claim-packet"),
    path("evidence/", views.EvidenceList.as_view(), name="evidence-list"),
    path("evidence/<str:uid>/", views.EvidenceDetail.as_view(), name="evidence-detail"),
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("sources/<str:uid>/", views.SourceDetail.as_view(), name="source-detail"),
    path("captures/", views.CaptureList.as_view(), name="capture-list"),
    path("captures/<str:uid>/", views.CaptureDetail.as_view(), name="capture-detail"),
    path("publishers/", views.PublisherList.as_view(), name="publisher-list"),
    path("publishers/<str:uid>/", views.PublisherDetail.as_view(), name="publisher-detail"),
    path("conflicts/", overviews.ConflictList.as_view(), name="conflict-list"),
    path("corrections/", correcting.CorrectionList.as_view(), name="correction-list"),
    path("search/", searching.Search.as_view(), name="search"),
    path("stats/", overviews.Stats.as_view(), name="stats"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("codebook/", about.Codebook.as_view(), name="codebook"),
    path("schema/", about.Schema.as_view(), name="schema"),
    path("docs/", about.Docs.as_view(url_name="api:schema"), name="docs"),
    path("work/", include("ctarchive.api.v1.writing.urls")),
]
