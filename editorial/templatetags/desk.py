"""Template tags for comments on the pages of the admin."""

from __future__ import annotations

from typing import Any

from django import template

from editorial import comments, desk
from editorial.models import Record

register = template.Library()


@register.simple_tag
def open_comments(record: Record, user: Any) -> int | None:
    """How many comments on the record are open; None for somebody who may not read them."""
    if not desk.may_use(user):
        return None
    return sum(comment.resolved_at is None for comment in comments.about([record]))
