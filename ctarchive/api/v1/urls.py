"""Addresses of version 1."""

from django.urls import path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from ctarchive.api.v1 import views

urlpatterns = [
    path("", views.Root.as_view(), name="root"),
    path("events/", views.EventList.as_view(), name="event-list"),
    path("events/<str:uid>/", views.EventDetail.as_view(), name="event-detail"),
    path("entities/", views.EntityList.as_view(), name="entity-list"),
    path("entities/<str:uid>/", views.EntityDetail.as_view(), name="entity-detail"),
    path("claims/", views.ClaimList.as_view(), name="claim-list"),
    path("claims/<str:uid>/", views.ClaimDetail.as_view(), name="claim-detail"),
    path("sources/", views.SourceList.as_view(), name="source-list"),
    path("sources/<str:uid>/", views.SourceDetail.as_view(), name="source-detail"),
    path("publishers/", views.PublisherList.as_view(), name="publisher-list"),
    path("publishers/<str:uid>/", views.PublisherDetail.as_view(), name="publisher-detail"),
    path("codebook/", views.Codebook.as_view(), name="codebook"),
    path("schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
]
