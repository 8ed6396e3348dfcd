"""What is known of a reported event: its date, its place, who took part and how."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from editorial import dates as edtf_dates
from events.choices import EntityKind, EventKind, ParticipantRole
from events.suggest.document import Document, Suggested
from events.suggest.events.passages import CONFERRING, Reported
from events.suggest.events.triggers import Language

K, R = EventKind, ParticipantRole
# Who did it, and whom or with whom. In all other kinds both are participants.
ROLES: dict[EventKind, tuple[ParticipantRole, ParticipantRole]] = {
    K.ASSESSMENT_VISIT: (R.ASSESSOR, R.ASSESSED),
    K.VISIT: (R.PARTICIPANT, R.HOST),
    K.SESSION: (R.ORGANISER, R.PARTICIPANT),
    K.STATEMENT: (R.AUTHOR, R.OTHER),
    K.JOINT_DECLARATION: (R.SIGNATORY, R.SIGNATORY),
    K.TREATY_SIGNED: (R.SIGNATORY, R.SIGNATORY),
    K.TREATY_RATIFIED: (R.SIGNATORY, R.SIGNATORY),
    K.AGREEMENT_SIGNED: (R.SIGNATORY, R.SIGNATORY),
    K.EXTRADITION: (R.REQUESTED, R.REQUESTING),
    K.PROSECUTION: (R.IMPLEMENTER, R.SUSPECT),
    K.CONVICTION: (R.IMPLEMENTER, R.SUSPECT),
    K.ARREST: (R.IMPLEMENTER, R.SUSPECT),
    K.SPECIAL_OPERATION: (R.IMPLEMENTER, R.TARGET),
    K.MILITARY_OPERATION: (R.IMPLEMENTER, R.TARGET),
    K.PLOT_DISRUPTED: (R.IMPLEMENTER, R.SUSPECT),
    K.TRAVEL_PREVENTED: (R.IMPLEMENTER, R.SUSPECT),
    K.DESIGNATION: (R.IMPLEMENTER, R.TARGET),
    K.DELISTING: (R.IMPLEMENTER, R.TARGET),
    K.ASSET_FREEZE: (R.IMPLEMENTER, R.TARGET),
    K.INFORMATION_SHARING: (R.SENDING, R.RECEIVING),
    K.EQUIPMENT: (R.DONOR, R.BENEFICIARY),
    K.FUNDING: (R.DONOR, R.BENEFICIARY),
    K.TECHNICAL_ASSISTANCE: (R.IMPLEMENTER, R.BENEFICIARY),
    K.TRAINING: (R.ORGANISER, R.PARTICIPANT),
    K.EXERCISE: (R.ORGANISER, R.PARTICIPANT),
    K.REPORT_PUBLISHED: (R.AUTHOR, R.OTHER),
    K.ATTACK: (R.SUSPECT, R.VICTIM),
    K.LAW_ADOPTED: (R.IMPLEMENTER, R.OTHER),
    K.RESOLUTION_ADOPTED: (R.AUTHOR, R.OTHER),
    K.PROGRAMME_ADOPTED: (R.IMPLEMENTER, R.OTHER),
    K.BORDER_MEASURE: (R.IMPLEMENTER, R.OTHER),
    K.REPATRIATION: (R.IMPLEMENTER, R.BENEFICIARY),
    K.COMPLAINT: (R.AUTHOR, R.OTHER),
    K.COOPERATION_REFUSED: (R.REQUESTED, R.REQUESTING),
}
ACTORS = frozenset(
    {
        EntityKind.PERSON, EntityKind.STATE, EntityKind.PUBLIC_BODY, EntityKind.IGO, EntityKind.REGIONAL_BODY,
        EntityKind.COALITION, EntityKind.NGO, EntityKind.COMPANY, EntityKind.ACADEMIC, EntityKind.RELIGIOUS_BODY,
        EntityKind.ARMED_GROUP,
    }
)  # fmt: skip
_LEADING = 3  # sentences of a report that tell of what has just happened
_LOCATIVE = re.compile(r"(?:d[əa]|nd[əa])\b")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?\w+|[ıiuü][ln](?:ıb|ib|ub|üb|dı|di|du|dü|mış)|\w+н[аоы]?\b",
    re.IGNORECASE,
)


class Details:
    """Puts together what is known of the events of one document, in their order."""

    def __init__(
        self, document: Document, language: Language, dates: Sequence[Suggested], mentions: Sequence[Suggested]
    ) -> None:
        self.document = document
        self.text = document.flowing
        self.rules = language.compiled
        self.dates = dates
        self.mentions = mentions
        self.last: tuple[str, str] | None = None  # date and reason of the last event in which somebody came together
        self.told_place: dict[str, Any] | None = None

    def of(self, one: Reported) -> dict[str, Any]:
        """The payload of an event."""
        date, reason = self._date(one)
        payload: dict[str, Any] = {"event_kind": str(one.kind), "cue": list(one.cue)}
        if date:
            payload |= {"date": date, "date_reason": reason}
            if _is_to_the_day(date) and (one.kind in CONFERRING or self.last is None):
                self.last = (date, reason)
        here = [mention for mention in self.mentions if one.start <= mention.start and mention.end <= one.end]
        place = self._place(one, here)
        if place is not None:
            payload["place"] = self._named(place)
        payload["participants"] = self._participants(one, here, place)
        return payload

    def _date(self, one: Reported) -> tuple[str, str]:
        """The date of the event, and whether it is told, that of the event it belongs to, or that of the report."""
        if one.dates:
            best = min(one.dates, key=lambda date: (_coarseness(date), _distance(date, one)))
            return best.payload["edtf"], "told"
        if one.is_same and self.last:
            return self.last[0], "event_before"
        day: datetime.date | None = self.document.published_day or self._dateline()
        if day is not None and (one.place < _LEADING or one.is_same):
            return f"{day.isoformat()}~", "publication"
        return "", ""

    def _dateline(self) -> datetime.date | None:
        """The day that the text gives above its first sentence."""
        line = next((date for date in self.dates if date.payload.get("dateline")), None)
        return datetime.date.fromisoformat(line.payload["edtf"]) if line else None

    def _place(self, one: Reported, here: Sequence[Suggested]) -> Suggested | None:
        """The place named with a word that says it happened there; the nearest to the verb, a town before a state."""
        found = []
        for mention in here:
            kind = _kind(mention)
            if kind not in {EntityKind.PLACE, EntityKind.STATE}:
                continue
            before = self.text[max(one.start, mention.start - 40) : mention.start]
            word = self.text[mention.start : mention.end + 3]
            if self.rules["in_place"].search(before) and (self._is_prefixed or _LOCATIVE.search(word)):
                found.append((kind != EntityKind.PLACE, abs(mention.start - one.cue[1]), mention))
        return min(found, key=lambda row: row[:2])[2] if found else None

    @property
    def _is_prefixed(self) -> bool:
        """Whether the language puts a word before a place; in Azerbaijani the ending says it."""
        return self.document.language != "az"

    def _participants(self, one: Reported, here: Sequence[Suggested], place: Suggested | None) -> list[dict[str, Any]]:
        """Who is named in the passage, with the role that their place beside the verb gives them."""
        active, passive = ROLES.get(one.kind, (R.PARTICIPANT, R.PARTICIPANT))
        is_passive = bool(_PASSIVE.search(self.text[max(one.start, one.cue[0] - 12) : one.cue[1]]))
        rows = []
        for mention in here:
            if mention is place or _kind(mention) not in ACTORS:
                continue
            first = mention.start < one.cue[0]
            if self.rules["by"].search(self.text[max(one.start, mention.start - 12) : mention.start]):
                first = True
            elif is_passive:
                first = not first
            rows.append(self._named(mention) | {"role": str(active if first else passive)})
        return rows

    @staticmethod
    def _named(mention: Suggested) -> dict[str, Any]:
        row: dict[str, Any] = {"start": mention.start, "end": mention.end}
        return row | ({"entities": list(uids)} if (uids := mention.payload.get("entities")) else {})


def _kind(mention: Suggested) -> str:
    return str(mention.payload.get("kind", ""))


def _is_to_the_day(edtf: str) -> bool:
    told = edtf_dates.parse(edtf)
    return told.latest - told.earliest < 62 and told.precision in {"day", "time", "interval"}


def _coarseness(date: Suggested) -> int:
    order = ("time", "day", "interval", "month", "season", "year", "decade", "century")
    told = edtf_dates.parse(date.payload["edtf"])
    return (
        1
        if told.precision in {"day", "interval", "time"} and told.latest - told.earliest < 62
        else order.index(told.precision) + 2
    )


def _distance(date: Suggested, one: Reported) -> int:
    return max(date.start - one.cue[1], one.cue[0] - date.end, 0)


__all__ = ["ACTORS", "CONFERRING", "ROLES", "Details"]
