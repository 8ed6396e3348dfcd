"""Records joined by judgements: connected groups over pairs of uids. Pure, but for the `step` that looks pairs up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Pairs = set[tuple[str, str]]


def reach(uids: Iterable[str], step: Callable[[set[str]], Pairs]) -> tuple[set[str], Pairs]:
    """Everything joined to `uids`, themselves included, and the pairs that join them.

    `step` looks up the pairs that touch a set of uids; it is called once for each step outwards.
    """
    family, links = set(uids), set()
    front = set(family)
    while front:
        pairs = step(front)
        links |= pairs
        front = {uid for pair in pairs for uid in pair} - family
        family |= front
    return family, links


def groups(family: set[str], links: Pairs) -> Iterator[set[str]]:
    """The connected groups of the family, in the order of their smallest uids."""
    neighbours: dict[str, set[str]] = {uid: set() for uid in family}
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    seen: set[str] = set()
    for start in sorted(family):
        if start in seen:
            continue
        group, front = {start}, [start]
        while front:
            front = [n for uid in front for n in neighbours[uid] if n not in group]
            group |= set(front)
        seen |= group
        yield group
