"""The filters of the lists of events, entities and claims: HTML forms on the site, query parameters in the API.

Whoever is named by uid is meant with all that was merged with it. Conditions on claims hold of one and the same claim,
conditions on evidence of one and the same passage. Nothing here joins, so that no record is found twice.
"""

from events.filters.claims import ClaimFilter
from events.filters.ended import ConflictFilter, CorrectionFilter
from events.filters.entities import EntityFilter
from events.filters.events import EventFilter
from events.filters.passages import EvidenceFilter
from events.filters.shared import OF_CLAIM, OF_EVIDENCE, asked, on_evidence, roots_of

__all__ = [
    "OF_CLAIM",
    "OF_EVIDENCE",
    "ClaimFilter",
    "ConflictFilter",
    "CorrectionFilter",
    "EntityFilter",
    "EventFilter",
    "EvidenceFilter",
    "asked",
    "on_evidence",
    "roots_of",
]
