"""How many records of which kind there are, and what is special about a story: known before anything is made. Pure.

A story is a source with ten claims about two events and an entity. Stories are made in chunks; nothing in one rests on
another, so that they can be made side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CLAIMS = 10  # of a story
CHUNK = 100  # stories
ENTITY_KINDS = (
    "place", "place", "public_body", "public_body", "igo", "person", "person", "person", "ngo", "legal_instrument",
)  # fmt: skip


@dataclass(frozen=True)
class Story:
    """What is special about the story of this number.

    `reprints`: its source also holds, word for word, what the one before says of its first event. `confirms`: it tells
    of the date of that event in words of its own. `disputes`: two of its claims give its first event different dates;
    `decided`: and a ranking prefers one of them.
    """

    number: int

    @property
    def has_one_before(self) -> bool:
        return self.number % CHUNK > 0

    @property
    def reprints(self) -> bool:
        return self.has_one_before and self.number % 20 == 7

    @property
    def confirms(self) -> bool:
        return self.has_one_before and self.number % 20 == 13

    @property
    def disputes(self) -> bool:
        return self.number % 10 == 3

    @property
    def decided(self) -> bool:
        return self.number % 40 == 3

    @property
    def records(self) -> int:
        """Source, capture, two events, claims with a passage each; a link with five passages; a passage; a ranking."""
        return 4 + 2 * CLAIMS + 6 * self.reprints + self.confirms + self.decided


@dataclass(frozen=True)
class Plan:
    """An archive of so many claims, from a seed."""

    claims: int
    seed: int

    @property
    def stories(self) -> int:
        return max(20, self.claims // CLAIMS)

    @property
    def entities(self) -> int:
        """Full sets of kinds: whoever is wanted of a kind is there."""
        return max(2, self.stories // 2 // len(ENTITY_KINDS)) * len(ENTITY_KINDS)

    @property
    def publishers(self) -> int:
        return min(300, 5 + self.stories // 100)

    def entity_chunks(self) -> Iterator[range]:
        yield from _chunks(self.entities, CHUNK * 5)

    def story_chunks(self) -> Iterator[range]:
        yield from _chunks(self.stories, CHUNK)

    @staticmethod
    def records_of(stories: range) -> int:
        return sum(Story(number).records for number in stories)


def _chunks(total: int, size: int) -> Iterator[range]:
    for start in range(0, total, size):
        yield range(start, min(start + size, total))
