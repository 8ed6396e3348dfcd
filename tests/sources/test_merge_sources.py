"""Merging sources: two records of one document are one source; parted again, everything is as it was."""

from typing import Any

import pytest
from django.test import Client

from ctarchive import search
from editorial import actions
from editorial.errors import FourEyes, NotAllowed
from events.models import Claim
from sources.actions import link
from sources.choices import LinkKind
from sources.models import Source, SourceLink
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db


def pair() -> tuple[Source, Source]:
    """Two published sources that support one claim; the second has no capture but its own."""
    kept, doubled = make.source(title="Guards meet", access="full"), make.source(title="The guards met")
    event = make.published_event()
    claim = event.claims.get()
    for one in (kept, doubled):
        more = make.evidence(claim, one)
        make.publish(one, more)
    return kept, doubled


def merged(doubled: Source, kept: Source) -> SourceLink:
    made = make.published_link(doubled, kept, LinkKind.IDENTICAL_TO)
    for one in (kept, doubled):
        one.refresh_from_db()
    return made


def derived() -> list[Any]:
    sources = Source.objects.order_by("pk").values_list("pk", "root", "origin")
    return [*sources, *Claim.objects.order_by("pk").values_list("pk", "sources_count", "origins_count")]


def test_one_document_is_one_source_and_one_origin() -> None:
    kept, doubled = pair()
    merged(doubled, kept)
    assert (doubled.root, doubled.origin, kept.root) == (kept, kept, kept)
    claim = Claim.objects.get()
    assert (claim.sources_count, claim.origins_count) == (2, 2)  # with the source of the event itself
    assert make.findings() == []
    assert list(search.verify()) == []


def test_parting_them_restores_exactly() -> None:
    kept, doubled = pair()
    before = derived()
    same = merged(doubled, kept)
    assert derived() != before
    make.retract(same)
    assert derived() == before
    assert make.findings() == []
    assert list(search.verify()) == []


def test_the_folded_one_leads_to_the_other_and_stands_in_no_list(client: Client) -> None:
    kept, doubled = pair()
    old = doubled.get_absolute_url()
    merged(doubled, kept)
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, kept.get_absolute_url())
    answer = client.get(f"/api/v1/sources/{doubled.pk}/")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"/api/v1/sources/{kept.pk}/")
    assert doubled.pk not in {row["uid"] for row in client.get("/api/v1/sources/").json()["results"]}
    assert "The guards met" not in client.get("/sources/").content.decode()
    found = search.search("The guards met", record_type="source").hits
    assert kept.pk in {hit.uid for hit in found}
    assert doubled.pk not in {hit.uid for hit in found}


def test_its_page_lists_the_captures_and_quotations_of_both(client: Client) -> None:
    kept, doubled = pair()
    same = merged(doubled, kept)
    page = client.get(kept.get_absolute_url()).content.decode()
    for one in (kept, doubled):
        assert make.capture_of(one).pk in page
    assert same.reason in page
    assert "recorded of “The guards met”" in page
    assert page.count('id="r-') == 2
    told = client.get(f"/api/v1/sources/{kept.pk}/").json()
    assert told["merged"] == [{"uid": doubled.pk, "title": "The guards met"}]
    assert {c["uid"] for c in told["captures"]} == {make.capture_of(one).pk for one in (kept, doubled)}
    assert [(one["source"]["uid"], one["target"]["uid"]) for one in told["links"]] == [(doubled.pk, kept.pk)]


def test_each_text_is_shown_as_far_as_its_own_record_allows(client: Client) -> None:
    kept, doubled = pair()
    make.revise(doubled, "access", "metadata")
    merged(doubled, kept)
    captures = {c["uid"]: c["text"] for c in client.get(f"/api/v1/sources/{kept.pk}/").json()["captures"]}
    assert captures[make.capture_of(kept).pk]
    assert captures[make.capture_of(doubled).pk] is None


def test_claims_and_events_are_found_by_both_uids(client: Client) -> None:
    kept, doubled = pair()
    merged(doubled, kept)
    for kind in ("claims", "events"):
        found = [client.get(f"/api/v1/{kind}/?source={one.pk}").json()["results"] for one in (kept, doubled)]
        assert [row["uid"] for row in found[0]] == [row["uid"] for row in found[1]] != []
    evidence = client.get("/api/v1/claims/").json()["results"][0]["evidence"]
    assert doubled.pk not in {one["source"]["uid"] for one in evidence}


def test_lineage_of_either_is_the_others(client: Client) -> None:
    kept, doubled = pair()
    first = make.source(title="The first report")
    make.publish(first)
    make.published_link(doubled, first)
    merged(doubled, kept)
    assert "The first report" in client.get(kept.get_absolute_url()).content.decode()
    assert kept.origin == first
    assert make.findings() == []


def test_who_may_merge_sources() -> None:
    kept, doubled = pair()
    with pytest.raises(NotAllowed):
        link(doubled, LinkKind.IDENTICAL_TO, kept, reason="One.", user=make.user("outsider"))
    judged = link(doubled, LinkKind.IDENTICAL_TO, kept, reason="One.", user=make.user("manager"))
    make.in_review(judged)
    with pytest.raises(NotAllowed):
        actions.publish([judged], user=make.user("reviewer"))
    with pytest.raises(FourEyes):
        actions.publish([judged], user=make.user("manager"))
    actions.publish([judged], user=make.user("second_manager"))


def test_queries_do_not_grow_with_what_was_merged(client: Client) -> None:
    kept, doubled = pair()
    merged(doubled, kept)
    few = queries(client, kept.get_absolute_url()), queries(client, "/api/v1/sources/")
    for _ in range(3):
        more = make.source()
        make.publish(more)
        merged(more, kept)
    assert (queries(client, kept.get_absolute_url()), queries(client, "/api/v1/sources/")) == few
