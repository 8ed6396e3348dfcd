"""What the pages of events and entities share: their claims, and the buttons for the whole bundle."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import policies
from editorial.admin.records import RecordInline, ShownInline, VerbFormSet, address, badge, link_to
from editorial.admin.review import ReviewableAdmin
from editorial.admin.steps import (
    DISCARD,
    PUBLISH_ALONE,
    RETRACT,
    SEND_BACK,
    SUBMIT_ALONE,
    Step,
    found_by,
    send_back,
)  # fmt: skip
from editorial.choices import State, Via
from editorial.models import Reviewable
from events.actions import bundle_of, publish_bundle, submit_bundle
from events.forms import ClaimWithQuoteForm
from events.models import Claim, Evidence
from events.properties import PROPERTIES

STATEMENT = (
    ("property", "value_kind"),
    ("value_text",),
    ("value_edtf", "value_entity"),
    ("value_low", "value_high", "unit", "counted"),
    ("hedge", "currency"),
    ("role", "title", "accused"),
    ("attributed_to", "valid"),
    ("language", "credibility"),
)
QUOTATION = (("quoted_capture",), ("quoted",), ("quoted_prefix", "quoted_suffix", "quoted_at"))
ENTITY_FIELDS = ("value_entity", "accused", "attributed_to")


def with_quotations(claims: QuerySet[Any]) -> QuerySet[Any]:
    """The claims with their evidence, two queries more: what a reviewer must see beside each value."""
    evidence = (
        Evidence.objects.live().select_related("capture__source").defer("capture__text").order_by("created_at", "pk")
    )
    return claims.prefetch_related(Prefetch("evidence", evidence, to_attr="quotations"))


def quotations_of(claim: Any) -> SafeString | str:
    """The passages that a claim of `with_quotations` rests on, each with the way to it in its context."""
    rows = (
        (address(e), e.exact, e.capture.source, e.get_stance_display(), f" · {e.reading}" if e.reading else "")
        for e in getattr(claim, "quotations", ())
    )
    told = format_html_join(
        "", '<p class="quotation"><a href="{}">“{}”</a><br><span class="quiet">{} · {}{}</span></p>', rows
    )
    return told or gettext("No passage yet.")


class DraftClaims(RecordInline, admin.StackedInline):
    """The subject's draft claims, and room for new ones, each with its first quotation."""

    model = Claim
    form = ClaimWithQuoteForm
    formset = VerbFormSet
    extra = 0
    can_delete = False
    show_change_link = True
    autocomplete_fields = ENTITY_FIELDS
    verbose_name_plural = _("draft claims")
    readonly_fields = ("passages",)
    about = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The drafts that this user may edit."""
        user: Any = request.user
        drafts = super().get_queryset(request).filter(state=State.DRAFT).select_related(*ENTITY_FIELDS)
        drafts = with_quotations(drafts)
        return drafts if user.is_editor else drafts.filter(author=user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (
            (None, {"fields": (*STATEMENT, "seen_version")}),
            (_("Supported by"), {"fields": (("passages",), *QUOTATION)}),
        )

    @admin.display(description=_("quotations"))
    def passages(self, claim: Claim) -> SafeString | str:
        return quotations_of(claim)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, fields=_names(STATEMENT), **kwargs)
        # The declared field is everybody's: this request works on a copy.
        capture: Any = deepcopy(formset.form.base_fields["quoted_capture"])
        formset.form.base_fields["quoted_capture"] = capture
        capture.queryset = self.admin_site.get_model_admin(capture.queryset.model).get_queryset(request)
        capture.widget = AutocompleteSelect(Evidence._meta.get_field("capture"), self.admin_site)
        capture.widget.choices = capture.choices
        return formset

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "property":
            kwargs["choices"] = [("", "---------")] + [
                (p.key, p.label) for p in PROPERTIES.values() if self.about in p.about
            ]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


def _names(lines: Sequence[Sequence[str]]) -> list[str]:
    return [name for line in lines for name in line]


class StandingClaims(ShownInline):
    """The subject's claims that are no drafts of this user's, each with the way to its own page."""

    model = Claim
    fields = readonly_fields = (
        "claim_link", "passages", "role", "attributed_to", "valid", "rank", "origins", "conflict", "stands",
    )  # fmt: skip
    verbose_name_plural = _("claims")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        seen = super().get_queryset(request).visible_to(user).exclude(state=State.DISCARDED)  # type: ignore[attr-defined]
        seen = seen.select_related(*ENTITY_FIELDS).order_by("property", "published_at", "created_at", "pk")
        return with_quotations(seen)

    @admin.display(description=_("quotations"))
    def passages(self, claim: Claim) -> SafeString | str:
        return quotations_of(claim)

    @admin.display(description=_("claim"))
    def claim_link(self, claim: Claim) -> SafeString | str:
        return link_to(claim)

    @admin.display(description=_("origins"))
    def origins(self, claim: Claim) -> str:
        return f"{claim.sources_count} / {claim.origins_count}"

    @admin.display(description=_("conflict"))
    def conflict(self, claim: Claim) -> str:
        return str(_("in conflict")) if claim.conflicted else ""

    @admin.display(description=_("state"))
    def stands(self, claim: Claim) -> SafeString:
        return badge(claim.state)


class ClaimsBesideDrafts(StandingClaims):
    """The same, where the drafts are edited on the page itself."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        claims = super().get_queryset(request)
        return claims.exclude(state=State.DRAFT) if user.is_editor else claims.exclude(state=State.DRAFT, author=user)


@cache
def of_subject(inline: type[Any], about: str) -> type[Any]:
    """The inline for the claims about an event, or about an entity, to which claims point in several ways."""
    return type(f"{inline.__name__}Of{about.title()}", (inline,), {"fk_name": about, "about": about})


# -- the bundle --------------------------------------------------------------------------------------------------------


def _submit(subject: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    return submit_bundle(subject, user=user, via=Via.ADMIN)


def _publish(subject: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Sequence[Reviewable]:
    return publish_bundle(subject, user=user, via=Via.ADMIN)


BUNDLE_STEPS = (
    Step("submit-bundle", _("Submit it with its claims"), "submit", found_by(bundle_of, State.DRAFT), _submit),
    Step("publish-bundle", _("Publish the bundle"), "publish", found_by(bundle_of, State.IN_REVIEW), _publish),
    Step(
        "send-back-bundle", _("Send back the bundle"), "send_back", found_by(bundle_of, State.IN_REVIEW), send_back,
        needs_reason=True,
    ),
)  # fmt: skip


class SubjectAdmin(ReviewableAdmin):
    """Events and entities: claims speak of them, and they are reviewed as a bundle."""

    steps = (*BUNDLE_STEPS, SUBMIT_ALONE, PUBLISH_ALONE, SEND_BACK, DISCARD, RETRACT)
    about = ""
    actions: Any = (*ReviewableAdmin.actions, "merge_selected")

    def get_actions(self, request: HttpRequest) -> Any:
        """Comparing leads to a judgement: it is offered to those who may write one."""
        found = super().get_actions(request)
        if not request.user.has_perm(f"events.add_{self.about}match"):
            found.pop("merge_selected", None)
        return found

    @admin.action(description=_("Compare the two selected, to merge them"))
    def merge_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Lead to the page of the two. More are merged one after another, so that each is looked at."""
        chosen = list(queryset.order_by("published_at", "pk")[:3])
        if len(chosen) != 2:
            told = gettext("Select exactly two. To merge more, merge them into the same one, one after another.")
            self.message_user(request, told, messages.ERROR)
            return None
        return HttpResponseRedirect(reverse("matching:pair", args=[one.pk for one in chosen]))

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """Drafts are edited on the page as long as the subject itself can be; else each on its own page."""
        own = list(super().get_inlines(request, obj))
        if obj is None:
            return [*own, of_subject(DraftClaims, self.about)]
        if self.has_change_permission(request, obj):
            return [*own, of_subject(DraftClaims, self.about), of_subject(ClaimsBesideDrafts, self.about)]
        return [*own, of_subject(StandingClaims, self.about)]

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        lives = record.state in (State.DRAFT, State.IN_REVIEW, State.PUBLISHED)
        if lives and policies.may(request.user, "create", Claim()):
            links.append((gettext("Add a claim"), f"{reverse('admin:events_claim_add')}?{self.about}={record.pk}"))
            links.append((gettext("Move claims"), f"{reverse('moving:move')}?{self.about}={record.pk}"))
        if record.conflicted:
            links.append((gettext("Its conflicts"), f"{reverse('conflicts:list')}?about={record.pk}"))
        return links
