"""The archives that speed is measured on must be archives: `verify` has nothing to say about one."""

from __future__ import annotations

import pytest

from benchmarks.archive.plan import Plan
from benchmarks.archive.rows import batch, tasks
from benchmarks.generate import generate
from ctarchive.verifying.table import VERIFIERS, findings
from editorial import ledger, merkle
from events.models import Claim, Entity, Event, Evidence
from sources.models import Source, SourceLink


@pytest.fixture
def archive(db: None) -> None:
    generate(200, seed=7, say=lambda _line: None)


def test_a_made_archive_verifies_and_the_same_seed_makes_the_same_ledger(archive: None) -> None:
    assert [str(finding) for verifier in VERIFIERS for finding in findings(verifier)] == []
    again = [leaf for task in tasks(Plan(200, 7)) for leaf in batch(task).leaves]
    assert ledger.head().root == _root(again)
    assert batch(tasks(Plan(200, 8))[0]).leaves[0] != again[0]
    counts = [model.objects.published().count() for model in (Claim, Event, Entity, Source)]
    assert counts == [200, 40, 20, 20]
    assert Evidence.objects.count() > 200
    assert Event.objects.filter(conflicted=True).count() == 2
    assert SourceLink.objects.published().count() == 1
    assert {one.script for one in Entity.objects.published()[0].names.all()} == {"Latn", "Cyrl", "Arab"}
    # Nobody else's records are written over.
    with pytest.raises(ValueError, match="records already"):
        generate(200, seed=7)


def _root(leaves: list[bytes]) -> str:
    peaks: list[bytes] = []
    for size, leaf in enumerate(leaves):
        merkle.append(size, peaks, leaf)
    return merkle.root(peaks).hex()
