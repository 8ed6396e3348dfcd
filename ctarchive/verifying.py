"""All that `manage.py verify` walks, in one table: name → how many rows there are to walk, and the verifier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ctarchive import search
from ctarchive.models import SearchEntry
from editorial import registry
from editorial import verifying as editorial
from editorial.models import LedgerEntry
from editorial.verifying import Finding, Step
from events import verifying as events
from events.models import Claim, Entity, Event, Evidence
from sources import verifying as sources
from sources.models import Blob, Capture, Source


class Verifier(NamedTuple):
    label: str | Promise
    rows: Callable[[], int]
    run: Callable[[Step], Iterator[Finding]]


def search_index(step: Step) -> Iterator[Finding]:
    """Every entry of the search index against the record it was made from."""
    for record_type, uid, what in search.verify():
        yield Finding(record_type, uid, f"search index: {what}")
    step(SearchEntry.objects.count())


VERIFIERS = (
    Verifier(_("ledger"), LedgerEntry.objects.count, editorial.tree),
    Verifier(_("records"), lambda: sum(m.objects.count() for m in registry.record_types().values()), editorial.records),
    Verifier(_("blobs"), Blob.objects.count, sources.blobs),
    Verifier(_("captures"), Capture.objects.count, sources.captures),
    Verifier(_("lineage"), Source.objects.count, sources.origins),
    Verifier(_("quotations"), Evidence.objects.count, events.quotations),
    Verifier(_("promise"), Claim.objects.published().count, events.promise),
    Verifier(_("facts"), lambda: Event.objects.count() + Entity.objects.count(), events.facts),
    Verifier(_("search index"), SearchEntry.objects.count, search_index),
)


def findings(verifier: Verifier, step: Step = lambda _rows: None) -> Iterator[Finding]:
    """What the verifier finds. A row that cannot even be read ends its walk; `records` names that row."""
    try:
        yield from verifier.run(step)
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        yield Finding("verifier", str(verifier.label), f"cannot go on ({error!r})")
