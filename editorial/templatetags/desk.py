"""Template tags for comments on the pages of the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template

from editorial import comments, desk
from editorial.models import Comment, Record

register = template.Library()


@register.simple_tag
def comments_for(user: Any) -> Sequence[Comment]:
    """The open comments that wait for this user."""
    return comments.waiting_for(user) if desk.may_use(user) else ()


@register.simple_tag
def open_comments(record: Record, user: Any) -> int | None:
    """How many comments on the record are open; None for somebody who may not read them."""
    if not desk.may_use(user):
        return None
    return sum(comment.resolved_at is None for comment in comments.about([record]))


@register.simple_tag
def may_use_desk(user: Any) -> bool:
    """Whether the review desk is this person's place."""
    return desk.may_use(user)
