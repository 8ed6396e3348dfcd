"""Ways out of the archive: the public form of every record, and the formats in which all of them can be taken away.

Knows the records, how protected people are hidden, and how records are cited. Must not know the site or the API.

A format is a module `as_….py` with a `FORMAT`, and one line here. `manage.py export`, /data/ and releases offer what is
in `FORMATS`, and its name is the name of its file.
"""

from ctarchive.exports import (
    as_annotations,
    as_citations,
    as_csv,
    as_datapackage,
    as_ftm,
    as_geojson,
    as_graphml,
    as_jsonld,
    as_ndjson,
    as_sqlite,
    as_turtle,
)
from ctarchive.exports.formats import Format

FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        as_ndjson.FORMAT,
        as_csv.FORMAT,
        as_sqlite.FORMAT,
        as_datapackage.FORMAT,
        as_jsonld.FORMAT,
        as_turtle.FORMAT,
        as_ftm.ENTITIES,
        as_ftm.STATEMENTS,
        as_annotations.FORMAT,
        as_geojson.FORMAT,
        as_graphml.FORMAT,
        as_citations.CSL,
        as_citations.BIBTEX,
        as_citations.RIS,
    )
}  # fmt: skip
