"""Log lines as JSON, one event a line, so that any log collector can read them; without personal data.

What the archive itself says names routes and uids. Messages of others, such as an error of the mail server or of the
database, may repeat an address or a value: these are masked here, in messages and tracebacks alike.
"""

import json
import logging
import re
from datetime import UTC, datetime
from ipaddress import ip_address

from django.http import HttpRequest

from ctarchive.telemetry.traces import current


class JsonLineFormatter(logging.Formatter):
    """Turn a log record into one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time (UTC), level, logger, message and what else the record brings; a traceback in the same line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
        }
        if trace := current():
            line |= {"task": trace.id, "task_name": trace.task} if trace.task else {"request": trace.id}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["traceback"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def message_of(record: logging.LogRecord) -> str:
    """The message, in which the address that somebody asked for is the route it leads to."""
    text, request = record.getMessage(), getattr(record, "request", None)
    if isinstance(request, HttpRequest) and len(request.path) > 1:
        route = f"/{request.resolver_match.route}" if request.resolver_match else "[an address]"
        # Longest first: the whole address, then the path in it.
        text = text.replace(request.get_full_path(), route).replace(request.path, route)
    return scrub(text)


_E_MAIL = re.compile(r"[^\s@<>\"'()\[\]{},:;/=]+@[\w-]+(?:\.[\w-]+)*")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?![\w:])")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s\"'<>]*=[^\s\"'<>]*")
# PostgreSQL tells the values that broke a rule.
_VALUES = re.compile(r"(Key \([^)]*\)=|Failing row contains )\(.*")


def scrub(text: str) -> str:
    """The text without e-mail addresses, public network addresses, queries of addresses and values of rows."""
    if "@" in text:
        text = _E_MAIL.sub("[e-mail]", text)
    if "?" in text:
        text = _QUERY.sub("?[query]", text)
    if "Key (" in text or "Failing row" in text:
        text = _VALUES.sub(r"\1[values]", text)
    return _IPV6.sub(_masked, _IPV4.sub(_masked, text))


def _masked(found: re.Match[str]) -> str:
    """The network address, if it is of a machine of the operator's own; else that there was one."""
    # A full stop or a colon may end the sentence, or part the address from what follows.
    told = re.sub(r"(?<!:):$|\.$", "", found[0])
    try:
        address = ip_address(told)
    except ValueError:
        return found[0]
    is_strange = address.is_global and not address.is_reserved
    return found[0].replace(told, "[address]") if is_strange else found[0]
