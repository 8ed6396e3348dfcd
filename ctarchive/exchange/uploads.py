"""Uploads from their preview to their loading: kept for one person, loaded once, emptied, and removed in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ctarchive.dossier.errors import DossierError, Problem
from ctarchive.dossier.load import Loaded, load_drafts, only_drafts
from ctarchive.dossier.plan import Plan
from ctarchive.models import Upload
from editorial.choices import Via
from editorial.errors import EditorialError
from editorial.forms import sentences
from sources.text import UnreadableError

KEPT_FOR = timedelta(hours=24)
# Longer than this nothing is being loaded any more: its worker was killed.
GIVEN_UP_AFTER = timedelta(minutes=30)
# More new records than this are loaded by a worker, and nobody waits for a page.
AT_ONCE = 200

Kind, State = Upload.Kind, Upload.State
Planning = Callable[[Upload], Plan]


def keep(user: Any, kind: str, filename: str, data: bytes, **fields: Any) -> Upload:
    """Keep a file for its preview. What nobody came back for is removed."""
    Upload.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return Upload.objects.create(user=user, kind=kind, filename=filename[-200:], data=data, **fields)


def of(user: Any) -> QuerySet[Upload]:
    """The uploads of this person, and nobody else's, without their bytes."""
    return Upload.objects.filter(user=user, at__gte=timezone.now() - KEPT_FOR).defer("data")


def begin(upload: Upload, **chosen: Any) -> bool:
    """Take the upload for loading; False when it is loaded, or being loaded, already. Of two at once one wins."""
    stuck = Q(state__in=(State.QUEUED, State.LOADING), begun_at__lt=timezone.now() - GIVEN_UP_AFTER)
    waiting = Upload.objects.filter(Q(state__in=(State.KEPT, State.FAILED)) | stuck, pk=upload.pk)
    return bool(waiting.update(state=State.QUEUED, begun_at=timezone.now(), chosen=chosen, outcome={}))


def load(key: str, planning: Planning) -> Upload | None:
    """Load a queued upload as drafts of its user, all of it or nothing. None when another was faster, or it is gone."""
    if not Upload.objects.filter(pk=key, state=State.QUEUED).update(state=State.LOADING, begun_at=timezone.now()):
        return None
    upload = Upload.objects.select_related("user").get(pk=key)
    try:
        with transaction.atomic():
            _one_at_a_time()
            plan = planning(upload)
            left_out = only_drafts(plan)
            submit = bool(upload.chosen.get("submit"))
            loaded = load_drafts(plan, author=upload.user, via=Via.ADMIN, submit=submit)
            upload.state, upload.data = State.LOADED, b""
            upload.outcome = _told(loaded, plan, left_out)
            upload.save(update_fields=["state", "data", "outcome"])
    except (DossierError, UnreadableError, EditorialError, ValidationError, IntegrityError) as error:
        upload.state, upload.outcome = State.FAILED, {"problems": problems_of(error)}
        upload.save(update_fields=["state", "outcome"])
    except BaseException:
        # A fault of ours: it is logged as one, and the upload can be loaded again once that is mended.
        Upload.objects.filter(pk=key).update(state=State.FAILED, outcome={"problems": [[0, _("It broke off."), ""]]})
        raise
    return upload


def _one_at_a_time() -> None:
    """Let no other loading plan until this one is committed: what both bring would be made twice.

    SQLite's transactions have this of themselves. The number means nothing but this lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(711002)")


def problems_of(error: Exception) -> list[list[Any]]:
    """[line, what, key] for all that is wrong; line 0 where it is the whole file."""
    if isinstance(error, DossierError):
        return [list(problem) for problem in error.problems]
    if isinstance(error, IntegrityError):
        told = _("Somebody else wrote some of these records in the meantime. Nothing was written; load it again.")
        return [list(Problem(0, told))]
    if isinstance(error, EditorialError | ValidationError):
        return [list(Problem(0, sentence)) for sentence in sentences(error)]
    return [list(Problem(0, str(error)))]


def _told(loaded: Loaded, plan: Plan, left_out: int) -> dict[str, Any]:
    """What the page says afterwards: numbers by type, and the first of what was made, to go to."""
    made = [planned.record for planned in plan.planned.values() if not planned.is_known]
    chief = Counter(record.type_name() for record in made)
    links = [[record.type_name(), record.pk] for record in made if record.type_name() in ("event", "entity", "source")]
    return {"made": dict(chief), "known": dict(loaded.known), "left_out": left_out, "links": links[:20]}
