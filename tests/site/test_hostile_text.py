"""Texts that mean harm, in every field that takes text: shown as text everywhere, and in all that is taken away.

One archive is made, and all is asked for: pages, feeds, the API, exports, harvests, citations, packets, the admin.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from django.test import Client
from django.urls import Resolver404, URLPattern, resolve, reverse
from django.utils.translation import override
from lxml import etree, html
from rdflib import Graph

from ctarchive.api.v1 import urls
from ctarchive.direction import closed, closed_in
from ctarchive.exports import FORMATS
from ctarchive.languages import in_path
from ctarchive.search.folding import wholes
from editorial import actions, comments, reports
from editorial.choices import ReportKind
from events.actions import correct, publish_bundle, submit_bundle
from events.actions import match as judge
from events.choices import Judgement
from events.models import Entity, EntityName, Event, Ranking
from sources.choices import LinkKind
from sources.models import Source, SourceLink
from tests import factories as make
from tests.admin.pages import signed_in
from tests.admin.test_pages import list_of, models_of_ours
from tests.craft import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

_LEADS = ("=", "+", "-", "@", "\t=", "\r=")  # what a spreadsheet takes for a formula
# Overrides, embeddings and isolates that nobody ends; what a terminal obeys; letters that only look Latin.
MARKS = "\u202e\u202b\u2067\u2066"
_BODY = (
    'HYPERLINK("http://evil.example")"\'><x-evil x-evil="1" onx=\'1\'><img src=x onerror=alert(1)>'
    f"<script>alert(1)</script></title></textarea>]]>--><svg onload=alert(1)>{{{{7}}}}\\{MARKS}\x01\x1b\x0b\x7fраураl "
)
_END = "LLUN"


def evil(number: int = 0, size: int = 0) -> str:
    """A text that means harm, with another lead each time, of at least `size` characters."""
    text = _LEADS[number % len(_LEADS)] + _BODY
    return text + "ж" * max(0, size - len(text) - len(_END)) + _END


LONG = 10_000


def archive() -> Event:
    """A published record of every type, and what waits for editors: every text in it means harm."""
    press = make.publisher(name=evil(0))
    text = f"{make.TEXT}\n\n{evil(1)}\n\n{evil(2, LONG)}\n\nThe last paragraph."
    source = make.source(
        text, title=evil(1), title_basis=evil(2)[:200], authors=[evil(3), evil(4)], rights=evil(0, LONG),
        published_basis=evil(1), symbol=evil(2)[:100], publisher=press, access="full",
    )  # fmt: skip
    hostile = next(line for line in make.capture_of(source).text.split("\n") if line.startswith("+HYPERLINK"))
    names = [EntityName(text=evil(4), kind="alias"), EntityName(text=evil(5), kind="former")]
    body = make.entity(evil(3), names=names, description=evil(0, LONG), country="AZ")
    place = make.entity(evil(2), kind="place", latitude="40.4", longitude="49.9")
    event = make.event(title=evil(1), summary=evil(2, LONG))
    for about, key, exact, fields in (
        (event, "date", "The meeting of 3 May 2018", {}),
        (event, "date", "Twelve officers", {"value_edtf": "2018-05-09"}),
        (event, "place", "Lankaran", {"value_entity": place}),
        (event, "participant", hostile, {"role": "host", "value_entity": body}),
        (event, "topic", hostile, {"value_text": evil(4, LONG)}),
        (event, "statement", hostile, {"value_text": evil(0), "attributed_to": body}),
        (event, "count", hostile, {"unit": "persons", "counted": evil(1), "value_low": 12}),
        (body, "statement", hostile, {"value_text": evil(2), "attributed_to": body}),
    ):
        made = make.claim(about, key, **fields)
        make.evidence(made, source, exact, reading=evil(3, LONG), translation=evil(4, LONG), language="ru")
    for subject in (event, body):
        submit_bundle(subject, user=make.user("writer"))
        publish_bundle(subject, user=make.user("reviewer"))
    _said_of(event, body, source)
    return event


def _said_of(event: Event, body: Entity, source: Source) -> None:
    date = event.claims.filter(value_edtf="2018-05-03").get()
    make.published_reply(date, evil(1, 4_900), name=evil(2), entity=body)
    make.publish(actions.save(Ranking(claim=date, rank="preferred", reason=evil(3)), user=make.user("writer")))
    topic = event.claims.get(property="topic")
    new = correct(topic, value_text=evil(5), reason=evil(0), user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    copy, twin, again = make.source(title=evil(4)), make.entity(evil(5)), make.published_event(title=evil(3))
    make.publish(copy, twin)
    make.publish(judge(body, twin, Judgement.SAME, reason=evil(1), user=make.user("writer")))
    make.publish(judge(event, again, Judgement.SAME, reason=evil(2), user=make.user("writer")))
    link = SourceLink(source=copy, kind=LinkKind.REPUBLISHES, target=source, reason=evil(3))
    make.publish(actions.save(link, user=make.user("writer")))
    make.retract(make.published_event(title=evil(0)), evil(4))
    make.retract(make.published_claim(event, "topic", value_text=evil(2)), evil(0))
    revised = actions.propose_revision(event, field="title", new=evil(5), reason=evil(4), user=make.user("writer"))
    actions.publish([revised], user=make.user("manager"))
    # And what waits.
    actions.propose_revision(event, field="summary", new=evil(4), reason=evil(3), user=make.user("writer"))
    waiting = make.event(title=evil(2), summary=evil(1))
    make.evidence(make.claim(waiting, "topic", value_text=evil(3)), source, "Twelve officers", reading=evil(4))
    submit_bundle(waiting, user=make.user("writer"))
    comments.say(waiting, evil(1)[:900], user=make.user("reviewer"))
    sender = reports.Sender(name=evil(3)[:150])
    report = reports.receive(event, evil(2), kind=ReportKind.ERROR, secret="a-secret", sender=sender)
    reports.note(report, evil(4), user=make.user("manager"))
    reports.answer(report, evil(5), user=make.user("manager"))
    reports.receive(source, evil(1), kind=ReportKind.ERROR, secret="another-secret", sender=sender)


# -- what is wrong with an answer --------------------------------------------------------------------------------------


def in_html(text: str, *, is_public: bool = True) -> Iterator[str]:
    """What is wrong with a page."""
    page = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for one in page.iter():
        if not isinstance(one.tag, str):
            continue
        if one.tag == "x-evil" or any(name.startswith("on") or "evil" in name for name in one.attrib):
            yield f"<{one.tag}> came from a text"
        if one.tag == "script" and one.get("type") in ("application/ld+json", "application/json"):
            json.loads(one.text)
        elif one.tag == "script" and (one.text or "").strip():
            yield f"a script in the page: {one.text[:60]}"
        if any(
            one.get(name, "").lower().startswith(("javascript:", "data:text")) for name in ("href", "src", "action")
        ):
            yield "an address that is a script"
        if is_public and one.tag not in ("script", "style", "textarea"):
            for said in (one.text, *(below.tail for below in one)):
                if said and closed(said) != said:
                    yield f"marks of direction reach what stands beside: <{one.tag}> {said[:60]!r}"


def in_table(text: str) -> Iterator[str]:
    """What is wrong with a table. Decimal numbers may begin with a sign."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    if len({len(row) for row in rows}) > 1:
        yield "rows of different lengths"
    yield from (
        f"a formula: {cell[:40]!r}"
        for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and "HYPERLINK" in cell
    )  # fmt: skip


def in_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if line:
            json.loads(line)
    yield from ()


def in_json(text: str) -> Iterator[str]:
    json.loads(text)
    yield from ()


def in_xml(text: str) -> Iterator[str]:
    for one in etree.fromstring(text.encode()).iter():
        if isinstance(one.tag, str) and ("evil" in one.tag or etree.QName(one).localname == "script"):
            yield f"<{one.tag}> came from a text"


def in_feed(text: str) -> Iterator[str]:
    """As XML, and the markup in it, which readers show."""
    yield from in_xml(text)
    for one in etree.fromstring(text.encode()).iter("{*}content", "{*}summary", "{*}description"):
        if one.text and one.text.strip():
            yield from in_html(one.text)


def in_turtle(text: str) -> Iterator[str]:
    if not len(Graph().parse(data=text, format="turtle")):
        yield "nothing in it"


def in_bibtex(text: str) -> Iterator[str]:
    read = parse_string(text)
    if read.failed_blocks or not read.entries:
        yield f"entries that cannot be read: {read.failed_blocks}"


def in_ris(text: str) -> Iterator[str]:
    if not all(one.get("type_of_reference") for one in rispy.loads(text)):
        yield "an entry without a type"


def in_zip(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        for name in held.namelist():
            read = {"csv": in_table, "json": in_json, "ndjson": in_lines}.get(name.rpartition(".")[2])
            if read:
                yield from read(held.read(name).decode())


READERS: dict[str, Callable[[str], Iterator[str]]] = {
    "text/csv": in_table, "application/json": in_json, "application/ld+json": in_json, "application/geo+json": in_json,
    "application/problem+json": in_json, "application/json+oembed": in_json, "application/x-ndjson": in_lines,
    "application/vnd.citationstyles.csl+json": in_json, "application/vnd.oai.openapi": in_json,
    "application/vnd.oai.openapi+json": in_json, "application/schema+json": in_json,
    "text/xml": in_xml, "application/xml": in_xml, "image/svg+xml": in_xml, "application/xml+oembed": in_xml,
    "application/graphml+xml": in_xml, "application/atom+xml": in_feed, "application/rss+xml": in_feed,
    "text/turtle": in_turtle, "application/x-bibtex": in_bibtex, "application/x-research-info-systems": in_ris,
}  # fmt: skip
# A form for programs alone, which names each value by its digest: an apostrophe would make it another value.
STATEMENTS = "/data/export/followthemoney-statements.csv"
# Of these nothing comes from a text of a record.
PLAIN = {"text/plain", "text/x-python", "image/png", "image/jpeg", "text/javascript", "application/warc"}


def wrong(answer: Any, content: bytes) -> list[str]:
    """What is wrong with an answer, by its own media type."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if not content or answer.request["PATH_INFO"] == STATEMENTS:
        return []
    try:
        if kind == "text/html":
            is_public = not answer.request["PATH_INFO"].startswith("/admin/")
            return list(dict.fromkeys(in_html(content.decode(), is_public=is_public)))
        if kind == "application/zip":
            return list(in_zip(content))
        if kind == "application/vnd.sqlite3":
            return [] if content.startswith(b"SQLite format 3") else ["no database"]
        if kind in READERS:
            return list(READERS[kind](content.decode()))
    except Exception as error:  # noqa: BLE001 -- whatever a reader cannot read is what this looks for
        return [f"not readable as {kind}: {type(error).__name__} {str(error)[:150]}"]
    return [] if kind in PLAIN else [f"nobody reads {kind}"]


# -- what is asked for -------------------------------------------------------------------------------------------------


def starts() -> list[str]:
    """Addresses to which no page leads, beside those to begin with."""
    forms = ("json", "jsonld", "csv", "ndjson")
    lists = [reverse(f"api:{name}") for name in _api("-list")]
    return [
        "/", "/api/v1/", "/search/?q=HYPERLINK", "/corrections/?what=records", "/events/?q=HYPERLINK",
        "/search/suggest?q=HYPER", "/reports/a-secret/", "/sitemap.xml", "/oembed?url=http://localhost:8000/events/timeline/",
        "/api/v1/search/?q=HYPERLINK&type=event&facets=true", "/api/v1/changes/", "/api/v1/stats/", "/api/v1/codebook/",
        "/api/v1/schema/?format=json", "/api/v1/events/?expand=claims,participants.entity",
        *(f"{at}?format={form}" for at in lists for form in forms),
        *(f"/sitemaps/{name}.xml" for name in ("events", "entities", "sources", "claims", "pages")),
        *(f"/oai?verb=ListRecords&metadataPrefix={name}" for name in ("oai_dc", "ctarchive")),
        "/oai?verb=Identify", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc",
        "/data/head", "/.well-known/ctarchive-checkpoint",
        *(f"/data/export/{form.filename}" for form in FORMATS.values()),
    ]  # fmt: skip


def _api(end: str) -> list[str]:
    """The names of the API's operations for readers that end so."""
    names = [one.name for one in urls.urlpatterns if isinstance(one, URLPattern)]
    return [str(name) for name in names if str(name).endswith(end)]


def kind_of(address: str) -> tuple[str, ...]:
    """What an address asks for, but for the record: a few of a kind are looked at."""
    path, _, query = address.partition("?")
    try:
        with override(in_path(path)):
            found = resolve(path)
    except Resolver404:
        return (path,)
    fixed = [str(value) for name, value in found.kwargs.items() if name in ("form", "filename", "name")]
    asked = [part for part in query.split("&") if part.startswith(("format", "verb", "metadataPrefix"))]
    return (found.view_name, *fixed, *asked, "asked" if query else "")


def crawl(client: Client, waiting: list[str], follow: Callable[[str], bool], each: int) -> dict[str, list[str]]:
    """Address → what is wrong with its answer, for so many of each kind that can be reached."""
    seen: dict[str, list[str]] = {}
    kinds: Counter[tuple[str, ...]] = Counter()
    while waiting:
        address = waiting.pop(0)
        if address in seen or kinds[kind := kind_of(address)] == each:
            continue
        kinds[kind] += 1
        answer = client.get(address)
        content = answer.getvalue()
        seen[address] = wrong(answer, content) + ([f"status {answer.status_code}"] if answer.status_code >= 500 else [])
        text, told = content.decode(errors="replace"), answer.headers.get("Content-Type", "")
        found = re.findall(r'href="(/[^"#]*)', text) if "html" in told else []
        found += [answer.headers.get("Location", "").removeprefix("http://testserver")]
        if address.startswith("/api/") and told == "application/json":
            found += re.findall(r'http://testserver(/[^"]*)', json.dumps(answer.json(), ensure_ascii=False))
        waiting += [link for link in map(unescape, found) if link.startswith("/") and follow(link)]
    return seen


def found_in(seen: dict[str, list[str]]) -> dict[str, list[str]]:
    return {address: words for address, words in seen.items() if words}


def test_no_text_is_more_than_text_wherever_it_is_shown_or_taken_away(client: Client, settings: Any) -> None:
    settings.SEARCHES_PER_MINUTE = 10_000
    event = archive()
    others = ("/static/", "/admin/", "/docs/", "/az/", "/ru/")
    claim = event.claims.filter(state="published")[0]
    more = [
        f"/claims/{claim.pk}/packet",
        f"/report/claim/{claim.pk}/",
        f"/reply/{claim.pk}/",
        "/embed/events/timeline/",
        "/embed/events/map/",
    ]
    body = Entity.objects.published().filter(kind="public_body", participations__event=event)[0]
    more += [f"/entities/{body.pk}/network/", f"/embed/entities/{body.pk}/network/"]
    seen = crawl(client, [*starts(), *more], lambda link: not link.startswith(others), 2)
    assert found_in(seen) == {}
    names = {resolve(address.partition("?")[0]).view_name.rpartition(":")[2] for address in seen if known(address)}
    # These show no text of a record, or cannot be found from a page; `tests/craft` opens them.
    assert pages.names_of_pages() - names <= {"manual", "manual_page", "off"}
    assert {f"api:{name}" for name in _api("")} - {kind_of(address)[0] for address in seen} <= {"api:docs"}

    editor = signed_in("manager")
    lists = [list_of(model) for model in models_of_ours()]
    seen = crawl(editor, ["/admin/", *lists], lambda link: link.startswith("/admin/") and "logout" not in link, 1)
    assert found_in(seen) == {}
    assert len(seen) > 60


def known(address: str) -> bool:
    return len(kind_of(address)) > 1 or ":" in kind_of(address)[0] or "/" not in kind_of(address)[0]


def test_a_text_ends_the_marks_of_direction_that_it_began() -> None:
    assert closed("plain") == "plain"
    assert closed("\u202eesrever") == "\u202eesrever\u202c"
    assert closed("\u2066a\u202bb") == "\u2066a\u202bb\u202c\u2069"
    assert closed("\u2068a\u202eb\u2069") == "\u2068a\u202eb\u2069"
    assert closed("\u202ea\u202c\u202c\u2069") == "\u202ea\u202c\u202c\u2069"
    assert closed_in("a <b>\u202eb</b> c<script>\u202e</script>") == "a <b>\u202eb\u202c</b> c<script>\u202e</script>"


def test_a_word_of_a_million_letters_is_made_findable_at_once() -> None:
    word = "ж" * 1_000_000
    joined = wholes(f"{word} Da’esh d’Ivoire’s 1a'b")
    assert joined == {
        len(word) + 1: "Da’esh",
        len(word) + 8: "d’Ivoire",
        len(word) + 20: "a'b",
    }
