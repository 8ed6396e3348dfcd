"""What the documentation names is there: pages, headings, commands and their options, variables, records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from editorial import registry

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
COMMAND = re.compile(r"manage\.py ([a-z_]+)([^\n`|#]*)")
VARIABLE = re.compile(r"""(?<![.\w])\w+\(\s*"([A-Z][A-Z_]{2,})\"""")

pytestmark = pytest.mark.once


def anchors(page: Path) -> set[str]:
    """The anchors that its headings get, as GitHub makes them."""
    heads = HEADING.findall(re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def links(page: Path) -> Iterator[tuple[str, str]]:
    for target in LINK.findall(page.read_text()):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    for path, anchor in links(page):
        target = (page.parent / path).resolve() if path else page
        assert target.is_relative_to(ROOT), f"{path} leaves the project"
        assert target.exists(), f"{path} is not there"
        assert not anchor or anchor in anchors(target), f"{path}#{anchor} is no heading"


def test_every_page_is_reached_from_the_readme() -> None:
    reached, front = set(), [ROOT / "README.md"]
    while front:
        page = front.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            front += [(page.parent / path).resolve() for path, _anchor in links(page) if path]
    assert {page.name for page in PAGES} <= {page.name for page in reached}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_there_with_its_options(page: Path) -> None:
    known = get_commands()
    for name, rest in COMMAND.findall(page.read_text()):
        assert name in known, f"there is no manage.py {name}"
        app = known[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        options = command.create_parser("manage.py", name)._option_string_actions
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest):
            assert option in options, f"manage.py {name} has no {option}"


def test_every_variable_is_explained_and_every_explained_one_is_read() -> None:
    read = set(VARIABLE.findall((ROOT / "ctarchive" / "settings.py").read_text()))
    read |= set(VARIABLE.findall((ROOT / "ctarchive" / "environment.py").read_text()))
    rows = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "operating.md").read_text(), re.MULTILINE)
    told = {name for name in rows if name.isupper()}
    assert len(rows) == len(set(rows))
    assert told == read


def test_the_glossary_tells_every_record() -> None:
    told = set(re.findall(r"\*\*(\w+)\*\*", (ROOT / "docs" / "glossary.md").read_text()))
    assert {model.__name__ for model in registry.record_types().values()} <= told
