"""What a ranking would change, in sentences: said before it is proposed, and again to who decides on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from editorial.dates import echo
from editorial.edtf import OPEN_END, OPEN_START
from events import facts
from events.choices import Rank
from events.conflicts import finding
from events.facts import Facts, Standing
from events.headings import value_in_words
from events.models import Claim, Ranking


def effects(claims: Mapping[str, Claim], standings: Mapping[str, Standing], uid: str, rank: str) -> list[str]:
    """What follows if this claim got this rank; `standings` are those of all claims of its property. Pure."""
    before = list(standings.values())
    after = [replace(one, rank=rank) if one.uid == uid else one for one in before]
    return [*_order(claims, before, after, uid), *_conflict(before, after, uid), *_derived(claims, before, after)]


def _order(claims: Mapping[str, Claim], before: list[Standing], after: list[Standing], uid: str) -> list[str]:
    rivalry = finding.rivals_of(facts.rivalries(before), uid)
    rivals = set(rivalry.uids if rivalry else [uid])
    first, then = (facts.best_first(one for one in side if one.uid in rivals)[0].uid for side in (before, after))
    told = {"value": value_in_words(claims[then]), "before": value_in_words(claims[first])}
    if first == then:
        return [_("“%(value)s” still stands first.") % told]
    return [_("“%(value)s” stands first, in place of “%(before)s”.") % told]


def _conflict(before: list[Standing], after: list[Standing], uid: str) -> list[str]:
    sides = [finding.rivals_of(facts.rivalries(side), uid) for side in (before, after)]
    was, will = (side is not None and side.is_open for side in sides)
    flagged = [uid in {one for pair in facts.conflicts(side) for one in pair} for side in (before, after)]
    told = []
    if was != will:
        told.append(_("The conflict is open again.") if will else _("The conflict is decided."))
    elif was:
        told.append(_("The conflict stays open: other values still contradict each other."))
    if flagged == [True, False]:
        told.append(_("This value is no longer marked as contested."))
    elif flagged == [False, True]:
        told.append(_("This value is marked as contested again."))
    return told


def _derived(claims: Mapping[str, Claim], before: list[Standing], after: list[Standing]) -> list[str]:
    """What changes in the date and place that lists and filters know the event by."""
    was, will = facts.derive(before), facts.derive(after)
    told = []
    if was.date != will.date:
        told.append(_("The event is dated %(after)s, not %(before)s.") % {"before": _date(was), "after": _date(will)})
    if (was.date_earliest, was.date_latest) != (will.date_earliest, will.date_latest):
        told.append(_("Filters find it in %(after)s, not %(before)s.") % {"before": _span(was), "after": _span(will)})
    if was.place != will.place:
        names = {c.value_entity.root_id: c.value_as_text() for c in claims.values() if c.value_entity}
        places = {"before": names.get(was.place or "", "—"), "after": names.get(will.place or "", "—")}
        told.append(_("Its place is %(after)s, not %(before)s.") % places)
    return told


def _date(derived: Facts) -> str:
    return echo(derived.date) if derived.date else "—"


def _span(derived: Facts) -> str:
    ends = [_day(derived.date_earliest), _day(derived.date_latest)]
    return echo(ends[0] if ends[0] == ends[1] else "/".join(ends))


def _day(number: int | None) -> str:
    """An ordinal day in EDTF; an open end as EDTF writes it."""
    return ".." if number in (None, OPEN_START, OPEN_END) else date.fromordinal(int(number or 0)).isoformat()


def of_rankings(rankings: Iterable[Ranking]) -> dict[str, list[str]]:
    """Uid → what each of these rankings, not published yet, would change. A constant number of queries."""
    waiting: list[Any] = list(rankings)
    about = {
        c.pk: c for c in Claim.objects.filter(pk__in=[r.claim_id for r in waiting]).select_related("event", "entity")
    }
    if not about:
        return {}
    keys = {uid: finding.key_of(claim) for uid, claim in about.items()}
    claims, groups = finding.standing(finding.claims_of(keys.values()))
    return {
        ranking.pk: effects(claims, groups[keys[ranking.claim_id]], ranking.claim_id, Rank(ranking.rank))
        for ranking in waiting
        if ranking.claim_id in groups.get(keys[ranking.claim_id], {})
    }
