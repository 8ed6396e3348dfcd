"""What kind of file these bytes are, by the bytes themselves; names and declared types count where those are silent."""

import codecs
import re

from sources.readers.subtitles import SRT_START

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
_LABELS |= {
    "video/mp4": "a film", "application/xml": "an XML file", "text/plain": "plain text", "text/html": "a web page",
    "message/rfc822": "an e-mail", "text/vtt": "a WebVTT transcript", "application/x-subrip": "a SubRip transcript",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "a Word document",
}  # fmt: skip

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
_MAIL_HEAD = re.compile(r"(?:From [^\n]+\n)?(?:[A-Za-z][\w-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_MAIL_SIGNS = re.compile(r"^(?:MIME-Version|Message-ID|Received|Return-Path|DKIM-Signature|X-Mailer):", re.I | re.M)
_MAIL_MUSTS = re.compile(r"^(?:From|Subject|Date|To):", re.I | re.M)
_WEB_TEXT = {"text/plain", "text/html", "application/xml", "message/rfc822", "text/vtt", "application/x-subrip"}
# What a name says the file is; other endings say nothing. Of text and web pages the bytes decide.
_NAMED = {
    "pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "eml": "message/rfc822", "vtt": "text/vtt", "srt": "application/x-subrip", "zip": "application/zip",
    "wacz": "application/zip", "warc": "application/warc", "txt": "text/plain", "html": "text/html",
    "htm": "text/html", "xhtml": "text/html", "md": "text/plain",
}  # fmt: skip
_TYPED = {
    "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "message/rfc822",
    "application/warc",
}  # fmt: skip


def media_type_of(data: bytes, *, filename: str = "", declared: str = "") -> str:
    """The media type of the bytes: by signature, else HTML by its tags, else text/plain.

    `filename` and `declared` (a Content-Type, parameters and all) matter only for text with tags in it.
    """
    signed = _by_signature(data)
    if signed:
        return signed
    start = _text_of(data[: _SAMPLE * 16 if b"\x00" not in data[:64] else _SAMPLE])
    told_type = declared.partition(";")[0].strip().lower()
    if start.startswith("WEBVTT") and not start[6:7].isalnum():
        return "text/vtt"
    if SRT_START.match(start[:400].replace("\r\n", "\n").replace("\r", "\n")):
        return "application/x-subrip"
    if _is_mail(start, said=told_type == "message/rfc822" or filename.lower().endswith(".eml")):
        return "message/rfc822"
    if _HTML_START.match(start):
        return "text/html"
    if _XML_START.match(start):
        return "text/html" if re.search(r"<html[\s>]", start[:_SAMPLE], re.IGNORECASE) else "application/xml"
    told_html = told_type in _HTML_TYPES or filename.lower().endswith(_HTML_NAMES)
    return "text/html" if told_html and len(_END_TAG.findall(start)) > 1 else "text/plain"


def mismatch(found: str, *, filename: str = "", declared: str = "") -> str:
    """What the file claims to be and is not, with its article ("a PDF document"); empty where nothing is amiss.

    Text, web pages, mails and transcripts are all text, and servers call most things one of them: among these the
    bytes decide. But a "report.pdf" that is a web page is most often an error page saved under that name.
    """
    claimed = _NAMED.get(filename.lower().rpartition(".")[2] if "." in filename else "", "")
    if claimed and claimed != found:
        strict = claimed in {"text/vtt", "application/x-subrip", "message/rfc822"}
        if strict or not (claimed in _WEB_TEXT and found in _WEB_TEXT):
            return label_of(claimed)
    told = declared.partition(";")[0].strip().lower()
    return label_of(told) if told in _TYPED and told != found else ""


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
    if b"word/document.xml" not in data and b"datapackage.json" in data and b"archive/" in data:
        return "application/zip"
    names = data[:_SAMPLE] + data[-_SAMPLE * 16 :]
    return next((media_type for mark, media_type, _ in _OFFICE if mark in names), "application/zip")


def _is_mail(start: str, *, said: bool) -> bool:
    """Whether the text begins as a mail does. Without its name saying so, only with what mail programs add."""
    head = _MAIL_HEAD.match(start.replace("\r\n", "\n")[:20_000])
    if head is None or not _MAIL_MUSTS.search(head.group()):
        return False
    return said or len(_MAIL_SIGNS.findall(head.group())) > 1


def _text_of(start: bytes) -> str:
    """The first characters, well enough to see tags."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return start[2:].decode(encoding, "ignore")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1")
