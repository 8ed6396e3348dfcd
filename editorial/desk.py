"""The review desk: who has taken which review, and the queue that shows it.

Taking a review keeps others from deciding on the same records at the same time. It runs out by itself, so that nobody
who went home holds up the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from editorial import guard, parts, policies, registry, signals
from editorial.choices import Role, State
from editorial.errors import FourEyes, NotAllowed, WrongState
from editorial.models import Reviewable, ReviewClaim
from editorial.parts import owner_paths, without_texts
from editorial.queue import MOST, subject_of

# How long a review stays taken.
HOLD = timedelta(hours=2)


# -- taking a review ---------------------------------------------------------------------------------------------------


def holders(subjects: Iterable[Reviewable], at: datetime | None = None) -> dict[str, ReviewClaim]:
    """Uid → who has taken its review, for those that are taken at the moment `at` (now unless given). One query."""
    taken = ReviewClaim.objects.filter(record_uid__in=[s.pk for s in subjects], expires_at__gt=at or timezone.now())
    return {claim.record_uid: claim for claim in taken.select_related("user")}


def take(subject: Reviewable, *, user: Any, at: datetime | None = None) -> ReviewClaim:
    """Take the review of the record and its parts, or take it for another `HOLD`. Returns the claim.

    Raises `NotAllowed` or `FourEyes` when nothing of it is this user's to decide on, `WrongState` when somebody else
    has taken it and that has not run out.
    """
    moment = at or timezone.now()
    _check_may_decide(user, parts.parts(type(subject).objects.get(pk=subject.pk), State.IN_REVIEW))
    with transaction.atomic(), guard.writing():
        wanted = ReviewClaim(
            record_type=subject.type_name(), record_uid=subject.pk, user=user, at=moment, expires_at=moment + HOLD
        )
        # Whoever comes second waits here, and finds the row of the first.
        ReviewClaim.objects.bulk_create([wanted], ignore_conflicts=True)
        claim = ReviewClaim.objects.select_for_update().get(record_uid=subject.pk)
        _refuse_others(claim, user, moment)
        before = copy(claim)
        claim.user, claim.at, claim.expires_at = user, moment, moment + HOLD
        claim.save(force_update=True)
        signals.taken.send(sender=ReviewClaim, subject=subject, before=before, claim=claim, user=user, at=moment)
    return claim


def release(subject: Reviewable, *, user: Any, at: datetime | None = None) -> None:
    """Give the review back. Nothing happens when this user does not have it."""
    with guard.writing():
        ReviewClaim.objects.filter(record_uid=subject.pk, user=user).update(expires_at=at or timezone.now())


def require_free(subject: Reviewable, *, user: Any, at: datetime | None = None) -> None:
    """Raise `WrongState` when somebody else has taken the review."""
    moment = at or timezone.now()
    if (claim := holders([subject], moment).get(subject.pk)) is not None:
        _refuse_others(claim, user, moment)


def require_all_free(records: Iterable[Reviewable], *, user: Any, at: datetime | None = None) -> None:
    """Raise `WrongState` when somebody else has taken the review of what one of these records is a part of.

    What the user wrote or submitted does not count: it can always be taken back. One query.
    """
    moment = at or timezone.now()
    subjects = {_subject_uid(record) for record in records if not policies.is_own(user, record)}
    taken = ReviewClaim.objects.filter(record_uid__in=subjects, expires_at__gt=moment).select_related("user")
    for claim in taken if subjects else ():
        _refuse_others(claim, user, moment)


def _subject_uid(record: Reviewable) -> str:
    """The uid of `subject_of(record)`, without fetching what has no owner itself."""
    for step in record.OWNER:
        if (uid := record.column(step)) is not None:
            owner = record._meta.get_field(step).related_model
            return _subject_uid(getattr(record, step)) if getattr(owner, "OWNER", ()) else str(uid)
    return record.pk


def _refuse_others(claim: ReviewClaim, user: Any, moment: datetime) -> None:
    if claim.user_id != user.uid and claim.expires_at > moment:
        raise WrongState(
            _("This review is taken by %(who)s until %(when)s. After that you can take it over.")
            % {"who": claim.user.username, "when": date_format(timezone.localtime(claim.expires_at), "H:i")}
        )


def _check_may_decide(user: Any, records: Sequence[Reviewable]) -> None:
    if not records:
        raise WrongState(_("Nothing of this is in review."))
    why: NotAllowed | None = None
    for record in records:
        try:
            policies.check(user, "publish", record)
        except NotAllowed as error:
            why = error if why is None or isinstance(error, FourEyes) else why
        else:
            return
    assert why is not None
    raise why


# -- the queue ---------------------------------------------------------------------------------------------------------


@dataclass
class Waiting:
    """What is reviewed on one page: the subject, what of it is in review, since when, and who has taken it."""

    subject: Reviewable
    records: list[Reviewable]
    since: datetime
    taken: ReviewClaim | None = None

    @property
    def counts(self) -> dict[str, int]:
        """What the records are, in words → how many there are of it."""
        counts: dict[str, int] = {}
        for record in self.records:
            name = str(record._meta.verbose_name)
            counts[name] = counts.get(name, 0) + 1
        return counts

    def rests_on(self) -> dict[str, Reviewable]:
        """Uid → record, for what the records declare that they rest on."""
        found: dict[str, Reviewable] = {}
        for record in self.records:
            if record.RESTS_ON:
                found |= {target.pk: target for _path, target in record.rests_on()}
        return found

    def is_open_to(self, user: Any) -> bool:
        """Whether the user may decide on some of it, and nobody else has taken it."""
        free = self.taken is None or self.taken.user_id == user.uid
        return free and any(policies.may(user, "publish", record) for record in self.records)

    def is_own(self, user: Any) -> bool:
        """Whether the user wrote or submitted all of it, and decides on none."""
        return all(policies.is_own(user, record) for record in self.records)


def bundles(user: Any, at: datetime | None = None) -> list[Waiting]:
    """Everything in review that the user may see, by subject, the longest waiting first. Constant queries."""
    found: dict[str, Waiting] = {}
    for record in (row for model in registry.reviewable_types().values() for row in _in_review(model, user)):
        subject, since = subject_of(record), record.submitted_at or record.created_at
        bundle = found.setdefault(subject.pk, Waiting(subject, [], since))
        bundle.records.append(record)
        bundle.since = min(bundle.since, since)
    taken = holders([bundle.subject for bundle in found.values()], at)
    for bundle in found.values():
        bundle.taken = taken.get(bundle.subject.pk)
    return sorted(found.values(), key=lambda bundle: (bundle.since, bundle.subject.pk))


def next_after(subject: Reviewable, user: Any, at: datetime | None = None) -> Waiting | None:
    """What this user may decide on next: the bundle that waits longest of those behind this one, else from the front.

    What somebody else has taken is passed over. As many queries as `bundles` takes.
    """
    found = without_foundations(bundles(user, at))
    here = next((n for n, waiting in enumerate(found) if waiting.subject.pk == subject.pk), -1)
    ordered = [*found[here + 1 :], *found[: max(here, 0)]]
    return next((waiting for waiting in ordered if waiting.is_open_to(user)), None)


def without_foundations(found: Sequence[Waiting]) -> list[Waiting]:
    """Without the single records that another bundle rests on: they are published along with it."""
    needed = {uid for waiting in found for uid in waiting.rests_on() if uid != waiting.subject.pk}
    return [waiting for waiting in found if len(waiting.records) > 1 or waiting.subject.pk not in needed]


def _in_review(model: type[Reviewable], user: Any) -> Iterable[Reviewable]:
    joined = {*model.RESTS_ON, *owner_paths(model)}
    rows: Any = model.objects.in_review().visible_to(user)
    rows = rows.select_related(*joined) if joined else rows
    return rows.defer(*without_texts(model)).order_by("submitted_at", "pk")[:MOST]


def may_use(user: Any) -> bool:
    """Whether the desk is this person's place: everybody with an editorial role."""
    return bool(user.is_authenticated and user.is_staff and policies.has_role(user, Role.CONTRIBUTOR))
