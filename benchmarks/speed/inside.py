"""Measurements that need the archive's own code, in a process of its own. Prints one JSON object.

    VAR=FOLDER python -m benchmarks.speed.inside NAME

Those that write (publish, index) are given a copy of an archive, never the archive itself.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any
from unittest.mock import patch

Found = dict[str, float]


def first_page() -> Found:
    """Milliseconds from the first line of this process to the first page."""
    start = perf_counter()
    _setup()
    from django.conf import settings
    from django.test import Client

    address = "/" if settings.ROOT_URLCONF == "ctarchive.urls" else "/constant"
    answer = Client(headers={"host": "localhost"}).get(address, secure=True)
    assert answer.status_code == 200, answer.status_code
    return {"ms": (perf_counter() - start) * 1000}


def publish() -> Found:
    """Milliseconds to publish a bundle of 20 claims, with and without the search index; and to index a source."""
    _setup()
    from ctarchive.search import index
    from editorial.models import User
    from events.actions import publish_bundle, submit_bundle

    writer, reviewer = User.objects.get(username="writer"), User.objects.get(username="reviewer")
    took: dict[str, list[float]] = {"ms": [], "without index": []}
    for number in range(10):
        event = _bundle(writer, number)
        submit_bundle(event, user=writer)
        kind = "ms" if number % 2 else "without index"
        with patch.object(index, "refresh", index.refresh if kind == "ms" else _nothing):
            start = perf_counter()
            publish_bundle(event, user=reviewer)
        if number > 1:  # the first of both warm up
            took[kind].append((perf_counter() - start) * 1000)
    return {kind: median(several) for kind, several in took.items()}


def _nothing(*_given: Any) -> int:
    return 0


def _bundle(writer: Any, number: int) -> Any:
    """A draft event with 20 claims, each quoted from one new source."""
    from editorial import actions
    from events.actions import quote
    from events.models import Claim, Event
    from sources.actions import capture
    from sources.models import Source

    sentences = [f"Delegation {number}-{one} agreed on plan {one}." for one in range(20)]
    source = actions.save(
        Source(title=f"Talks {number}", kind="news_report", published="2018-05-04"), user=writer, via="command"
    )
    capture("\n\n".join(sentences).encode(), user=writer, source=source)
    event = actions.save(Event(title=f"Talks {number}", kind="meeting"), user=writer)
    held = source.captures.get()
    for sentence in sentences:
        claim = actions.save(Claim(event=event, property="outcome", value_text=sentence), user=writer)
        quote(claim, held, sentence, user=writer)
    return event


def index() -> Found:
    """Entries a second: made anew of 2,000 records as `rebuild_search` does, and raw texts into FTS5."""
    _setup()
    from ctarchive.models import SearchEntry
    from ctarchive.search import documents, index

    uids = {name: list(documents.published(name).values_list("pk", flat=True)[:500]) for name in documents.BUILDERS}
    everything = [uid for some in uids.values() for uid in some]
    rows = list(SearchEntry.objects.filter(uid__in=everything).values_list("title", "names", "body"))
    SearchEntry.objects.filter(uid__in=everything).delete()
    start = perf_counter()
    count = index.refresh(uids)
    ours = count / (perf_counter() - start)
    with closing(sqlite3.connect(":memory:")) as raw:
        start = perf_counter()
        raw.execute("CREATE VIRTUAL TABLE t USING fts5(a, b, c, tokenize='porter unicode61 remove_diacritics 2')")
        raw.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
        raw.commit()
        return {"entries/s": ours, "raw entries/s": len(rows) / (perf_counter() - start)}


def statements() -> Found:
    """Milliseconds of a search: as the archive's own code finds it, and as one raw statement of FTS5."""
    _setup()
    from django.db import connection

    from ctarchive import search

    chance, took, raw = Random(1), list[float](), list[float]()  # noqa: S311 -- no secret
    sql = (
        "SELECT rowid, bm25(ctarchive_search_fts) FROM ctarchive_search_fts WHERE ctarchive_search_fts MATCH %s"
        " ORDER BY 2 LIMIT 20"
    )
    for _again in range(60):
        words = chance.choice(("border talks", "joint plan", "delegation", "officers training", "agreement"))
        start = perf_counter()
        search.search(words)
        took.append((perf_counter() - start) * 1000)
        start = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(sql, [" ".join(f'"{word}"' for word in words.split())])
            cursor.fetchall()
        raw.append((perf_counter() - start) * 1000)
    return {"ms": median(took[5:]), "raw ms": median(raw[5:])}


def quotations() -> Found:
    """Quotations a second looked for in a later text that holds them elsewhere, and by `str.find` alone."""
    _setup()
    from events import quotes
    from events.models import Evidence

    rows = list(Evidence.objects.published().select_related("capture").order_by("pk")[:1000])
    later = [(row.anchor(), f"Corrected.\n\n{row.capture.text}") for row in rows]
    start = perf_counter()
    for anchor, text in later:
        quotes.recheck(anchor, text)
    ours = perf_counter() - start
    start = perf_counter()
    for anchor, text in later:
        text.find(anchor.exact)
    return {"quotations/s": len(rows) / ours, "raw quotations/s": len(rows) / (perf_counter() - start)}


NAMES: dict[str, Callable[[], Found]] = {
    "first_page": first_page, "publish": publish, "index": index, "statements": statements, "quotations": quotations,
}  # fmt: skip


def _setup() -> None:
    import django

    django.setup()


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    options.add_argument("name", choices=NAMES)
    print(json.dumps(NAMES[options.parse_args().name]()))


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
