from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import policies
from editorial.admin.records import RecordInline, ShownInline, VerbFormSet, address, badge, link_to
from editorial.admin.review import ReviewableAdmin
from editorial.admin.steps import STEPS, Step, alone
from editorial.choices import State, Via
from editorial.dates import echo
from editorial.models import Reviewable
from events import corrections
from events.actions import correct
from events.admin.inlines import ENTITY_FIELDS, STATEMENT
from events.choices import Rank
from events.forms import ClaimForm, EvidenceForm
from events.models import Claim, Evidence, Ranking, Reply


class DraftEvidence(RecordInline, admin.StackedInline):
    """Quotations of a draft claim. Each is looked for in its capture when the page is saved."""

    model = Evidence
    form = EvidenceForm
    formset = VerbFormSet
    extra = 1
    can_delete = False
    autocomplete_fields = ("capture",)
    fields = (
        "capture", "exact", ("prefix", "suffix", "at"), "stance", "reading", ("translation", "language"),
        "seen_version",
    )  # fmt: skip
    verbose_name_plural = _("quotations")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        drafts = super().get_queryset(request).filter(state=State.DRAFT)
        drafts = drafts.select_related("capture__source").defer("capture__text")
        return drafts if user.is_editor else drafts.filter(author=user)


class StandingEvidence(ShownInline):
    """The quotations that are not edited on this page."""

    model = Evidence
    fields = readonly_fields = ("quotation", "stance", "source_link", "place_told", "reading", "stands")
    verbose_name_plural = _("evidence")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        seen = super().get_queryset(request).visible_to(request.user).exclude(state=State.DISCARDED)  # type: ignore[attr-defined]
        return seen.select_related("capture__source").defer("capture__text")

    @admin.display(description=_("quotation"))
    def quotation(self, evidence: Evidence) -> SafeString | str:
        return link_to(evidence, f"“{evidence.exact}”")

    @admin.display(description=_("source"))
    def source_link(self, evidence: Evidence) -> SafeString | str:
        return link_to(evidence.capture.source)

    @admin.display(description=_("where"))
    def place_told(self, evidence: Evidence) -> str:
        return place_in_words(evidence)

    @admin.display(description=_("state"))
    def stands(self, evidence: Evidence) -> SafeString:
        return badge(evidence.state)


class EvidenceBesideDrafts(StandingEvidence):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        user: Any = request.user
        rows = super().get_queryset(request)
        return rows.exclude(state=State.DRAFT) if user.is_editor else rows.exclude(state=State.DRAFT, author=user)


def place_in_words(evidence: Evidence) -> str:
    """Where in the capture the passage stands."""
    return ", ".join(f"{name} {number}" for name, number in evidence.locator.items())


class RankingInline(ShownInline):
    model = Ranking
    fields = readonly_fields = ("ranking_link", "rank", "reason_kind", "reason", "stands")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rankings: Any = super().get_queryset(request)
        return rankings.visible_to(request.user).select_related("claim")

    @admin.display(description=_("ranking"))
    def ranking_link(self, ranking: Ranking) -> SafeString | str:
        return link_to(ranking, ranking.pk)

    @admin.display(description=_("state"))
    def stands(self, ranking: Ranking) -> SafeString:
        return badge(ranking.state)


class ReplyInline(ShownInline):
    model = Reply
    fields = readonly_fields = ("reply_link", "capacity", "received", "stands")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        replies: Any = super().get_queryset(request)
        return replies.visible_to(request.user).select_related("entity")

    @admin.display(description=_("reply"))
    def reply_link(self, reply: Reply) -> SafeString | str:
        return link_to(reply)

    @admin.display(description=_("state"))
    def stands(self, reply: Reply) -> SafeString:
        return badge(reply.state)


def _correct(record: Any, records: Sequence[Reviewable], user: Any, reason: str) -> Reviewable:
    """A new draft; or the one this user began before, so that pressing the button twice makes no second."""
    begun = Claim.objects.filter(supersedes=record, state=State.DRAFT, author=user).order_by("created_at").first()
    return begun or correct(record, user=user, via=Via.ADMIN)


CORRECT = Step(
    "correct", _("Correct"), "create", lambda claim: alone(claim, State.PUBLISHED), _correct, moves=False
)  # fmt: skip


DERIVED = ("supersedes_link", "rank", "sources_count", "origins_count", "in_conflict")


@admin.register(Claim)
class ClaimAdmin(ReviewableAdmin):
    form = ClaimForm
    steps = (*STEPS, CORRECT)
    list_display = (
        "property", "value_told", "about", "date_told", "rank", "origins", "in_conflict", "state_badge", "author_name",
    )  # fmt: skip
    list_filter = (*ReviewableAdmin.list_filter, "conflicted", "property", "credibility")
    search_fields = (
        "value_text", "counted", "title", "event__title", "entity__name", "value_entity__name", "uid",
    )  # fmt: skip
    list_select_related = ("event", "entity", "value_entity", "author")
    autocomplete_fields = ("event", "entity", *ENTITY_FIELDS)
    actions = (*ReviewableAdmin.actions, "move_selected")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        derived = (_("Standing"), {"fields": DERIVED})
        reason = ("reason",) if obj is not None and obj.supersedes_id else ()
        own = (
            (_("About"), {"fields": (("event", "entity"), *reason)}),
            (_("Statement"), {"fields": STATEMENT}),
        )
        return own if obj is None else (*own, derived)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else DERIVED

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return [DraftEvidence]
        if self.has_change_permission(request, obj):
            return [DraftEvidence, EvidenceBesideDrafts]
        return [StandingEvidence, RankingInline, ReplyInline]

    @admin.action(description=_("Move the selected to another event or entity"), permissions=["add"])
    def move_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Leads to the page that moves them."""
        chosen = QueryDict(mutable=True)
        chosen.setlist("claim", list(queryset.values_list("pk", flat=True)))
        return HttpResponseRedirect(f"{reverse('moving:move')}?{chosen.urlencode()}")

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        if record.state in (State.DRAFT, State.PUBLISHED) and policies.may(request.user, "create", record):
            links.append((gettext("Move to another event or entity"), f"{reverse('moving:move')}?claim={record.pk}"))
        if record.state in (State.IN_REVIEW, State.PUBLISHED) and policies.may(request.user, "create", Evidence()):
            links.append((gettext("Add evidence"), f"{reverse('admin:events_evidence_add')}?claim={record.pk}"))
        begun: Any = Claim.objects.visible_to(request.user).filter(supersedes=record)
        for draft in begun.filter(state__in=(State.DRAFT, State.IN_REVIEW)).order_by("created_at", "pk"):
            told = {"value": draft.value_as_text(), "state": draft.get_state_display()}
            links.append((gettext("A correction, %(state)s: %(value)s") % told, address(draft)))
        if record.state == State.PUBLISHED and (record.conflicted or record.rank == Rank.DEPRECATED):
            place = reverse("conflicts:conflict", args=[record.subject.root_id, record.property])
            links.append((gettext("Rank among its rivals"), place))
        return links

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """With what the claim changes, where it corrects another."""
        record = kwargs.get("obj")
        if record is not None and record.supersedes_id:
            context["correction"] = corrections.of_one(record)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("value"))
    def value_told(self, claim: Claim) -> str:
        return claim.value_as_text()[:200]

    @admin.display(description=_("about"))
    def about(self, claim: Claim) -> str:
        return str(claim.subject)

    @admin.display(description=_("valid time"))
    def date_told(self, claim: Claim) -> str:
        return echo(claim.valid) if claim.valid else "—"

    @admin.display(description=_("sources / origins"))
    def origins(self, claim: Claim) -> str:
        return f"{claim.sources_count} / {claim.origins_count}"

    @admin.display(description=_("supersedes"))
    def supersedes_link(self, claim: Claim) -> SafeString | str:
        return link_to(claim.supersedes)
