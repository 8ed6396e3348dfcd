"""Does every quotation stand, and is every fact what its claims come to? The events' part of `manage.py verify`."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from editorial.verifying import Finding, Step, batches
from events import projection, quotes
from events.choices import Stance
from events.matching import index
from events.models import Claim, Evidence
from events.workbench import index as words


def quotations(step: Step) -> Iterator[Finding]:
    """Every quotation against its slice of its capture's text, context included."""
    for rows in batches(Evidence.objects.order_by("pk").select_related("capture"), size=100):
        for evidence in rows:
            if (why := quotes.why_not(evidence.capture.text, evidence.anchor())) is not None:
                yield Finding("evidence", evidence.pk, why)
        step(len(rows))


def promise(step: Step) -> Iterator[Finding]:
    """The promise itself: every published claim has a published passage that supports it."""
    support = Evidence.objects.published().filter(claim=OuterRef("pk"), stance=Stance.SUPPORTS)
    for rows in batches(Claim.objects.published().filter(~Exists(support)).order_by("pk")):
        for claim in rows:
            yield Finding("claim", claim.pk, "it is published, and no published passage supports it")
    step(Claim.objects.published().count())


def facts(step: Step) -> Iterator[Finding]:
    """Every derived column and row against what the published claims come to."""
    for record_type, uid, what in projection.differences(step):
        yield Finding(record_type, uid, what)
    for record_type, uid, what in (*index.differences(), *words.differences()):
        yield Finding(record_type, uid, what)
