"""docs/permissions.md says what the tests try, cell by cell, and every address is in it."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver
from rest_framework.permissions import AllowAny

from tests.admin import test_doors
from tests.admin.doors import WHO
from tests.api.writing import test_matrix

pytestmark = pytest.mark.once

TOOL = settings.BASE_DIR / "docs" / "tools" / "permissions.py"


def tool() -> Any:
    found: Any = spec_from_file_location("permissions", TOOL)
    module = module_from_spec(found)
    found.loader.exec_module(module)
    return module


def rows() -> dict[str, list[str]]:
    """The table as a reader of the page finds it."""
    lines = [line for line in tool().PAGE.read_text().splitlines() if line.startswith("| ")][2:]
    return {cells[0]: cells[1:] for cells in ([one.strip() for one in line.strip("|").split("|")] for line in lines)}


def test_the_page_is_what_the_tools_make_of_the_tables() -> None:
    assert tool().PAGE.read_text() == tool().made(), "run: python docs/tools/permissions.py"


def test_every_cell_that_the_tests_try_stands_on_the_page_and_no_other() -> None:
    tried: dict[tuple[str, str], str] = dict(test_doors.read(test_doors.TABLE))
    told = tool()
    by_token = {(f"API: {name}", who): word for (name, who), word in test_matrix.read().items()}
    shown = {(name, who): word for name, words in rows().items() for who, word in zip(WHO, words, strict=True)}
    assert {key: word for key, word in shown.items() if word != "·"} == {
        key: word for key, word in {**tried, **by_token}.items() if word != "·"
    }
    counted = [int(number) for number in re.findall(r"(\d+) cells", told.PAGE.read_text())]
    assert counted == [
        sum(word != "·" for word in tried.values()), sum(word != "·" for word in by_token.values()),
    ]  # fmt: skip


def test_what_reads_the_api_asks_nobody_who_they_are() -> None:
    """Every view outside /api/v1/work/: no authentication at all, so that a token cannot make a difference."""

    def views(resolver: Any, prefix: str) -> Any:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from views(one, route)
            elif route.startswith("api/v1/") and not route.startswith("api/v1/work/"):
                yield route, one.callback.cls

    found = dict(views(get_resolver(), ""))
    assert len(found) > 20
    for route, view in found.items():
        assert list(view.authentication_classes) == [], route
        assert list(view.permission_classes) == [AllowAny], route
