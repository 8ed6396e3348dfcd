"""What every template has: capitals and lists as the reader's language writes them, and the mark of our own words."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from editorial import languages

register = template.Library()
# As Django's own: markup stays markup, as in the heads of the admin's lists.
register.filter("capfirst", languages.capfirst, is_safe=True)
register.filter("listed", languages.listed)


@register.simple_tag
def ours() -> SafeString:
    """The `lang` of what editors write, such as titles: for readers who see the page in another language."""
    if get_language() == settings.LANGUAGE_CODE:
        return SafeString()
    return format_html(' lang="{}"', settings.LANGUAGE_CODE)
