"""Readers: how the bytes of a document become its canonical text, and what the document says about itself.

Knows file formats and the shapes of documents. Must not know the database, Django, or the network: bytes in, a
`Document` out. `READERS` is the one table of what can be read; a new format is a module with one
function, and a line there.
"""

from sources.readers.document import Break, Content, Copied, Document, Part, Proposal, Reader, Span, place_at
from sources.readers.docx import READER_VERSION as DOCX_VERSION
from sources.readers.docx import read_docx
from sources.readers.html import READER_VERSION as HTML_VERSION
from sources.readers.html import read_html
from sources.readers.mail import READER_VERSION as MAIL_VERSION
from sources.readers.mail import read_mail
from sources.readers.ocr import READER as OCR
from sources.readers.pdf import READER_VERSION as PDF_VERSION
from sources.readers.pdf import read_pdf
from sources.readers.plain import READER_VERSION as PLAIN_VERSION
from sources.readers.plain import read_plain
from sources.readers.sniff import label_of, media_type_of, mismatch
from sources.readers.subtitles import READER_VERSION as SUBTITLES_VERSION
from sources.readers.subtitles import read_subtitles
from sources.text import UnreadableError, paragraphs

__all__ = [
    "MACHINE_READ", "READERS", "Break", "Content", "Copied", "Document", "Part", "Proposal", "Reader", "Span",
    "UnreadableError", "place_at", "read",
]  # fmt: skip

READERS: dict[str, Reader] = {
    "text/plain": Reader("plain", PLAIN_VERSION, "plain text", read_plain, (".txt",)),
    "text/html": Reader("html", HTML_VERSION, "web pages (HTML)", read_html, (".html", ".htm")),
    "application/pdf": Reader("pdf", PDF_VERSION, "PDF documents", read_pdf, (".pdf",)),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Reader(
        "docx", DOCX_VERSION, "Word documents", read_docx, (".docx",)
    ),
    "message/rfc822": Reader("mail", MAIL_VERSION, "e-mails", read_mail, (".eml",)),
    "application/x-subrip": Reader("subrip", SUBTITLES_VERSION, "SubRip transcripts", read_subtitles, (".srt",)),
    "text/vtt": Reader("webvtt", SUBTITLES_VERSION, "WebVTT transcripts", read_subtitles, (".vtt",)),
}
MACHINE_READ = frozenset({OCR})
"""The names of readers whose text is what a machine made out on pictures: letters may be wrong."""


def read(data: bytes, *, filename: str = "", media_type: str = "", charset: str | None = None) -> Document:
    """The document in the bytes.

    The bytes themselves decide how they are read; `filename`, `media_type` (a Content-Type) and `charset` are hints.
    Raises `UnreadableError`, whose message is one plain sentence or two, for anything that `READERS` cannot read, and
    for a file whose name or type claims that it is something else.
    """
    if not data.strip():
        raise UnreadableError("This file is empty.")
    found = media_type_of(data, filename=filename, declared=media_type)
    if claimed := mismatch(found, filename=filename, declared=media_type):
        raise UnreadableError(
            f"This file claims to be {claimed} but is {label_of(found)}. If that is the document you mean, give it"
            " the right name; often it is an error page that was saved."
        )
    reader = READERS.get(found)
    if reader is None:
        *labels, last = (reader.label for reader in READERS.values())
        raise UnreadableError(f"This is {label_of(found)}; what can be read now is {', '.join(labels)} and {last}.")
    content = reader.read(data, charset or _charset_of(media_type))
    return Document(
        text=content.text,
        media_type=found,
        reader=content.reader or reader.name,
        reader_version=content.reader_version or reader.version,
        furniture=content.furniture,
        breaks=content.breaks or tuple(paragraphs(content.text)),
        proposal=content.proposal,
        parts=content.parts,
    )


def _charset_of(media_type: str) -> str | None:
    """The charset parameter of a Content-Type, if it has one."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")
    return None
