"""The review panel of a record's page, and the requests its buttons send."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import actions, policies, usage
from editorial.admin.records import RecordAdmin, ReviewableColumns, Whose, address
from editorial.admin.revise import Revising
from editorial.admin.steps import RETRACT, STEPS, Offer, Step, offers, require_free, take
from editorial.bundles import Bundle
from editorial.choices import State, Via
from editorial.errors import EditorialError
from editorial.forms import sentences
from editorial.models import Record, Redaction, Reviewable, Revision
from editorial.models.revision import AboutARecord


@dataclass(frozen=True)
class Panel:
    """What a record's page says of its review: the steps that lead on, pages that lead further, what is pending."""

    record: Record
    offers: Sequence[Offer]
    links: Sequence[tuple[str, str]]
    pending: Sequence[AboutARecord]
    warnings: Sequence[str] = ()


class WithPanel(Revising, RecordAdmin):
    """A record whose page shows the panel: revisions of it, and links that lead further."""

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """(text, address) of pages that begin something new from this record."""
        links = []
        if self.may_revise(request.user, record):
            links.append((_("Revise a field"), self.own_url("revise", record.pk)))
        if self.may_redact(request.user, record):
            links.append((_("Redact"), self.own_url("redact", record.pk)))
        if place := usage.ask().address(record):
            links.append((_("Where it is used"), place))
        return links

    def offers(self, request: HttpRequest, record: Any) -> list[Offer]:
        return []

    def panel(self, request: HttpRequest, record: Record) -> Panel:
        offered = self.offers(request, record)
        ends = any(offer.step is RETRACT and not offer.why_not for offer in offered)
        warnings = _warnings(record, request.user) if ends else ()
        return Panel(record, offered, self.further_links(request, record), _pending(record), warnings)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        record = kwargs.get("obj")
        if record is not None and not context.get("is_popup"):
            context["panel"] = self.panel(request, record)
        return super().render_change_form(request, context, *args, **kwargs)


def _warnings(record: Record, user: Any) -> list[str]:
    """What would follow from a retraction, and what stands in its way."""
    assert isinstance(record, Reviewable)
    return [*usage.ask().warnings(record, user), *map(str, record.problems_of_ending(Bundle([record])))]


def _pending(record: Record) -> list[AboutARecord]:
    """What is proposed about a published record and not decided on yet."""
    if record.published_at is None:
        return []
    about = {"record_type": record.type_name(), "record_uid": record.pk}
    return [
        *Revision.objects.in_review().filter(**about).order_by("submitted_at"),
        *Redaction.objects.in_review().filter(**about).order_by("submitted_at"),
    ]


class ReviewableAdmin(ReviewableColumns, WithPanel):
    """The admin of one type of reviewable record."""

    steps: ClassVar[Sequence[Step]] = STEPS
    list_filter: ClassVar[Any] = ("state", Whose)
    list_select_related: ClassVar[Any] = ("author",)
    actions: Any = ("submit_selected", "publish_selected")

    def offers(self, request: HttpRequest, record: Reviewable) -> list[Offer]:
        return offers(self.steps, record, request.user)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What fields offer to choose from has not ended: nothing could be published that rests on it."""
        found, has_duplicates = super().get_search_results(request, queryset, search_term)
        is_choosing = request.resolver_match is not None and request.resolver_match.url_name == "autocomplete"
        return (found.live() if is_choosing else found), has_duplicates  # type: ignore[attr-defined]

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return (*super().own_urls(), ("<path:object_id>/step/<slug:key>/", self.step_view, "step"))

    def step_view(self, request: HttpRequest, object_id: str, key: str) -> HttpResponse:
        """Carry out one step on one record, and go where it leads."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        record = self.get_object(request, unquote(object_id))
        step = next((step for step in self.steps if step.key == key), None)
        if record is None or step is None or not self.has_view_permission(request, record):
            raise Http404
        try:
            with transaction.atomic():
                done = take(
                    step, record, request.user,
                    reason=request.POST.get("reason", ""), was_seen=request.POST.get("seen", ""),
                )  # fmt: skip
        except (EditorialError, ValidationError, IntegrityError) as error:
            for sentence in sentences(error):
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(address(record))
        self.message_user(request, _("Done: %(step)s.") % {"step": step.label}, messages.SUCCESS)
        return HttpResponseRedirect(address(done if isinstance(done, Reviewable) else record))

    # -- the list's own actions: one verb call for all that is selected ------------------------------------------

    def get_actions(self, request: HttpRequest) -> Any:
        """Publishing is offered to those whose role decides on this type of record."""
        found = super().get_actions(request)
        user: Any = request.user
        if not policies.has_role(user, self.model.DECIDED_BY):
            found.pop("publish_selected", None)
        return found

    def submit_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._all_at_once(request, queryset, State.DRAFT, "submit", actions.submit)

    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._all_at_once(request, queryset, State.IN_REVIEW, "publish", actions.publish)

    submit_selected.short_description = gettext_lazy("Submit the selected for review")  # type: ignore[attr-defined]
    publish_selected.short_description = gettext_lazy("Publish the selected, as one")  # type: ignore[attr-defined]

    def _all_at_once(self, request: HttpRequest, queryset: QuerySet[Any], state: State, name: str, verb: Any) -> None:
        chosen = list(queryset)
        try:
            if not chosen or any(record.state != state for record in chosen):
                raise ValidationError(_("Select only what is: %(state)s.") % {"state": state.label})
            require_free(name, chosen, request.user)
            verb(chosen, user=request.user, via=Via.ADMIN)
        except (EditorialError, ValidationError, IntegrityError) as error:
            for sentence in sentences(error):
                self.message_user(request, sentence, messages.ERROR)
        else:
            self.message_user(request, _("Done: %(count)d records.") % {"count": len(chosen)}, messages.SUCCESS)
