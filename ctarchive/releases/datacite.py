"""The metadata with which a release can be registered for a DOI (DataCite 4.5, JSON)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ctarchive.exports import FORMATS


def metadata(told: dict[str, Any], files: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """As DataCite takes it, but for the DOI, which whoever registers it adds. `files`: name and size of each."""
    day = told["at"][:10]
    licence = told["licence"]
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Archive release"},
        "creators": [{"name": told["archive"], "nameType": "Organizational"}],
        "titles": [{"title": f"{told['archive']}: release {told['release']}, {day}", "lang": "en"}],
        "publisher": {"name": told["archive"]},
        "publicationYear": day[:4],
        "dates": [{"date": day, "dateType": "Issued"}, {"date": told["at"], "dateType": "Updated"}],
        "alternateIdentifiers": [
            {"alternateIdentifier": told["ledger"]["root"], "alternateIdentifierType": "RFC 9162 tree head"},
        ],
        "version": told["release"],
        "formats": sorted({form.media_type for form in FORMATS.values()}),
        "sizes": [f"{name}: {size} bytes" for name, size in files],
        "rightsList": [
            {
                "rights": licence["id"],
                "rightsUri": licence["url"],
                "rightsIdentifier": licence["id"],
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "subjects": [{"subject": "counter-terrorism"}, {"subject": "international cooperation"}],
        "descriptions": [
            {
                "description": "Events, entities and sources of counter-terrorism cooperation: claims, each with exact "
                f"quotations from preserved sources. Public version {told['public_version']} of {told['address']}.",
                "descriptionType": "Abstract",
                "lang": "en",
            }
        ],
        "url": f"{told['address']}/data/",
    }  # fmt: skip
