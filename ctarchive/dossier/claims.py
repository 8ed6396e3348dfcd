"""Builds the unsaved claims of a dossier and ties their quotations to the texts."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from hashlib import sha256

import rfc8785
from django.db.models import Prefetch, Q, prefetch_related_objects

from ctarchive.dossier import schema
from ctarchive.dossier.files import Path_
from ctarchive.dossier.plan import Planned, Planner, identity
from editorial.payload import encode
from events import quotes
from events.actions.claims import STATEMENT
from events.choices import ValueKind
from events.models import Claim, Entity, Event, Evidence
from events.properties import PROPERTIES, ValueType
from sources.models import Capture, Source

_PLAIN = (
    "property",
    "value_kind",
    "role",
    "title",
    "unit",
    "counted",
    "hedge",
    "currency",
    "valid",
    "language",
    "credibility",
    "reason",
)
_EVIDENCE = ("evidence", Prefetch("evidence__capture", Capture.objects.defer("text")))
Passage = tuple[str, str, str, int]  # source, stance, quotation, start
_KEYS = dict.fromkeys(("value_text", "value_edtf", "value_low", "value_high", "value_entity"), "value") | {
    "event": "about",
    "entity": "about",
}


def plan_claims(planner: Planner, dossier: schema.Dossier, events: list[Planned]) -> None:
    """Plan the claims below the events (given in their order), those at the top level, then what they supersede."""
    found: list[tuple[Planned, schema.Claim, Path_]] = []
    nodes = [
        *(
            (node, ("events", i, "claims", n))
            for i, event in enumerate(dossier.events)
            for n, node in enumerate(event.claims)
        ),
        *((node, ("claims", index)) for index, node in enumerate(dossier.claims)),
    ]
    _look_up(planner, [node for node, _path in nodes])
    texts = _Texts(planner, nodes, [event.record for event in events])
    for index, (event, planned) in enumerate(zip(dossier.events, events, strict=True)):
        for number, node in enumerate(event.claims):
            where: Path_ = ("events", index, "claims", number)
            if node.about is not None:
                planner.problem((*where, "about"), "A claim below an event is about that event: leave “about” out.")
            state = node.state or event.state
            found.append((_claim(planner, node, where, planned.record, state, texts), node, where))
    for index, node in enumerate(dossier.claims):
        path: Path_ = ("claims", index)
        subject = _subject(planner, node, path)
        if subject is not None:
            found.append((_claim(planner, node, path, subject, node.state, texts), node, path))
    for planned, node, path in found:
        if not planned.is_known and node.supersedes:
            planned.record.supersedes = planner.find(Claim, node.supersedes, (*path, "supersedes"))


def _look_up(planner: Planner, nodes: list[schema.Claim]) -> None:
    """Find all that the claims refer to, with one question for each type."""
    entities: list[str | None] = []
    for node in nodes:
        spec = PROPERTIES.get(node.property)
        entities += [node.about, node.accused, node.attributed_to]
        if spec is not None and spec.value is ValueType.ENTITY and isinstance(node.value, str):
            entities.append(node.value)
    planner.look_up(Entity, entities)
    planner.look_up(Event, (node.about for node in nodes))
    planner.look_up(Source, (quoted.source for node in nodes for quoted in node.evidence))
    planner.look_up(Claim, (node.supersedes for node in nodes))


def _subject(planner: Planner, node: schema.Claim, path: Path_) -> Event | Entity | None:
    if node.about is None:
        planner.problem(path, "Say what the claim is about: “about: <id of an entity or event>”.")
        return None
    before = len(planner.plan.problems)
    subject = planner.find(Entity, node.about, (*path, "about"))
    if subject is not None:
        return subject
    event = planner.find(Event, node.about, (*path, "about"))
    if event is not None:
        # It is an event: that there is no entity of this id was no problem.
        del planner.plan.problems[before:]
    else:
        del planner.plan.problems[before + 1 :]
    return event


def _claim(
    planner: Planner, node: schema.Claim, path: Path_, subject: Event | Entity, state: str | None, texts: _Texts
) -> Planned:
    about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
    claim = Claim(**{name: getattr(node, name) for name in _PLAIN}, **about, **identity(node))
    claim.external_id = ""  # a claim is known again by what it says
    before = len(planner.plan.problems)
    for name in ("accused", "attributed_to"):
        setattr(claim, name, planner.find(Entity, getattr(node, name), (*path, name)))
    _set_value(planner, claim, node, (*path, "value"))
    if len(planner.plan.problems) == before:
        planner.clean(claim, path, _KEYS)
    evidence = [
        found
        for index, quoted in enumerate(node.evidence)
        if (found := texts.anchor(claim, quoted, (*path, "evidence", index))) is not None
    ]
    if not node.evidence:
        planner.problem(path, "The claim has no evidence: quote at least one passage.")
    known = texts.by_uid.get(node.uid) or texts.said_already(subject, claim, [record for _node, record in evidence])
    planned = planner.add(node, path, claim, known, target=state or "published")
    for quoted, record in evidence:
        same = texts.evidence_of(known, record) if known else None
        if known is None or same is not None:
            planner.add(quoted, path, record, same, target=quoted.state or state or "published")
    return planned


def _set_value(planner: Planner, claim: Claim, node: schema.Claim, path: Path_) -> None:
    spec = PROPERTIES.get(node.property)
    if spec is None or node.value_kind != ValueKind.VALUE or node.value is None:
        return
    if spec.value is ValueType.NUMBER:
        ends = node.value if isinstance(node.value, list) else [node.value]
        try:
            numbers = [Decimal(end) for end in ends]
        except InvalidOperation:
            planner.problem(path, f"“{node.value}” is no number: write 30, or [20, 25] for a range.")
            return
        if len(numbers) not in (1, 2) or not all(number.is_finite() for number in numbers):
            planner.problem(path, "Write one number, or the two ends of a range as [20, 25].")
            return
        claim.value_low, claim.value_high = numbers[0], numbers[-1]
    elif isinstance(node.value, list):
        planner.problem(path, f"“{node.property}” has one value, not a list.")
    elif spec.value is ValueType.ENTITY:
        claim.value_entity = planner.find(Entity, node.value, path)
    elif spec.value is ValueType.EDTF:
        claim.value_edtf = node.value
    else:
        claim.value_text = node.value


class _Texts:
    """The captures of each source, and what is claimed in the archive already, looked up once."""

    def __init__(self, planner: Planner, nodes: list[tuple[schema.Claim, Path_]], events: list[Event]) -> None:
        self.planner = planner
        quoted = [(e, (*path, "evidence", i)) for node, path in nodes for i, e in enumerate(node.evidence)]
        planner.check_uids(Claim, nodes)
        planner.check_uids(Evidence, quoted)
        known = list(planner.known(Claim, [node for node, _path in nodes]).values())
        prefetch_related_objects(known, *_EVIDENCE)
        self.by_uid = {claim.pk: claim for claim in known}
        self._captures = self._all_captures({e.source for e, _path in quoted})
        self._said = self._all_said(events, {node.about for node, _path in nodes if node.about})

    def _all_captures(self, refs: set[str]) -> dict[str, list[Capture]]:
        """Source → its captures in this file, else those in the archive, the newest first."""
        found: dict[str, list[Capture]] = {}
        for planned in self.planner.plan.of(Capture):
            found.setdefault(planned.record.source_id, []).append(planned.record)
        sources = (self.planner.found(Source, ref) for ref in refs)
        wanted = {s.pk for s in sources if s is not None and not s._state.adding and s.pk not in found}
        for capture in Capture.objects.filter(source__in=wanted).order_by("-captured_at", "pk"):
            found.setdefault(capture.source_id, []).append(capture)
        return found

    def _all_said(self, events: list[Event], refs: set[str]) -> dict[str, list[tuple[str, set[Passage], Claim]]]:
        """Event or entity → what the archive claims of it already."""
        named = [self.planner.found(model, ref) for model in (Event, Entity) for ref in refs]
        old = {s.pk for s in (*events, *named) if s is not None and not s._state.adding}
        found: dict[str, list[tuple[str, set[Passage], Claim]]] = {}
        claims = Claim.objects.filter(Q(event__in=old) | Q(entity__in=old)).order_by("created_at", "pk")
        for claim in claims.prefetch_related(*_EVIDENCE):
            said = (digest(claim), _passages(claim.evidence.all()), claim)
            found.setdefault(claim.event_id or claim.entity_id or "", []).append(said)
        return found

    def anchor(self, claim: Claim, node: schema.Evidence, path: Path_) -> tuple[schema.Evidence, Evidence] | None:
        """The evidence, tied to its passage; None, with a problem, where the passage is not there exactly once."""
        source = self.planner.find(Source, node.source, (*path, "source"))
        if source is None:
            return None
        captures = [c for c in self._captures.get(source.pk, []) if node.capture in ("", c.pk)]
        if not captures:
            self.planner.problem((*path, "source"), f"Of “{node.source}” there is no such capture to quote from.")
            return None
        failure: quotes.QuoteError | None = None
        for capture in captures:
            try:
                anchor = quotes.find(capture.text, node.quote, prefix=node.prefix, suffix=node.suffix, start=node.start)
            except quotes.QuoteError as error:
                failure = failure or error
                continue
            evidence = Evidence(
                claim=claim, capture=capture, stance=node.stance, reading=node.reading, translation=node.translation,
                language=node.language, **identity(node),
            )  # fmt: skip
            evidence.anchor_to(anchor)
            self.planner.clean(evidence, path, {"exact": "quote"})
            return node, evidence
        self.planner.problem((*path, "quote"), f"“{node.quote}” in {node.source}: {failure}")
        return None

    def said_already(self, subject: Event | Entity, claim: Claim, evidence: list[Evidence]) -> Claim | None:
        """The archive's claim with the same statement and (at least) the same evidence, whatever its state."""
        if subject.pk not in self._said:
            return None
        statement, passages = digest(claim), _passages(evidence)
        return next((c for said, on, c in self._said[subject.pk] if said == statement and passages <= on), None)

    @staticmethod
    def evidence_of(claim: Claim, like: Evidence) -> Evidence | None:
        """The claim's evidence with the same passage."""
        wanted = _passages([like])
        return next((e for e in claim.evidence.all() if _passages([e]) == wanted), None)


def digest(claim: Claim) -> str:
    """SHA-256 of what a claim says: the same for the same claim made twice."""
    values = {name: encode(claim.column(name)) for name in STATEMENT}
    return sha256(rfc8785.dumps(values)).hexdigest()


def _passages(evidence: Iterable[Evidence]) -> set[Passage]:
    return {(e.capture.source_id, e.stance, e.exact, e.start) for e in evidence}
