"""What the public may read, and so find, of each published record. Nothing else enters the index.

Hidden text must not even be counted: it would move the ranking, and could be guessed from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import override

from ctarchive.search import texts
from ctarchive.search.folding import fitting, folded
from ctarchive.search.names import Name
from ctarchive.search.names import names as names_of
from events import protection
from events.headings import sentence
from events.models import Claim, Entity, Event, Evidence, Participation
from events.protection import Mask
from sources.choices import Access
from sources.models import Capture, Source

_LONGEST_TITLE = 200
# What the review of a record left behind: columns of claims and passages that no document is made of.
_REVIEW = ("author", "submitted_by", "submitted_at", "reviewed_by", "ended_at", "external_id")
_MERGED = Prefetch(
    "merged",
    Entity.objects.published().exclude(root=F("pk")).order_by("pk").prefetch_related("names", "identifiers"),
    to_attr="others",
)


@dataclass(frozen=True)
class Document:
    """One entry as it should stand in the index. `named` is the part of the title by which it is found."""

    record_type: str
    uid: str
    title: str
    slug: str = ""
    language: str = ""
    names: str = ""
    body: str = ""
    named: str = field(default="", repr=False)

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns of its `SearchEntry`, but for the key and the time."""
        shown = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "named"}
        return shown | {
            "folded_title": folded(self.named or self.title),
            "folded_names": folded(self.names),
            "folded_body": folded(self.body),
        }

    @cached_property
    def all_names(self) -> list[Name]:
        """The names by which it is suggested, and found when misspelt."""
        return names_of(self.record_type, self.title, self.names)


def of(record_type: str, uids: Iterable[str]) -> Iterator[Document]:
    """The documents of those of these records that belong in the index now, with every protected name masked."""
    mask = protection.load()
    # Labels and dates inside the texts are in the archive's own language, whoever publishes.
    with override(settings.LANGUAGE_CODE):
        yield from (_masked(document, mask) for document in BUILDERS[record_type](list(uids), mask))


def _masked(document: Document, mask: Mask) -> Document:
    shown = {name: mask.apply(getattr(document, name)) for name in ("title", "names", "body", "named")}
    fallback = document.slug or document.record_type
    slug = "" if document.record_type == "claim" else slugify(shown["title"])[:80] or fallback
    return Document(
        record_type=document.record_type,
        uid=document.uid,
        slug=slug,
        language=document.language,
        title=shown["title"],
        names=shown["names"],
        body=fitting(shown["body"]),
        named=shown["named"],
    )


def published(record_type: str) -> QuerySet[Event] | QuerySet[Entity] | QuerySet[Source] | QuerySet[Claim]:
    """The records of a type that have an entry: the published ones; of merged records only the root."""
    match record_type:
        case "event":
            return root_events()
        case "entity":
            return roots()
        case "source":
            return root_sources()
    return Claim.objects.published()


def root_events() -> QuerySet[Event]:
    """The published events that are merged into no other."""
    return Event.objects.published().filter(root=F("pk"))


def root_sources() -> QuerySet[Source]:
    """The published sources that are merged into no other."""
    return Source.objects.published().filter(root=F("pk"))


def roots() -> QuerySet[Entity]:
    """The published entities that are merged into no other."""
    return Entity.objects.published().filter(root=F("pk"))


# -- one builder for each type -----------------------------------------------------------------------------------------


def events(uids: list[str], mask: Mask) -> Iterator[Document]:
    """Title, summary, place, participants, and the values of the published claims, with those of all merged into it."""
    claims = Claim.objects.published().select_related("value_entity").defer("created_at", *_REVIEW).order_by("pk")
    members = Event.objects.published().order_by("pk").prefetch_related(Prefetch("claims", claims, to_attr="standing"))
    rows = root_events().filter(pk__in=uids).select_related("place")
    along: list[Any] = [
        Prefetch("participations", Participation.objects.select_related("entity").order_by("pk")),
        Prefetch("merged", members, to_attr="members"),
    ]
    complete: Iterable[Any] = rows.prefetch_related(*along)
    for event in complete:
        participants = [participation.entity.display_name for participation in event.participations.all()]
        places = [event.place.display_name] if event.place else []
        standing = sorted((claim for one in event.members for claim in one.standing), key=lambda claim: claim.pk)
        values = [text for claim in standing for text in (claim.value_as_text(), claim.counted, claim.title)]
        others = [one for one in event.members if one.pk != event.pk]
        names = texts.listed(*(one.title for one in others), without=event.title)
        told = [event.summary, *(one.summary for one in others), *places, *participants, *values]
        yield Document("event", event.pk, event.title, names=names, body=texts.listed(*told))


def entities(uids: list[str], mask: Mask) -> Iterator[Document]:
    """The name the public sees; unless it is protected, all names of it and of those merged into it."""
    for root in roots().filter(pk__in=uids).prefetch_related("names", "identifiers", _MERGED):
        if root.protected:
            yield Document("entity", root.pk, root.pseudonym, slug=root.kind)
            continue
        members = [root, *(one for one in root.others if not one.protected)]
        names = [name.text for one in members for name in one.names.all()]
        registers = [identifier.value for one in members for identifier in one.identifiers.all()]
        yield Document(
            "entity", root.pk, root.name, slug=root.kind,
            names=texts.listed(*names, *registers, without=root.name),
            body=texts.listed(*(one.description for one in members)),
        )  # fmt: skip


def sources(uids: list[str], mask: Mask) -> Iterator[Document]:
    """What identifies it and all merged into it, and as much of their texts as their access lets the public read."""
    members = Source.objects.published().select_related("publisher").order_by("pk")
    rows = root_sources().filter(pk__in=uids).prefetch_related(Prefetch("merged", members, to_attr="members"))
    complete: list[Any] = list(rows)
    texts_of = _source_texts([one for source in complete for one in source.members], mask)
    for source in complete:
        ordered = sorted(source.members, key=lambda one: (one.pk != source.pk, one.pk))
        named = [text for one in ordered for text in (one.symbol, one.title)]
        about = [text for one in ordered for text in (one.publisher.name if one.publisher else "", *one.authors)]
        yield Document(
            "source", source.pk, source.title, language=source.language,
            names=texts.listed(*named, without=source.title),
            body=texts.joined(texts.listed(*about), *(texts_of.get(one.pk, "") for one in ordered)),
        )  # fmt: skip


def _source_texts(sources: Iterable[Source], mask: Mask) -> dict[str, str]:
    """Source uid → the text of its newest public capture, or of the windows around its published quotations."""
    access = {source.pk: source.access for source in sources if source.access != Access.METADATA}
    captures = Capture.objects.published().filter(source__in=access).order_by("source_id", "-captured_at", "uid")
    spans: dict[str, list[tuple[int, int]]] = {}
    quoted = Evidence.objects.published().filter(capture__source__in=access).order_by("start", "end")
    for uid, start, end in quoted.values_list("capture_id", "start", "end"):
        spans.setdefault(uid, []).append((start, end))
    found: dict[str, list[str]] = {}
    for capture in captures.only("source_id", "text", "furniture").iterator(chunk_size=20):
        pieces = found.setdefault(capture.source_id, [])
        if access[capture.source_id] == Access.EXCERPTS:
            pieces += texts.windows(capture.text, spans.get(capture.pk, []), mask)
        elif not pieces:
            pieces.append(texts.without(capture.text, capture.furniture, spans.get(capture.pk, [])))
    return {uid: texts.joined(*pieces) for uid, pieces in found.items()}


def claims(uids: list[str], mask: Mask) -> Iterator[Document]:
    """The statement, whose word it is, and the published quotations with their readings and translations."""
    evidence = Evidence.objects.published().defer("prefix", "suffix", "locator", *_REVIEW).order_by("created_at", "pk")
    rows = Claim.objects.published().filter(pk__in=uids).defer("created_at", *_REVIEW)
    for claim in rows.select_related("event", "entity", "value_entity", "attributed_to", "accused").prefetch_related(
        Prefetch("evidence", evidence, to_attr="standing")
    ):
        value = claim.value_as_text()
        statement = texts.shortened(" ".join(filter(None, (f"{claim}", claim.counted))), _LONGEST_TITLE)
        people = [one.display_name for one in (claim.attributed_to, claim.accused) if one]
        quotations = [text for one in claim.standing for text in (one.exact, one.translation, one.reading)]
        yield Document(
            "claim", claim.pk, texts.shortened(sentence(claim), _LONGEST_TITLE),
            language=claim.language, named=statement, body=texts.listed(*quotations, value, claim.title, *people),
        )  # fmt: skip


BUILDERS: dict[str, Callable[[list[str], Mask], Iterator[Document]]] = {
    "event": events,
    "entity": entities,
    "source": sources,
    "claim": claims,
}
