"""The answers as XML: elements of the protocol, Dublin Core, and the archive's own form. Pure, but for addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from django.conf import settings
from django.urls import reverse

from ctarchive.citing import records
from ctarchive.citing.work import ARCHIVE
from ctarchive.harvest.asking import stamp
from ctarchive.harvest.items import Item
from editorial.languages import neutral
from events.models import Claim, Entity, Event
from sources.models import Source

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
for _prefix, _namespace in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI), ("oai-identifier", IDENTIFIER)):
    register_namespace(_prefix, _namespace)

# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def namespace() -> str:
    """The namespace of the archive's own form."""
    return f"{settings.SITE_URL}/oai/record/1/"


def schemas() -> dict[str, tuple[str, str]]:
    """Format → its namespace, and where its schema is."""
    with neutral():
        own = f"{settings.SITE_URL}{reverse('harvest:schema')}"
    return {"oai_dc": (OAI_DC, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"), "ctarchive": (namespace(), own)}


def base_url() -> str:
    with neutral():
        return f"{settings.SITE_URL}{reverse('harvest:oai')}"


def host() -> str:
    return str(urlsplit(settings.SITE_URL).hostname)


def identifier(uid: str) -> str:
    return f"oai:{host()}:{uid}"


def document(root: Element) -> bytes:
    return tostring(root, encoding="UTF-8", xml_declaration=True)


def text(value: str) -> str:
    """The text, with a mark in place of what XML cannot hold."""
    return _UNWRITABLE.sub("\ufffd", value)


def add(parent: Element, name: str, words: str = "", **attributes: str) -> Element:
    """A new element of the protocol within another."""
    made = SubElement(parent, f"{{{OAI}}}{name}", {key: text(value) for key, value in attributes.items()})
    made.text = text(words) or None
    return made


def located(element: Element, its_namespace: str, schema: str) -> Element:
    element.set(f"{{{XSI}}}schemaLocation", f"{its_namespace} {schema}")
    return element


def header(parent: Element, item: Item) -> None:
    made = add(parent, "header", **({"status": "deleted"} if item.is_deleted else {}))
    add(made, "identifier", identifier(item.uid))
    add(made, "datestamp", stamp(item.at))
    add(made, "setSpec", item.type)


def record(parent: Element, item: Item, prefix: str) -> None:
    """A record with its header and, unless it was retracted, its metadata in the format."""
    made = add(parent, "record")
    header(made, item)
    if not item.is_deleted:
        write = {"oai_dc": dublin_core, "ctarchive": own_form}[prefix]
        add(made, "metadata").append(write(item))


# -- Dublin Core -------------------------------------------------------------------------------------------------------

_TYPES = {"event": "Event", "source": "Text", "claim": "Dataset", "entity": "Dataset"}  # of the DCMI Type Vocabulary


def dublin_core(item: Item) -> Element:
    made = Element(f"{{{OAI_DC}}}dc")
    located(made, OAI_DC, schemas()["oai_dc"][1])
    with neutral():
        told = [("title", records.said(item.record)), *_described(item.record)] if item.record else []
    common = [
        ("identifier", records.permanent(item.type, item.uid)),
        ("identifier", identifier(item.uid)),
        ("type", _TYPES[item.type]),
        ("type", item.type),
    ]
    for name, value in (*told, *common):
        if value:
            SubElement(made, f"{{{DC}}}{name}").text = text(value)
    return made


def _described(row: Any) -> Iterator[tuple[str, str]]:
    match row:
        case Event():
            yield "description", row.summary
            yield "date", row.date
            yield "coverage", row.place.display_name if row.place else ""
            yield "subject", row.kind
        case Entity():
            yield "description", row.description
            yield "subject", row.kind
            yield "coverage", row.country
        case Source():
            yield from (("creator", name) for name in row.authors)
            yield "publisher", row.publisher.name if row.publisher else ""
            yield "date", row.published
            yield "language", row.language
            yield "rights", row.rights
            yield "source", row.canonical_url or row.url
            yield "type", row.kind
        case Claim():
            yield "subject", row.property
            yield "date", row.valid
            yield "language", row.language
            yield "relation", records.permanent(row.subject.type_name(), row.subject.pk)
            if row.supersedes_id:
                yield "relation", records.permanent("claim", row.supersedes_id)
    if not isinstance(row, Source):
        yield "publisher", ARCHIVE
        yield "rights", settings.DATA_LICENCE["url"]


# -- the archive's own form --------------------------------------------------------------------------------------------


def own_form(item: Item) -> Element:
    """The public form, member by member: texts, flags, lists and objects by their names. What is empty is absent."""
    made = Element(_own("record"), {"type": item.type, "uid": item.uid})
    located(made, *schemas()["ctarchive"])
    _members(made, {name: value for name, value in item.form.items() if name not in ("type", "uid")})
    return made


def _own(name: str) -> str:
    return f"{{{namespace()}}}{name}"


def _members(parent: Element, members: Mapping[str, Any]) -> None:
    for name, value in members.items():
        _value(parent, value, name=name)


def _value(parent: Element, value: Any, **attributes: str) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        SubElement(parent, _own("flag"), attributes).text = "true" if value else "false"
    elif isinstance(value, str):
        SubElement(parent, _own("text"), attributes).text = text(value)
    elif isinstance(value, Mapping):
        _members(SubElement(parent, _own("object"), attributes), value)
    elif isinstance(value, Iterable):
        made = SubElement(parent, _own("list"), attributes)
        for one in value:
            _value(made, one)


SCHEMA = """\
<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{namespace}" targetNamespace="{namespace}"
    elementFormDefault="qualified">
  <xs:annotation><xs:documentation>
    The public form of a record: its members by name, as the exports of the archive have them. Numbers are decimal
    strings, moments are in UTC, dates are EDTF, references are uids; what is empty is absent.
  </xs:documentation></xs:annotation>
  <xs:element name="record">
    <xs:complexType>
      <xs:group ref="value" minOccurs="0" maxOccurs="unbounded"/>
      <xs:attribute name="type" type="xs:NCName" use="required"/>
      <xs:attribute name="uid" type="uid" use="required"/>
    </xs:complexType>
  </xs:element>
  <xs:group name="value">
    <xs:choice>
      <xs:element name="text" type="text"/>
      <xs:element name="flag" type="flag"/>
      <xs:element name="list" type="values"/>
      <xs:element name="object" type="values"/>
    </xs:choice>
  </xs:group>
  <xs:complexType name="values">
    <xs:group ref="value" minOccurs="0" maxOccurs="unbounded"/>
    <xs:attribute name="name" type="xs:NCName"/>
  </xs:complexType>
  <xs:complexType name="text">
    <xs:simpleContent>
      <xs:extension base="xs:string"><xs:attribute name="name" type="xs:NCName"/></xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:complexType name="flag">
    <xs:simpleContent>
      <xs:extension base="xs:boolean"><xs:attribute name="name" type="xs:NCName"/></xs:extension>
    </xs:simpleContent>
  </xs:complexType>
  <xs:simpleType name="uid">
    <xs:restriction base="xs:string"><xs:pattern value="[0-9a-hjkmnp-tv-z]{{10}}"/></xs:restriction>
  </xs:simpleType>
</xs:schema>
"""


def schema() -> str:
    """The XML schema of the archive's own form."""
    return SCHEMA.format(namespace=namespace())
