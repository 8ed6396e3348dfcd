"""What the workbench shows of one capture to one user: its passages, the claims made from it, how far it has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from editorial import policies
from editorial.choices import ENDED_STATES, State
from events.choices import Fate
from events.models import Claim, Entity, Event, Evidence, Suggestion
from events.workbench.segments import Mark
from sources.models import Capture

SUGGESTED = "suggested"


@dataclass
class Card:
    """A claim as the right side shows it, with its quotations from this capture."""

    claim: Claim
    quotes: list[Evidence] = field(default_factory=list)
    may_edit: bool = False
    may_discard: set[str] = field(default_factory=set)  # the uids of draft quotations

    @property
    def subject(self) -> Event | Entity:
        return self.claim.subject


@dataclass(frozen=True)
class Progress:
    """How far the capture has come: passages marked, and claims by state."""

    passages: int
    drafts: int
    in_review: int
    published: int


def captures(request: HttpRequest) -> QuerySet[Any]:
    """The captures that this user may see: those of the admin's own list."""
    return admin.site.get_model_admin(Capture).get_queryset(request)


def capture_or_404(request: HttpRequest, uid: str) -> Capture:
    """The capture with its text, for whom its page in the admin is open. Raises `Http404`."""
    capture: Capture | None = captures(request).defer(None).filter(pk=uid).first()
    if capture is None or not admin.site.get_model_admin(Capture).has_view_permission(request, capture):
        raise Http404
    return capture


class Passage(NamedTuple):
    """A quotation as far as the text shows it."""

    uid: str
    start: int
    end: int
    state: str
    claim: str
    claim_state: str


def _visible(capture: Capture, user: Any) -> QuerySet[Evidence]:
    """The quotations from this capture that the user may see, in the order of the text."""
    visible = Evidence.objects.visible_to(user).filter(capture=capture, claim__in=Claim.objects.visible_to(user))
    visible = visible.exclude(state=State.DISCARDED).exclude(claim__state=State.DISCARDED)
    return visible.order_by("start", "end", "pk")


def passages_of(capture: Capture, user: Any) -> list[Passage]:
    """The quotations from this capture that the user may see. One query, and no records: there may be hundreds."""
    columns = ("pk", "start", "end", "state", "claim", "claim__state")
    return [Passage(*row) for row in _visible(capture, user).values_list(*columns)]


def marks_of(passages: Iterable[Passage]) -> list[Mark]:
    """How the quotations are marked. One of a claim that has ended has ended with it."""
    return [Mark(one.start, one.end, _look(one), one.uid) for one in passages]


def _look(passage: Passage) -> str:
    has_ended = passage.state in ENDED_STATES or passage.claim_state in ENDED_STATES
    return "ended" if has_ended else passage.state.replace("_", "-")


def suggested(capture: Capture) -> list[Mark]:
    """The passages that wait for somebody to look at them. One query."""
    rows = Suggestion.objects.filter(capture=capture, fate=Fate.PENDING).values_list("start", "end", "pk")
    return [Mark(start, end, SUGGESTED, suggestion=pk) for start, end, pk in rows]


def cards(capture: Capture, user: Any, *, claim: str = "") -> list[Card]:
    """The claims quoted from this capture (or the one `claim`), in the order of the text. One query."""
    evidence = _visible(capture, user).select_related(*(f"claim__{path}" for path in Claim.RESTS_ON))
    found: dict[str, Card] = {}
    for one in evidence.filter(claim=claim) if claim else evidence:
        card = found.setdefault(one.claim_id, Card(one.claim, may_edit=may_edit(user, one.claim)))
        card.quotes.append(one)
        if one.state == State.DRAFT and policies.may(user, "discard", one):
            card.may_discard.add(one.pk)
    return list(found.values())


def may_edit(user: Any, claim: Claim) -> bool:
    """Whether the user may change or discard this draft."""
    return policies.may_edit_in_place(claim) and policies.may(user, "edit", claim)


def progress(passages: Iterable[Passage]) -> Progress:
    rows = list(passages)
    states = list({one.claim: one.claim_state for one in rows}.values())
    spans = len({(one.start, one.end) for one in rows})
    return Progress(spans, states.count(State.DRAFT), states.count(State.IN_REVIEW), states.count(State.PUBLISHED))


def neighbours(request: HttpRequest, capture: Capture) -> tuple[Capture | None, Capture | None]:
    """The previous and the next capture, by the time of capture, of a source without any published quotation."""
    quoted = Evidence.objects.published().filter(capture__source=OuterRef("source"))
    unfinished = captures(request).filter(~Exists(quoted)).exclude(source=capture.source_id)
    unfinished = unfinished.exclude(source__state__in=(State.DISCARDED, State.RETRACTED))
    here = {"captured_at": capture.captured_at, "pk": capture.pk}
    before = Q(captured_at__lt=here["captured_at"]) | Q(captured_at=here["captured_at"], pk__lt=here["pk"])
    ordered = unfinished.order_by("captured_at", "pk")
    return ordered.filter(before).last(), ordered.exclude(before).first()
