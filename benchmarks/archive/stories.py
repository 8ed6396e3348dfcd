"""Real records from a plan: sources with their texts, events, entities, claims, evidence, as models that are not saved.

What is derived for them is derived by the archive's own rules (`events.projection`, `events.facts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.core.files.storage import FileSystemStorage, storages

from benchmarks.archive.plan import CLAIMS, ENTITY_KINDS, Plan, Story
from benchmarks.archive.uids import uid
from benchmarks.archive.words import Vocabulary, name
from editorial.choices import State
from editorial.models import Record
from events import facts, projection, quotes
from events.choices import EventKind
from events.models import Claim, Entity, EntityName, Event, Evidence, Identifier, Participation, Ranking
from sources.choices import PublisherKind, SourceKind
from sources.models import Blob, Capture, Publisher, Source, SourceLink
from sources.readers import READERS
from sources.text import canonical_text, sha256_hex

BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)
_STEP = timedelta(minutes=20)
_COUNTRIES = ("AZ", "GE", "TR", "RU", "KZ", "UZ", "KG", "TJ", "TM", "UA", "BY", "MD", "IR", "PK", "AE", "GB", "US")
_SCRIPTS = (("en", "Latn"), ("ru", "Cyrl"), ("fa", "Arab"))
_FIRST_DAY = date(2001, 1, 1)
_DAYS = 365 * 20
_ROLES = ("participant", "host", "organiser", "signatory", "observer", "speaker", "donor")
_PARTS = 32  # more passages than a story has


@dataclass
class Made:
    """The records of one story, in the order in which the ledger tells of them, and what is derived."""

    records: list[Record] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    blob: Blob | None = None
    participations: list[Participation] = field(default_factory=list)


class Maker:
    """Makes the records of a plan. One for each process: it remembers what stories share."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._vocabulary = Vocabulary()
        self._publishers = [self.publisher(number) for number in range(plan.publishers)]
        self._writer, self._reviewer = (uid(plan.seed, "user", number) for number in (0, 1))

    # -- what stories share --------------------------------------------------------------------------------------------

    def publisher(self, number: int) -> Publisher:
        return Publisher(
            uid=uid(self.plan.seed, "publisher", number), version=2, created_at=BEGINNING, published_at=BEGINNING,
            name=f"{name('place', number).latin} Gazette", kind=PublisherKind.values[number % 6],
            country=_COUNTRIES[number % len(_COUNTRIES)], reliability="ABCDF"[number % 5], languages=["en"],
        )  # fmt: skip

    def entity(self, number: int) -> Entity:
        """An entity with its names in three scripts and its identifier, as if they had been fetched with it."""
        kind = ENTITY_KINDS[number % len(ENTITY_KINDS)]
        names = name(kind, number)
        made = Entity(
            uid=uid(self.plan.seed, "entity", number), kind=kind, name=names.latin,
            country=_COUNTRIES[number % len(_COUNTRIES)], **self._reviewed(BEGINNING),
        )  # fmt: skip
        made.derive()
        kinds = ("primary", "transliteration", "transliteration")
        rows = [
            EntityName(entity=made, text=text, kind=kind, language=language, script=script)
            for text, kind, (language, script) in zip(names, kinds, _SCRIPTS, strict=True)
        ]
        identifiers = [Identifier(entity=made, scheme="wikidata", value=f"Q{100_000 + number}")]
        made._prefetched_objects_cache = {"names": rows, "identifiers": identifiers}  # type: ignore[attr-defined]  # noqa: SLF001
        return made

    def _known(self, kind: str, chance: Random) -> Entity:
        """Some entity of a kind: a few are spoken of often, most seldom."""
        places = [at for at, one in enumerate(ENTITY_KINDS) if one == kind]
        sets = self.plan.entities // len(ENTITY_KINDS)
        number = int(sets * chance.random() ** 3) * len(ENTITY_KINDS) + chance.choice(places)
        made = Entity(uid=uid(self.plan.seed, "entity", number), kind=kind, name=name(kind, number).latin)
        made.derive()
        return made

    def _reviewed(self, moment: datetime) -> dict[str, Any]:
        return {
            "version": 3, "state": State.PUBLISHED, "created_at": moment - timedelta(days=2), "author_id": self._writer,
            "submitted_by_id": self._writer, "submitted_at": moment - timedelta(days=1),
            "reviewed_by_id": self._reviewer, "published_at": moment,
        }  # fmt: skip

    # -- stories -------------------------------------------------------------------------------------------------------

    def stories(self, numbers: range) -> Iterator[Made]:
        """The stories of these numbers, which are a chunk, with all that is derived for them."""
        drafts: list[_Draft] = []
        for number in numbers:
            drafts.append(_Draft(self, Story(number), drafts[-1] if drafts else None))
        for draft in drafts:
            draft.write()
        for draft in drafts:
            draft.derive()
            yield draft.made


def kept(data: bytes) -> Blob:
    """The blob of these bytes, which are in the store: nobody waits for the disk here."""
    blob, store = Blob(sha256=sha256_hex(data), size=len(data)), storages["blobs"]
    if not isinstance(store, FileSystemStorage):
        return Blob.keep(data)
    path = Path(store.path(blob.path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return blob


class _Draft:
    """One story while it is made. First all say what they will tell, then each writes its text and quotes it."""

    def __init__(self, maker: Maker, story: Story, before: _Draft | None) -> None:
        self._maker, self._story, self._before, self.made = maker, story, before, Made()
        seed, number = maker.plan.seed, story.number
        self._chance = Random(f"{seed}/{number}")  # noqa: S311 -- no secret
        self._moment = BEGINNING + _STEP * (number + 1)
        self._passages = 0
        self.told: list[tuple[Claim, str]] = []
        self.source = self._make_source()
        self._tell()

    def _uid(self, record_type: str, part: int = 0) -> str:
        return uid(self._maker.plan.seed, record_type, self._story.number * _PARTS + part)

    def _reviewed(self) -> dict[str, Any]:
        return self._maker._reviewed(self._moment)  # noqa: SLF001

    def _make_source(self) -> Source:
        number, chance, maker = self._story.number, self._chance, self._maker
        day = _FIRST_DAY + timedelta(days=chance.randrange(_DAYS))
        made = Source(
            uid=self._uid("source"), title=f"Services meet in {name('place', number).latin}, report {number}",
            kind=chance.choice(SourceKind.values), language=("en", "en", "en", "az", "ru")[number % 5],
            publisher=chance.choice(maker._publishers), published=day.isoformat(),  # noqa: SLF001
            published_basis="dateline", url=f"https://news.example/{number}",
            access=("excerpts", "excerpts", "full", "metadata")[number % 4], **self._reviewed(),
        )  # fmt: skip
        made.derive()
        if self._story.reprints and self._before:
            made.origin_id = self._before.source.pk
        self._day = day
        return made

    def _tell(self) -> None:
        chance, know = self._chance, self._maker._known  # noqa: SLF001
        kinds = [kind.value for kind in EventKind]
        where = know("place", chance)
        first, second = (
            Event(
                uid=self._uid("event", at), kind=chance.choice(kinds), **self._reviewed(),
                title=f"{EventKind(kinds[(self._story.number + at) % len(kinds)]).label.capitalize()} in {where.name},"
                f" {self._day.year}, no. {2 * self._story.number + at}",
            )
            for at in (0, 1)
        )  # fmt: skip
        self.made.events = [first, second]
        day, host, guest = self._day.isoformat(), know("public_body", chance), know("igo", chance)
        person, chief = know("person", chance), know("public_body", chance)
        number = chance.randint(5, 400)
        say = self._say
        say(first, "date", f"The first of the two meetings took place on {day}", value_edtf=day)
        say(first, "place", f"The hosts had chosen {where.name} for the occasion", value_entity=where)
        role = chance.choice(_ROLES)
        say(first, "participant", f"{host.name} was there as {role}", value_entity=host, role=role)
        say(first, "participant", f"Among the guests was {person.name}", value_entity=person, role="participant")
        outcome = f"a plan for {chance.randint(2, 90)} joint measures"
        word = {"value_text": outcome, "attributed_to": guest}
        say(first, "outcome", f"According to {guest.name}, it came to {outcome}", **word)
        later = self._day.replace(day=1).strftime("%Y-%m")
        say(second, "date", f"The other one followed in {later}", value_edtf=later)
        say(second, "participant", f"That one was the work of {guest.name}", value_entity=guest, role="organiser")
        counted = {"value_low": number, "value_high": number, "unit": "persons", "hedge": "exactly"}
        say(second, "count", f"It brought together {number} officers", counted="officers", **counted)
        say(person, "position", f"{person.name} has served as deputy head of {chief.name}",
            value_entity=chief, title="deputy head")  # fmt: skip
        if self._story.disputes:
            other = (self._day + timedelta(days=3)).isoformat()
            say(first, "date", f"A correction gives the day as {other}", value_edtf=other)
        else:
            topic = f"measure {chance.randint(100, 999)} at the border"
            say(second, "topic", f"On the agenda stood {topic}", value_text=topic)

    def _say(self, subject: Event | Entity, key: str, words: str, **value: Any) -> None:
        about = {"event": subject} if isinstance(subject, Event) else {"entity": subject}
        claim = Claim(
            uid=self._uid("claim", len(self.told)), property=key, **about, language=self.source.language,
            credibility=self._chance.choice((1, 2, 2, 3, 6)), **value, **self._reviewed(),
        )  # fmt: skip
        claim.derive()
        claim.supporting, claim.standing_rankings = [], []  # type: ignore[attr-defined]
        self.told.append((claim, f"{words}."))

    # -- the text, and what is quoted from it --------------------------------------------------------------------------

    def write(self) -> None:
        """Write the text of the source, keep its bytes, and quote it for each of the claims."""
        title, told = self.source.title, self.told
        own = self._woven([sentence for _claim, sentence in told])
        before = self._before.told[:5] if self._before else []
        quoted = list(told)
        if self._story.reprints:
            own += ["", *(sentence for _claim, sentence in before)]
            quoted += before
        elif self._story.confirms:
            claim, sentence = before[0]
            also = f"As was told elsewhere: {sentence}"
            own.append(also)
            quoted.append((claim, sentence))
        text = canonical_text("\n".join([title, "", *own]))
        data = text.encode()
        self.made.blob = kept(data)
        capture = self._capture(text)
        self.made.records += [self.source, capture]
        if self._story.reprints and self._before:
            self.made.records.append(self._link(self._before.source))
        self.made.events[0].derive()
        self.made.events[1].derive()
        self.made.records += self.made.events
        self.made.claims = [claim for claim, _sentence in told]
        self.made.records += self.made.claims
        for claim, sentence in quoted:
            self._quote(claim, capture, sentence)
        if self._story.decided:
            self._rank(told[-1][0])

    def _woven(self, sentences: Sequence[str]) -> list[str]:
        """The sentences in paragraphs, between others that say nothing: about two thousand characters in all."""
        vocabulary, chance, paragraphs = self._maker._vocabulary, self._chance, []  # noqa: SLF001
        for at in range(0, len(sentences), 2):
            filler = [vocabulary.sentence(chance) for _n in range(3)]
            paragraphs.append(" ".join([filler[0], *sentences[at : at + 1], filler[1], *sentences[at + 1 : at + 2]]))
            paragraphs.append(filler[2])
        return paragraphs

    def _capture(self, text: str) -> Capture:
        reader = READERS["text/plain"]
        assert self.made.blob is not None
        return Capture(
            uid=self._uid("capture"), source=self.source, blob=self.made.blob, method="upload", media_type="text/plain",
            filename=f"{self._story.number}.txt", captured_at=self._moment - timedelta(days=2),
            captured_by_id=self._maker._writer, text=text, text_sha256=sha256_hex(text),  # noqa: SLF001
            reader=reader.name, reader_version=reader.version, language=self.source.language, version=2,
            created_at=self._moment - timedelta(days=2), published_at=self._moment,
        )  # fmt: skip

    def _link(self, original: Source) -> SourceLink:
        return SourceLink(
            uid=self._uid("sourcelink"), source=self.source, target=original, kind="republishes",
            reason="The same words, a day later.", **self._reviewed(),
        )  # fmt: skip

    def _quote(self, claim: Claim, capture: Capture, sentence: str) -> None:
        made = Evidence(
            uid=self._uid("evidence", self._passages), claim=claim, capture=capture, stance="supports",
            **self._reviewed(),
        )  # fmt: skip
        self._passages += 1
        made.anchor_to(quotes.find(capture.text, sentence, start=capture.text.index(sentence)))
        claim.supporting.append(made)  # type: ignore[attr-defined]
        self.made.records.append(made)

    def _rank(self, claim: Claim) -> None:
        made = Ranking(
            uid=self._uid("ranking"), claim=claim, rank="preferred", reason="The correction came from the hosts.",
            **self._reviewed(),
        )  # fmt: skip
        claim.standing_rankings.append(made)  # type: ignore[attr-defined]
        self.made.records.append(made)

    # -- what follows --------------------------------------------------------------------------------------------------

    def derive(self) -> None:
        """Set what is derived for the claims and events; all passages that support them must have been quoted."""
        assert len(self.told) == CLAIMS
        standing = projection.standings(self.made.claims)
        for event in self.made.events:
            derived = facts.derive([standing[one.pk] for one in self.made.claims if one.event_id == event.pk])
            event.date, event.date_earliest, event.date_latest = (
                derived.date,
                derived.date_earliest,
                derived.date_latest,
            )
            event.place_id, event.conflicted = derived.place, bool(derived.conflicted)
            for claim in self.made.claims:
                if claim.event_id == event.pk:
                    claim.conflicted = claim.pk in derived.conflicted
            self.made.participations += [
                Participation(event=event, entity_id=entity, role=role)
                for entity, role in sorted(derived.participations)
            ]
        for claim in self.made.claims:
            told = standing[claim.pk]
            claim.rank, claim.sources_count, claim.origins_count = told.rank, len(told.sources), len(told.origins)
