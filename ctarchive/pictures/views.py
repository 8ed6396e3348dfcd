"""The pages of pictures: timeline and map of any list of events, network of an entity; also bare, for frames."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from ctarchive.pictures import asking, network, oembed, projection, timeline, world
from ctarchive.pictures.scales import Bin
from ctarchive.pictures.svg import render as drawn
from ctarchive.pictures.world import Cluster
from editorial import asof, ledger, pages
from editorial.choices import State
from events import protection
from events.listing_views import EventListView, EventsBrowseView
from events.models import Entity, Event
from events.veil import veil

# Up to so many events, each has a mark of its own on the timeline.
MOST_MARKS = 120
# Parameters of a picture's address that a list does not know.
_OWN = ("zoom", "page", "ordering", asof.PARAMETER)
REGIONS = (
    ("", gettext_lazy("World")),
    ("39,36,54,46", gettext_lazy("Caucasus and Caspian")),
    ("45,34,90,56", gettext_lazy("Central Asia")),
    ("24,11,64,43", gettext_lazy("Middle East")),
    ("-12,34,42,70", gettext_lazy("Europe")),
    ("-20,-36,54,38", gettext_lazy("Africa")),
    ("60,-12,150,54", gettext_lazy("South and East Asia")),
    ("-130,-56,-34,60", gettext_lazy("The Americas")),
)
framed: list[Any] = [xframe_options_exempt, csp_replace({"frame-ancestors": ["*"]})]


def listed(query: QueryDict, **more: str | list[str]) -> str:
    """The address of the list of events with the picture's filters, and further ones that take the place of theirs."""
    asked = query.copy()
    for name in _OWN:
        asked.pop(name, None)
    if "during" in more and asked.get("during"):
        # Two spans of time cannot both be `during`; what lies within one also is after and before it.
        for name in ("after", "before"):
            asked.setdefault(name, str(asked["during"]))
    for name, value in more.items():
        asked.setlist(name, value if isinstance(value, list) else [value])
    words = asked.urlencode()
    return reverse("events:event_list") + (f"?{words}" if words else "")


class PictureView(EventsBrowseView):
    """A picture of the events that the filters find; the same filters as those of the list."""

    filterset_class = EventListView.filterset_class
    # The list has facets for some of these; beside a picture they are fields.
    offered = ("q", "kind", "after", "before", "country", "conflict")
    page = ""  # the name of the page's address
    bare = False

    # Derived dates and places are stored as they are now: a picture of another day is not drawn.
    is_timed = False

    def base(self, at: datetime | None) -> QuerySet[Event]:
        return Event.objects.published().filter(root=F("pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        events, total = context["paginator"].object_list, context["paginator"].count
        zoom = [("zoom", self.request.GET["zoom"])] if self.request.GET.get("zoom") else []
        context["kept_unoffered"] = [*context["kept_unoffered"], *zoom]
        return (
            context
            | _framing(self.request, reverse(f"pictures:{self.page}"), self.bare)
            | {
                "total": total,
                "list_url": listed(self.request.GET),
                "tabs": tabs(self.request.GET, self.page),
                **self.picture(events, total),
            }
        )

    def picture(self, events: QuerySet[Event], total: int) -> dict[str, Any]:
        """What the picture's template needs."""
        raise NotImplementedError


def tabs(query: QueryDict, current: str) -> list[dict[str, Any]]:
    """The list, the timeline and the map of the same events."""
    words = listed(query).partition("?")[2]
    pages_ = (("events:event_list", _("List")), ("pictures:timeline", _("Timeline")), ("pictures:map", _("Map")))
    return [
        {"url": reverse(name) + (f"?{words}" if words else ""), "label": label, "current": name.endswith(f":{current}")}
        for name, label in pages_
    ]


def _framing(request: HttpRequest, path: str, bare: bool) -> dict[str, Any]:
    """The page's own address, how it is embedded elsewhere, and the version of the archive that it shows."""
    words = request.GET.urlencode()
    page = f"{path}?{words}" if words else path
    whole = f"{settings.SITE_URL}{page}"
    return {
        "page_url": page,
        "oembed_url": oembed.address(whole),
        "embed_html": oembed.frame(oembed.framed_url(page), "ctarchive", 800, 600),
        "version": ledger.head().public_version if bare else None,
        "bare": bare,
    }


class TimelineView(PictureView):
    template_name = "pictures/timeline.html"
    page = "timeline"

    def picture(self, events: QuerySet[Event], total: int) -> dict[str, Any]:
        return _marks(events, total) if total <= MOST_MARKS else self._tally(events, total)

    def _tally(self, events: QuerySet[Event], total: int) -> dict[str, Any]:
        found = asking.tally(events)
        if found is None:
            return {"undated": total}
        tally, lanes = found
        chosen = set(self.request.GET.getlist("kind"))

        def url(lane: int | None, one: Bin) -> str:
            more: dict[str, str | list[str]] = {"during": one.edtf}
            if lane is not None:
                more["kind"] = [k for k in asking.kinds_of(lanes[lane]) if not chosen or k in chosen]
            return listed(self.request.GET, **more)

        words = _("Events by time"), _("How many events there were, by group and time. The table below says the same.")
        wide, narrow = timeline.counted("timeline", tally, url, words)
        rows = [
            {
                "bin": one,
                "url": url(None, one),
                "total": tally.totals[n],
                "counts": [tally.counts.get((lane, n), 0) for lane in range(len(lanes))],
            }
            for n, one in enumerate(tally.bins)
            if tally.totals[n]
        ]
        return {
            "wide": drawn(wide),
            "narrow": drawn(narrow),
            "tally": tally,
            "rows": rows,
            "undated": events.filter(date_earliest__isnull=True).count(),
        }


def _marks(events: QuerySet[Event], total: int) -> dict[str, Any]:
    found = asking.dated(events, protection.load())
    lanes = asking.groups(event.kind for event in found)
    marks = asking.marks(found, lanes)
    names = [asking.group_name(lane) for lane in lanes]
    words = _("Events along time"), _("A mark for each event, by group and date. The table below says the same.")
    wide = timeline.wide("timeline-w", marks, names, words)
    narrow = timeline.narrow("timeline-n", marks, words)
    return {
        "wide": drawn(wide) if wide is not None else "",
        "narrow": drawn(narrow) if narrow is not None else "",
        "marks": [{"mark": mark, "group": names[mark.lane]} for mark in marks],
        "undated": total - len(marks),
    }


class MapView(PictureView):
    template_name = "pictures/map.html"
    page = "map"

    def picture(self, events: QuerySet[Event], total: int) -> dict[str, Any]:
        given = self.request.GET.get("zoom", "")
        box = projection.read_zoom(given) if given else None
        spots = asking.spots(events, protection.load())
        # The whole world is too small on a telephone: it shows where most events were, the others on its edge.
        heart = box or world.heart(spots) or projection.WORLD
        frames = [
            projection.frame(box, 960.0, 1.75) if box else projection.world(960.0),
            projection.frame(heart, 360.0, 1.0 if box else 0.85),
        ]
        shown = [spot for spot in spots if frames[0].shows(spot.longitude, spot.latitude)]
        words = (
            _("Where events took place"),
            _("A circle for each place, larger the more events. The table says the same."),
        )
        file = static("ctarchive/world.svg")
        pictures = [
            drawn(world.draw(key, world.clusters(spots, frame, pinned=pinned), frame, file, words, self._told))
            for key, frame, pinned in zip(("map-w", "map-n"), frames, (False, box is None), strict=True)
        ]
        drawn_events = sum(spot.number for spot in shown)
        return {
            "wide": pictures[0],
            "narrow": pictures[1],
            "rows": [{"spot": spot, "url": self._list_of(spot.uid)} for spot in shown],
            "beyond": sum(spot.number for spot in spots) - drawn_events,
            "nowhere": total - sum(spot.number for spot in spots),
            "drawn": drawn_events,
            "pinned": box is None and any(not frames[1].shows(spot.longitude, spot.latitude) for spot in spots),
            "zoom": given,
            "zoom_error": bool(given) and box is None,
            "regions": [(key, label, self._zoomed(key), key == given) for key, label in REGIONS],
        }

    def _list_of(self, uid: str) -> str:
        return listed(self.request.GET, place=uid)

    def _zoomed(self, zoom: str) -> str:
        asked = self.request.GET.copy()
        asked.pop("page", None)
        asked.pop("zoom", None)
        if zoom:
            asked["zoom"] = zoom
        words = asked.urlencode()
        return reverse("pictures:map") + (f"?{words}" if words else "")

    def _told(self, cluster: Cluster) -> tuple[str, str]:
        """One place leads to its events; several lead nearer, and to the table where nearer does not part them."""
        said = timeline.how_many(cluster.number, cluster.names)
        if len(cluster.spots) == 1:
            return self._list_of(cluster.spots[0].uid), said
        west, south, east, north = cluster.box
        if max(east - west, north - south) < projection.LEAST / 16:
            return "#places", said
        return self._zoomed(projection.write_zoom(cluster.box)), _("%(said)s. Look nearer") % {"said": said}


@method_decorator(framed, name="dispatch")
class TimelineFrame(TimelineView):
    template_name = "pictures/timeline_frame.html"
    bare = True


@method_decorator(framed, name="dispatch")
class MapFrame(MapView):
    template_name = "pictures/map_frame.html"
    bare = True


@require_safe
def entity_network(request: HttpRequest, uid: str, slug: str = "") -> HttpResponse:
    """With whom an entity acted, as a picture and a table."""
    return _network(request, uid, "pictures/network.html")


@require_safe
def _network_frame(request: HttpRequest, uid: str) -> HttpResponse:
    """The same, bare."""
    return _network(request, uid, "pictures/network_frame.html")


network_frame = xframe_options_exempt(framed[1](_network_frame))


def _network(request: HttpRequest, uid: str, template: str) -> HttpResponse:
    entity = pages.find(Entity.objects.select_related("root"), uid)
    mask = protection.load()
    veil(mask, entity, entity.root)
    if entity.state == State.RETRACTED:
        return pages.tombstone(request, entity, said=entity.display_name, hide=mask.apply)
    bare = template.endswith("_frame.html")
    path = network_url(entity.root)
    here = reverse("pictures:network_frame", args=[entity.root_id]) if bare else path
    if request.path != here:
        words = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{here}?{words}" if words else here)
    found = asking.network(entity, mask)
    context = network_pictures(entity, found, "network") | {"entity": entity, "whole": True}
    return render(request, template, context | _framing(request, path, bare))


def network_url(entity: Entity) -> str:
    return f"{entity.get_absolute_url()}network/"


def network_pictures(entity: Entity, found: network.Network, key: str) -> dict[str, Any]:
    """The two pictures of a network and its rows; none where it acted with nobody."""
    if not found.nodes:
        return {"wide": "", "narrow": "", "nodes": ()}
    title = _("With whom %(name)s acted") % {"name": found.name}
    said = _(
        "Lines join those that took part in the same events, thicker the more there were. The table says the same."
    )
    listed_with = [
        (n, f"{reverse('events:event_list')}?participant={entity.pk}&participant={n.uid}") for n in found.nodes
    ]
    return {
        "wide": drawn(network.around(f"{key}-w", found, (title, said))),
        "narrow": drawn(network.below(f"{key}-n", found, (title, said))),
        "nodes": listed_with,
    }
