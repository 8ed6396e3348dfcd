"""The admin of entities, events, claims, evidence, judgements and suggestions: one module per family."""

from events.admin import claim, entity, event, evidence, judgements, suggestion

__all__ = ["claim", "entity", "event", "evidence", "judgements", "suggestion"]
