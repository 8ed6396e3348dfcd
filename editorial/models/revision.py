from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial import registry
from editorial.choices import PUBLIC_STATES, Role, State
from editorial.models.record import Record, Reviewable

if TYPE_CHECKING:
    from editorial.bundles import Bundle


class AboutARecord(Reviewable):
    """What a revision and a redaction share: they speak of another record, of any type."""

    record_type = models.CharField(_("record type"), max_length=30, editable=False)
    record_uid = models.CharField(_("record"), max_length=10, editable=False)
    field = models.CharField(_("field"), max_length=40)
    reason = models.TextField(_("reason"))

    class Meta(Reviewable.Meta):
        abstract = True

    def target(self) -> Record:
        """The record it speaks of. Raises its `DoesNotExist`."""
        return registry.get(self.record_type, self.record_uid)

    def problems(self, bundle: Bundle) -> Iterable[str]:
        if not self.reason.strip():
            yield str(_("The reason is missing."))


class Revision(AboutARecord):
    """A proposed new value of an editorial field of a published record, or its proposed retraction (field `state`)."""

    STATE = "state"

    old = models.JSONField(_("old value"), null=True, blank=True, editable=False)
    new = models.JSONField(_("new value"), null=True, blank=True)

    class Meta(AboutARecord.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        # Serves the history of one record's fields, and its as-of view.
        indexes = (models.Index(fields=["record_type", "record_uid", "field"], name="revision_record"),)

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_uid}: {self.field}"

    @property
    def is_retraction(self) -> bool:
        return self.field == self.STATE

    @property
    def decided_by(self) -> Role:
        """A retraction is decided by a managing editor, another revision by whoever decides on the record itself."""
        if self.is_retraction:
            return Role.MANAGING_EDITOR
        return getattr(registry.model(self.record_type), "DECIDED_BY", Role.EDITOR)

    def rests_on(self) -> Iterator[tuple[str, Reviewable]]:
        for path, record in (("record", self.target()), (self.field, self.referred())):
            if isinstance(record, Reviewable):
                yield path, record

    def companions(self) -> Iterable[Record]:
        referred = self.referred()
        return () if referred is None or isinstance(referred, Reviewable) else (referred,)

    def referred(self) -> Record | None:
        """The record that the new value refers to, if the field is a reference."""
        target = registry.model(self.record_type)
        if self.new is None or self.field not in {f.name for f in target._meta.concrete_fields if f.is_relation}:
            return None
        related: Any = target._meta.get_field(self.field).related_model
        found: Record = related._default_manager.get(pk=self.new)
        return found

    def problems(self, bundle: Bundle) -> Iterable[str]:
        yield from super().problems(bundle)
        target = self.target()
        if isinstance(target, Reviewable) and target.state not in PUBLIC_STATES:
            yield str(_("%(record)s is not published: edit it directly.") % {"record": target.public_name()})
        elif self.is_retraction:
            if not isinstance(target, Reviewable) or target.state != State.PUBLISHED:
                yield str(_("%(record)s has already ended.") % {"record": target.public_name()})
        elif self.field not in target.EDITORIAL_FIELDS:
            yield str(_("“%(field)s” cannot be revised.") % {"field": self.field})
        elif problem := self.changed_since(target):
            yield problem

    def changed_since(self, target: Record) -> str:
        """A sentence, if the field is not any more what it was when this was proposed; else empty."""
        now = target.editorial_value(self.field)
        if now == self.old:
            return ""
        return str(
            _("“%(field)s” was changed since this was proposed: it is now “%(now)s”.")
            % {"field": self.field, "now": now}
        )


class Redaction(AboutARecord):
    """The erasure of one field of a record (`start`/`end` empty) or of a passage of it, decided by two people.

    The ledger keeps the digest of what was erased, so that every other proof still holds.
    """

    DECIDED_BY = Role.MANAGING_EDITOR

    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)

    class Meta(AboutARecord.Meta):
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True)
                | Q(start__isnull=False, end__isnull=False, start__lt=models.F("end")),
                name="redaction_span_ordered",
            ),
        )

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_uid}: {self.field}"

    def problems(self, bundle: Bundle) -> Iterable[str]:
        yield from super().problems(bundle)
        if self.start is None and self.end is None:
            return
        text = getattr(self.target(), self.field, None)
        length = len(text) if isinstance(text, str) else 0
        if self.start is None or self.end is None or not self.start < self.end <= length:
            yield str(_("The passage lies outside the text."))
