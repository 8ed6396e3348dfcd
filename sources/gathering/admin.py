"""The admin of batches of addresses and of watched feeds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from editorial import policies
from editorial.admin.records import NoDeletion
from editorial.errors import EditorialError
from editorial.forms import sentences
from sources.choices import Errand
from sources.fetch import FetchError
from sources.gathering import batches, feeds
from sources.gathering.forms import BatchForm, FeedForm
from sources.gathering.tasks import work_batch
from sources.models import Batch, BatchItem, Capture, Feed

ON_A_PAGE = 100


class Gathering(NoDeletion, admin.ModelAdmin):
    """Open to whoever may capture."""

    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return policies.may(request.user, "create", Capture())

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and self.has_module_permission(request)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(route, self.admin_site.admin_view(view), name=f"{self.opts.app_label}_{self.opts.model_name}_{name}")
            for route, view, name in self.own_urls()
        ]
        return own + super().get_urls()

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return ()

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        return TemplateResponse(
            request,
            template,
            {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media} | context,
        )

    def found(self, request: HttpRequest, object_id: str) -> Any:
        if not self.has_module_permission(request):
            raise PermissionDenied
        record = self.get_queryset(request).filter(pk=unquote(object_id)).first() if object_id.isdigit() else None
        if record is None:
            raise Http404
        return record


@admin.register(Batch)
class BatchAdmin(Gathering):
    """Addresses worked off in the background: how far, and what became of each."""

    list_display = ("name", "user", "created_at", "progress_told", "refused_told")
    list_select_related = ("user",)
    search_fields = ("name", "items__url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        undone = Q(items__state__in=(Errand.WAITING, Errand.WORKING))
        return (
            super()
            .get_queryset(request)
            .select_related("user")
            .annotate(
                all_items=Count("items"),
                undone_items=Count("items", filter=undone),
                refused_items=Count("items", filter=Q(items__state=Errand.REFUSED)),
            )
        )

    @admin.display(description=_("done"))
    def progress_told(self, batch: Any) -> str:
        told = gettext("%(done)s of %(all)s") % {"done": batch.all_items - batch.undone_items, "all": batch.all_items}
        return f"{told} ({gettext('stopped')})" if batch.stopped and batch.undone_items else told

    @admin.display(description=_("refused"))
    def refused_told(self, batch: Any) -> str:
        return str(batch.refused_items or "—")

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return (
            ("<path:object_id>/stop/", require_POST(self._act(batches.stop, enqueue=False)), "stop"),
            ("<path:object_id>/resume/", require_POST(self._act(batches.resume)), "resume"),
            ("<path:object_id>/try-again/", require_POST(self._act(batches.try_again)), "try_again"),
        )

    def _act(self, act: Callable[..., Any], *, enqueue: bool = True) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            batch = self.found(request, object_id)
            if not batches.may_change(request.user, batch):
                raise PermissionDenied
            act(batch, user=request.user)
            if enqueue:
                work_batch.enqueue(batch.pk)
            return HttpResponseRedirect(self._address(batch))

        return view

    @staticmethod
    def _address(batch: Batch) -> str:
        return reverse("admin:sources_batch_change", args=[batch.pk])

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = BatchForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                batch = batches.start(
                    given["addresses"].splitlines(),
                    user=request.user,
                    name=given["name"].strip(),
                    robots_reason=given["robots_reason"],
                )
            except ValidationError as error:
                form.add_error("file" if given.get("file") else "addresses", error)
            else:
                work_batch.enqueue(batch.pk)
                return HttpResponseRedirect(self._address(batch))
        title = gettext("Capture a list of addresses")
        return self.page(request, "admin/sources/gathering/add.html", title=title, form=form, send=gettext("Capture"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = self.found(request, object_id)
        if request.method == "POST":
            raise PermissionDenied
        told = batches.counts(batch)
        state = request.GET.get("state", "")
        items = batch.items.select_related("capture__source").defer("capture__text").order_by("pk")
        if state in Errand.values:
            items = items.filter(state=state)
        paginator = Paginator(items, ON_A_PAGE)
        paginator.count = told[state] if state in Errand.values else sum(told.values())
        return self.page(
            request,
            "admin/sources/gathering/batch.html",
            title=str(batch),
            original=batch,
            batch=batch,
            feed=Feed.objects.filter(batch=batch).first(),
            counts=[(Errand(key).label, key, number) for key, number in told.items()],
            state=state,
            done=sum(told.values()) - told[Errand.WAITING] - told[Errand.WORKING],
            all=sum(told.values()),
            undone=told[Errand.WAITING] + told[Errand.WORKING],
            refused=told[Errand.REFUSED],
            items=paginator.get_page(request.GET.get("p")),
            may_change=batches.may_change(request.user, batch),
            visible=self._visible(request, paginator.get_page(request.GET.get("p"))),
        )

    def _visible(self, request: HttpRequest, items: Any) -> set[str]:
        """The captures that this user may open: others may lie in somebody's draft."""
        uids = [item.capture_id for item in items if item.capture_id]
        capture_admin = self.admin_site.get_model_admin(Capture)
        return set(capture_admin.get_queryset(request).filter(pk__in=uids).values_list("pk", flat=True))


@admin.register(BatchItem)
class BatchItemAdmin(Gathering):
    """Shown on the page of its batch, and nowhere else."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Feed)
class FeedAdmin(Gathering):
    """Feeds that are watched."""

    list_display = ("title_told", "url", "minutes", "is_watched", "looked_at", "failure")
    list_filter = ("is_watched",)
    search_fields = ("title", "url")
    list_select_related = ("batch",)

    @admin.display(description=_("title"), ordering="title")
    def title_told(self, feed: Feed) -> str:
        return str(feed)

    def own_urls(self) -> Sequence[tuple[str, Any, str]]:
        return (
            ("<path:object_id>/watch/", require_POST(self._set(watched=True)), "watch"),
            ("<path:object_id>/leave/", require_POST(self._set(watched=False)), "leave"),
            ("<path:object_id>/look/", require_POST(self.look_view), "look"),
        )

    def _set(self, *, watched: bool) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            feed = self.found(request, object_id)
            if not batches.may_change(request.user, feed.batch):
                raise PermissionDenied
            feeds.set_watched(feed, user=request.user, watched=watched)
            return HttpResponseRedirect(reverse("admin:sources_batch_change", args=[feed.batch_id]))

        return view

    def look_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Look at the feed now."""
        feed = self.found(request, object_id)
        if not batches.may_change(request.user, feed.batch):
            raise PermissionDenied
        found = feeds.look(feed)
        work_batch.enqueue(feed.batch_id)
        if feed.failure:
            self.message_user(request, feed.failure, messages.ERROR)
        else:
            self.message_user(request, gettext("%(count)s new addresses.") % {"count": found}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:sources_batch_change", args=[feed.batch_id]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        return HttpResponseRedirect(
            reverse("admin:sources_batch_change", args=[self.found(request, object_id).batch_id])
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FeedForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                feed, _found = feeds.follow(
                    given["url"], user=request.user, minutes=given["minutes"], robots_reason=given["robots_reason"]
                )
            except (FetchError, EditorialError) as error:
                form.add_error("url", str(error))
            except ValidationError as error:
                form.add_error(None, sentences(error))
            else:
                work_batch.enqueue(feed.batch_id)
                return HttpResponseRedirect(reverse("admin:sources_batch_change", args=[feed.batch_id]))
        title = gettext("Watch a feed")
        return self.page(request, "admin/sources/gathering/add.html", title=title, form=form, send=gettext("Watch"))
