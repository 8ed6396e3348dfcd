"""Suspected copies in the admin: the list of those that wait, and both texts side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from editorial import policies
from editorial.admin.records import ReadOnly, link_to
from editorial.choices import Via
from editorial.errors import EditorialError
from sources.choices import Suspicion
from sources.likeness import finding
from sources.likeness.comparing import shared_spans
from sources.likeness.direction import Clue
from sources.likeness.forms import SWAPPED, ConfirmForm
from sources.models import Capture, SourceLink, SuspectedCopy


class Piece(NamedTuple):
    """A run of a text: whether the other text has it too."""

    text: str
    is_shared: bool


@admin.register(SuspectedCopy)
class SuspectedCopyAdmin(ReadOnly, admin.ModelAdmin):
    """Pairs of sources of which one looks like a copy of the other. Confirmed, they count as one origin."""

    list_display = ("copy", "original", "contained_told", "fate", "created_at")
    list_filter = ("fate",)
    search_fields = ("copy__title", "original__title")
    list_select_related = ("copy", "original")
    show_full_result_count = False
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policies.may(request.user, "create", SourceLink())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return finding.visible_to(request.user)

    @admin.display(description=_("contained"), ordering="containment")
    def contained_told(self, suspected: SuspectedCopy) -> str:
        return f"{suspected.containment:.0%}"

    def get_urls(self) -> list[URLPattern]:
        dismiss = self.admin_site.admin_view(require_POST(self.dismiss_view))
        return [path("<path:object_id>/dismiss/", dismiss, name="sources_suspectedcopy_dismiss"), *super().get_urls()]

    def _found(self, request: HttpRequest, object_id: str) -> SuspectedCopy:
        if not self.has_module_permission(request):
            raise PermissionDenied
        rows = self.get_queryset(request).select_related("copy__publisher", "original__publisher", "link")
        found = rows.filter(pk=object_id).first() if object_id.isdigit() else None
        if found is None:
            raise Http404
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Both texts side by side, what they share marked; and the decision."""
        suspected = self._found(request, object_id)
        form = ConfirmForm(request.POST or None, initial={"reason": reason_of(suspected)})
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                made = finding.confirm(
                    suspected,
                    user=request.user,
                    kind=given["kind"],
                    reason=given["reason"],
                    swap=given["direction"] == SWAPPED,
                    via=Via.ADMIN,
                )
            except EditorialError as error:
                form.add_error(None, str(error))
            else:
                self.message_user(request, gettext("Linked, and submitted for review: %s") % made, messages.SUCCESS)
                return self._next(request)
        return self._page(request, suspected, form)

    def dismiss_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        suspected = self._found(request, object_id)
        try:
            finding.dismiss(suspected, user=request.user)
        except EditorialError as error:
            self.message_user(request, str(error), messages.ERROR)
        return self._next(request)

    def _next(self, request: HttpRequest) -> HttpResponse:
        """To the next one that waits, or to the list."""
        waiting = self.get_queryset(request).filter(fate=Suspicion.PENDING).values_list("pk", flat=True).first()
        if waiting is None:
            return HttpResponseRedirect(reverse("admin:sources_suspectedcopy_changelist"))
        return HttpResponseRedirect(reverse("admin:sources_suspectedcopy_change", args=[waiting]))

    def _page(self, request: HttpRequest, suspected: SuspectedCopy, form: ConfirmForm) -> HttpResponse:
        copy, original = (_newest(source) for source in (suspected.copy, suspected.original))
        texts = finding.text_of(copy), finding.text_of(original)
        form.fields["direction"].choices = [  # type: ignore[attr-defined]
            ("as_shown", gettext("“%(copy)s” is the copy") % {"copy": suspected.copy}),
            (SWAPPED, gettext("“%(copy)s” is the copy") % {"copy": suspected.original}),
        ]
        sides = [
            {"source": capture.source, "link": link_to(capture.source), "capture": capture, "pieces": pieces(*pair)}
            for capture, pair in ((copy, texts), (original, texts[::-1]))
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts, "title": gettext("Is one a copy of the other?"), "original": suspected,
            "suspected": suspected, "form": form, "media": self.media, "sides": sides,
            "clues": [Clue(clue).label for clue in suspected.clues],
            "waits": suspected.fate == Suspicion.PENDING,
            "link": link_to(suspected.link) if suspected.link else None,
        }  # fmt: skip
        return TemplateResponse(request, "admin/sources/likeness/suspected.html", context)


def _newest(source: Any) -> Capture:
    newest: Capture = source.captures.select_related("source__publisher").order_by("-captured_at", "pk").first()
    return newest


def pieces(one: Any, other: Any) -> list[Piece]:
    """The text of `one`, cut where what it shares with `other` begins and ends."""
    return [piece for piece in _pieces(one.text, shared_spans(one, other)) if piece.text]


def _pieces(text: str, shared: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in shared:
        yield Piece(text[at:start], is_shared=False)
        yield Piece(text[start:end], is_shared=True)
        at = end
    yield Piece(text[at:], is_shared=False)


def reason_of(suspected: SuspectedCopy) -> str:
    """A first wording of how we know, for the editor to make better."""
    shared = gettext("%(percent)s of its words stand in “%(original)s”") % {
        "percent": f"{suspected.containment:.0%}",
        "original": suspected.original,
    }
    return "; ".join([shared, *(str(Clue(clue).label) for clue in suspected.clues)]) + "."
