"""The files in which the archive can be taken away: made when they are first asked for, and kept until it changes."""

from __future__ import annotations

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive.citing.work import ARCHIVE
from ctarchive.exports import FORMATS, moment
from ctarchive.exports.formats import Format, write_whole
from ctarchive.releases import bag, making

PATIENCE = 25.0  # seconds that a reader waits while another's request makes the same file
KEPT = 2  # versions of which files are kept: somebody may be reading the one before


class BusyError(Exception):
    """Another request is still making the file."""


@require_safe
def export(request: HttpRequest, filename: str) -> HttpResponseBase:
    """One format of the newest public version. 304 for who has it, 503 while it is being made for somebody else."""
    form = next((form for form in FORMATS.values() if form.filename == filename), None)
    if form is None:
        raise Http404(_("There is no such file. The formats are listed at /data/."))
    now = moment.now()
    if (unchanged := get_conditional_response(request, etag=_etag(now, form))) is not None:
        return _open_to_all(unchanged)
    try:
        path, now = kept(form)
    except BusyError:
        text = _("This file is being made for somebody else. Ask again in a moment.")
        return HttpResponse(text, "text/plain; charset=utf-8", status=503, headers={"Retry-After": "30"})
    name = f"{ARCHIVE}-{now.version}-{form.filename}"
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=form.media_type)
    answer["ETag"] = _etag(now, form)
    if now.at:
        answer["Last-Modified"] = http_date(now.at.timestamp())
    return _open_to_all(answer)


@require_safe
def release(request: HttpRequest, name: str) -> HttpResponseBase:
    """A release, the whole bag in one file."""
    made = next((one for one in making.releases(folder("releases")) if one.file.name == name), None)
    if made is None or not made.file.is_file():
        raise Http404(_("There is no such release. They are listed at /data/."))
    return _open_to_all(FileResponse(made.file.open("rb"), as_attachment=True, content_type="application/zip"))


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The profile that the bags of releases keep to."""
    answer = JsonResponse(bag.profile(f"{settings.SITE_URL}/data/{bag.PROFILE}", ARCHIVE))
    return _open_to_all(answer)


def folder(name: str) -> Path:
    """A folder of ours in VAR."""
    return Path(settings.VAR) / name


def kept(form: Format) -> tuple[Path, moment.Moment]:
    """The file of the newest public version, made if it is not there, and what it is of. Raises `BusyError`."""
    with _one_at_a_time(form), moment.held() as now:
        path = folder("exports") / now.key / form.filename
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(form, now, path)
            _forget(path.parent)
        return path, now


@contextmanager
def _one_at_a_time(form: Format) -> Iterator[None]:
    """Hold the file's lock, over all processes of this machine."""
    folder("exports").mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + PATIENCE
    with (folder("exports") / f".{form.name}.lock").open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as held:
                if time.monotonic() > until:
                    raise BusyError from held
                time.sleep(0.1)
        yield


def _forget(newest: Path) -> None:
    """Remove the files of versions that nobody asks for any more. Who reads one has it open, and reads on."""
    others = [path for path in folder("exports").iterdir() if path.is_dir() and path != newest]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


def forget_all() -> None:
    """Remove all kept files: what a newer release of the software makes of the same version may be other bytes."""
    shutil.rmtree(folder("exports"), ignore_errors=True)


def _etag(now: moment.Moment, form: Format) -> str:
    return f'"{now.key}-{form.name}"'


def _open_to_all(answer: Any) -> Any:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{settings.DATA_LICENCE["url"]}>; rel="license"'
    return answer
