"""Small documents of every form, made here: bytes in the shape that other programs write them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

LINES = (
    "Border services agree on a joint plan",
    "",
    "The two border services agreed on Tuesday to share lists of wanted",
    "persons and to train their officers together, the ministry said.",
    "",
    "It was the second meeting of the working group this year.",
)


def pdf(
    pages: Sequence[Sequence[str]] = (LINES,),
    *,
    info: dict[str, str] | None = None,
    extra: bytes = b"",
    leading: int = 14,
) -> bytes:
    """A PDF with one line of text under the other; an empty line leaves a gap. Any letters of the BMP."""
    objects: list[bytes] = []
    letters = sorted({letter for page in pages for line in page for letter in line})
    others = (letter for letter in letters if not " " <= letter <= "~")
    codes = {letter: ord(letter) for letter in letters if " " <= letter <= "~"}
    codes |= {letter: code for code, letter in enumerate(others, start=128)}
    count = len(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode())
    widths = " ".join(["500"] * 224)
    objects.append(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 255"
        f" /Widths [{widths}] /ToUnicode 4 0 R >>".encode()
    )
    objects.append(_stream(_to_unicode(codes)))
    for n, lines in enumerate(pages):
        shown = ["BT /F1 10 Tf 60 780 Td"]
        for line in lines:
            coded = "".join(f"{codes[letter]:02x}" for letter in line)
            shown.append(f"<{coded}> Tj 0 -{leading} Td" if line else f"0 -{leading} Td")
        content = "\n".join([*shown, "ET"]).encode() + extra
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(content))
    trailer = ""
    if info:
        pairs = " ".join(f"/{key} <FEFF{value.encode('utf-16-be').hex()}>" for key, value in info.items())
        objects.append(f"<< {pairs} >>".encode())
        trailer = f" /Info {len(objects)} 0 R"
    return assembled(objects, trailer)


def scanned_pdf(
    width: int = 60, height: int = 40, *, claims: tuple[int, int] | None = None, pixels: bytes = b""
) -> bytes:
    """A PDF of one page that is nothing but a picture; `claims` is the size that the picture says it has."""
    w, h = claims or (width, height)
    picture = zlib.compress(pixels or b"\xff" * (width * height))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /I 5 0 R >> >> >>",
        _stream(b"q 500 0 0 700 40 60 cm /I Do Q"),
        f"<< /Type /XObject /Subtype /Image /Width {w} /Height {h} /ColorSpace /DeviceGray /BitsPerComponent 8"
        f" /Filter /FlateDecode /Length {len(picture)} >>\nstream\n".encode()
        + picture
        + b"\nendstream",
    ]
    return assembled(objects)


def scan_of(document: bytes) -> bytes:
    """A PDF whose only page is a picture of the first page of this one."""
    opened = pdfium.PdfDocument(document)
    bitmap = opened[0].render(scale=200 / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    packed = b"".join(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width] for y in range(bitmap.height))
    width, height = bitmap.width, bitmap.height
    bitmap.close()
    opened.close()
    return scanned_pdf(width, height, pixels=packed)


def encrypted_pdf() -> bytes:
    """A PDF that says it is locked with a password (which nothing here is the key to)."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> /P -44 >>",
    ]
    return assembled(objects, " /Encrypt 3 0 R /ID [<aa> <aa>]")


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF file of these objects, the first of which is its catalogue."""
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n".encode() + body + b"\nendobj\n")
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.writelines(f"{place:010} 00000 n \n".encode() for place in places)
    out.write(f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def docx(
    *paragraphs: str, title: str = "", creator: str = "", table: Sequence[Sequence[str]] = (), footnote: str = "",
    body: str = "", members: dict[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A Word document. With `footnote`, the last paragraph carries its mark; `body` is raw XML after all of it."""
    shown = [f"<w:p><w:r><w:t xml:space='preserve'>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs]
    if footnote:
        shown[-1] = shown[-1].replace("</w:p>", "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>")
    if table:
        rows = "".join(
            "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(c)}</w:t></w:r></w:p></w:tc>" for c in row) + "</w:tr>"
            for row in table
        )
        shown.append(f"<w:tbl>{rows}</w:tbl>")
    parts = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{WORD}.document.main+xml"/></Types>',
        "word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{''.join(shown)}{body}</w:body></w:document>",
        "docProps/core.xml": "<cp:coreProperties"
        " xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties'"
        " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/'>"
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(creator)}</dc:creator>"
        "<dcterms:created>2001-02-03T04:05:06Z</dcterms:created></cp:coreProperties>",
    }
    if footnote:
        parts["word/footnotes.xml"] = (
            f"<w:footnotes xmlns:w='{W}'><w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
            "<w:footnote w:id='2'>"
            f"<w:p><w:r><w:t>{escape(footnote)}</w:t></w:r></w:p></w:footnote></w:footnotes>"
        )
    packed = {name: text.encode() for name, text in parts.items()} | (members or {})
    return zipped(packed)


def zipped(members: dict[str, bytes]) -> bytes:
    """A ZIP archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def eml(
    text: str = "The working group met on Tuesday and agreed on a joint plan, as both services confirmed.",
    *, subject: str = "Working group meets", sender: str = "Leyla Mammadova <leyla@ministry.example>", html: str = "",
    attachments: dict[str, bytes] | None = None, date: str = "Tue, 12 Mar 2019 14:35:00 +0400",
) -> bytes:  # fmt: skip
    """An e-mail as mail programs save it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, "press@list.example", subject, date
    mail["Message-ID"] = "<1@ministry.example>"
    if text or not html:
        mail.set_content(text)
    if html:
        (mail.add_alternative if text else mail.set_content)(html, subtype="html")
    for name, data in (attachments or {}).items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


SRT = """1
00:00:01,000 --> 00:00:04,000
Good evening. The two services

2
00:00:04,100 --> 00:00:06,500
signed a protocol in Baku today.

3
00:01:23,000 --> 00:01:27,250
The minister spoke of a new stage.
"""

VTT = """WEBVTT - evening news

NOTE made by hand

STYLE
::cue { color: white }

intro
00:01.000 --> 00:04.000 align:start
<v Anchor>Good evening. The two <i>services</i></v>

01:02:03.500 --> 01:02:06.000
<v Minister>We signed a protocol &amp; a plan.
"""


def warc(records: Sequence[tuple[str, bytes, str]], *, gzip: bool = True, status: str = "200 OK") -> bytes:
    """A web archive of (address, payload, content type)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("made.warc.gz", {"software": "tests"}))
    for url, payload, media_type in records:
        headers = [("Content-Type", media_type), ("Content-Length", str(len(payload)))]
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(payload), warc_headers_dict={"WARC-Date": "2020-02-03T04:05:06Z"},
                http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            )
        )  # fmt: skip
    return out.getvalue()


def wacz(records: Sequence[tuple[str, bytes, str]]) -> bytes:
    """The same as a WACZ package."""
    return zipped({"datapackage.json": b'{"profile": "data-package"}', "archive/data.warc.gz": warc(records)})
