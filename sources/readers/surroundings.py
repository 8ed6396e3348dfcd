"""Takes out of a parsed page what surrounds its text and says so: by class or id, or by being nothing but links.

Careful rather than thorough: what holds much of the page's text, its heading, or stands in a named article is left.
"""

import re

from lxml.html import HtmlElement

_NAMES = re.compile(
    r"(?:(?:site|page|post|entry|article|block|section|js|c|l|widget|content)[-_]{1,2})?"
    r"(?:cookies?|consent|gdpr|newsletter|subscri(?:be|ption)|share|sharing|social|sharedaddy|addthis|related|recommended"
    r"|readmore|breadcrumbs?|comments?|respond|reply|tags?|tagcloud|gallery|slider|slideshow|carousel|popup|modal|advert"
    r"(?:isement|ising)?|ads?|banner|sidebar|navbar|nav|navigation|menu|pagination|pager|toolbar|login|widget|ticker"
    r"|trending|popular|lastnews|latest-news|copyright|footer|skip-link|font-?size|print)"
    r"(?:[-_]{1,2}(?:list|box|block|bar|buttons?|links?|items?|area|wrap(?:per)?|container|section|widget|form|news|posts"
    r"|articles|stories|banner|notice|menu|inner|title|policy|icons?|top|bottom|left|right|main))*s?",
    re.IGNORECASE,
)
_MOST_TEXT = 0.35  # of the page; what has more is no surrounding
_LINKS = 0.8  # of an element's text
_LONGEST_LINKED = 1500  # characters
_OWN = frozenset(("article", "main"))
_BLOCKS = frozenset(("td", "ul", "ol", "div", "p", "table", "dl"))


def drop_surroundings(tree: HtmlElement) -> None:
    """Drops such elements from the tree."""
    body = tree.find("body")
    root = tree if body is None else body
    whole = len(root.text_content())
    for element in list(root.iter()):
        if element is root or not isinstance(element.tag, str) or element.tag in _OWN or element.getparent() is None:
            continue
        if (_is_named(element) or _is_links(element)) and _is_small(element, whole):
            element.drop_tree()


def _is_named(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return any(_NAMES.fullmatch(name) for name in names)


def _is_links(element: HtmlElement) -> bool:
    """Whether the element is a list of links, outside of what the page calls its article."""
    if element.tag not in _BLOCKS or any(up.tag in _OWN for up in element.iterancestors()):
        return False
    links = element.findall(".//a")
    if len(links) < 2:
        return False
    text = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return 0 < text < _LONGEST_LINKED and linked >= text * _LINKS


def _is_small(element: HtmlElement, whole: int) -> bool:
    return element.find(".//h1") is None and len(element.text_content()) <= whole * _MOST_TEXT
