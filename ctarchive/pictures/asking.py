"""What pictures are drawn of: published root records, looked up in a constant number of queries, names veiled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from ctarchive.pictures import scales
from ctarchive.pictures.lineage import Arrow, Document
from ctarchive.pictures.network import Network, Node
from ctarchive.pictures.projection import middle
from ctarchive.pictures.timeline import Mark, Tally
from ctarchive.pictures.world import Spot
from editorial import asof, dates, edtf, pages
from editorial.choices import State
from editorial.edtf import OPEN_END, OPEN_START
from editorial.edtf_errors import DateError
from events.choices import EVENT_KIND_GROUPS, EventKind, ParticipantRole, Rank, Scheme
from events.models import Claim, Entity, Event, Identifier, Participation
from events.protection import Mask
from events.veil import veiled
from sources import lineage as descent
from sources.choices import SAME_ORIGIN
from sources.models import Source, SourceLink
from sources.quoted import Known

GROUP_OF = {kind: number for number, (_group, kinds) in enumerate(EVENT_KIND_GROUPS) for kind in kinds}
# How many others a network shows at most, and how many documents a lineage.
MOST_NODES, MOST_DOCUMENTS = 29, 20


def groups(kinds: Iterable[str]) -> list[int]:
    """The numbers of the groups that these kinds of events belong to, in the vocabulary's order."""
    return sorted({GROUP_OF[kind] for kind in kinds})


def group_name(group: int) -> str:
    return str(EVENT_KIND_GROUPS[group][0])


# -- time --------------------------------------------------------------------------------------------------------------


def dated(events: QuerySet[Event], mask: Mask) -> list[Event]:
    """The events that have a date, the oldest first."""
    found = events.filter(date_earliest__isnull=False).order_by("date_earliest", "date_latest", "uid")
    return veiled(mask, found)


def marks(events: Sequence[Event], lanes: Sequence[int]) -> list[Mark]:
    """A mark for each of these dated events; `lanes` are the groups that are drawn. No queries."""
    return [_mark(event, lanes.index(GROUP_OF[event.kind])) for event in events]


def _mark(event: Event, lane: int) -> Mark:
    assert event.date_earliest is not None
    assert event.date_latest is not None
    bounds, chosen, about = (event.date_earliest, event.date_latest), None, False
    if event.date:
        try:
            read = edtf.parse(event.date)
        except DateError:  # A date of an older grammar: its stored bounds still hold.
            pass
        else:
            chosen, about = (read.earliest, read.latest), read.approximate or read.uncertain
    when = dates.echo(event.date) if event.date else ""
    url = event.get_absolute_url()
    return Mark(url, event.title, when, lane, chosen or bounds, bounds, about, event.conflicted)


def tally(events: QuerySet[Event]) -> tuple[Tally, list[int]] | None:
    """How many events there were by group and time, and the groups; None where none has a day. One query."""
    rows = events.filter(date_earliest__isnull=False).order_by().values_list("kind", "date_earliest", "date_latest")
    counted = list(rows.annotate(number=Count("pk")))
    years = scales.whole_years((first, last) for _kind, first, last, _number in counted)
    if years is None:
        return None
    bins, lanes = scales.bins(*years), groups(row[0] for row in counted)
    counts: dict[tuple[int, int], int] = {}
    totals = [0] * len(bins)
    for kind, first, last, number in counted:
        lane = lanes.index(GROUP_OF[kind])
        for place in scales.touched(first, last, bins):
            counts[lane, place] = counts.get((lane, place), 0) + number
            totals[place] += number
    return Tally([group_name(lane) for lane in lanes], bins, counts, totals), lanes


def kinds_of(group: int) -> list[str]:
    return [kind for kind in EventKind.values if GROUP_OF[kind] == group]


# -- space -------------------------------------------------------------------------------------------------------------


def spots(events: QuerySet[Event], mask: Mask) -> list[Spot]:
    """The places where these events took place, as far as it is known where they lie. Three queries.

    A place without coordinates of its own is drawn in the middle of its country. Who is protected is drawn nowhere.
    """
    numbers = dict(
        events.filter(place__isnull=False)
        .order_by()
        .values_list("place")
        .annotate(number=Count("pk"))
        .order_by("place")
    )
    places = veiled(mask, Entity.objects.published().filter(pk__in=numbers, protected=False).order_by("name", "uid"))
    states = Identifier.objects.filter(scheme=Scheme.ISO3166, entity__in=[place.pk for place in places])
    codes = dict(states.order_by("-value").values_list("entity", "value"))
    made = [
        Spot(place.pk, place.display_name, *where[0], numbers[place.pk], where[1])
        for place in places
        if (where := located(place, codes.get(place.pk, "")))
    ]
    return sorted(made, key=lambda spot: (-spot.number, spot.name, spot.uid))


def located(place: Entity, code: str = "") -> tuple[tuple[float, float], bool] | None:
    """((longitude, latitude), whether they are its own) of a place; `code` is its own code if it is a country."""
    if place.protected:
        return None
    if place.latitude is not None and place.longitude is not None:
        return (float(place.longitude), float(place.latitude)), True
    there = middle(code or place.country)
    return (there, False) if there else None


# -- company -----------------------------------------------------------------------------------------------------------


def network(entity: Entity, mask: Mask) -> Network:
    """With whom a root entity acted, the most frequent first. Four queries."""
    claimed = _cooperating(entity)
    mine = Participation.objects.filter(entity=entity.pk, event__state=State.PUBLISHED).values("event")
    together = Count("participations__event", filter=Q(participations__event__in=mine), distinct=True)
    others = Entity.objects.published().filter(root=F("pk")).exclude(pk=entity.pk)
    found = (
        others.filter(Q(participations__event__in=mine) | Q(pk__in=claimed))
        .annotate(together=together, first=_day(Min, mine, "earliest"), last=_day(Max, mine, "latest"))
        .order_by("-together", "-last", "pk")
    )
    companions = veiled(mask, found[:MOST_NODES])
    roles = _roles(companions, mine)
    nodes = [
        _node(one, one.together, pages.years(one.first, one.last), roles.get(one.pk, ()), claimed.get(one.pk, 0))
        for one in companions
    ]
    return Network(entity.display_name, tuple(nodes), ties([node.uid for node in nodes]))


def _day(of: Any, mine: Any, end: str) -> Any:
    return of(f"participations__event__date_{end}", filter=Q(participations__event__in=mine))


def _node(entity: Entity, events: int, years: str, roles: Sequence[str] = (), claims: int = 0) -> Node:
    kind = entity.get_kind_display()
    return Node(entity.pk, entity.display_name, kind, entity.get_absolute_url(), events, years, tuple(roles), claims)


def companions(entity: Entity, acted_with: Iterable[Any]) -> Network:
    """The same of companions that `events.nearby.acted_with` found. One query."""
    nodes = tuple(_node(one.entity, one.events, one.years) for one in acted_with)
    return Network(entity.display_name, nodes, ties([node.uid for node in nodes]) if nodes else {})


def _cooperating(entity: Entity) -> dict[str, int]:
    """Root uid → how many published claims say that it and the entity work together."""
    said = Claim.objects.published().filter(property="cooperates_with").exclude(rank=Rank.DEPRECATED)
    said = said.filter(Q(entity__root=entity.pk) | Q(value_entity__root=entity.pk), value_entity__isnull=False)
    found: dict[str, int] = {}
    for pair in said.values_list("entity__root", "value_entity__root"):
        other = pair[1] if pair[0] == entity.pk else pair[0]
        if other:
            found[other] = found.get(other, 0) + 1
    return found


def _roles(companions: Sequence[Entity], mine: Any) -> dict[str, list[str]]:
    """Uid → the names of its roles in the shared events."""
    rows = Participation.objects.filter(entity__in=[one.pk for one in companions], event__in=mine)
    had = set(rows.values_list("entity", "role").distinct())
    return {one.pk: [str(role.label) for role in ParticipantRole if (one.pk, role) in had] for one in companions}


def ties(uids: Sequence[str]) -> dict[tuple[str, str], int]:
    """In how many published events each two of these entities took part together. One query."""
    both = Participation.objects.filter(
        # In one call, so that all of it is meant of the same two rows.
        entity__in=uids,
        event__state=State.PUBLISHED,
        event__participations__entity__in=uids,
        event__participations__entity__gt=F("entity"),
    )
    rows = both.order_by().values_list("entity", "event__participations__entity")
    return {(one, other): number for one, other, number in rows.annotate(number=Count("event", distinct=True))}


# -- descent -----------------------------------------------------------------------------------------------------------


def lineage(
    source: Source, around: Iterable[Source], known: Known, at: datetime | None = None, query: str = ""
) -> tuple[list[Document], list[Arrow]]:
    """A root source, those it is linked with (`around`), and those that these are linked with; now or as it stood.

    One query; at another moment three. `query` is what the addresses of documents get behind them.
    """
    around = list(around)
    if not around:
        return [], []
    near = {source.pk, source.root_id, source.origin_id, *(other.root_id for other in around)}
    links = SourceLink.objects.published(at).filter(Q(source__root__in=near) | Q(target__root__in=near))
    # What was taken back is drawn on no day: its text may be why.
    links = links.filter(source__state=State.PUBLISHED, target__state=State.PUBLISHED)
    rows = list(
        links.select_related(
            "source__publisher", "target__publisher", "source__root__publisher", "target__root__publisher"
        ).order_by("published_at", "uid")
    )
    shown = _shown_as(rows, at)
    near = {source.pk, source.origin_id, *(shown[other.pk].pk for other in around if other.pk in shown)}
    found: dict[str, Source] = {source.pk: source}
    arrows = []
    for link in sorted(rows, key=lambda row: source.pk not in (shown[row.source_id].pk, shown[row.target_id].pk)):
        one, other = shown[link.source_id], shown[link.target_id]
        known.veil(one, other, one.publisher, other.publisher)
        if one.pk == other.pk or not near & {one.pk, other.pk} or len({*found, one.pk, other.pk}) > MOST_DOCUMENTS:
            continue
        found |= {one.pk: found.get(one.pk, one), other.pk: found.get(other.pk, other)}
        arrows.append(Arrow(one.pk, other.pk, link.kind, str(link.get_kind_display()), link.kind in SAME_ORIGIN))
    return [_document(one, source, query) for one in found.values()] if arrows else [], arrows


def _shown_as(links: Sequence[SourceLink], at: datetime | None) -> dict[str, Source]:
    """Uid of a linked source → the source that it is shown as, with its words and its origin, now or at the moment."""
    ends = {end.pk: end for link in links for end in (link.source, link.target)}
    if at is None:
        return {uid: end.root for uid, end in ends.items()}
    # Who is shown under another today was perhaps shown alone then, and the other way round.
    every = {end.root.pk: end.root for end in ends.values()} | ends
    then = descent.at_moment(every.values(), at)
    asof.restore_all([*every.values(), *(one.publisher for one in every.values())], at)
    for one in every.values():
        one.origin_id = then.origins[one.pk]
    return {uid: every.get(then.roots[uid], end) for uid, end in ends.items()}


def _document(one: Source, here: Source, query: str) -> Document:
    note = [one.publisher.name] if one.publisher else []
    note += [dates.echo(one.published)] if one.published else []
    day = one.published_earliest
    return Document(
        one.pk,
        one.title,
        ", ".join(note),
        one.get_absolute_url() + query,
        day if day not in (None, OPEN_START, OPEN_END) else None,
        origin=one.pk == one.origin_id,
        here=one.pk == here.pk,
    )
