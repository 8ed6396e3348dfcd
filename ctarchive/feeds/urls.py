"""Addresses of feeds: the archive's own, and `feed.atom` or `feed.rss` behind any record's or list's address."""

from django.urls import path, register_converter

from ctarchive.feeds import views
from ctarchive.feeds.entries import FORMS
from editorial.converters import UidConverter


class FeedConverter(UidConverter):
    """How a feed's address ends."""

    regex = "|".join(FORMS)


register_converter(FeedConverter, "feed")

_SUBJECTS = {"event": "events", "entity": "entities"}
_LISTS = _SUBJECTS | {"claim": "claims", "source": "sources"}

# No namespace: templates look for `feeds`, and do without it where it is missing.
urlpatterns = [
    path("feeds/", views.index, name="feeds"),
    path("feeds/publications.atom", views.publications, {"form": "atom"}, name="feeds-publications"),
    path("feeds/publications.rss", views.publications, {"form": "rss"}, name="feeds-publications-rss"),
    path("feeds/corrections.atom", views.corrections, {"form": "atom"}, name="feeds-corrections"),
    path("feeds/corrections.rss", views.corrections, {"form": "rss"}, name="feeds-corrections-rss"),
    path("search/feed.<feed:form>", views.searched, name="feed-search"),
    *(
        path(f"{at}/feed.<feed:form>", views.listed, {"record_type": of}, name=f"feed-{of}-list")
        for of, at in _LISTS.items()
    ),
    *(
        path(f"{at}/<uid:uid>/feed.<feed:form>", views.subject, {"record_type": of}, name=f"feed-{of}")
        for of, at in _SUBJECTS.items()
    ),
    *(
        path(f"{at}/<words:slug>-<uid:uid>/feed.<feed:form>", views.subject, {"record_type": of})
        for of, at in _SUBJECTS.items()
    ),
]
