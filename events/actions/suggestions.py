"""Keep what the suggesters find in a capture, beside what editors decided on earlier suggestions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from editorial import actions, policies
from editorial.choices import State
from events.actions.relating import related
from events.choices import Fate, SuggestionKind
from events.models import Claim, Entity, EntityName, Suggestion
from events.suggest import SUGGESTERS, Document, KnownName, KnownNames, Suggested, Suggester, suggest
from events.suggest.relations import RELATIONS
from sources.models import Capture
from sources.readers.language import guess_language

# What names of other people's suggesters begin with.
OUTSIDE = "api:"
_GONE = (State.DISCARDED, State.RETRACTED)
_kept: dict[tuple[Any, ...], KnownNames] = {}


def suggest_in(
    capture: Capture, *, names: KnownNames | None = None, suggesters: Sequence[Suggester] | None = None
) -> Counter[str]:
    """Keep what the suggesters find in this capture. Returns how many are new, changed, gone and the same.

    Safe to repeat. Pending suggestions follow the newest versions of the suggesters; those that somebody decided on
    stay as they were decided, and nothing is suggested again in their place.
    """
    document = document_of(capture, names=known_names() if names is None else names)
    # Finding takes long and needs no row: it stays outside the transaction.
    suggesters = SUGGESTERS if suggesters is None else suggesters
    found = suggest(document, suggesters)
    found[RELATIONS.name] = related(capture, document, found)
    proposed = {
        (suggester.name, one.kind, one.start, one.end): _row(capture, suggester, one)
        for suggester in (*suggesters, RELATIONS)
        for one in found[suggester.name]
    }
    with actions.verb():
        # Two workers at one capture: the second waits, and then finds everything done.
        Capture.objects.select_for_update(of=("self",)).only("pk").get(pk=capture.pk)
        return _keep(proposed, list(Suggestion.objects.filter(capture=capture).exclude(suggester__startswith=OUTSIDE)))


def propose(
    capture: Capture, found: Sequence[Suggested], *, suggester: str, version: str, user: Any
) -> list[Suggestion]:
    """Keep what somebody else's program found in this capture, beside what our own suggesters find there.

    Its name is told apart from ours by `OUTSIDE`, and editors' decisions measure it as they measure ours. What it said
    of the same span before is not said twice. Returns all that it says of these spans. Raises `NotAllowed` for whoever
    may not make claims.
    """
    policies.check(user, "create", Claim())
    name = f"{OUTSIDE}{suggester}"
    rows = [
        Suggestion(
            capture=capture, kind=one.kind, start=one.start, end=one.end, payload=dict(one.payload), score=one.score,
            suggester=name, suggester_version=version,
        )
        for one in found
    ]  # fmt: skip
    with actions.verb():
        Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    said = {(row.kind, row.start, row.end) for row in rows}
    kept = Suggestion.objects.filter(capture=capture, suggester=name)
    return [row for row in kept if (row.kind, row.start, row.end) in said]


def decide(capture: Capture, number: int, fate: Fate, *, user: Any) -> bool:
    """Say what became of a suggestion in this capture. Returns whether it still waited; the first who decides, decides.

    Raises `NotAllowed` for whoever may not make claims.
    """
    policies.check(user, "create", Claim())
    with actions.verb():
        waiting = Suggestion.objects.filter(pk=number, capture=capture, fate=Fate.PENDING)
        return bool(waiting.update(fate=fate, decided_by=user, decided_at=timezone.now()))


def precision() -> list[Precision]:
    """How often each suggester was right, of what editors decided on: its measured precision. One query."""
    rows = Suggestion.objects.exclude(fate=Fate.PENDING).order_by("suggester", "suggester_version", "kind")
    counted = rows.values_list("suggester", "suggester_version", "kind").annotate(
        accepted=Count("pk", filter=Q(fate=Fate.ACCEPTED)), decided=Count("pk")
    )
    return [Precision(*row) for row in counted]


class Precision(NamedTuple):
    """What editors made of one version's suggestions of one kind."""

    suggester: str
    version: str
    kind: str
    accepted: int
    decided: int

    @property
    def share(self) -> float:
        return self.accepted / self.decided

    @property
    def kind_label(self) -> str:
        return str(SuggestionKind(self.kind).label)


def forget(capture: Capture) -> None:
    """A passage of the text was erased: drop what was suggested, and what decided suggestions repeat of the text.

    Runs inside the verb that erases. The fates stay, and with them how often a suggester was right.
    """
    rows = Suggestion.objects.filter(capture=capture)
    rows.filter(fate=Fate.PENDING).delete()
    rows.update(payload={})


def document_of(capture: Capture, *, names: KnownNames) -> Document:
    """The capture as the suggesters see it."""
    return Document(
        text=capture.text,
        furniture=tuple((start, end) for start, end in capture.furniture),
        language=(capture.language or capture.source.language).partition("-")[0].lower()
        or guess_language(capture.text),
        published=capture.source.published,
        title=capture.source.title,
        names=names,
    )


def known_names() -> KnownNames:
    """The names of all entities that editors work with, read again when one of them has changed."""
    rows = EntityName.objects.exclude(entity__state__in=_GONE)
    # A changed name is a new row or a new version of its entity; a merge moves its root.
    state = rows.aggregate(names=Count("pk"), newest=Max("pk"))
    state |= Entity.objects.aggregate(versions=Sum("version"), merged=Count("pk", filter=~Q(root=F("pk"))))
    key = tuple(state.values())
    if key not in _kept:
        _kept.clear()
        columns = ("text", "entity__root", "entity__kind", "kind", "language")
        _kept[key] = KnownNames(tuple(KnownName(*row) for row in rows.order_by("pk").values_list(*columns)))
    return _kept[key]


def _row(capture: Capture, suggester: Suggester, one: Suggested) -> Suggestion:
    return Suggestion(
        capture=capture, kind=one.kind, start=one.start, end=one.end, payload=dict(one.payload), score=one.score,
        suggester=suggester.name, suggester_version=suggester.version,
    )  # fmt: skip


def _keep(proposed: dict[tuple[Any, ...], Suggestion], rows: Iterable[Suggestion]) -> Counter[str]:
    """Make the stored suggestions of one capture those proposed; what was decided on is left alone."""
    counts: Counter[str] = Counter(new=0, changed=0, gone=0, same=0)
    gone, changed = [], []
    for row in rows:
        new = proposed.pop((row.suggester, row.kind, row.start, row.end), None)
        if row.fate != Fate.PENDING:
            counts["same"] += 1
        elif new is None:
            gone.append(row.pk)
        elif _said(row) == _said(new):
            counts["same"] += 1
        else:
            row.payload, row.score, row.suggester_version = new.payload, new.score, new.suggester_version
            changed.append(row)
    Suggestion.objects.filter(pk__in=gone).delete()
    Suggestion.objects.bulk_update(changed, ["payload", "score", "suggester_version"], batch_size=200)
    Suggestion.objects.bulk_create(proposed.values(), batch_size=500)
    counts.update(new=len(proposed), changed=len(changed), gone=len(gone))
    return counts


def _said(row: Suggestion) -> tuple[Any, ...]:
    return row.payload, row.score, row.suggester_version
