"""Going back to an older migration, and forth again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command


@contextmanager
def back_to(app: str, name: str) -> Iterator[None]:
    """Be at migration `name` of an app for a while; afterwards every app is at its newest again.

    Every app, not only this one: what depends on the migrations that were undone was undone with them.
    """
    try:
        call_command("migrate", app, name, verbosity=0)
        yield
    finally:
        call_command("migrate", verbosity=0)
