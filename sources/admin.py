"""The admin of publishers, sources, captures and links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import policies
from editorial.admin.records import ReadOnly, ShownInline, address, link_to
from editorial.admin.review import ReviewableAdmin, WithPanel
from editorial.choices import State, Via
from editorial.dates import echo
from editorial.errors import EditorialError
from editorial.forms import sentences
from sources import actions, warc
from sources.arrivals import Captured
from sources.choices import LinkKind
from sources.forms import AddSourceForm, CaptureForm, PublisherForm, SourceForm
from sources.gathering.admin import BatchAdmin, FeedAdmin  # noqa: F401 -- they register themselves
from sources.likeness.admin import SuspectedCopyAdmin  # noqa: F401 -- registers itself
from sources.likeness.finding import passes_on
from sources.models import Capture, Publisher, Sighting, Source, SourceLink
from sources.text import UnreadableError

# Names of publishers that a form offers while one is typed.
MOST_OFFERED = 1000


@admin.register(Publisher)
class PublisherAdmin(WithPanel):
    form = PublisherForm
    list_display = ("name", "kind", "country", "reliability", "is_public")
    list_filter = ("kind", "reliability")
    search_fields = ("name", "homepage", "uid")
    fields = ("name", "kind", "country", "homepage", "reliability", "languages")

    @admin.display(boolean=True, description=_("public"))
    def is_public(self, publisher: Publisher) -> bool:
        return publisher.published_at is not None


class CaptureInline(ShownInline):
    """What is preserved of a source."""

    model = Capture
    fields = readonly_fields = ("link", "method", "fidelity", "media_type", "language", "captured_at")
    verbose_name_plural = _("preserved")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("source").defer("text")

    @admin.display(description=_("capture"))
    def link(self, capture: Capture) -> SafeString | str:
        return link_to(capture, f"{capture.captured_at:%Y-%m-%d %H:%M}")


class LinkInline(ShownInline):
    """How the source stands to others."""

    model = SourceLink
    fk_name = "source"
    fields = readonly_fields = ("link", "state", "reason")
    verbose_name_plural = _("links to other sources")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        links: Any = super().get_queryset(request)
        return links.visible_to(request.user).select_related("source", "target")

    @admin.display(description=_("link"))
    def link(self, link: SourceLink) -> SafeString | str:
        return link_to(link)


@admin.register(Source)
class SourceAdmin(ReviewableAdmin):
    form = SourceForm
    inlines = (CaptureInline, LinkInline)
    change_list_template = "admin/sources/source/change_list.html"
    list_display = ("title", "kind", "publisher", "date_told", "access", "grade_told", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "kind", "access", "language")
    search_fields = ("title", "symbol", "url", "canonical_url", "publisher__name", "uid")
    list_select_related = ("publisher", "author")
    autocomplete_fields = ("publisher",)
    readonly_fields = ("date_told", "origin_link", "merged_into")
    fieldsets = (
        (None, {"fields": ("title", "title_basis", "kind", "publisher", "authors", "language", "symbol")}),
        (_("When"), {"fields": ("published", "date_told", "published_basis")}),
        (_("Where"), {"fields": ("url", "canonical_url")}),
        (_("Use"), {"fields": ("rights", "access", "reliability", "origin_link", "merged_into")}),
    )

    @admin.display(description=_("published"), ordering="published_latest")
    def date_told(self, source: Source) -> str:
        return echo(source.published) if source.published else "—"

    @admin.display(description=_("reliability"))
    def grade_told(self, source: Source) -> str:
        return f"{source.grade.value}: {source.grade.label}"

    @admin.display(description=_("merged into"))
    def merged_into(self, source: Source) -> SafeString | str:
        return link_to(source.root if source.root_id != source.pk else None)

    @admin.display(description=_("origin"))
    def origin_link(self, source: Source) -> SafeString | str:
        return link_to(source.origin if source.origin_id != source.pk else None)

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        newest = record.captures.order_by("-captured_at", "pk").values_list("pk", flat=True).first()
        if newest:
            links.append((gettext("Open in the workbench"), reverse("workbench:open", args=[newest])))
            links.append((gettext("Download as WARC"), self.own_url("warc", record.pk)))
        if self._may_capture(request, record):
            links.append((gettext("Add a capture"), self.own_url("capture", record.pk)))
        link_admin = self.admin_site.get_model_admin(SourceLink)
        if link_admin.has_add_permission(request) and record.state in (State.DRAFT, State.IN_REVIEW, State.PUBLISHED):
            add = f"{reverse('admin:sources_sourcelink_add')}?source={record.pk}"
            links.append((gettext("Link to another source"), add))
            links.append((gettext("Same document as another source"), f"{add}&kind={LinkKind.IDENTICAL_TO}"))
        return links

    # -- documents ------------------------------------------------------------------------------------------------

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return (
            ("from-document/", self.from_document_view, "from_document"),
            ("<path:object_id>/capture/", self.capture_view, "capture"),
            ("<path:object_id>/warc/", self.warc_view, "warc"),
            *super().own_urls(),
        )

    def _may_capture(self, request: HttpRequest, source: Source) -> bool:
        return source.state not in (State.DISCARDED, State.RETRACTED) and policies.may(
            request.user, "create", Capture(source=source)
        )

    def capture_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Preserve a document as a capture of this source."""
        source = self.get_object(request, unquote(object_id))
        if source is None:
            raise Http404
        if not self._may_capture(request, source):
            raise PermissionDenied
        return self._document_page(request, source, gettext("Add a capture of “%(source)s”") % {"source": source})

    def warc_view(self, request: HttpRequest, object_id: str) -> HttpResponseBase:
        """What is preserved of this source, as a WARC file."""
        source = self.get_object(request, unquote(object_id))
        if source is None or not self.has_view_permission(request, source):
            raise Http404
        captures = source.captures.select_related("blob").defer("text").order_by("captured_at", "pk")
        return FileResponse(
            warc.records(captures.iterator(chunk_size=20)),
            as_attachment=True,
            filename=f"{source.pk}.warc.gz",
            content_type="application/warc",
        )

    def from_document_view(self, request: HttpRequest) -> HttpResponse:
        """Make a source of a document, with what the document says about itself."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return self._document_page(request, None, gettext("Add source"))

    def _document_page(self, request: HttpRequest, source: Source | None, title: str) -> HttpResponse:
        form = (CaptureForm if source else AddSourceForm)(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                captured = form.preserve(user=request.user, source=source)
            except (UnreadableError, EditorialError) as error:
                form.add_error(form.decides, str(error))
            except ValidationError as error:
                form.add_error(None, sentences(error))
            else:
                return self._captured(request, captured)
        context = {
            **self.admin_site.each_context(request),
            "title": title, "opts": self.opts, "original": source, "form": form, "media": self.media + form.media,
            "publishers": None if source else Publisher.objects.values_list("name", flat=True)[:MOST_OFFERED],
        }  # fmt: skip
        return TemplateResponse(request, "admin/sources/source/capture.html", context)

    def _captured(self, request: HttpRequest, captured: Captured) -> HttpResponse:
        """To the workbench, where the document is read; said beforehand what became of it."""
        source = captured.source
        if not self.get_queryset(request).filter(pk=source.pk).exists():
            hidden = gettext("This document was preserved before. It is in a draft of somebody else: ask an editor.")
            self.message_user(request, hidden, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:sources_source_changelist"))
        link = format_html('<a href="{}">{}</a>', address(source), source)
        if captured.is_new:
            told = format_html(gettext("Preserved as {}. Check there what the document said about itself."), link)
            self.message_user(request, told, messages.SUCCESS)
        else:
            told = format_html(gettext("This document was preserved before, as {}. Nothing of it was changed."), link)
            self.message_user(request, told, messages.WARNING)
        return HttpResponseRedirect(reverse("workbench:open", args=[captured.capture.pk]))


class SightingInline(ShownInline):
    """Later looks that found the same bytes."""

    model = Sighting
    fields = readonly_fields = ("at", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("by")


@admin.register(Capture)
class CaptureAdmin(ReadOnly, WithPanel):
    """Immutable: to look at, and to choose from when a passage is quoted."""

    inlines = (SightingInline,)
    list_display = ("source", "captured_at", "method", "fidelity", "media_type", "language")
    list_filter = ("method", "fidelity", "media_type")
    search_fields = ("source__title", "source__symbol", "source__url", "uid")
    list_select_related = ("source",)
    fields = (
        "source_link", "passes_on_told", "captured_at", "captured_by", "method", "fidelity", "filename",
        "requested_url", "final_url",
        "media_type", "language", "reader", "reader_version", "machine_read", "blob", "text_sha256", "text",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Captures of the sources that this user may see."""
        mine = Source.objects.visible_to(request.user).values("pk")
        return super().get_queryset(request).filter(source__in=mine).select_related("source").defer("text")

    def further_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().further_links(request, record)
        return [(gettext("Open in the workbench"), reverse("workbench:open", args=[record.pk])), *links]

    @admin.display(boolean=True, description=_("read by a machine"))
    def machine_read(self, capture: Capture) -> bool:
        return capture.is_machine_read

    @admin.display(description=_("source"))
    def source_link(self, capture: Capture) -> SafeString | str:
        return link_to(capture.source)

    @admin.display(description=_("says it passes on"))
    def passes_on_told(self, capture: Capture) -> str:
        return "; ".join(f"{one.name or one.url} (“{one.words}”)" for one in passes_on(capture)) or "—"


@admin.register(SourceLink)
class SourceLinkAdmin(ReviewableAdmin):
    list_display = ("source", "kind", "target", "state_badge", "author_name")
    list_filter = (*ReviewableAdmin.list_filter, "kind")
    search_fields = ("source__title", "target__title", "reason", "uid")
    list_select_related = ("source", "target", "author")
    autocomplete_fields = ("source", "target")
    fields = ("source", "kind", "target", "reason")

    def write(self, record: Any, form: Any, user: Any) -> SourceLink:
        if not record._state.adding:
            return super().write(record, form, user)
        return actions.link(
            record.source, record.kind, record.target, reason=record.reason, user=user, via=Via.ADMIN
        )  # fmt: skip
