"""Stories about the codebook: every stored value is defined, once, and none ever changes its key."""

import inspect
import json
import re
from collections.abc import Iterator

import pytest
from django.db.models import Choices
from django.utils.functional import Promise

import editorial.choices
import editorial.definitions
import events.choices
import events.definitions
import sources.choices
import sources.definitions
from ctarchive import codebook
from ctarchive.codebook import Term
from editorial.choices import NoticeKind, Pace, ReportKind, ReportState
from events import crosswalks
from events.choices import EntityKind, EventKind, Fate, Hedge, SuggestionKind
from events.models import Claim
from events.properties import PROPERTIES
from sources.choices import Errand, Suspicion

# Working data: suggestions, notices, reports, errands and suspicions come and go, and are no part of the record.
INTERNAL = {SuggestionKind, Fate, NoticeKind, Pace, Errand, Suspicion, ReportKind, ReportState}

# The keys as released. A key may be added; one that changes or goes breaks every export, link and dossier in the world.
RELEASED = {
    "event_kinds": """meeting session visit assessment_visit negotiation statement joint_declaration
        treaty_signed treaty_ratified agreement_signed programme_adopted resolution_adopted law_adopted mandate_renewed
        agreement_ended extradition legal_assistance prosecution conviction prisoner_transfer joint_investigation
        information_sharing joint_operation special_operation arrest plot_disrupted travel_prevented notice_issued
        liaison_deployed designation delisting asset_freeze fiu_exchange mutual_evaluation training exercise equipment
        funding technical_assistance border_measure military_operation coalition_support repatriation rehabilitation
        online_removal report_published attack cooperation_refused breach_alleged complaint other""",
    "participant_roles": """participant host organiser chair speaker signatory depositary requesting requested sending
        receiving donor beneficiary implementer mediator coordinator observer assessor assessed author target suspect
        victim objector other""",
    "entity_kinds": """person state public_body igo regional_body coalition ngo company media academic religious_body
        armed_group legal_instrument programme place other""",
    "name_kinds": "primary alias acronym transliteration former",
    "identifier_schemes": "wikidata iso3166 un_symbol viaf isni lei url other",
    "judgements": "same different unsure",
    "properties": """date place status participant adopted outcome purpose topic count statement allegation position
        member_of part_of located_in party_to enacted responsible_for cooperates_with designated_by measure
        valid_period""",
    "value_types": "text term edtf number entity",
    "value_kinds": "value unknown none",
    "statuses": "announced planned held in_force completed cancelled alleged",
    "hedges": "exactly about almost at_least more_than at_most fewer_than",
    "units": "persons documents agenda_items operations cases items kilograms money days other",
    "stances": "supports partly_supports contradicts mentions",
    "credibility": "1 2 3 4 5 6",
    "ranks": "preferred normal deprecated",
    "rank_reasons": "superseded misread source_retracted duplicate wrong_entity outdated",
    "reply_capacities": "concerned speaks_for quoted other",
    "anchor_results": "exact moved ambiguous changed missing",
    "source_kinds": """news_report wire_report press_release official_page igo_report government_report resolution
        treaty_text legislation court_record parliamentary_record speech interview broadcast social_post ngo_report
        academic think_tank dataset archive_record other""",
    "publisher_kinds": """government igo news_agency news_outlet broadcaster ngo academic think_tank aggregator
        individual other""",
    "reliability": "A B C D E F",
    "access": "full excerpts metadata",
    "fidelity": "original excerpt translation digest",
    "methods": "fetch upload paste warc feed",
    "link_kinds": "republishes translates cites updates archives identical_to",
    "states": "draft in_review published superseded retracted discarded",
    "user_roles": "contributor editor managing_editor administrator",
    "actions": "create edit submit send_back publish supersede retract discard revise redact",
    "via": "admin api command",
}

VOCABULARIES = {vocabulary.key: vocabulary for vocabulary in codebook.codebook()}


def terms() -> Iterator[tuple[str, Term]]:
    return ((f"{v.key}/{t.key}", t) for v in VOCABULARIES.values() for t in v.terms)


def enumerations() -> set[type[Choices]]:
    modules = editorial.choices, sources.choices, events.choices
    found = {c for module in modules for _name, c in inspect.getmembers(module, inspect.isclass)}
    return {c for c in found if issubclass(c, Choices) and list(c)} - INTERNAL


def is_one_sentence(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z].*[^.!?]\.", text)) and not re.search(r"[.!?]\s", text)


@pytest.mark.parametrize("key", RELEASED)
def test_released_keys_stand(key: str) -> None:
    assert [term.key for term in VOCABULARIES[key].terms] == RELEASED[key].split()


def test_no_vocabulary_is_forgotten() -> None:
    assert set(VOCABULARIES) == set(RELEASED)
    listed = {frozenset(term.key for term in v.terms) for v in VOCABULARIES.values()}
    assert not [e for e in enumerations() if frozenset(str(value) for value in e.values) not in listed]


def test_every_term_is_defined_in_one_sentence() -> None:
    assert not {key: str(t.definition) for key, t in terms() if not is_one_sentence(str(t.definition))}
    assert not {key for key, t in terms() if not str(t.label)}


def test_every_vocabulary_is_introduced_in_one_sentence() -> None:
    assert not [v.key for v in VOCABULARIES.values() if not (str(v.label) and is_one_sentence(str(v.definition)))]


@pytest.mark.parametrize("key", RELEASED)
def test_no_two_terms_of_a_vocabulary_mean_the_same(key: str) -> None:
    texts = [str(term.definition) for term in VOCABULARIES[key].terms]
    assert len(set(texts)) == len(texts)


def test_no_definition_is_without_its_term() -> None:
    defined = {
        name: set(table)
        for module in (editorial.definitions, sources.definitions, events.definitions)
        for name, table in vars(module).items()
        if name.isupper() and isinstance(table, dict)
    }
    by_name = {"ROLES": "user_roles", "CONFLICTS": "properties", "HEDGE_BOUNDS": "hedges"}
    for name, keys in defined.items():
        assert keys <= {t.key for t in VOCABULARIES[by_name.get(name, name.lower())].terms}, name


def test_crosswalks_lead_from_known_kinds_to_known_standards() -> None:
    assert set(crosswalks.EVENTS_IN_CAMEO) | set(crosswalks.EVENTS_IN_SCHEMA_ORG) == set(EventKind.values)
    assert set(crosswalks.ENTITIES_IN_FOLLOWTHEMONEY) <= set(EntityKind.values)
    assert set(crosswalks.ENTITIES_IN_SCHEMA_ORG) == set(EntityKind.values)
    assert {standard for _key, t in terms() for standard in t.crosswalk} == set(crosswalks.STANDARDS)
    assert [s["key"] for s in codebook.standards()] == list(crosswalks.STANDARDS)


def test_cameo_codes_have_the_form_of_cameo_codes() -> None:
    assert all(re.fullmatch(r"(0[1-9]|1\d|20)\d{0,2}", code) for code in crosswalks.EVENTS_IN_CAMEO.values())


def test_a_single_property_says_when_two_values_conflict() -> None:
    conflicts = {t.key: t.notes.get("conflict") for t in VOCABULARIES["properties"].terms}
    assert {key for key, text in conflicts.items() if text} == {p.key for p in PROPERTIES.values() if p.single}
    assert all(is_one_sentence(str(text)) for text in conflicts.values() if text)


@pytest.mark.parametrize("hedge", Hedge.values)
def test_the_bounds_told_are_the_bounds_used(hedge: str) -> None:
    low, high, low_open, high_open = Claim(value_low=100, value_high=100, hedge=hedge).bounds()
    ends = {90: "v − 10 %", 100: "v", 110: "v + 10 %"}
    left = "(−∞" if low is None else ("(" if low_open else "[") + ends[int(low)]
    right = "∞)" if high is None else ends[int(high)] + (")" if high_open else "]")
    assert events.definitions.HEDGE_BOUNDS[hedge] == f"{left}, {right}"


def test_an_allegation_says_that_it_needs_somebodys_word() -> None:
    notes = {t.key: t.notes for name in ("properties", "participant_roles") for t in VOCABULARIES[name].terms}
    needing = {key for key, note in notes.items() if note.get("needs_attribution")}
    assert needing == {"statement", "allegation", "designated_by", "suspect", "target"}


def test_the_codebook_is_json() -> None:
    data = codebook.as_data()
    assert json.loads(json.dumps(data)) == data
    assert [v["key"] for v in data] == list(VOCABULARIES)
    visit = next(t for t in data[0]["terms"] if t["key"] == "visit")
    assert visit["crosswalk"] == {"cameo": "042", "schema_org": "Event"}
    assert visit["notes"] == {"group": "Diplomacy"}


def test_texts_wait_for_the_readers_language() -> None:
    assert all(isinstance(t.definition, Promise) for _key, t in terms())
    assert all(isinstance(v.label, Promise) and isinstance(v.definition, Promise) for v in VOCABULARIES.values())
