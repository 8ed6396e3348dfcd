"""What the contract of the API is tried with: an archive with records of all kinds and states, and schemathesis."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from ctarchive.tokens import keys
from ctarchive.tokens.models import ApiToken, Scope
from editorial.models import PublicId
from events.actions import rank, suggestions
from events.choices import Rank
from events.models import Suggestion
from events.suggest import Suggested
from sources.models import Capture
from tests import factories as make
from tests.api import records

# All checks are on; one is loosened. OpenAPI has no words for rules between parameters (a filter that knows today only,
# and `as_of`; filters of a search, and its `type`; an opaque cursor, and its order), for those of the codebook, or that
# a quotation stands in a text. So what is right part by part may still be answered by 400, 410, 412, 422 or 428.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 400, 401, 403, 404, 409, 410, 412, 422, 428]

[dictionaries.uids]
values = {uids}

[dictionaries.numbers]
values = {numbers}

[parameters]
"path.uid" = {{dictionary = "uids", probability = 0.8}}
"path.number" = {{dictionary = "numbers", probability = 0.8}}
{headers}
"""


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
    make.in_review(make.claim(event, "topic", value_text="Patrols"))
    make.evidence(make.claim(make.event()), make.source())
    found = Suggested("date", 0, 6, {"edtf": "2018"}, 0.5)
    suggestions.propose(Capture.objects.earliest("pk"), [found], suggester="finder", version="1", user=writer)


def token(name: str) -> str:
    """A token of one of the cast, with all scopes."""
    now, key = timezone.now(), keys.new()
    ApiToken.objects.create(
        user=make.user(name), name="a script", digest=keys.digest(key), ending=key[-4:], scopes=list(Scope.values),
        created_at=now, expires_at=now + timedelta(days=30),
    )  # fmt: skip
    return key


def findings(url: str, folder: Path, *options: str, bearer: str = "") -> str:
    """What schemathesis finds wrong with the API at `url`; empty when all of the contract holds."""
    config = folder / "schemathesis.toml"
    config.write_text(CONFIG.format(
        uids=_values(PublicId.objects.values_list("pk", flat=True)),
        numbers=_values(Suggestion.objects.values_list("pk", flat=True)),
        headers=f'[headers]\nAuthorization = "Bearer {bearer}"' if bearer else "",
    ))  # fmt: skip
    st = Path(sys.executable).with_name("st")
    document = folder / "openapi.json"
    document.write_bytes(Client().get("/api/v1/schema/?format=json").content)
    asked: list[str | Path] = [st, "--config-file", config, "run", document, "--url", url, "--checks", "all", *options]
    asked += ["--no-color", "--generation-database", "none", "--request-timeout", "60"]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=folder, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _values(given: Iterable[object]) -> str:
    return json.dumps(list(given))
