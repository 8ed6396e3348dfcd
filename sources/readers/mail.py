"""Reads e-mails as mail programs save them (.eml, RFC 5322): the head, the text, a list of what is attached.

Attachments are documents of their own (`Document.parts`), which the capture command preserves one by one; the list at
the end of the mail's text gives the SHA-256 of each, so that what belongs together can be proved to.
"""

import email
import email.policy
import re
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime

from sources.readers.document import Content, Part, Proposal, Span, Writer
from sources.readers.furniture import furniture_spans
from sources.readers.html import plain_text_of
from sources.readers.metadata import layout_of_text, propose
from sources.text import UnreadableError, canonical_text, decode, sha256_hex

READER_VERSION = "1"
MAX_PARTS = 500
_SHOWN = ("From", "To", "Cc", "Date", "Subject")
_PREFIXES = re.compile(r"^(?:(?:re|fwd?|aw|отв|yn[tl]?)\s?(?:\[\d+\])?:\s*)+", re.IGNORECASE)


def read_mail(data: bytes, charset: str | None) -> Content:
    """The text of an e-mail and what its head says about it. Raises `UnreadableError`."""
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        head = {name: _header(mail, name) for name in _SHOWN}
        parts = list(mail.walk())
        body, html = mail.get_body(("plain",)), mail.get_body(("html",))
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError("This e-mail is damaged: its head cannot be read. Save it again.") from error
    if len(parts) > MAX_PARTS:
        raise UnreadableError(f"This e-mail has {len(parts)} parts; up to {MAX_PARTS} are read.")
    text = _text(body) if body is not None else ""
    if not text.strip() and html is not None:
        text = plain_text_of(_decoded(html))
    attached = tuple(_attachments(mail, parts, {id(body), id(html)}))
    return _content(head, text, attached)


def _content(head: dict[str, str], body: str, attached: tuple[Part, ...]) -> Content:
    if not body.strip() and not attached and not head["Subject"]:
        raise UnreadableError("There is no text in this e-mail.")
    writer = Writer()
    shown = "\n".join(f"{name}: {value}" for name, value in head.items() if value)
    if shown:
        writer.add(canonical_text(shown))
    own = canonical_text(body).strip("\n")
    start = writer.add(own)[0] if own.strip() else 0
    layout = layout_of_text(own)
    furniture: list[Span] = [(start + a, start + b) for a, b in furniture_spans(own, layout)] if own.strip() else []
    for number, part in enumerate(attached):
        furniture.append(writer.add(_listed(part), apart="\n" if number else "\n\n"))
    text = writer.text()
    return Content(text, tuple(furniture), _proposal(head, propose(own, layout)), parts=attached)


def _listed(part: Part) -> str:
    """The line by which an attachment is told, and can be proved to be the one."""
    told = f"Attachment: {part.filename} ({part.media_type}, {len(part.data)} bytes, SHA-256 {sha256_hex(part.data)})"
    return canonical_text(" ".join(told.split()))


def _proposal(head: dict[str, str], text: Proposal) -> Proposal:
    """Title, date and author from the head; the rest as the text says."""
    subject = _PREFIXES.sub("", head["Subject"]).strip()
    published = _edtf(head["Date"])
    name = head["From"].partition("<")[0].strip(" \"'")
    found = replace(text, title=subject, title_basis="subject of the e-mail") if subject else text
    if published:
        found = replace(found, published=published, published_basis="date of the e-mail")
    is_name = bool(name) and "@" not in name
    return replace(found, authors=(name,) if is_name else text.authors)


def _edtf(value: str) -> str:
    """The date of a mail's head with its time zone; empty where it is none. "-0000" tells no zone (RFC 5322, 3.3)."""
    try:
        moment: datetime = parsedate_to_datetime(value)
        text = moment.replace(microsecond=0).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    return text.replace("+00:00", "Z") if 1970 <= moment.year <= 2200 else ""


def _header(mail: EmailMessage, name: str) -> str:
    value = mail.get(name)
    text = "" if value is None else " ".join(str(value).split())
    # What stands there in no known charset comes as lone surrogates.
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _text(part: MIMEPart) -> str:
    """A text part, with the lines joined that were broken for the journey (RFC 3676)."""
    text = _decoded(part)
    if part.get_param("format", "") == "flowed":
        lines = text.split("\n")
        joined: list[str] = []
        for line in lines:
            if joined and joined[-1].endswith(" ") and joined[-1].strip() and joined[-1] != "-- ":
                joined[-1] += line
            else:
                joined.append(line)
        text = "\n".join(line.rstrip(" ") for line in joined)
    return text


def _decoded(part: MIMEPart) -> str:
    payload = _payload(part)
    if not payload.strip():
        return ""
    return canonical_text(decode(payload, part.get_content_charset())[0])


def _payload(part: MIMEPart) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except Exception as error:
        raise UnreadableError("A part of this e-mail is damaged. Save it again.") from error
    return payload if isinstance(payload, bytes) else b""


def _attachments(mail: EmailMessage, parts: list[EmailMessage], bodies: set[int]) -> list[Part]:
    """What is attached, forwarded mails included; pictures within the text are left in the mail."""
    found: list[Part] = []
    inside: set[int] = set()
    for part in parts:
        if id(part) in inside or id(part) in bodies or part is mail:
            continue
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inside.update(id(inner) for inner in part.walk())
            content = part.get_payload()
            inner = content[0] if isinstance(content, list) and content else None
            data = inner.as_bytes() if isinstance(inner, Message) else b""
            found.append(Part(_filename(part, len(found)) + ("" if part.get_filename() else ".eml"), kind, data))
        elif part.get_content_maintype() != "multipart" and (part.get_filename() or part.is_attachment()):
            data = _payload(part)
            if data and not (part.get_content_maintype() == "image" and part.get("Content-ID")):
                found.append(Part(_filename(part, len(found)), kind, data))
    return found


def _filename(part: EmailMessage, number: int) -> str:
    name = part.get_filename() or f"attachment-{number + 1}"
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.split(r"[\\/]", name)[-1][:200] or f"attachment-{number + 1}"
