"""How much work something is, by a measure that does not depend on the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any

from events.suggest import Document


def steps(call: Callable[[], Any]) -> int:
    """How many functions, ours and the interpreter's own, the call calls."""
    count = 0

    def seen(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(before)
    return count


def growth(find: Callable[[Document], Iterable[Any]], line: str, times: int) -> float:
    """How many times the steps it takes to read twice the text: the line so many times, and twice as many."""
    once, twice = Document(line * times, language="en"), Document(line * times * 2, language="en")
    return steps(lambda: list(find(twice))) / steps(lambda: list(find(once)))
