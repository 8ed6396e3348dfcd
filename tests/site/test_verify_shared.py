"""`verify` with several processes, in small ranges, and cut off: it finds the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ctarchive.verifying import progress, running
from ctarchive.verifying.table import VERIFIERS, findings
from editorial import verifying
from editorial.models import LedgerEntry, LedgerNode
from editorial.verifying import tree
from tests import factories as make
from tests.site.test_tampering import archive


def database_url() -> str:
    """Return the address of the tests' own database, for another process."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    return f"postgres://{told['USER']}{password}@{told['HOST']}:{told['PORT']}/{told['NAME']}"


def verify(var: Path, *words: str) -> tuple[int, str]:
    """(status, output) of `manage.py verify` in a process of its own."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "PGPASSWORD")}
    environment = kept | {"DEBUG": "1", "VAR": str(var), "DATABASE_URL": database_url()}
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "verify", *words]
    done = subprocess.run(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout


# What stands in the database, and by what the finding names it.
TAMPERED = (
    ("UPDATE events_claim SET value_text = 'No plan' WHERE value_text = 'A joint plan'", "claim"),
    ("UPDATE editorial_ledgerentry SET action = 'discard' WHERE seq = 5", "ledger 5"),
    ("UPDATE editorial_ledgernode SET hash = '00' WHERE level = 2 AND index = 1", "ledger node 2/1"),
    ("UPDATE sources_capture SET text = text || '!'", "capture"),
    ("UPDATE events_event SET date = '1999' WHERE external_id = 'meeting'", "event"),
    ("UPDATE ctarchive_searchentry SET title = 'Other' WHERE record_type = 'claim'", "search index: its entry differs"),
    ("UPDATE events_namekey SET key = key || 'x'", "name keys are stored"),
)


@pytest.mark.django_db(transaction=True)
def test_two_processes_find_what_one_finds(tmp_path: Path) -> None:
    archive()
    status, told = verify(tmp_path, "--processes", "2")
    assert (status, "Everything holds" in told) == (0, True), told
    with connection.cursor() as cursor:
        for sql, _named in TAMPERED:
            cursor.execute(sql.replace("index =", '"index" ='))
            assert cursor.rowcount > 0, sql
    status, told = verify(tmp_path, "--processes", "2", "--quiet")
    assert status == 1
    for _sql, named in TAMPERED:
        assert named in told, named
    one = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", "--quiet", "--processes", "1", stdout=one)
    lines = {line for line in told.splitlines() if not line.startswith("CommandError")}
    assert lines == set(one.getvalue().splitlines())


@pytest.fixture
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "TOGETHER", 4)
    monkeypatch.setattr(tree, "_TOP", 2)


@pytest.mark.django_db
def test_small_ranges_miss_nothing(small_ranges: None) -> None:
    archive()
    assert len(running.pieces()) > 100
    assert [str(one) for verifier in VERIFIERS for one in findings(verifier)] == []
    ledger = VERIFIERS[0]
    nodes, missed = LedgerNode.objects.order_by("level", "index"), []
    assert max(node.level for node in nodes) > 5
    for node in nodes:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE editorial_ledgernode SET hash = %s WHERE id = %s", ["0" * 64, node.pk])
            missed += [node] if not list(findings(ledger)) else []
            transaction.set_rollback(True)
    assert missed == []


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_missing_entry_is_named(small_ranges: None, place: str) -> None:
    make.published_event()
    newest = LedgerEntry.objects.count() - 1
    seq = {"first": 0, "middle": newest // 2, "last": newest}[place]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM editorial_ledgerpayload WHERE entry_id = %s", [seq])
        cursor.execute("DELETE FROM editorial_ledgerentry WHERE seq = %s", [seq])
    told = [str(one) for one in findings(VERIFIERS[0])]
    assert any("missing" in one for one in told) or any("its size is" in one for one in told), told


class Killed(BaseException):
    """Stands for a signal that nobody catches."""


@pytest.fixture
def walked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pieces that are walked, as they are; and every one of them is remembered at once."""
    monkeypatch.setattr(progress, "_PAUSE", -1.0)
    seen: list[str] = []
    walk = running.walk

    def watched(piece: Any) -> Any:
        seen.append(str(piece))
        return walk(piece)

    monkeypatch.setattr(running, "walk", watched)
    return seen


@pytest.mark.django_db
def test_a_run_that_was_killed_goes_on_where_it_was(
    walked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.published_event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_claim SET value_edtf = '2018-05-04' WHERE event_id = %s", [event.pk])
    file, everything = tmp_path / "verify.json", [str(piece) for piece in running.pieces()]
    watched = running.walk

    def killed(piece: Any) -> Any:
        if len(walked) == len(everything) // 2:
            raise Killed
        return watched(piece)

    monkeypatch.setattr(running, "walk", killed)
    with pytest.raises(Killed):
        call_command("verify", "--quiet", "--resume", str(file), stdout=StringIO())
    first = list(walked)
    assert 0 < len(first) < len(everything)
    monkeypatch.setattr(running, "walk", watched)
    walked.clear()
    out = StringIO()
    with pytest.raises(CommandError, match="not hold"):
        call_command("verify", "--resume", str(file), stdout=out)
    assert sorted(first + walked) == sorted(everything)
    whole = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", "--quiet", stdout=whole)
    assert set(whole.getvalue().splitlines()) <= set(out.getvalue().splitlines())
    # A run that came to its end begins anew the next time.
    walked.clear()
    with pytest.raises(CommandError):
        call_command("verify", "--quiet", "--resume", str(file), stdout=StringIO())
    assert sorted(walked) == sorted(everything)


@pytest.mark.django_db
def test_a_ledger_that_does_not_begin_with_the_one_seen_before_is_named(tmp_path: Path) -> None:
    file = tmp_path / "verify.json"
    make.published_event()
    call_command("verify", "--resume", str(file), stdout=StringIO())
    make.published_event()
    call_command("verify", "--resume", str(file), stdout=StringIO())
    told = json.loads(file.read_text())
    for other in ({"size": 1}, {"size": 10_000}, {"root": "0" * 64}):
        file.write_text(json.dumps(told | {"head": told["head"] | other}))
        out = StringIO()
        with pytest.raises(CommandError, match="1 thing does not hold"):
            call_command("verify", "--resume", str(file), stdout=out)
        assert "is not the beginning of this one" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "[]", '{"head": 3}', '{"head": {"size": 1, "root": "a"}, "finished": false}'])
def test_a_file_that_is_none_of_verify_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "verify.json"
    file.write_text(text)
    with pytest.raises(CommandError, match="Remove it to begin anew"):
        call_command("verify", "--resume", str(file))
    assert file.read_text() == text
