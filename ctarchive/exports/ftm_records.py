"""Records as entities of FollowTheMoney, each a list of statements; one entity after another, in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.db.models import F
from django.utils.translation import override

from ctarchive.citing import dates
from ctarchive.citing.records import permanent
from ctarchive.citing.work import one_line
from ctarchive.exports import records
from ctarchive.exports.ftm_claims import About, is_link, key, link, schema_of, told
from ctarchive.exports.ftm_model import Statement, is_a, language
from ctarchive.exports.moment import Moment
from editorial.verifying import batches
from events.choices import NameKind, Scheme
from events.models import Claim, Entity, Event, Evidence
from events.projection import SUPPORTING
from events.protection import Mask
from events.reading import NAMED
from events.veil import veil
from sources.choices import SourceKind
from sources.models import Source

Made = Iterator[list[Statement]]
_ARTICLES = (SourceKind.NEWS_REPORT, SourceKind.WIRE_REPORT, SourceKind.PRESS_RELEASE)
_NAMES = {
    NameKind.PRIMARY: "name", NameKind.ALIAS: "alias", NameKind.ACRONYM: "abbreviation",
    NameKind.TRANSLITERATION: "alias", NameKind.FORMER: "previousName",
}  # fmt: skip


def entities(moment: Moment) -> Made:
    """Documents, then who and what there is, then events; each followed by the links that claims about it make."""
    for model, make in _MAKERS:
        roots: Any = model.objects
        for batch in batches(roots.published().filter(root=F("pk")).order_by("pk"), records_at_once(model)):
            yield from make(batch, moment.mask)


def records_at_once(model: type[Any]) -> int:
    return 500 if model is Source else 100


def moment_of(at: datetime) -> str:
    """A moment as FollowTheMoney writes it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _members(model: type[Any], batch: Sequence[Any], mask: Mask, *along: str) -> dict[str, list[Any]]:
    """Root uid → itself and all published that was merged into it, itself first."""
    rows = model.objects.published().filter(root__in=batch).select_related(*along).order_by("root", "pk")
    found: dict[str, list[Any]] = {}
    for row in rows:
        veil(mask, row)
        found.setdefault(row.root_id, []).append(row)
    return {uid: sorted(group, key=lambda row: row.pk != row.root_id) for uid, group in found.items()}


def _about(record: Any, schema: str) -> About:
    type_name = record.type_name()
    return About(record.pk, record.root_id, schema, permanent(type_name, record.pk), moment_of(record.published_at))


# -- documents ---------------------------------------------------------------------------------------------------------


def _documents(batch: Sequence[Source], mask: Mask) -> Made:
    for group in _members(Source, batch, mask, "publisher").values():
        schema = "Article" if group[0].kind in _ARTICLES else "Document"
        yield [statement for source in group for statement in _document(source, schema)]


def _document(source: Source, schema: str) -> Iterator[Statement]:
    about, title = _about(source, schema), one_line(source.title)
    yield from about.say("id", key(source.pk))
    for prop in ("name", "title", "fileName"):
        yield from about.say(prop, title, source.language)
    for author in source.authors:
        yield from about.say("author", one_line(author))
    if source.publisher:
        yield from about.say("publisher", one_line(source.publisher.name))
        yield from about.say("publisherUrl", source.publisher.homepage)
    for end in dates.ends(source.published)[:1]:
        yield from about.say("publishedAt", dates.iso(end), original=source.published)
    yield from about.say("language", language(source.language))
    for url in dict.fromkeys((permanent("source", source.pk), source.url, source.canonical_url)):
        yield from about.say("sourceUrl", url)
    yield from about.say("keywords", source.kind)
    yield from about.say("notes", one_line(source.symbol))
    yield from about.say("createdAt", about.since)


# -- who and what ------------------------------------------------------------------------------------------------------


def _actors(batch: Sequence[Entity], mask: Mask) -> Made:
    groups = _members(Entity, batch, mask, "root")
    forms = records.of("entity", [row.pk for group in groups.values() for row in group], mask)
    claims = _claims("entity", groups, mask)
    for uid, group in groups.items():
        schema = schema_of(group[0])
        made = [statement for row in group for statement in _actor(row, forms[row.pk], schema)]
        yield from _with_claims(made, schema, claims.get(uid, []))


def _actor(entity: Entity, form: dict[str, Any], schema: str) -> Iterator[Statement]:
    about = _about(entity, schema)
    yield from about.say("id", key(entity.pk))
    for name in form["names"]:
        prop = _NAMES[NameKind(name["kind"])] if entity.pk == entity.root_id or name["kind"] != "primary" else "alias"
        prop = "alias" if prop == "abbreviation" and not is_a(schema, "LegalEntity") else prop
        yield from about.say(prop, one_line(name["text"]), name["language"] or "")
    if schema in ("Document", "Address"):
        yield from about.say("fileName", one_line(form["name"]))
        yield from about.say("full", one_line(form["name"]))
    yield from about.say("description", form["description"] or "", "en")
    yield from about.say("country", (form["country"] or "").lower())
    for end, number in (form["coordinates"] or {}).items():
        yield from about.say(end, number)
    for identifier in form["identifiers"]:
        yield from _identified(about, identifier["scheme"], identifier["value"])
    yield from about.say("keywords", entity.kind)
    yield from about.say("sourceUrl", permanent("entity", entity.pk))
    yield from about.say("createdAt", about.since)


def _identified(about: About, scheme: str, value: str) -> Iterator[Statement]:
    match scheme:
        case Scheme.WIKIDATA:
            yield from about.say("wikidataId", value)
        case Scheme.ISO3166:
            yield from about.say("country", value.lower())
        case Scheme.LEI if is_a(about.schema, "LegalEntity"):
            yield from about.say("leiCode", value)
        case Scheme.URL:
            yield from about.say("website" if is_a(about.schema, "LegalEntity") else "sourceUrl", value)
        case _:
            yield from about.say("notes", f"{scheme}: {value}")


# -- events ------------------------------------------------------------------------------------------------------------


def _events(batch: Sequence[Event], mask: Mask) -> Made:
    groups = _members(Event, batch, mask)
    claims = _claims("event", groups, mask)
    for uid, group in groups.items():
        made = [statement for row in group for statement in _event(row)]
        yield from _with_claims(made, "Event", claims.get(uid, []))


def _event(event: Event) -> Iterator[Statement]:
    about = _about(event, "Event")
    yield from about.say("id", key(event.pk))
    yield from about.say("name" if event.pk == event.root_id else "alias", one_line(event.title), "en")
    yield from about.say("summary", event.summary, "en")
    yield from about.say("keywords", event.kind)
    yield from about.say("recordId", event.pk)
    yield from about.say("sourceUrl", permanent("event", event.pk))
    yield from about.say("createdAt", about.since)


# -- claims ------------------------------------------------------------------------------------------------------------

Claimed = tuple[Claim, list[str]]


def _claims(about: str, roots: Iterable[str], mask: Mask) -> dict[str, list[Claimed]]:
    """Root uid → the published claims about it and what was merged into it, each with the sources that support it."""
    rows = Claim.objects.published().filter(**{f"{about}__root__in": list(roots)}).select_related(*NAMED)
    claims = list(rows.order_by(f"{about}__root", "pk"))
    passages = Evidence.objects.published().filter(claim__in=claims, stance__in=SUPPORTING).order_by("claim")
    pairs = passages.values_list("claim", "capture__source__root").distinct()
    proofs = {uid: sorted(source for _claim, source in some) for uid, some in groupby(pairs, key=lambda pair: pair[0])}
    found: dict[str, list[Claimed]] = {}
    for claim in claims:
        veil(mask, claim, *(getattr(claim, name) for name in NAMED))
        found.setdefault(claim.subject.root_id, []).append((claim, proofs.get(claim.pk, [])))
    return found


@override("en")
def _with_claims(made: list[Statement], schema: str, claims: Sequence[Claimed]) -> list[list[Statement]]:
    """The entity with what claims say of it, and the links that they make."""
    links = []
    for claim, proofs in claims:
        about = _claimed(claim, schema)
        made += told(about, claim, proofs)
        if is_link(claim):
            links.append(link(about, claim, proofs))
    return [made, *links]


def _claimed(claim: Claim, schema: str) -> About:
    assert claim.published_at is not None
    subject = claim.subject
    return About(subject.pk, subject.root_id, schema, permanent("claim", claim.pk), moment_of(claim.published_at))


_MAKERS: tuple[tuple[type[Any], Callable[[Any, Mask], Made]], ...] = (
    (Source, _documents), (Entity, _actors), (Event, _events),
)  # fmt: skip
