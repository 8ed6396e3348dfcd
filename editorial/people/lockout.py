"""What somebody gets who was wrong too often: how long to wait, and nothing about whether there is such an account."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.contrib import admin
from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone


def refuse(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The answer to a sign-in while locked out: 429, with how long it lasts."""
    typed = str((credentials or {}).get("username", ""))
    left = remaining(typed, str(getattr(request, "axes_ip_address", "")), at=timezone.now())
    minutes = max(1, math.ceil(left / timedelta(minutes=1)))
    context = {**admin.site.each_context(request), "title": "", "minutes": minutes}
    answer = TemplateResponse(request, "admin/locked_out.html", context, status=429)
    answer["Retry-After"] = str(minutes * 60)
    answer["Cache-Control"] = "no-store"
    return answer.render()


def remaining(username: str, address: str, *, at: datetime) -> timedelta:
    """How long until this name and this address may try again."""
    attempts = AccessAttempt.objects.filter(Q(username=username) | Q(ip_address=address))
    newest = attempts.aggregate(newest=Max("attempt_time"))["newest"] or at
    wait: timedelta = newest + settings.AXES_COOLOFF_TIME - at
    return max(wait, timedelta(0))
