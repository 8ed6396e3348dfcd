"""Addresses of the forms for readers, and of the page that only the sender of one knows."""

from django.urls import path

import editorial.converters  # noqa: F401 -- registers <uid:…>
from events.reports import public

app_name = "reports"
urlpatterns = [
    path("report/<slug:record_type>/<uid:uid>/", public.report, name="send"),
    path("reply/<uid:uid>/", public.reply, name="reply"),
    path("reports/<str:secret>/", public.status, name="status"),
]
