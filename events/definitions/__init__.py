"""What each word about events, entities and claims means, one sentence a term.

Help text for editors, the public codebook for readers. Definitions are keyed by stored value; those of properties stand
in `events.properties`. Knows the vocabularies and nothing else.
"""

from events.definitions.claims import (
    ANCHOR_RESULTS,
    CONFLICTS,
    CREDIBILITY,
    HEDGE_BOUNDS,
    HEDGES,
    JUDGEMENTS,
    RANK_REASONS,
    RANKS,
    REPLY_CAPACITIES,
    STANCES,
    STATUSES,
    UNITS,
    VALUE_KINDS,
    VALUE_TYPES,
)
from events.definitions.entities import ENTITY_KINDS, IDENTIFIER_SCHEMES, NAME_KINDS
from events.definitions.kinds import EVENT_KINDS
from events.definitions.roles import PARTICIPANT_ROLES

__all__ = [
    "ANCHOR_RESULTS",
    "CONFLICTS",
    "CREDIBILITY",
    "ENTITY_KINDS",
    "EVENT_KINDS",
    "HEDGES",
    "HEDGE_BOUNDS",
    "IDENTIFIER_SCHEMES",
    "JUDGEMENTS",
    "NAME_KINDS",
    "PARTICIPANT_ROLES",
    "RANKS",
    "RANK_REASONS",
    "REPLY_CAPACITIES",
    "STANCES",
    "STATUSES",
    "UNITS",
    "VALUE_KINDS",
    "VALUE_TYPES",
]
