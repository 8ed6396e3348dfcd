from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.addresses import path_of
from editorial.choices import PUBLIC_STATES
from editorial.models import Reviewable
from events.choices import (
    ATTRIBUTED_ROLES,
    Credibility,
    EventStatus,
    Hedge,
    ParticipantRole,
    Rank,
    Stance,
    Unit,
    ValueKind,
)
from events.models.claim_checks import errors as codebook_errors
from events.models.entity import Entity
from events.models.event import DERIVED, Event
from events.properties import CHOICES, ENTITY, EVENT, PROPERTIES, Property, ValueType, keys
from sources.models.source import language_tag

if TYPE_CHECKING:
    from editorial.bundles import Bundle

_EMPTY: dict[str, Any] = {
    "value_text": "",
    "value_edtf": "",
    "value_low__isnull": True,
    "value_high__isnull": True,
    "value_entity__isnull": True,
}


def _only(*filled: str) -> Q:
    """All value columns empty but those of one value type."""
    return Q(**{column: empty for column, empty in _EMPTY.items() if not column.startswith(filled)})


# value type → what its columns must hold.
_SHAPES = {
    ValueType.TEXT: _only("value_text") & ~Q(value_text=""),
    ValueType.TERM: _only("value_text") & Q(value_text__in=EventStatus.values),
    ValueType.EDTF: _only("value_edtf") & ~Q(value_edtf=""),
    ValueType.NUMBER: _only("value_low", "value_high")
    & Q(value_low__isnull=False, value_high__isnull=False, value_low__lte=F("value_high"))
    & Q(unit__in=Unit.values, hedge__in=Hedge.values)
    & ~Q(counted=""),
    ValueType.ENTITY: _only("value_entity") & Q(value_entity__isnull=False),
}


def _value_constraints() -> Iterator[models.CheckConstraint]:
    for value_type, shape in _SHAPES.items():
        yield models.CheckConstraint(
            condition=~Q(property__in=keys(value=value_type), value_kind=ValueKind.VALUE) | shape,
            name=f"claim_{value_type}_value",
        )


class Claim(Reviewable):
    """One typed statement about one event or one entity, on somebody's word. Frozen once published."""

    LEFT_OUT = dict.fromkeys(("rank", "sources_count", "origins_count", "conflicted"), DERIVED)
    RESTS_ON = ("event", "entity", "value_entity", "attributed_to", "accused")
    OWNER = ("event", "entity")

    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("about the event")
    )
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="claims", verbose_name=_("about the entity")
    )
    property = models.CharField(_("property"), max_length=20, choices=CHOICES)
    value_kind = models.CharField(
        _("kind of value"), max_length=8, choices=ValueKind, default=ValueKind.VALUE,
        help_text=_("“Unknown”: it is known that nobody knows. “None”: it is known that there is none."),
    )  # fmt: skip
    value_text = models.TextField(_("text or term"), blank=True)
    value_edtf = models.CharField(
        _("date"),
        max_length=60,
        blank=True,
        validators=[dates.validate_edtf],
        help_text=_("EDTF, such as 2019-11 or 2016-07-08/2016-07-09."),
    )
    value_earliest = models.IntegerField(null=True, editable=False)
    value_latest = models.IntegerField(null=True, editable=False)
    value_low = models.DecimalField(_("number, or its low end"), max_digits=15, decimal_places=3, null=True, blank=True)
    value_high = models.DecimalField(_("its high end"), max_digits=15, decimal_places=3, null=True, blank=True)
    value_entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="claims_as_value", verbose_name=_("entity as value")
    )
    hedge = models.CharField(_("hedge"), max_length=12, choices=Hedge, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=Unit, blank=True)
    currency = models.CharField(
        _("currency"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the code of ISO 4217, such as USD."))],
    )
    counted = models.CharField(_("what is counted"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=ParticipantRole, blank=True)
    title = models.CharField(_("title of the position"), max_length=300, blank=True)
    accused = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="allegations", verbose_name=_("accused"),
        help_text=_("Who is said to have done it; the subject unless given."),
    )  # fmt: skip
    valid = models.CharField(
        _("valid time"), max_length=60, blank=True, validators=[dates.validate_edtf], help_text=_("EDTF: when it held.")
    )
    valid_earliest = models.IntegerField(null=True, editable=False)
    valid_latest = models.IntegerField(null=True, editable=False)
    attributed_to = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="words", verbose_name=_("whose word it is")
    )
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[language_tag])
    credibility = models.PositiveSmallIntegerField(
        _("credibility"), choices=Credibility, default=Credibility.CANNOT_BE_JUDGED
    )
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("supersedes")
    )
    reason = models.TextField(
        _("reason"), blank=True,
        help_text=_("Why it takes the place of the claim that it supersedes. Readers will see it."),
    )  # fmt: skip
    # Derived.
    rank = models.CharField(_("rank"), max_length=12, choices=Rank, default=Rank.NORMAL, editable=False)
    sources_count = models.PositiveIntegerField(_("sources"), default=0, editable=False)
    origins_count = models.PositiveIntegerField(_("independent origins"), default=0, editable=False)
    conflicted = models.BooleanField(_("conflicted"), default=False, editable=False)

    class Meta(Reviewable.Meta):
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("-published_at", "uid")
        indexes = (
            # Serves the public list, newest first, whole and for one property.
            models.Index(fields=["state", "-published_at", "uid"], name="claim_newest"),
            models.Index(fields=["state", "property", "-published_at", "uid"], name="claim_of_property"),
            # Serves the facets of the public list, and those of events by whose word it is.
            models.Index(
                fields=["state", "property", "role", "rank", "conflicted", "attributed_to", "event", "uid"],
                name="claim_facets",
            ),
            # Serves the successors of claims. Few claims have predecessors: an index of all of them says of itself that
            # it finds too many rows to be of use, and is not used.
            models.Index(fields=["supersedes"], name="claim_superseding", condition=Q(supersedes__isnull=False)),
        )
        constraints = (
            *Reviewable.Meta.constraints,
            *_value_constraints(),
            models.CheckConstraint(
                condition=Q(event__isnull=True) ^ Q(entity__isnull=True), name="claim_about_event_xor_entity"
            ),
            models.CheckConstraint(condition=Q(property__in=list(PROPERTIES)), name="claim_property_known"),
            models.CheckConstraint(
                condition=Q(event__isnull=True) | Q(property__in=keys(about=EVENT)), name="claim_property_about_event"
            ),
            models.CheckConstraint(
                condition=Q(entity__isnull=True) | Q(property__in=keys(about=ENTITY)),
                name="claim_property_about_entity",
            ),
            models.CheckConstraint(
                condition=Q(value_kind=ValueKind.VALUE)
                | Q(value_kind__in=[ValueKind.UNKNOWN, ValueKind.NONE], **_EMPTY),
                name="claim_no_value_if_unknown",
            ),
            models.CheckConstraint(
                condition=Q(property="participant", role__in=ParticipantRole.values)
                | (~Q(property="participant") & Q(role="")),
                name="claim_role_iff_participant",
            ),
            models.CheckConstraint(
                condition=~(
                    Q(property__in=[p.key for p in PROPERTIES.values() if p.needs_attribution])
                    | Q(role__in=ATTRIBUTED_ROLES)
                )
                | Q(attributed_to__isnull=False)
                | ~Q(state__in=PUBLIC_STATES),
                name="claim_allegation_attributed",
            ),
            models.CheckConstraint(condition=Q(credibility__range=(1, 6)), name="claim_credibility_known"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("uid")), name="claim_not_superseding_itself"
            ),
            models.CheckConstraint(
                condition=Q(reason="") | Q(supersedes__isnull=False), name="claim_reason_if_superseding"
            ),
            models.UniqueConstraint(
                fields=["supersedes"], condition=Q(state__in=PUBLIC_STATES), name="claim_superseded_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_property_display()}: {self.value_as_text()}"

    def get_absolute_url(self) -> str:
        return path_of("events:claim_detail", self.pk)

    @builtins.property  # `property` is a field here
    def spec(self) -> Property:
        return PROPERTIES[self.property]

    @builtins.property  # `property` is a field here
    def subject(self) -> Event | Entity:
        subject = self.event or self.entity
        assert subject is not None
        return subject

    def value_as_text(self) -> str:
        """The value in plain words, without quotation, role or attribution."""
        if self.value_kind != ValueKind.VALUE:
            return str(self.get_value_kind_display())
        match self.spec.value:
            case ValueType.ENTITY:
                return self.value_entity.display_name if self.value_entity else ""
            case ValueType.EDTF:
                return dates.echo(self.value_edtf) if self.value_edtf else ""
            case ValueType.NUMBER:
                return self._number_as_text()
            case ValueType.TERM:
                return (
                    str(EventStatus(self.value_text).label)
                    if self.value_text in EventStatus.values
                    else self.value_text
                )
        return self.value_text

    def _number_as_text(self) -> str:
        if self.value_low is None or self.value_high is None:
            return ""
        ends = [
            f"{end:,f}".rstrip("0").rstrip(".") if "." in f"{end:f}" else f"{end:,f}"
            for end in (self.value_low, self.value_high)
        ]
        number = ends[0] if ends[0] == ends[1] else f"{ends[0]}–{ends[1]}"
        hedge = "" if self.hedge in ("", Hedge.EXACTLY) else f"{self.get_hedge_display()} "
        return f"{hedge}{number}{' ' + self.currency if self.currency else ''}"

    def clean(self) -> None:
        """Set the bounds of its dates, and check the value against the codebook. Raises `ValidationError` by field."""
        self.value_earliest, self.value_latest = _bounds(self.value_edtf)
        self.valid_earliest, self.valid_latest = _bounds(self.valid)
        errors = dict(codebook_errors(self))
        if errors:
            raise ValidationError(errors)

    def superseded(self) -> Reviewable | None:
        return self.supersedes

    def problems(self, bundle: Bundle) -> Iterable[str]:
        # Evidence knows claims: at module level the import would run in a circle.
        from events.models.evidence import Evidence

        try:
            self.clean()
        except ValidationError as error:
            yield from error.messages
        if self.supersedes:
            yield from self._problems_of_superseding(self.supersedes)
        together = bundle.of(Evidence, claim_id=self.pk, stance=Stance.SUPPORTS)
        if not any(together) and not Evidence.objects.published().filter(claim=self, stance=Stance.SUPPORTS).exists():
            yield str(_("No passage supports it."))

    def _problems_of_superseding(self, old: Claim) -> Iterator[str]:
        if old.property != self.property:
            yield str(_("It supersedes a claim on another property (%(other)s).") % {"other": old.spec.label})
        if _root_of(old) != _root_of(self) and not self.reason.strip():
            yield str(_("It takes a claim away from “%(other)s”: say why.") % {"other": old.subject})

    def derive(self) -> None:
        self.value_earliest, self.value_latest = _bounds(self.value_edtf)
        self.valid_earliest, self.valid_latest = _bounds(self.valid)

    def bounds(self) -> tuple[Decimal | None, Decimal | None, bool, bool]:
        """(low, high, low is open, high is open) that the number allows; None where it is unbounded."""
        low, high = self.value_low, self.value_high
        assert low is not None
        assert high is not None
        match self.hedge:
            case Hedge.ABOUT | Hedge.ALMOST:
                slack = Decimal("0.1")
                return low - abs(low) * slack, high + abs(high) * slack, False, False
            case Hedge.AT_LEAST:
                return low, None, False, False
            case Hedge.MORE_THAN:
                return low, None, True, False
            case Hedge.AT_MOST:
                return None, high, False, False
            case Hedge.FEWER_THAN:
                return None, high, False, True
        return low, high, False, False


def _root_of(claim: Claim) -> str:
    """The uid of what a claim is about; merged entities count as one."""
    return claim.subject.root_id


def _bounds(edtf: str) -> tuple[int | None, int | None]:
    """Strict bounds of a date, or (None, None) for none or for one that validation will refuse."""
    try:
        date = dates.parse(edtf) if edtf else None
    except dates.DateError:
        date = None
    return (date.earliest, date.latest) if date else (None, None)
