"""Addresses of annotations: those of the records with the quotations that they rest on behind them."""

from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…> and <words:…>
from ctarchive.exports.annotation_views import of_record

_PLACES = {"source": "sources", "claim": "claims", "event": "events", "entity": "entities"}
_END = "annotations.jsonld"

urlpatterns = [
    *(
        path(f"{at}/<uid:uid>/{_END}", of_record, {"record_type": of}, name=f"annotations-{of}")
        for of, at in _PLACES.items()
    ),
    *(path(f"{at}/<words:slug>-<uid:uid>/{_END}", of_record, {"record_type": of}) for of, at in _PLACES.items()),
]
