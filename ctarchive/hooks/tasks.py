"""Work that nobody has to wait for. Tasks take keys and are safe to repeat."""

from django_tasks import task

from ctarchive.hooks import sending


@task()
def deliver(pk: int) -> int:
    """Send this webhook what is due. Returns how many messages it received."""
    return sending.deliver(pk, again=lambda when: deliver.using(run_after=when).enqueue(pk))
