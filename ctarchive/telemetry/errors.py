"""Errors, told to whoever runs the archive: by mail (ERROR_MAIL), or to a Sentry (SENTRY_DSN). Neither by default.

What is told is where the program failed and which request it was: no message of an error, no value, address, body,
cookie or setting. These may hold what somebody wrote; the log on the machine has more, under the request's id.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import mail
from django.http import HttpRequest

from ctarchive.telemetry.traces import current

HOUR = 3600.0
PATIENCE = 10  # seconds for the mail server
# Strangers cause these as often as they like.
NOT_OURS = ("django.security.DisallowedHost",)

log = logging.getLogger(__name__)


def kind_of(record: logging.LogRecord) -> str:
    """What two errors have in common that are one: who says it, what failed and where; never a value."""
    where = record.msg
    if record.exc_info and record.exc_info[1]:
        frames = traceback.extract_tb(record.exc_info[2])
        where = " ".join([type(record.exc_info[1]).__name__, *(f"{at.filename}:{at.lineno}" for at in frames[-1:])])
    return hashlib.sha256(f"{record.name} {where}".encode()).hexdigest()[:32]


class Once:
    """Lets one of each kind through in an hour, for all processes that share the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def may(self, kind: str, *, at: float) -> bool:
        """Whether this is the first of its kind within an hour; notes that it was."""
        path = self.folder / kind
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if path.exists() and at - path.stat().st_mtime < HOUR:
                return False
            path.unlink(missing_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # of two at once, one
            os.utime(path, (at, at))
        except FileExistsError:
            return False
        except OSError:
            return _in_memory(kind, at)  # a full disk is something to be told of, too
        return True


_told: dict[str, float] = {}


def _in_memory(kind: str, at: float) -> bool:
    if at - _told.get(kind, 0) < HOUR:
        return False
    _told[kind] = at
    return True


def in_background(call: Callable[[], None]) -> None:
    """Nobody's request waits for the mail server."""
    threading.Thread(target=call, daemon=True).start()


class ErrorMailHandler(logging.Handler):
    """Writes a letter to ERROR_MAIL for an error, one of each kind in an hour."""

    def emit(self, record: logging.LogRecord) -> None:
        """Send, in the background, unless one of this kind was sent within the hour."""
        if not settings.ERROR_MAIL or record.name.startswith(NOT_OURS):
            return
        if Once(Path(settings.VAR) / "error-letters").may(kind_of(record), at=time.time()):
            subject, body = letter(record)
            in_background(lambda: deliver(subject, body))


def deliver(subject: str, body: str) -> None:
    """Send it; that it cannot be sent is a warning, of which no letter tells."""
    try:
        connection = mail.get_connection(timeout=PATIENCE)
        mail.EmailMessage(subject, body, to=settings.ERROR_MAIL, connection=connection).send()
    except Exception as error:  # noqa: BLE001 -- whatever a mail server does: this thread has nobody to tell
        log.warning("A letter about an error was not sent: %s", error)


def letter(record: logging.LogRecord) -> tuple[str, str]:
    """Subject and text. The message is the pattern in the code, without what was put into it."""
    error = record.exc_info[1] if record.exc_info else None
    what = f"{type(error).__name__} in {record.name}" if error else f"{record.name}: {record.msg}"
    lines = [f"{record.levelname} at {record.name}: {record.msg}", f"Archive: {settings.SITE_URL}", *_told_of(record)]
    if error:
        frames = "".join(traceback.format_tb(error.__traceback__))
        lines += ["", f"{type(error).__name__}, at:", frames]
    lines += ["", "The log has more. Of errors of this kind, no other letter is sent within the hour."]
    return f"[ctarchive] {' '.join(what.split())[:120]}", "\n".join(lines)


def _told_of(record: logging.LogRecord) -> list[str]:
    trace, request = current(), getattr(record, "request", None)
    found = [f"Task: {trace.task} {trace.id}" if trace.task else f"Request: {trace.id}"] if trace else []
    if isinstance(request, HttpRequest) and request.resolver_match:
        found.append(f"Route: {request.resolver_match.view_name}")
    return found


# -- Sentry ------------------------------------------------------------------------------------------------------------


def sentry_options(dsn: str) -> dict[str, Any]:
    """How its client is started: it listens to the log alone, and sees no request, body, variable or query."""
    # Imported here: where no Sentry is named, its client is not loaded.
    from sentry_sdk.integrations.logging import LoggingIntegration

    return {
        "dsn": dsn,
        "integrations": [LoggingIntegration(level=None, event_level=logging.ERROR)],
        "default_integrations": False,
        "auto_enabling_integrations": False,
        "max_request_body_size": "never",
        "include_local_variables": False,
        "max_breadcrumbs": 0,
        "traces_sample_rate": None,
        "send_client_reports": False,
        "auto_session_tracking": False,
        "server_name": settings.SITE_URL,
        "before_send": bare,
    }


def bare(event: Any, hint: dict[str, Any]) -> Any:
    """The event with what failed and where, and nothing of what was said; None for what is not ours."""
    if str(event.get("logger", "")).startswith(NOT_OURS):
        return None
    kept = {"event_id", "timestamp", "level", "logger", "exception", "platform", "sdk", "server_name"}
    found = {key: value for key, value in event.items() if key in kept}
    for one in (found.get("exception") or {}).get("values", []):
        one["value"] = ""
    pattern = (event.get("logentry") or {}).get("message", "")
    found["logentry"] = {"message": pattern}
    if trace := current():
        found["tags"] = {"task" if trace.task else "request": trace.id, "task_name": trace.task}
    return found


def begin() -> None:
    """Start the client, if a Sentry is named."""
    if settings.SENTRY_DSN:
        import sentry_sdk  # see sentry_options

        sentry_sdk.init(**sentry_options(settings.SENTRY_DSN))
