"""Constraints: what the database itself refuses, should ever a verb forget."""

from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from editorial import guard, registry
from editorial.models import PublicId, Reviewable
from editorial.models.record import Guarded
from events.actions import match, rank
from events.choices import Judgement, Rank
from events.models import Claim, Entity, EntityName, Event, Evidence, Identifier
from sources.actions import link
from sources.choices import LinkKind
from tests import factories as make

pytestmark = pytest.mark.django_db

PUBLISHED = {"state": "published"}


def draft(record_type: str) -> Any:
    """A draft of that type."""
    match record_type:
        case "claim":
            return make.claim(make.event())
        case "evidence":
            return make.evidence(make.claim(make.event()), make.source())
        case "ranking":
            return rank(make.published_event().claims.get(), Rank.NORMAL, reason="So.", user=make.user("writer"))
        case "entitymatch":
            return match(make.entity(), make.entity(), Judgement.SAME, reason="So.", user=make.user("writer"))
        case "sourcelink":
            return link(make.source(), LinkKind.CITES, make.source(), reason="So.", user=make.user("writer"))
        case "capture":
            return make.capture_of(make.source())
        case "publisher":
            return make.publisher()
        case "entity":
            return make.entity()
    return make.event() if record_type == "event" else make.source()


def refused(model: type[Guarded], pk: Any, values: dict[str, Any], name: str) -> bool:
    """Whether the database refuses these values for the row, naming that constraint."""
    try:
        with transaction.atomic(), guard.writing():
            model._default_manager.filter(pk=pk).update(**values)
    except IntegrityError as error:
        return name in str(error)
    return False


# (type, constraint, values that break it and no other)
BROKEN: list[Any] = [
    ("publisher", "publisher_kind_known", {"kind": "rumour"}),
    ("publisher", "publisher_reliability_known", {"reliability": "G"}),
    ("source", "source_titled", {"title": ""}),
    ("source", "source_kind_known", {"kind": "rumour"}),
    ("source", "source_access_known", {"access": "secret"}),
    ("source", "source_reliability_known", {"reliability": "G"}),
    ("source", "source_published_bounds", {"published_earliest": 9, "published_latest": 8}),
    ("source", "source_published_bounds", {"published": ""}),
    ("source", "source_published_bounds", {"published_earliest": None}),
    ("sourcelink", "sourcelink_kind_known", {"kind": "dislikes"}),
    ("sourcelink", "sourcelink_not_itself", lambda r: {"target": r.source_id}),
    ("capture", "capture_has_text", {"text": ""}),
    ("capture", "capture_fidelity_known", {"fidelity": "vague"}),
    ("capture", "capture_method_known", {"method": "dreamt"}),
    ("entity", "entity_named", {"name": ""}),
    ("entity", "entity_kind_known", {"kind": "ghost"}),
    ("entity", "entity_protected_has_pseudonym", {"protected": True}),
    ("entity", "entity_coordinates_whole", {"latitude": 10}),
    ("entity", "entity_coordinates_whole", {"latitude": 91, "longitude": 0}),
    ("entitymatch", "entitymatch_judgement_known", {"judgement": "maybe"}),
    ("entitymatch", "entitymatch_not_itself", lambda r: {"left": r.right_id}),
    ("event", "event_state_known", {"state": "forgotten"}),
    ("event", "event_titled", {"title": ""}),
    ("event", "event_kind_known", {"kind": "party"}),
    ("event", "event_not_part_of_itself", lambda r: {"part_of": r.pk}),
    ("evidence", "evidence_span_is_length_of_exact", {"end": 1000}),
    ("evidence", "evidence_stance_known", {"stance": "shrugs"}),
    ("evidence", "evidence_exact_not_empty", lambda r: {"exact": "", "end": r.start}),
    ("ranking", "ranking_rank_known", {"rank": "best"}),
    ("ranking", "ranking_reason_kind_if_deprecated", {"reason_kind": "misread"}),
    ("claim", "claim_about_event_xor_entity", {"event": None}),
    ("claim", "claim_property_", {"property": "mood", "value_edtf": ""}),
    ("claim", "claim_no_value_if_unknown", {"value_kind": "unknown"}),
    ("claim", "claim_no_value_if_unknown", {"value_kind": "none"}),
    ("claim", "claim_edtf_value", {"value_edtf": ""}),
    ("claim", "claim_edtf_value", {"value_text": "in May"}),
    ("claim", "claim_text_value", {"property": "outcome", "value_edtf": ""}),
    ("claim", "claim_text_value", {"property": "outcome", "value_text": "A plan."}),
    ("claim", "claim_term_value", {"property": "status", "value_edtf": "", "value_text": "began"}),
    ("claim", "claim_number_value", {"property": "count", "value_edtf": "", "value_low": 1}),
    ("claim", "claim_number_value", {"property": "count", "value_edtf": "", "value_low": 2, "value_high": 1,
                                     "unit": "persons", "hedge": "exactly", "counted": "officers"}),
    ("claim", "claim_number_value", {"property": "count", "value_edtf": "", "value_low": 1, "value_high": 1,
                                     "unit": "persons", "hedge": "exactly", "counted": ""}),
    ("claim", "claim_entity_value", {"property": "place", "value_edtf": ""}),
    ("claim", "claim_role_iff_participant", {"role": "host"}),
    ("claim", "claim_credibility_known", {"credibility": 7}),
    ("claim", "claim_credibility_known", {"credibility": 0}),
    ("claim", "claim_not_superseding_itself", lambda r: {"supersedes": r.pk}),
    ("claim", "claim_property_about_event", {"property": "responsible_for", "value_edtf": "", "value_text": "Borders"}),
]  # fmt: skip


@pytest.mark.parametrize(("record_type", "name", "values"), BROKEN)
def test_a_row_that_breaks_a_rule_is_refused(record_type: str, name: str, values: Any) -> None:
    record = draft(record_type)
    assert refused(type(record), record.pk, values(record) if callable(values) else values, name)


def test_a_claim_is_not_about_an_event_and_an_entity() -> None:
    claim = make.claim(make.event(), "outcome", value_text="A plan.")
    both = {"entity": make.entity().pk, "property": "statement"}
    assert refused(Claim, claim.pk, both, "claim_about_event_xor_entity")


def test_what_is_said_of_events_is_not_said_of_entities() -> None:
    claim = make.claim(make.entity(), "responsible_for", value_text="Borders")
    assert refused(Claim, claim.pk, {"property": "outcome"}, "claim_property_about_entity")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("published_at_iff_public", {"published_at": None}),
        ("published_at_iff_public", {"state": "draft"}),
        ("ended_at_iff_ended", {"state": "retracted"}),
        ("ended_at_iff_ended", {"ended_at": models.F("published_at")}),
        ("ends_after_start", {"state": "retracted", "ended_at": models.F("created_at")}),
        ("four_eyes", {"reviewed_by": models.F("author")}),
        ("four_eyes", {"reviewed_by": models.F("submitted_by")}),
        ("four_eyes", {"submitted_by": None}),
    ],
)
def test_no_state_is_reached_past_the_rules_of_review(name: str, values: dict[str, Any]) -> None:
    event = make.published_event()
    assert refused(Event, event.pk, values, f"event_{name}")


def test_every_type_with_a_review_has_those_rules() -> None:
    rules = ("state_known", "published_at_iff_public", "ended_at_iff_ended", "ends_after_start", "four_eyes")
    with connection.cursor() as cursor:
        for name, model in registry.reviewable_types().items():
            table = connection.introspection.get_constraints(cursor, model._meta.db_table)
            assert {f"{name}_{rule}" for rule in rules} <= set(table), name
            assert f"{name}_external_id_unique" in table


def test_every_named_constraint_is_in_the_database() -> None:
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not issubclass(model, Guarded):
                continue
            named = {constraint.name for constraint in model._meta.constraints}
            assert named <= set(connection.introspection.get_constraints(cursor, model._meta.db_table)), model


def twice(*rows: models.Model) -> None:
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
            row.save(force_insert=True)


def test_a_dossiers_id_is_one_record() -> None:
    make.event(external_id="meeting-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.event(external_id="meeting-1")
    make.entity(external_id="meeting-1")
    make.event(), make.event()


def test_an_entity_has_one_primary_name_and_says_nothing_twice() -> None:
    entity = make.entity("Border Service", names=[EntityName(text="BS", kind="acronym")],
                         identifiers=[Identifier(scheme="wikidata", value="Q1")])  # fmt: skip
    twice(
        EntityName(entity=entity, text="Another", kind="primary"),
        EntityName(entity=entity, text="BS", kind="acronym"),
        EntityName(entity=entity, text="", kind="alias"),
        EntityName(entity=entity, text="X", kind="nickname"),
        Identifier(entity=entity, scheme="wikidata", value="Q1"),
        Identifier(entity=entity, scheme="passport", value="1"),
    )


def test_a_uid_is_never_given_out_again() -> None:
    event = make.event()
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        PublicId.objects.create(uid=event.pk, record_type="claim")


@pytest.mark.parametrize("role", ["suspect", "target"])
def test_a_suspect_is_never_published_without_saying_on_whose_word(role: str) -> None:
    word, somebody = make.entity("Border Service"), make.entity("Somebody", kind="person")
    claim = make.published_claim(
        make.published_event(), "participant", "Border guards", value_entity=somebody, role=role, attributed_to=word
    )
    assert refused(Claim, claim.pk, {"attributed_to": None}, "claim_allegation_attributed")


@pytest.mark.parametrize("property", ["allegation", "statement"])
def test_nor_is_an_allegation_or_a_statement(property: str) -> None:
    word = make.entity("Border Service")
    claim = make.published_claim(
        make.published_event(), property, "Border guards", value_text="They broke it.", attributed_to=word
    )
    assert refused(Claim, claim.pk, {"attributed_to": None}, "claim_allegation_attributed")


def test_a_claim_is_superseded_once() -> None:
    event = make.published_event()
    old, *others = [event.claims.get(), *(make.published_claim(event, "outcome", value_text=t) for t in "AB")]
    assert not refused(Claim, others[0].pk, {"supersedes": old.pk}, "claim_superseded_once")
    with pytest.raises(IntegrityError), transaction.atomic(), guard.writing():
        Claim.objects.filter(pk=others[1].pk).update(supersedes=old.pk)


def test_a_record_that_others_point_at_is_not_deleted() -> None:
    event = make.published_event()
    for model in (Event, Claim, Entity, Evidence):
        assert issubclass(model, Reviewable)
    with pytest.raises(models.ProtectedError), transaction.atomic(), guard.writing():
        event.delete()
