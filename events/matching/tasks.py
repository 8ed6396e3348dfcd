"""Work that nobody has to wait for. Safe to repeat."""

from django_tasks import task

from events.matching import candidates


@task()
def find_candidates(entities: list[str]) -> int:
    """Look for entities that may be the same as these (uids). Returns how many pairs there are."""
    return candidates.refresh(entities)
