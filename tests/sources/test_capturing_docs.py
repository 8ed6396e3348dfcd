"""docs/capturing.md tells of every form that can be read, and of no other."""

import re
from pathlib import Path

from sources.readers import READERS
from sources.readers.pdf import MAX_PAGES

PAGE = (Path(__file__).parents[2] / "docs" / "capturing.md").read_text()


def test_the_table_of_forms_is_that_of_the_readers() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ((?:`\.\w+` ?)+)\| [^|]+ \| (?:paragraph, line|page|time) \|$", PAGE, re.MULTILINE
    )
    told = {form: tuple(re.findall(r"\.\w+", names)) for form, names in rows}
    assert told == {reader.label: reader.names for reader in READERS.values()}


def test_the_limits_are_those_of_the_readers() -> None:
    assert f"{MAX_PAGES:,} pages" in PAGE
