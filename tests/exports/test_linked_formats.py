"""The formats that link: each read back by its own library, compared with the public forms, and with golden files.

One small archive, loaded once: protected, merged, superseded, retracted and conflicting records, and signs beyond the
first plane. With `GOLDEN=write` in the environment the golden files are written anew; look at what changed.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import networkx
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from pyld import jsonld
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import PROV, RDF, XSD

from ctarchive.exports import FORMATS, as_annotations, ftm_model, moment, records
from ctarchive.exports.about import licence
from sources.models import Capture
from tests.citing.test_linked import SCHEMA

DATA, GOLDEN = Path(__file__).parent / "data", Path(__file__).parent / "golden"
SITE = "http://localhost:8000"
CT = Namespace(f"{SITE}/codebook/#")
OURS = (
    "linked", "provenance", "annotations", "map", "network", "followthemoney", "followthemoney-statements",
    "sources-csl", "sources-bibtex", "sources-ris",
)  # fmt: skip
# The formats that are read back in `test_formats.py` → what they come to as text.
PLAIN = {
    "records": "records.ndjson", "tables": "tables.csv.txt", "archive": "archive.sql", "datapackage": "datapackage.txt",
}  # fmt: skip
# Of the small archive.
MEETING, OTHER, BARE = "6st1c6yzf7", "29xchyc545", "7ae1czaz7h"
GUARDS, COAST, NAZAROV, ROVSHAN, TOWN = "jamymbhss2", "tmqfpqg5v2", "4jpjed1nr5", "wyxs2ktcgh", "9q4588adzy"

# The tests themselves ask nothing; by this mark the database is made that the archive is loaded into.
pytestmark = pytest.mark.django_db


@dataclass
class Exported:
    """What the small archive came to: the file of each format, the public forms, and the texts of captures."""

    files: dict[str, str]
    again: dict[str, str]
    forms: dict[str, dict[str, dict[str, Any]]]
    texts: dict[str, str]
    tables: dict[str, bytes]

    def lines(self, name: str) -> list[Any]:
        return [json.loads(line) for line in self.files[name].splitlines()]

    def form(self, uid: str) -> dict[str, Any]:
        return next(forms[uid] for forms in self.forms.values() if uid in forms)


@pytest.fixture(scope="module")
def exported(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exported]:
    storages = deepcopy(settings.STORAGES)
    storages["blobs"]["OPTIONS"]["location"] = tmp_path_factory.mktemp("blobs")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(STORAGES=storages):
        call_command("load_dossier", DATA / "linked.yaml", publish=True, stdout=StringIO())
        now = moment.now()
        yield Exported(
            {name: _written(name, now) for name in OURS},
            {name: _written(name, now) for name in OURS},
            {kind: {form["uid"]: form for form in records.stream(kind, now.mask)} for kind in records.TYPES},
            dict(Capture.objects.values_list("pk", "text")),
            {name: _bytes(name, now) for name in PLAIN},
        )
        transaction.set_rollback(True)


def _written(name: str, now: moment.Moment) -> str:
    return _bytes(name, now).decode()


def _bytes(name: str, now: moment.Moment) -> bytes:
    out = io.BytesIO()
    FORMATS[name].write(out, now)
    return out.getvalue()


# -- all of them -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_one_version_has_the_same_bytes_its_licence_and_no_protected_name(exported: Exported, name: str) -> None:
    assert exported.files[name] == exported.again[name]
    assert licence() in exported.files[name] or name == "followthemoney-statements"
    assert not re.search("nazarov|назаров", exported.files[name], re.IGNORECASE)


@pytest.mark.parametrize("name", OURS)
def test_the_golden_file_holds(exported: Exported, name: str) -> None:
    told, golden = _steady(exported.files[name]), GOLDEN / FORMATS[name].filename
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8", newline="")
    with golden.open(encoding="utf-8", newline="") as kept:
        assert told == kept.read()


@pytest.mark.parametrize(("name", "golden"), PLAIN.items())
def test_the_golden_file_of_the_tables_holds(exported: Exported, name: str, golden: str) -> None:
    told = _steady(_as_text(name, exported.tables[name]))
    if os.environ.get("GOLDEN") == "write":
        (GOLDEN / golden).write_text(told, encoding="utf-8", newline="")
    with (GOLDEN / golden).open(encoding="utf-8", newline="") as kept:
        assert told == kept.read()


def _as_text(name: str, data: bytes) -> str:
    """The file as text: the members of a ZIP one after the other, a database as the statements that make it."""
    if name == "archive":
        made = sqlite3.connect(":memory:")
        made.deserialize(data)
        return "\n".join(made.iterdump()) + "\n"
    if name == "records":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        # The tables of the package are those of the other ZIP.
        members = ["datapackage.json"] if name == "datapackage" else packed.namelist()
        return "".join(f"== {one} ==\n{packed.read(one).decode('utf-8-sig')}" for one in members)


def _steady(text: str) -> str:
    """Without what differs from load to load: when the ledger was written, by whom, and how long it is."""
    newest = re.compile(rf"{datetime.now(UTC).year}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
    # The ledger's acts come last.
    text = text.partition(f"\n<{SITE}/#entry-")[0]
    text = "".join(line for line in text.splitlines(keepends=True) if "prov:Activity" not in line)
    text = re.sub(r'(public_version|ledger_size|schema:version|"size"|version )\W+(\{.*?\})?("?\d+"?)', r"\1 N", text)
    text = re.sub(r"(root)[\"' :>,]+[0-9a-f]{64}", r"\1 ROOT", text)
    text = re.sub(r"((ledger\.size|public_version)',')\d+", r"\1N", text)
    text = re.sub(r"accessed.{20}\d+, \d+, \d+|urldate = .*|Y2  - .*\r", "DAY", text)
    text = text.replace("\r\n", "\n")  # as files of a repository end their lines
    return newest.sub(lambda found: found.group() if found.group() in _LOADED else "MOMENT", text)


_LOADED = set(re.findall(r"\d{4}-\d\d-\d\dT[\d:.]+Z", (DATA / "linked.yaml").read_text(encoding="utf-8")))
_LOADED |= {f"{one[:19]}{end}" for one in _LOADED for end in ("", "Z")}


# -- JSON-LD and Turtle ------------------------------------------------------------------------------------------------


def _offline(url: str, options: dict[str, Any]) -> dict[str, Any]:
    """No context is fetched; that of annotations is kept here, as far as it is used."""
    assert url == as_annotations.CONTEXT
    document = json.loads((DATA / "anno.jsonld").read_text(encoding="utf-8"))
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}


@pytest.fixture(scope="module")
def graph(exported: Exported) -> Graph:
    return Graph().parse(data=exported.files["provenance"], format="turtle")


def test_json_ld_and_turtle_are_one_graph(exported: Exported, graph: Graph) -> None:
    quads = jsonld.to_rdf(
        json.loads(exported.files["linked"]), {"format": "application/n-quads", "documentLoader": _offline}
    )
    assert isomorphic(_plain(Graph().parse(data=quads, format="nt")), _plain(graph))


def _plain(graph: Graph) -> Graph:
    """With literals compared by how they are written, not by what they mean."""
    made = Graph()
    for subject, predicate, value in graph:
        is_json = isinstance(value, Literal) and value.datatype == RDF.JSON
        kept = Literal(f"{value.n3()}") if isinstance(value, Literal) and not is_json else value
        made.add((subject, predicate, Literal(json.dumps(json.loads(str(value)))) if is_json else kept))
    return made


def test_every_member_of_every_public_form_is_in_the_graph(exported: Exported) -> None:
    nodes = {node.get("ct:uid"): node for node in json.loads(exported.files["linked"])["@graph"]}
    counted = 0
    for kind, forms in exported.forms.items():
        for uid, form in forms.items():
            read = {name[3:]: _read(value) for name, value in nodes[uid].items() if name.startswith("ct:")}
            wanted = {name: value for name, value in form.items() if value not in (None, "", [], {}) and name != "type"}
            assert read == wanted, (kind, uid)
            counted += 1
    assert counted > 60
    assert {form["state"] for forms in exported.forms.values() for form in forms.values()} == {
        "published", "superseded", "retracted",
    }  # fmt: skip


def _read(value: Any) -> Any:
    """A member as the public form has it: addresses become uids again."""
    match value:
        case {"@id": str(address)}:
            return re.split(r"[/#-]", address.rstrip("/"))[-1]
        case {"@list": items}:
            return [_read(item) for item in items]
        case {"@value": plain}:
            return plain
        case dict():
            members = {name[3:]: _read(one) for name, one in value.items()}
            return members if "text" not in members or "kind" not in members else _NAME | members
    return value


_NAME = {"language": None, "script": None}


def test_a_claim_leads_back_to_capture_source_and_review(exported: Exported, graph: Graph) -> None:
    (uid,) = [
        uid
        for uid, form in exported.forms["claim"].items()
        if form.get("event") == MEETING and form["property"] == "place"
    ]
    claim = URIRef(f"{SITE}/claims/{uid}/")
    (quotation,) = graph.objects(claim, PROV.wasDerivedFrom)
    (capture,) = graph.objects(quotation, PROV.wasQuotedFrom)
    (source,) = graph.objects(capture, PROV.wasDerivedFrom)
    assert (quotation, CT.exact, Literal("met in Lankaran")) in graph
    assert (source, SCHEMA.publisher, None) in graph
    (review,) = graph.subjects(PROV.generated, claim)
    (agent,) = graph.objects(review, PROV.wasAssociatedWith)
    assert re.fullmatch(rf"{SITE}/#agent-[0-9a-z]{{10}}", str(agent))
    assert (URIRef(f"{SITE}/#archive"), CT.ledger_root, None) in graph
    retracted = [uid for uid, form in exported.forms["claim"].items() if form["state"] == "retracted"]
    assert all((None, PROV.invalidated, URIRef(f"{SITE}/claims/{uid}/")) in graph for uid in retracted)


def test_what_is_disputed_or_somebody_s_word_is_no_fact_of_schema_org(graph: Graph) -> None:
    meeting = URIRef(f"{SITE}/events/{MEETING}/")
    assert not list(graph.objects(meeting, SCHEMA.startDate))
    assert (URIRef(f"{SITE}/events/{OTHER}/"), SCHEMA.startDate, Literal("2018-05-04")) in graph
    assert (meeting, SCHEMA.location, URIRef(f"{SITE}/entities/{TOWN}/")) in graph
    assert (meeting, SCHEMA.attendee, URIRef(f"{SITE}/entities/{NAZAROV}/")) in graph
    assert not [s for s in graph.subjects(None, URIRef(f"{SITE}/entities/{ROVSHAN}/")) if s == meeting]


# -- annotations -------------------------------------------------------------------------------------------------------


def test_annotations_find_each_quotation_in_our_capture_by_code_points(exported: Exported) -> None:
    collections = exported.lines("annotations")
    counted = 0
    for collection in collections:
        assert collection["total"] == len(collection["first"]["items"])
        for annotation in collection["first"]["items"]:
            form = exported.form(annotation["id"].rpartition("-")[2])
            preserved = annotation["target"][-1]
            place = preserved["selector"][0]
            quoted = exported.texts[form["capture"]][place["start"] : place["end"]]
            assert preserved["source"] == f"{SITE}/captures/{form['capture']}/"
            assert form["masked"] or quoted == form["exact"] == preserved["selector"][1]["exact"]
            counted += 1
    published = [form for form in exported.forms["evidence"].values() if form["state"] == "published"]
    assert counted == len(published)


def test_the_live_page_is_found_by_words_alone_and_never_by_hidden_ones(exported: Exported) -> None:
    items = [item for line in exported.lines("annotations") for item in line["first"]["items"]]
    live = [target for item in items for target in item["target"] if not target["source"].startswith(SITE)]
    assert {target["selector"]["type"] for target in live} == {"TextQuoteSelector"}
    assert {target["source"] for target in live} == {"https://gazette.example/a?x=1&y={2}", "https://radio.example/2"}
    masked = [item for item in items if exported.form(item["id"].rpartition("-")[2])["masked"]]
    assert masked
    for item in masked:
        (target,) = item["target"]
        assert [selector["type"] for selector in target["selector"]] == ["TextPositionSelector"]


def test_annotations_expand_with_the_context_of_w3c(exported: Exported) -> None:
    for line in exported.lines("annotations"):
        (read,) = jsonld.expand(line, {"documentLoader": _offline})
        assert read["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]
        quads = jsonld.to_rdf(line, {"format": "application/n-quads", "documentLoader": _offline})
        found = Graph().parse(data=quads, format="nt")
        oa = Namespace("http://www.w3.org/ns/oa#")
        assert len(list(found.subjects(RDF.type, oa.Annotation))) == line["total"]
        assert all(start.datatype == XSD.nonNegativeInteger for start in found.objects(None, oa.start))  # type: ignore[attr-defined]


# -- map and network ---------------------------------------------------------------------------------------------------


def test_geojson_places_events_and_counts_those_it_leaves_out(exported: Exported) -> None:
    read = json.loads(exported.files["map"])
    (feature,) = read["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [48.85, 38.75]}
    told = feature["properties"]
    assert (told["uid"], told["earliest"], told["latest"]) == (MEETING, "2018-05-03", "2018-05-04")
    assert told["in_conflict"] == ["date"]
    suspect = next(part for part in told["participants"] if part["uid"] == ROVSHAN)
    assert suspect["attributed_to"] == [GUARDS]
    assert read["left_out"]["events"] == 2


def test_graphml_joins_those_who_took_part_together(exported: Exported) -> None:
    network = networkx.parse_graphml(exported.files["network"])
    assert set(network.nodes) == {GUARDS, COAST, NAZAROV, ROVSHAN}
    assert network.nodes[NAZAROV]["name"] == "Officer N"
    shared = network.edges[GUARDS, COAST]
    assert (shared["weight"], set(shared["events"].split())) == (2, {MEETING, OTHER})
    assert dict(zip(shared["events"].split(), shared["dates"].split(), strict=True))[OTHER] == "2018-05-04"
    assert exported.form(shared["cooperation_claims"])["property"] == "cooperates_with"
    assert network.edges[GUARDS, ROVSHAN]["attributed_events"] == MEETING
    assert "attributed_events" not in shared
    assert network.graph["licence"] == licence()


# -- citations ---------------------------------------------------------------------------------------------------------


def test_sources_are_read_by_reference_managers(exported: Exported) -> None:
    standing = [s for s in exported.forms["source"].values() if s["state"] == "published" and s["root"] == s["uid"]]
    titles = sorted(source["title"] for source in standing)
    assert sorted(item["title"] for item in json.loads(exported.files["sources-csl"])) == titles
    library = parse_string(exported.files["sources-bibtex"])
    assert (len(library.entries), library.failed_blocks) == (len(titles), [])
    read = rispy.loads(exported.files["sources-ris"])
    assert sorted(entry["title"] for entry in read) == titles
    assert {entry["urls"][0] for entry in read} >= {"https://radio.example/2"}


def test_a_citation_program_writes_a_bibliography_of_them(exported: Exported) -> None:
    items = json.loads(exported.files["sources-csl"])
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        made.register(Citation([CitationItem(item["id"].lower())]))
    written = [str(entry) for entry in made.bibliography()]
    assert len(written) == len(items)
    assert any("2018" in entry for entry in written)


# -- FollowTheMoney ----------------------------------------------------------------------------------------------------


def test_statements_and_entities_of_followthemoney_say_the_same(exported: Exported) -> None:
    rows = list(csv.DictReader(io.StringIO(exported.files["followthemoney-statements"]), dialect=csv.unix_dialect))
    entities = {line["id"]: line for line in exported.lines("followthemoney")}
    said: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        assert row["prop_type"] == ftm_model.type_of(row["schema"], row["prop"]) != ""
        values = said.setdefault(row["canonical_id"], {})
        if row["prop"] != "id":
            values.setdefault(row["prop"], set()).add(row["value"])
    assert said == {
        uid: {prop: set(values) for prop, values in one["properties"].items()} for uid, one in entities.items()
    }
    assert entities[f"ctarchive-{COAST}"]["referents"]
    pointed = {row["value"] for row in rows if row["prop_type"] == "entity"}
    assert pointed <= entities.keys()


def test_every_published_claim_is_the_origin_of_a_statement(exported: Exported) -> None:
    rows = list(csv.DictReader(io.StringIO(exported.files["followthemoney-statements"]), dialect=csv.unix_dialect))
    origins = Counter(row["origin"] for row in rows)
    for uid, form in exported.forms["claim"].items():
        assert bool(origins[f"{SITE}/claims/{uid}/"]) is (form["state"] == "published"), form
        seen = {row["first_seen"] for row in rows if row["origin"] == f"{SITE}/claims/{uid}/"}
        assert seen <= {(form.get("published_at") or "")[:19]}


def test_a_suspect_is_linked_on_somebody_s_word_and_not_listed_as_involved(exported: Exported) -> None:
    entities = {line["id"]: line for line in exported.lines("followthemoney")}
    assert f"ctarchive-{ROVSHAN}" not in entities[f"ctarchive-{MEETING}"]["properties"]["involved"]
    (link,) = [one for one in entities.values() if one["properties"].get("object") == [f"ctarchive-{ROVSHAN}"]]
    assert link["properties"]["status"] == ["according to State Border Service"]
    assert link["properties"]["proof"]


def test_followthemoney_itself_reads_them_without_loss(exported: Exported) -> None:
    reason = "the followthemoney library, which compiles pyicu, is not installed: pip install followthemoney"
    model = pytest.importorskip("followthemoney", reason=reason).model
    proxy = pytest.importorskip("followthemoney.proxy", reason=reason).EntityProxy
    serialize = pytest.importorskip("followthemoney.statement.serialize", reason=reason)
    schemata = {line["id"]: line["schema"] for line in exported.lines("followthemoney")}
    for line in exported.lines("followthemoney"):
        read = proxy.from_dict(line, cleaned=False)
        assert {prop: set(read.get(prop)) for prop in line["properties"]} == {
            prop: set(values) for prop, values in line["properties"].items()
        }
        assert all(line["properties"].get(prop) for prop in model.get(line["schema"]).required)
        for prop, value in read.itervalues():
            assert prop.type.name != "entity" or model.get(schemata[value]).is_a(prop.range)
    rows = list(serialize.read_csv_statements(io.BytesIO(exported.files["followthemoney-statements"].encode())))
    assert rows
    assert all(row.id == row.generate_key() for row in rows)
