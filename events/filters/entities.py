"""The filters of the list of entities."""

from __future__ import annotations

import django_filters as filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from editorial.filters import (
    MAX_TEXT,
    MAX_WORDS,
    ChangedFilter,
    ChoicesFilter,
    CountriesFilter,
    OrderingFilter,
    TimedFilterSet,
    YesNoFilter,
    any_of,
)
from events.choices import EntityKind, NameKind, ParticipantRole, Scheme
from events.filters.shared import (
    OF_CLAIM,
    SINCE,
    ChoicesCondition,
    UidCondition,
    UidsCondition,
    asked,
    changed,
    on_evidence,
    rematched,
)
from events.models import Claim, Entity, EntityMatch, EntityName, Identifier, Participation
from events.models.entity import SHOWN_NAME
from events.properties import CHOICES


class EntityFilter(TimedFilterSet):
    """Filters published entities. Start from `Entity.objects.published()`, of which it keeps the roots.

    A protected entity is found by its pseudonym only, not by its names or identifiers. For another moment start from
    `then.entities(at)`.
    """

    TODAYS = frozenset(("conflict", "role", "updated_since", "property", "attributed_to", "source"))

    q = filters.CharFilter(
        label=_("words"), method="by_any_name", max_length=MAX_TEXT, help_text=_("Words of any name.")
    )
    kind = ChoicesFilter(choices=EntityKind.choices, label=_("kind"))
    country = CountriesFilter(field_name="country", label=_("country"), help_text=_("ISO 3166-1, such as AZ."))
    role = ChoicesFilter(
        choices=ParticipantRole.choices, label=_("role"), method="in_role", help_text=_("Took part in an event as.")
    )
    identifier = filters.CharFilter(
        label=_("identifier"), method="by_identifier", max_length=MAX_TEXT, help_text=_("Such as wikidata:Q227.")
    )
    name_kind = ChoicesFilter(
        choices=NameKind.choices, label=_("kind of name"), method="named_so", help_text=_("Has a name of this kind.")
    )
    scheme = ChoicesFilter(
        choices=Scheme.choices, label=_("register"), method="registered",
        help_text=_("Has an identifier of this scheme."),
    )  # fmt: skip
    property = ChoicesCondition(choices=CHOICES, label=_("claims on"), help_text=_("Has a claim of this property."))
    attributed_to = UidsCondition(
        label=_("on the word of"), help_text=_("Has a claim attributed to one of these entities (uids).")
    )
    source = UidCondition(label=_("source"), help_text=_("Has a claim quoted from this source (uid)."))
    conflict = YesNoFilter(field_name="conflicted", label=_("sources conflict"))
    updated_since = ChangedFilter(
        lambda m: changed("entity__root", m) | rematched(EntityMatch, m), label=_("updated since"), help_text=SINCE
    )
    ordering = OrderingFilter(
        {
            "name": ("shown_name", _("name, A–Z"), _("name, Z–A")),
            "published_at": ("published_at", _("first published"), _("last published")),
        },
        default="name",
    )

    class Meta:
        model = Entity
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Entity]) -> QuerySet[Entity]:
        queryset = queryset if self.at is not None else queryset.filter(root=F("pk"))
        found = super().filter_queryset(queryset.annotate(shown_name=SHOWN_NAME))
        values = self.form.cleaned_data
        wanted = asked(OF_CLAIM, values) & on_evidence(values)
        if wanted:
            found = found.filter(Exists(Claim.objects.published().filter(wanted, entity__root=OuterRef("pk"))))
        return found

    def named_so(self, entities: QuerySet[Entity], name: str, kinds: list[str]) -> QuerySet[Entity]:
        """Of somebody protected no names are told but the pseudonym."""
        names = EntityName.objects.filter(entity=OuterRef("pk"), entity__protected=False, kind__in=kinds)
        return entities.filter(Exists(names)) if kinds else entities

    def registered(self, entities: QuerySet[Entity], name: str, schemes: list[str]) -> QuerySet[Entity]:
        known = Identifier.objects.filter(entity=OuterRef("pk"), entity__protected=False, scheme__in=schemes)
        return entities.filter(Exists(known)) if schemes else entities

    def by_any_name(self, entities: QuerySet[Entity], name: str, words: str) -> QuerySet[Entity]:
        """Every word stands in its name, or in one of the other names of it and of those merged into it."""
        names = EntityName.objects.filter(entity__root=OuterRef("pk"), entity__protected=False)
        for word in words.split()[:MAX_WORDS]:
            known_as = Exists(names.filter(any_of(["text"], word)))
            entities = entities.filter(any_of(["shown_name"], word) | Q(known_as, protected=False))
        return entities

    def in_role(self, entities: QuerySet[Entity], name: str, roles: list[str]) -> QuerySet[Entity]:
        """It, or one of those merged into it, took part in a published event in one of the roles."""
        if not roles:
            return entities
        return entities.filter(Exists(Participation.objects.filter(entity=OuterRef("pk"), role__in=roles)))

    def by_identifier(self, entities: QuerySet[Entity], name: str, identifier: str) -> QuerySet[Entity]:
        """An identifier with its scheme (`wikidata:Q227`), or the value alone in any scheme."""
        scheme, colon, value = identifier.partition(":")
        same = Identifier.objects.filter(entity__root=OuterRef("pk"), entity__protected=False)
        if colon and scheme.lower() in Scheme.values:
            same = same.filter(scheme=scheme.lower(), value__iexact=value.strip())
        else:
            same = same.filter(value__iexact=identifier.strip())
        return entities.filter(Exists(same), protected=False)
