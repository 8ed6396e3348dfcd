"""The codebook as data: every vocabulary of the archive with its terms, what they mean, and their names elsewhere.

The public page and the API show what `codebook()` returns, and nothing else defines a term.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import editorial.choices as review
import editorial.definitions as review_words
import events.choices as claims
import events.definitions as claim_words
import sources.choices as documents
import sources.definitions as document_words
from editorial.definitions import Definitions
from events import crosswalks
from events.properties import PROPERTIES, Property, ValueType

Text = str | Promise
Table = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class Term:
    """One stored value: what it is called and means, its codes in other standards, and what else holds of it."""

    key: str
    label: Text
    definition: Text
    crosswalk: dict[str, str] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Vocabulary:
    """A list of terms, and what the list is for. Keys never change once released; labels are translated."""

    key: str
    label: Text
    definition: Text
    terms: tuple[Term, ...]


def codebook() -> list[Vocabulary]:
    """Every vocabulary, in the order in which a reader meets them. Texts are translated when they are shown."""
    return [*_subjects(), *_claims(), *_sources(), *_review()]


def as_data() -> list[dict[str, Any]]:
    """The codebook as JSON can hold it, its texts in the language that is active now."""
    return [
        {
            "key": vocabulary.key,
            "label": str(vocabulary.label),
            "definition": str(vocabulary.definition),
            "terms": [
                {
                    "key": term.key,
                    "label": str(term.label),
                    "definition": str(term.definition),
                    "crosswalk": term.crosswalk,
                    "notes": _plain(term.notes),
                }
                for term in vocabulary.terms
            ],
        }
        for vocabulary in codebook()
    ]


def standards() -> list[dict[str, str]]:
    """The standards that crosswalks lead to: key, name, edition and address."""
    return [{"key": s.key, "name": s.name, "edition": s.edition, "url": s.url} for s in crosswalks.STANDARDS.values()]


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool) else str(value)


def _nothing(key: str) -> dict[str, Any]:
    return {}


def _vocabulary(
    key: str,
    label: Text,
    definition: Text,
    choices: Sequence[tuple[Any, Text]],
    words: Definitions,
    *,
    crosswalk: Table = _nothing,
    notes: Table = _nothing,
) -> Vocabulary:
    terms = ((str(value), name) for value, name in choices)
    return Vocabulary(
        key, label, definition, tuple(Term(k, name, words[k], crosswalk(k), notes(k)) for k, name in terms)
    )


# -- events and entities -----------------------------------------------------------------------------------------------

_GROUP = {kind: group for group, kinds in claims.EVENT_KIND_GROUPS for kind in kinds}


def _subjects() -> list[Vocabulary]:
    return [
        _vocabulary(
            "event_kinds", _("Kinds of events"), _("What sort of thing happened, judged by the editors."),
            claims.EventKind.choices, claim_words.EVENT_KINDS,
            crosswalk=crosswalks.of_event_kind, notes=lambda kind: {"group": _GROUP[kind]},
        ),
        _vocabulary(
            "participant_roles", _("Roles of participants"), _("In which part somebody stood in an event."),
            claims.ParticipantRole.choices, claim_words.PARTICIPANT_ROLES,
            notes=lambda role: {"needs_attribution": role in claims.ATTRIBUTED_ROLES},
        ),
        _vocabulary(
            "entity_kinds", _("Kinds of entities"),
            _("What sort of party, text, plan or place an entity is, judged by the editors."),
            claims.EntityKind.choices, claim_words.ENTITY_KINDS, crosswalk=crosswalks.of_entity_kind,
        ),
        _vocabulary(
            "name_kinds", _("Kinds of names"), _("How a name stands to the entity that bears it."),
            claims.NameKind.choices, claim_words.NAME_KINDS,
        ),
        _vocabulary(
            "identifier_schemes", _("Identifier schemes"), _("In which register an entity has a number or code."),
            claims.Scheme.choices, claim_words.IDENTIFIER_SCHEMES,
        ),
        _vocabulary(
            "judgements", _("Judgements on two entities"), _("Whether two records stand for the same thing."),
            claims.Judgement.choices, claim_words.JUDGEMENTS,
        ),
    ]  # fmt: skip


# -- claims and evidence -----------------------------------------------------------------------------------------------

_VALUE_TYPE_LABELS: dict[str, Text] = {
    ValueType.TEXT: _("text"),
    ValueType.TERM: _("term of a list"),
    ValueType.EDTF: _("date (EDTF)"),
    ValueType.NUMBER: _("number"),
    ValueType.ENTITY: _("entity"),
}


def _properties() -> Vocabulary:
    return Vocabulary(
        "properties",
        _("Properties"),
        _("What a claim can say of an event or an entity, and what its value must be."),
        tuple(Term(p.key, p.label, p.definition, notes=_notes_on(p)) for p in PROPERTIES.values()),
    )


def _notes_on(spec: Property) -> dict[str, Any]:
    notes: dict[str, Any] = {
        "about": list(spec.about),
        "value_type": spec.value.value,
        "single": spec.single,
        "timed": spec.timed,
        "allegation": spec.allegation,
        "needs_attribution": spec.needs_attribution,
    }
    lists = {
        "value_entity_kinds": spec.values,
        "subject_entity_kinds": spec.subjects,
        "qualifiers": spec.extra,
        "terms": claims.EventStatus.values if spec.value is ValueType.TERM else (),
        "roles": claims.ParticipantRole.values if "role" in spec.extra else (),
        "units": claims.Unit.values if "unit" in spec.extra else (),
    }
    notes |= {key: [str(value) for value in values] for key, values in lists.items() if values}
    return notes | ({"conflict": claim_words.CONFLICTS[spec.key]} if spec.single else {})


def _claims() -> list[Vocabulary]:
    return [
        _properties(),
        _vocabulary(
            "value_types", _("Types of values"), _("The form that the value of a property has."),
            list(_VALUE_TYPE_LABELS.items()), claim_words.VALUE_TYPES,
        ),
        _vocabulary(
            "value_kinds", _("Kinds of values"), _("Whether a claim gives a value, or says that there is or was none."),
            claims.ValueKind.choices, claim_words.VALUE_KINDS,
        ),
        _vocabulary(
            "statuses", _("Statuses of events"), _("How far an event had come at a time."),
            claims.EventStatus.choices, claim_words.STATUSES,
        ),
        _vocabulary(
            "hedges", _("Hedges"), _("How the source limits a number, and which numbers it then allows."),
            claims.Hedge.choices, claim_words.HEDGES,
            notes=lambda hedge: {"bounds": claim_words.HEDGE_BOUNDS[hedge]},
        ),
        _vocabulary(
            "units", _("Units"), _("In what a number is counted or measured."),
            claims.Unit.choices, claim_words.UNITS, notes=lambda unit: {"has_currency": unit == claims.Unit.MONEY},
        ),
        _vocabulary(
            "stances", _("Stances of passages"), _("How a quoted passage bears on the claim it is tied to."),
            claims.Stance.choices, claim_words.STANCES,
        ),
        _vocabulary(
            "credibility", _("Credibility of information"),
            _("How credible one claim is, from 1 to 6 in the Admiralty system, judged apart from who said it."),
            claims.Credibility.choices, claim_words.CREDIBILITY,
        ),
        _vocabulary(
            "ranks", _("Ranks"), _("How the editors weigh a claim against its rivals."),
            claims.Rank.choices, claim_words.RANKS,
        ),
        _vocabulary(
            "rank_reasons", _("Reasons for deprecating"), _("Why the editors hold a claim to be wrong or outdated."),
            claims.RankReason.choices, claim_words.RANK_REASONS,
        ),
        _vocabulary(
            "reply_capacities", _("Replies to claims"), _("As what somebody replies to a claim, by their own account."),
            claims.ReplyCapacity.choices, claim_words.REPLY_CAPACITIES,
        ),
        _vocabulary(
            "anchor_results", _("Results of anchor checks"), _("Whether a quotation is still in a later capture."),
            claims.AnchorResult.choices, claim_words.ANCHOR_RESULTS,
        ),
    ]  # fmt: skip


# -- sources, review ---------------------------------------------------------------------------------------------------


def _sources() -> list[Vocabulary]:
    return [
        _vocabulary(
            "source_kinds", _("Kinds of sources"), _("What sort of document a source is, by its form and its author."),
            documents.SourceKind.choices, document_words.SOURCE_KINDS,
        ),
        _vocabulary(
            "publisher_kinds", _("Kinds of publishers"), _("What sort of party put a document before the public."),
            documents.PublisherKind.choices, document_words.PUBLISHER_KINDS,
        ),
        _vocabulary(
            "reliability", _("Reliability of sources"),
            _("How far a source can be relied on, from A to F in the Admiralty system, judged apart from its message."),
            documents.Reliability.choices, document_words.RELIABILITY,
        ),
        _vocabulary(
            "access", _("Access to texts"), _("How much of a source's text the public may read and search."),
            documents.Access.choices, document_words.ACCESS,
        ),
        _vocabulary(
            "fidelity", _("Fidelity of captures"), _("How what was preserved stands to the document as published."),
            documents.Fidelity.choices, document_words.FIDELITY,
        ),
        _vocabulary(
            "methods", _("Methods of capture"), _("How a document came into the archive."),
            documents.Method.choices, document_words.METHODS,
        ),
        _vocabulary(
            "link_kinds", _("Links between sources"), _("How one source stands to another."),
            documents.LinkKind.choices, document_words.LINK_KINDS, crosswalk=crosswalks.of_link_kind,
            notes=lambda kind: {"same_origin": kind in documents.SAME_ORIGIN},
        ),
    ]  # fmt: skip


def _review() -> list[Vocabulary]:
    return [
        _vocabulary(
            "states", _("States"), _("How far a record has come on its way to the public."),
            review.State.choices, review_words.STATES, notes=lambda state: {"public": state in review.PUBLIC_STATES},
        ),
        _vocabulary(
            "user_roles", _("Roles of editors"), _("What somebody who works in the archive may do."),
            review.Role.choices, review_words.ROLES,
        ),
        _vocabulary(
            "actions", _("Actions"), _("What an entry of the ledger says was done to a record."),
            review.Action.choices, review_words.ACTIONS,
        ),
        _vocabulary(
            "via", _("Ways of acting"), _("By which door an action came in."), review.Via.choices, review_words.VIA,
        ),
    ]  # fmt: skip
