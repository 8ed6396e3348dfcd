"""What is asked over HTTP, of the archive and of its references."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.speed import asking
from benchmarks.speed.asking import Address
from benchmarks.speed.results import Result
from benchmarks.speed.servers import Server

PLAIN, CONSTANT, SETTLED, TUNED = "plain DRF", "constant view", "Datasette as it comes", "Datasette, tuned"
# What spares Datasette counting and looking for facets: it is asked for rows alone.
_ROWS_ALONE = "_nocount=1&_nofacet=1&_nosuggest=1&_shape=objects"


class Known:
    """Addresses that an archive has answers to, always the same for the same archive."""

    def __init__(self, database: Path) -> None:
        self._chance = Random(1)  # noqa: S311 -- no secret
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
            self._events = [uid for (uid,) in rows.execute("SELECT uid FROM events_event ORDER BY uid LIMIT 5000")]
            self._entities = [uid for (uid,) in rows.execute("SELECT uid FROM events_entity ORDER BY uid LIMIT 5000")]
            self.most_quoted, self.passages = rows.execute(
                "SELECT c.source_id, count(*) FROM events_evidence e JOIN sources_capture c ON c.uid = e.capture_id"
                " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
            ).fetchone()
            (self.entries,) = rows.execute("SELECT size FROM editorial_ledgerhead").fetchone()

    def day(self) -> date:
        return date.fromordinal(self._chance.randint(date(2003, 1, 1).toordinal(), date(2018, 1, 1).toordinal()))

    def event(self) -> str:
        return self._chance.choice(self._events)

    def entity(self) -> str:
        return self._chance.choice(self._entities)

    def word(self) -> str:
        return self._chance.choice(("border+talks", "joint+plan", "delegation", "officers+training", "agreement"))

    def typed(self) -> str:
        return self._chance.choice(("ba", "leyl", "min", "fari", "kar", "nig", "bord"))

    def entry(self) -> int:
        return self._chance.randrange(max(1, self.entries - 100))


@dataclass(frozen=True)
class Workload:
    """What both are asked. An address is made anew for each request. `least` and `most`: see `Result`."""

    name: str
    ours: Address
    reference: str = ""
    theirs: Address | None = None
    least: float | None = None
    most: float | None = None
    is_conditional: bool = False
    is_main: bool = False  # also asked eight at once


def workloads(known: Known) -> list[Workload]:
    listed, page = "/events/?page_size=100&kind=meeting", "/api/v1/events/?page_size=100&kind=meeting"
    table, hits = "/ctarchive/events_event", "/ctarchive/ctarchive_searchentry.json?_fts_table=ctarchive_search_fts"

    def new() -> str:
        return f"{page}&after={known.day()}"

    def rows() -> str:
        asked = f"kind=meeting&date_latest__gte={known.day().toordinal()}&_sort_desc=date_latest&_size=100"
        return f"{table}.json?{asked}"

    def html() -> str:
        return f"/events/?kind=meeting&after={known.day()}"

    def facets() -> str:
        return f"{table}?kind=meeting&date_latest__gte={known.day().toordinal()}&_facet=kind&_facet=place_id"

    def search() -> str:
        return f"/api/v1/search/?q={known.word()}"

    def matches() -> str:
        return f"{hits}&_fts_pk=id&_search={known.word()}&_size=20"

    hundred, again, one = "API page of 100 events, filtered, sorted, new each time", "the same again", "one record"
    found, facetted = "search, ranked, with snippets and counts", "HTML list with facets, filtered"
    return [
        Workload(
            hundred, new, PLAIN, lambda: f"{listed}&date_latest__gte={known.day().toordinal()}", 2.5, is_main=True
        ),
        Workload(hundred, new, SETTLED, rows),
        Workload(hundred, new, TUNED, lambda: f"{rows()}&{_ROWS_ALONE}", is_main=True),
        Workload(again, lambda: page, PLAIN, lambda: listed, 20),
        Workload(again, lambda: page, CONSTANT, lambda: "/constant", 0.5, is_main=True),
        Workload(
            "the same again, with its entity tag", lambda: page, CONSTANT, lambda: "/constant", 0.5, is_conditional=True
        ),
        Workload(
            one, lambda: f"/api/v1/entities/{known.entity()}/", PLAIN, lambda: f"/entities/{known.entity()}/", 3,
            is_main=True,
        ),
        Workload(
            one, lambda: f"/api/v1/entities/{known.entity()}/", TUNED,
            lambda: f"/ctarchive/events_entity/{known.entity()}.json",
        ),
        Workload(
            "event with claims and evidence", lambda: f"/api/v1/events/{known.event()}/", f"{PLAIN}, prefetched",
            lambda: f"/events/{known.event()}/", 4, is_main=True,
        ),
        Workload(facetted, html, SETTLED, facets),
        Workload(facetted, html, TUNED, facets, is_main=True),
        Workload("HTML list with facets, the same again", lambda: "/events/"),
        Workload(found, search, SETTLED, matches),
        Workload(found, search, TUNED, lambda: f"{matches()}&{_ROWS_ALONE}", is_main=True),
        Workload("completion of a name", lambda: f"/search/suggest?q={known.typed()}", most=20),
        Workload("page of the change feed", lambda: f"/api/v1/changes/?after={known.entry()}"),
        Workload(
            f"source with {known.passages} passages", lambda: f"/api/v1/sources/{known.most_quoted}/",
        ),
    ]  # fmt: skip


def measure(
    workload: Workload, us: Server, references: dict[str, Server], rounds: int, seconds: float = 2.0
) -> Result | None:
    """Ask both. None: the reference does not run here."""
    name = workload.reference.partition(",")[0] if workload.reference.startswith(PLAIN) else workload.reference
    name = PLAIN if name == CONSTANT else name
    if workload.theirs is not None and name not in references:
        return None
    headers = {"If-None-Match": asking.tag(us, workload.ours())} if workload.is_conditional else {}
    them = None if workload.theirs is None else (references[name], workload.theirs)
    ours, theirs = asking.in_turns((us, workload.ours), them, rounds, headers)
    many = workload.is_main and seconds > 0
    return Result(
        workload.name, median(ours), workload.reference, median(theirs) if theirs else None,
        p95=sorted(ours)[int(len(ours) * 0.95)], least=workload.least, most=workload.most,
        at_once=asking.at_once(us, workload.ours, seconds, headers) if many else None,
        at_once_theirs=asking.at_once(*them, seconds, {}) if many and them else None,
    )  # fmt: skip


def measured(known: Known, us: Server, references: dict[str, Server], rounds: int) -> Iterator[Result]:
    for workload in workloads(known):
        if (result := measure(workload, us, references, rounds)) is not None:
            yield result
