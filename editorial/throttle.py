"""How often one sender may write to us, without anybody's address being kept.

An address is counted under a keyed hash of it. The key is random, is another one every day (UTC), and is thrown away
with the counts of its day: then nobody, not even whoever has the database, can tell which address it was, or that the
same one wrote on two days.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest

from editorial.models import SenderKey, Sending

HOURLY, DAILY = 5, 20
HOUR = timedelta(hours=1)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from: as the proxy in front tells it, if there is one. Networks of IPv6 count as one."""
    near, told = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    # The last one is what our own proxy saw. Only it, and nobody else, can connect from this machine itself.
    given = told.rpartition(",")[2].strip() if told and comes_through_our_proxy(request) else near
    try:
        address = ip_address(given)
    except ValueError:
        return near
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or address.exploded[:19])  # a /64 is one household or office
    return str(address)


def whole_address_of(request: HttpRequest) -> str:
    """As `address_of`, in the form that a database keeps addresses in: a network of IPv6 by its first address."""
    address = address_of(request)
    try:
        return str(ip_address(address))
    except ValueError:
        return str(ip_address(f"{address}::")) if address.count(":") == 3 else "0.0.0.0"  # noqa: S104 -- nobody's


def comes_through_our_proxy(request: HttpRequest) -> bool:
    """Whether what the nearest machine says of a request is believed: it is a proxy of the operator's."""
    return settings.BEHIND_PROXY or _is_local(request.META.get("REMOTE_ADDR", ""))


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return not address  # a socket of this machine


def wait(address: str, *, at: datetime) -> timedelta | None:
    """How long the sender at this address has to wait before sending more; None if they need not."""
    day = at.astimezone(UTC)
    sent = Sending.objects.filter(sender=_sender(address, at))
    if sent.count() >= DAILY:
        return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1) - day
    lately = sent.filter(at__gt=at - HOUR).order_by("-at")[:HOURLY]
    if len(lately) < HOURLY:
        return None
    return Sending.objects.filter(pk__in=[one.pk for one in lately]).aggregate(first=Min("at"))["first"] + HOUR - at


def count(address: str, *, at: datetime) -> None:
    """Note that this sender sent something."""
    Sending.objects.create(sender=_sender(address, at), at=at)


def _sender(address: str, at: datetime) -> str:
    today = at.astimezone(UTC).date()
    if SenderKey.objects.exclude(day=today).delete()[0]:
        Sending.objects.filter(at__lt=datetime.combine(today, datetime.min.time(), tzinfo=UTC)).delete()
    key, _is_new = SenderKey.objects.get_or_create(day=today, defaults={"key": secrets.token_hex(32)})
    return hmac.new(key.key.encode(), address.encode(), "sha256").hexdigest()
