from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Left
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.addresses import path_of
from editorial.choices import Role
from editorial.indexes import NewestFirst
from editorial.models import Record, Reviewable
from sources.choices import Access, LinkKind, PublisherKind, Reliability, SourceKind

if TYPE_CHECKING:
    from editorial.bundles import Bundle

country_code = RegexValidator(r"^[A-Z]{2}$", _("Write the two-letter code of ISO 3166-1, such as AZ."))
language_tag = RegexValidator(
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", _("Write a BCP 47 language tag, such as en, az or ru.")
)


ADDRESS_INDEXED = 200  # characters of an address that an index holds


class Publisher(Record):
    """Who publishes sources, and how far they can be relied on."""

    EDITORIAL_FIELDS = ("name", "kind", "country", "homepage", "reliability", "languages")

    name = models.CharField(_("name"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=PublisherKind, default=PublisherKind.OTHER)
    country = models.CharField(_("country"), max_length=2, blank=True, validators=[country_code])
    homepage = models.URLField(_("home page"), max_length=1000, blank=True)
    reliability = models.CharField(
        _("reliability"), max_length=1, choices=Reliability, default=Reliability.F,
        help_text=_("How far its publications can be relied on in general. F: it cannot be judged."),
    )  # fmt: skip
    languages = models.JSONField(_("languages"), default=list, blank=True, help_text=_("Language tags, such as en."))

    class Meta(Record.Meta):
        verbose_name = _("publisher")
        verbose_name_plural = _("publishers")
        ordering = ("name",)
        constraints = (
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=PublisherKind.values), name="publisher_kind_known"),
            models.CheckConstraint(condition=Q(reliability__in=Reliability.values), name="publisher_reliability_known"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        slug = slugify(self.name)[:80] or "publisher"
        return path_of("sources:publisher_detail", self.pk, slug)


class Source(Reviewable):
    """A document that somebody published."""

    LEFT_OUT = dict.fromkeys(
        ("origin", "root"), "derived from published links; recomputed and compared by verify and project --check"
    )
    EDITORIAL_FIELDS = (
        "title", "kind", "publisher", "authors", "language", "published", "published_basis", "url", "canonical_url",
        "symbol", "rights", "access", "reliability",
    )  # fmt: skip

    title = models.CharField(_("title"), max_length=500)
    title_basis = models.CharField(
        _("basis of the title"),
        max_length=200,
        blank=True,
        help_text=_("Where the title comes from, if it is not the headline."),
    )
    kind = models.CharField(_("kind"), max_length=30, choices=SourceKind, default=SourceKind.OTHER)
    publisher = models.ForeignKey(
        Publisher, models.PROTECT, null=True, blank=True, related_name="sources", verbose_name=_("publisher")
    )
    authors = models.JSONField(_("authors"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[language_tag])
    published = models.CharField(
        _("published"), max_length=60, blank=True, validators=[dates.validate_edtf],
        help_text=_("EDTF, such as 2019-11-12, 2019-11, 2018-07-25/.. or 2017-10-19T09:58:00+04:00."),
    )  # fmt: skip
    published_earliest = models.IntegerField(null=True, editable=False)
    published_latest = models.IntegerField(null=True, editable=False)
    published_basis = models.CharField(
        _("basis of the date"), max_length=500, blank=True, help_text=_("How we know when it was published.")
    )
    url = models.URLField(_("address"), max_length=2000, blank=True)
    canonical_url = models.URLField(_("canonical address"), max_length=2000, blank=True)
    symbol = models.CharField(
        _("document symbol"), max_length=100, blank=True, help_text=_("Such as S/RES/2396 (2017).")
    )
    rights = models.TextField(_("rights"), blank=True)
    access = models.CharField(
        _("access"), max_length=10, choices=Access, default=Access.EXCERPTS,
        help_text=_("How much of its text the public may read and search."),
    )  # fmt: skip
    reliability = models.CharField(
        _("reliability"), max_length=1, choices=Reliability, blank=True, help_text=_("Empty: as its publisher's.")
    )
    origin = models.ForeignKey("self", models.PROTECT, related_name="copies", editable=False, verbose_name=_("origin"))
    root = models.ForeignKey(
        "self", models.PROTECT, related_name="merged", editable=False, verbose_name=_("merged into")
    )

    class Meta(Reviewable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("-published_latest", "uid")
        indexes = (
            # Serves the public list, newest first.
            NewestFirst(fields=["state", "-published_latest", "uid"], name="source_newest"),
            # Serves the same list by the time of publication.
            models.Index(fields=["state", "-published_at", "uid"], name="source_last_published"),
            # Serves the facets of the public list.
            models.Index(
                fields=[
                    "state",
                    "root",
                    "kind",
                    "language",
                    "access",
                    "publisher",
                    "reliability",
                    "published_earliest",
                    "published_latest",
                    "uid",
                ],
                name="source_facets",
            ),
            # Serves the facets of events and claims that count by who published their passages, and how reliable.
            models.Index(fields=["uid", "publisher", "reliability"], name="source_of_publisher"),
            # Serve the finding of a source by the address that is about to be fetched.
            models.Index(Left("url", ADDRESS_INDEXED), name="source_url"),
            models.Index(Left("canonical_url", ADDRESS_INDEXED), name="source_canonical_url"),
        )
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="source_titled"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source_kind_known"),
            models.CheckConstraint(condition=Q(access__in=Access.values), name="source_access_known"),
            models.CheckConstraint(
                condition=Q(reliability__in=["", *Reliability.values]), name="source_reliability_known"
            ),
            models.CheckConstraint(
                condition=Q(published="", published_earliest__isnull=True, published_latest__isnull=True)
                | (
                    ~Q(published="")
                    & Q(published_earliest__isnull=False, published_latest__isnull=False)
                    & Q(published_earliest__lte=F("published_latest"))
                ),
                name="source_published_bounds",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_of("sources:source_detail", self.pk, slugify(self.title)[:80] or "source")

    def clean(self) -> None:
        if not isinstance(self.authors, list) or not all(isinstance(name, str) for name in self.authors):
            raise ValidationError({"authors": _("Write a list of names.")})

    def derive(self) -> None:
        bounds = dates.parse(self.published) if self.published else None
        self.published_earliest = bounds.earliest if bounds else None
        self.published_latest = bounds.latest if bounds else None
        if not self.origin_id:
            self.origin_id = self.pk
        if not self.root_id:
            self.root_id = self.pk

    @property
    def grade(self) -> Reliability:
        """Its own reliability, else its publisher's, else F."""
        return Reliability(self.reliability or (self.publisher.reliability if self.publisher else "F"))

    def companions(self) -> Iterator[Record]:
        if self.publisher:
            yield self.publisher
        yield from self.captures.all()

    def problems(self, bundle: Bundle) -> Iterable[str]:
        if not self.captures.exists():
            yield str(_("Nothing of it is preserved: capture it first."))


class SourceLink(Reviewable):
    """How one source stands to another, such as “A republishes B”: a judgement, with its reason.

    A published *identical_to* folds `source` into `target` until it ends.
    """

    DECIDED_BY = Role.MANAGING_EDITOR
    RESTS_ON = ("source", "target")

    source = models.ForeignKey(Source, models.PROTECT, related_name="links", verbose_name=_("source"))
    kind = models.CharField(_("kind"), max_length=12, choices=LinkKind)
    target = models.ForeignKey(Source, models.PROTECT, related_name="linked_from", verbose_name=_("other source"))
    reason = models.TextField(_("reason"))

    class Meta(Reviewable.Meta):
        verbose_name = _("source link")
        verbose_name_plural = _("source links")
        constraints = (
            *Reviewable.Meta.constraints,
            models.CheckConstraint(condition=~Q(source=F("target")), name="sourcelink_not_itself"),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="sourcelink_kind_known"),
            models.UniqueConstraint(
                fields=["source", "kind", "target"],
                condition=Q(state__in=("draft", "in_review", "published")),
                name="sourcelink_said_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.get_kind_display()} {self.target}"

    def clean(self) -> None:
        if self.source_id == self.target_id:
            raise ValidationError(_("A source cannot stand in a link to itself."))
        if not self.reason.strip():
            raise ValidationError({"reason": _("Say how you know.")})
