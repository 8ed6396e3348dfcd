from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from editorial.admin.review import ReviewableAdmin
from editorial.choices import Via
from events.actions import reply
from events.choices import ReplyCapacity
from events.models import Reply


@admin.register(Reply)
class ReplyAdmin(ReviewableAdmin):
    """What somebody replied to a claim. Like everything else, it is shown once a second editor has agreed."""

    list_display = ("by_whom", "capacity", "claim", "received", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "capacity")
    search_fields = ("name", "entity__name", "said", "claim__uid", "uid")
    list_select_related = ("claim__value_entity", "entity", "author")
    autocomplete_fields = ("claim", "entity")
    fields = ("claim", ("name", "entity"), "capacity", "said", ("language", "received"))

    def write(self, record: Any, form: Any, user: Any) -> Reply:
        if not record._state.adding:
            return super().write(record, form, user)
        return reply(
            record.claim, record.said, name=record.name, entity=record.entity, language=record.language,
            capacity=ReplyCapacity(record.capacity), received=record.received, user=user, via=Via.ADMIN,
        )  # fmt: skip

    @admin.display(description=_("who replies"))
    def by_whom(self, reply: Reply) -> str:
        return reply.by
