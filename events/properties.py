"""The codebook of properties: one table, read by the models, the verbs, the admin, the site and the API."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.choices import EntityKind as K

EVENT, ENTITY = "event", "entity"


class ValueType(StrEnum):
    TEXT = "text"
    TERM = "term"
    EDTF = "edtf"
    NUMBER = "number"
    ENTITY = "entity"


@dataclass(frozen=True)
class Property:
    """One thing a claim can say.

    `single`: two published values that cannot both be true are a conflict. `timed`: only where their valid times meet.
    `dated`: it may have a valid time all the same.
    `values` and `subjects` are the entity kinds allowed as value and as subject (empty: any). `allegation`: a statement
    about wrongdoing, which is always somebody's word.
    """

    key: str
    label: str | Promise
    definition: str | Promise
    about: tuple[str, ...]
    value: ValueType
    single: bool = False
    timed: bool = False
    dated: bool = False
    values: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    attributed: bool = False
    allegation: bool = False
    extra: tuple[str, ...] = ()

    @property
    def has_valid_time(self) -> bool:
        return self.timed or self.dated

    @property
    def needs_attribution(self) -> bool:
        return self.attributed or self.allegation


BODIES = (K.STATE, K.PUBLIC_BODY, K.IGO, K.REGIONAL_BODY, K.COALITION, K.NGO, K.COMPANY, K.MEDIA, K.ACADEMIC,
          K.RELIGIOUS_BODY, K.ARMED_GROUP, K.OTHER)  # fmt: skip
INSTRUMENTS = (K.LEGAL_INSTRUMENT, K.PROGRAMME)

_TABLE = (
    Property("date", _("date"),
             _("The day or days on which the event took place, not those on which it was reported."),
             (EVENT,), ValueType.EDTF, single=True),
    Property("place", _("place"),
             _("Where the event took place: the smallest place told, or the state where no more is."),
             (EVENT,), ValueType.ENTITY, single=True, values=(K.PLACE, K.STATE)),
    Property("status", _("status"),
             _("How far the event had come at a time, from announced to completed or cancelled."),
             (EVENT,), ValueType.TERM, single=True, timed=True),
    Property("participant", _("participant"), _("Who had a part in the event, and in which role."),
             (EVENT,), ValueType.ENTITY, extra=("role",)),
    Property("adopted", _("adopted"),
             _("The legal instrument or programme that the event adopted, signed or ratified."),
             (EVENT,), ValueType.ENTITY, values=INSTRUMENTS),
    Property("outcome", _("outcome"),
             _("What came of the event, such as a decision, a plan or a seizure, in one phrase."),
             (EVENT,), ValueType.TEXT),
    Property("purpose", _("purpose"),
             _("What the event was meant to achieve, as its organisers or the source put it."),
             (EVENT,), ValueType.TEXT),
    Property("topic", _("topic"),
             _("A subject that was discussed or on the agenda, whatever came of it."),
             (EVENT,), ValueType.TEXT),
    Property("count", _("count"), _("How many or how much there was of something that is said in words."),
             (EVENT, ENTITY), ValueType.NUMBER, single=True, timed=True,
             extra=("unit", "counted", "hedge", "currency")),
    Property("statement", _("statement"), _("What somebody who is named said, in short, without accusing anybody."),
             (EVENT, ENTITY), ValueType.TEXT, dated=True, attributed=True),
    Property("allegation", _("allegation"),
             _("Wrongdoing that somebody who is named says was committed: their word, not ours."),
             (EVENT, ENTITY), ValueType.TEXT, dated=True, allegation=True, extra=("accused",)),
    Property("position", _("position"),
             _("The body in which a person held an office, with its title as the source gives it."),
             (ENTITY,), ValueType.ENTITY, timed=True, values=BODIES, subjects=(K.PERSON,), extra=("title",)),
    Property("member_of", _("member of"),
             _("The organisation or group that the subject joined or sat in as one among equals."),
             (ENTITY,), ValueType.ENTITY, timed=True),
    Property("part_of", _("part of"),
             _("The larger whole of which the subject is a component, as a department is of a ministry."),
             (ENTITY,), ValueType.ENTITY, single=True, timed=True),
    Property("located_in", _("located in"), _("The place or state in which the subject lies or has its seat."),
             (ENTITY,), ValueType.ENTITY, single=True, timed=True, values=(K.PLACE, K.STATE)),
    Property("party_to", _("party to"),
             _("The treaty or agreement by which a state or body is bound, however it became so."),
             (ENTITY,), ValueType.ENTITY, timed=True, values=(K.LEGAL_INSTRUMENT,), subjects=BODIES),
    Property("enacted", _("enacted"), _("The law that a state itself put into force."),
             (ENTITY,), ValueType.ENTITY, timed=True, values=(K.LEGAL_INSTRUMENT,), subjects=(K.STATE,)),
    Property("responsible_for", _("responsible for"),
             _("A task that its mandate gives to a body, whether or not it acted on it."),
             (ENTITY,), ValueType.TEXT, dated=True, subjects=BODIES),
    Property("cooperates_with", _("cooperates with"),
             _("With whom the subject works together against terrorism in general, beyond one event."),
             (ENTITY,), ValueType.ENTITY, timed=True),
    Property("designated_by", _("designated by"),
             _("Who listed the subject as terrorist; the valid time is that of the listing."),
             (ENTITY,), ValueType.ENTITY, timed=True, allegation=True),
    Property("measure", _("measure"), _("A policy or practice of a state or body that lasts, rather than one event."),
             (ENTITY,), ValueType.TEXT, timed=True, subjects=BODIES),
    Property("valid_period", _("valid period"), _("The time for which an instrument or programme is meant to hold."),
             (ENTITY,), ValueType.EDTF, single=True, subjects=INSTRUMENTS),
)  # fmt: skip

PROPERTIES: dict[str, Property] = {p.key: p for p in _TABLE}
CHOICES = [(p.key, p.label) for p in _TABLE]


def keys(
    properties: Iterable[Property] | None = None, *, value: ValueType | None = None, about: str | None = None
) -> list[str]:
    """The keys of the properties with this value type, or about this kind of subject."""
    table = _TABLE if properties is None else properties
    return [p.key for p in table if value in (None, p.value) and (about is None or about in p.about)]
