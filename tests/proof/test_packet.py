"""What is in the packet of a claim, and that it checks, whatever became of the claim and of what it rests on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ctarchive import check_packet
from ctarchive.check_packet import Broken, Packet, summary
from editorial import ledger
from events.models import Claim, EntityName, Evidence
from tests import factories as make
from tests.api import records

pytestmark = pytest.mark.django_db

PROGRAM = Path(settings.BASE_DIR) / "ctarchive" / "check_packet.py"


def checked(data: bytes) -> Packet:
    packet = Packet(data)
    packet.check()
    return packet


def of_type(packet: Packet, kind: str) -> list[dict[str, Any]]:
    return [record["fields"] for (its_kind, _uid), record in packet.records.items() if its_kind == kind]


def claim_in(access: str, exact: str = "The meeting of 3 May 2018", **fields: Any) -> Claim:
    """A published claim quoted from a source with this access."""
    return make.published_claim(
        make.event(), "date", exact, make.source(access=access), value_edtf="2018-05-03", **fields
    )


def test_a_packet_tells_the_claim_its_quotation_and_where_they_come_from(fetch: Any) -> None:
    claim = make.published_event(title="The two services meet").claims.get()
    packet = checked(fetch(claim))
    assert packet.claim["fields"]["value_edtf"] == "2018-05-03"
    assert packet.claim["fields"]["credibility"] == "6"
    assert [quote["fields"]["exact"] for quote in packet.quotes.values()] == ["The meeting of 3 May 2018"]
    assert {kind for kind, _uid in packet.records} == {"claim", "evidence", "capture", "source", "publisher", "event"}
    assert of_type(packet, "event")[0]["title"] == "The two services meet"
    assert of_type(packet, "publisher")[0]["reliability"] == "C"
    assert "The two services meet: dated 3 May 2018" in "\n".join(summary(packet))


def test_one_tree_head_gives_the_same_bytes_on_the_site_and_in_the_api(fetch: Any, client: Client) -> None:
    claim = make.published_event().claims.get()
    first = fetch(claim)
    answer = client.get(f"/api/v1/claims/{claim.pk}/packet", headers={"accept-language": "az"})
    assert answer.content == first == fetch(claim)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == f'attachment; filename="claim-{claim.pk}.packet.json"'
    assert client.get(f"/claims/{claim.pk}/packet", headers={"if-none-match": answer["ETag"]}).status_code == 304
    make.event()
    assert fetch(claim) != first


def test_where_the_whole_text_is_public_the_quotation_is_found_in_it(fetch: Any) -> None:
    packet = checked(fetch(claim_in("full")))
    assert packet.tied == set(packet.quotes)
    assert "stands letter for letter" in "\n".join(summary(packet))
    assert "not wholly given" not in "\n".join(summary(packet))


def test_of_excerpts_only_what_stands_around_the_quotation_is_given(fetch: Any) -> None:
    source = make.source(f"{'Filler. ' * 100}They made a joint plan.{' Filler' * 100}")
    claim = make.published_claim(make.event(), "topic", "a joint plan", source, value_text="plans")
    packet = checked(fetch(claim))
    (capture,) = packet.captures.values()
    (window,) = capture["text"]
    assert "They made a joint plan." in window["text"]
    assert 400 < len(window["text"]) < 500
    assert packet.tied == set()
    assert "not wholly given" in "\n".join(summary(packet))


def test_of_metadata_no_text_is_given(fetch: Any) -> None:
    packet = checked(fetch(claim_in("metadata")))
    assert [capture["text"] for capture in packet.captures.values()] == [None]
    (quote,) = packet.quotes.values()
    assert quote["fields"]["exact"] == "The meeting of 3 May 2018"
    assert "prefix" in quote["withheld"]


def test_a_text_had_from_elsewhere_ties_the_quotation_to_it(fetch: Any, tmp_path: Path) -> None:
    claim = claim_in("metadata")
    capture = claim.evidence.get().capture
    (tmp_path / "text").write_text(capture.text)
    (tmp_path / "other").write_text("Something else.")
    packet = checked(fetch(claim))
    with pytest.raises(Broken, match="neither the text nor the original"):
        packet.take_file(tmp_path / "other")
    packet.take_file(tmp_path / "text")
    assert packet.tied == set(packet.quotes)


def test_a_protected_name_is_left_out_and_its_digests_stay(fetch: Any) -> None:
    person = make.entity(
        "Farid Nazarov", kind="person", names=[EntityName(text="Nazarov")], protected=True, pseudonym="Officer N"
    )
    source = make.source(access="full", title="Nazarov meets the guards")
    event = make.event(title="Farid Nazarov chairs a meeting")
    quoted = "The meeting of 3 May 2018 was chaired by Colonel Farid Nazarov"
    claim = make.published_claim(
        event, "participant", quoted, source, value_entity=person, role="chair", attributed_to=person
    )
    data = fetch(claim)
    packet = checked(data)
    assert "Nazarov" not in data.decode()
    (quote,) = packet.quotes.values()
    assert "exact" in quote["withheld"]
    assert "names" in packet.records["entity", person.pk]["withheld"]
    assert packet.document["captures"][0]["text"] is None
    assert "protected" in packet.document["words"]


def test_an_erased_value_leaves_its_digest(fetch: Any) -> None:
    claim = make.published_claim(make.event(), "topic", value_text="The plan of Karim")
    make.redact(claim, "value_text", (12, 17))
    data = fetch(claim)
    assert "Karim" not in data.decode()
    assert checked(data).claim["fields"]["value_text"] == "The plan of █████"


def test_an_erased_passage_of_a_text_leaves_its_packets_whole(fetch: Any) -> None:
    claim = claim_in("full")
    capture = claim.evidence.get().capture
    start = capture.text.index("May 2018")
    make.redact(capture, "text", (start, start + 8))
    packet = checked(fetch(claim))
    assert [quote["fields"]["exact"] for quote in packet.quotes.values()] == ["The meeting of 3 ████████"]
    assert packet.tied == set(packet.quotes)


def test_a_revised_title_is_told_and_the_earlier_one_is_not(fetch: Any) -> None:
    event = make.published_event(title="A meeting misnamed")
    make.revise(event, "title", "The meeting of Lankaran")
    claim = event.claims.get()
    data = fetch(claim)
    assert of_type(checked(data), "event")[0]["title"] == "The meeting of Lankaran"
    assert "misnamed" not in data.decode()


def test_the_packet_of_a_superseded_claim_says_so_and_names_what_took_its_place(fetch: Any) -> None:
    old = make.published_event().claims.get()
    new = records.correction(old, value_edtf="2018-05-04")
    packet = checked(fetch(old))
    assert "The claim is SUPERSEDED since" in "\n".join(summary(packet))
    assert packet.records["claim", new.pk]["fields"]["supersedes"] == old.pk
    assert checked(fetch(new)).claim["fields"]["value_edtf"] == "2018-05-04"


def test_the_packet_of_a_retracted_claim_proves_its_end_and_no_more(fetch: Any, client: Client) -> None:
    claim = make.published_claim(make.event(), "topic", value_text="Smuggling of tea")
    make.retract(claim, "The source withdrew it.")
    data = fetch(claim, status=410)
    packet = checked(data)
    assert (packet.quotes, packet.captures) == ({}, {})
    assert "Smuggling" not in data.decode()
    assert "The source withdrew it." in data.decode()
    assert "The claim is RETRACTED since" in "\n".join(summary(packet))
    assert client.get(f"/api/v1/claims/{claim.pk}/packet").status_code == 410


def test_the_subject_may_have_been_merged(fetch: Any) -> None:
    stays, folded = make.published_event(), make.published_event()
    make.merged_events(stays, folded)
    claim = folded.claims.get()
    assert checked(fetch(claim)).claim["fields"]["event"] == folded.pk


def test_a_ranking_and_a_passage_added_later_are_in_it(fetch: Any) -> None:
    claim = make.published_event().claims.get()
    later = make.evidence(claim, source := make.source(), "Twelve officers", stance="mentions")
    make.publish(source, later)
    assert set(checked(fetch(claim)).quotes) == set(Evidence.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("path", ["/claims/{uid}/packet", "/api/v1/claims/{uid}/packet"])
def test_what_was_never_published_has_no_packet(client: Client, path: str) -> None:
    draft = make.claim(make.event())
    assert client.get(path.format(uid=draft.pk)).status_code == 404
    assert client.get(path.format(uid="0000000000")).status_code == 404


@pytest.mark.parametrize("path", ["/claims/{uid}/packet", "/api/v1/claims/{uid}/packet"])
@pytest.mark.parametrize("query", ["since=0", "since=x", "since=999", "since=", "sinse=3"])
def test_a_parameter_that_names_no_head_is_refused(client: Client, path: str, query: str) -> None:
    claim = make.published_event().claims.get()
    answer = client.get(f"{path.format(uid=claim.pk)}?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] in answer.content.decode()


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    few = make.published_event().claims.get()
    many = make.published_event().claims.get()
    for _ in range(9):
        make.publish(source := make.source(), make.evidence(many, source, "Twelve officers"))
    counts = []
    for claim in (few, many):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/claims/{claim.pk}/packet").status_code == 200
        counts.append(len(captured))
    # Types of records, not records: each of them is asked for once.
    assert counts[0] == counts[1] <= 14


# -- heads -------------------------------------------------------------------------------------------------------------


def test_a_head_kept_elsewhere_is_joined_to_the_packet(client: Client, fetch: Any, tmp_path: Path) -> None:
    claim = make.published_event().claims.get()
    old, kept = tmp_path / "old.json", client.get("/data/head").json()
    old.write_bytes(fetch(claim))
    make.published_event()
    new, joined = tmp_path / "new.json", tmp_path / "joined.json"
    new.write_bytes(fetch(claim, since=kept["size"]))
    newer = client.get("/data/head").json()
    joined.write_bytes(client.get("/data/head", {"since": kept["size"], "size": newer["size"]}).content)
    noted, noted_later = (f"{head['size']}:{head['root']}" for head in (kept, newer))
    assert check_packet.main([str(old), "--head", noted]) == 0
    assert check_packet.main([str(new), "--head", noted]) == 0
    assert check_packet.main([str(old), "--head", noted_later]) == 2
    assert check_packet.main([str(old), "--head", noted_later, "--consistency", str(joined)]) == 0
    forged = f"{kept['size']}:{'0' * 64}"
    assert check_packet.main([str(old), "--head", forged]) == 1
    assert check_packet.main([str(new), "--head", forged, "--consistency", str(joined)]) == 1


def test_the_head_is_told_as_it_was_and_is(client: Client) -> None:
    make.published_event()
    now = client.get("/data/head").json()
    assert (now["size"], now["root"]) == (str(ledger.head().size), ledger.head().root)
    assert now["checkpoint"] is None
    assert client.get("/data/head?size=3").json()["root"] == ledger.root_at(3)
    assert client.get("/data/head?size=3&since=4").status_code == 400
    assert client.get("/data/head?size=nine").status_code == 400


def test_an_empty_ledger_has_a_head_too(client: Client) -> None:
    assert client.get("/data/head").json()["size"] == "0"


# -- the program by itself ---------------------------------------------------------------------------------------------


def test_the_program_runs_alone_without_packages(client: Client, fetch: Any, tmp_path: Path) -> None:
    program, file = tmp_path / "check_packet.py", tmp_path / "claim.json"
    program.write_bytes(client.get("/data/check_packet.py").content)
    file.write_bytes(fetch(claim_in("full")))

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(program), str(file)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)

    assert (done := run()).returncode == 0, done.stdout + done.stderr
    assert "this packet holds" in done.stdout
    file.write_bytes(file.read_bytes().replace(b"3 May 2018", b"4 May 2018"))
    assert (done := run()).returncode == 1
    assert "DOES NOT HOLD" in done.stdout
    file.write_text("{}")
    assert run().returncode == 2


def test_the_page_of_a_claim_and_its_json_lead_to_the_packet(client: Client) -> None:
    claim = make.published_event().claims.get()
    assert f'href="/claims/{claim.pk}/packet"' in client.get(claim.get_absolute_url()).content.decode()
    told = client.get(f"/api/v1/claims/{claim.pk}/").json()
    assert json.loads(client.get(told["packet"]).content)["claim"]["uid"] == claim.pk
