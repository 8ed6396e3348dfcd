"""Redacting: the words go from the record, the ledger and whatever repeats them; every proof still holds."""

from typing import Any

import pytest

from editorial import actions, comments, ledger, merkle
from editorial.choices import Action
from editorial.errors import FourEyes, NotAllowed, ReasonRequired, Refused
from editorial.ledger import field_digest, leaf
from editorial.models import Comment, LedgerEntry, LedgerPayload
from events.models import EntityName, Evidence
from sources.models import Capture
from tests import factories as make

pytestmark = pytest.mark.django_db

NAME = "Farid Nazarov"


def ledger_text() -> str:
    return "\n".join(str(payload.fields) for payload in LedgerPayload.objects.all())


def captured() -> tuple[Capture, tuple[int, int]]:
    """A published capture, and where the name stands in its text."""
    capture = make.capture_of(make.published_event().claims.get().evidence.get().capture.source)
    start = capture.text.index(NAME)
    return capture, (start, start + len(NAME))


def test_a_redacted_field_is_masked_and_gone_from_the_ledger() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    make.redact(event, "summary")
    assert event.summary == "█" * len(f"{NAME} spoke.")
    assert NAME not in ledger_text()
    assert make.findings() == []


def test_only_the_passage_goes() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    make.redact(event, "summary", span=(0, len(NAME)))
    assert event.summary == "█" * len(NAME) + " spoke."
    assert make.findings() == []


def test_the_digest_stays_and_the_entry_is_still_proved() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    entry = LedgerEntry.objects.select_related("payload").get(record_uid=event.pk, action=Action.CREATE)
    before = dict(entry.payload.fields)
    digest, leaf_before = field_digest("summary", before["summary"]), leaf(entry, before)
    make.redact(event, "summary")
    after = LedgerPayload.objects.get(pk=entry.pk).fields
    assert after["summary"] == {"digest": digest}
    assert after["title"] == before["title"]
    assert leaf(entry, after) == leaf_before
    head = ledger.head()
    proof = [bytes.fromhex(step) for step in ledger.inclusion_proof(entry.seq, head.size)]
    root = bytes.fromhex(head.root)
    assert merkle.verify_inclusion(merkle.leaf_hash(leaf_before), entry.seq, head.size, proof, root)


def test_the_ledger_tells_that_it_was_redacted() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    make.redact(event, "summary")
    entry = LedgerEntry.objects.get(action=Action.REDACT)
    assert (entry.record_uid, entry.public) == (event.pk, True)


def test_revisions_that_carried_the_words_lose_them_too() -> None:
    event = make.published_event(summary="In short.")
    revision = make.revise(event, "summary", f"{NAME} spoke.")
    make.redact(event, "summary")
    revision.refresh_from_db()
    assert NAME not in str(revision.new)
    assert NAME not in ledger_text()
    assert make.findings() == []


def test_a_passage_of_a_preserved_text_goes_and_the_quotations_around_it_stay_true() -> None:
    capture, span = captured()
    evidence = capture.evidence.get()
    make.redact(capture, "text", span=span)
    evidence.refresh_from_db()
    assert NAME not in capture.text
    assert capture.text[evidence.start : evidence.end] == evidence.exact == "The meeting of 3 May 2018"
    assert make.findings() == []


def test_a_quotation_of_the_words_is_masked_with_them() -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", f"chaired by Colonel {NAME}", value_text="Borders")
    evidence = claim.evidence.get()
    capture = evidence.capture
    start = capture.text.index(NAME)
    make.redact(capture, "text", span=(start, start + len(NAME)))
    evidence.refresh_from_db()
    assert evidence.exact == "chaired by Colonel " + "█" * len(NAME)
    assert NAME not in ledger_text()
    assert make.findings() == []


def test_the_names_of_a_person_go_as_a_whole() -> None:
    person = make.entity(NAME, kind="person", names=[EntityName(text="F. Nazarov", kind="alias")])
    make.publish(person)
    revision = make.revise(person, "names", [["primary", NAME, "", ""], ["former", "Farid Old", "", ""]])
    make.redact(person, "names")
    revision.refresh_from_db()
    assert set(person.name) == {"█"}
    assert [name.text for name in person.names.all()] == [person.name]
    assert not any(part in ledger_text() + str(revision.new) for part in ("Nazarov", "Farid"))
    assert make.findings() == []


def test_a_discarded_draft_can_be_redacted() -> None:
    event = make.event(summary=f"{NAME} spoke.")
    actions.discard([event], user=make.user("writer"))
    make.redact(event, "summary")
    assert NAME not in ledger_text()
    assert not LedgerEntry.objects.get(action=Action.REDACT).public


@pytest.mark.parametrize("field", ["state", "uid", "author", "kind", "date", "names", "nothing"])
def test_what_is_no_text_of_somebodys_is_not_redacted(field: str) -> None:
    with pytest.raises(Refused, match="cannot be redacted"):
        actions.propose_redaction(make.published_event(), field=field, reason="Private.", user=make.user("writer"))


@pytest.mark.parametrize("span", [(3, 3), (5, 2), (0, 1000)])
def test_a_passage_outside_the_text_is_refused(span: tuple[int, int]) -> None:
    event = make.published_event(summary="In short.")
    with pytest.raises(Refused):
        actions.propose_redaction(event, field="summary", span=span, reason="Private.", user=make.user("writer"))


def test_two_people_decide_and_one_of_them_is_a_managing_editor() -> None:
    event = make.published_event(summary="In short.")
    with pytest.raises(NotAllowed):
        actions.propose_redaction(event, field="summary", reason="Private.", user=make.user("contributor"))
    proposal = actions.propose_redaction(event, field="summary", reason="Private.", user=make.user("manager"))
    for who, error in (("reviewer", NotAllowed), ("manager", FourEyes)):
        with pytest.raises(error):
            actions.publish([proposal], user=make.user(who))
    event.refresh_from_db()
    assert event.summary == "In short."


def test_a_reason_is_asked_for() -> None:
    with pytest.raises(ReasonRequired):
        actions.propose_redaction(make.published_event(), field="summary", reason="", user=make.user("writer"))


def test_redacting_twice_is_harmless() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    for _ in range(2):
        make.redact(event, "summary")
    assert make.findings() == []


@pytest.mark.django_db(transaction=True)
def test_two_passages_at_once_both_go() -> None:
    event = make.published_event(summary=f"{NAME} spoke; {NAME} left.")
    spans: list[Any] = [(0, len(NAME)), (event.summary.rindex(NAME), event.summary.rindex(NAME) + len(NAME))]
    one, other = (
        actions.propose_redaction(event, field="summary", span=span, reason="Private.", user=make.user("writer"))
        for span in spans
    )
    manager, second = make.user("manager"), make.user("second_manager")
    make.at_once(lambda: actions.publish([one], user=manager), lambda: actions.publish([other], user=second))
    event.refresh_from_db()
    assert NAME not in event.summary + ledger_text()
    assert make.findings() == []


# -- comments ----------------------------------------------------------------------------------------------------------


def said(about: Any, text: str) -> Comment:
    return comments.say(about, text, user=make.user("writer")).comment


def test_a_redacted_passage_is_masked_in_every_comment_that_repeats_it() -> None:
    capture, span = captured()
    elsewhere = said(make.event(), "Is farid\nnazarov the same man? Faridov is not.")
    make.redact(capture, "text", span)
    elsewhere.refresh_from_db()
    assert elsewhere.text == f"Is {'█' * len(NAME)} the same man? Faridov is not."


def test_on_what_quotes_the_passage_each_name_in_it_is_masked_by_itself() -> None:
    capture, span = captured()
    claim = Evidence.objects.get(capture=capture).claim
    near, far = said(claim, "Ask Nazarov, the colonel."), said(make.event(), "Ask Nazarov, the poet.")
    start = capture.text.index("The meeting of 3 May 2018")
    make.redact(capture, "text", (start, span[1]))
    near.refresh_from_db()
    far.refresh_from_db()
    assert near.text == "Ask ███████, the ███████."
    assert far.text == "Ask Nazarov, the poet."


def test_a_redacted_field_takes_its_names_out_of_the_comments_on_the_record() -> None:
    event = make.published_event(summary=f"{NAME} spoke.")
    comment = said(event, "Did Farid speak, and spoke he long?")
    make.redact(event, "summary")
    comment.refresh_from_db()
    assert comment.text == "Did █████ speak, and spoke he long?"
