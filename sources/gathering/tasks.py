"""Work on sources that nobody has to wait for. Tasks take keys, are safe to repeat, and call a verb."""

from django_tasks import task

from editorial.choices import Via
from sources.gathering import batches
from sources.models import Batch

# Other tasks have their turn between two portions.
PORTION = 10


@task()
def work_batch(pk: int) -> dict[str, int]:
    """Capture some addresses of this batch, and ask for the next portion. Returns how many came out how."""
    batch = Batch.objects.select_related("user").get(pk=pk)
    done = batches.outcome(batches.work(batch, most=PORTION, via=Via.ADMIN))
    if sum(done.values()) == PORTION:
        work_batch.enqueue(pk)
    return dict(done)
