"""The verbs on entities, claims and evidence. The general ones (submit, publish, …) are in `editorial.actions`."""

from events.actions.bundles import bundle_of, publish_bundle, submit_bundle
from events.actions.claims import correct, propose_ranking, quote, rank
from events.actions.entities import save_entity
from events.actions.matches import match
from events.actions.moving import move, split
from events.actions.replies import reply

__all__ = [
    "bundle_of",
    "correct",
    "match",
    "move",
    "propose_ranking",
    "publish_bundle",
    "quote",
    "rank",
    "reply",
    "save_entity",
    "split",
    "submit_bundle",
]
