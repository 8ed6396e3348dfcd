"""Claims as statements of FollowTheMoney: those that a schema has a place for fill it, others are told in words.

What joins two records is an entity of its own (a link with role, dates and proof). Who is named as suspect or target,
which is somebody's word, is linked with the event and never listed as involved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctarchive.citing import dates
from ctarchive.citing.records import permanent, said
from ctarchive.citing.work import one_line
from ctarchive.exports.ftm_model import Statement, is_a, language, type_of
from editorial.dates import parse
from events import crosswalks
from events.choices import ATTRIBUTED_ROLES, EntityKind, ParticipantRole, ValueKind
from events.models import Claim, Entity
from events.properties import ValueType

# Kinds without a schema of their own: a legal text is a document, and what takes part and fits nowhere a legal entity.
_OTHERWISE = {EntityKind.LEGAL_INSTRUMENT: "Document", EntityKind.OTHER: "LegalEntity"}
_ORGANISERS = (ParticipantRole.ORGANISER, ParticipantRole.HOST)
# Property → the link that says it, with the ends for the subject and the value, and what these must be.
_LINKS = {
    "position": ("Employment", ("employee", "Person"), ("employer", "Organization")),
    "member_of": ("Membership", ("member", "LegalEntity"), ("organization", "Organization")),
}


def key(uid: str) -> str:
    """The id of a record: uids are unique over all types."""
    return f"ctarchive-{uid}"


def schema_of(entity: Entity) -> str:
    return crosswalks.ENTITIES_IN_FOLLOWTHEMONEY.get(entity.kind) or _OTHERWISE[EntityKind(entity.kind)]


@dataclass(frozen=True)
class About:
    """What statements are made of: an entity of FollowTheMoney, in one of the records that were merged into it."""

    uid: str
    root: str
    schema: str
    origin: str
    since: str

    def say(self, prop: str, value: str, lang: str = "", original: str = "") -> Iterator[Statement]:
        """The statement, unless there is nothing to say or the schema has no such property."""
        if value and type_of(self.schema, prop):
            lang = language(lang)
            yield Statement(
                key(self.uid), key(self.root), self.schema, prop, value, self.origin, self.since, lang, original
            )


def told(about: About, claim: Claim, proofs: Sequence[str]) -> Iterator[Statement]:
    """What a claim says of its subject itself. `proofs` are the root uids of the sources that support it."""
    value = claim.value_entity
    if claim.value_kind != ValueKind.VALUE:
        yield from about.say("notes", sentence(claim), "en")
    elif claim.spec.value is ValueType.EDTF and type_of(about.schema, "startDate"):
        yield from _dated(about, claim.value_edtf)
    elif claim.property == "place" and value:
        yield from _placed(about, value)
    elif claim.property == "participant" and value:
        if claim.role not in ATTRIBUTED_ROLES and is_a(schema_of(value), "LegalEntity"):
            yield from about.say("organizer" if claim.role in _ORGANISERS else "involved", key(value.root_id))
    elif not value:
        yield from about.say("notes", sentence(claim), "en")
    for uid in proofs:
        yield from about.say("proof", key(uid))


def is_link(claim: Claim) -> bool:
    """Whether it joins its subject with another entity."""
    return claim.value_entity is not None and claim.value_kind == ValueKind.VALUE and claim.property != "place"


def link(subject: About, claim: Claim, proofs: Sequence[str]) -> list[Statement]:
    """A claim that joins two records, as an entity between them."""
    value = claim.value_entity
    assert value is not None
    schema, one, other = _ends(subject.schema, schema_of(value), claim.property)
    about = About(claim.pk, claim.pk, schema, subject.origin, subject.since)
    role = claim.role or claim.title or claim.property
    by = claim.attributed_to
    return [
        *about.say("id", key(claim.pk)),
        *about.say(one, key(subject.root)),
        *about.say(other, key(value.root_id)),
        *about.say("role", one_line(role)),
        *about.say("status", f"according to {one_line(by.display_name)}" if by else "", "en"),
        *about.say("description", sentence(claim), "en"),
        *(_dated(about, claim.valid) if claim.valid else ()),
        *about.say("recordId", claim.pk),
        *about.say("sourceUrl", permanent("claim", claim.pk)),
        *(statement for uid in proofs for statement in about.say("proof", key(uid))),
    ]


def _ends(subject: str, value: str, name: str) -> tuple[str, str, str]:
    """The schema of a link, and its properties for the subject and the value."""
    if name in _LINKS:
        schema, (one, first), (other, second) = _LINKS[name]
        if is_a(subject, first) and is_a(value, second):
            return schema, one, other
    return "UnknownLink", "subject", "object"


def sentence(claim: Claim) -> str:
    """The claim in words, with whose word it is."""
    by = claim.attributed_to
    if by is None or claim.property in ("statement", "allegation"):
        return said(claim)
    return f"{said(claim)} (according to {one_line(by.display_name)})"


def _dated(about: About, edtf: str) -> Iterator[Statement]:
    """First and last day as far as they are known; a date that is one is told as such too. The EDTF stands beside."""
    date, ends = parse(edtf), dates.ends(edtf)
    if "/" not in edtf and len(ends) == 1:
        yield from about.say("date", dates.iso(ends[0]), original=edtf)
    if not (date.open_start or date.unknown_start):
        yield from about.say("startDate", dates.iso(ends[0]), original=edtf)
    if not (date.open_end or date.unknown_end):
        yield from about.say("endDate", dates.iso(ends[-1]), original=edtf)


def _placed(about: About, place: Entity) -> Iterator[Statement]:
    yield from about.say("location", one_line(place.display_name))
    if schema_of(place) == "Address":
        yield from about.say("addressEntity", key(place.root_id))
    if not place.protected:
        yield from about.say("country", place.country.lower())
