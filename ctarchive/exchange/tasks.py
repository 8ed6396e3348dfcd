"""Work that nobody has to wait for. Tasks take keys and are safe to repeat."""

from django_tasks import task

from ctarchive.exchange import uploads
from ctarchive.exchange.planning import plan_of


@task()
def load_upload(key: str) -> str:
    """Load a confirmed upload. Returns the state it came to; nothing happens to one that is loaded already."""
    done = uploads.load(key, plan_of)
    return str(done.state) if done else "not waiting"
