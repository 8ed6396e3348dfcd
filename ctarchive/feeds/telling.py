"""Entries of records: what each says, in HTML made by templates. No queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from ctarchive.citing import records
from ctarchive.direction import closed_in
from ctarchive.feeds.entries import Entry, tag_uri
from editorial.choices import State
from editorial.forms import label_of
from editorial.languages import capfirst
from editorial.models import Revision
from events import headings
from events.corrections import Correction
from events.footnotes import Footnote
from events.models import Claim, Entity, Event, Evidence, Ranking, Reply
from events.reading import Withdrawn
from sources.models import Source

Notes = Mapping[str, Sequence[Footnote]]  # claim uid → its passages

MOST_CLAIMS = 12  # that one entry tells before it leads to the page


def named(name: str) -> str:
    """The stable id of something told."""
    return tag_uri(settings.SITE_URL, name)


def _entry(name: str, title: str, url: str, moment: datetime, content: str, *categories: Any) -> Entry:
    return Entry(
        id=named(name), title=str(Truncator(title).chars(200)), url=url, published=moment, updated=moment,
        content=content, categories=tuple(str(category) for category in categories if category),
    )  # fmt: skip


def _html(template: str, **context: Any) -> str:
    return closed_in(render_to_string(f"feeds/{template}.html", context | {"site_url": settings.SITE_URL}))


def _told(claims: Iterable[Claim], notes: Notes) -> list[dict[str, Any]]:
    return [
        {"sentence": headings.sentence(c), "claim": c, "note": next(iter(notes.get(c.pk, ())), None)} for c in claims
    ]


def published(subject: Event | Entity, claims: Sequence[Claim], notes: Notes, row: Any = None) -> Entry:
    """That an event or entity is public, with its claims, each with one passage."""
    assert subject.published_at is not None
    content = _html(
        "_published", subject=subject, row=row, told=_told(claims[:MOST_CLAIMS], notes), more=len(claims) - MOST_CLAIMS
    )
    name = f"{subject.type_name()}/{subject.pk}"
    kind = capfirst(str(subject.get_kind_display()))
    return _entry(name, records.said(subject), records.page(subject), subject.published_at, content, kind)


def claimed(claim: Claim, notes: Notes) -> Entry:
    """That a claim is public."""
    assert claim.published_at is not None
    content = _html("_claimed", told=_told([claim], notes), about=claim.subject)
    return _entry(
        f"claim/{claim.pk}", records.said(claim), records.page(claim), claim.published_at, content,
        capfirst(str(claim.get_property_display())),
    )  # fmt: skip


def ended(gone: Withdrawn, correction: Correction | None) -> Entry:
    """That a claim was corrected or retracted: what it said, what holds now, what changed, and why."""
    claim = gone.claim
    assert claim.ended_at is not None
    said = records.said(claim)
    is_corrected = claim.state == State.SUPERSEDED
    title = (_("Corrected: %(said)s") if is_corrected else _("Retracted: %(said)s")) % {"said": said}
    holds = headings.sentence(gone.successor) if gone.successor else ""
    content = _html("_ended", gone=gone, said=said, holds=holds, correction=correction, about=claim.subject)
    label = _("Correction") if is_corrected else _("Retraction")
    return _entry(f"claim/{claim.pk}/{claim.state}", title, records.page(claim), claim.ended_at, content, label)


def ranked(ranking: Ranking) -> Entry:
    """That editors preferred or deprecated a claim, and why."""
    assert ranking.published_at is not None
    said = records.said(ranking.claim)
    title = _("Ranked %(rank)s: %(said)s") % {"rank": ranking.get_rank_display(), "said": said}
    content = _html("_reasoned", said=said, about=ranking.claim, reason=ranking.reason)
    return _entry(
        f"ranking/{ranking.pk}", title, records.page(ranking.claim), ranking.published_at, content, _("Ranking")
    )


def replied(reply: Reply) -> Entry:
    """That somebody replied to a claim, in their own words."""
    assert reply.published_at is not None
    said = records.said(reply.claim)
    content = _html("_replied", reply=reply, said=said, about=reply.claim)
    address = f"{records.page(reply.claim)}#reply-{reply.pk}"
    title = _("Reply to: %(said)s") % {"said": said}
    return _entry(f"reply/{reply.pk}", title, address, reply.published_at, content, _("Reply"))


def evidenced(evidence: Evidence, note: Footnote, claim: Claim) -> Entry:
    """That a passage was added to a claim."""
    assert evidence.published_at is not None
    title = _("New passage: %(said)s") % {"said": records.said(claim)}
    content = _html("_claimed", told=[{"sentence": headings.sentence(claim), "claim": claim, "note": note}], about=None)
    return _entry(f"evidence/{evidence.pk}", title, records.page(claim), evidence.published_at, content, _("Passage"))


def revised(subject: Event | Entity, revision: Revision, old: str, new: str, reason: str) -> Entry:
    """That the editors revised words of their own, and why."""
    assert revision.published_at is not None
    label = label_of(type(subject), revision.field)
    title = _("Revised: %(field)s of %(said)s") % {"field": label, "said": records.said(subject)}
    content = _html("_reasoned", said=records.said(subject), about=subject, reason=reason, old=old, new=new)
    address = records.page(subject)
    return _entry(f"revision/{revision.pk}", title, address, revision.published_at, content, _("Revision"))


def sourced(source: Source) -> Entry:
    """That a source is public."""
    assert source.published_at is not None
    content = _html("_sourced", source=source)
    kind = capfirst(str(source.get_kind_display()))
    return _entry(f"source/{source.pk}", records.said(source), records.page(source), source.published_at, content, kind)
