"""What a thread is at work on: the request or task, its id, and what it has asked of the database so far.

Knows no models: the log's formatter imports it before the applications are there.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Trace:
    """What is known of the request, or the task, that this thread is at work on."""

    id: str
    task: str = ""
    started: float = field(default_factory=time.perf_counter)
    queries: int = 0
    waited: float = 0.0  # seconds, for the database

    def passed(self) -> float:
        """Seconds since it began."""
        return time.perf_counter() - self.started


_current: ContextVar[Trace | None] = ContextVar("ctarchive_trace", default=None)


def current() -> Trace | None:
    """The request or task that is being worked on, if any."""
    return _current.get()


def begin(trace: Trace) -> None:
    """From now on this is what the thread is at work on."""
    _current.set(trace)


def end() -> None:
    """The thread waits for what comes next."""
    _current.set(None)


def request_id() -> str:
    """The id that a reader can name; empty outside requests."""
    trace = _current.get()
    return "" if trace is None or trace.task else trace.id


# -- tasks and the database --------------------------------------------------------------------------------------------


def begin_task(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """From now on log lines carry the task's id and name."""
    begin(Trace(str(task_result.id), task=task_result.task.module_path))


def end_task(sender: Any, task_result: Any, **kwargs: Any) -> None:
    """The worker waits for the next task."""
    end()


def watch_statements(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Count what is asked of a connection that was opened, and for how long it is waited for."""
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


def _count(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    trace = _current.get()
    if trace is None:
        return execute(sql, params, many, context)
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        trace.queries += 1
        trace.waited += time.perf_counter() - started
