"""What the merge page shows: the two side by side, what moves, what stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from editorial.models import Reviewable, Revision
from events.choices import Judgement
from events.matching import candidates
from events.matching.index import with_names
from events.matching.scoring import Verdict, compare
from events.models import Claim, Entity, EntityMatch, Event, Participation

# Of what moves, no more than this is listed; all of it is counted.
MOST = 30


@dataclass(frozen=True)
class Row:
    """One property of the two: its label, what the one says, and what the other says.

    `one_stays`: of two different values the page of both shows one; else it shows all.
    """

    label: str
    left: Sequence[str]
    right: Sequence[str]
    one_stays: bool

    @property
    def sides(self) -> tuple[Sequence[str], Sequence[str]]:
        return self.left, self.right

    @property
    def differs(self) -> bool:
        return self.one_stays and bool(self.left and self.right) and set(self.left) != set(self.right)


@dataclass(frozen=True)
class Moving:
    """Records that will be found at the other entity: what they are, how many, and the first of them."""

    label: str
    number: int
    records: Sequence[Any]

    @property
    def more(self) -> int:
        return self.number - len(self.records)


def both(left: Entity, right: Entity) -> list[Entity]:
    """The two anew, each with the names and identifiers of all that are merged into it. Three queries."""
    found = {e.pk: e for e in with_names(Entity.objects.filter(pk__in=[left.pk, right.pk]).select_related("author"))}
    return [found[left.pk], found[right.pk]]


def both_events(left: Event, right: Event) -> list[Event]:
    """The two anew, with what their lines need. One query."""
    found = Event.objects.select_related("place", "part_of", "author").in_bulk([left.pk, right.pk])
    return [found[left.pk], found[right.pk]]


def rows_of_events(left: Event, right: Event) -> list[Row]:
    """The two events side by side."""
    shown = [
        Row(label, told(left), told(right), True)
        for label, told in (
            (_("Title"), lambda e: [e.title]),
            (_("Kind"), lambda e: [e.get_kind_display()]),
            (_("Summary"), lambda e: [e.summary] if e.summary else []),
            (_("Date"), lambda e: [e.date] if e.date else []),
            (_("Place"), lambda e: [str(e.place)] if e.place else []),
            (_("Part of"), lambda e: [str(e.part_of)] if e.part_of else []),
            (_("State"), lambda e: [e.get_state_display()]),
        )
    ]
    return [row for row in shown if row.left or row.right]


def moving_of_event(root: Event, user: Any) -> list[Moving]:
    """What this person may see of what is said of this event, or of those merged into it."""
    claims = Claim.objects.visible_to(user).live().select_related("event", "entity", "value_entity")
    events = Event.objects.visible_to(user).live().order_by("title", "pk")
    named = (
        (_("Claims about it"), claims.filter(event__root=root.pk)),
        (_("Participants"), Participation.objects.filter(event=root.pk).select_related("event", "entity")),
        (_("Events that are a part of it"), events.filter(part_of__root=root.pk)),
        (_("Events merged into it"), events.filter(root=root.pk).exclude(pk=root.pk)),
    )
    found = [Moving(label, rows.count(), list(rows[:MOST])) for label, rows in named]
    return [one for one in found if one.number]


def verdict(left: Entity, right: Entity) -> Verdict:
    """How likely the two are one. Three queries."""
    known = candidates.profiles([left.pk, right.pk])
    return compare(known[left.pk], known[right.pk])


def rows(left: Entity, right: Entity) -> list[Row]:
    """The two entities of `both`, side by side."""
    shown = [
        Row(label, told(left), told(right), one_stays)
        for label, one_stays, told in (
            (_("Name"), False, lambda e: [e.name]),
            (_("Further names"), False, _names),
            (_("Identifiers"), False, lambda e: sorted(str(i) for i in e.identifiers.all())),
            (_("Kind"), True, lambda e: [e.get_kind_display()]),
            (_("Country"), True, lambda e: [e.country] if e.country else []),
            (_("Description"), True, lambda e: [e.description] if e.description else []),
            (_("Coordinates"), True, lambda e: [f"{e.latitude}, {e.longitude}"] if e.latitude is not None else []),
            (_("State"), True, lambda e: [e.get_state_display()]),
            (_("Protected"), True, lambda e: [_("yes, as “%s”") % e.pseudonym] if e.protected else [_("no")]),
        )
    ]
    return [row for row in shown if row.left or row.right]


def _names(entity: Entity) -> list[str]:
    told = []
    for name in entity.names.all():
        if name.text != entity.name:
            about = ", ".join(str(part) for part in (name.get_kind_display(), name.language) if part)
            told.append(f"{name.text} ({about})")
    return sorted(told)


# -- what moves --------------------------------------------------------------------------------------------------------


def moving(root: Entity, user: Any) -> list[Moving]:
    """What this person may see of what is said of this entity, or of those merged into it. Twelve queries at most."""
    claims = Claim.objects.visible_to(user).live().select_related("event", "entity", "value_entity")
    named = (
        (_("Claims about it"), claims.filter(entity__root=root.pk)),
        (_("Events it takes part in"), _participations(root)),
        (_("Claims whose value it is"), claims.filter(value_entity__root=root.pk)),
        (_("Claims told in its name"), claims.filter(attributed_to__root=root.pk)),
        (_("Allegations against it"), claims.filter(accused__root=root.pk)),
        (_("Entities merged into it"), Entity.objects.filter(root=root.pk).exclude(pk=root.pk).order_by("name")),
    )
    found = [Moving(label, rows.count(), list(rows[:MOST])) for label, rows in named]
    return [one for one in found if one.number]


def _participations(root: Entity) -> QuerySet[Participation]:
    return (
        Participation.objects.filter(entity=root.pk)
        .select_related("event", "entity")
        .order_by("event__title", "role", "pk")
    )


# -- judgements --------------------------------------------------------------------------------------------------------


def merges_of(root: Entity, user: Any) -> list[EntityMatch]:
    """The published judgements by which others were merged into this one, or into each other."""
    same = EntityMatch.objects.visible_to(user).published().filter(judgement=Judgement.SAME, left__root=root.pk)
    return list(same.select_related("left", "right", "author").order_by("published_at", "pk"))


def pending_end(judged: Reviewable) -> Revision | None:
    """The retraction of this judgement that is in review, if there is one."""
    about = {"record_type": judged.type_name(), "record_uid": judged.pk, "field": Revision.STATE}
    return Revision.objects.in_review().filter(**about).first()


def going_back(apart: Sequence[tuple[Any, Any]], user: Any) -> list[Moving]:
    """What will be found again at those that were folded into others."""
    uids = [one.pk for one, _root in apart]
    claims = Claim.objects.visible_to(user).live().select_related("event", "entity", "value_entity")
    naming = Q(value_entity__in=uids) | Q(attributed_to__in=uids) | Q(accused__in=uids)
    named = (
        (_("Claims about it"), claims.filter(Q(entity__in=uids) | Q(event__in=uids))),
        (_("Claims that name it"), claims.filter(naming)),
    )  # fmt: skip
    found = [Moving(label, rows.count(), list(rows[:MOST])) for label, rows in named]
    return [one for one in found if one.number]
