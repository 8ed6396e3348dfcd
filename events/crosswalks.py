"""What the kinds of events, entities and links of sources are called in other vocabularies, as data. Pure.

The tables are partial on purpose: a code is given only where everything of our kind falls under it. CAMEO lacks the
kinds that it spreads over several codes (attack, funding, equipment, exercise), that it has no word for (designation,
notices, training), or whose line it draws elsewhere (prosecution: 173 covers the charge and not the trial). A visit is
coded from the side of the visitor (042); the host's side of it is 043. Two digits are a CAMEO root category, chosen
where its branches do not divide as ours do. FollowTheMoney has no schema for a legal text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from events.choices import EntityKind, EventKind
from sources.choices import LinkKind


@dataclass(frozen=True)
class Standard:
    """A vocabulary outside the archive: its name, edition and address."""

    key: str
    name: str
    edition: str
    url: str


CAMEO, FOLLOWTHEMONEY, SCHEMA_ORG, DATACITE = "cameo", "followthemoney", "schema_org", "datacite"

STANDARDS = {
    s.key: s
    for s in (
        Standard(
            CAMEO,
            "Conflict and Mediation Event Observations",
            "1.1b3 (2012)",
            "http://data.gdeltproject.org/documentation/CAMEO.Manual.1.1b3.pdf",
        ),
        Standard(FOLLOWTHEMONEY, "FollowTheMoney", "4", "https://followthemoney.tech/"),
        Standard(SCHEMA_ORG, "schema.org", "", "https://schema.org/"),
        Standard(DATACITE, "DataCite (relationType)", "4.6", "https://schema.datacite.org/meta/kernel-4.6/"),
    )
}

EVENTS_IN_CAMEO: Mapping[str, str] = {
    EventKind.MEETING: "040",  # consult, not specified below
    EventKind.SESSION: "040",
    EventKind.VISIT: "042",  # make a visit
    EventKind.ASSESSMENT_VISIT: "042",
    EventKind.NEGOTIATION: "046",  # engage in negotiation
    EventKind.STATEMENT: "01",  # make public statement
    EventKind.TREATY_SIGNED: "057",  # sign formal agreement: to ratify, sign or finalise one
    EventKind.TREATY_RATIFIED: "057",
    EventKind.AGREEMENT_SIGNED: "057",
    EventKind.EXTRADITION: "063",  # engage in judicial cooperation
    EventKind.LEGAL_ASSISTANCE: "063",
    EventKind.CONVICTION: "116",  # find guilty or liable (legally)
    EventKind.INFORMATION_SHARING: "064",  # share intelligence or information
    EventKind.FIU_EXCHANGE: "064",
    EventKind.ARREST: "173",  # arrest, detain, or charge with legal action
    EventKind.MILITARY_OPERATION: "19",  # fight
    EventKind.COOPERATION_REFUSED: "12",  # reject
    EventKind.BREACH_ALLEGED: "112",  # accuse, not specified below
    EventKind.COMPLAINT: "114",  # complain officially
}

# Every kind is an Event; these have a narrower type of their own.
EVENTS_IN_SCHEMA_ORG: Mapping[str, str] = dict.fromkeys(EventKind.values, "Event") | {
    EventKind.TRAINING: "EducationEvent",
    EventKind.REPORT_PUBLISHED: "PublicationEvent",
}

ENTITIES_IN_FOLLOWTHEMONEY: Mapping[str, str] = {
    EntityKind.PERSON: "Person",
    EntityKind.STATE: "PublicBody",
    EntityKind.PUBLIC_BODY: "PublicBody",
    EntityKind.IGO: "Organization",
    EntityKind.REGIONAL_BODY: "Organization",
    EntityKind.COALITION: "Organization",
    EntityKind.NGO: "Organization",
    EntityKind.COMPANY: "Company",
    EntityKind.MEDIA: "LegalEntity",  # some are companies, some public bodies
    EntityKind.ACADEMIC: "Organization",
    EntityKind.RELIGIOUS_BODY: "Organization",
    EntityKind.ARMED_GROUP: "Organization",
    EntityKind.PROGRAMME: "Project",
    EntityKind.PLACE: "Address",
}

ENTITIES_IN_SCHEMA_ORG: Mapping[str, str] = {
    EntityKind.PERSON: "Person",
    EntityKind.STATE: "Country",
    EntityKind.PUBLIC_BODY: "GovernmentOrganization",
    EntityKind.IGO: "Organization",
    EntityKind.REGIONAL_BODY: "Organization",
    EntityKind.COALITION: "Organization",
    EntityKind.NGO: "NGO",
    EntityKind.COMPANY: "Organization",
    EntityKind.MEDIA: "NewsMediaOrganization",
    EntityKind.ACADEMIC: "Organization",
    EntityKind.RELIGIOUS_BODY: "Organization",
    EntityKind.ARMED_GROUP: "Organization",
    EntityKind.LEGAL_INSTRUMENT: "Legislation",
    EntityKind.PROGRAMME: "Project",
    EntityKind.PLACE: "Place",
    EntityKind.OTHER: "Thing",
}

LINKS_IN_DATACITE: Mapping[str, str] = {
    LinkKind.TRANSLATES: "IsTranslationOf",
    LinkKind.CITES: "Cites",
    LinkKind.UPDATES: "IsNewVersionOf",
    LinkKind.IDENTICAL_TO: "IsIdenticalTo",
}


def of_link_kind(kind: str) -> dict[str, str]:
    """Standard → its name for this kind of link between sources, where it has one."""
    return _collect(kind, {DATACITE: LINKS_IN_DATACITE})


def of_event_kind(kind: str) -> dict[str, str]:
    """Standard → its code for this kind of event, where it has one."""
    return _collect(kind, {CAMEO: EVENTS_IN_CAMEO, SCHEMA_ORG: EVENTS_IN_SCHEMA_ORG})


def of_entity_kind(kind: str) -> dict[str, str]:
    """Standard → its name for this kind of entity, where it has one."""
    return _collect(kind, {FOLLOWTHEMONEY: ENTITIES_IN_FOLLOWTHEMONEY, SCHEMA_ORG: ENTITIES_IN_SCHEMA_ORG})


def _collect(kind: str, tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {standard: table[kind] for standard, table in tables.items() if kind in table}
