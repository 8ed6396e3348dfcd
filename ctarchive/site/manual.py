"""The documentation, as pages of the site: `docs/` and the files beside it, rendered from their Markdown.

What is read here comes with the program and is nobody's upload. Of markup in it only pictures are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(settings.BASE_DIR)
IMAGES = ROOT / "docs" / "images"
# Who reads what, in this order. A page that stands in none of these lists is found by a test.
READERS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("For editors"), ("docs/editors.md", "docs/capturing.md", "docs/suggestions.md", "docs/glossary.md")),
    (
        _("For readers, and for programs"),
        (
            "docs/citing.md",
            "docs/proof.md",
            "docs/exports.md",
            "docs/api.md",
            "docs/api-writing.md",
            "docs/mirroring.md",
        ),
    ),
    (
        _("For whoever runs an archive"),
        (
            "docs/operating.md",
            "docs/scale.md",
            "docs/security.md",
            "docs/permissions.md",
            "docs/data-protection.md",
            "CHANGELOG.md",
        ),
    ),
    (
        _("For developers"),
        (
            "docs/architecture.md",
            "docs/decisions.md",
            "docs/performance.md",
            "docs/performance-notes.md",
            "docs/translating.md",
            "CONTRIBUTING.md",
        ),
    ),
)
FILES = {Path(file).stem.lower(): ROOT / file for _who, files in READERS for file in files}


# What the renderer writes, and what readers need: tables and examples may be wider than a telephone, and are scrolled
# by keyboard too; a corner without words is no heading.
_FITTED = (
    ("<table>", '<div class="scroll" tabindex="0"><table class="table">'),
    ("</table>", "</table></div>"),
    ("<pre>", '<pre tabindex="0">'),
    ("<th></th>", "<td></td>"),
)


@dataclass(frozen=True)
class Page:
    """One page: its heading, its first sentence, and all of it as HTML."""

    name: str
    title: str
    about: str
    html: SafeString


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All pages, by who reads them."""
    shelves = [(who, [page(Path(file).stem.lower()) for file in files]) for who, files in READERS]
    return render(request, "site/manual.html", {"shelves": shelves})


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One page of the documentation; 404 for a name that there is not."""
    if name not in FILES:
        raise Http404
    return render(request, "site/manual_page.html", {"page": page(name)})


@require_safe
def image(request: HttpRequest, name: str) -> FileResponse:
    """A picture that the documentation shows."""
    if name not in {file.name for file in IMAGES.glob("*.png")}:
        raise Http404
    return FileResponse((IMAGES / name).open("rb"), content_type="image/png")


def page(name: str) -> Page:
    """The page of this name, read once for each version of its file. Raises `KeyError`, `OSError`."""
    return _read(name, FILES[name].stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _read(name: str, _changed: int) -> Page:
    file = FILES[name]
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(file.read_text())
    title, tokens = _heading(tokens)
    about = next((token.content for token in tokens if token.type == "inline"), "")
    for token in _all(tokens):
        _settle(token, file)
    _name_headings(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    # Made of our own files, by a renderer that escapes markup.
    for ours, shown in _FITTED:
        html = html.replace(ours, shown)
    return Page(name, title, re.sub(r"[*`_\[\]]|\(\S+\)", "", about), mark_safe(html))  # noqa: S308


def _heading(tokens: list[Token]) -> tuple[str, list[Token]]:
    """The first heading, and the tokens without it: the page has its own."""
    assert tokens[0].type == "heading_open", "a page of the documentation begins with its heading"
    return tokens[1].content, tokens[3:]


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())


def _settle(token: Token, file: Path) -> None:
    """Lead links to pages and pictures of the site; take out what the content security policy refuses."""
    token.attrs.pop("style", None)
    if token.type == "link_open":
        token.attrs["href"] = address(str(token.attrs["href"]), file)
    elif token.type == "image":
        token.attrs |= {"src": address(str(token.attrs["src"]), file), "loading": "lazy"}
    elif token.type == "fence":
        token.info = ""
    elif token.type in {"html_block", "html_inline"}:
        _picture(token, file)


def _picture(token: Token, file: Path) -> None:
    """Keep a picture that has a version for the dark; show all other markup as the text that it was meant to be."""
    if not re.match(r"</?(picture|source|img)\b", token.content):
        token.type = "text"
        return
    token.content = re.sub(
        r'(src|srcset)="([^"]+)"', lambda found: f'{found[1]}="{address(found[2], file)}"', token.content
    )


def address(target: str, file: Path) -> str:
    """Where a link in this file leads on the site."""
    if re.match(r"[a-z]+:|#", target):
        return target
    parts = urlsplit(target)
    path = (file.parent / parts.path).resolve()
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    for name, known in FILES.items():
        if path == known:
            return reverse("manual_page", args=[name]) + anchor
    if path.parent == IMAGES:
        return reverse("manual_image", args=[path.name])
    return reverse("manual") + anchor


def _name_headings(tokens: list[Token]) -> None:
    """Give headings the anchors that links in the files name: as GitHub makes them."""
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrs["id"] = anchor(inline.content)


def anchor(heading: str) -> str:
    """The anchor of a heading: lower case, without punctuation, blanks as hyphens."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
