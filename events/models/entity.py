from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from editorial.addresses import path_of
from editorial.models import Guarded, Reviewable
from editorial.payload import Json, encode
from events.choices import EntityKind, NameKind, Scheme
from sources.models.source import country_code, language_tag

# The name that the public sees: `display_name` as a column, so that no order tells what a pseudonym hides.
SHOWN_NAME = Case(When(protected=True, then=F("pseudonym")), default=F("name"))


class Entity(Reviewable):
    """A person, state, body, group, instrument, programme or place that claims speak of."""

    LEFT_OUT = {
        "root": "derived from published matches; recomputed and compared by verify and project --check",
        "conflicted": "derived from published claims; recomputed and compared by verify and project --check",
    }
    PARTS = ("names", "identifiers")
    EDITORIAL_FIELDS = (
        "kind", "description", "country", "coordinates", "protected", "pseudonym", "names", "identifiers",
    )  # fmt: skip

    kind = models.CharField(_("kind"), max_length=20, choices=EntityKind)
    # The text of its primary EntityName, kept here so that lists need no join.
    name = models.CharField(_("name"), max_length=500)
    description = models.TextField(_("description"), blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    protected = models.BooleanField(
        _("protected"), default=False, help_text=_("The public sees the pseudonym, everywhere.")
    )
    pseudonym = models.CharField(_("pseudonym"), max_length=200, blank=True)
    root = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", editable=False, verbose_name=_("merged into")
    )
    conflicted = models.BooleanField(_("conflicted"), default=False, editable=False)

    class Meta(Reviewable.Meta):
        verbose_name = _("entity")
        verbose_name_plural = _("entities")
        ordering = ("name", "uid")
        indexes = (
            # Serves the public list, by name.
            models.Index(fields=["state", "name", "uid"], name="entity_by_name"),
            # Serves the facets of the public list.
            models.Index(fields=["state", "root", "uid", "kind", "country", "conflicted"], name="entity_facets"),
            # Serves the public list, by the name that the public sees.
            models.Index("state", SHOWN_NAME, "uid", name="entity_by_shown_name"),
            # Serves the mask of protected names, which every public page needs.
            models.Index(fields=["uid"], name="entity_protected", condition=Q(protected=True)),
        )
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=~Q(name=""), name="entity_named"),
            models.CheckConstraint(condition=Q(kind__in=EntityKind.values), name="entity_kind_known"),
            models.CheckConstraint(
                condition=Q(protected=False) | ~Q(pseudonym=""), name="entity_protected_has_pseudonym"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="entity_coordinates_whole",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name the public sees: the pseudonym of a protected person."""
        return self.pseudonym if self.protected else self.name

    def get_absolute_url(self) -> str:
        slug = slugify(self.display_name)[:80] or str(self.kind)
        return path_of("events:entity_detail", self.pk, slug)

    def clean(self) -> None:
        if self.protected and not self.pseudonym:
            raise ValidationError({"pseudonym": _("A protected entity needs a pseudonym.")})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("Give both latitude and longitude, or neither.")})

    def derive(self) -> None:
        if not self.root_id:
            self.root_id = self.pk

    def payload(self) -> dict[str, Json]:
        """Its columns, and its names and identifiers as lists, each in a fixed order."""
        names = sorted([n.kind, n.text, n.language, n.script] for n in self.names.all() if n.kind != NameKind.PRIMARY)
        primary = [[n.kind, n.text, n.language, n.script] for n in self.names.all() if n.kind == NameKind.PRIMARY]
        identifiers = sorted([i.scheme, i.value] for i in self.identifiers.all())
        return super().payload() | {
            key: value for key, value in (("names", primary + names), ("identifiers", identifiers)) if value
        }

    def editorial_value(self, field: str) -> Json:
        """As for any record; the coordinates are one field, [latitude, longitude]."""
        if field == "coordinates":
            return None if self.latitude is None else [encode(self.latitude), encode(self.longitude)]
        return super().editorial_value(field)

    def revise(self, field: str, value: Json, *, known: bool = False) -> None:
        """As for any record; names, identifiers and coordinates are replaced as a whole."""
        if field == "names":
            names = [EntityName(entity=self, kind=k, text=t, language=tag, script=s) for k, t, tag, s in value or []]
            primary = [row.text for row in names if row.kind == NameKind.PRIMARY]
            if len(primary) != 1:
                raise ValidationError(_("Exactly one name is the primary one."))
            self._replace(self.names, names)
            self.name = primary[0]
        elif field == "identifiers":
            self._replace(self.identifiers, [Identifier(entity=self, scheme=s, value=v) for s, v in value or []])
        elif field == "coordinates":
            self.latitude, self.longitude = (Decimal(end) for end in value) if value else (None, None)
        else:
            super().revise(field, value, known=known)

    def _replace(self, related: Any, rows: list[Any]) -> None:
        for row in rows:
            row.full_clean(exclude=["entity"], validate_unique=False, validate_constraints=False)
        related.all().delete()
        related.model.objects.bulk_create(rows)

    @classmethod
    def redactable(cls) -> set[str]:
        return super().redactable() | {"names", "identifiers"}

    def redact(self, field: str, start: int | None, end: int | None) -> list[str]:
        """As for any record. `name` masks the primary name; `names` masks it and removes all others."""
        if field == "identifiers":
            self.identifiers.all().delete()
            return [field]
        if field not in ("name", "names"):
            return super().redact(field, start, end)
        super().redact("name", start, end)
        if field == "names":
            self.names.exclude(kind=NameKind.PRIMARY).delete()
        self.names.filter(kind=NameKind.PRIMARY).update(text=self.name)
        return ["name", "names"]


class EntityName(Guarded):
    """A name of an entity, as written in one language and script."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="names", verbose_name=_("entity"))
    text = models.CharField(_("name"), max_length=500)
    kind = models.CharField(_("kind"), max_length=16, choices=NameKind, default=NameKind.ALIAS)
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[language_tag])
    script = models.CharField(
        _("script"), max_length=4, blank=True, help_text=_("ISO 15924, such as Latn, Cyrl or Arab.")
    )

    class Meta(Guarded.Meta):
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("id",)
        # Serves the finding of an entity by one of its names.
        indexes = (models.Index(fields=["text"], name="entityname_text"),)
        constraints = (
            models.UniqueConstraint(fields=["entity"], condition=Q(kind="primary"), name="entityname_one_primary"),
            models.UniqueConstraint(fields=["entity", "text", "kind"], name="entityname_said_once"),
            models.CheckConstraint(condition=~Q(text=""), name="entityname_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="entityname_kind_known"),
        )

    def __str__(self) -> str:
        return self.text


class Identifier(Guarded):
    """What an entity is called in another register."""

    entity = models.ForeignKey(Entity, models.PROTECT, related_name="identifiers", verbose_name=_("entity"))
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    value = models.CharField(_("value"), max_length=300)

    class Meta(Guarded.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ("scheme", "value")
        constraints = (
            models.UniqueConstraint(fields=["entity", "scheme", "value"], name="identifier_said_once"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="identifier_scheme_known"),
        )

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
