"""The editors' guide says of import and export what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from ctarchive.exchange import uploads
from ctarchive.exchange.columns import TABLES
from ctarchive.exchange.mapping import SCHEMES

GUIDE = (Path(settings.BASE_DIR) / "docs" / "editors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", list(TABLES))
def test_every_column_is_documented_as_it_is(kind: str) -> None:
    section = GUIDE.split(f"### Columns of {kind}\n")[1].split("\n#")[0]
    told = re.findall(r"^\| `(\w+)`( \(needed\))? \| (.*) \|$", section, re.MULTILINE)
    assert [(name, bool(needed)) for name, needed, _what in told] == [(c.name, c.required) for c in TABLES[kind]]
    for column, (_name, _needed, what) in zip(TABLES[kind], told, strict=True):
        assert what.replace("\\|", "|").startswith(str(column.told))
        assert tuple(re.findall(r"`(\w+)`", what.partition("; also named")[2])) == column.also


def test_the_registers_and_the_limit_are_documented() -> None:
    assert all(f"`{scheme}`" in GUIDE for scheme in SCHEMES)
    assert f"More than {uploads.AT_ONCE} new records" in " ".join(GUIDE.split())
    assert uploads.KEPT_FOR.days == 1
    assert "UPLOAD_MB" in GUIDE
