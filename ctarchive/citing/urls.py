"""Addresses of citations: the record's own, with or without its words, and the format behind it."""

from django.urls import path, register_converter

from ctarchive.citing import views
from ctarchive.citing.formats import FORMATS
from editorial.converters import UidConverter


class FormatConverter(UidConverter):
    """How the file ends."""

    regex = "|".join(FORMATS)


register_converter(FormatConverter, "format")

_PLACES = {"event": "events", "entity": "entities", "claim": "claims", "source": "sources"}
_ITSELF = {"record_type": "source", "original": True}

app_name = "citing"
urlpatterns = [
    path("sources/<uid:uid>/original.<format:form>", views.cite, _ITSELF, name="original"),
    path("sources/<words:slug>-<uid:uid>/original.<format:form>", views.cite, _ITSELF),
    *(
        path(f"{at}/<uid:uid>/cite.<format:form>", views.cite, {"record_type": of}, name=of)
        for of, at in _PLACES.items()
    ),
    *(
        path(f"{at}/<words:slug>-<uid:uid>/cite.<format:form>", views.cite, {"record_type": of})
        for of, at in _PLACES.items()
    ),
]
