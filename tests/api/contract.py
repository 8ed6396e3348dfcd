"""What the contract of the API is tried with: an archive with records of all kinds and states, and schemathesis."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from ctarchive.api.v1.writing import examples
from ctarchive.tokens import keys
from ctarchive.tokens.models import ApiToken, Scope
from editorial.choices import State
from editorial.models import Record
from events.actions import rank, suggestions
from events.choices import Rank
from events.models import Claim, Entity, Event, Evidence, Suggestion
from events.suggest import Suggested
from sources.models import Capture, Publisher, Source
from tests import factories as make
from tests.api import records

# All checks are on; one is loosened. OpenAPI has no words for rules between parameters (a filter that knows today only,
# and `as_of`; filters of a search, and its `type`; an opaque cursor, and its order), for those of the codebook, or that
# a quotation stands in a text. So what is right part by part may still be answered by 400, 410, 412, 422 or 428.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 400, 401, 403, 404, 409, 410, 412, 422, 428]
"""
READ: Mapping[str, Any] = {
    "event": Event, "entity": Entity, "claim": Claim, "evidence": Evidence, "source": Source, "capture": Capture,
    "publisher": Publisher,
}  # fmt: skip
DRAFTS = ("work_change", "work_submit", "work_discard")
IN_REVIEW = ("work_publish", "work_send_back")
VERDICTS = ("work_accept_suggestion", "work_reject_suggestion")
ANY = ("work_get_record", "work_bundle", "work_comments", "work_comment")
UPLOAD = "multipart/form-data"
QUOTED = "The meeting of 3 May 2018"


def fill() -> None:
    """Fill the archive: published, superseded, retracted, merged, protected, drafts, in review, suggested."""
    writer = make.user("writer")
    event = make.published_event()
    guard = records.entity("Border Guard", also=("BG",), wikidata="Q42", kind="public_body")
    rival = make.published_claim(event, "date", value_edtf="2018-06/..")
    make.published_claim(event, "participant", value_entity=guard, role="host")
    make.published_claim(event, "count", value_low=3, unit="persons", counted="officers")
    make.published_claim(event, "status", value_text="held", valid="2018")
    make.published_claim(event, "place", value_kind="none")
    make.published_claim(event, "allegation", value_text="smuggled", attributed_to=guard, accused=guard)
    topic = make.published_claim(event, "topic", value_text="Plans")
    corrected = make.published_claim(event, "topic", value_text="Smuggling")
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=writer))
    records.retract(topic)
    records.correction(corrected, value_text="Customs")
    make.published_link(records.source(access="full"), records.source(publisher=None))
    make.published_match(records.entity("Guard of the border"), guard)
    make.merged_events(make.published_event(), event)
    records.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    for number in range(4):
        make.in_review(make.event(title=f"Patrol {number}"))
        make.event(title=f"Talks {number}")
    make.in_review(make.claim(event, "topic", value_text="Patrols"))
    make.evidence(make.claim(make.event()), make.source())
    found = [Suggested("date", start, start + 6, {"edtf": "2018"}, 0.5) for start in range(6)]
    suggestions.propose(Capture.objects.earliest("pk"), found, suggester="finder", version="1", user=writer)


def token(name: str) -> str:
    """A token of one of the cast, with all scopes."""
    now, key = timezone.now(), keys.new()
    ApiToken.objects.create(
        user=make.user(name), name="a script", digest=keys.digest(key), ending=key[-4:], scopes=list(Scope.values),
        created_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip
    return key


class Known:
    """What there is to ask for, by operation and member: uids of records of the right type and state."""

    def __init__(self) -> None:
        self.of_type = {name: self._uids(model.objects.published()) for name, model in READ.items()}
        drafts = Event.objects.filter(state=State.DRAFT).order_by("title")
        waiting = Event.objects.filter(state=State.IN_REVIEW).order_by("title")
        published = [*Event.objects.published(), *Entity.objects.published(), *Source.objects.published()]
        self.paths: dict[str, list[Any]] = {f"get_{name}": uids for name, uids in self.of_type.items()}
        self.paths |= {"get_claim_packet": self.of_type["claim"]} | dict.fromkeys(DRAFTS, self._uids(drafts))
        self.paths |= dict.fromkeys(IN_REVIEW, self._uids(waiting)) | dict.fromkeys(
            ANY, self._uids([*drafts, *waiting])
        )
        self.paths |= dict.fromkeys(("work_propose_retraction", "work_propose_revision"), self._uids(published))
        self.paths |= dict.fromkeys(("work_suggestions", "work_suggest"), self.of_type["capture"])
        self.numbers = list(Suggestion.objects.order_by("pk").values_list("pk", flat=True))
        self.paths |= {name: self.numbers[place:] for place, name in enumerate(VERDICTS)}
        self.members = {
            "publisher": self.of_type["publisher"], "part_of": self.of_type["event"], "about": self.of_type["event"],
            "value_entity": self.of_type["entity"], "accused": self.of_type["entity"],
            "attributed_to": self.of_type["entity"], "supersedes": self.of_type["claim"],
            "claim": self.of_type["claim"], "capture": self.of_type["capture"], "source": self.of_type["source"],
            "exact": [QUOTED, "a joint plan"], "value_edtf": ["2018-05-03"], "field": ["title", "summary", "name"],
            "evidence[*].capture": self.of_type["capture"], "evidence[*].exact": [QUOTED],
            "suggestions[*].exact": [QUOTED],
        }  # fmt: skip
        self.bodies = self._bodies()

    @staticmethod
    def _uids(rows: Iterable[Record]) -> list[str]:
        return [row.pk for row in rows]

    def _bodies(self) -> dict[str, Any]:
        """Of each operation that writes, a body that is taken. Each moves a record of its own."""
        capture, event = self.of_type["capture"][0], self.of_type["event"][0]
        quotation = {"capture": capture, "exact": QUOTED}
        for place, name in enumerate([*DRAFTS, *IN_REVIEW]):
            # One after the other, so that none is moved twice.
            self.paths[name] = self.paths[name][place % 4 :] + self.paths[name][: place % 4]
        told = self.versions = dict(Event.objects.values_list("pk", "version"))
        return examples.BODIES | {
            "create_claim": examples.BODIES["create_claim"] | {"about": event, "evidence": [quotation]},
            "create_evidence": quotation | {"claim": self.of_type["claim"][0]},
            "change": {"title": "Meeting of border guards", "version": told[self.paths["work_change"][0]]},
            "publish": {"seen": {uid: told[uid] for uid in self.paths["work_publish"][:1]}},
            "suggest": {
                "suggester": "date-finder", "version": "1.0",
                "suggestions": [{"kind": "date", "exact": QUOTED, "payload": {"edtf": "2018-05-03"}}],
            },
        }  # fmt: skip

    def config(self, document: Any) -> str:
        """The dictionaries, and which operation takes which."""
        told = [CONFIG]
        for name, operation in _operations(document):
            bound: dict[str, Sequence[Any]] = {}
            if name in self.paths:
                bound["path.number" if name in VERDICTS else "path.uid"] = self.paths[name]
            if "requestBody" in operation:
                bound |= {f"body.{member}": values for member, values in self.members.items()}
            parameters = []
            for place, (member, values) in enumerate(bound.items()):
                told.append(f"[dictionaries.{name}_{place}]\nvalues = {json.dumps(values)}")
                parameters.append(f'"{member}" = {{dictionary = "{name}_{place}", probability = 0.8}}')
            if parameters:
                told.append(f'[[operations]]\ninclude-operation-id = "{name}"\n[operations.parameters]')
                told += parameters
        # Tables of arrays come last in TOML.
        tables = [one for one in told if one.startswith("[dictionaries")]
        return "\n".join([CONFIG, *tables, *[one for one in told[1:] if one not in set(tables)]])

    def exemplify(self, document: Any) -> None:
        """Give the operations of the document examples that fit this archive, in place of their own."""
        for name, operation in _operations(document):
            for one in operation.get("parameters", ()):
                one.pop("example", None)
                one.pop("examples", None)
                if one["in"] == "path":
                    one["example"] = self.paths[name][0]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                content.pop("examples", None)
                if (body := self.bodies.get(name.removeprefix("work_"))) is not None:
                    content["example"] = body


def _operations(document: Any) -> Iterator[tuple[str, Any]]:
    for methods in document["paths"].values():
        for operation in methods.values():
            if isinstance(operation, dict) and "operationId" in operation:
                yield operation["operationId"], operation


def operations() -> Iterator[str]:
    """All operations; what takes files, twice."""
    for name, operation in _operations(Client().get("/api/v1/schema/?format=json").json()):
        yield name
        if UPLOAD in operation.get("requestBody", {}).get("content", {}):
            yield f"{name} {UPLOAD}"


def findings(url: str, folder: Path, *options: str, bearer: str = "") -> tuple[str, set[str]]:
    """What schemathesis finds wrong with the API at `url`, empty when all of the contract holds; and the operations
    that were carried out at least once (200 to 299).
    """
    known, document = Known(), Client().get("/api/v1/schema/?format=json").json()
    known.exemplify(document)
    config, described, report = folder / "schemathesis.toml", folder / "openapi.json", folder / "report.har"
    described.write_text(json.dumps(document))
    headers = f'[headers]\nAuthorization = "Bearer {bearer}"\n' if bearer else ""
    config.write_text(headers + known.config(document))
    st = Path(sys.executable).with_name("st")
    asked: list[str | Path] = [st, "--config-file", config, "run", described, "--url", url, "--checks", "all", *options]
    asked += ["--no-color", "--generation-database", "none", "--request-timeout", "60"]
    asked += ["--report", "har", "--report-har-path", report]
    hooks = {"SCHEMATHESIS_HOOKS": "tests.api.contract_hooks", "PYTHONPATH": str(settings.BASE_DIR)}
    hooks["CONTRACT_KNOWN"] = json.dumps({"versions": known.versions, "document": f"{make.TEXT}\n\nUploaded."})
    done = subprocess.run(
        asked, capture_output=True, text=True, cwd=folder, check=False, env={**os.environ, **hooks}
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr, set(_carried_out(report, document))


def _carried_out(report: Path, document: Any) -> Iterator[str]:
    names = {
        (method, resolve(path.replace("{uid}", "0" * 10).replace("{number}", "0")).view_name): one["operationId"]
        for path, methods in document["paths"].items()
        for method, one in methods.items()
    }
    for entry in json.loads(report.read_text())["log"]["entries"]:
        if 200 <= entry["response"]["status"] < 300:
            asked = entry["request"]
            with suppress(Resolver404, KeyError):
                name = names[asked["method"].lower(), resolve(urlsplit(asked["url"]).path).view_name]
                is_upload = UPLOAD in str(asked.get("postData", {}).get("mimeType"))
                yield f"{name} {UPLOAD}" if is_upload else name
