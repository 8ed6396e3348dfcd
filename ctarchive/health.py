"""Addresses for programs that watch the service, answered before anything else looks at the request.

`/healthz`: this process answers. `/readyz`: it can also do its work: the database answers and has the tables that this
release wants, and preserved bytes can be written; or, while the primary is gone, a replica answers readers. Strangers
are told yes or no; why not stands in the log. `/metrics`: figures, for whom `telemetry.metrics` lets see them. They
stand before hosts, redirects and sessions, because whoever watches asks by address, over plain HTTP, every few seconds.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ctarchive.languages import API
from ctarchive.replica.routing import REPLICA
from ctarchive.replica.watching import watch
from ctarchive.telemetry import metrics
from ctarchive.telemetry.traces import request_id

log = logging.getLogger(__name__)

UNAVAILABLE = _("The archive cannot do this now. Nothing of it was kept; try again in a while.")
RETRY_AFTER = "60"  # seconds

# Whether the migrations were found applied: they do not become unapplied while a process runs.
_seen = {"migrated": False}


class NotReadyError(Exception):
    """Why the service cannot do its work."""


class HealthMiddleware:
    """Answers the two addresses; all else goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Where the machine fails, and not the request: say that nothing was kept, and to come back."""
        return unavailable(request, error) if is_of_the_machine(error) else None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return _answer("ok", 200)
        if request.path == "/readyz":
            return _ready()
        if request.path == "/metrics":
            return metrics.answer(request)
        return self.get_response(request)


def unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer while the machine fails, in the form that the address has: a problem for programs, else a sentence."""
    log.error("A request could not be answered: %s", error, exc_info=error, extra={"request": request})
    answer = _problem() if request.path_info.startswith(API) else _answer(f"{UNAVAILABLE}\n{name_it()}", 503)
    answer["Retry-After"] = RETRY_AFTER
    return answer


def _problem() -> HttpResponse:
    body = {"type": "about:blank", "title": HTTPStatus(503).phrase, "status": 503, "detail": str(UNAVAILABLE)}
    told = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    told["Access-Control-Expose-Headers"] = "Retry-After"
    problem = body | {"errors": [], "request_id": request_id()}
    return JsonResponse(problem, status=503, content_type="application/problem+json", headers=told)


def name_it() -> str:
    """A sentence with the id that the log knows the request by, for who writes to us about it."""
    return gettext("If you write to us about it, name this request: %(id)s.") % {"id": request_id()}


# A full disk, one that was remounted for reading only, or lost; a quota.
_ERRORS = {errno.ENOSPC, errno.EROFS, errno.EIO, errno.EDQUOT, errno.ENOTDIR, errno.ESTALE}


def is_of_the_machine(error: Exception) -> bool:
    """Whether a disk or the database has failed, which the same request later may not meet."""
    if isinstance(error, OSError):
        return error.errno in _ERRORS
    return isinstance(error, OperationalError | InterfaceError)


def _ready() -> HttpResponse:
    try:
        require_database()
        require_blob_store()
    except (NotReadyError, DatabaseError, OSError) as error:
        if REPLICA in settings.DATABASES and (seen := watch.look(now=True)).replica and not seen.primary:
            log.error("Ready for readers alone: %s", error)
            return _answer("ready for readers alone", 200)
        log.error("Not ready: %s", error)
        return _answer("not ready", 503)
    return _answer("ready", 200)


def _answer(word: str, status: int) -> HttpResponse:
    return HttpResponse(f"{word}\n", "text/plain; charset=utf-8", status=status, headers={"Cache-Control": "no-store"})


def require_database() -> None:
    """Raise `DatabaseError`, or `NotReadyError`, unless the database answers and is of this release."""
    with connection.cursor() as cursor:
        # Not SELECT 1: where a SQLite file is gone, an empty one takes its place and answers that.
        cursor.execute("SELECT 1 FROM django_migrations")
        cursor.fetchone()
    if not _seen["migrated"]:
        if waiting := unapplied():
            raise NotReadyError(f"migrations are not applied: {', '.join(waiting)}")
        _seen["migrated"] = True


def unapplied() -> list[str]:
    """The migrations of this release that the database has not been through."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def known_migrations() -> set[tuple[str, str]]:
    """(app, name) of the migrations that this release has, those that others have replaced included."""
    loader = MigrationExecutor(connection).loader
    return {*(loader.disk_migrations or {}), *loader.replacements}


def require_blob_store() -> None:
    """Raise `OSError` unless preserved bytes can be read and written."""
    store: Any = storages["blobs"]
    store.require()
