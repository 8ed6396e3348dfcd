"""What may stand in a dossier. References are ids of the same file, uids, or ids the archive knows already.

Everything is text here: values get their meaning from their property, dates and vocabularies are checked by the models.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

Ref = Annotated[str, Field(min_length=1)]
WorkState = Literal["draft", "in_review", "published", "superseded", "retracted"]
Span = tuple[int, int]
Break = Span | tuple[int, int, str]  # with its place in the original, such as “page:3”


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Strings = Annotated[list[str], BeforeValidator(_listed)]


class Node(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Known(Node):
    """What identifies a record: its uid, else its id."""

    id: str = ""
    uid: str = ""


class Reviewed(Known):
    """What a record's review adds. Times count only where an empty archive is restored."""

    state: WorkState | None = None
    published_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    retracted: str = ""  # the public reason


class Publisher(Known):
    name: str
    kind: str = "other"
    country: str = ""
    homepage: str = ""
    reliability: str = "F"
    languages: Strings = []


class Capture(Node):
    uid: str = ""
    method: str = "upload"
    filename: str = ""
    requested_url: str = ""
    final_url: str = ""
    headers: dict[str, str] = {}
    captured_at: AwareDatetime | None = None
    media_type: str = ""
    fidelity: str = "original"
    language: str = ""
    text: str | None = None
    file: str | None = None
    content: str | None = None  # the original bytes in base 64, where the text's UTF-8 form is not what was captured
    reader: str = ""
    reader_version: str = ""
    breaks: list[Break] | None = None
    furniture: list[Span] | None = None
    sightings: list[AwareDatetime] = []


class Source(Reviewed):
    title: str
    title_basis: str = ""
    kind: str = "other"
    publisher: Ref | None = None
    authors: Strings = []
    language: str = ""
    published: str = ""
    published_basis: str = ""
    url: str = ""
    canonical_url: str = ""
    symbol: str = ""
    rights: str = ""
    access: str = "excerpts"
    reliability: str = ""
    # One capture may stand right here …
    text: str | None = None
    file: str | None = None
    media_type: str = ""
    fidelity: str = "original"
    captured_at: AwareDatetime | None = None
    # … or any number of them below.
    captures: list[Capture] = []


class Link(Reviewed):
    source: Ref = Field(alias="from")
    kind: str
    target: Ref = Field(alias="to")
    reason: str


class Name(Node):
    text: str
    kind: str = "alias"
    language: str = ""
    script: str = ""


def _named(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class Entity(Reviewed):
    kind: str
    name: str
    names: list[Annotated[Name, BeforeValidator(_named)]] = []
    identifiers: dict[str, Strings] = {}
    country: str = ""
    coordinates: tuple[Decimal, Decimal] | None = None
    description: str = ""
    protected: bool = False
    pseudonym: str = ""
    language: str = ""
    script: str = ""


class _Match(Reviewed):
    judgement: str
    score: Decimal | None = None
    reason: str


class Match(_Match):
    entities: tuple[Ref, Ref]

    @property
    def pair(self) -> tuple[str, str]:
        return self.entities


class EventMatch(_Match):
    events: tuple[Ref, Ref]

    @property
    def pair(self) -> tuple[str, str]:
        return self.events


class Evidence(Reviewed):
    source: Ref
    capture: str = ""
    quote: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    stance: str = "supports"
    reading: str = ""
    translation: str = ""
    language: str = ""


class Claim(Reviewed):
    about: Ref | None = None
    property: str
    value: str | list[str] | None = None
    value_kind: str = "value"
    role: str = ""
    title: str = ""
    unit: str = ""
    counted: str = ""
    hedge: str = ""
    currency: str = ""
    accused: Ref | None = None
    valid: str = ""
    attributed_to: Ref | None = None
    language: str = ""
    credibility: int = 6
    supersedes: Ref | None = None
    reason: str = ""  # why it takes the place of that one
    evidence: list[Evidence] = []


class Event(Reviewed):
    kind: str
    title: str
    summary: str = ""
    part_of: Ref | None = None
    claims: list[Claim] = []


class Ranking(Reviewed):
    claim: Ref
    rank: str
    reason_kind: str = ""
    reason: str


class Reply(Reviewed):
    claim: Ref
    name: str = ""
    entity: Ref | None = None
    capacity: str
    said: str
    language: str = ""
    received: str


class Revision(Reviewed):
    record: Ref
    field: str
    old: Any = None
    new: Any = None
    reason: str


class Redaction(Reviewed):
    record: Ref
    field: str
    start: int | None = None
    end: int | None = None
    reason: str


class Dossier(Node):
    dossier: Literal["1", 1]
    publishers: list[Publisher] = []
    sources: list[Source] = []
    links: list[Link] = []
    entities: list[Entity] = []
    matches: list[Match] = []
    events: list[Event] = []
    event_matches: list[EventMatch] = []
    claims: list[Claim] = []
    rankings: list[Ranking] = []
    replies: list[Reply] = []
    revisions: list[Revision] = []
    redactions: list[Redaction] = []
