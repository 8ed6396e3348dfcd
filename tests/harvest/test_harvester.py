"""An independent harvester reads the whole archive from a live server."""

from __future__ import annotations

from typing import Any

import pytest
from oaipmh_scythe import Scythe

from ctarchive.harvest import items
from editorial.models import LedgerEntry
from tests import factories as make


@pytest.mark.django_db(transaction=True)
def test_scythe_harvests_everything(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(items, "PAGE", 3)
    event = make.published_event(title="The services meet")
    retracted = make.published_claim(event, "topic", value_text="Tea")
    make.retract(retracted)
    entries = LedgerEntry.objects.filter(public=True, record_type__in=("event", "entity", "source", "claim"))
    everything = set(entries.values_list("record_uid", flat=True))
    with Scythe(f"{live_server.url}/oai") as scythe:
        assert scythe.identify().protocolVersion == "2.0"
        assert {one.metadataPrefix for one in scythe.list_metadata_formats()} == {"oai_dc", "ctarchive"}
        assert {one.setSpec for one in scythe.list_sets()} == {"event", "entity", "source", "claim"}
        records = list(scythe.list_records())
        assert {one.header.identifier.rpartition(":")[2] for one in records} == everything
        assert [one.header.identifier for one in records if one.deleted] == [f"oai:localhost:{retracted.pk}"]
        titles = [one.metadata["title"] for one in records if not one.deleted and one.header.setSpecs == ["event"]]
        assert titles == [["The services meet"]]
        assert len(list(scythe.list_identifiers(metadata_prefix="ctarchive", set_="claim"))) == 2
        one = scythe.get_record(identifier=f"oai:localhost:{event.pk}", metadata_prefix="oai_dc")
        assert one.metadata["date"] == ["2018-05-03"]
