"""Judgements, which managing editors decide on: whether two records are one, and which of rival claims to prefer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext

from editorial.admin.review import ReviewableAdmin
from editorial.choices import State, Via
from events.actions import match, rank
from events.matching import links
from events.models import EntityMatch, EventMatch, Ranking


class MatchAdmin(ReviewableAdmin):
    """A judgement on two records of one type. Published as *same*, the second is shown as the first."""

    list_display = ("left", "right", "judgement", "score", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "judgement")
    list_select_related = ("left", "right", "author")
    autocomplete_fields = ("left", "right")
    fields = ("left", "right", "judgement", "score", "reason")

    def write(self, record: Any, form: Any, user: Any) -> Any:
        if not record._state.adding:
            return super().write(record, form, user)
        return match(
            record.left, record.right, record.judgement, reason=record.reason, score=record.score,
            user=user, via=Via.ADMIN,
        )  # fmt: skip

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        found = super().further_links(request, record)
        if record.state in (State.DRAFT, State.IN_REVIEW) and (preview := links.preview(record)):
            found.append((gettext("See what would move and what would clash"), preview))
        if parting := links.parting(record):
            found.append((gettext("Un-merge…"), parting))
        return found


@admin.register(EntityMatch)
class EntityMatchAdmin(MatchAdmin):
    search_fields = ("left__name", "right__name", "reason", "uid")


@admin.register(EventMatch)
class EventMatchAdmin(MatchAdmin):
    search_fields = ("left__title", "right__title", "reason", "uid")


@admin.register(Ranking)
class RankingAdmin(ReviewableAdmin):
    list_display = ("claim", "rank", "reason_kind", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "rank")
    search_fields = ("reason", "claim__uid", "uid")
    list_select_related = ("claim__value_entity", "author")
    autocomplete_fields = ("claim",)
    fields = ("claim", "rank", "reason_kind", "reason")

    def write(self, record: Any, form: Any, user: Any) -> Ranking:
        if not record._state.adding:
            return super().write(record, form, user)
        return rank(
            record.claim, record.rank, reason=record.reason, reason_kind=record.reason_kind, user=user, via=Via.ADMIN
        )  # fmt: skip
