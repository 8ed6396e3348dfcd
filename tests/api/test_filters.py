"""Each filter finds what it should, and nothing twice."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from events.actions import quote, rank
from events.choices import EventKind, Rank, Stance
from events.models import Claim
from tests import factories as make
from tests.api import records
from tests.api.conftest import Found, Read

pytestmark = pytest.mark.django_db


class Scene:
    """A visit in Lankaran, with hosts, guests and two sources; and a meeting that nothing but its date is known of."""

    def __init__(self) -> None:
        self.whole = make.published_event(title="Border forum", kind=EventKind.SESSION)
        self.visit = make.published_event(title="Visit to Lankaran", kind=EventKind.VISIT, part_of=self.whole)
        self.meeting = make.published_event(title="Meeting", summary="On smuggling.", kind=EventKind.MEETING)
        self.town = records.entity("Lankaran", kind="place", country="AZ")
        self.host = records.entity("Border Guard of Ardia", wikidata="Q42", also=("ABG",))
        self.guest = records.entity("Border Police of Belmark", country="BE")
        self.first = make.source(publisher=make.publisher(country="AZ", reliability="B"), language="az")
        self.second = make.source(reliability="A", kind="press_release", symbol="S/2018/7", published="2018-06")
        self.place = self.claim("place", value_entity=self.town)
        self.hosting = self.claim("participant", value_entity=self.host, role="host")
        self.guests = self.claim("participant", value_entity=self.guest, role="observer")
        self.word = self.claim("statement", value_text="It was useful.", attributed_to=self.host, credibility=2)

    def claim(self, property: str, **values: Any) -> Claim:
        made = make.published_claim(self.visit, property, of=self.first, **values)
        second = quote(made, make.capture_of(self.second), "Twelve officers", user=make.user("writer"))
        make.publish(*([self.second] if self.second.state == "draft" else []), second)
        return made


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Made once, for all stories here: none of them changes anything."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


def check(scene: Scene, found: Found, path: str, query: str, names: str) -> None:
    """The query finds the named members of the scene, each once, in this order unless it is sorted by name below."""
    parameters = dict(part.split("=", 1) for part in query.split("&"))
    filled = {k: getattr(scene, v[1:]).pk if v[:1] == "@" else v for k, v in parameters.items()}
    uids = found(path, **filled)
    known = {record.pk: name for name, record in vars(scene).items()}
    told = [known[uid] for uid in uids if uid in known]
    assert len(uids) == len(set(uids))
    assert told == names.split() if "ordering" in query else sorted(told) == sorted(names.split())


EVENTS = [
    ("q=lankaran", "visit"),
    ("q=SMUGGLING on", "meeting"),
    ("kind=visit", "visit"),
    ("kind=visit,session", "visit whole"),
    ("after=2018-05-03", "visit meeting whole"),
    ("after=2018-05-04", ""),
    ("before=2018-05-03", "visit meeting whole"),
    ("before=2018-05-02", ""),
    ("during=2018-05", "visit meeting whole"),
    ("during=2018-05-04/..", ""),
    ("place=@town", "visit"),
    ("place=@host", ""),
    ("country=az", "visit"),
    ("country=BE", ""),
    ("participant=@host", "visit"),
    ("participant=@town", ""),
    ("role=host", "visit"),
    ("role=speaker", ""),
    ("participant=@host&role=observer", ""),
    ("property=statement", "visit"),
    ("attributed_to=@host", "visit"),
    ("property=place&attributed_to=@host", ""),
    ("source=@second", "visit"),
    ("origins_min=2", "visit"),
    ("conflict=true", ""),
    ("conflict=no", "visit meeting whole"),
    ("part_of=@whole", "visit"),
    ("updated_since=2020-01-01", "visit meeting whole"),
    ("updated_since=2999-01-01T00:00:00Z", ""),
    ("precision=day", "visit meeting whole"),
    ("precision=month,year,longer", ""),
    ("stance=supports&property=place", "visit"),
    ("stance=contradicts", ""),
    ("reliability=A", "visit"),
    ("reliability=A&source=@first", ""),
    ("credibility_max=2", "visit"),
    ("credibility_max=2&property=place", ""),
    ("source_kind=press_release", "visit"),
    ("fidelity=digest", ""),
    ("ordering=title", "whole meeting visit"),
    ("ordering=-title", "visit meeting whole"),
]


@pytest.mark.parametrize(("query", "names"), EVENTS)
def test_events(scene: Scene, found: Found, query: str, names: str) -> None:
    check(scene, found, "events/", query, names)


def test_events_in_which_all_of_several_took_part(scene: Scene, found: Found) -> None:
    assert found("events/", participant=[scene.host.pk, scene.guest.pk]) == [scene.visit.pk]
    assert found("events/", participant=f"{scene.host.pk},{scene.guest.pk}") == [scene.visit.pk]
    assert found("events/", participant=[scene.host.pk, scene.town.pk]) == []


def test_events_told_of_by_a_publisher(scene: Scene, found: Found) -> None:
    assert found("events/", publisher=scene.first.publisher_id) == [scene.visit.pk]


ENTITIES = [
    ("q=ardia", "host"),
    ("q=abg", "host"),
    ("q=border ardia", "host"),
    ("q=border", "host guest"),
    ("q=%", ""),
    ("kind=place", "town"),
    ("country=AZ", "town"),
    ("identifier=wikidata:Q42", "host"),
    ("identifier=q42", "host"),
    ("identifier=viaf:Q42", ""),
    ("conflict=false", "town host guest"),
    ("updated_since=2020-01-01", "town host guest"),
    ("name_kind=alias", "host"),
    ("scheme=wikidata", "host"),
    ("scheme=viaf", ""),
    ("property=statement&attributed_to=@host", "host"),
    ("property=statement&attributed_to=@town", "town"),
    ("property=member_of", ""),
    ("ordering=name", "host guest town"),
    ("ordering=-name", "town guest host"),
]


@pytest.mark.parametrize(("query", "names"), ENTITIES)
def test_entities(scene: Scene, found: Found, query: str, names: str) -> None:
    check(scene, found, "entities/", query, names)


CLAIMS = [
    ("event=@visit&property=place", "place"),
    ("entity=@host", ""),
    ("property=place,statement", "place word"),
    ("value_entity=@host", "hosting"),
    ("role=host,observer", "hosting guests"),
    ("attributed_to=@host", "word"),
    ("stance=supports", "place hosting guests word"),
    ("stance=contradicts", ""),
    ("source=@second", "place hosting guests word"),
    ("source=@second&reliability=A", "place hosting guests word"),
    ("source=@second&reliability=B", ""),
    ("reliability=D", ""),
    ("value_type=text&event=@visit", "word"),
    ("value_type=entity", "place hosting guests"),
    ("value_kind=unknown", ""),
    ("unit=persons", ""),
    ("hedge=exactly", ""),
    ("accused=@host", ""),
    ("during=2018-05&property=place", "place"),
    ("after=2019&property=place", ""),
    ("valid_during=2018", ""),
    ("source_kind=press_release&property=place", "place"),
    ("fidelity=original&property=place", "place"),
    ("fidelity=digest", ""),
    ("rank_reason=misread", ""),
    ("credibility_max=2", "word"),
    ("origins_min=2", "place hosting guests word"),
    ("conflict=yes", ""),
    ("rank=normal&role=host", "hosting"),
    ("rank=preferred", ""),
    ("state=superseded,retracted", ""),
    ("updated_since=2020-01-01&role=host", "hosting"),
    ("event=@visit&ordering=published_at", "place hosting guests word"),
    ("event=@visit&ordering=credibility&origins_min=2&property=statement", "word"),
]


@pytest.mark.parametrize(("query", "names"), CLAIMS)
def test_claims(scene: Scene, found: Found, query: str, names: str) -> None:
    check(scene, found, "claims/", query, names)


def test_claims_by_publisher_and_about_an_entity(scene: Scene, found: Found) -> None:
    assert scene.hosting.pk in found("claims/", publisher=scene.first.publisher_id)
    assert len(found("claims/", entity=scene.host.pk, property="statement")) == 1


SOURCES = [
    ("q=s/2018", "second"),
    ("kind=press_release", "second"),
    ("language=AZ", "first"),
    ("country=AZ", "first"),
    ("access=excerpts", "first second"),
    ("access=full,metadata", ""),
    ("after=2018-06", "second"),
    ("before=2018-05", "first"),
    ("during=2018-06-15", "second"),
    ("reliability=A", "second"),
    ("reliability=B", "first"),
    ("symbol=s/2018/7", "second"),
    ("publisher_kind=news_outlet&language=az", "first"),
    ("publisher_kind=igo", ""),
    ("origin=@first", "first"),
    ("link=cites", ""),
    ("method=fetch", ""),
    ("fidelity=original&language=az", "first"),
    ("updated_since=2020-01-01", "first second"),
    ("ordering=published", "first second"),
    ("ordering=-published", "second first"),
]


@pytest.mark.parametrize(("query", "names"), SOURCES)
def test_sources(scene: Scene, found: Found, query: str, names: str) -> None:
    check(scene, found, "sources/", query, names)


def test_publishers(scene: Scene, found: Found) -> None:
    uid = scene.first.publisher_id
    assert found("publishers/", country="AZ") == found("publishers/", reliability="B") == [uid]
    assert found("sources/", publisher=uid) == [scene.first.pk]
    assert uid in found("publishers/", kind="news_outlet", q="gazette", updated_since="2020-01-01", ordering="-name")


def test_a_merged_entity_is_meant_with_its_root(found: Found) -> None:
    event = make.published_event()
    root, other = records.entity("Border Guard"), records.entity("Ardian Border Guard")
    hosting = make.published_claim(event, "participant", value_entity=other, role="host")
    make.published_match(root, other)
    for uid in (root.pk, other.pk):
        assert found("events/", participant=uid) == [event.pk]
        assert found("claims/", value_entity=uid) == [hosting.pk]
        assert len(found("claims/", entity=uid)) == 2


def test_conflicts_and_ranks(found: Found) -> None:
    event = make.published_event()
    rival = make.published_claim(event, "date", value_edtf="2018-06")
    make.published_event()
    assert found("events/", conflict="true") == [event.pk]
    assert rival.pk in found("claims/", conflict="true")
    make.publish(rank(rival, Rank.DEPRECATED, reason="Misread.", user=make.user("writer")))
    assert found("events/", conflict="true") == []
    assert found("claims/", rank="deprecated") == [rival.pk]


def test_how_narrowly_a_date_is_known(found: Found) -> None:
    known = {"2018-05-03": "day", "2018-05": "month", "2018": "year", "2016/2018": "longer", "2018/..": "longer"}
    made: dict[str, list[str]] = {}
    for edtf, precision in known.items():
        event = make.event()
        make.published_claim(event, "date", value_edtf=edtf)
        made.setdefault(precision, []).append(event.pk)
    ours = {uid for uids in made.values() for uid in uids}
    for precision, uids in made.items():
        assert set(found("events/", precision=precision)) & ours == set(uids), precision


def test_statuses_and_reasons_of_ranks(found: Found) -> None:
    event = make.published_event()
    claim = make.published_claim(event, "status", value_text="held")
    assert found("events/?status=held") == [event.pk]
    assert found("claims/?status=held") == [claim.pk]
    make.publish(rank(claim, Rank.DEPRECATED, reason="Misread.", reason_kind="misread", user=make.user("writer")))
    assert found("events/?status=held") == []
    assert found("claims/", rank_reason="misread") == [claim.pk]


def test_links_between_sources(found: Found) -> None:
    original, copy = records.source(), records.source()
    make.published_link(copy, original)
    assert found("sources/", link="republishes") == [copy.pk]
    assert sorted(found("sources/", origin=original.pk)) == sorted([original.pk, copy.pk])


def test_a_filter_takes_fifty_values_at_most(read: Read) -> None:
    many = ",".join(f"{n:010d}" for n in range(51))
    assert "50" in read("events/", status=400, participant=many)["errors"][0]["message"]


def test_states(found: Found) -> None:
    event = make.published_event()
    old = event.claims.get()
    new = records.correction(old, value_edtf="2018-05-04")
    assert found("claims/", event=event.pk) == [new.pk]
    assert found("claims/", event=event.pk, state="superseded") == [old.pk]
    records.retract(new)
    assert found("claims/", event=event.pk) == []
    assert sorted(found("claims/", event=event.pk, state="superseded,retracted")) == sorted([old.pk, new.pk])


def test_new_evidence_is_an_update_of_the_claim_and_its_event(found: Found) -> None:
    event = make.published_event()
    claim = event.claims.get()
    moment = timezone.now().isoformat()
    assert found("claims/", updated_since=moment) == found("events/", updated_since=moment) == []
    source = make.source()
    passage = quote(claim, make.capture_of(source), "Twelve officers", user=make.user("writer"), stance=Stance.MENTIONS)
    make.publish(source, passage)
    assert found("claims/", updated_since=moment) == [claim.pk]
    assert found("events/", updated_since=moment) == [event.pk]
