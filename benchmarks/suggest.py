"""How well the suggesters find what an editor would mark, against labels and against peers in the same run.

    python benchmarks/suggest.py [--json FILE] [--errors KIND]

The labelled texts are in benchmarks/labels/, the rules in docs/suggestions.md. `--errors dates` lists what was missed
and what was found in vain. Peers that are not installed
(benchmarks/requirements-suggest.txt) are left out, and it says so.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("VAR", tempfile.mkdtemp(prefix="ctarchive-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctarchive.settings")

import django

django.setup()

from benchmarks import peers, scoring  # noqa: E402
from benchmarks.labels import Labelled, Span, copies, labelled  # noqa: E402
from benchmarks.scoring import Score  # noqa: E402
from events.choices import SuggestionKind  # noqa: E402
from events.suggest.told import told  # noqa: E402
from sources import readers  # noqa: E402
from sources.likeness.comparing import Text, compare  # noqa: E402
from sources.likeness.signatures import keys  # noqa: E402

GOALS = {
    "mentions, exact": 0.80, "mentions, overlap": 0.90, "dates": 0.80, "events": 0.75, "events, dated": 0.60,
    "duplicates": 0.98,
}  # fmt: skip
MATCHES = {
    "mentions, exact": ("mentions", scoring.exact),
    "mentions, overlap": ("mentions", scoring.overlap),
    "dates": ("dates", scoring.same_value),
    "numbers": ("numbers", scoring.same_value),
    "events": ("events", scoring.same_quotation),
    "events, dated": ("events", scoring.same_quotation_and_date),
}
KINDS = {
    SuggestionKind.MENTION: "mentions",
    SuggestionKind.DATE: "dates",
    SuggestionKind.NUMBER: "numbers",
    SuggestionKind.EVENT: "events",
}


def found_in(document: Labelled) -> tuple[dict[str, list[Span]], dict[str, Any]]:
    """What the suggesters find, as spans of the kinds that are labelled; and everything that was printed."""
    printed = told(readers.read(document.data, filename="text.txt"))
    if printed["text"] != document.text.strip("\n") and printed["text"].strip() != document.text.strip():
        raise ValueError(f"{document.name}: the canonical text is not the labelled one")
    shift = document.text.index(printed["text"].strip()[:40]) - printed["text"].index(printed["text"].strip()[:40])
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in printed["suggestions"]:
        if one["kind"] in KINDS:
            spans[KINDS[one["kind"]]].append(span_of(one, shift))
    return spans, printed


def span_of(one: dict[str, Any], shift: int = 0) -> Span:
    """A printed suggestion, by the payloads that docs/suggestions.md tells of."""
    payload, start, end = one["payload"], one["start"] + shift, one["end"] + shift
    match one["kind"]:
        case SuggestionKind.DATE:
            return Span(start, end, payload["edtf"])
        case SuggestionKind.NUMBER:
            return Span(start, end, number_of(payload))
        case SuggestionKind.EVENT:
            return Span(start, end, payload.get("event_kind", ""), payload.get("date", ""))
    return Span(start, end)


def number_of(payload: dict[str, Any]) -> str:
    """A number as it is labelled: its hedge and value, or its two ends."""
    low, high = payload.get("low"), payload.get("high")
    if payload.get("hedge") == "between" or (low is not None and high is not None and low != high):
        return f"between:{low}:{high}"
    return f"{payload.get('hedge', 'exactly')}:{low if low is not None else high}"


def evaluate(documents: list[Labelled]) -> tuple[dict[str, dict[str, Score]], dict[str, float], list[str]]:
    """Scores by row and by who found it, documents a second by who, and notes on peers that are missing."""
    scores: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    seconds: dict[str, float] = defaultdict(float)
    notes: list[str] = []
    model = _optional(peers.spacy_model, notes)
    for document in documents:
        start = perf_counter()
        found, printed = found_in(document)
        seconds["ctarchive"] += perf_counter() - start
        for row, (kind, matches) in MATCHES.items():
            scores[row]["ctarchive"] += scoring.score(found[kind], getattr(document, kind), matches)
        for who, kinds in _peers(document, printed, model, notes, seconds).items():
            for row, (kind, matches) in MATCHES.items():
                if kind in kinds:
                    scores[row][who] += scoring.score(kinds[kind], getattr(document, kind), matches)
    scores["duplicates"]["ctarchive"] = duplicates()
    rates = {who: len(documents) / spent for who, spent in seconds.items() if spent}
    return scores, rates, list(dict.fromkeys(notes))


def _peers(
    document: Labelled, printed: dict[str, Any], model: Any, notes: list[str], seconds: dict[str, float]
) -> dict[str, dict[str, list[Span]]]:
    found: dict[str, dict[str, list[Span]]] = {}
    start = perf_counter()
    dates = _optional(lambda: peers.dateparser_dates(document, printed["published"]), notes)
    if dates is not None:
        seconds["dateparser"] += perf_counter() - start
        found["dateparser"] = {"dates": dates}
    if model is not None and document.language == "en":
        start = perf_counter()
        found["spaCy (English)"] = {"mentions": peers.spacy_mentions(model, document)}
        seconds["spaCy (English)"] += perf_counter() - start
    found["floor"] = {"events": peers.sentences_with_a_date(document, document.dates)}
    return found


def _optional(peer: Any, notes: list[str]) -> Any:
    try:
        return peer()
    except ModuleNotFoundError as error:
        notes.append(f"left out: {error}")
        return None


def duplicates() -> Score:
    """The pairs of copies found, as the archive finds them: by a shared band, and then word for word."""
    texts = copies()
    read = {one.id: _text(one.text) for one in texts}
    bands = {name: set(keys(text)) for name, text in read.items()}
    found = {
        frozenset((one, other))
        for one, other in combinations(read, 2)
        if bands[one] & bands[other] and compare(read[one], read[other]).is_copy
    }
    groups = defaultdict(list)
    for one in texts:
        groups[one.family].append(one.id)
    return scoring.pairwise(found, scoring.pairs(groups.values()))


def _text(text: str) -> Text:
    read = readers.read(text.encode(), filename="text.txt")
    return Text(read.text, tuple((start, end) for start, end in read.furniture))


def table(scores: dict[str, dict[str, Score]], rates: dict[str, float]) -> str:
    lines = [f"{'':20} {'':16} {'precision':>9} {'recall':>7} {'F1':>6} {'goal':>6}"]
    for row, by in scores.items():
        for who, one in by.items():
            goal = f"{GOALS[row]:.2f}" if row in GOALS and who == "ctarchive" else ""
            lines.append(f"{row:20} {who:16} {one.precision:9.2f} {one.recall:7.2f} {one.f1:6.2f} {goal:>6}")
    lines += [f"{who}: {rate:.1f} documents a second" for who, rate in rates.items()]
    return "\n".join(lines)


def errors(documents: list[Labelled], row: str) -> str:
    """What was missed, and what was found in vain."""
    kind, matches = MATCHES[row]
    lines = []
    for document in documents:
        found, there = found_in(document)[0][kind], getattr(document, kind)
        told_of = [("missed", one) for one in there if not any(matches(f, one) for f in found)]
        told_of += [("in vain", one) for one in found if not any(matches(one, t) for t in there)]
        for what, one in sorted(told_of, key=lambda pair: pair[1].start):
            words = " ".join(document.text[one.start : one.end].split())[:90]
            lines.append(f"{document.name:28} {what:8} {one.value} {one.date} “{words}”")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the scores there too")
    parser.add_argument("--errors", choices=MATCHES, help="list what was missed and what was found in vain")
    parser.add_argument("--language", help="only texts in this language")
    options = parser.parse_args()
    documents = [one for one in labelled() if not options.language or one.language == options.language]
    if options.errors:
        print(errors(documents, options.errors))
        return
    scores, rates, notes = evaluate(documents)
    print(f"{len(documents)} documents, {len(copies())} texts for duplicates")
    print(table(scores, rates))
    print(*notes, sep="\n")
    if options.json:
        rows = {row: {who: vars(one) | {"f1": one.f1} for who, one in by.items()} for row, by in scores.items()}
        options.json.write_text(json.dumps({"scores": rows, "documents_per_second": rates}, indent=1))


if __name__ == "__main__":
    main()
