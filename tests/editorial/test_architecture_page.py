"""The ledger entry in docs/architecture.md is worked out as the page says: whoever follows it can check an entry."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785

from ctarchive.verifying.table import VERIFIERS
from editorial import ledger, merkle
from editorial.models import LedgerEntry

PAGE = (Path(__file__).parents[2] / "docs" / "architecture.md").read_text()


def block(name: str) -> dict[str, Any]:
    found = re.search(rf"```json {name}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return dict(json.loads(found[1]))


def test_the_digests_follow_from_the_fields_by_the_rule_in_words() -> None:
    written = {
        path: sha256(json.dumps([path, kept["salt"], kept["value"]], separators=(",", ":")).encode()).hexdigest()
        for path, kept in block("payload").items()
    }
    assert written == block("leaf")["fields"]


def test_the_code_makes_the_same_leaf() -> None:
    columns = block("leaf")
    moment = columns["at"].replace("Z", "+00:00")
    entry = LedgerEntry(
        **{key: value for key, value in columns.items() if key not in ("fields", "seq", "at")},
        seq=int(columns["seq"]),
        at=LedgerEntry._meta.get_field("at").to_python(moment),
    )
    leaf = ledger.leaf(entry, block("payload"))
    assert leaf == rfc8785.dumps(columns)
    assert f"`{merkle.leaf_hash(leaf).hex()}`" in PAGE


def test_an_erased_field_leaves_the_leaf_as_it_was() -> None:
    payload = block("payload")
    erased = payload | {"version": {"digest": ledger.field_digest("version", payload["version"])}}
    digests = {path: ledger.field_digest(path, kept) for path, kept in erased.items()}
    assert digests == block("leaf")["fields"]


def test_every_walk_of_verify_is_told() -> None:
    told = PAGE.partition("## What `manage.py verify` walks")[2]
    assert [line.split("|")[1].strip() for line in told.splitlines() if line.startswith("| ")][2:] == [
        str(verifier.label) for verifier in VERIFIERS
    ]
