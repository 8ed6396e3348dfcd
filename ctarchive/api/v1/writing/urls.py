"""Addresses under /api/v1/work/, for programs with a token."""

from django.urls import path

from ctarchive.api.v1.writing import creating, listing, moving, suggesting

urlpatterns = [
    path("", listing.Me.as_view(), name="work-me"),
    path("queue/", listing.Queue.as_view(), name="work-queue"),
    path("publishers/", creating.PublisherCreate.as_view(), name="work-publishers"),
    path("sources/", creating.SourceCreate.as_view(), name="work-sources"),
    path("captures/", creating.CaptureCreate.as_view(), name="work-captures"),
    path("events/", creating.EventCreate.as_view(), name="work-events"),
    path("entities/", creating.EntityCreate.as_view(), name="work-entities"),
    path("claims/", creating.ClaimCreate.as_view(), name="work-claims"),
    path("evidence/", creating.EvidenceCreate.as_view(), name="work-evidence"),
    path("records/", listing.Mine.as_view(), name="work-records"),
    path("records/<str:uid>/", moving.RecordView.as_view(), name="work-record"),
    path("records/<str:uid>/bundle/", moving.BundleView.as_view(), name="work-bundle"),
    path("records/<str:uid>/submit/", moving.Submit.as_view(), name="work-submit"),
    path("records/<str:uid>/discard/", moving.Discard.as_view(), name="work-discard"),
    path("records/<str:uid>/send-back/", moving.SendBack.as_view(), name="work-send-back"),
    path("records/<str:uid>/publish/", moving.Publish.as_view(), name="work-publish"),
    path("records/<str:uid>/retraction/", moving.ProposeRetraction.as_view(), name="work-retraction"),
    path("records/<str:uid>/revision/", moving.ProposeRevision.as_view(), name="work-revision"),
    path("records/<str:uid>/comments/", listing.Comments.as_view(), name="work-comments"),
    path("records/<str:uid>/suggestions/", suggesting.Suggestions.as_view(), name="work-suggestions"),
    path("suggestions/<int:number>/accept/", suggesting.Accept.as_view(), name="work-accept"),
    path("suggestions/<int:number>/reject/", suggesting.Reject.as_view(), name="work-reject"),
]
