"""Does every quotation stand, and is every fact what its claims come to? The events' part of `manage.py verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db.models import Exists, OuterRef

from editorial.verifying import Finding, Range, Step, Walk, batches
from events import projection, quotes
from events.choices import Stance
from events.matching import index
from events.models import Claim, Entity, Event, Evidence
from events.workbench import index as words
from sources.models import Capture

Differences = Callable[[Step, Range], Iterable[tuple[str, str, str]]]


def quotations(step: Step, part: Range) -> Iterator[Finding]:
    """Every quotation from these captures against its slice of the text, context included."""
    columns = ("capture_id", "exact", "prefix", "suffix", "start", "end")
    for rows in batches(part.of(Capture.objects.values_list("pk", "text")), size=100):
        texts = dict(rows)
        quoted = Evidence.objects.filter(capture__in=texts).only(*columns).order_by("pk")
        for evidence in quoted.iterator():
            if (why := quotes.why_not(texts[evidence.capture_id], evidence.anchor())) is not None:
                yield Finding("evidence", evidence.pk, why)
            step(1)


def promise(step: Step, _part: Range) -> Iterator[Finding]:
    """The promise itself: every published claim has a published passage that supports it."""
    support = Evidence.objects.published().filter(claim=OuterRef("pk"), stance=Stance.SUPPORTS)
    for uid in Claim.objects.published().filter(~Exists(support)).order_by("pk").values_list("pk", flat=True):
        yield Finding("claim", uid, "it is published, and no published passage supports it")
    step(Claim.objects.published().count())


def facts() -> list[Walk]:
    """Every derived column and row against what the published claims come to."""
    return [
        Walk("events", partial(_told, projection.event_differences), Event),
        Walk("entities", partial(_told, projection.entity_differences), Entity),
        Walk("ended claims", partial(_told, _ended)),
        Walk("name keys", partial(_told, _uncounted(index.differences)), Entity),
        *(Walk(f"words of {model.type_name()}", partial(_told, _words_of(model)), model) for model in words.MODELS),
    ]


def _told(differences: Differences, step: Step, part: Range) -> Iterator[Finding]:
    for record_type, uid, what in differences(step, part):
        yield Finding(record_type, uid, what)


def _ended(_step: Step, _part: Range) -> Iterable[tuple[str, str, str]]:
    return projection.ended_differences()


def _uncounted(differences: Differences) -> Differences:
    """The same, without counting rows that were counted before."""
    return lambda _step, part: differences(lambda _rows: None, part)


def _words_of(model: type[Entity | Event]) -> Differences:
    return _uncounted(partial(words.differences_of, model))
