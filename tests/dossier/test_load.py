"""Loading a dossier: all of it or nothing, with the line of every problem, and twice changes nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ctarchive.dossier.load import plan_file
from editorial.choices import State
from editorial.models import LedgerEntry, User
from events.models import Claim, Entity, Event, Evidence
from sources.models import Capture, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

DOSSIER = """\
dossier: 1
publishers:
  - {id: gazette, name: Border Gazette, kind: news_outlet, country: NO, reliability: C}
sources:
  - id: report
    title: Guards meet on the river
    kind: news_report
    publisher: gazette
    published: 2018-05-04
    text: |
      The guards met on 3 May 2018 in Lankaran.

      Twelve officers took part. The officers signed a plan.
entities:
  - {id: lankaran, kind: place, name: Lankaran, country: AZ, coordinates: [38.75, 48.85]}
  - {id: unused, kind: place, name: Astara}
events:
  - id: meeting
    kind: meeting
    title: Guards meet
    claims:
      - {property: date, value: 2018-05-03, evidence: [{source: report, quote: "met on 3 May 2018"}]}
      - {property: place, value: lankaran, evidence: [{source: report, quote: "in Lankaran"}]}
      - id: officers
        property: count
        unit: persons
        counted: officers
        value: 12
        evidence: [{source: report, quote: "Twelve officers"}]
"""


def load(tmp_path: Path, text: str, name: str = "guards.yaml", **options: Any) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    out = StringIO()
    call_command("load_dossier", path, stdout=out, **options)
    return out.getvalue()


def problems(tmp_path: Path, text: str, **options: Any) -> str:
    """What loading refuses; checks that nothing was written."""
    before = LedgerEntry.objects.count()
    with pytest.raises(CommandError) as refusal:
        load(tmp_path, text, **options)
    assert LedgerEntry.objects.count() == before
    assert not Event.objects.exists()
    return str(refusal.value)


def test_it_publishes_what_is_meant_and_leaves_the_unused_as_drafts(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER, publish=True)
    event = Event.objects.get()
    assert (event.state, event.date, event.place.name) == ("published", "2018-05-03", "Lankaran")
    assert Entity.objects.get(name="Astara").state == State.DRAFT
    assert Source.objects.get().publisher.country == "NO"
    assert not Claim.objects.exclude(state=State.PUBLISHED).exists()


def test_without_publish_everything_is_a_draft(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER)
    assert not Event.objects.published().exists()
    assert Evidence.objects.filter(state=State.DRAFT).count() == 3


def test_author_and_reviewer_are_the_two_it_makes(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER, publish=True)
    event = Event.objects.get()
    assert (event.author.username, event.reviewed_by.username) == ("dossier-author", "dossier-reviewer")
    assert not event.author.has_usable_password()
    assert set(LedgerEntry.objects.values_list("via", flat=True)) == {"command"}


def test_author_and_reviewer_can_be_named(tmp_path: Path) -> None:
    make.user("writer")
    make.user("manager")
    load(tmp_path, DOSSIER, publish=True, author="writer", reviewer="manager")
    assert Event.objects.get().reviewed_by.username == "manager"
    assert not User.objects.filter(username="dossier-author").exists()


def test_one_person_cannot_be_both(tmp_path: Path) -> None:
    make.user("manager")
    assert "somebody else" in problems(tmp_path, DOSSIER, publish=True, author="manager", reviewer="manager")


def test_what_cannot_be_published_names_line_and_quote(tmp_path: Path) -> None:
    against = DOSSIER.replace('quote: "in Lankaran"', 'stance: contradicts, quote: "in Lankaran"')
    said = problems(tmp_path, against, publish=True)
    assert said.startswith("guards.yaml:23: claim ")
    assert "No passage supports it. (“in Lankaran”)" in said
    assert said.endswith("1 problem; nothing was written.")
    assert not User.objects.exists()


def test_a_dossier_that_another_loads_meanwhile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "guards.yaml"
    path.write_text(DOSSIER, encoding="utf-8")
    earlier = plan_file(path)
    load(tmp_path, DOSSIER)
    monkeypatch.setattr("ctarchive.management.commands.load_dossier.plan_file", lambda _path: earlier)
    with pytest.raises(CommandError, match="meantime"):
        load(tmp_path, DOSSIER)


def test_an_unknown_user_is_named(tmp_path: Path) -> None:
    assert "no user “nobody”" in problems(tmp_path, DOSSIER, author="nobody")


def test_loading_twice_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER, publish=True)
    before = LedgerEntry.objects.count(), Capture.objects.count()
    assert "made: nothing" in load(tmp_path, DOSSIER, publish=True)
    assert (LedgerEntry.objects.count(), Capture.objects.count()) == before


def test_loading_again_with_publish_publishes_the_drafts(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER)
    load(tmp_path, DOSSIER, publish=True)
    assert Claim.objects.published().count() == 3


def test_a_claim_that_was_retracted_is_not_made_again(tmp_path: Path) -> None:
    load(
        tmp_path,
        DOSSIER.replace("counted: officers", "counted: officers\n        retracted: Miscounted."),
        publish=True,
    )
    assert Claim.objects.get(property="count").state == State.RETRACTED
    load(tmp_path, DOSSIER, publish=True)
    assert Claim.objects.filter(property="count").count() == 1


def test_a_claim_that_got_further_evidence_is_known_again(tmp_path: Path) -> None:
    load(tmp_path, DOSSIER, publish=True)
    make.evidence(Claim.objects.get(property="count"), Source.objects.get(), "The officers signed a plan")
    load(tmp_path, DOSSIER, publish=True)
    assert Claim.objects.filter(property="count").count() == 1


def test_a_quote_that_is_absent_names_file_line_and_quote(tmp_path: Path) -> None:
    said = problems(tmp_path, DOSSIER.replace('Twelve officers"}', 'Thirteen officers"}'))
    assert "guards.yaml:29" in said
    assert "Thirteen officers" in said


def test_a_quote_that_occurs_twice_is_refused_until_it_is_told_apart(tmp_path: Path) -> None:
    twice = DOSSIER.replace('quote: "Twelve officers"', 'quote: "officers"')
    assert "guards.yaml:29" in problems(tmp_path, twice)
    load(tmp_path, twice.replace('quote: "officers"', 'quote: "officers", suffix: " signed"'), publish=True)
    assert Evidence.objects.get(claim__property="count").prefix.endswith("The ")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    broken = DOSSIER.replace("kind: meeting", "kind: meetup").replace("value: 12", "value: a dozen")
    broken = broken.replace("value: lankaran", "value: nowhere").replace("value: 2018-05-03", "value: 2018-13")
    said = problems(tmp_path, broken)
    for line, what in ((19, "meetup"), (22, "2018-13"), (23, "nowhere"), (28, "a dozen")):
        assert any(row.startswith(f"guards.yaml:{line}:") and what in row for row in said.splitlines()), (line, said)
    assert "4 problems" in said


def test_what_has_no_shape_does_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    broken = DOSSIER.replace("{id: lankaran, kind: place,", "{id: lankaran, kid: place,")
    broken = broken.replace("country: AZ", "countri: AZ").replace('quote: "Twelve officers"', 'quote: "Ten officers"')
    said = problems(tmp_path, broken)
    assert "guards.yaml:15: entities.kid" in said
    assert "Ten officers" in said
    # The place that has no shape is in the file all the same.
    assert "There is no entity" not in said
    assert "guards.yaml:23" not in said


def test_a_file_in_another_encoding_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "guards.yaml"
    path.write_bytes(DOSSIER.replace("Astara", "Astará").encode("latin-1"))
    with pytest.raises(CommandError, match=r"guards.yaml:16: The byte 0xe1 is no UTF-8"):
        call_command("load_dossier", path)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("", 1, "no text"),
        ("dossier: 1\nevents: [", 3, "no YAML"),
        ("dossier: 2", 1, "dossier"),
        ("dossier: 1\nsauces: []", 2, "sauces"),
        ("dossier: 1\nevents:\n  - {kind: meeting}", 3, "title"),
        ("dossier: 1\nevents:\n  - {kind: meeting, title: A, titel: B}", 3, "titel"),
        ("dossier: 1\nevents: &a []\nclaims: *a", 3, "Aliases"),
        ("dossier: 1\nevents: " + "[" * 2000, 2, "nests too deep"),
        ("dossier: 1\nevents: []\n# " + "a" * 5_000_001, 3, "5,000,003 characters"),
        ("dossier: 1\ndossier: 1", 2, "twice"),
        ("dossier: 1\nsources:\n  - {id: a, title: A, file: ../secret.txt}", 3, "outside"),
        ("dossier: 1\nsources:\n  - {id: a, title: A, file: gone.txt}", 3, "not beside"),
        ("dossier: 1\nentities:\n  - {id: a, uid: nonsense, kind: place, name: A}", 3, "no uid"),
        ("dossier: 1\nentities:\n  - {id: a, kind: place, name: A}\n  - {id: a, kind: place, name: B}", 4, "line 3"),
        ("dossier: 1\nclaims:\n  - {property: measure, value: A, evidence: []}", 3, "about"),
    ],
)
def test_what_is_no_dossier_is_refused_with_its_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    said = problems(tmp_path, text)
    assert f"guards.yaml:{line}:" in said
    assert what in said


def test_an_allegation_needs_somebody_whose_word_it_is(tmp_path: Path) -> None:
    alleged = DOSSIER + (
        '      - {property: allegation, value: They lied, evidence: [{source: report, quote: "signed a plan"}]}\n'
    )
    assert "whose word" in problems(tmp_path, alleged)


def test_a_correction_supersedes_in_the_same_file(tmp_path: Path) -> None:
    corrected = DOSSIER + (
        "      - {property: count, unit: persons, counted: officers, value: 13, supersedes: officers,"
        ' evidence: [{source: report, quote: "Twelve officers", reading: "with the host"}]}\n'
    )
    load(tmp_path, corrected, publish=True)
    old, new = Claim.objects.filter(property="count").order_by("value_low")
    assert (old.state, new.state, new.supersedes_id) == ("superseded", "published", old.pk)
    assert old.ended_at == new.published_at


def test_records_in_review_wait_for_a_reviewer(tmp_path: Path) -> None:
    load(
        tmp_path,
        DOSSIER.replace("    title: Guards meet\n", "    title: Guards meet\n    state: in_review\n"),
        publish=True,
    )
    assert Event.objects.get().state == State.IN_REVIEW
    assert set(Claim.objects.values_list("state", flat=True)) == {"in_review"}
    assert Source.objects.get().state == State.IN_REVIEW


def test_an_ndjson_dossier_loads_alike(tmp_path: Path) -> None:
    lines = (
        '{"dossier": 1}\n{"sources": {"id": "r", "title": "R", "text": "Twelve officers met."}}\n'
        '{"entities": {"id": "e", "kind": "public_body", "name": "Guard"}}\n'
        '{"claims": {"about": "e", "property": "count", "unit": "persons", "counted": "officers", "value": 12, '
        '"evidence": [{"source": "r", "quote": "Twelve officers"}]}}\n'
    )
    load(tmp_path, lines, name="guards.ndjson", publish=True)
    assert Claim.objects.published().get().value_low == 12
    assert "guards.ndjson:3" in problems_of(tmp_path, lines.replace("public_body", "body"))


def problems_of(tmp_path: Path, text: str) -> str:
    with pytest.raises(CommandError) as refusal:
        load(tmp_path, text, name="guards.ndjson")
    return str(refusal.value)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "new" in load(tmp_path, DOSSIER, dry_run=True)
    assert not LedgerEntry.objects.exists()


def test_times_are_taken_over_only_by_an_empty_archive(tmp_path: Path) -> None:
    dated = DOSSIER.replace(
        "    title: Guards meet\n", "    title: Guards meet\n    published_at: 2001-01-01T00:00:00Z\n"
    )
    make.published_event()
    load(tmp_path, dated, publish=True)
    assert Event.objects.get(external_id="meeting").published_at.year > 2001
