"""Find the captures that a new one resembles, and keep what is suspected: one indexed look-up for any number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import actions, policies
from editorial.choices import State, Via
from editorial.errors import WrongState
from sources.actions import link
from sources.choices import LinkKind, Suspicion
from sources.likeness.comparing import Likeness, Text, compare
from sources.likeness.direction import Copyist, direct
from sources.likeness.signatures import VERSION, keys
from sources.models import Capture, Fingerprint, FingerprintBand, Source, SourceLink, SuspectedCopy
from sources.readers import Copied
from sources.readers.attribution import copied_from
from sources.readers.metadata import layout_of_text

# Only those that share most bands are read and compared.
MOST_COMPARED = 40
_GONE = (State.DISCARDED, State.RETRACTED)


def look(capture: Capture) -> list[SuspectedCopy]:
    """Fingerprint the capture, and suspect the sources that it looks like a copy of, or that look like copies of it.

    Safe to repeat. Pairs that are linked, suspected or dismissed already are left alone. Returns what is new.
    """
    text = text_of(capture)
    found = keys(text)
    _keep(capture, found)
    likes = [(other, compare(text, text_of(other))) for other in _candidates(capture, found)]
    suspected = [_suspicion(capture, other, likeness) for other, likeness in likes if likeness.is_copy]
    return _store(suspected)


def text_of(capture: Capture) -> Text:
    return Text(capture.text, tuple((start, end) for start, end in capture.furniture))


def _keep(capture: Capture, found: Sequence[int]) -> None:
    with actions.verb():
        FingerprintBand.objects.filter(capture=capture).delete()
        FingerprintBand.objects.bulk_create(FingerprintBand(capture=capture, key=key) for key in found)
        Fingerprint.objects.update_or_create(capture=capture, defaults={"version": VERSION})


def forget(capture: Capture) -> None:
    """The text was redacted: what was made of it goes. Runs inside the verb that redacts."""
    FingerprintBand.objects.filter(capture=capture).delete()
    Fingerprint.objects.filter(capture=capture).delete()


def _candidates(capture: Capture, found: Sequence[int]) -> list[Capture]:
    """The captures of other sources that share most bands with this one, and are not known to be of one origin."""
    if not found:
        return []
    sharing = FingerprintBand.objects.filter(key__in=found).exclude(capture__source=capture.source_id)
    sharing = sharing.exclude(capture__source__state__in=_GONE).exclude(
        capture__source__origin=capture.source.origin_id
    )
    nearest = sharing.order_by().values("capture").annotate(shared=Count("pk")).order_by("-shared", "capture")
    uids = [row["capture"] for row in nearest[:MOST_COMPARED]]
    return list(Capture.objects.filter(pk__in=uids).select_related("source__publisher").order_by("pk"))


def _suspicion(capture: Capture, other: Capture, likeness: Likeness) -> SuspectedCopy:
    copy, original, clues = direct(copyist(capture), copyist(other), likeness.contained)
    return SuspectedCopy(
        pair=pair_of(copy.uid, original.uid),
        copy_id=copy.uid,
        original_id=original.uid,
        containment=round(likeness.containment, 4),
        resemblance=round(likeness.resemblance, 4),
        agreement=round(likeness.agreement, 4),
        clues=[clue.value for clue in clues],
    )


def pair_of(one: str, other: str) -> str:
    return " ".join(sorted((one, other)))


def copyist(capture: Capture) -> Copyist:
    """What tells who copied whom, of the source of this capture."""
    source, told = capture.source, passes_on(capture)
    return Copyist(
        uid=source.pk,
        publisher=source.publisher.name if source.publisher else "",
        publisher_kind=source.publisher.kind if source.publisher else "",
        url=source.url,
        canonical_url=source.canonical_url,
        earliest=source.published_earliest,
        latest=source.published_latest,
        captured_at=capture.captured_at.timestamp(),
        names=tuple(one.name for one in told if one.name),
        links=tuple(one.url for one in told if one.url),
        length=len(capture.text),
    )


def passes_on(capture: Capture) -> tuple[Copied, ...]:
    """Whose report the text says it passes on, with the words that say so."""
    publisher = capture.source.publisher.name if capture.source.publisher else ""
    return copied_from(layout_of_text(capture.text), publisher)


def _store(suspected: Iterable[SuspectedCopy]) -> list[SuspectedCopy]:
    """Keep what is new. A pair that is linked, or was decided on, is not suspected again."""
    by_pair = {one.pair: one for one in suspected}
    with actions.verb():
        known = set(SuspectedCopy.objects.filter(pair__in=by_pair).values_list("pair", flat=True))
        new = [one for pair, one in by_pair.items() if pair not in known]
        uids = {uid for one in new for uid in (one.copy_id, one.original_id)}
        links = SourceLink.objects.live().filter(source__in=uids, target__in=uids).values_list("source", "target")
        linked = {pair_of(*ends) for ends in links}
        new = [one for one in new if one.pair not in linked]
        SuspectedCopy.objects.bulk_create(new, ignore_conflicts=True)
    return list(SuspectedCopy.objects.filter(pair__in=[one.pair for one in new]).select_related("copy", "original"))


def visible_to(user: Any) -> Any:
    """The suspected copies whose two sources this user may see."""
    mine = Source.objects.visible_to(user)
    return SuspectedCopy.objects.filter(Q(copy__in=mine), Q(original__in=mine))


def confirm(
    suspected: SuspectedCopy,
    *,
    user: Any,
    reason: str,
    kind: str = LinkKind.REPUBLISHES,
    swap: bool = False,
    via: str = Via.COMMAND,
) -> SourceLink:
    """Say that it is one: makes the link between the two sources, and submits it for review. `swap`: the other way.

    Raises `WrongState` where somebody decided already, `NotAllowed` for whoever may not link.
    """
    with actions.verb():
        row = _waiting(suspected)
        ends = (row.original, row.copy) if swap else (row.copy, row.original)
        made = link(ends[0], LinkKind(kind), ends[1], reason=reason, user=user, via=via)
        (made,) = actions.submit([made], user=user, via=via)
        _decide(row, Suspicion.CONFIRMED, user, made)
    return made


def dismiss(suspected: SuspectedCopy, *, user: Any) -> None:
    """Say that it is none. It is not suspected again."""
    policies.check(user, "create", SourceLink())
    with actions.verb():
        _decide(_waiting(suspected), Suspicion.DISMISSED, user, None)


def _waiting(suspected: SuspectedCopy) -> SuspectedCopy:
    row = SuspectedCopy.objects.select_for_update(of=("self",)).select_related("copy", "original").get(pk=suspected.pk)
    if row.fate != Suspicion.PENDING:
        raise WrongState(_("Somebody decided on this already: %(fate)s.") % {"fate": row.get_fate_display()})
    return row


def _decide(row: SuspectedCopy, fate: Suspicion, user: Any, made: SourceLink | None) -> None:
    row.fate, row.link, row.decided_by, row.decided_at = fate, made, user, timezone.now()
    row.save()
