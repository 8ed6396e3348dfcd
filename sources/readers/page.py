"""Gathers what a web page's metadata say: its meta elements, and the article its JSON-LD describes (schema.org)."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

_ARTICLE_TYPES = re.compile(r"(?:\w*Article|BlogPosting|Report|WebPage|LiveBlogPosting|GovernmentService|Legislation)$")
_DEEPEST_JSON = 12


class Page:
    """A page's metadata, gathered once. Names are lower case; the first of several values counts."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.meta = _meta(tree)
        self.article = next(iter(sorted(_articles(tree), key=lambda item: "headline" not in item)), {})

    def first(self, names: tuple[str, ...]) -> tuple[str, str]:
        """The first value among the named meta elements, and its name."""
        return next(((self.meta[name][0], name) for name in names if name in self.meta), ("", ""))

    def told(self, key: str) -> str:
        """A text from the page's JSON-LD article."""
        value = self.article.get(key)
        return tidy(value) if isinstance(value, str) else ""


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """The contents of all meta elements by name, property or itemprop."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = tidy(element.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The schema.org articles and pages described in JSON-LD."""
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            try:
                described = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue  # broken descriptions are common, and the page can be read without
            yield from (item for item in _objects(described) if _ARTICLE_TYPES.match(_type_of(item)))


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """All objects in a JSON value, outer ones first."""
    if depth > _DEEPEST_JSON:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)


def _type_of(item: dict[str, Any]) -> str:
    kind = item.get("@type")
    kind = kind[0] if isinstance(kind, list) and kind else kind
    return kind.rpartition("/")[2] if isinstance(kind, str) else ""


def names_of(value: object) -> list[str]:
    """The names in a schema.org person or organisation, or a list of them."""
    if isinstance(value, list):
        return [name for item in value for name in names_of(item)]
    if isinstance(value, dict):
        value = value.get("name")
        return names_of(value) if isinstance(value, list) else names_of(value or "")
    return [tidy(value)] if isinstance(value, str) and value.strip() else []


def tidy(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())
