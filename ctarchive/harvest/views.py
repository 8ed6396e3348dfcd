"""One address that answers the six verbs of the protocol, by GET and by POST."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from ctarchive.citing.work import ARCHIVE
from ctarchive.harvest import items, xml
from ctarchive.harvest.asking import SETS, Selection, Wrong, known_format, selection, stamp, verb
from ctarchive.harvest.xml import IDENTIFIER, add, located
from editorial.models import LedgerEntry
from editorial.snapshots import snapshot
from editorial.uids import is_uid
from events import protection

XML = "text/xml; charset=UTF-8"
Arguments = Mapping[str, str]


@csrf_exempt  # it reads, whatever the method: the protocol wants both
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a request of the protocol. Its errors are answers too, with status 200."""
    given = request.POST if request.method == "POST" else request.GET
    root = located(Element(f"{{{xml.OAI}}}OAI-PMH"), xml.OAI, f"{xml.OAI}OAI-PMH.xsd")
    add(root, "responseDate", stamp(timezone.now()))
    asked = add(root, "request", xml.base_url())
    try:
        name, arguments = verb(dict(given.lists()))
        with snapshot():
            answer = _VERBS[name](arguments)
    except Wrong as error:
        # A request that could not be read is not repeated, as the protocol has it.
        if error.code not in ("badVerb", "badArgument"):
            _repeat(asked, {key: given[key] for key in given})
        add(root, "error", error.why, code=error.code)
    else:
        _repeat(asked, {"verb": name, **arguments})
        root.append(answer)
    response = HttpResponse(xml.document(root), XML)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _repeat(asked: Element, arguments: Arguments) -> None:
    for name, value in arguments.items():
        asked.set(name, xml.text(value))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The XML schema of the archive's own form."""
    return HttpResponse(xml.schema(), "application/xml; charset=UTF-8")


def _element(name: str) -> Element:
    return Element(f"{{{xml.OAI}}}{name}")


def _identify(arguments: Arguments) -> Element:
    made = _element("Identify")
    add(made, "repositoryName", ARCHIVE)
    add(made, "baseURL", xml.base_url())
    add(made, "protocolVersion", "2.0")
    add(made, "adminEmail", _mail())
    add(made, "earliestDatestamp", stamp(items.first_moment() or timezone.now()))
    add(made, "deletedRecord", "persistent")
    add(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    if "." in xml.host() and re.search("[a-z]", xml.host()):
        scheme = SubElement(add(made, "description"), f"{{{IDENTIFIER}}}oai-identifier")
        located(scheme, IDENTIFIER, f"{IDENTIFIER}.xsd")
        told = ("scheme", "oai"), ("repositoryIdentifier", xml.host()), ("delimiter", ":")
        for name, value in (*told, ("sampleIdentifier", xml.identifier("0123456789"))):
            SubElement(scheme, f"{{{IDENTIFIER}}}{name}").text = value
    return made


def _mail() -> str:
    """Whom to write to. The protocol wants an address with a dot; a machine without a name of its own has none."""
    _name, _, address = settings.DEFAULT_FROM_EMAIL.rpartition("<")
    address = address.strip("> ")
    return address if "." in address.partition("@")[2] else f"{address}.invalid"


def _formats(arguments: Arguments) -> Element:
    if "identifier" in arguments:
        _found(arguments["identifier"])
    made = _element("ListMetadataFormats")
    for prefix, (its_namespace, where) in xml.schemas().items():
        one = add(made, "metadataFormat")
        add(one, "metadataPrefix", prefix)
        add(one, "schema", where)
        add(one, "metadataNamespace", its_namespace)
    return made


def _sets(arguments: Arguments) -> Element:
    if "resumptionToken" in arguments:
        raise Wrong("badResumptionToken", "the list of sets is given whole: it has no tokens")
    made = _element("ListSets")
    for name in SETS:
        one = add(made, "set")
        add(one, "setSpec", name)
        add(one, "setName", f"Records of the type {name}")
    return made


def _found(given: str) -> LedgerEntry:
    uid = given.removeprefix(xml.identifier(""))
    entry = items.newest_of(uid) if uid != given and is_uid(uid) else None
    if entry is None:
        raise Wrong("idDoesNotExist", f"there is no record “{given[:80]}”")
    return entry


def _get(arguments: Arguments) -> Element:
    entry = _found(arguments["identifier"])
    known_format(arguments["metadataPrefix"])
    (item,) = items.items([entry], protection.load(), whole=True)
    made = _element("GetRecord")
    xml.record(made, item, arguments["metadataPrefix"])
    return made


def _identifiers(arguments: Arguments) -> Element:
    made = _element("ListIdentifiers")
    return _listed(made, selection(arguments), lambda item: xml.header(made, item))


def _records(arguments: Arguments) -> Element:
    made, asked = _element("ListRecords"), selection(arguments)
    return _listed(made, asked, lambda item: xml.record(made, item, asked.prefix), whole=asked.prefix == "oai_dc")


def _listed(made: Element, asked: Selection, tell: Callable[[items.Item], None], *, whole: bool = False) -> Element:
    """One page of a list, and the token that leads on."""
    # One more than a page: it says whether the list ends here.
    rows = list(items.selected(asked).filter(seq__gt=asked.after)[: items.PAGE + 1])
    if not rows:
        raise Wrong("noRecordsMatch", "no records match these arguments")
    page = rows[: items.PAGE]
    for item in items.items(page, protection.load(), whole=whole):
        tell(item)
    is_first, is_last = asked.after < 0, len(rows) <= items.PAGE
    if is_first and is_last:
        return made
    if is_first:
        asked = asked.counted(items.counted(asked))
    size = {"completeListSize": str(asked.size)} if asked.size else {}
    token = "" if is_last else asked.token(page[-1].seq, len(page))
    add(made, "resumptionToken", token, cursor=str(asked.told), **size)
    return made


_VERBS: dict[str, Callable[[Arguments], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
}
