"""Packets, tree heads and the program that checks them, to take away."""

from __future__ import annotations

import inspect
import re
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ctarchive import check_packet
from ctarchive.proof import heads, signing
from ctarchive.proof.packet import NAMED, packet
from editorial import ledger, pages
from editorial.choices import State
from editorial.snapshots import snapshot
from events import protection
from events.models import Claim

JSON = "application/json"


class Odd(Exception):
    """A parameter that is wrong: its name, and what is wrong with it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name, self.why = name, why


@require_safe
def claim_packet(request: HttpRequest, uid: str) -> HttpResponse:
    """The packet of a claim; that of a retracted one proves its end, with status 410."""
    try:
        return answer(request, uid)
    except Odd as error:
        return _refused(error)


def answer(request: HttpRequest, uid: str, also: tuple[str, ...] = ()) -> HttpResponse:
    """The packet as a response. Raises `Odd`, and `Http404` for a claim that was never published.

    `also` names parameters that are somebody else's.
    """
    with snapshot():
        (since,) = _sizes(request, "since", also=also)
        claim = pages.find(Claim.objects.select_related(*NAMED), uid)
        document = packet(claim, protection.load(), since=since)
    made = _json(request, document, document["sha256"], status=410 if claim.state == State.RETRACTED else 200)
    made["Content-Disposition"] = f'attachment; filename="claim-{uid}.packet.json"'
    return made


@require_safe
def head(request: HttpRequest) -> HttpResponse:
    """The tree head: `size` asks for an older one, `since` for the proof that a still older one is its beginning."""
    try:
        with snapshot():
            size, since = _sizes(request, "size", "since")
            document = heads.document(size, since)
    except Odd as error:
        return _refused(error)
    signed = sha256((document["checkpoint"] or "").encode()).hexdigest()[:16]
    return _json(request, document, f"{document['size']}-{since or 0}-{document['public_version']}-{signed}")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The head of the whole ledger as a signed note: its size and root, and nothing of what it holds."""
    now = ledger.head()
    return _plain(signing.checkpoint(now.size, now.root))


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key that checkpoints are signed with, as signed notes write it."""
    signer = signing.signer()
    return _plain(f"{signer.told}\n" if signer else None)


@require_safe
def checker(request: HttpRequest) -> HttpResponse:
    """The program that checks packets, as one file."""
    program = HttpResponse(inspect.getsource(check_packet), "text/x-python; charset=utf-8")
    program["Content-Disposition"] = 'attachment; filename="check_packet.py"'
    program["Access-Control-Allow-Origin"] = "*"
    return program


def _sizes(request: HttpRequest, *names: str, also: tuple[str, ...] = ()) -> list[int | None]:
    """The sizes of heads that the request names, each at most the one before it and the ledger's own. Raises `Odd`."""
    for name in request.GET:
        if name not in (*names, *also):
            raise Odd(name[:40], _("There is no such parameter. There are: %(known)s.") % {"known": ", ".join(names)})
    found: list[int | None] = []
    most = ledger.head().size if request.GET else 0
    for name in names:
        given = request.GET.get(name)
        if given is not None and not (re.fullmatch("[0-9]{1,18}", given) and 0 < int(given) <= most):
            why = _("This must be the size of a head, a whole number from 1 to %(most)s.") % {"most": most}
            raise Odd(name, why)
        found.append(None if given is None else (most := int(given)))
    return found


def _plain(text: str | None) -> HttpResponse:
    """What witnesses take; never kept on the way, so that nobody is shown an old head. None: there is no key."""
    status = 200 if text else 404
    text = text or f"{_('This archive has no key yet to sign its checkpoints with.')}\n"
    made = HttpResponse(text, "text/plain; charset=utf-8", status=status)
    made["Access-Control-Allow-Origin"] = "*"
    made["Cache-Control"] = "no-store"
    return made


def _refused(error: Odd) -> HttpResponse:
    return HttpResponse(f"{error}\n", "text/plain; charset=utf-8", status=400)


def _json(request: HttpRequest, document: dict[str, Any], tag: str, status: int = 200) -> HttpResponse:
    """The document in its one written form. Anybody may read it, from any page on the web."""
    made = HttpResponse(check_packet.written(document), JSON, status=status)
    made["Access-Control-Allow-Origin"] = "*"
    made["ETag"] = f'"{tag}"'
    if status != 200:
        return made
    found = get_conditional_response(request, etag=made["ETag"], response=made)
    assert isinstance(found, HttpResponse)  # a response was given
    return found
