"""What the outermost room adds to every list of records in the admin: the export of those that are selected.

Imported by Django's own search for `admin` modules, after those of the inner rooms.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ctarchive.exchange import export
from ctarchive.hooks import admin as hooks  # noqa: F401 -- registers its pages
from ctarchive.tokens import admin as tokens  # noqa: F401 -- registers its pages
from editorial import registry


def _action(ending: str, described: str | Promise) -> Callable[..., HttpResponseBase | None]:
    """The action that sends the selected records in one of the formats."""
    write, media_type = export.FORMATS[ending]

    @admin.action(description=described, permissions=["view"])  # type: ignore[arg-type]
    def send(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        uids = list(queryset.order_by().values_list("pk", flat=True)[: export.MOST + 1])
        if len(uids) > export.MOST:
            told = _("Select at most %(most)d records. An operator exports everything with “manage.py dump_dossier”.")
            model_admin.message_user(request, told % {"most": export.MOST}, messages.ERROR)
            return None
        name = export.filename(queryset.model, ending)
        return StreamingHttpResponse(
            (part.encode() for part in write(queryset.model, uids, request.user)),
            content_type=media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    send.__name__ = f"export_{ending}"
    return send


ACTIONS = (
    _action("yaml", _("Export the selected as a dossier")),
    _action("csv", _("Export the selected as a table (CSV)")),
    _action("json", _("Export the selected as JSON")),
)
for model in registry.record_types().values():
    model_admin = admin.site.get_model_admin(model)
    model_admin.actions = [*(model_admin.actions or ()), *ACTIONS]
