"""Records are written by verbs, and by nothing else.

Every `Guarded` model and its queryset ask `require_verb()` before they write. A verb opens the door with `writing()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from editorial.errors import Frozen

_writing: ContextVar[bool] = ContextVar("editorial_writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Let the code inside write records. Only verbs, and the projection of derived rows, use it."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def require_verb(what: str) -> None:
    """Raise `Frozen` unless a verb is at work; `what` names the thing about to be written."""
    if not _writing.get():
        raise Frozen(
            f"{what} can only be written by a verb (see the actions modules), so that nothing escapes the ledger."
        )
