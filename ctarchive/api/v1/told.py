"""A claim with what is told beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from events.footnotes import Footnote
from events.models import Claim, Reply
from events.reading import Shown


@dataclass
class Told:
    """A claim as the API tells it."""

    claim: Claim
    evidence: list[Footnote] = field(default_factory=list)
    rank_reason: str = ""
    superseded_by: str | None = None
    reason: str = ""
    replies: Sequence[Reply] = ()

    @property
    def pk(self) -> str:
        return self.claim.pk

    @classmethod
    def of(cls, shown: Shown, replies: Sequence[Reply] = ()) -> Told:
        """A claim that was read with its subject, and what was replied to it."""
        return cls(shown.claim, shown.footnotes, shown.ranking.reason if shown.ranking else "", replies=replies)
