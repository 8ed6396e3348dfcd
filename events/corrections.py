"""What a correction changes: the statement of the claim it supersedes, field by field, and its quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from editorial.choices import PUBLIC_STATES, State
from editorial.payload import Json
from editorial.told import Change, Teller, pairs_of
from events.actions.claims import STATEMENT
from events.models import Claim, Evidence
from events.protection import Mask

# In which states a passage counts as one of the claim's: those that ended with it did so when it was superseded.
STANDING = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED, State.SUPERSEDED)


@dataclass(frozen=True)
class Correction:
    """The claim that is corrected, how the statement changes, and the passages that come and go."""

    old: Claim
    changes: Sequence[Change]
    added: Sequence[str]
    dropped: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.changes or self.added or self.dropped)

    def masked(self, mask: Mask) -> Correction:
        """The same as the public reads it."""
        return replace(
            self,
            changes=[Change(c.label, mask.apply(c.old), mask.apply(c.new)) for c in self.changes],
            added=[mask.apply(text) for text in self.added],
            dropped=[mask.apply(text) for text in self.dropped],
        )


def of(claims: Iterable[Claim], *, public: bool = False) -> dict[str, Correction]:
    """Uid → the correction, for those of the claims that supersede another. A constant number of queries.

    `public`: only passages that the public has seen.
    """
    made = [claim for claim in claims if claim.supersedes_id]
    before = Claim.objects.in_bulk([claim.supersedes_id for claim in made]) if made else {}
    states = {c.pk: (_statement(before[c.supersedes_id or ""]), _statement(c)) for c in made}
    passages = _passages([*before, *states], public)
    found = {}
    teller = Teller(made[0], pairs_of(states.values())) if made else None
    for claim in made:
        assert teller is not None
        old, new = passages.get(claim.supersedes_id or "", {}), passages.get(claim.pk, {})
        found[claim.pk] = Correction(
            old=before[claim.supersedes_id or ""],
            changes=teller.changes(*states[claim.pk]),
            added=[new[key] for key in new if key not in old],
            dropped=[old[key] for key in old if key not in new],
        )
    return found


def of_one(claim: Claim, *, public: bool = False) -> Correction | None:
    """The correction that the claim is, if it is one."""
    return of([claim], public=public).get(claim.pk)


def _statement(claim: Claim) -> dict[str, Json]:
    payload = claim.payload()
    return {name: payload[name] for name in STATEMENT if name in payload}


def _passages(claims: Iterable[str], public: bool) -> dict[str, dict[tuple[str, int, int, str], str]]:
    """Uid of a claim → its passages, each by where it stands and what it is for. One query."""
    rows = Evidence.objects.filter(claim__in=list(claims), state__in=STANDING)
    if public:
        rows = rows.filter(state__in=PUBLIC_STATES)
    found: dict[str, dict[tuple[str, int, int, str], str]] = {}
    for uid, capture, start, end, stance, exact in rows.order_by("capture", "start", "pk").values_list(
        "claim", "capture", "start", "end", "stance", "exact"
    ):
        found.setdefault(uid, {})[capture, start, end, stance] = exact
    return found
