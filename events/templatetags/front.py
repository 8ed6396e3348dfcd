"""The tag of the admin's first page."""

from __future__ import annotations

from typing import Any

from django import template

from events.front.blocks import Block, blocks

register = template.Library()


@register.simple_tag
def what_waits(user: Any) -> list[Block] | None:
    """The blocks in which something waits for this user; None for somebody without an editorial role."""
    found = blocks(user)
    return [block for block in found if block.count] if found else None
