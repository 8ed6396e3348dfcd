"""Entities, events, and what is claimed about them."""

from events.models.candidate import MatchCandidate, NameKey
from events.models.claim import Claim
from events.models.entity import Entity, EntityName, Identifier
from events.models.event import Event, Participation
from events.models.evidence import AnchorCheck, Evidence
from events.models.match import EntityMatch, EventMatch
from events.models.name_word import NameWord
from events.models.ranking import Ranking
from events.models.reply import Reply
from events.models.suggestion import Suggestion

__all__ = [
    "AnchorCheck",
    "Claim",
    "Entity",
    "EntityMatch",
    "EntityName",
    "Event",
    "EventMatch",
    "Evidence",
    "Identifier",
    "MatchCandidate",
    "NameKey",
    "NameWord",
    "Participation",
    "Ranking",
    "Reply",
    "Suggestion",
]
