from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.encoding import force_str
from django.utils.translation import gettext_lazy as _

from editorial import guard
from editorial.choices import ENDED_STATES, PUBLIC_STATES, Role, State
from editorial.payload import Json, encode
from editorial.querysets import GuardedQuerySet, RecordQuerySet, ReviewableQuerySet
from editorial.uids import new_uid

if TYPE_CHECKING:
    from editorial.bundles import Bundle


# What stands for a redacted character.
MASK = "█"


@cache
def _labels(field: models.Field[Any, Any]) -> dict[Any, Any]:
    """Value → label of a field's choices."""
    return dict(field.flatchoices)


@cache
def _ledger_columns(model: type[Record]) -> list[tuple[str, str]]:
    """(Name, attribute) of the columns that ledger entries hold."""
    return [(f.name, f.attname) for f in model.ledger_fields()]


class Guarded(models.Model):
    """A row that only verbs write: any other `save` or `delete`, of a model or a queryset, raises `Frozen`."""

    if TYPE_CHECKING:
        objects: ClassVar[GuardedQuerySet[Self]]
    else:
        objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        guard.require_verb(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        guard.require_verb(self._meta.label)
        return super().delete(*args, **kwargs)

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:  # noqa: N802 -- Django's name
        # Django's own puts every label into words each time, to look up one of them.
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


class PublicId(Guarded):
    """Every uid that was ever given out, over all types, so that none is given twice."""

    uid = models.CharField(max_length=10, primary_key=True)
    record_type = models.CharField(max_length=30)

    class Meta(Guarded.Meta):
        verbose_name = _("public id")

    def __str__(self) -> str:
        return f"{self.record_type} {self.uid}"


class Record(Guarded):
    """Anything the ledger speaks of: known by its uid, versioned, and with every stored column in its payload."""

    # Columns that no ledger entry holds, each with the reason. `verify` checks them in the way the reason says.
    LEFT_OUT: ClassVar[dict[str, str]] = {}
    # Related rows that its payload includes, to be fetched along.
    PARTS: ClassVar[tuple[str, ...]] = ()
    # Never edited, not even before it is published.
    IMMUTABLE: ClassVar[bool] = False
    # Fields whose published value changes by a reviewed `Revision` and in no other way.
    EDITORIAL_FIELDS: ClassVar[tuple[str, ...]] = ()

    uid = models.CharField(_("uid"), max_length=10, primary_key=True, editable=False, default=new_uid)
    external_id = models.CharField(
        _("external id"), max_length=200, blank=True, editable=False, help_text=_("Its id in the dossier it came from.")
    )
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        objects: ClassVar[RecordQuerySet[Self]]
    else:
        objects = RecordQuerySet.as_manager()

    class Meta(Guarded.Meta):
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            # A dossier's record is known again by its id.
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="%(class)s_external_id_unique"
            ),
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Set the columns that follow from its other ones. Called before each write, of one record or of many."""

    @classmethod
    def type_name(cls) -> str:
        """The name of the type in the ledger, the API and the exports, such as `claim`."""
        return str(cls._meta.model_name)

    @classmethod
    def ledger_fields(cls) -> list[models.Field[Any, Any]]:
        """The columns that ledger entries hold."""
        return [f for f in cls._meta.concrete_fields if f.name not in cls.LEFT_OUT and not f.primary_key]

    def column(self, name: str) -> Any:
        """The stored value of a field: a reference's uid rather than the record it leads to."""
        field = self._meta.get_field(name)
        assert isinstance(field, models.Field)
        return getattr(self, field.attname)

    def payload(self) -> dict[str, Json]:
        """Every ledger column as canonical JSON, the empty ones left out. References are uids."""
        values = ((name, getattr(self, column)) for name, column in _ledger_columns(type(self)))
        return {name: encode(value) for name, value in values if value not in ("", None, [], {})}

    def companions(self) -> Iterable[Record]:
        """Records without a review of their own that become public together with this one."""
        return ()

    def editorial_value(self, field: str) -> Json:
        """The value of an editorial field, as the ledger writes it and `revise` takes it; None when empty."""
        return self.payload().get(field)

    def revise(self, field: str, value: Json, *, known: bool = False) -> None:
        """Give an editorial field its revised value, as the ledger writes it (a reference is a uid). Does not save.

        `known`: it had that value before, so that what it refers to need not be looked up.
        """
        column: Any = self._meta.get_field(field)
        if column.is_relation and value is not None and not known:
            # Looked up, because a database may check references at the end of the transaction only.
            value = column.related_model._default_manager.get(pk=value).pk
        setattr(self, column.attname, column.to_python(value) if value is not None else column.get_default())

    @classmethod
    def redactable(cls) -> set[str]:
        """The names of the fields that a redaction may erase: what is written in somebody's own words."""
        texts = (f for f in cls._meta.concrete_fields if f.editable and not f.is_relation and not f.choices)
        return {f.name for f in texts if isinstance(f, models.CharField | models.TextField | models.JSONField)}

    def redact(self, field: str, start: int | None, end: int | None) -> list[str]:
        """Mask a text field, or the passage between two code point offsets of it, character by character.

        Keeps the length, so that offsets elsewhere still hold. Does not save. Returns the names of the fields changed.
        """
        text = getattr(self, field)
        if not isinstance(text, str):
            setattr(self, field, MASK if text is not None else None)
            return [field]
        start, end = (0, len(text)) if start is None or end is None else (start, end)
        setattr(self, field, text[:start] + MASK * len(text[start:end]) + text[end:])
        return [field]

    def public_name(self) -> str:
        """How refusals, verify and history name the record."""
        return f"{self._meta.verbose_name} {self.uid}"


class Reviewable(Record):
    """A record with a review: draft → in_review → published → superseded | retracted.

    What it depends on is declared, not coded: `RESTS_ON` names the paths to the records that must be published with
    or before it, `OWNER` the one that takes it along when it ends.
    """

    DECIDED_BY: ClassVar[Role] = Role.EDITOR
    RESTS_ON: ClassVar[tuple[str, ...]] = ()
    OWNER: ClassVar[tuple[str, ...]] = ()

    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        to_field="uid",
        related_name="+",
        editable=False,
        verbose_name=_("author"),
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        to_field="uid",
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        to_field="uid",
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True, editable=False)

    if TYPE_CHECKING:
        objects: ClassVar[ReviewableQuerySet[Self]]
    else:
        objects = ReviewableQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(state__in=State.values), name="%(class)s_state_known"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) ^ Q(state__in=PUBLIC_STATES),
                name="%(class)s_published_at_iff_public",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) ^ Q(state__in=ENDED_STATES), name="%(class)s_ended_at_iff_ended"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("published_at")),
                name="%(class)s_ends_after_start",
            ),
            # Four eyes, once more, in the database itself.
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC_STATES)
                | (Q(submitted_by__isnull=False) & ~Q(reviewed_by=F("author")) & ~Q(reviewed_by=F("submitted_by"))),
                name="%(class)s_four_eyes",
            ),
        )

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    def rests_on(self) -> Iterator[tuple[str, Reviewable]]:
        """(path, record) for everything that must be published for this to be published."""
        for path in self.RESTS_ON:
            target: Any = self
            for step in path.split("__"):
                target = getattr(target, step, None)
            if target is not None:
                yield path, target

    def problems(self, bundle: Bundle) -> Iterable[str]:
        """What stands in the way of publication, each a sentence; `bundle` holds what is published together with it."""
        return ()

    def problems_of_ending(self, ending: Bundle) -> Iterable[str]:
        """What stands in the way of its end, each a sentence; `ending` holds what ends together with it."""
        return ()

    def superseded(self) -> Reviewable | None:
        """The published record that this one replaces, if any."""
        return None
