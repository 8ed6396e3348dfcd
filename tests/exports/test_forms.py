"""What public forms tell of texts, of protected people, of what was withdrawn; and which forms change with others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ctarchive.exports import records
from editorial import actions
from editorial.ledger import head
from editorial.models import LedgerEntry
from events import protection
from events.models import Event
from sources.choices import LinkKind
from sources.models import Capture
from tests import factories as make
from tests.exports import archives

pytestmark = pytest.mark.django_db


def forms(record_type: str) -> list[dict[str, Any]]:
    return list(records.stream(record_type, protection.load()))


def one(record_type: str, uid: str) -> dict[str, Any]:
    return records.of(record_type, [uid], protection.load())[uid]


def test_a_redaction_of_a_draft_is_absent() -> None:
    draft = make.event(summary="A private name.")
    proposed = actions.propose_redaction(draft, field="summary", reason="Private.", user=make.user("writer"))
    actions.publish([proposed], user=make.user("manager"))
    assert forms("redaction") == []


@pytest.mark.parametrize(("access", "members"), [("full", {"text"}), ("excerpts", {"windows"}), ("metadata", set())])
def test_of_a_text_is_told_what_its_access_allows(access: str, members: set[str]) -> None:
    text = f"{'An opening word. ' * 40}\n\nThe meeting of 3 May 2018 was long.\n\n{'A closing word. ' * 40}"
    claim = make.published_claim(
        make.event(), "topic", "meeting of 3 May", make.source(text, access=access), value_text="May"
    )
    capture, passage = forms("capture")[0], one("evidence", claim.evidence.get().pk)
    assert {name for name in ("text", "windows") if capture[name]} == members
    assert capture["characters"] == str(len(text))
    assert passage["exact"] == "meeting of 3 May"
    if access == "full":
        assert capture["text"] == text
    for window in capture["windows"]:
        assert window["text"] == text[int(window["start"]) : int(window["end"])]
        assert passage["exact"] in window["text"]
        assert len(window["text"]) < 420


def test_the_context_of_a_passage_is_told_unless_no_text_may_be_read() -> None:
    text = "It ended. It began and ended. It ended."
    for access in ("excerpts", "metadata"):
        event = make.event()
        claim = make.claim(event, "topic", value_text="ends")
        source = make.source(f"{text} {access}", access=access)
        passage = make.evidence(claim, source, "ended", prefix="began and ", suffix=". It")
        make.publish(source, event, claim, passage)
        told = one("evidence", passage.pk)
        if access == "metadata":
            assert (told["prefix"], told["suffix"]) == (None, None)
        else:
            assert told["prefix"].endswith("It began and ")
            assert told["suffix"].startswith(". It ended.")


def test_the_captures_of_a_retracted_source_are_tombstones() -> None:
    source = make.source(access="full")
    make.publish(source)
    make.retract(source, "Not ours to keep.")
    (capture,) = forms("capture")
    assert (capture["state"], capture["reason"]) == ("retracted", "Not ours to keep.")


def test_nobody_protected_is_named_in_any_form() -> None:
    person = archives.protected()
    told = [form for name in records.TYPES for form in forms(name)]
    assert "Nazarov" not in json.dumps(told, ensure_ascii=False)
    assert "Q2" not in json.dumps(told)
    form = one("entity", person.pk)
    assert (form["name"], form["identifiers"], form["protected"]) == ("Officer N", [], True)
    assert any(passage.get("masked") for passage in forms("evidence"))
    # A name that the edge of the context cuts in two is hidden where it begins.
    assert not any("Farid" in json.dumps(passage) and "chaired" in passage["exact"] for passage in forms("evidence"))


def test_what_was_merged_into_somebody_protected_is_hidden_too() -> None:
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer N")
    other = make.entity("F. N.", kind="person", identifiers=archives.wikidata("Q3"))
    make.publish(person, other)
    make.published_match(person, other)
    form = one("entity", other.pk)
    assert (form["name"], form["identifiers"], form["root"]) == ("Officer N", [], person.pk)


def test_values_that_a_retracted_record_had_are_withheld() -> None:
    event = make.published_event()
    revision = make.revise(event, "summary", "They met.")
    assert one("revision", revision.pk)["new"] == "They met."
    make.retract(event)
    assert (one("revision", revision.pk)["new"], one("revision", revision.pk)["masked"]) == (None, True)


# -- what changes with what --------------------------------------------------------------------------------------------


def everything() -> dict[str, dict[str, Any]]:
    return {form["uid"]: form for name in records.TYPES for form in forms(name)}


def _retract_source() -> None:
    source = make.source(access="full")
    make.publish(source)
    yield_to(lambda: make.retract(source))


def yield_to(change: Callable[[], Any]) -> None:
    """Do it, and compare all forms whose bytes changed with those that the public entries and `affected` name."""
    before, size = everything(), head().size
    change()
    after = everything()
    changed = {uid for uid in before | after if before.get(uid) != after.get(uid)}
    entries = registry_entries(size)
    named = {uid for _type, uid in entries}
    for record_type, uid in entries:
        named |= {other for uids in records.affected(record_type, [uid]).values() for other in uids}
    assert changed
    assert changed <= named


def registry_entries(size: int) -> list[tuple[str, str]]:
    return list(LedgerEntry.objects.filter(public=True, seq__gte=size).values_list("record_type", "record_uid"))


def test_affected_names_all_forms_that_change_without_an_entry_of_their_own() -> None:
    _retract_source()
    event = make.published_event()
    source = Capture.objects.published().get(evidence__claim__event=event).source
    yield_to(lambda: make.revise(event, "title", "They met"))
    yield_to(lambda: make.revise(source, "access", "metadata"))
    yield_to(lambda: make.revise(source, "access", "full"))
    yield_to(lambda: make.revise(source, "access", "excerpts"))
    later = make.evidence(event.claims.get(), source, "Twelve officers")
    yield_to(lambda: make.publish(later))
    yield_to(lambda: make.retract(later))
    twin = make.published_event()
    third = make.published_event()
    matches = []
    yield_to(lambda: matches.append(make.merged_events(event, twin)))
    yield_to(lambda: matches.append(make.merged_events(twin, third)))
    yield_to(lambda: make.retract(matches[0]))
    copy = make.source()
    make.publish(copy)
    links = []
    yield_to(lambda: links.append(make.published_link(copy, source, LinkKind.IDENTICAL_TO)))
    yield_to(lambda: make.retract(links[0]))
    yield_to(lambda: make.retract(Event.objects.get(pk=event.pk)))
