"""Every type of page that the public sees, on the demonstration archive and a few records that it has not."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.management import call_command
from django.db.models import F
from django.urls import URLPattern, URLResolver, get_resolver

from editorial import reports
from editorial.choices import ReportKind, State
from events.actions import publish_bundle, submit_bundle
from events.models import Claim, Entity, EntityName, Event
from sources.models import Publisher
from tests import factories as make

LONG = "Межгосударственная консультативно-координационная конференция пограничных ведомств " * 3


def archive() -> dict[str, str]:
    """Load the demonstration, add what it lacks, and return the address of each type of page by name."""
    call_command("demo")
    named = _named()
    russian = {f"{name} in Russian": f"/ru{named[name]}" for name in ("home", "search", "events", "event", "source")}
    return named | _made() | russian | {"codebook in Azerbaijani": "/az/codebook/"}


def _published(event: Event) -> Event:
    submit_bundle(event, user=make.user("writer"))
    publish_bundle(event, user=make.user("reviewer"))
    event.refresh_from_db()
    return event


def _made() -> dict[str, str]:
    """Pages of what the demonstration has not: right-to-left text, markup, long names, what is hidden or withdrawn."""
    arabic = make.source(
        "اجتمع حرس الحدود في لنكران.\n\nعقد الاجتماع في 3 مايو 2018 برئاسة العقيد.",
        title="اجتماع حرس الحدود في لنكران <b>&amp;</b>", language="ar", access="full",
    )  # fmt: skip
    hidden = make.source("Three were held in the port. Nobody said why.", title="Kept back", access="metadata")
    meeting = make.event(title="اجتماع حرس الحدود", summary="اجتماع في لنكران.")
    make.evidence(make.claim(meeting), arabic, "عقد الاجتماع في 3 مايو 2018")
    make.evidence(make.claim(meeting, "topic", value_text="الموانئ"), hidden, "Three were held")
    _published(meeting)
    gone = make.published_event(title="A meeting that never was")
    make.retract(gone)
    long_named = make.published_event(title=LONG.strip())
    withdrawn = make.published_claim(long_named, "topic", value_text="Smuggling")
    make.retract(withdrawn)
    person = make.entity(
        "Long Named", kind="person", protected=True, pseudonym="Officer N", names=[EntityName(text="Long")]
    )
    make.publish(person)
    replied = meeting.claims.get(property="date")
    make.published_reply(replied, "لم يكن كذلك.", language="ar")
    report = reports.receive(replied, "It was another day.", kind=ReportKind.ERROR, secret="a-secret")
    reports.answer(report, "It is corrected.", user=make.user("manager"))
    return {
        "claim with a reply": replied.get_absolute_url(),
        "report": f"/report/claim/{replied.pk}/",
        "reply": f"/reply/{replied.pk}/",
        "answer to a report": "/reports/a-secret/",
        "event in Arabic": meeting.get_absolute_url(),
        "source in Arabic": arabic.get_absolute_url(),
        "source without its text": hidden.get_absolute_url(),
        "event with a long name": long_named.get_absolute_url(),
        "retracted event": gone.get_absolute_url(),
        "retracted claim": withdrawn.get_absolute_url(),
        "protected person": person.get_absolute_url(),
    }


def _named() -> dict[str, str]:
    """Pages of the demonstration."""
    event = Event.objects.published().filter(conflicted=True, root=F("pk")).order_by("pk")[0]
    claim = Claim.objects.published().filter(event=event, property="date").order_by("pk")[0]
    ended = Claim.objects.filter(state=State.SUPERSEDED).order_by("pk")[0]
    source = claim.evidence.order_by("pk")[0].capture.source
    person = Entity.objects.published().filter(kind="person").order_by("pk")[0]
    state = Entity.objects.published().filter(identifiers__value="AZ").order_by("pk")[0]
    publisher = Publisher.objects.filter(sources=source)[0]
    today = event.published_at.date().isoformat() if event.published_at else ""
    at, who, what = event.get_absolute_url(), state.get_absolute_url(), source.get_absolute_url()
    return {
        "home": "/",
        "search, empty": "/search/",
        "search": "/search/?q=border",
        "search, one kind": "/search/?q=border&type=event",
        "search, misspelt": "/search/?q=Azerbajian",
        "search, nothing": "/search/?q=zzzzzz",
        "events": "/events/",
        "events, narrowed": "/events/?kind=meeting&year=2018",
        "events, none": "/events/?q=zzzzzz",
        "events as of": f"/events/?as_of={today}",
        "timeline": "/events/timeline/",
        "map": "/events/map/",
        "year": "/events/year/2018/",
        "event": at,
        "event as of": f"{at}?as_of={today}",
        "entities": "/entities/",
        "state": who,
        "state as of": f"{who}?as_of={today}",
        "person": person.get_absolute_url(),
        "network": f"{who}network/",
        "claims": "/claims/",
        "claim": claim.get_absolute_url(),
        "superseded claim": ended.get_absolute_url(),
        "sources": "/sources/",
        "source": what,
        "publishers": "/publishers/",
        "publisher": publisher.get_absolute_url(),
        "corrections": "/corrections/",
        "corrections of records": "/corrections/?what=records",
        "coverage": "/coverage/",
        "codebook": "/codebook/",
        "about": "/about/",
        "methodology": "/about/how-we-work/",
        "data": "/data/",
        "documentation": "/docs/",
        "page of the documentation": "/docs/api/",
        "feeds": "/feeds/",
        "timeline in a frame": "/embed/events/timeline/",
        "map in a frame": "/embed/events/map/",
        "network in a frame": f"/embed/entities/{state.pk}/network/",
        "not found": "/events/nothing-here-0000000000/",
        "wrong address of a list": "/events/?page=wrong",
        "wrong notice": "/notices/off/wrong/",
    }


# Parts of the site that answer with something else than a page, or only lead to one.
NO_PAGES = {
    "favicon", "robots", "sitemap-index", "sitemap", "suggest", "original", "oembed",
    "event_uid", "entity_uid", "source_uid", "capture_uid", "publisher_uid",
    "bagit-profile", "manual_image", "export", "release", "packet", "head", "checker", "checkpoint", "key", "oai",
    "schema",
}  # fmt: skip
NO_PAGES_BELOW = ("admin/", "api/")
NO_PAGES_NAMED = ("cite.", "feed.", ".atom", ".rss", "annotations.")


def names_of_pages() -> set[str]:
    """The name of each address pattern under which readers find a page."""
    found = {name for route, name in _patterns(get_resolver()) if not any(part in route for part in NO_PAGES_NAMED)}
    return found - NO_PAGES


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if route.startswith(NO_PAGES_BELOW):
            continue
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield route, pattern.name
        else:
            yield from _patterns(pattern, route)
