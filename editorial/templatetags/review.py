"""Template tags of the admin: the review queue, and links to records."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from editorial import policies
from editorial.models import Record

register = template.Library()


@register.simple_tag
def may_write(user: Any) -> bool:
    """Whether this person may make drafts."""
    return policies.may_import(user)


@register.simple_tag
def admin_address(record: Record, page: str = "change", *args: Any) -> str:
    """The address of one of the record's pages in the admin."""
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk, *args])


@register.filter
def type_name(record: Record) -> str:
    """What the record is, in words."""
    return str(record._meta.verbose_name)


@register.filter
def counted(counts: dict[str, int]) -> str:
    """“claim 3, evidence 4”: how many of each type."""
    return ", ".join(f"{name} × {number}" if number > 1 else name for name, number in counts.items())
