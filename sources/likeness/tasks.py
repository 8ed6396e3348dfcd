"""Work on likenesses that nobody has to wait for."""

from django_tasks import task

from sources.likeness.finding import look
from sources.models import Capture


@task()
def look_for_copies(capture: str) -> int:
    """Look for copies of the capture with this uid. Returns how many are newly suspected. Safe to repeat."""
    return len(look(Capture.objects.select_related("source__publisher").get(pk=capture)))
