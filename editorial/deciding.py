"""Deciding on a bundle piece by piece: accept some of it, send the rest back, in one transaction.

An item is what one decision is about: a claim with its quotations, the event itself, a ranking. What an accepted item
rests on and is in review goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from editorial import actions, changes, desk, parts, policies
from editorial.choices import Action, State, Via
from editorial.errors import EditorialError, FourEyes, ReasonRequired, Refused, WrongState
from editorial.models import LedgerEntry, Reviewable

ACCEPT, BACK = "accept", "back"


@dataclass(frozen=True)
class Item:
    """`head` is what the decision is about, `records` are it and its parts in review, `along` what it rests on."""

    head: Reviewable
    records: Sequence[Reviewable]
    along: Sequence[Reviewable]

    @property
    def together(self) -> list[Reviewable]:
        return [*self.records, *self.along]


@dataclass(frozen=True)
class Decision:
    """`verdict` is ACCEPT or BACK; going back needs a reason."""

    verdict: str
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    published: Sequence[Reviewable]
    returned: Sequence[Reviewable]


def items(subject: Reviewable) -> list[Item]:
    """What there is to decide on: the subject first, then its claims, then what was added to published claims."""
    # Read anew: the caller's copy may have been decided on since.
    own = parts.parts(type(subject).objects.select_related(*subject.RESTS_ON).get(pk=subject.pk), State.IN_REVIEW)
    known = {record.pk: record for record in parts.with_foundations(own, State.IN_REVIEW)}
    heads: dict[str, list[Reviewable]] = {}
    for record in own:
        heads.setdefault(_head_of(record, subject, known), []).append(record)
    return [Item(known[uid], records, _along(records, known)) for uid, records in heads.items()]


def _head_of(record: Reviewable, subject: Reviewable, known: Mapping[str, Reviewable]) -> str:
    """The uid of the record by which this one is decided on: its owner, if that is in review and not the subject."""
    for step in record.OWNER:
        owner = record.column(step)
        if owner is not None and owner != subject.pk and owner in known:
            return _head_of(known[owner], subject, known)
    return record.pk


def _along(records: Sequence[Reviewable], known: Mapping[str, Reviewable]) -> list[Reviewable]:
    found = {record.pk: record for record in records}
    front = list(records)
    while front:
        # The known copies are asked, not those joined to a record: each of these would ask the database once more.
        named = {target.pk for record in front for _path, target in record.rests_on()}
        front = [known[uid] for uid in sorted(named) if uid in known and uid not in found]
        found |= {record.pk: record for record in front}
    return list(found.values())[len(records) :]


# -- what stands in the way --------------------------------------------------------------------------------------------


def why_not(found: Iterable[Item], user: Any) -> dict[str, str]:
    """Uid of an item's head → why this user may not accept it, empty if they may. One query."""
    found = list(found)
    everything = {record.pk for item in found for record in item.together}
    wrote = LedgerEntry.objects.filter(actor=user.uid, action=Action.EDIT, record_uid__in=everything)
    edited = set(wrote.values_list("record_uid", flat=True))
    return {item.head.pk: _why_not(item, user, edited) for item in found}


def _why_not(item: Item, user: Any, edited: set[str]) -> str:
    for record in item.together:
        told = _reason_against(record, user, edited)
        if told and record in item.records:
            return told
        if told:
            name = {"type": record._meta.verbose_name, "record": record, "why": told}
            return _("It rests on the %(type)s “%(record)s”, which would be published with it. %(why)s") % name
    return ""


def _reason_against(record: Reviewable, user: Any, edited: set[str]) -> str:
    try:
        policies.check(user, "publish", record)
    except FourEyes:
        return _("You wrote or submitted this; somebody else has to decide on it.")
    except EditorialError as error:
        return str(error)
    return _("You edited this; somebody else has to decide on it.") if record.pk in edited else ""


# -- deciding ----------------------------------------------------------------------------------------------------------


def decide(
    subject: Reviewable,
    decisions: Mapping[str, Decision],
    *,
    was_seen: Mapping[str, int],
    user: Any,
    via: str = Via.ADMIN,
    at: datetime | None = None,
) -> Outcome:
    """Publish the items that were accepted, with what they rest on, and send the others back. All of it or nothing.

    `decisions` is uid of an item's head → decision, `was_seen` uid → version of each record as the user saw it.
    Sending the subject back takes along what nothing was decided on. Raises `WrongState` when somebody else has taken
    the review, decided before, or changed something since; `ReasonRequired`; and what `publish` and `send_back` raise.
    """
    if not decisions:
        raise Refused([_("Nothing was decided on yet: accept something, or send it back.")])
    with actions.verb():
        desk.require_free(subject, user=user, at=at)
        found = {item.head.pk: item for item in items(subject)}
        accepted, returned = _sorted_out(subject, decisions, found)
        touched = {record.pk: record for record in [*accepted, *(r for rows in returned.values() for r in rows)]}
        # All of them before the first verb, because the ledger's head must be the last lock of all.
        _check_seen(changes.lock(touched.values()), was_seen)
        published = actions.publish(accepted, user=user, via=via, at=at) if accepted else []
        back: list[Reviewable] = []
        for reason, records in returned.items():
            back += actions.send_back(records, user=user, reason=reason, via=via, at=at)
        if not items(subject):
            desk.release(subject, user=user, at=at)
    return Outcome(published, back)


def _sorted_out(
    subject: Reviewable, decisions: Mapping[str, Decision], found: Mapping[str, Item]
) -> tuple[list[Reviewable], dict[str, list[Reviewable]]]:
    """The records to publish, and by reason those to send back."""
    for uid in decisions:
        if uid not in found:
            raise WrongState(
                _("Something of this is not in review any more: somebody else decided on it, or took it back.")
            )
    accepted: dict[str, Reviewable] = {}
    returned: dict[str, list[Reviewable]] = {}
    for uid, decision in decisions.items():
        item = found[uid]
        if decision.verdict == ACCEPT:
            accepted |= {record.pk: record for record in item.together}
            continue
        reason = decision.reason.strip()
        if not reason:
            raise ReasonRequired(_("Give a reason for sending back “%(record)s”.") % {"record": item.head})
        returned.setdefault(reason, []).extend(item.records)
        if uid == subject.pk:
            undecided = (other for head, other in found.items() if head not in decisions)
            returned[reason] += [record for other in undecided for record in other.records]
    gone = {record.pk for records in returned.values() for record in records}
    return [record for uid, record in accepted.items() if uid not in gone], returned


def _check_seen(locked: Iterable[Reviewable], was_seen: Mapping[str, int]) -> None:
    for record in locked:
        if was_seen.get(record.pk) != record.version:
            raise WrongState(
                _("“%(record)s” was changed or decided on since you opened the page. Look at it again, then decide.")
                % {"record": record}
            )
