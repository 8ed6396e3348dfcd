"""What kind of file these bytes are, by the bytes themselves; names and declared types count where those are silent."""

import codecs
import re

_SIGNATURES: tuple[tuple[bytes, int, str, str], ...] = (  # bytes, begun within, type, label
    (b"%PDF-", 1024, "application/pdf", "a PDF document"),
    (b"PK\x03\x04", 0, "application/zip", "a ZIP archive or an office document"),
    (b"PK\x05\x06", 0, "application/zip", "a ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage", "an older office document"),
    (b"{\\rtf", 0, "application/rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", "a PNG picture"),
    (b"\xff\xd8\xff", 0, "image/jpeg", "a JPEG picture"),
    (b"GIF8", 0, "image/gif", "a GIF picture"),
    (b"II*\x00", 0, "image/tiff", "a TIFF picture"),
    (b"MM\x00*", 0, "image/tiff", "a TIFF picture"),
    (b"RIFF", 0, "application/x-riff", "a picture, a sound or a film"),
    (b"\x1f\x8b", 0, "application/gzip", "a gzip archive"),
    (b"BZh", 0, "application/x-bzip2", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", 0, "application/x-xz", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar", "a RAR archive"),
    (b"ID3", 0, "audio/mpeg", "a sound recording"),
    (b"OggS", 0, "application/ogg", "a sound recording or a film"),
    (b"\x1aE\xdf\xa3", 0, "video/x-matroska", "a film"),
    (b"\x7fELF", 0, "application/x-elf", "a program"),
    (b"SQLite format 3\x00", 0, "application/vnd.sqlite3", "a database"),
    (b"WARC/1.", 0, "application/warc", "a web archive"),
)
_OFFICE = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a Word document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "an Excel workbook"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "a PowerPoint presentation"),
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text", "an OpenDocument text"),
    (b"application/epub+zip", "application/epub+zip", "an EPUB book"),
)
_LABELS = {media_type: label for _, _, media_type, label in _SIGNATURES} | {kind: label for _, kind, label in _OFFICE}
_LABELS |= {"video/mp4": "a film", "application/xml": "an XML file"}

_SAMPLE = 4096  # bytes looked at
_SKIPPED = r"(?:\s|<!--.*?-->|<\?xml[^>]*\?>|<!doctype\s+(?!html)[^>]*>)*"
_HTML_START = re.compile(
    rf"{_SKIPPED}<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|base|article|main|section|header|nav|div"
    r"|span|p|h[1-6]|table|ul|ol|dl|font|center|b|strong|i|em|a|br|img|iframe|form|blockquote|pre)(?=[\s>/])",
    re.IGNORECASE | re.DOTALL,
)
_XML_START = re.compile(r"\s*<\?xml\b|\s*<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg)\b")
_END_TAG = re.compile(r"</(?:p|div|a|h[1-6]|li|td|title|body|span|html)\s*>", re.IGNORECASE)
_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_HTML_NAMES = (".html", ".htm", ".xhtml")


def media_type_of(data: bytes, *, filename: str = "", declared: str = "") -> str:
    """The media type of the bytes: by signature, else HTML by its tags, else text/plain.

    `filename` and `declared` (a Content-Type, parameters and all) matter only for text with tags in it.
    """
    signed = _by_signature(data)
    if signed:
        return signed
    start = _text_of(data[: _SAMPLE * 16 if b"\x00" not in data[:64] else _SAMPLE])
    if _HTML_START.match(start):
        return "text/html"
    if _XML_START.match(start):
        return "text/html" if re.search(r"<html[\s>]", start[:_SAMPLE], re.IGNORECASE) else "application/xml"
    told_type = declared.partition(";")[0].strip().lower()
    told_html = told_type in _HTML_TYPES or filename.lower().endswith(_HTML_NAMES)
    return "text/html" if told_html and len(_END_TAG.findall(start)) > 1 else "text/plain"


def label_of(media_type: str) -> str:
    """What people call such a file, with its article ("a PDF document")."""
    return _LABELS.get(media_type, f"a file of type {media_type}")


def _by_signature(data: bytes) -> str:
    """The media type by the file's own signature, or empty."""
    if data[4:8] == b"ftyp":
        return "video/mp4"
    for signature, within, media_type, _ in _SIGNATURES:
        if signature in data[: within + len(signature)]:
            return _zip_type(data) if media_type == "application/zip" else media_type
    return ""


def _zip_type(data: bytes) -> str:
    """The kind of document a ZIP archive is, by the names of its first and last members."""
    names = data[:_SAMPLE] + data[-_SAMPLE * 16 :]
    return next((media_type for mark, media_type, _ in _OFFICE if mark in names), "application/zip")


def _text_of(start: bytes) -> str:
    """The first characters, well enough to see tags."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(encoding, "ignore")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")
