"""The first page of the admin: what waits for whom, each kind with its count and a page of all."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html

from editorial import actions, comments
from editorial.models import User
from events.actions import propose_ranking
from events.choices import AnchorResult, Rank
from events.front.blocks import FIRST, blocks
from events.models import AnchorCheck, Evidence
from sources.actions import capture
from sources.choices import LinkKind
from sources.likeness.finding import dismiss
from sources.models import SourceLink
from tests import factories as make
from tests.admin.pages import signed_in
from tests.admin.test_queue import submitted
from tests.site.counting import queries
from tests.sources.test_suspected_copies import suspect

pytestmark = pytest.mark.django_db


def counts(name: str) -> dict[str, int]:
    """Block → how much waits in it, empty ones left out."""
    return {block.key: block.count for block in blocks(User.objects.get(pk=make.user(name).pk)) if block.count}


def texts(name: str, key: str) -> list[str]:
    (block,) = (block for block in blocks(make.user(name)) if block.key == key)
    return [f"{row.text} {row.note}" for row in block.first]


def front(name: str) -> Any:
    return html.fromstring(signed_in(name).get("/admin/").content.decode())


def checked(evidence: Evidence, result: AnchorResult, text: str) -> None:
    source = evidence.capture.source
    later = capture(text.encode(), user=make.user("writer"), source=source).capture
    with actions.verb():
        AnchorCheck.objects.update_or_create(evidence=evidence, capture=later, defaults={"result": result})


def test_each_role_sees_what_is_its_own_to_do() -> None:
    submitted()
    make.event(title="A draft")
    keys = {name: [block.key for block in blocks(make.user(name))] for name in ("contributor", "writer", "manager")}
    assert keys["contributor"] == ["sent-back", "comments", "drafts", "sources"]
    assert keys["writer"] == keys["manager"]
    assert set(keys["writer"]) > set(keys["contributor"])
    assert blocks(make.user("administrator")) == blocks(make.user("outsider")) == []
    assert counts("writer") == {"drafts": counts("writer")["drafts"]}
    assert counts("reviewer")["review"] >= 1


def test_open_conflicts_are_counted_until_they_are_decided() -> None:
    event = make.published_event(title="Guards meet")
    claim = make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-05")
    assert texts("reviewer", "conflicts") == ["Guards meet date"]
    assert "conflicts" not in counts("contributor")
    make.publish(propose := propose_ranking(claim, Rank.PREFERRED, reason="So.", user=make.user("writer"), draft=True))
    assert propose.is_published
    assert "conflicts" not in counts("reviewer")


def test_a_source_waits_until_something_of_it_is_quoted() -> None:
    source = make.source(title="An unread report")
    assert texts("writer", "sources") == ["An unread report draft"]
    assert "sources" not in counts("contributor")
    evidence = make.evidence(make.claim(make.event()), source)
    assert "sources" not in counts("writer")
    actions.discard([evidence], user=make.user("writer"))
    assert counts("writer")["sources"] == 1
    actions.discard([source], user=make.user("writer"))
    assert "sources" not in counts("writer")


def test_suspected_republications_are_links_that_nobody_decided_on() -> None:
    one, other = make.source(title="The copy"), make.source(title="The original")
    make.publish(one, other)
    for kind in (LinkKind.REPUBLISHES, LinkKind.CITES):
        link = SourceLink(source=one, kind=kind, target=other, reason="The same words.")
        actions.save(link, user=make.user("writer"))
    assert texts("reviewer", "republications") == ["The copy republishes The original draft"]
    make.publish(SourceLink.objects.get(kind=LinkKind.REPUBLISHES))
    assert "republications" not in counts("reviewer")


def test_a_quotation_that_went_missing_waits_until_a_later_capture_has_it_again() -> None:
    evidence = make.published_event().claims.get().evidence.get()
    checked(evidence, AnchorResult.EXACT, "One.")
    assert "quotes" not in counts("writer")
    checked(evidence, AnchorResult.MISSING, "Two.")
    assert texts("writer", "quotes") == ["“The meeting of 3 May 2018” Missing"]
    checked(evidence, AnchorResult.MOVED, "Three.")
    assert "quotes" not in counts("writer")


def test_a_quotation_whose_claim_was_retracted_waits_no_more() -> None:
    claim = make.published_event().claims.get()
    checked(claim.evidence.get(), AnchorResult.CHANGED, "One.")
    assert counts("writer")["quotes"] == 1
    make.retract(claim)
    assert "quotes" not in counts("writer")


def test_comments_for_me_are_there() -> None:
    comments.say(make.event(), "Look, @reviewer.", user=make.user("manager"))
    make.user("reviewer")
    comments.say(make.event(), "Once more, @reviewer.", user=make.user("manager"))
    assert texts("reviewer", "comments") == ["Once more, @reviewer. manager"]


def test_the_page_names_the_first_few_and_leads_to_all() -> None:
    for number in range(FIRST + 2):
        make.event(title=f"Plan {number}")
    page = front("writer")
    block = page.xpath("//section[@id='waits-drafts']")[0]
    assert len(block.xpath(".//li")) == FIRST
    assert block.xpath(".//*[@class='front-count']")[0].text == str(FIRST + 2)
    assert "/admin/waiting/drafts/" in block.xpath(".//p[@class='front-all']/a/@href")
    everything = signed_in("writer").get("/admin/waiting/drafts/").content.decode()
    assert all(f"Plan {number}" in everything for number in range(FIRST + 2))


def test_a_proposal_is_called_by_what_it_proposes() -> None:
    event = make.published_event(title="Guards meet")
    actions.propose_retraction(event, reason="It was a rumour.", user=make.user("writer"))
    actions.propose_revision(event, field="summary", new="They met.", reason="So.", user=make.user("writer"))
    waiting = " ".join(texts("manager", "review"))
    assert "Retraction: Guards meet" in waiting
    assert "New summary: Guards meet" in waiting
    assert "New summary: Guards meet" in signed_in("manager").get("/admin/desk/").content.decode()


def test_when_nothing_waits_the_page_says_what_to_do_next() -> None:
    make.user("contributor")
    page = front("contributor")
    assert "Nothing waits for you. Add a source" in page.xpath("//p[@class='front-empty']")[0].text_content()
    assert not front("administrator").xpath("//section[@class='front']")


@pytest.mark.parametrize(("name", "status"), [("outsider", 302), ("administrator", 403), ("contributor", 404)])
def test_the_pages_of_all_are_for_those_whose_block_it_is(name: str, status: int) -> None:
    assert signed_in(name).get("/admin/waiting/quotes/").status_code == status
    assert signed_in("writer").get("/admin/waiting/quotes/").status_code == 200
    assert signed_in("writer").get("/admin/waiting/nonsense/").status_code == 404


def test_the_page_takes_no_more_queries_when_more_waits() -> None:
    def more() -> None:
        submitted()
        event = make.published_event()
        make.published_claim(event, "date", "3 May 2018", value_edtf="2018-05-05")
        actions.propose_revision(event, field="summary", new="So.", reason="So.", user=make.user("writer"))
        checked(event.claims.all()[0].evidence.get(), AnchorResult.MISSING, f"Report on {event.title}.")
        link = SourceLink(source=make.source(), kind=LinkKind.REPUBLISHES, target=make.source(), reason="Same.")
        actions.save(link, user=make.user("writer"))
        comments.say(event, "Look, @reviewer.", user=make.user("manager"))

    make.user("reviewer")
    clients = [signed_in("reviewer"), signed_in("writer")]
    more()
    more()
    few = [queries(client, "/admin/") for client in clients]
    for _ in range(4):
        more()
    assert [queries(client, "/admin/") for client in clients] == few
    assert max(few) <= 60


def test_suspected_copies_wait_until_somebody_judges_them() -> None:
    pair = suspect()
    assert counts("reviewer")["copies"] == 1
    assert str(pair.original) in texts("reviewer", "copies")[0]
    dismiss(pair, user=make.user("writer"))
    assert "copies" not in counts("reviewer")
