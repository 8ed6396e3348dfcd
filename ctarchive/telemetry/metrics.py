"""Figures for Prometheus: what the web processes counted, and the state of the archive when it is asked for.

Counting asks the database nothing. Labels are names of routes, methods and statuses: their number does not grow with
use. Where several processes serve, `serve` names a folder in which they count together (PROMETHEUS_MULTIPROC_DIR).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ctarchive.telemetry.requests import listeners, method_of, route_of
from ctarchive.telemetry.state import StateCollector
from ctarchive.telemetry.traces import Trace

counted = CollectorRegistry()
BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)

requests = Counter("ctarchive_requests", "Requests answered.", ["method", "route", "status"], registry=counted)
seconds = Histogram("ctarchive_request_seconds", "How long answers took.", ["route"], buckets=BUCKETS, registry=counted)
queries = Counter("ctarchive_database_queries", "Statements that requests asked of the database.", registry=counted)
waited = Counter("ctarchive_database_seconds", "How long requests waited for them.", registry=counted)
kept_answers = Counter(
    "ctarchive_kept_answers", "Answers and pages looked for among those kept.", ["found"], registry=counted
)


def observe(request: HttpRequest, answer: HttpResponseBase, trace: Trace) -> None:
    """Count a request that was answered."""
    route = route_of(request)
    requests.labels(method_of(request), route, str(answer.status_code)).inc()
    seconds.labels(route).observe(trace.passed())
    queries.inc(trace.queries)
    waited.inc(trace.waited)


listeners.append(observe)


def is_allowed(request: HttpRequest) -> bool:
    """With METRICS_TOKEN, whoever has it; without one, who asks from this machine, and not through a proxy."""
    if settings.METRICS_TOKEN:
        told = request.headers.get("Authorization", "")
        return hmac.compare_digest(told.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if any(
        name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP")
    ):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def answer(request: HttpRequest) -> HttpResponse:
    """The figures in the text format; to strangers, that there is nothing here."""
    if not is_allowed(request):
        return HttpResponse("not found\n", "text/plain; charset=utf-8", status=404)
    return HttpResponse(figures(), CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def figures() -> bytes:
    """All figures."""
    return b"".join(generate_latest(registry) for registry in _registries())


def _registries() -> Iterable[CollectorRegistry]:
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        together = CollectorRegistry()
        MultiProcessCollector(together)
        yield together
    else:
        yield counted
    now = CollectorRegistry()
    collector: Collector = StateCollector()
    now.register(collector)
    yield now
