"""The claims that rest on a record, and what would become of them if it were retracted. Querysets only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial import usage
from editorial.choices import State
from editorial.models import Record
from events.choices import Stance
from events.models import Claim, Evidence

ENDS, BARE, PART, KEEPS, OPEN = "ends", "bare", "part", "keeps", "open"
FATES = {
    ENDS: _("would end with it"),
    BARE: _("would lose its last evidence"),
    PART: _("would lose what it names"),
    KEEPS: _("would keep other evidence"),
    OPEN: _("not published"),
}


def leading_to(record: Record, paths: Iterable[str]) -> Q:
    """That one of these paths leads to the record."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{path: record.pk})
    return found


@dataclass(frozen=True)
class Using:
    """The claims that rest on `record`, as far as `user` may see them."""

    record: Record
    user: Any

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The claim's own paths to a record of this type: subject, value, attribution."""
        return usage.paths(Claim, type(self.record))

    @cached_property
    def about(self) -> tuple[str, ...]:
        """Those by which the record owns the claim."""
        return tuple(path for path in self.named if path in Claim.OWNER)

    @cached_property
    def quoted(self) -> tuple[str, ...]:
        """The paths of evidence to a record of this type."""
        return usage.paths(Evidence, type(self.record)) if not isinstance(self.record, Claim) else ()

    def _any(self, paths: tuple[str, ...]) -> Q:
        return leading_to(self.record, paths)

    @property
    def evidence(self) -> QuerySet[Evidence]:
        """The passages that rest on it, in any state that lives, and those that ended with their claims."""
        return Evidence.objects.exclude(state=State.DISCARDED).filter(self._any(self.quoted))

    @property
    def claims(self) -> QuerySet[Claim]:
        """Every claim that rests on it, published or not, ended or not."""
        quoting = Exists(self.evidence.filter(claim=OuterRef("pk")))
        seen = Claim.objects.visible_to(self.user).exclude(state=State.DISCARDED)
        return seen.filter(self._any(self.named) | Q(quoting))

    def of(self, fate: str) -> QuerySet[Claim]:
        """The claims with this fate. A published one that rests on it has exactly one."""
        published = self.claims.filter(state=State.PUBLISHED)
        supporting = Evidence.objects.published().filter(claim=OuterRef("pk"), stance=Stance.SUPPORTS)
        bare = Exists(supporting.filter(self._any(self.quoted))) & ~Exists(supporting.exclude(self._any(self.quoted)))
        ends, part = self._any(self.about), self._any(self.named)
        match fate:
            case "ends":
                return published.filter(ends)
            case "part":
                return published.filter(part).exclude(ends)
            case "bare":
                return published.exclude(part).filter(bare)
            case "keeps":
                quoting = Exists(self.evidence.filter(claim=OuterRef("pk"), state=State.PUBLISHED))
                return published.exclude(part).exclude(bare).filter(quoting)
        return self.claims.filter(state__in=(State.DRAFT, State.IN_REVIEW))

    def counts(self) -> dict[str, int]:
        """Fate → number of claims. One query for each."""
        return {fate: self.of(fate).count() for fate in FATES}

    def states(self) -> dict[str, int]:
        """State → number of claims. One query."""
        rows = self.claims.order_by().values_list("state").annotate(number=Count("pk"))
        return dict(rows)
