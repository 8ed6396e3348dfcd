"""Protected people: the public sees a pseudonym in place of every name of theirs, in quotations and texts too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from editorial.prepared import Prepared
from events.models import EntityName


@dataclass(frozen=True)
class Mask:
    """Replaces names by pseudonyms: whole words, any case, longest first. False when there is nobody to protect."""

    pseudonyms: Mapping[str, str] = field(default_factory=dict)  # casefolded name → pseudonym
    pattern: re.Pattern[str] | None = None

    def __bool__(self) -> bool:
        return self.pattern is not None

    def apply(self, text: str) -> str:
        """The text with every protected name replaced."""
        if self.pattern is None or not text:
            return text
        return self.pattern.sub(lambda found: self.pseudonyms.get(found.group().casefold(), "█"), text)


def mask_for(names: Mapping[str, str]) -> Mask:
    """A mask for name → pseudonym. Pure."""
    known = {name.casefold(): pseudonym for name, pseudonym in names.items() if name.strip()}
    if not known:
        return Mask()
    words = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return Mask(known, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))


def load() -> Mask:
    """The mask for everybody who is protected now: one query."""
    return mask_for({text: pseudonym or root for _pk, text, pseudonym, root in sorted(_protected())})


def _names() -> Any:
    """Two questions in one, because joined by OR they would have every name of the archive looked at."""
    own, merged = (
        EntityName.objects.filter(**{path: True}).values_list(
            "pk", "text", "entity__pseudonym", "entity__root__pseudonym"
        )
        for path in ("entity__protected", "entity__root__protected")
    )
    return own.order_by().union(merged.order_by(), all=True)


_protected = Prepared[tuple[int, str, str, str]](EntityName, _names)
