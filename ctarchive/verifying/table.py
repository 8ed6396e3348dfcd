"""All that `manage.py verify` walks, in one table: name → how many rows there are to walk, and the walks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ctarchive.models import SearchEntry
from ctarchive.search import documents
from ctarchive.search import index as search
from editorial import registry
from editorial.models import LedgerEntry, PublicId
from editorial.verifying import Finding, Range, Step, Tally, Walk, records, tree
from events import verifying as events
from events.models import Claim, Entity, Event, Evidence
from sources import verifying as sources
from sources.models import Blob, Capture, Source


class Verifier(NamedTuple):
    label: str | Promise
    rows: Callable[[], int]
    walks: Callable[[], Sequence[Walk]]


def search_index() -> list[Walk]:
    """Every entry of the search index against the record it was made from."""
    return [
        Walk("database", _search_database),
        *(Walk(name, partial(_search_records, name), registry.model(name)) for name in documents.BUILDERS),
        # By the uids of all records, since the key of an entry is a number that means nothing.
        Walk("entries", _search_entries, PublicId),
    ]


def _search_records(record_type: str, step: Step, part: Range) -> Iterator[Finding]:
    yield from map(_in_search, search.verify_records(record_type, step, part))


def _search_entries(_step: Step, part: Range) -> Iterator[Finding]:
    yield from map(_in_search, search.verify_entries(lambda _rows: None, part))


def _search_database(_step: Step, _part: Range) -> Iterator[Finding]:
    yield from map(_in_search, search.verify_database())


def _in_search(problem: tuple[str, str, str]) -> Finding:
    record_type, uid, what = problem
    return Finding(record_type, uid, f"search index: {what}")


VERIFIERS = (
    Verifier(_("ledger"), LedgerEntry.objects.count, tree.walks),
    Verifier(_("records"), lambda: sum(m.objects.count() for m in registry.record_types().values()), records.walks),
    Verifier(_("blobs"), Blob.objects.count, sources.blob_walks),
    Verifier(_("captures"), Capture.objects.count, lambda: [Walk("captures", sources.captures, Capture)]),
    Verifier(_("lineage"), Source.objects.count, lambda: [Walk("lineage", sources.origins, Source)]),
    Verifier(_("quotations"), Evidence.objects.count, lambda: [Walk("quotations", events.quotations, Capture)]),
    Verifier(_("promise"), Claim.objects.published().count, lambda: [Walk("promise", events.promise)]),
    Verifier(_("facts"), lambda: Event.objects.count() + Entity.objects.count(), events.facts),
    Verifier(_("search index"), SearchEntry.objects.count, search_index),
)


def findings(verifier: Verifier) -> Iterator[Finding]:
    """What the verifier finds, all of its walks one after the other."""
    for walk in verifier.walks():
        for part in walk.ranges():
            yield from walked(verifier, walk, part, Tally())


def walked(verifier: Verifier, walk: Walk, part: Range, tally: Tally) -> Iterator[Finding]:
    """What a walk finds in a range. A row that cannot even be read ends it; `records` names that row."""
    try:
        yield from walk.run(tally, part)
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        yield Finding("verifier", str(verifier.label), f"cannot go on ({error!r})")
