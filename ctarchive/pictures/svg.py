"""Builds SVG element by element. Whatever is put in is escaped; styles, scripts and handlers are refused. Pure."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from django.utils.safestring import SafeString, mark_safe

Element = ElementTree.Element

# What XML does not allow, and what would turn the text around it.
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESS = re.compile(r"(?:/(?!/)|#)")
_REFUSED = ("script", "style", "foreignObject", "iframe")


def el(name: str, *inside: Element | str | None, **attributes: Any) -> Element:
    """An element with what is inside, texts and elements. `class_` is `class`, `stroke_width` is `stroke-width`.

    Attributes that are None are left out. Raises `ValueError` on what a picture must not hold: styles, scripts,
    handlers, addresses of another site.
    """
    if name in _REFUSED:
        raise ValueError(f"a picture holds no {name}")
    made = Element(name)
    for written, value in attributes.items():
        key = written.rstrip("_").replace("_", "-")
        if key == "style" or key.startswith("on"):
            raise ValueError(f"a picture has no {key}")
        if key == "href" and not _ADDRESS.match(str(value)):
            raise ValueError("a picture leads to this site only")
        if value is not None:
            made.set(key, _number(value) if isinstance(value, float) else _clean(str(value)))
    for child in inside:
        _append(made, child)
    return made


def _append(parent: Element, child: Element | str | None) -> None:
    if child is None:
        return
    if not isinstance(child, str):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + _clean(child)
    else:
        parent.text = (parent.text or "") + _clean(child)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def picture(key: str, title: str, description: str, size: tuple[float, float], *inside: Element | None) -> Element:
    """A whole picture with its text alternative. `key` makes its ids unique on the page; `size` is that of its canvas.

    Its geometry is the same on pages that are read from right to left. It holds links, so that it is no `img`.
    """
    return el(
        "svg",
        el("title", title, id=f"{key}-t"),
        el("desc", description, id=f"{key}-d"),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        width=round(size[0]),
        height=round(size[1]),
        viewBox=f"0 0 {_number(float(size[0]))} {_number(float(size[1]))}",
        class_="pic__svg",
        direction="ltr",
        role="group",
        aria_labelledby=f"{key}-t",
        aria_describedby=f"{key}-d",
    )


def link(url: str, said: str, *inside: Element | None, class_: str | None = None) -> Element:
    """A link that says what it leads to: to the mouse, and to those who listen."""
    return el("a", el("title", said), *inside, href=url, aria_label=said, class_=class_)


def label(text: str, x: float, y: float, most: int = 40, **attributes: Any) -> Element:
    """A text that is cut after so many characters; whole in its title where it is cut."""
    short = cut(text, most)
    return el("text", short, el("title", text) if short != text else None, x=x, y=y, **attributes)


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis, at most so many characters long."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def points(pairs: list[tuple[float, float]]) -> str:
    return " ".join(f"{_number(float(x))},{_number(float(y))}" for x, y in pairs)


def render(root: Element) -> SafeString:
    """The picture as text to put into a page. Every text and attribute in it was escaped by the serialiser."""
    return mark_safe(ElementTree.tostring(root, encoding="unicode"))  # noqa: S308 -- escaped, see above
