"""The site map: which room answers which address."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ctarchive import searching, sitemaps, views
from ctarchive.site import downloads

handler500 = "ctarchive.views.server_error"

# What readers see, in every language: /events/, /az/events/, /ru/events/.
public: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("search/", searching.search, name="search"),
    path("search/suggest", searching.suggest, name="suggest"),
    path("codebook/", views.codebook_page, name="codebook"),
    path("about/", views.about, name="about"),
    path("about/how-we-work/", views.methodology, name="methodology"),
    path("", include("ctarchive.citing.urls")),
    path("", include("ctarchive.feeds.urls")),
    path("", include("ctarchive.site.urls")),
    path("", include("ctarchive.pictures.urls")),
    path("", include("events.reports.urls")),
    path("", include("events.urls")),
    path("", include("sources.urls")),
]
urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(*public, prefix_default_language=False),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemaps/<slug:name>.xml", sitemaps.section, name="sitemap"),
    path("", include("ctarchive.exports.annotation_urls")),
    path("data/bagit-profile.json", downloads.profile, name="bagit-profile"),
    path("data/export/<str:filename>", downloads.export, name="export"),
    path("data/releases/<str:name>", downloads.release, name="release"),
    path("", include("ctarchive.proof.urls")),
    path("", include("ctarchive.harvest.urls")),
    path("", include("editorial.urls")),
    path("admin/", include("editorial.people.second_urls")),
    path("admin/people/", include("editorial.people.urls")),
    path("admin/join/", include("editorial.people.open_urls")),
    path("admin/forgotten/", include("editorial.people.password_urls")),
    path("admin/me/tokens/", include("ctarchive.tokens.urls")),
    path("admin/events/workbench/", include("events.workbench.urls")),
    path("admin/reports/", include("events.reports.queue_urls")),
    path("admin/desk/", include("events.desk.urls")),
    path("admin/conflicts/", include("events.conflicts.urls")),
    path("admin/exchange/", include("ctarchive.exchange.urls")),
    path("admin/usage/", include("events.usage.urls")),
    path("admin/waiting/", include("events.front.urls")),
    path("admin/matching/", include("events.matching.urls")),
    path("admin/events/moving/", include("events.moving.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("ctarchive.api.urls")),
]
