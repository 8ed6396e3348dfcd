"""Somebody with the database, the blobs and the key rewrites the past, and whoever kept a checkpoint sees it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F, Model, QuerySet
from django.test import Client

from ctarchive import check_packet
from ctarchive.proof.signing import Signer
from editorial import ledger, merkle
from editorial.models import LedgerEntry, LedgerHead, LedgerNode, LedgerPayload, Record
from events.models import Claim, Evidence
from sources.models import Blob, Capture
from sources.text import sha256_hex
from tests import factories as make

pytestmark = pytest.mark.django_db

WAS, IS = "3 May 2018", "4 May 2018"


def rows(model: type[Model]) -> QuerySet[Any]:
    """The rows as somebody at the database has them: no verb, no guard, no policy."""
    return QuerySet(model=model)


def rewrite_everything() -> None:
    """The meeting was a day later: say so in document, text, quotation, claim, and all of the ledger."""
    for claim in rows(Claim):
        with rewritten(claim):
            days = {"value_earliest": F("value_earliest") + 1, "value_latest": F("value_latest") + 1}
            rows(Claim).filter(pk=claim.pk).update(value_edtf="2018-05-04", **days)
    for one in rows(Evidence):
        with rewritten(one):
            new = {name: getattr(one, name).replace(WAS, IS) for name in ("exact", "prefix", "suffix")}
            rows(Evidence).filter(pk=one.pk).update(**new)
    for capture in rows(Capture).select_related("blob"):
        with rewritten(capture):
            blob = Blob.keep(capture.blob.read().replace(WAS.encode(), IS.encode()))
            rows(Blob).bulk_create([blob])
            text = capture.text.replace(WAS, IS)
            rows(Capture).filter(pk=capture.pk).update(blob=blob, text=text, text_sha256=sha256_hex(text))
            rows(Blob).filter(pk=capture.blob_id).delete()
    build_the_tree_anew()
    call_command("project", verbosity=0)
    call_command("rebuild_search", verbosity=0)


class rewritten:  # noqa: N801 -- used as a statement
    """Change a record inside, and every ledger entry about it will tell that it had always been so."""

    def __init__(self, record: Record) -> None:
        self.record, self.before = record, record.payload()

    def __enter__(self) -> None: ...

    def __exit__(self, *error: object) -> None:
        after = type(self.record).objects.get(pk=self.record.pk).payload()
        for payload in rows(LedgerPayload).filter(entry__record_uid=self.record.pk):
            for path, kept in payload.fields.items():
                if path in after and kept.get("value") == self.before[path]:
                    kept["value"] = after[path]
            rows(LedgerPayload).filter(pk=payload.pk).update(fields=payload.fields)


def build_the_tree_anew() -> None:
    rows(LedgerNode).delete()
    peaks: list[bytes] = []
    for entry in rows(LedgerEntry).select_related("payload").order_by("seq"):
        made = merkle.append(entry.seq, peaks, merkle.leaf_hash(ledger.leaf(entry, entry.payload.fields)))
        rows(LedgerNode).bulk_create(
            LedgerNode(level=level, index=index, hash=node.hex()) for level, index, node in made
        )
    rows(LedgerHead).update(peaks=[peak.hex() for peak in peaks], root=merkle.root(peaks).hex())


def kept(client: Client, path: Path) -> Path:
    path.write_bytes(client.get("/.well-known/ctarchive-checkpoint").content)
    return path


@pytest.mark.parametrize("goes_on", [False, True], ids=["at once", "after more was written"])
def test_history_rewritten_with_full_access_is_detected(
    client: Client, signer: Signer, tmp_path: Path, capsys: Any, goes_on: bool
) -> None:
    claim = make.published_event().claims.get()
    old = kept(client, tmp_path / "old")
    packet = tmp_path / "packet.json"
    packet.write_bytes(client.get(f"/claims/{claim.pk}/packet").content)

    rewrite_everything()

    # The archive agrees with itself: nothing that it can be asked alone would tell.
    call_command("verify", quiet=True)
    call_command("project", check=True, verbosity=0)
    assert "4 May 2018" in client.get(f"/claims/{claim.pk}/").content.decode()
    if goes_on:
        make.published_event()
    new, proof, later = kept(client, tmp_path / "new"), tmp_path / "proof.json", tmp_path / "later.json"
    later.write_bytes(client.get(f"/claims/{claim.pk}/packet").content)
    assert check_packet.main([str(later), "--key", signer.told]) == 0

    # Whoever kept a checkpoint needs no more than that.
    size = check_packet.read_checkpoint(old.read_bytes()).head[0]
    proof.write_bytes(client.get("/data/head", {"since": size}).content)
    compared = [str(old), str(new), "--key", signer.told, "--consistency", str(proof)]
    assert check_packet.main(["compare", *compared]) == 1
    assert "rewritten" in capsys.readouterr().out
    against_the_old = ["--checkpoint", str(old), "--key", signer.told, "--consistency", str(proof)]
    assert check_packet.main([str(later), *against_the_old]) == 1
    # And the packet taken then still proves what had been published.
    assert check_packet.main([str(packet), "--checkpoint", str(old), "--key", signer.told]) == 0
    assert json.loads(packet.read_bytes())["claim"]["fields"]["value_edtf"] == "2018-05-03"


def test_history_cut_short_is_detected(client: Client, signer: Signer, tmp_path: Path, capsys: Any) -> None:
    make.published_event()
    size = ledger.head().size
    make.published_event()
    old = kept(client, tmp_path / "old")
    rows(LedgerPayload).filter(pk__gte=size).delete()
    rows(LedgerEntry).filter(pk__gte=size).delete()
    build_the_tree_anew()
    rows(LedgerHead).update(size=size, public_version=size)
    new = kept(client, tmp_path / "new")
    assert client.get("/data/head", {"since": size, "size": size + 1}).status_code == 400
    assert check_packet.main(["compare", str(old), str(new), "--key", signer.told]) == 2
    assert "has lost or rewritten entries" in capsys.readouterr().err
