"""One changed character, in any column of any published record, behind the archive's back: `verify` names the record.

The cases are generated from the models, so a new column is covered from its first day. A column is left out only with a
reason that stands here.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from ctarchive.verifying.table import VERIFIERS, findings
from editorial import actions
from editorial.models import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload, PublicId
from editorial.registry import record_types
from events.actions import match as judge
from events.actions import publish_bundle, rank, submit_bundle
from events.choices import Judgement, Rank
from events.models import EntityName, Identifier, NameKey, NameWord, Participation
from sources.actions import capture
from sources.models import Blob
from tests import factories as make

pytestmark = pytest.mark.django_db

# Rows that are no records of their own, but speak for records or for the ledger.
PARTS = (
    EntityName,
    Identifier,
    NameKey,
    NameWord,
    Participation,
    Blob,
    PublicId,
    LedgerEntry,
    LedgerPayload,
    LedgerNode,
    LedgerHead,
)

LEFT_OUT = {
    "events_entityname.id": "a surrogate key that nothing refers to; the names are compared as a list",
    "events_identifier.id": "a surrogate key that nothing refers to; the identifiers are compared as a list",
    "events_namekey.id": "a surrogate key that nothing refers to; the keys are compared as a set",
    "events_nameword.id": "a surrogate key that nothing refers to; the words are compared as a set",
    "events_participation.id": "a surrogate key that nothing refers to; participations are compared as a set",
    "editorial_ledgernode.id": "a surrogate key that nothing refers to; a node is found by level and index",
    "sources_blob.erased_at": "empty until a redaction erases the bytes",
}  # fmt: skip


# Columns that stay empty in archive(), each with the reason. They are tried as soon as something stands in them.
EMPTY = {
    "editorial_revision.ended_at": "a published revision never ends",
    "editorial_redaction.ended_at": "a published redaction never ends",
    "ended_at": "filled when a record ends; tried on claims and evidence, which end by the same code",
    "external_id": "filled by the loading of a dossier; tried on sources, publishers, entities and events",
}


def archive() -> None:
    """A small archive in which every column of every type is filled somewhere."""
    writer, reviewer = make.user("writer"), make.user("reviewer")
    publisher = make.publisher(
        country="AZ", homepage="https://gazette.example", languages=["en"], external_id="gazette"
    )
    original = make.source(
        publisher=publisher, title_basis="headline", authors=["Leyla Kerimova"], language="en",
        published_basis="date line",
        url="https://gazette.example/1", canonical_url="https://gazette.example/one", symbol="A/1",
        rights="all reserved",
        access="full", reliability="B", external_id="first",
    )  # fmt: skip
    copy = make.source()
    state = make.entity(
        "Aran", kind="state", identifiers=[Identifier(scheme="iso3166", value="AZ")], external_id="aran"
    )
    town = make.entity("Lankaran", kind="place", country="AZ", latitude=Decimal("38.75"), longitude=Decimal("48.85"))
    colonel = make.entity(
        "Farid Nazarov", kind="person", description="An officer.", protected=True, pseudonym="Officer N",
        names=[EntityName(text="F. Nazarov", language="en", script="Latn")],
    )  # fmt: skip
    service, same = make.entity("Border Service"), make.entity("Service of the Border")
    whole = make.event(external_id="whole")
    meeting = make.event(summary="They met.", part_of=whole, external_id="meeting")
    date = make.claim(meeting, language="en", credibility=2, attributed_to=service)
    make.evidence(date, original, reading="as told", translation="wie berichtet", language="de")
    for about, key, fields in (
        (meeting, "place", {"value_entity": town}),
        (meeting, "participant", {"role": "chair", "value_entity": colonel}),
        (meeting, "count", {"unit": "persons", "counted": "officers", "value_low": 12, "valid": "2018-05-03"}),
        (meeting, "count", {"unit": "money", "currency": "USD", "counted": "cost", "value_low": 5, "value_high": 9}),
        (meeting, "purpose", {"value_text": "A joint plan"}),
        (meeting, "outcome", {"value_kind": "unknown"}),
        (meeting, "allegation", {"value_text": "They were late", "accused": service, "attributed_to": state}),
        (colonel, "position", {"value_entity": service, "title": "Colonel"}),
        (same, "measure", {"value_text": "Patrols"}),
        (whole, "date", {"value_edtf": "2018"}),
    ):
        make.evidence(make.claim(about, key, **fields), copy, "The meeting of 3 May 2018")
    again = make.event()
    make.evidence(make.claim(again, "topic", value_text="Patrols"), copy)
    for subject in (whole, meeting, again, colonel, same):
        submit_bundle(subject, user=writer)
        publish_bundle(subject, user=reviewer)
    make.published_link(copy, original)
    match = make.published_match(service, same)
    make.publish(
        rank(date, Rank.DEPRECATED, reason="Misread.", reason_kind="misread", user=writer),
        actions.save(
            type(match)(left=town, right=state, judgement="different", score=Decimal("0.25"), reason="No."), user=writer
        ),
        judge(meeting, again, Judgement.SAME, reason="One meeting.", score=Decimal("0.5"), user=writer),
    )
    later = make.claim(meeting, value_edtf="2018-05-04", supersedes=date, reason="A later report.")
    make.evidence(later, original)
    make.publish(later, *later.evidence.all())
    make.published_reply(later, entity=service, language="en")
    for proposal in (
        actions.propose_revision(whole, field="title", new="The whole", reason="Clearer.", user=writer),
        actions.propose_revision(meeting, field="summary", new="They met again.", reason="Clearer.", user=writer),
        actions.propose_redaction(whole, field="title", reason="A name.", user=writer, span=(0, 3)),
    ):
        actions.publish([proposal], user=make.user("manager"))
    fetched = make.source()
    text = "Guards met on the river.\n\nThey agreed to meet a third time in autumn.\n\nShare this page\nPrivacy Policy"
    capture(
        text.encode(), user=writer, source=fetched, filename="a.txt", requested_url="https://gazette.example/a",
        final_url="https://gazette.example/b", headers={"Server": "x"}, language="en",
    )  # fmt: skip
    make.publish(fetched)


def found() -> Iterator[str]:
    """The uids (and parts of the ledger) that verify names now; the records, which catch most, are walked first."""
    for verifier in sorted(VERIFIERS, key=lambda verifier: verifier.label != "records"):
        yield from (finding.uid for finding in findings(verifier))


def changed(text: str) -> str:
    """The text with its last letter or digit replaced by another of the same kind."""
    at = max(i for i, character in enumerate(text) if character.isalnum())
    kind = string.digits if text[at].isdigit() else string.ascii_lowercase
    return text[:at] + kind[(kind.find(text[at].lower()) + 1) % len(kind)] + text[at + 1 :]


def rows_of(model: type[models.Model]) -> Any:
    rows = model._default_manager.all()
    return rows.filter(published_at__isnull=False) if hasattr(model, "published_at") else rows


def columns(model: type[models.Model]) -> Iterator[tuple[str, Any]]:
    for field in model._meta.concrete_fields:
        name = f"{model._meta.db_table}.{field.column}"
        if name not in LEFT_OUT:
            yield name, field


def stored(model: type[models.Model], field: Any) -> tuple[Any, str] | None:
    """(primary key, text in the database) of a row in which the column says something."""
    table, key = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        keys = [row.pk for row in rows_of(model).order_by("pk")]
        for pk in keys:
            cursor.execute(f'SELECT CAST("{field.column}" AS TEXT) FROM "{table}" WHERE "{key}" = %s', [pk])
            text = cursor.fetchone()[0]
            if text and any(character.isalnum() for character in text):
                return pk, text
    return None


def overwrite(model: type[models.Model], field: Any, pk: Any, text: str) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    value = f"CAST(%s AS {field.db_type(connection)})" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET "{field.column}" = {value} WHERE "{key}" = %s', [text, pk])


def flipped(field: Any, text: str) -> str:
    return (
        {"true": "false", "false": "true", "1": "0", "0": "1"}[text]
        if isinstance(field, models.BooleanField)
        else changed(text)
    )


def test_one_changed_character_anywhere_is_named() -> None:
    archive()
    assert set(found()) == set()
    tried, refused, missed, empty = 0, 0, [], []
    types: list[type[models.Model]] = [*record_types().values(), *PARTS]
    for model in types:
        for name, field in columns(model):
            row = stored(model, field)
            if row is None:
                empty += [] if name in EMPTY or field.name in EMPTY else [name]
                continue
            tried += 1
            outcome = tamper(model, field, *row)
            refused += outcome == "refused"
            if outcome == "missed":
                missed.append(f"{name} of {row[0]}: {row[1][:60]!r}")
    print(
        f"tampering: {tried} columns tried, {tried - refused - len(missed)} caught by verify, "
        f"{refused} refused by the database"
    )
    assert missed == []
    assert empty == [], "these columns were empty in every published row: fill them in archive(), or say why not"


def tamper(model: type[models.Model], field: Any, pk: Any, text: str) -> str:
    """What happens to the change: refused (by the database), named (by verify), or missed. It is undone."""
    try:
        with transaction.atomic():
            overwrite(model, field, pk, flipped(field, text))
            if not is_named(model, field, pk, text):
                connection.check_constraints()
                return "missed"
            transaction.set_rollback(True)
    except DatabaseError:
        return "refused"
    return "named"


def is_named(model: type[models.Model], field: Any, pk: Any, text: str) -> bool:
    """Whether verify names the record; for a part or a row of the ledger, whether it names anything."""
    row = {str(pk), flipped(field, text)} if field.primary_key else {str(pk)}
    return any(model not in record_types().values() or uid in row for uid in found())


def test_the_command_prints_the_uid_and_exits_1() -> None:
    event = make.published_event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_claim SET value_edtf = '2018-05-04' WHERE event_id = %s", [event.pk])
    out = StringIO()
    with pytest.raises(CommandError, match="not hold") as refusal:
        call_command("verify", "--quiet", stdout=out)
    assert refusal.value.returncode == 1
    assert event.claims.get().pk in out.getvalue()


def test_a_verified_archive_says_so() -> None:
    make.published_event()
    out = StringIO()
    call_command("verify", stdout=out)
    assert "Everything holds" in out.getvalue()


def test_an_account_that_was_given_another_uid_is_named() -> None:
    make.published_event()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE editorial_user SET uid = 'zzzzzzzzzz' WHERE username = 'writer'")
    assert any(finding.kind == "user" for verifier in VERIFIERS for finding in findings(verifier))
    transaction.set_rollback(True)
