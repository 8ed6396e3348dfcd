"""The schema of the protocol's answers, as its text describes them, to hold every answer against."""

from __future__ import annotations

from lxml import etree

from ctarchive.harvest import xml

_UTC = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"

# RELAX NG. What stands within `metadata` is checked apart: against the archive's own schema, and by `dublin_core`.
_PROTOCOL = f"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{xml.OAI}"
    datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start><element name="OAI-PMH">
    <attribute name="schemaLocation" ns="{xml.XSI}">
      <list><value>{xml.OAI}</value><value>{xml.OAI}OAI-PMH.xsd</value></list>
    </attribute>
    <element name="responseDate"><ref name="second"/></element>
    <element name="request">
      <optional><attribute name="verb"/></optional><optional><attribute name="identifier"/></optional>
      <optional><attribute name="metadataPrefix"/></optional><optional><attribute name="from"/></optional>
      <optional><attribute name="until"/></optional><optional><attribute name="set"/></optional>
      <optional><attribute name="resumptionToken"/></optional>
      <data type="anyURI"/>
    </element>
    <choice>
      <oneOrMore><element name="error"><attribute name="code"><choice>
        <value>badArgument</value><value>badResumptionToken</value><value>badVerb</value>
        <value>cannotDisseminateFormat</value><value>idDoesNotExist</value><value>noRecordsMatch</value>
      </choice></attribute><text/></element></oneOrMore>
      <element name="Identify">
        <element name="repositoryName"><text/></element><element name="baseURL"><data type="anyURI"/></element>
        <element name="protocolVersion"><value>2.0</value></element>
        <oneOrMore><element name="adminEmail">
          <data type="string"><param name="pattern">\\S+@(\\S+\\.)+\\S+</param></data>
        </element></oneOrMore>
        <element name="earliestDatestamp"><ref name="second"/></element>
        <element name="deletedRecord"><value>persistent</value></element>
        <element name="granularity"><value>YYYY-MM-DDThh:mm:ssZ</value></element>
        <zeroOrMore><element name="description"><ref name="other"/></element></zeroOrMore>
      </element>
      <element name="ListMetadataFormats"><oneOrMore><element name="metadataFormat">
        <element name="metadataPrefix"><ref name="word"/></element>
        <element name="schema"><data type="anyURI"/></element>
        <element name="metadataNamespace"><data type="anyURI"/></element>
      </element></oneOrMore></element>
      <element name="ListSets"><oneOrMore><element name="set">
        <element name="setSpec"><ref name="word"/></element><element name="setName"><text/></element>
      </element></oneOrMore></element>
      <element name="GetRecord"><ref name="record"/></element>
      <element name="ListRecords"><oneOrMore><ref name="record"/></oneOrMore><ref name="token"/></element>
      <element name="ListIdentifiers"><oneOrMore><ref name="header"/></oneOrMore><ref name="token"/></element>
    </choice>
  </element></start>
  <define name="record"><element name="record">
    <ref name="header"/><optional><element name="metadata"><ref name="other"/></element></optional>
  </element></define>
  <define name="header"><element name="header">
    <optional><attribute name="status"><value>deleted</value></attribute></optional>
    <element name="identifier"><data type="anyURI"/></element>
    <element name="datestamp"><ref name="second"/></element>
    <zeroOrMore><element name="setSpec"><ref name="word"/></element></zeroOrMore>
  </element></define>
  <define name="token"><optional><element name="resumptionToken">
    <optional><attribute name="completeListSize"><data type="positiveInteger"/></attribute></optional>
    <optional><attribute name="cursor"><data type="nonNegativeInteger"/></attribute></optional>
    <text/>
  </element></optional></define>
  <define name="second"><data type="string"><param name="pattern">{_UTC}</param></data></define>
  <define name="word"><data type="string"><param name="pattern">[A-Za-z0-9_]+</param></data></define>
  <define name="other"><element><anyName><except><nsName/></except></anyName>
    <zeroOrMore><choice><text/><attribute><anyName/></attribute><ref name="any"/></choice></zeroOrMore>
  </element></define>
  <define name="any"><element><anyName/>
    <zeroOrMore><choice><text/><attribute><anyName/></attribute><ref name="any"/></choice></zeroOrMore>
  </element></define>
</grammar>
"""
PROTOCOL = etree.RelaxNG(etree.fromstring(_PROTOCOL))

DC_ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def checked(data: bytes) -> etree._Element:
    """The answer, held against the protocol and, within it, against the schemas of both formats."""
    root = etree.fromstring(data)
    PROTOCOL.assertValid(root)
    own = etree.XMLSchema(etree.fromstring(xml.schema().encode()))
    for metadata in root.iter(f"{{{xml.OAI}}}metadata"):
        (told,) = metadata
        if told.tag == f"{{{xml.OAI_DC}}}dc":
            assert {etree.QName(one).localname for one in told} <= DC_ELEMENTS
            assert {etree.QName(one).namespace for one in told} == {xml.DC}
        else:
            own.assertValid(etree.fromstring(etree.tostring(told)))
    return root


def found(root: etree._Element, name: str) -> list[str]:
    """The texts of all elements of this name, of whatever namespace."""
    return [str(one.text or "") for one in root.iter(f"{{*}}{name}")]
