"""What is drawn is well-formed, escaped, and lies where it should."""

import itertools
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctarchive.pictures import lineage, network, projection, scales, svg, timeline, world
from editorial.edtf import OPEN_END, OPEN_START

WORDS = ("A title", "A description")
HOSTILE = '</text><script>alert("1")</script>&\x00\x0b<b style="x" onload=y>'
NS = "{http://www.w3.org/2000/svg}"
days = st.integers(min_value=date(1000, 1, 1).toordinal(), max_value=date(2100, 1, 1).toordinal())


def read(root: ElementTree.Element | None) -> ElementTree.Element:
    """The picture read back as XML; fails where it holds what a strict page refuses."""
    assert root is not None
    text = str(svg.render(root))
    parsed = ElementTree.fromstring(text)
    for element in parsed.iter():
        assert element.tag.startswith(NS)
        assert element.tag.removeprefix(NS) not in ("script", "style", "foreignObject")
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")]
    assert parsed.find(f"{NS}title").text
    assert parsed.find(f"{NS}desc").text
    assert {parsed.get("aria-labelledby"), parsed.get("aria-describedby")} <= {e.get("id") for e in parsed.iter()}
    return parsed


def links(parsed: ElementTree.Element) -> dict[str, str]:
    return {str(a.get("href")): str(a.find(f"{NS}title").text) for a in parsed.iter(f"{NS}a")}


def mark(
    url: str = "/events/x/", title: str = "Meeting", first: int = 736000, last: int | None = None, **more: Any
) -> timeline.Mark:
    bounds = (first, first if last is None else last)
    return timeline.Mark(url, title, "some day", 0, **({"chosen": bounds, "bounds": bounds} | more))


# -- elements ----------------------------------------------------------------------------------------------------------


def test_styles_scripts_handlers_and_foreign_addresses_are_refused() -> None:
    for wrong in ({"style": "x"}, {"onclick": "x"}, {"href": "javascript:x"}, {"href": "//else.example/"}):
        with pytest.raises(ValueError, match="a picture"):
            svg.el("a", **wrong)
    with pytest.raises(ValueError, match="script"):
        svg.el("script")


@given(st.text(max_size=200))
def test_any_text_can_be_put_into_a_picture(text: str) -> None:
    read(svg.picture("k", "T" + text, "D" + text, (10, 10), svg.link("/x/", text, svg.label(text, 1, 2, 20))))


def test_a_long_text_is_cut_and_stands_whole_in_its_title() -> None:
    made = svg.label("Border guards of the two republics", 0, 0, 12)
    assert made.text == "Border guar…"
    assert made.find("title").text == "Border guards of the two republics"


# -- time --------------------------------------------------------------------------------------------------------------


@given(days, days, days)
def test_a_day_is_found_again_where_the_scale_puts_it(one: int, other: int, day: int) -> None:
    first, last = min(one, other), max(one, other)
    scale, day = scales.Scale(first, last, 150.0, 950.0), min(max(day, first), last)
    assert 150.0 <= scale.at(day) <= 950.0
    assert scale.day(scale.at(day) + 400.0 / (last + 1 - first)) == day
    assert scale.at(day) < scale.at(day + 1)


@given(days, st.integers(0, 200 * 366))
def test_bins_cover_their_days_without_gaps(first: int, length: int) -> None:
    bins = scales.bins(first, first + length)
    assert bins[0].first <= first
    assert bins[-1].last >= first + length
    assert all(b.first == a.last + 1 for a, b in itertools.pairwise(bins))


@given(days, st.integers(0, 60 * 366), days, days)
def test_touched_bins_are_those_that_share_a_day(first: int, length: int, one: int, other: int) -> None:
    bins, low, high = scales.bins(first, first + length), min(one, other), max(one, other)
    expected = [n for n, b in enumerate(bins) if b.last >= low and b.first <= high]
    assert list(scales.touched(low, high, bins)) == expected


def test_an_open_end_touches_all_that_follows() -> None:
    bins = scales.bins(date(2015, 1, 1).toordinal(), date(2019, 12, 31).toordinal())
    assert list(scales.touched(date(2018, 3, 1).toordinal(), OPEN_END, bins)) == [3, 4]
    assert list(scales.touched(OPEN_START, date(2016, 3, 1).toordinal(), bins)) == [0, 1]
    assert list(scales.touched(1, 5, bins)) == []


@given(st.lists(st.tuples(st.floats(0, 900), st.floats(1, 200)), max_size=40))
def test_no_two_marks_in_a_row_touch(given_: list[tuple[float, float]]) -> None:
    spans = sorted((start, start + length) for start, length in given_)
    rows = timeline.packed(spans)
    for n, (start, _end) in enumerate(spans):
        assert all(spans[m][1] < start for m in range(n) if rows[m] == rows[n])


def test_every_mark_leads_to_its_event_in_both_forms() -> None:
    marks = [mark(f"/events/{n}/", HOSTILE, 736000 + 40 * n, conflicted=n == 1) for n in range(60)]
    for made in (timeline.wide("w", marks, [HOSTILE], WORDS), timeline.narrow("n", marks, WORDS)):
        found = links(read(made))
        assert set(found) == {m.url for m in marks}
        assert "sources conflict" in found["/events/1/"]


def test_ranges_open_ends_and_rivals_are_told_apart() -> None:
    def drawn(one: timeline.Mark) -> list[str]:
        other = mark("/o/", first=735000, last=737000)
        found = read(timeline.wide("w", [one, other], ["Law"], WORDS)).iter(f"{NS}a")
        shapes = next(a for a in found if a.get("href") == one.url)
        return [
            f"{e.tag.removeprefix(NS)} {e.get('class')}" for e in shapes if "pic__title" not in (e.get("class") or "")
        ][1:]

    assert drawn(mark()) == ["circle pic__date"]
    assert drawn(mark(approximate=True)) == ["circle pic__date pic__date--about"]
    assert drawn(mark(last=736400)) == ["path pic__date"]
    rivals: dict[str, Any] = {"chosen": (736000, 736000), "bounds": (735900, 736300), "conflicted": True}
    assert drawn(mark(**rivals)) == ["rect pic__rivals", "polygon pic__date pic__date--conflict"]
    assert drawn(mark(last=OPEN_END)) == ["path pic__date"]


def test_nothing_is_drawn_of_events_that_name_no_day() -> None:
    assert timeline.wide("w", [], [], WORDS) is None
    assert timeline.narrow("n", [mark(first=OPEN_START, last=OPEN_END)], WORDS) is None


# -- space -------------------------------------------------------------------------------------------------------------

boxes = st.tuples(st.floats(-180, 170), st.floats(-90, 80), st.floats(0.01, 300), st.floats(0.01, 150)).map(
    lambda t: (t[0], t[1], min(t[0] + t[2], 180.0), min(t[1] + t[3], 90.0))
)


@given(boxes, st.floats(-180, 180), st.floats(-85, 85))
def test_a_place_is_found_again_where_the_map_puts_it(box: projection.Box, x: float, y: float) -> None:
    frame = projection.frame(box, 960.0, 1.75)
    assert frame.place(*frame.at(x, y)) == pytest.approx((x, y), abs=1e-6)


@given(boxes, st.floats(0, 1), st.floats(0, 1))
def test_a_map_shows_all_of_what_was_asked_for(box: projection.Box, x: float, y: float) -> None:
    frame = projection.frame(box, 960.0, 1.75)
    place = box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1])
    assume(-80.0 <= place[1] <= 80.0)
    across, down = frame.at(*place)
    assert -0.01 <= across <= 960.01
    assert -0.01 <= down <= frame.height + 0.01


def test_north_is_up_and_east_is_right() -> None:
    frame = projection.world(960.0)
    (baku_x, baku_y), (cape_x, cape_y) = frame.at(49.87, 40.41), frame.at(18.42, -33.92)
    assert baku_x > cape_x
    assert baku_y < cape_y


def test_zoom_is_read_as_a_country_or_as_degrees() -> None:
    assert projection.read_zoom("az") == (45.0, 38.4, 50.37, 41.89)
    assert projection.read_zoom("39,36,54,46") == (39, 36, 54, 46)
    for wrong in ("Atlantis", "1,2,3", "9,9,1,1", "nan,1,2,3", "-999,0,999,1", ""):
        assert projection.read_zoom(wrong) is None


def test_every_country_lies_within_its_own_bounds() -> None:
    rows = projection.countries()
    assert len(rows) > 200
    for code, (x, y, west, south, east, north) in rows.items():
        assert -180 <= west < east <= 180, code
        assert -90 <= south < north <= 90, code
        assert west - 1 <= x <= east + 1, code
        assert south - 1 <= y <= north + 1, code


spots = st.lists(st.tuples(st.floats(-169, 179), st.floats(-55, 77), st.integers(1, 500)), max_size=60).map(
    lambda rows: [world.Spot(f"u{n}", f"Place {n}", *row) for n, row in enumerate(rows)]
)


@given(spots)
def test_every_event_is_in_exactly_one_circle_and_circles_keep_apart(found: list[world.Spot]) -> None:
    made = world.clusters(found, projection.world(960.0))
    assert sum(c.number for c in made) == sum(s.number for s in found)
    assert sorted(s.uid for c in made for s in c.spots) == sorted(s.uid for s in found)
    assert all((a.x - b.x) ** 2 + (a.y - b.y) ** 2 > world.NEAR**2 for n, a in enumerate(made) for b in made[:n])
    assert made == world.clusters(found[::-1], projection.world(960.0))


@given(spots)
def test_a_map_for_telephones_shows_most_events_and_has_the_others_on_its_edge(found: list[world.Spot]) -> None:
    box = world.heart(found)
    assert (box is None) == (not found)
    frame = projection.frame(box or projection.WORLD, 360.0, 0.85)
    made = world.clusters(found, frame, pinned=True)
    assert sorted(s.uid for c in made for s in c.spots) == sorted(s.uid for s in found)
    inside = sum(c.number for c in made if not c.beyond)
    assert inside >= world.MOST * sum(s.number for s in found)
    assert all(0 <= c.x <= frame.width and 0 <= c.y <= frame.height for c in made)


def test_a_map_is_well_formed_whatever_places_are_called() -> None:
    spot = world.Spot("u", HOSTILE, 49.87, 40.41, 12)
    frame = projection.world(960.0)
    told = lambda cluster: ("/events/?place=u", cluster.names)  # noqa: E731
    parsed = read(world.draw("m", world.clusters([spot], frame), frame, "/static/world.svg", WORDS, told))
    assert set(links(parsed)) == {"/events/?place=u"}
    assert read(world.inset("i", frame, (49.87, 40.41), True, "/static/world.svg", WORDS)).get("role") == "img"


@given(st.integers(1, 2000), st.integers(1, 2000))
def test_more_events_make_a_larger_circle(one: int, other: int) -> None:
    most = max(one, other)
    assert (world.radius(one, most) < world.radius(other, most)) == (one < other)
    assert world.SMALLEST <= world.radius(one, most) <= world.LARGEST


# -- company and descent -----------------------------------------------------------------------------------------------


def company(count: int) -> network.Network:
    nodes = tuple(network.Node(f"u{n:02}", f"{HOSTILE} {n}", "state", f"/entities/{n}/", 40 - n) for n in range(count))
    return network.Network(HOSTILE, nodes, {("u00", f"u{n:02}"): n for n in range(1, count)})


@given(st.integers(1, 29))
def test_no_name_in_a_network_covers_another(count: int) -> None:
    places = network.positions(count, max(network.STEP * (-(-count // 2) + 1), 140.0))
    for side in (True, False):
        rows = sorted(y for _x, y, right in places if right is side)
        assert all(b - a >= network.STEP - 0.01 for a, b in itertools.pairwise(rows))
    assert all(40 < x < network.WIDE - 40 and y > 0 for x, y, _right in places)


def test_a_network_is_the_same_for_the_same_data_and_names_everybody() -> None:
    given_ = company(29)
    for draw in (network.around, network.below):
        parsed = read(draw("n", given_, WORDS))
        assert set(links(parsed)) == {node.url for node in given_.nodes}
        assert svg.render(draw("n", given_, WORDS)) == svg.render(draw("n", company(29), WORDS))


def test_originals_stand_above_what_copies_them() -> None:
    documents = [
        lineage.Document("c", "Copy of the copy", "", "/sources/c/", 3, here=True),
        lineage.Document("a", HOSTILE, HOSTILE, "/sources/a/", 9, origin=True),
        lineage.Document("b", "Copy", "", "/sources/b/", 1),
    ]
    arrows = [
        lineage.Arrow("c", "b", "republishes", "republishes", True),
        lineage.Arrow("b", "a", "cites", "cites", False),
    ]
    assert [d.uid for d in lineage.ordered(documents, arrows)] == ["a", "b", "c"]
    for narrow in (True, False):
        parsed = read(lineage.draw("l", documents, arrows, WORDS, narrow=narrow))
        assert set(links(parsed)) == {"/sources/a/", "/sources/b/", "/sources/c/"}


def test_documents_that_cite_each_other_in_a_circle_are_drawn_as_well() -> None:
    documents = [lineage.Document(uid, uid, "", f"/sources/{uid}/") for uid in "abc"]
    arrows = [lineage.Arrow(a, b, "cites", "cites", False) for a, b in ("ab", "bc", "ca", "aa")]
    assert len(lineage.ordered(documents, arrows)) == 3
    read(lineage.draw("l", documents, arrows, WORDS, narrow=False))


def test_bars_are_as_high_as_what_they_count() -> None:
    bins = scales.bins(date(2015, 1, 1).toordinal(), date(2019, 12, 31).toordinal())
    counts = {(0, 0): 4, (0, 4): 8}
    tally = timeline.Tally(["Law"], bins, counts, [4, 0, 0, 0, 8])
    wide, narrow = timeline.counted("t", tally, lambda lane, one: f"/e/?during={one.edtf}", WORDS)
    for made, side in ((wide, "height"), (narrow, "width")):
        bars = {
            a.get("href"): float(str(next(r for r in a if r.get("class") == "pic__bar").get(side)))
            for a in read(made).iter(f"{NS}a")
        }
        assert set(bars) == {"/e/?during=2015", "/e/?during=2019"}
        assert bars["/e/?during=2019"] == pytest.approx(2 * bars["/e/?during=2015"], abs=0.2)
