"""The admin of entities, events, claims, evidence, judgements, replies and suggestions: one module per family."""

from events.admin import claim, entity, event, evidence, judgements, reply, suggestion

__all__ = ["claim", "entity", "event", "evidence", "judgements", "reply", "suggestion"]
