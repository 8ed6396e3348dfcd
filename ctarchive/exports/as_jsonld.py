"""The archive as JSON-LD 1.1: one document with its context inside, one node a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from ctarchive.exports import graph, terms
from ctarchive.exports.formats import Format, of_texts
from ctarchive.exports.moment import Moment


def write(moment: Moment) -> Iterator[str]:
    """The document in pieces."""
    yield '{"@context":' + _text(terms.context()) + ',\n"@graph":[\n'
    between = ""
    for node in graph.nodes(moment):
        yield between + _text(node)
        between = ",\n"
    yield "\n]}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMAT = Format(
    name="linked",
    label="JSON-LD",
    media_type="application/ld+json",
    extension="jsonld",
    about=_("Every record with all its members, in our own terms and those of schema.org: for linked data."),
    write=of_texts(write),
)
