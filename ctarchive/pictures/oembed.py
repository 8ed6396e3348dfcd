"""oEmbed 1.0: how another site learns what to put into its page for an address of ours."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ctarchive import languages

WIDTH, HEIGHT, LEAST = 800, 600, 200
# Page → its frame.
_FRAMES = {"timeline": "timeline_frame", "map": "map_frame", "network": "network_frame"}


def address(page: str) -> str:
    """The address that tells how to embed this page (a whole address)."""
    return f"{settings.SITE_URL}{reverse('pictures:oembed')}?{urlencode({'url': page, 'format': 'json'})}"


def framed_url(page: str) -> str:
    """The whole address of the frame of a page that has one; a page may come without its host. Raises `Http404`."""
    ours = urlsplit(settings.SITE_URL)
    try:
        parts = urlsplit(page)
    except ValueError:
        raise Http404(_("This is no address.")) from None
    if parts.netloc and (parts.netloc != ours.netloc or parts.scheme not in ("http", "https")):
        raise Http404(_("This address is not one of this site."))
    # The frame speaks the language of the page, whichever oEmbed is asked in.
    with override(languages.in_path(parts.path)):
        path = _frame_path(parts.path)
    return f"{settings.SITE_URL}{path}" + (f"?{parts.query}" if parts.query else "")


def _frame_path(page: str) -> str:
    try:
        match = resolve(page)
    except Resolver404:
        match = None
    if match is None or match.app_name != "pictures" or match.url_name not in _FRAMES:
        raise Http404(_("There is no picture at this address that can be embedded."))
    uid = {"uid": match.kwargs["uid"]} if "uid" in match.kwargs else {}
    return reverse(f"pictures:{_FRAMES[match.url_name]}", kwargs=uid)


def frame(url: str, title: str, width: int, height: int) -> str:
    """The HTML that shows a frame; every value escaped."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy"></iframe>', url, title, width, height
    )


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """`?url=…&format=json&maxwidth=…&maxheight=…`: 404 for what is no picture of ours, 501 for a format but JSON."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse(
            _("Only JSON is offered: format=json."), status=501, content_type="text/plain; charset=utf-8"
        )
    url = framed_url(request.GET.get("url", ""))
    width, height = _at_most(request, "maxwidth", WIDTH), _at_most(request, "maxheight", HEIGHT)
    title = _("ctarchive: a picture of published records")
    answer = {
        "version": "1.0",
        "type": "rich",
        "provider_name": "ctarchive",
        "provider_url": f"{settings.SITE_URL}/",
        "title": title,
        "html": frame(url, title, width, height),
        "width": width,
        "height": height,
    }
    response = JsonResponse(answer)
    # Public, and the same for everybody: pages that embed may ask from the browser.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _at_most(request: HttpRequest, name: str, size: int) -> int:
    """The size, no larger than what the request allows; what is no number allows everything."""
    given = request.GET.get(name, "")
    return min(size, max(LEAST, int(given))) if given.isascii() and given.isdigit() and len(given) < 7 else size
