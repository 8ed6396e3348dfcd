"""What a site asks of visitors like us: robots.txt (RFC 9309), and not to come too often.

Both are remembered in the cache for all processes: what robots.txt says, for an hour; when a host may be asked again.
"""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from protego import Protego

from sources.fetch.connection import Clock, ask
from sources.fetch.errors import BadAddress, Disallowed, FetchError, NoAnswer, TooMuch
from sources.fetch.limits import ROBOTS
from sources.text import sha256_hex

REMEMBERED = 3600
PAUSE = 1.0  # seconds between two requests to one host, unless the site asks for more
LONGEST_PAUSE = 30.0
FORGOTTEN_AFTER = 300  # where it could not be read
_EVERYTHING, _NOTHING = "", "# {why}\nUser-agent: *\nDisallow: /"
_REDIRECTS = (301, 302, 303, 307, 308)


def check(url: str, *, agent: str) -> None:
    """Raise `Disallowed` where the site asks us not to fetch this address."""
    rules = _rules(url, agent)
    if not Protego.parse(rules).can_fetch(url, agent):
        why = rules.partition("\n")[0].removeprefix("# ") if rules.startswith("# ctarchive: ") else ""
        why = why.removeprefix("ctarchive: ") or "asks programs not to fetch this address"
        raise Disallowed(f"{url}: the site's robots.txt {why}. Override it with a reason, or upload the document.")


def wait_for_turn(url: str, clock: Clock, most: float) -> None:
    """Wait until the host may be asked again. Raises `TooMuch` where that takes longer than there is time."""
    site = _site(url)
    known = cache.get(_key("robots", site), _EVERYTHING)
    pause = min(LONGEST_PAUSE, max(PAUSE, float(Protego.parse(known).crawl_delay("ctarchive") or 0)))
    while not cache.add(_key("turn", site), 1, timeout=pause):
        if clock.left() < 0.1:
            raise TooMuch(f"{site} was asked for many documents at once; this one did not get its turn in {most:.0f} s")
        time.sleep(0.05)


def _rules(url: str, agent: str) -> str:
    """The text of the site's robots.txt: empty where there is none, a refusal of everything where it fails."""
    key = _key("robots", _site(url))
    rules = cache.get(key)
    if rules is None:
        try:
            rules, kept = _asked(url, agent), REMEMBERED
        except BadAddress:
            raise
        except FetchError as error:
            # RFC 9309, 2.3.1.4: what cannot be reached allows nothing.
            rules, kept = _NOTHING.format(why=f"ctarchive: cannot be read, which means no ({error})"), FORGOTTEN_AFTER
        cache.set(key, rules, kept)
    return str(rules)


def _asked(url: str, agent: str) -> str:
    here, clock = urljoin(_site(url), "/robots.txt"), Clock(ROBOTS.seconds)
    for _hop in range(ROBOTS.redirects + 1):
        answer = ask(here, headers={"User-Agent": agent, "Accept-Encoding": "gzip"}, limits=ROBOTS, clock=clock)
        location = {name.lower(): value for name, value in answer.headers.items()}.get("location")
        if answer.status not in _REDIRECTS or not location:
            break
        here = urljoin(here, location)
        if urlsplit(here).scheme not in ("http", "https"):
            return _EVERYTHING
    # RFC 9309, 2.3.1: without a file everything is allowed; while the server fails, nothing is.
    if 200 <= answer.status < 300:
        return answer.data.decode("utf-8", "replace")
    if answer.status >= 500:
        raise NoAnswer(f"{here} answered {answer.status}")
    return _EVERYTHING


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}"


def _key(what: str, site: str) -> str:
    return f"fetch:{what}:{sha256_hex(site.encode())[:32]}"
