"""Published records for the stories of the API."""

from typing import Any

from editorial import actions
from editorial.models import Reviewable
from events.actions import correct
from events.choices import NameKind, Scheme
from events.models import Claim, Entity, EntityName, Identifier
from sources.models import Source
from tests import factories as make


def entity(name: str, also: tuple[str, ...] = (), wikidata: str = "", **fields: Any) -> Entity:
    """A published entity, with one statement of its own about it."""
    names = [EntityName(text=text, kind=NameKind.ALIAS) for text in also]
    identifiers = [Identifier(scheme=Scheme.WIKIDATA, value=wikidata)] if wikidata else []
    made = make.entity(name, names, identifiers, **fields)
    make.published_claim(made, "statement", value_text="We patrol the border.", attributed_to=made)
    made.refresh_from_db()
    return made


def source(text: str = "", **fields: Any) -> Source:
    made = make.source(text, **fields)
    make.publish(made)
    return made


def retract(record: Reviewable, reason: str = "Misread.") -> None:
    revision = actions.propose_retraction(record, reason=reason, user=make.user("writer"))
    actions.publish([revision], user=make.user("manager"))
    record.refresh_from_db()


def correction(claim: Claim, **changes: Any) -> Claim:
    """A published correction of the claim."""
    new = correct(claim, user=make.user("writer"), **changes)
    make.publish(new, *new.evidence.all())
    return new
