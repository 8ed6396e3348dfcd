"""Every public record as one line of JSON, in loading order; the first line tells what the file is of."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _

from ctarchive.exports import records
from ctarchive.exports.about import about
from ctarchive.exports.formats import Format
from ctarchive.exports.moment import Moment


def line(value: dict[str, Any]) -> bytes:
    """One line, its members in the order given."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def write(out: BinaryIO, moment: Moment) -> None:
    out.write(line({"type": "archive"} | about(moment)))
    for record_type in records.TYPES:
        for form in records.stream(record_type, moment.mask):
            out.write(line(form))


FORMAT = Format(
    name="records",
    label="NDJSON",
    media_type="application/x-ndjson",
    extension="ndjson",
    about=_("Every record on a line of its own, each after those that it refers to: for programs, and for a mirror."),
    write=write,
)
