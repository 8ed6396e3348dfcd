"""Work that nobody has to wait for. Tasks take uids, are safe to repeat, and call a verb."""

from django_tasks import task

from events.actions.anchors import recheck
from sources.models import Capture


@task()
def check_anchors(capture: str) -> dict[str, int]:
    """Check earlier quotations against the capture with this uid. Returns how many there are of each result."""
    return dict(recheck(Capture.objects.get(pk=capture)))
