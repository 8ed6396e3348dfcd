"""The page of an event: each value with its words, rivals side by side, what was corrected in the open."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from editorial import actions
from events.actions import correct, quote, rank
from events.choices import Rank, Stance
from events.models import Claim, Entity, Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(client: Client, event: Event) -> str:
    return client.get(event.get_absolute_url()).content.decode()


def rivals() -> Event:
    """An event that two claims date differently."""
    event = make.published_event()
    make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-04")
    return event


def test_a_value_leads_to_its_quotation_and_to_the_passage_in_its_source(client: Client) -> None:
    event = make.published_event()
    evidence = event.claims.get().evidence.get()
    shown = page(client, event)
    assert "<mark>The meeting of 3 May 2018</mark> was chaired by" in shown
    assert 'id="ref-1" href="#fn-1"' in shown
    assert 'id="fn-1"' in shown
    passage = f"{evidence.capture.source.get_absolute_url()}?claim={evidence.claim_id}#p-{evidence.pk}"
    assert f'href="{passage}"' in shown
    source = client.get(passage).content.decode()
    assert f'id="p-{evidence.pk}"' in source
    assert f'href="{event.get_absolute_url()}#c-{evidence.claim_id}"' in source


def test_a_page_of_a_source_leads_back_only_to_what_rests_on_it(client: Client) -> None:
    event, other = make.published_event(), make.published_event(title="Another meeting")
    source = event.claims.get().evidence.get().capture.source
    shown = client.get(f"{source.get_absolute_url()}?claim={other.claims.get().pk}").content.decode()
    assert 'class="back"' not in shown
    assert "Another meeting" not in shown


def test_a_value_that_two_claims_state_alike_stands_there_once_with_all_its_proof(client: Client) -> None:
    event = make.published_event()
    second = make.published_claim(event, "date", "The meeting of 3 May 2018", value_edtf="2018-05-03")
    shown = page(client, event)
    assert shown.count('<time datetime="2018-05-03">3 May 2018</time> <a') == 1
    assert f'id="c-{second.pk}"' in shown
    assert "2 sources, 2 independent origins" in shown


def test_values_on_different_words_stand_apart(client: Client) -> None:
    event, service, ministry = make.published_event(), make.entity("Service"), make.entity("Ministry")
    for whose in (service, ministry):
        make.published_claim(event, "statement", value_text="All went well.", attributed_to=whose)
    assert page(client, event).count('class="value value--text"') == 2


def test_a_passage_that_was_never_looked_for_again_says_so(client: Client) -> None:
    assert "not looked for again since" in page(client, make.published_event())


def dated(title: str, day: str, *entities: Entity, part_of: Event | None = None) -> Event:
    """A published event of that day in which these took part."""
    event = make.event(title=title, part_of=part_of)
    make.published_claim(event, "date", value_edtf=day)
    for entity in entities:
        make.published_claim(event, "participant", value_entity=entity, role="participant")
    return event


def test_an_event_shows_what_came_before_and_after_with_its_participants(client: Client) -> None:
    guards, other = make.entity("Guards"), make.entity("Customs")
    make.publish(guards, other)
    dated("The first meeting", "2016-01-01", guards)
    middle = dated("The second meeting", "2017", guards)
    dated("The third meeting", "2018-05", guards)
    dated("Something else", "2018-06", other)
    shown = page(client, middle)
    here = shown.index('id="h-nearby"')
    assert here < shown.index("The first meeting") < shown.index(">After<") < shown.index("The third meeting")
    assert "Something else" not in shown


def test_events_on_the_same_days_are_related_and_neither_before_nor_after(client: Client) -> None:
    guards = make.entity("Guards")
    make.publish(guards)
    event = dated("The meeting", "2018-05-03", guards)
    dated("The reception", "2018-05", guards)
    shown = page(client, event)
    assert shown.index(">Related<") < shown.index("The reception")
    assert "Nothing earlier is recorded of these participants." in shown


def test_an_event_that_shares_nobody_has_no_neighbours(client: Client) -> None:
    event = dated("Alone", "2018")
    dated("Elsewhere", "2017")
    assert 'id="h-nearby"' not in page(client, event)


def test_grades_that_nobody_judged_are_not_called_low(client: Client) -> None:
    event = make.event()
    source = make.source(publisher=make.publisher(reliability="F"))
    evidence = make.evidence(make.claim(event), source)
    make.publish(event, evidence.claim, evidence, source)
    assert "source F, not judged · information 6, not judged" in page(client, event)


def test_sources_without_public_text_are_not_linked_into(client: Client) -> None:
    event, source = make.event(), make.source(access="metadata")
    evidence = make.evidence(make.claim(event), source)
    make.publish(event, evidence.claim, evidence, source)
    assert f"#p-{evidence.pk}" not in page(client, event)
    text = client.get(source.get_absolute_url()).content.decode()
    assert "ended with a joint plan" not in text


def test_rival_values_stand_side_by_side_with_the_ranking_and_its_reason(client: Client) -> None:
    event = rivals()
    first, second = event.claims.order_by("value_edtf")
    make.publish(rank(second, Rank.PREFERRED, reason="It was written by a guest.", user=make.user("writer")))
    shown = page(client, event)
    assert shown.index('class="conflict"') < shown.index(f'id="c-{second.pk}"') < shown.index(f'id="c-{first.pk}"')
    assert "It was written by a guest." in shown
    assert "4 May 2018 or 3 May 2018" in shown
    assert "Conflict: date" in client.get("/events/").content.decode()


def test_a_passage_that_contradicts_is_marked_as_such(client: Client) -> None:
    event, other = make.published_event(), make.source("The meeting never took place.")
    evidence = quote(
        event.claims.get(),
        other.captures.get(),
        "never took place",
        stance=Stance.CONTRADICTS,
        user=make.user("writer"),
    )
    make.publish(other, evidence)
    shown = page(client, event)
    assert "fnref--contradicts" in shown
    assert "stance--contradicts" in shown
    assert "1 source, 1 independent origin" in shown


def test_reprints_are_counted_once(client: Client) -> None:
    event, copy = make.published_event(), make.source()
    claim = event.claims.get()
    make.publish(copy, make.evidence(claim, copy))
    make.published_link(copy, claim.evidence.order_by("created_at").first().capture.source)
    assert "2 sources, 1 independent origin" in page(client, event)


def test_an_allegation_is_told_as_somebodys_word(client: Client) -> None:
    event, ministry = make.published_event(), make.entity("Ministry of the Interior")
    make.published_claim(event, "allegation", value_text="The border was left open.", attributed_to=ministry)
    shown = page(client, event)
    assert "According to" in shown
    assert "Ministry of the Interior" in shown
    assert "badge--allegation" in shown


def test_a_correction_is_listed_with_what_holds_now(client: Client) -> None:
    event = make.published_event()
    old = event.claims.get()
    new = correct(old, value_edtf="2018-05", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    shown = page(client, event)
    assert "Corrected and retracted" in shown
    assert "<del>3 May 2018</del> → May 2018" in shown
    assert old.get_absolute_url() in shown


def test_a_retraction_is_listed_with_its_reason(client: Client) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "topic", value_text="Smuggling")
    proposal = actions.propose_retraction(claim, reason="The passage speaks of fishing.", user=make.user("writer"))
    actions.publish([proposal], user=make.user("manager"))
    shown = page(client, event)
    assert "<del>Smuggling</del>" in shown
    assert "Reason: The passage speaks of fishing." in shown


def test_that_a_value_is_unknown_is_said_in_words(client: Client) -> None:
    event = make.published_event()
    make.published_claim(event, "place", value_kind="unknown")
    make.published_claim(event, "outcome", value_kind="none")
    shown = page(client, event)
    assert "Not known" in shown
    assert "None" in shown


def test_the_whole_event_and_its_parts_lead_to_each_other(client: Client) -> None:
    whole = make.published_event(title="The conference")
    part = make.published_event(title="The closing session", part_of=whole)
    assert whole.get_absolute_url() in page(client, part)
    assert part.get_absolute_url() in page(client, whole)


def test_before_its_publication_the_page_says_so(client: Client) -> None:
    event = make.published_event()
    response = client.get(event.get_absolute_url(), {"as_of": "2001-01-01"})
    shown = response.content.decode()
    assert response.status_code == 404
    assert "You asked for 1 January 2001." in shown
    assert "<mark>" not in shown


def test_a_corrected_value_stands_again_on_the_day_before(client: Client) -> None:
    event, source = make.event(title="A meeting"), make.source()
    evidence = make.evidence(make.claim(event), source)
    waiting = actions.submit([event, source, evidence.claim, evidence], user=make.user("writer"))
    actions.publish(waiting, user=make.user("manager"), at=datetime(2020, 1, 1, 12, tzinfo=UTC))
    new = correct(Claim.objects.get(), value_edtf="2018-05", user=make.user("writer"))
    make.publish(new, *new.evidence.all())
    event.refresh_from_db()
    assert "<del>3 May 2018</del> → May 2018" in page(client, event)
    then = client.get(event.get_absolute_url(), {"as_of": "2020-01-01"}).content.decode()
    assert '<p class="value" dir="auto"><time datetime="2018-05-03">3 May 2018</time>' in then
    assert "<mark>The meeting of 3 May 2018</mark>" in then
    assert "Corrected and retracted" not in then


def test_a_day_that_cannot_be_read_gives_a_plain_message(client: Client) -> None:
    event = make.published_event()
    shown = client.get(event.get_absolute_url(), {"as_of": "yesterday"}).content.decode()
    assert "“yesterday” is no day" in shown
    assert "<mark>The meeting of 3 May 2018</mark>" in shown
