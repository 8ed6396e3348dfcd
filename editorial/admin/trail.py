"""Revisions, redactions, and the ledger."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from editorial import access, registry
from editorial.admin.history import names_of, shown_fields
from editorial.admin.records import ReadOnly, Whose, link_to
from editorial.admin.review import ReviewableAdmin
from editorial.admin.steps import DISCARD, PUBLISH, SEND_BACK, SUBMIT
from editorial.choices import Role
from editorial.forms import label_of, readable
from editorial.models import ACCOUNT, LedgerEntry, Redaction, Revision
from editorial.models.revision import AboutARecord
from editorial.told import Change, Teller


class AboutARecordAdmin(ReadOnly, ReviewableAdmin):
    """What is proposed about another record. It is made on that record's page, and decided on here."""

    steps = (SUBMIT, PUBLISH, SEND_BACK, DISCARD)
    list_filter = ("state", Whose, "record_type")
    search_fields = ("uid", "record_uid", "reason")

    @admin.display(description=_("record"))
    def target_link(self, proposal: AboutARecord) -> SafeString | str:
        return link_to(proposal.target())

    @admin.display(description=_("field"))
    def field_label(self, proposal: AboutARecord) -> str:
        return label_of(registry.model(proposal.record_type), proposal.field)

    @admin.display(description=_("about"), ordering="record_type")
    def about(self, proposal: AboutARecord) -> str:
        return f"{registry.model(proposal.record_type)._meta.verbose_name} {proposal.record_uid}"


@admin.register(Revision)
class RevisionAdmin(AboutARecordAdmin):
    list_display = ("about", "field_label", "reason", "state_badge", "author_name", "submitted_at")
    fields = (
        "state_badge", "target_link", "field_label", "difference", "old_value", "new_value", "reason",
        "author_name", "submitted_at", "reviewed_by", "published_at",
    )  # fmt: skip

    @admin.display(description=_("difference"))
    def difference(self, revision: Revision) -> SafeString | str:
        teller = Teller(revision, [("old", revision.old), ("new", revision.new)])
        change = Change("", teller.value("old", revision.old), teller.value("new", revision.new))
        told = render_to_string("admin/_difference.html", {"change": change})
        return format_html('<span class="difference" dir="auto">{}</span>', told)

    @admin.display(description=_("old value"))
    def old_value(self, revision: Revision) -> str:
        return readable(registry.model(revision.record_type), revision.field, revision.old)

    @admin.display(description=_("new value"))
    def new_value(self, revision: Revision) -> str:
        return readable(registry.model(revision.record_type), revision.field, revision.new)


@admin.register(Redaction)
class RedactionAdmin(AboutARecordAdmin):
    list_display = ("about", "field_label", "reason", "state_badge", "author_name", "submitted_at")
    fields = (
        "state_badge", "target_link", "field_label", "start", "end", "reason",
        "author_name", "submitted_at", "reviewed_by", "published_at",
    )  # fmt: skip


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("seq", "at", "action", "record_type", "record_uid", "via", "public")
    list_filter = ("action", "record_type", "via", "public")
    search_fields = ("=record_uid", "=actor")
    show_full_result_count = False
    fields = ("seq", "at", "actor_name", "action", "record_type", "record_uid", "record_link", "via", "public", "told")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LedgerEntry]:
        """Editors see all; a contributor what the public sees, and what they did themselves; an administrator accounts.

        What happens to accounts is for those who answer for people: managing editors and administrators.
        """
        entries = super().get_queryset(request)
        user: Any = request.user
        accounts = entries.filter(record_type=ACCOUNT) if access.may_read(user) else entries.none()
        records = entries.exclude(record_type=ACCOUNT)
        if user.is_editor:
            return records | accounts
        if Role.CONTRIBUTOR not in user.roles:
            return accounts
        return records.filter(public=True) | records.filter(actor=user.uid) | accounts

    @admin.display(description=_("actor"))
    def actor_name(self, entry: LedgerEntry) -> str:
        return names_of({entry.actor}).get(entry.actor, entry.actor)

    @admin.display(description=_("record"))
    def record_link(self, entry: LedgerEntry) -> SafeString | str:
        if entry.record_type == ACCOUNT:
            return names_of({entry.record_uid}).get(entry.record_uid, "—")
        return link_to(registry.get(entry.record_type, entry.record_uid))

    @admin.display(description=_("fields"))
    def told(self, entry: LedgerEntry) -> str:
        return "\n".join(f"{path}: {value}" for path, value in shown_fields(entry).items())
