"""CSL-JSON 1.0.2: what citation programs exchange."""

from __future__ import annotations

import json
from typing import Any

from ctarchive.citing import dates
from ctarchive.citing.work import Work, kind_of


def item(work: Work) -> dict[str, Any]:
    """The work as an item of CSL-JSON; what is not known is left out."""
    accessed = [[work.accessed.year, work.accessed.month, work.accessed.day]]
    found: dict[str, Any] = {
        "id": work.key,
        "type": kind_of(work).csl,
        "title": work.title,
        # Where a name ends and a surname begins is not ours to guess, in no language: names are given whole.
        "author": [{"literal": name} for name in work.authors],
        "publisher": work.publisher,
        "container-title": work.container,
        "issued": dates.as_csl(work.issued),
        "accessed": {"date-parts": accessed},
        "version": work.version,
        "number": work.number,
        "genre": work.genre,
        "language": work.language,
        "URL": work.url,
        "note": work.note,
    }
    return {name: value for name, value in found.items() if value}


def write(work: Work) -> str:
    """A CSL-JSON document of this one work."""
    return json.dumps([item(work)], ensure_ascii=False, indent=2) + "\n"
