"""Reads Word documents (Office Open XML, ECMA-376): paragraphs, tables, foot- and endnotes.

Paragraphs are parted by blank lines; a table's rows are lines, its cells parted by tabs; a note's mark stands in the
text as [1], and the note itself at the end. What was deleted
with changes tracked is left out, what was inserted is text.
"""

from collections.abc import Iterator

from lxml import etree

from sources.readers.document import Content, Writer
from sources.readers.furniture import furniture_spans
from sources.readers.metadata import layout_of_text, propose, with_file_metadata
from sources.readers.packages import Package
from sources.text import UnreadableError, canonical_text

READER_VERSION = "1"
MAX_XML = 30_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_MAIN, _CORE = "word/document.xml", "docProps/core.xml"
_NOTES = (("footnoteReference", "word/footnotes.xml", "footnote"), ("endnoteReference", "word/endnotes.xml", "endnote"))
# Parts of a paragraph that are no text of it: deletions, field codes, the second form of what is there twice.
_LEFT_OUT = {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr"}


def read_docx(data: bytes, charset: str | None) -> Content:
    """The text of a Word document and what it says about itself. Raises `UnreadableError`."""
    package = Package(data)
    if "EncryptedPackage" in package:
        raise UnreadableError("This Word document is locked with a password. Save it without one and try again.")
    marks: dict[tuple[str, str], int] = {}
    writer = Writer()
    body = _tree(package, _MAIN).find(f"{_W}body")
    for block in _blocks(body, marks) if body is not None else ():
        writer.add(block)
    for (kind, number), mark in marks.items():
        note = _note(package, kind, number)
        if note:
            writer.add(f"[{mark}] {note}")
    text = canonical_text(writer.text())
    if not text.strip():
        raise UnreadableError("There is no text in this Word document; it may hold pictures of pages only.")
    layout = layout_of_text(text)
    found = with_file_metadata(propose(text, layout), title=_told_title(package))
    return Content(text, furniture_spans(text, layout), found)


def _tree(package: Package, name: str) -> etree._Element:
    """The XML of a part. Entities are not defined in these files: who defines them means harm."""
    data = b"".join(package.chunks(name, most=MAX_XML))
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise UnreadableError(
            "This Word document defines entities of its own, as no word processor does: it is not read."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data.replace(_STRICT[1:-1].encode(), _W[1:-1].encode()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(f"This Word document is damaged: “{name}” in it cannot be read.") from error
    if root is None or root.getroottree().docinfo.doctype:
        raise UnreadableError(
            "This Word document defines entities of its own, as no word processor does: it is not read."
        )
    return root


def _blocks(body: etree._Element, marks: dict[tuple[str, str], int]) -> Iterator[str]:
    """The paragraphs and tables, in order; those within content controls too."""
    for element in body:
        name = _name(element)
        if name == "p":
            text = _paragraph(element, marks)
            if text:
                yield text
        elif name == "tbl":
            text = "\n".join(row for row in _rows(element, marks) if row.strip())
            if text:
                yield text
        elif name in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "txbxContent"}:
            yield from _blocks(element, marks)


def _rows(table: etree._Element, marks: dict[tuple[str, str], int]) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = [" ".join(_blocks(cell, marks)) for cell in row.iter(f"{_W}tc")]
        yield "\t".join(" ".join(cell.split()) for cell in cells)


def _paragraph(paragraph: etree._Element, marks: dict[tuple[str, str], int]) -> str:
    return "".join(_pieces(paragraph, marks)).strip(" \n\t")


def _pieces(root: etree._Element, marks: dict[tuple[str, str], int]) -> Iterator[str]:
    """The text of a paragraph's runs in order, without recursion: nesting without end is no danger."""
    todo = [root]
    while todo:
        element = todo.pop()
        name = _name(element)
        if name in _LEFT_OUT:
            continue
        if name == "t":
            yield element.text or ""
        elif name in {"tab", "ptab"}:
            yield "\t"
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "noBreakHyphen":
            yield "\u2011"
        elif name in {"footnoteReference", "endnoteReference"}:
            yield f"[{marks.setdefault((name, element.get(f'{_W}id', '')), len(marks) + 1)}]"
        else:
            todo.extend(reversed(element))


def _note(package: Package, kind: str, number: str) -> str:
    part, tag = next((part, tag) for reference, part, tag in _NOTES if reference == kind)
    if part not in package:
        return ""
    for note in _tree(package, part).iter(f"{_W}{tag}"):
        if note.get(f"{_W}id") == number:
            return " ".join(text for text in _blocks(note, {}) if text)
    return ""


def _told_title(package: Package) -> str:
    """The title among the file's properties; a broken list of properties tells nothing."""
    try:
        return _tree(package, _CORE).findtext(f"{_DC}title") or "" if _CORE in package else ""
    except UnreadableError:
        return ""


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
