"""Work that nobody has to wait for. Tasks take uids, are safe to repeat, and call a verb."""

from django_tasks import task

from events.actions.anchors import recheck
from events.actions.suggestions import suggest_in
from sources.models import Capture


@task()
def check_anchors(capture: str) -> dict[str, int]:
    """Check earlier quotations against the capture with this uid. Returns how many there are of each result."""
    return dict(recheck(Capture.objects.get(pk=capture)))


@task()
def suggest(capture: str) -> dict[str, int]:
    """Suggest what to mark in the capture with this uid. Returns how many suggestions are new, changed, gone, same."""
    return dict(suggest_in(Capture.objects.select_related("source").get(pk=capture)))
