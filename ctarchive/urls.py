"""The site map: which room answers which address."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ctarchive import searching, sitemaps, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap-index"),
    path("sitemaps/<slug:name>.xml", sitemaps.section, name="sitemap"),
    path("search/", searching.search, name="search"),
    path("search/suggest", searching.suggest, name="suggest"),
    path("codebook/", views.codebook_page, name="codebook"),
    path("about/", views.about, name="about"),
    path("about/how-we-work/", views.methodology, name="methodology"),
    path("", include("ctarchive.citing.urls")),
    path("", include("ctarchive.feeds.urls")),
    path("", include("ctarchive.site.urls")),
    path("", include("ctarchive.pictures.urls")),
    path("", include("events.urls")),
    path("", include("sources.urls")),
    path("", include("editorial.urls")),
    path("admin/events/workbench/", include("events.workbench.urls")),
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
