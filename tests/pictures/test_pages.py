"""The pages of pictures: what is drawn is what is published, and the tables say the same."""

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html

from ctarchive.pictures import views
from events.actions import publish_bundle, submit_bundle
from events.models import Entity, Event
from sources.choices import LinkKind
from tests import factories as make
from tests.site.counting import queries

pytestmark = pytest.mark.django_db

PAGES = ("/events/timeline/", "/events/map/")


def page(client: Client, url: str) -> Any:
    response = client.get(url)
    assert response.status_code == 200, url
    return html.fromstring(response.content)


def has(name: str) -> str:
    """XPath: of this class."""
    return f"[contains(concat(' ', @class, ' '), ' {name} ')]"


def drawn(tree: Any, of: str = "pic__wide") -> dict[str, str]:
    """Where the links of a picture lead → what they say."""
    return {
        a.get("href"): a.get("aria-label")
        for a in tree.xpath(f"//*{has(of)}//*[local-name()='svg']//*[local-name()='a']")
    }


def happened(title: str = "", *, place: Entity | None = None, who: tuple[Entity, ...] = (), **date: Any) -> Event:
    """A published event on 3 May 2018 (or another date), at a place, with participants."""
    made, source = make.event(**({"title": title} if title else {})), make.source()
    make.evidence(make.claim(made, **date), source)
    if place:
        make.evidence(make.claim(made, "place", value_entity=place), source, "Lankaran")
    for entity in who:
        make.evidence(make.claim(made, "participant", value_entity=entity, role="host"), source, "Border guards")
    make.publish(*[e for e in (place, *who) if e is not None and not e.is_published])
    submit_bundle(made, user=make.user("writer"))
    publish_bundle(made, user=make.user("reviewer"))
    made.refresh_from_db()
    return made


def city(name: str = "Lankaran", **fields: Any) -> Entity:
    values = {"kind": "place", "latitude": "38.75", "longitude": "48.85"} | fields
    return make.entity(name, **values)


# -- timeline ----------------------------------------------------------------------------------------------------------


def test_the_timeline_has_each_published_event_and_its_table_has_the_same(client: Client) -> None:
    one, other = happened("Guards meet"), happened("Guards meet again", value_edtf="2019-05~")
    make.event(title="A draft")
    tree = page(client, "/events/timeline/")
    expected = {e.get_absolute_url() for e in (one, other)}
    assert set(drawn(tree)) == set(drawn(tree, "pic__narrow")) == expected
    assert {a.get("href") for a in tree.xpath("//*[@id='timeline-table']//tbody//th//a")} == expected
    assert "A draft" not in tree.text_content()


def test_the_timeline_is_filtered_as_the_list_is(client: Client) -> None:
    happened("Guards meet")
    law = happened("A treaty", value_edtf="2019")
    assert set(drawn(page(client, "/events/timeline/?after=2019"))) == {law.get_absolute_url()}
    tree = page(client, "/events/timeline/?q=treaty&after=nonsense")
    assert tree.xpath("//*[@role='alert']")
    assert not drawn(tree)


def test_many_events_are_counted_and_each_bar_leads_to_as_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_MARKS", 2)
    for year in ("2001", "2001-05", "2004/2005", "2010-02-03", "2010"):
        happened(value_edtf=year)
    tree = page(client, "/events/timeline/?q=meeting")
    bars = drawn(tree) | drawn(tree, "pic__narrow")
    assert len(bars) == 8
    for url, said in bars.items():
        number = int(re.search(r"(\d+) events?$", said).group(1))
        assert page(client, url).xpath("//p[@role='status']")[0].text_content().startswith(f"{number} event"), url
    rows = {row[0].text_content(): row[-1].text_content() for row in tree.xpath("//*[@id='timeline-table']//tbody/tr")}
    assert rows == {"2001": "2", "2004": "1", "2005": "1", "2010": "2"}


def test_an_empty_archive_has_pictures_of_nothing(client: Client) -> None:
    for url in PAGES:
        assert "Nothing is published here yet" in page(client, url).text_content()


# -- map ---------------------------------------------------------------------------------------------------------------


def test_the_map_has_places_with_their_events_and_its_table_the_same(client: Client) -> None:
    here, there = city(), city("Cape Town", latitude="-33.92", longitude="18.42")
    happened(place=here)
    happened(place=here)
    happened(place=there)
    happened()
    tree = page(client, "/events/map/")
    expected = {f"/events/?place={here.pk}": "Lankaran: 2 events", f"/events/?place={there.pk}": "Cape Town: 1 event"}
    assert drawn(tree) == drawn(tree, "pic__narrow") == expected
    assert [r.text_content() for r in tree.xpath("//*[@id='places']//tbody//td[@class='num']")] == ["2", "1"]
    assert "1 event has no place that can be drawn" in tree.text_content()
    near = page(client, "/events/map/?zoom=ZA")
    assert list(drawn(near).values()) == ["Cape Town: 1 event"]
    assert "2 events lie beyond" in near.text_content()


def test_a_place_without_coordinates_stands_in_its_country(client: Client) -> None:
    happened(place=city("Somewhere", latitude=None, longitude=None, country="AZ"))
    tree = page(client, "/events/map/")
    assert tree.xpath(f"//circle{has('pic__spot--country')}")
    assert "the middle of its country" in tree.text_content()


def test_near_places_share_a_circle_that_leads_nearer(client: Client) -> None:
    happened(place=city())
    happened(place=city("Astara", latitude="38.45", longitude="48.87"))
    ((url, said),) = drawn(page(client, "/events/map/?kind=meeting")).items()
    assert url.startswith("/events/map/?kind=meeting&zoom=")
    assert "2 events" in said
    assert len(drawn(page(client, url))) == 2


def test_a_zoom_that_cannot_be_read_says_so(client: Client) -> None:
    happened()
    assert "cannot be read" in page(client, "/events/map/?zoom=Atlantis").xpath("//*[@role='alert']")[0].text_content()


# -- network -----------------------------------------------------------------------------------------------------------


def test_a_network_has_companions_with_events_and_roles(client: Client) -> None:
    ego, friend, other = (make.entity(name) for name in ("Border Service", "Customs", "Coast Guard"))
    make.publish(ego, friend, other)
    happened(who=(ego, friend))
    happened(who=(ego, friend, other))
    happened(who=(friend, other))
    tree = page(client, f"{ego.get_absolute_url()}network/")
    expected = {
        friend.get_absolute_url(): "Customs: 2 events together",
        other.get_absolute_url(): "Coast Guard: 1 event together",
    }
    assert drawn(tree) == drawn(tree, "pic__narrow") == expected
    rows = [[cell.text_content() for cell in row] for row in tree.xpath("//*[@id='network-table']//tbody/tr")]
    assert rows == [
        ["Customs", "Public body", "2", "2018", "host", "0"],
        ["Coast Guard", "Public body", "1", "2018", "host", "0"],
    ]
    assert set(drawn(page(client, ego.get_absolute_url()))) == set(expected)


def test_a_claim_that_two_work_together_joins_them(client: Client) -> None:
    ego, other = make.entity("Border Service"), make.entity("Customs")
    make.publish(ego, other)
    make.published_claim(ego, "cooperates_with", value_entity=other)
    for one, two in ((ego, other), (other, ego)):
        found = drawn(page(client, f"{one.get_absolute_url()}network/"))
        assert found == {two.get_absolute_url(): f"{two.name}: 0 events together, said to cooperate"}


def test_a_network_has_one_address_and_drafts_have_none(client: Client) -> None:
    ego, old = make.entity("Border Service"), make.entity("Border Office")
    assert client.get(f"/entities/{ego.pk}/network/").status_code == 404
    make.publish(ego, old)
    make.published_match(ego, old)
    for uid in (ego.pk, old.pk):
        assert client.get(f"/entities/{uid}/network/")["Location"] == f"{ego.get_absolute_url()}network/"
    assert client.get(f"/embed/entities/{old.pk}/network/")["Location"] == f"/embed/entities/{ego.pk}/network/"
    gone = make.entity()
    make.publish(gone)
    make.retract(gone)
    assert client.get(f"{gone.get_absolute_url()}network/").status_code == 410


def test_pictures_of_protected_people_have_their_pseudonym_alone(client: Client) -> None:
    person = make.entity("Farid Nazarov", kind="person", protected=True, pseudonym="Officer A")
    service = make.entity("Border Service")
    make.publish(person, service)
    happened("Farid Nazarov meets the guards", who=(person, service))
    for url in ("/events/timeline/", f"{service.get_absolute_url()}network/", f"/embed/entities/{service.pk}/network/"):
        body = client.get(url).content.decode()
        assert "Nazarov" not in body
        assert "Officer A" in body


def test_hostile_titles_and_filters_are_escaped(client: Client) -> None:
    happened('</text><script>alert("1")</script>')
    for path in (*PAGES, "/embed/events/timeline/"):
        body = (
            client.get(path, {"q": '"><script>alert(2)</script>'}).content.decode() + client.get(path).content.decode()
        )
        assert "<script>" not in body


# -- within other pages ------------------------------------------------------------------------------------------------


def test_a_source_shows_whom_it_repeats(client: Client) -> None:
    original, copy, later = make.source(), make.source(), make.source()
    make.publish(original, copy, later)
    make.published_link(copy, original)
    make.published_link(later, copy, LinkKind.CITES)
    tree = page(client, original.get_absolute_url())
    assert set(drawn(tree)) == {s.get_absolute_url() for s in (original, copy, later)}
    assert (
        len(tree.xpath(f"//circle{has('pic__node--origin')}")) == 4
    )  # the original and the one that only cites, twice


def test_an_event_shows_its_place_on_a_small_map(client: Client) -> None:
    tree = page(client, happened(place=city()).get_absolute_url())
    (svg,) = tree.xpath(f"//*{has('pic--inset')}/svg")
    assert svg.get("role") == "img"
    assert "38.75, 48.85" in tree.xpath(f"//*{has('pic--inset')}/figcaption")[0].text_content()
    assert not page(client, happened().get_absolute_url()).xpath(f"//*{has('pic--inset')}")


# -- elsewhere ---------------------------------------------------------------------------------------------------------


def test_frames_alone_may_be_embedded(client: Client) -> None:
    ego = make.entity("Border Service")
    make.publish(ego)
    happened(who=(ego,))
    for path in ("/embed/events/timeline/", "/embed/events/map/", f"/embed/entities/{ego.pk}/network/"):
        response = client.get(path)
        assert "frame-ancestors *" in response["Content-Security-Policy"]
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "X-Frame-Options" not in response
        assert "Version " in response.content.decode()
    for path in (*PAGES, f"{ego.get_absolute_url()}network/"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


def test_oembed_is_found_and_gives_a_frame_of_the_same_picture(client: Client) -> None:
    happened()
    tree = page(client, "/events/timeline/?kind=meeting")
    (link,) = tree.xpath('//link[@type="application/json+oembed"]/@href')
    link = link[link.index("/oembed") :]
    answer = client.get(link).json()
    assert (answer["version"], answer["type"], answer["width"]) == ("1.0", "rich", 800)
    src = html.fromstring(answer["html"]).get("src")
    assert src.endswith("/embed/events/timeline/?kind=meeting")
    small = client.get(f"{link}&maxwidth=320&maxheight=240").json()
    assert (small["width"], small["height"]) == (320, 240)


def test_oembed_refuses_what_is_no_picture_of_ours(client: Client) -> None:
    for url in ("https://else.example/events/map/", "/events/", "/nowhere", "", "javascript:alert(1)", "http://[x"):
        assert client.get(f"/oembed?url={quote(url, safe='')}").status_code == 404, url
    assert client.get("/oembed?url=/events/map/&format=xml").status_code == 501
    answer = client.get("/oembed", {"url": '/events/map/?q="><script>x</script>'})
    assert "<script>" not in answer.json()["html"]


def test_no_picture_takes_more_queries_for_more_records(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ego = make.entity("Border Service")
    make.publish(ego)
    urls = [*PAGES, "/embed/events/timeline/", "/embed/events/map/", f"{ego.get_absolute_url()}network/"]
    urls += [f"/embed/entities/{ego.pk}/network/", "/", ego.get_absolute_url(), "/events/timeline/?country=AZ"]

    def grow(count: int) -> None:
        for number in range(count):
            happened(place=city(latitude=f"{number % 60}"), who=(ego, make.entity(), make.entity()))

    grow(3)
    few = [queries(client, url) for url in urls]
    grow(9)
    assert [queries(client, url) for url in urls] == few
    assert max(few) <= 12
    monkeypatch.setattr(views, "MOST_MARKS", 2)
    assert queries(client, "/events/timeline/") <= 12
