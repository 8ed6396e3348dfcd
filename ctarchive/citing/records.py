"""What a citation of a record names. The record was veiled and, for another day, restored; nothing here queries."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ctarchive.citing.work import ARCHIVE, RECORD, Work, one_line
from editorial.asof import AsOf
from editorial.choices import State
from editorial.languages import neutral
from events import headings
from events.models import Claim, Entity, Event
from sources.models import Source

Cited = Event | Entity | Claim | Source
_NOW = AsOf()


def path(record_type: str, uid: str) -> str:
    """The path that leads to a record whatever becomes of its title, its name or what it is merged into."""
    name = {
        "event": "events:event_uid", "entity": "events:entity_uid",
        "claim": "events:claim_detail", "source": "sources:source_uid",
    }[record_type]  # fmt: skip
    return reverse(name, args=[uid])


def permanent(record_type: str, uid: str, day: AsOf = _NOW) -> str:
    """The absolute permanent address of a record, as it stands or as it stood on a day: the same in every language."""
    asked = f"?as_of={day.given}" if day.moment else ""
    with neutral():
        return f"{settings.SITE_URL}{path(record_type, uid)}{asked}"


def address(record: Cited) -> str:
    """The absolute permanent address of a record."""
    return permanent(record.type_name(), record.pk)


def page(record: Cited) -> str:
    """The absolute address of a record's page in the reader's language."""
    return f"{settings.SITE_URL}{path(record.type_name(), record.pk)}"


def said(record: Cited) -> str:
    """What the record is called, on one line."""
    if isinstance(record, Claim):
        return one_line(headings.sentence(record))
    return one_line(record.display_name if isinstance(record, Entity) else record.title)


def of_record(record: Cited, *, version: int, day: AsOf = _NOW, today: date | None = None) -> Work:
    """The work that the archive's own record is, in the public version that was read."""
    assert record.published_at is not None
    return Work(
        key=f"{ARCHIVE}-{record.type_name()}-{record.pk}",
        kind=RECORD,
        title=said(record),
        url=permanent(record.type_name(), record.pk, day),
        accessed=today or _today(),
        genre=_("%(type)s record") % {"type": record._meta.verbose_name},
        authors=(ARCHIVE,),
        publisher=ARCHIVE,
        container=ARCHIVE,
        issued=_day(record.published_at),
        version=day.given if day.moment else str(version),
        number=record.pk,
        note=_note(record, day),
    )


def of_source(source: Source, *, today: date | None = None) -> Work:
    """The work that a source itself is, as its publisher put it out; where it is preserved is told beside it."""
    publisher = one_line(source.publisher.name) if source.publisher else ""
    authors = tuple(name for one in source.authors if (name := one_line(one)))
    return Work(
        key=f"{ARCHIVE}-source-{source.pk}-itself",
        kind=source.kind,
        title=one_line(source.title),
        url=source.canonical_url or source.url or address(source),
        accessed=today or _today(),
        genre=str(source.get_kind_display()),
        # A document that names no author is its publisher's.
        authors=authors or ((publisher,) if publisher else ()),
        publisher=publisher,
        container=publisher,
        issued=source.published,
        number=one_line(source.symbol),
        language=source.language,
        note=_("Preserved by %(archive)s: %(url)s") % {"archive": ARCHIVE, "url": address(source)},
    )


def _note(record: Cited, day: AsOf) -> str:
    if day.moment:
        return _("As it stood at the end of that day, in UTC.")
    if record.state == State.SUPERSEDED:
        return _("This claim was corrected: another took its place.")
    return ""


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()


def _today() -> date:
    return timezone.localdate()
