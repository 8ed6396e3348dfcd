# ruff: noqa: E501 -- pages as they are written, an element a line
"""The main text of web pages: what must be in it and what must not, as trafilatura's own evaluation measures it."""

import pytest
from lxml.html import document_fromstring

from sources.readers import read
from sources.readers.surroundings import drop_surroundings

NAV = "<header><nav><ul><li><a href=/>Home page menu</a></li><li><a href=/n>All the news menu</a></li></ul></nav></header><div class='cookie-banner'><p>We use cookies to improve your visit here. Accept or decline them.</p></div>"
FOOT = "<div class=comments><h3>Comments</h3><div class=comment><p>A visitor wrote that this is all nonsense and more of it.</p></div></div><aside class=related><h3>Related news</h3><ul><li><a href=/1>Another story about fishing boats</a></li><li><a href=/2>A story about oil prices going up</a></li></ul></aside><div class=newsletter><p>Subscribe to our newsletter for daily updates by mail.</p></div><div class='tags'><a href=/t>tagterror</a> <a href=/t2>tagborder</a></div><footer><p>Copyright 2024 Site Ltd all rights reserved.</p></footer>"
SAID = [
    "The two services signed a protocol on the exchange of information in the capital on Tuesday.",
    "It replaces a protocol that both had kept to for eleven years and that ran out last spring.",
    "The minister said that the first exchange had already taken place in March of this year.",
]
PAGES: dict[str, tuple[str, list[str]]] = {}
TEXT = "".join(f"<p>{words}</p>" for words in SAID)
PAGES["article"] = (
    NAV
    + f"<article><h1>Headline of story</h1>{TEXT}<ul><li>First point of the plan agreed</li><li>Second point of the plan agreed</li></ul></article>"
    + FOOT,
    [*SAID, "First point of the plan", "Second point of the plan"],
)
PAGES["divs"] = (
    NAV
    + "<div class=wrap><div class=left><div class=txt><h2>Headline of story</h2>"
    + "<br><br>".join(SAID)
    + "</div></div></div>"
    + FOOT,
    SAID,
)
PAGES["table"] = (
    NAV
    + f"<main><h1>Headline of story</h1>{TEXT}<table><tr><th>Year</th><th>Visits</th></tr><tr><td>2018 row</td><td>fourteen visits</td></tr></table></main>"
    + FOOT,
    [*SAID, "2018 row", "fourteen visits"],
)
PAGES["quote"] = (
    NAV
    + f"<article><h1>Headline of story</h1><p>{SAID[0]}</p><blockquote><p>We will not rest until the border is safe for everybody.</p></blockquote><p>{SAID[1]}</p><figure><img src=x><figcaption>The two ministers after the talks in the palace</figcaption></figure></article>"
    + FOOT,
    [*SAID[:2], "We will not rest"],
)
PAGES["short"] = (NAV + f"<div id=content><p class=lead>{SAID[0]}</p></div>" + FOOT, SAID[:1])
PAGES["lead"] = (
    NAV
    + f"<div class=post><div class=post-header><h1>Headline of story</h1><div class=lead>{SAID[0]}</div></div><div class=post-content><p>{SAID[1]}</p><p>{SAID[2]}</p><h3>Background of the matter</h3><p>The agreement of 2009 ended when one of the two withdrew from it.</p></div><div class=share>Share on Facebook Tweet</div></div>"
    + FOOT,
    [*SAID, "Background of the matter", "The agreement of 2009"],
)
PAGES["old"] = (
    "<table width=100%><tr><td colspan=2><a href=/>Home page menu</a> | <a href=/n>All the news menu</a></td></tr><tr><td width=20%><a href=/1>Another story about fishing boats</a><br><a href=/2>A story about oil prices going up</a></td><td><b>Headline of story</b><br>"
    + "".join(f"<p>{p}" for p in SAID)
    + "</td></tr></table>"
    + FOOT,
    SAID,
)
PAGES["sections"] = (
    NAV
    + "<main>"
    + "".join(f"<section><h2>Part {i} of it</h2><p>{p}</p></section>" for i, p in enumerate(SAID))
    + "</main>"
    + FOOT,
    [*SAID, "Part 1 of it"],
)
PAGES["gallery"] = (
    NAV
    + f"<article><h1>Headline of story</h1>{TEXT}<div class=gallery><span>Slide 1 / 12</span><span>Photo gallery of the event</span></div><p class=source>Source: Ministry press service</p></article>"
    + FOOT,
    SAID,
)
WITHOUT = [
    "Home page menu",
    "All the news menu",
    "use cookies",
    "all nonsense",
    "fishing boats",
    "oil prices going",
    "newsletter for daily",
    "tagterror",
    "all rights reserved",
    "Share on Facebook",
    "Slide 1",
]


def text_of(name: str) -> str:
    return read(
        f"<!doctype html><html lang=en><head><title>T | Site</title></head><body>{PAGES[name][0]}</body></html>".encode()
    ).text


@pytest.mark.parametrize("name", PAGES)
def test_the_main_text_is_whole(name: str) -> None:
    text = text_of(name)
    assert [words for words in PAGES[name][1] if words not in text] == []


def test_main_text_and_surroundings_are_told_apart() -> None:
    right = missed = wrong = 0
    for name, (body, wanted) in PAGES.items():
        text = text_of(name)
        right += sum(words in text for words in wanted)
        missed += sum(words not in text for words in wanted)
        wrong += sum(words in text for words in WITHOUT if words in body)
    assert 2 * right / (2 * right + missed + wrong) >= 0.98


def test_an_article_named_like_a_surrounding_is_kept() -> None:
    page = f"<body class='post related'><div class='widget-content gallery'><h1>Headline</h1>{TEXT}</div></body>"
    assert SAID[2] in read(f"<html>{page}</html>".encode()).text


def test_a_list_of_linked_documents_in_an_article_is_kept() -> None:
    links = "".join(f"<li><a href='/{n}'>Resolution {n} (2017) of the Council</a></li>" for n in range(4))
    tree = document_fromstring(f"<html><body><article><h1>Documents</h1><ul>{links}</ul></article></body></html>")
    drop_surroundings(tree)
    assert "Resolution 3 (2017)" in tree.text_content()
