"""Dumped, loaded into an empty archive, and dumped again: the same bytes."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

from ctarchive import demo
from editorial import actions
from editorial.registry import record_types
from events.actions import move, publish_bundle, submit_bundle
from events.models import Claim, Event
from sources.actions import capture
from sources.choices import LinkKind
from tests import factories as make

pytestmark = pytest.mark.django_db

DEMO = Path(demo.__file__).parent / "archive.yaml"
OURS = {"editorial", "sources", "events", "ctarchive"}


def dump(suffix: str = "yaml") -> str:
    out = StringIO()
    call_command("dump_dossier", format=suffix, stdout=out, stderr=StringIO())
    return out.getvalue()


def empty() -> None:
    """Make the archive as empty as on its first day, whatever refers to what."""
    tables = [m._meta.db_table for m in apps.get_models() if m._meta.app_label in OURS and m._meta.model_name != "user"]
    with transaction.atomic(), connection.constraint_checks_disabled(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What waits to be checked is checked now: a table with waiting checks is not truncated.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')
    assert not any(model.objects.exists() for model in record_types().values())


def reloaded(tmp_path: Path, text: str, name: str = "dump.yaml") -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="\n")
    empty()
    call_command("load_dossier", path, publish=True, stdout=StringIO())


def test_the_demo_archive_survives_the_round(tmp_path: Path) -> None:
    call_command("load_dossier", DEMO, publish=True, stdout=StringIO())
    first = dump()
    reloaded(tmp_path, first)
    assert dump() == first
    call_command("verify", "--quiet")


def test_it_survives_as_ndjson_too(tmp_path: Path) -> None:
    make.published_event()
    first = dump("ndjson")
    reloaded(tmp_path, first, "dump.ndjson")
    assert dump("ndjson") == first


def test_revisions_are_replayed(tmp_path: Path) -> None:
    event = make.published_event(title="First title")
    entity = make.entity("Coast Guard")
    make.publish(entity)
    for record, field, new in (
        (event, "title", "Second title"),
        (event, "title", "Third title"),
        (entity, "names", [["primary", "Coastal Guard", "en", "Latn"], ["former", "Coast Guard", "", ""]]),
    ):
        revision = actions.propose_revision(record, field=field, new=new, reason="Clearer.", user=make.user("writer"))
        actions.publish([revision], user=make.user("manager"))
    first = dump()
    assert first.count("Third title") == 2
    reloaded(tmp_path, first)
    assert dump() == first


def test_bytes_that_are_not_the_text_survive(tmp_path: Path) -> None:
    source = make.source()
    page = (
        "<html><head><title>Guards</title></head><body><article><p>The guards met on the river. 😀 They met "
        "again, and again, until the plan was signed by both of them.</p></article></body></html>"
    )
    capture(page.encode(), source=source, user=make.user("writer"), filename="page.html")
    capture(b"The same text, \r\nwith other line ends.", source=source, user=make.user("writer"))
    make.publish(source)
    first = dump()
    assert "content:" in first
    reloaded(tmp_path, first)
    assert dump() == first


def test_drafts_are_not_dumped() -> None:
    make.event(title="Nobody knows of this")
    assert "Nobody" not in dump()


def test_hostile_texts_survive(tmp_path: Path) -> None:
    text = (
        "  - a: b\n\ttabbed # no comment\n\n\n'quoted' \"twice\" {x} [y] &z *w !v %u @t `s` "
        "\u200f\u0645\u0631\u062d\u0628\u0627 e\u0301 😀 \n..."
    )
    source = make.source(text)
    event = make.event(title="null", summary="- yes: no")
    make.evidence(make.claim(event, "purpose", value_text="true"), source, "no comment")
    make.publish(event, source, *Claim.objects.all(), *Claim.objects.get().evidence.all())
    first = dump()
    reloaded(tmp_path, first)
    assert dump() == first


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    make.published_event()
    call_command("dump_dossier", tmp_path / "archive.yaml", stderr=StringIO())
    assert (tmp_path / "archive.yaml").read_text(encoding="utf-8") == dump()
    assert [path.name for path in tmp_path.glob("*") if path.is_file()] == ["archive.yaml"]


def test_what_was_redacted_is_not_dumped_and_stays_redacted(tmp_path: Path) -> None:
    event = make.published_event()
    kept = event.claims.get().evidence.get().capture
    start = kept.text.index("Farid Nazarov")
    redaction = actions.propose_redaction(
        kept, field="text", span=(start, start + 13), reason="Not public.", user=make.user("writer")
    )
    actions.publish([redaction], user=make.user("manager"))
    first = dump()
    assert "Nazarov" not in first
    reloaded(tmp_path, first)
    assert dump() == first


def test_replies_survive_the_round_with_those_that_were_taken_away(tmp_path: Path) -> None:
    claim = make.published_event().claims.get()
    body = make.entity("Border Service")
    make.publish(body)
    make.published_reply(claim, "لم يكن كذلك.\n\nIt was the 4th.", name="", entity=body, language="ar")
    make.retract(make.published_reply(claim, "We were never there."))
    first = dump()
    assert "replies:" in first
    reloaded(tmp_path, first)
    assert dump() == first
    call_command("verify", "--quiet")


def test_merged_and_parted_events_survive_the_round(tmp_path: Path) -> None:
    one, other, third = (make.published_event() for _ in range(3))
    make.merged_events(one, other)
    make.retract(make.merged_events(one, third))
    first = dump()
    assert "event_matches:" in first
    reloaded(tmp_path, first)
    assert dump() == first
    call_command("verify", "--quiet")
    assert {event.pk: event.root_id for event in Event.objects.all()} == {
        one.pk: one.pk, other.pk: one.pk, third.pk: third.pk,
    }  # fmt: skip


def test_moved_claims_and_merged_sources_survive_the_round(tmp_path: Path) -> None:
    one, other = make.published_event(), make.published_event()
    claim = make.published_claim(one, "topic", value_text="Night patrols")
    move([claim], other, reason="It was the second meeting.", user=make.user("writer"))
    submit_bundle(other, user=make.user("writer"))
    publish_bundle(other, user=make.user("reviewer"))
    kept, doubled = make.source(), make.source()
    make.publish(kept, doubled)
    make.published_link(doubled, kept, LinkKind.IDENTICAL_TO)
    first = dump()
    assert "It was the second meeting." in first
    reloaded(tmp_path, first)
    assert dump() == first
    call_command("verify", "--quiet")
