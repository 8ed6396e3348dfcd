"""What waits for a person, in blocks. Each counts and lists by a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import comments, desk, queue, reports, told
from editorial.admin.records import address
from editorial.choices import State
from editorial.models import Comment, Report, Reviewable
from editorial.queue import Group
from events.choices import AnchorResult
from events.conflicts import finding
from events.conflicts.finding import OPEN, Asked, Key
from events.models import AnchorCheck, Entity, Event, Evidence
from events.properties import PROPERTIES
from sources.choices import SAME_ORIGIN, Suspicion
from sources.likeness import finding as finding_copies
from sources.models import Capture, Source, SourceLink, SuspectedCopy

# How many of each the first page names.
FIRST = 5
LOST = (AnchorResult.CHANGED, AnchorResult.MISSING, AnchorResult.AMBIGUOUS)
LIVE = (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)


@dataclass(frozen=True)
class Row:
    """One thing that waits: what it is, where to go on with it, what else to say, and why it came back."""

    text: str
    url: str
    note: str = ""
    reasons: Sequence[str] = ()


@dataclass(frozen=True)
class Block:
    """One kind of thing that waits. `items` is a list or a queryset; `told` turns some of them into rows."""

    key: str
    title: str | Promise
    hint: str | Promise
    items: Any
    told: Callable[[Sequence[Any]], list[Row]]
    page: str = ""

    @cached_property
    def count(self) -> int:
        return self.items.count() if isinstance(self.items, QuerySet) else len(self.items)

    @property
    def first(self) -> list[Row]:
        return self.told(list(self.items[:FIRST])) if self.count else []

    @property
    def url(self) -> str:
        """The page of all."""
        return reverse(self.page) if self.page else reverse("waiting:all", args=[self.key])


def blocks(user: Any) -> list[Block]:
    """Everything that may wait for this user, empty blocks too: first what is theirs, then what is everybody's."""
    if not desk.may_use(user):
        return []
    mine = queue.queue(user)
    found = [
        Block("sent-back", gettext_lazy("Sent back to you"), gettext_lazy("Mend what the reason names; submit again."),
              mine.sent_back, _groups),
        Block("comments", gettext_lazy("Comments for you"), gettext_lazy("Answer, or resolve what is settled."),
              comments.waiting_for(user), _comments),
    ]  # fmt: skip
    if user.is_editor:
        found.append(
            Block("review", gettext_lazy("To decide on"), gettext_lazy("Accept or send back, at the review desk."),
                  mine.waiting, _waiting, page="desk:queue")
        )  # fmt: skip
    found.append(
        Block("drafts", gettext_lazy("Your drafts"), gettext_lazy("Finish and submit them."), mine.drafts, _groups)
    )
    return found + (_everybodys(user) if user.is_editor else []) + [_unquoted(user)]


def _everybodys(user: Any) -> list[Block]:
    return [
        Block("reports", gettext_lazy("What readers wrote"),
              gettext_lazy("Errors that they report, and replies to claims: answer, or make something of them."),
              reports.waiting(), _reports, page="reported:queue"),
        Block("quotes", gettext_lazy("Quotations that changed or went missing"),
              gettext_lazy("A newer capture says something else: look whether the claim still holds."),
              lost_quotations(), _quotations),
        Block("conflicts", gettext_lazy("Open conflicts"),
              gettext_lazy("Rank one value preferred, or another deprecated."),
              finding.found(Asked())[OPEN], _conflicts, page="conflicts:list"),
        Block("copies", gettext_lazy("Suspected republications"),
              gettext_lazy("Say whether one repeats the other: they would count as one origin."),
              suspected(user), _copies),
        Block("republications", gettext_lazy("Republications not decided on"),
              gettext_lazy("Submit the link, or decide on it."), republications(user), _links),
    ]  # fmt: skip


def _unquoted(user: Any) -> Block:
    return Block(
        "sources", gettext_lazy("Sources without claims"),
        gettext_lazy("Open them in the workbench and mark what they say."), unquoted(user), _sources,
    )  # fmt: skip


# -- what there is -----------------------------------------------------------------------------------------------------


def lost_quotations() -> QuerySet[AnchorCheck]:
    """The newest check of each published quotation whose passage a later capture does not hold as it was."""
    later = AnchorCheck.objects.filter(evidence=OuterRef("evidence")).filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    )
    lost = AnchorCheck.objects.filter(result__in=LOST, evidence__state=State.PUBLISHED).exclude(Exists(later))
    found: QuerySet[AnchorCheck] = lost.select_related("evidence").order_by("-at", "-pk")
    return found


def suspected(user: Any) -> QuerySet[SuspectedCopy]:
    """Pairs of sources that look like copies and that nobody has judged, the likest first."""
    waiting = finding_copies.visible_to(user).filter(fate=Suspicion.PENDING)
    found: QuerySet[SuspectedCopy] = waiting.select_related("copy", "original").order_by("-containment", "pk")
    return found


def republications(user: Any) -> QuerySet[SourceLink]:
    """Links by which two sources would share one origin, and on which nobody has decided."""
    waiting = SourceLink.objects.visible_to(user).filter(kind__in=SAME_ORIGIN, state__in=(State.DRAFT, State.IN_REVIEW))
    found: QuerySet[SourceLink] = waiting.select_related("source", "target").order_by("created_at", "pk")
    return found


def unquoted(user: Any) -> QuerySet[Source]:
    """The sources that this user may work with, and from which nothing is quoted; the newest first."""
    quoting = Evidence.objects.filter(capture__source=OuterRef("pk")).exclude(state=State.DISCARDED)
    newest = Capture.objects.filter(source=OuterRef("pk")).order_by("-captured_at", "pk").values("pk")[:1]
    seen = Source.objects.visible_to(user).filter(state__in=LIVE).exclude(Exists(quoting))
    found: QuerySet[Source] = seen.annotate(newest=Subquery(newest)).order_by("-created_at", "pk")
    return found


# -- in words ----------------------------------------------------------------------------------------------------------


def _groups(groups: Sequence[Group]) -> list[Row]:
    return _grouped(groups, address)


def _waiting(groups: Sequence[Group]) -> list[Row]:
    return _grouped(groups, lambda subject: reverse("desk:bundle", args=[subject.pk]))


def _grouped(groups: Sequence[Group], place: Callable[[Reviewable], str]) -> list[Row]:
    names = told.names_of([group.subject for group in groups])
    return [Row(names[g.subject.pk], place(g.subject), _counted(g.counts), g.reasons) for g in groups]


def _counted(counts: Any) -> str:
    return ", ".join(f"{name} × {number}" if number > 1 else name for name, number in counts.items())


def _comments(waiting: Sequence[Comment]) -> list[Row]:
    return [
        Row(
            Truncator(comment.text).chars(120),
            f"{reverse('desk:comments', args=[comment.record_uid])}#comment-{comment.pk}",
            comment.author.username,
        )
        for comment in waiting
    ]


def _conflicts(keys: Sequence[Key]) -> list[Row]:
    uids = [key.subject for key in keys]
    names = {uid: str(record) for model in (Event, Entity) for uid, record in model.objects.in_bulk(uids).items()}
    return [
        Row(names[key.subject], reverse("conflicts:conflict", args=key), str(PROPERTIES[key.property].label))
        for key in keys
    ]


def _links(links: Sequence[SourceLink]) -> list[Row]:
    return [
        Row(
            str(link),
            reverse("desk:bundle", args=[link.pk]) if link.state == State.IN_REVIEW else address(link),
            str(link.get_state_display()),
        )
        for link in links
    ]


def _copies(pairs: Sequence[SuspectedCopy]) -> list[Row]:
    return [
        Row(
            _("%(copy)s — of: %(original)s") % {"copy": pair.copy, "original": pair.original},
            reverse("admin:sources_suspectedcopy_change", args=[pair.pk]),
            _("%(share)s of it stands there too") % {"share": f"{pair.containment:.0%}"},
        )
        for pair in pairs
    ]


def _reports(waiting: Sequence[Report]) -> list[Row]:
    return [
        Row(
            Truncator(report.text).chars(120),
            reverse("reported:report", args=[report.pk]),
            f"{capfirst(str(report.get_kind_display()))}, {report.get_state_display()}",
        )
        for report in waiting
    ]


def _quotations(checks: Sequence[AnchorCheck]) -> list[Row]:
    return [
        Row(
            f"“{Truncator(check.evidence.exact).chars(120)}”",
            address(check.evidence),
            capfirst(str(check.get_result_display())),
        )
        for check in checks
    ]


def _sources(sources: Sequence[Any]) -> list[Row]:
    return [
        Row(
            source.title,
            reverse("workbench:open", args=[source.newest]) if source.newest else address(source),
            str(source.get_state_display()) if source.newest else _("nothing of it is preserved"),
        )
        for source in sources
    ]
