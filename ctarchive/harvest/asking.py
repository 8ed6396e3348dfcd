"""What a harvester may ask for: verbs, their arguments, dates and resumption tokens. Pure."""

from __future__ import annotations

import binascii
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

SETS = ("event", "entity", "source", "claim")
PREFIXES = ("oai_dc", "ctarchive")

# Verb → (required, optional, the one that excludes all others).
ARGUMENTS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str]] = {
    "Identify": ((), (), ""),
    "ListMetadataFormats": ((), ("identifier",), ""),
    "ListSets": ((), (), "resumptionToken"),
    "GetRecord": (("identifier", "metadataPrefix"), (), ""),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set"), "resumptionToken"),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set"), "resumptionToken"),
}


class Wrong(Exception):
    """An error of the protocol: its code, and words that say what is wrong."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code, self.why = code, why


@dataclass(frozen=True)
class Selection:
    """Which records a list is of, and how far it was told: `after` is the number of the last ledger entry told.

    `size` is how many records the list has, 0 where they were not counted; `told` how many came before.
    """

    prefix: str
    set: str = ""
    since: str = ""
    until: str = ""
    after: int = -1
    size: int = 0
    told: int = 0

    def token(self, after: int, more: int) -> str:
        """The token by which the list goes on after an entry. It never expires, and nothing of it is kept here."""
        on = replace(self, after=after, told=self.told + more)
        values = [on.prefix, on.set, on.since, on.until, on.after, on.size, on.told]
        return urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")

    def counted(self, size: int) -> Selection:
        return replace(self, size=size)

    @property
    def sets(self) -> tuple[str, ...]:
        return (self.set,) if self.set else SETS

    def bounds(self) -> tuple[datetime | None, datetime | None]:
        """The first moment of the list, and the first after it. Raises `Wrong`."""
        if self.since and self.until and len(self.since) != len(self.until):
            raise Wrong("badArgument", "“from” and “until” are not of the same granularity")
        first = moment(self.since)[0] if self.since else None
        beyond = moment(self.until)[1] if self.until else None
        if first and beyond and first >= beyond:
            raise Wrong("badArgument", "“from” is later than “until”")
        return first, beyond


def verb(given: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The verb and its arguments, each told once and allowed. Raises `Wrong`."""
    verbs = given.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise Wrong("badVerb", f"“verb” must be given once, and be one of {', '.join(ARGUMENTS)}")
    required, optional, alone = ARGUMENTS[verbs[0]]
    arguments = {}
    for name, values in given.items():
        if name == "verb":
            continue
        if name not in (*required, *optional, alone):
            raise Wrong("badArgument", f"{verbs[0]} takes no argument “{name[:40]}”")
        if len(values) != 1:
            raise Wrong("badArgument", f"“{name}” is given more than once")
        arguments[name] = values[0]
    if alone in arguments:
        if len(arguments) > 1:
            raise Wrong("badArgument", f"“{alone}” is given together with other arguments")
    elif missing := [name for name in required if name not in arguments]:
        raise Wrong("badArgument", f"{verbs[0]} needs {' and '.join(f'“{name}”' for name in missing)}")
    return verbs[0], arguments


def selection(arguments: Mapping[str, str]) -> Selection:
    """What a list is asked for, by its arguments or by a token. Raises `Wrong`."""
    if "resumptionToken" in arguments:
        return _resumed(arguments["resumptionToken"])
    asked = Selection(
        arguments["metadataPrefix"], arguments.get("set", ""), arguments.get("from", ""), arguments.get("until", "")
    )
    for name in ("from", "until"):
        if name in arguments:
            moment(arguments[name])
    asked.bounds()
    known_format(asked.prefix)
    if "set" in arguments and asked.set not in SETS:
        raise Wrong("noRecordsMatch", f"there is no set “{asked.set[:40]}”; there are {', '.join(SETS)}")
    return asked


def known_format(prefix: str) -> None:
    if prefix not in PREFIXES:
        raise Wrong("cannotDisseminateFormat", f"there is no format “{prefix[:40]}”; there are {', '.join(PREFIXES)}")


def _resumed(token: str) -> Selection:
    bad = Wrong("badResumptionToken", "this is no token that this archive gave out")
    try:
        values = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        texts, numbers = values[:4], values[4:]
        if [type(one) for one in values] != [str] * 4 + [int] * 3 or not all(0 <= one < 2**63 for one in numbers):
            raise bad
        resumed = Selection(*texts, *numbers)
        resumed.bounds()
    except (ValueError, TypeError, KeyError, binascii.Error, RecursionError, Wrong):
        raise bad from None
    if resumed.prefix not in PREFIXES or resumed.set not in ("", *SETS):
        raise bad
    return resumed


_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


def moment(text: str) -> tuple[datetime, datetime]:
    """The day or second that a date of the protocol names: its first moment, and the first after it. Raises `Wrong`."""
    try:
        if _DAY.fullmatch(text):
            first = datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
            return first, first + timedelta(days=1)
        if _SECOND.fullmatch(text):
            first = datetime.fromisoformat(text)
            return first, first + timedelta(seconds=1)
    except (ValueError, OverflowError):
        pass
    raise Wrong("badArgument", f"“{text[:40]}” is no date: write it as 2026-01-31 or 2026-01-31T12:00:00Z, in UTC")


def stamp(at: datetime) -> str:
    """A moment as the protocol writes it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
