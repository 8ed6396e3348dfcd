"""Dossiers and tables, broken in every way: taken, or refused in words and without a trace."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ctarchive.dossier.errors import DossierError
from ctarchive.dossier.files import in_folder, parse_bytes
from ctarchive.dossier.load import carry_out, load_drafts, plan_parsed
from ctarchive.exchange import mapping, table, tables
from ctarchive.models import Upload
from editorial.choices import Via
from editorial.errors import EditorialError
from editorial.models import LedgerEntry, Record
from editorial.registry import record_types
from sources.text import UnreadableError
from tests import factories as make
from tests.damage import bounded, broken
from tests.dossier.test_load import DOSSIER
from tests.exchange.test_tables import ENTITIES, PUBLISHERS

pytestmark = pytest.mark.django_db

# How many broken files of each kind the long run tries; the environment may say otherwise.
CASES = int(os.environ.get("CASES", "400"))
NAMED = (DossierError, UnreadableError, EditorialError, ValidationError)
CLAIMS = (
    "about,property,value,source,quote\nGuards meet,date,2018-05-03,report,met on 3 May 2018\n"
    "Lankaran,country,AZ,report,in Lankaran\n"
)
NDJSON = (
    '{"dossier": 1}\n{"publishers": {"id": "g", "name": "Gazette", "kind": "news_outlet"}}\n'
    '{"sources": {"id": "r", "title": "Report", "kind": "news_report", "publisher": "g", "text": "They met."}}\n'
)
DOSSIERS = {"guards.yaml": DOSSIER.encode(), "guards.ndjson": NDJSON.encode()}
TABLES = {"publishers": PUBLISHERS.encode(), "entities": ENTITIES.encode(), "claims": CLAIMS.encode()}
ALL = (*DOSSIERS.values(), *TABLES.values())


def rows() -> Counter[str]:
    """How many records and ledger entries there are."""
    models: list[type[Record]] = [*record_types().values()]
    return Counter({m.__name__: m._base_manager.count() for m in models} | {"entries": LedgerEntry.objects.count()})


def load_dossier(name: str, seed: int, folder: Path) -> bool:
    """Whether it was loaded; refused, it leaves nothing behind."""
    data, before = broken(DOSSIERS[name], ALL, seed), rows()
    author, reviewer = make.user("writer"), make.user("manager")
    try:
        with bounded((name, seed)):
            plan = plan_parsed(parse_bytes(name, data, in_folder(folder)))
            carry_out(plan, author=author, reviewer=reviewer, publish=True)
    except NAMED as error:
        told = str(error)
    else:
        return True
    assert told.strip()
    assert rows() == before, (name, seed)
    return False


def load_table(kind: str, seed: int) -> bool:
    """The same of a table: guessed, matched, checked, and its right rows loaded as drafts."""
    data, before, user = broken(TABLES[kind], ALL, seed), rows(), make.user("writer")
    try:
        with bounded((kind, seed)):
            encoding, delimiter = table.detect(data)
            header = table.read(data, encoding, delimiter).header
            columns = {str(n): name for n, name in mapping.proposed(kind, header, {}).items()}
            reading = {"encoding": encoding, "delimiter": delimiter, "columns": columns}
            upload = Upload(user=user, kind=kind, filename="a.csv", data=data, reading=reading)
            upload.chosen = {"rows": "right"}
            load_drafts(tables.plan_of(upload), author=user, via=Via.ADMIN)
    except NAMED as error:
        told = str(error)
    else:
        return True
    assert told.strip()
    assert rows() == before, (kind, seed)
    return False


def undone(load: Callable[..., bool], *what: Any) -> bool:
    """What it came to, the archive left as it was."""
    with transaction.atomic():
        is_loaded = load(*what)
        transaction.set_rollback(True)
    return is_loaded


def test_what_is_not_broken_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tests.exchange.test_hostile.broken", lambda data, others, seed: data)
    assert all(undone(load_dossier, name, 0, tmp_path) for name in DOSSIERS)
    carry_out(
        plan_parsed(parse_bytes("guards.yaml", DOSSIER.encode(), in_folder(tmp_path))),
        author=make.user("writer"), reviewer=make.user("manager"), publish=True,
    )  # fmt: skip
    assert all(undone(load_table, kind, 0) for kind in TABLES)


@pytest.mark.parametrize("name", DOSSIERS)
def test_no_broken_dossier_leaves_anything_behind(name: str, tmp_path: Path) -> None:
    taken = [undone(load_dossier, name, seed, tmp_path) for seed in range(20)]
    assert not all(taken)


@pytest.mark.parametrize("kind", TABLES)
def test_no_broken_table_leaves_anything_behind(kind: str) -> None:
    taken = [undone(load_table, kind, seed) for seed in range(20)]
    assert not all(taken)


MANY = settings(
    max_examples=CASES, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", DOSSIERS)
@MANY
@given(seed=st.integers(0, 2**32))
def test_no_dossier_at_all_leaves_anything_behind(name: str, tmp_path: Path, seed: int) -> None:
    undone(load_dossier, name, seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TABLES)
@MANY
@given(seed=st.integers(0, 2**32))
def test_no_table_at_all_leaves_anything_behind(kind: str, seed: int) -> None:
    undone(load_table, kind, seed)
