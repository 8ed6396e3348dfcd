"""A correction shows what it changes: to its writer, to who decides on it, and to readers. So does a revision."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

from editorial import actions
from editorial.choices import State
from editorial.models import Revision
from events import corrections
from events.actions import correct, submit_bundle
from events.models import Claim
from tests import factories as make
from tests.admin.pages import page_of, signed_in, take
from tests.events.test_desk_pages import decide, text_of
from tests.events.test_desk_pages import page_of as desk_of
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def corrected(**changes: Any) -> tuple[Claim, Claim]:
    """A published claim, and a draft that corrects it."""
    claim = make.published_event().claims.get()
    return claim, correct(claim, user=make.user("writer"), **({"value_edtf": "2018-05-04"} | changes))


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return " ".join(html.fromstring(answer.content.decode()).text_content().split())


def test_only_what_differs_is_told() -> None:
    claim, draft = corrected(credibility=2)
    found = corrections.of_one(draft)
    assert found is not None
    assert found.old == claim
    changes = {change.label: (change.old, change.new) for change in found.changes}
    assert changes.keys() == {"date", "credibility"}
    assert changes["date"] == ("3 May 2018", "4 May 2018")
    assert (found.added, found.dropped) == ([], [])
    assert corrections.of_one(claim) is None


def test_quotations_that_come_and_go_are_told() -> None:
    _claim, draft = corrected()
    old = draft.evidence.get()
    make.evidence(draft, make.source(), "Twelve officers")
    actions.discard([old], user=make.user("writer"))
    found = corrections.of_one(draft)
    assert found is not None
    assert (found.added, found.dropped) == (["Twelve officers"], ["The meeting of 3 May 2018"])


def test_a_correction_without_a_change_is_empty_and_its_writer_is_told() -> None:
    claim = make.published_event().claims.get()
    draft = correct(claim, user=make.user("writer"))
    assert not corrections.of_one(draft)
    assert "Nothing yet: statement and quotations are those" in text_of(signed_in("writer"), page_of(draft))


def test_its_way_from_the_button_to_the_public_page() -> None:
    claim = make.published_event().claims.get()
    writer = signed_in("writer")
    take(writer, claim, "correct")
    draft = Claim.objects.get(supersedes=claim)
    draft.value_edtf = "2018-05-04"
    actions.save(draft, user=make.user("writer"))
    assert "<del>3</del><ins>4</ins> May 2018" in writer.get(page_of(draft)).content.decode()
    assert page_of(draft) in writer.get(page_of(claim)).content.decode()
    take(writer, draft, "submit")
    reviewer = signed_in("reviewer")
    assert "What this correction changes" in text_of(reviewer, desk_of(draft.event))
    decide(reviewer, draft.event, **{f"decision_{draft.pk}": "accept"})
    claim.refresh_from_db()
    assert claim.state == State.SUPERSEDED
    page = read(draft.get_absolute_url())
    assert "What was corrected" in page
    assert "This claim was corrected" in read(claim.get_absolute_url())
    assert "What was corrected" not in read(claim.get_absolute_url())


def test_pressing_the_button_twice_makes_one_draft() -> None:
    claim = make.published_event().claims.get()
    for _ in range(2):
        take(signed_in("writer"), claim, "correct")
    take(signed_in("reviewer"), claim, "correct")
    assert Claim.objects.filter(supersedes=claim).count() == 2


def test_a_contributor_does_not_see_the_correction_of_somebody_else() -> None:
    claim, draft = corrected()
    assert page_of(draft) not in signed_in("contributor").get(page_of(claim)).content.decode()


def test_readers_see_a_pseudonym_in_what_was_corrected() -> None:
    event = make.published_event()
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer K.")
    claim = make.published_claim(event, "participant", value_entity=person, role="host")
    other = make.entity("Coast Guard")
    draft = correct(claim, value_entity=other, user=make.user("writer"))
    submit_bundle(event, user=make.user("writer"))
    actions.publish([other, draft, *draft.evidence.all()], user=make.user("reviewer"))
    page = read(draft.get_absolute_url())
    assert "Officer K. → Coast Guard" in page
    assert "Nazarov" not in page


def test_a_retraction_is_decided_on_the_desk_which_says_what_follows() -> None:
    event = make.published_event(title="Guards meet")
    take(signed_in("writer"), event, "retract", reason="It was a rumour.")
    revision = Revision.objects.get()
    manager = signed_in("manager")
    page = text_of(manager, desk_of(revision))
    assert "Review: Retraction: Guards meet" in page
    assert "1 published claim ends with it." in page
    assert "It was a rumour." in page
    decide(manager, revision, **{f"decision_{revision.pk}": "back", f"reason_{revision.pk}": "It was none."})
    assert Revision.objects.get().state == State.DRAFT
    actions.submit([revision], user=make.user("writer"))
    decide(manager, revision, **{f"decision_{revision.pk}": "accept"})
    event.refresh_from_db()
    assert event.state == State.RETRACTED
    assert "It was a rumour." in Client().get(event.get_absolute_url()).content.decode()


def test_a_revision_shows_its_difference_on_the_desk_and_on_its_own_page() -> None:
    event = make.published_event(summary="Guards met in May.")
    revision = actions.propose_revision(
        event, field="summary", new="Guards met in June.", reason="A better source.", user=make.user("writer")
    )
    reviewer = signed_in("reviewer")
    for address in (desk_of(revision), page_of(revision)):
        page = reviewer.get(address).content.decode()
        assert "Guards met in <del>May</del><ins>June</ins>." in page
    assert desk_of(revision) in reviewer.get(page_of(event)).content.decode()


def test_names_and_references_are_revised_in_words() -> None:
    whole, part = make.published_event(title="The long visit"), make.published_event()
    revision = actions.propose_revision(part, field="part_of", new=whole.pk, reason="So.", user=make.user("writer"))
    assert "The long visit" in text_of(signed_in("reviewer"), desk_of(revision))
    entity = make.entity("Coast Guard")
    make.publish(entity)
    names = [["primary", "Coast Guard", "en", ""], ["alias", "Shore Watch", "en", ""]]
    revision = actions.propose_revision(entity, field="names", new=names, reason="So.", user=make.user("writer"))
    assert "Shore Watch" in text_of(signed_in("reviewer"), desk_of(revision))


def test_the_desk_takes_no_more_queries_for_more_corrections() -> None:
    counts = []
    for number in (1, 4):
        event = make.published_event()
        for n in range(number):
            claim = make.published_claim(event, "outcome", value_text=f"Plan {n}.")
            correct(claim, value_text=f"Agreement {n}.", user=make.user("writer"))
        submit_bundle(event, user=make.user("writer"))
        counts.append(queries(signed_in("reviewer"), desk_of(event)))
    assert counts[0] == counts[1]
