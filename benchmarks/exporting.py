"""How fast the archive is written as NDJSON, beside Django REST framework's serializers and beside bare rows.

Writes the same records three times over in each round, in one process, to a file that nobody keeps: as
`manage.py export` does, what is protected hidden and texts cut to what the public may read; by a `ModelSerializer` of
all columns but people, streamed; and by the module sqlite3, every column as it lies there. Prints medians of records a
second; only ratios within one run mean anything. Takes an archive of `benchmarks/generate.py` on SQLite.

    VAR=FOLDER python -m benchmarks.exporting [--rounds 3]
    VAR=FOLDER python -m benchmarks.exporting --way archive|framework|bare [--most RECORDS]

With `--way` it writes one of them alone, and prints records a second and the most memory of the process, as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from statistics import median
from time import perf_counter
from typing import Any, BinaryIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ctarchive.settings")
django.setup()

from django.db import connection  # noqa: E402 -- Django must be set up first
from rest_framework import serializers  # noqa: E402
from rest_framework.utils.encoders import JSONEncoder  # noqa: E402

from ctarchive.exports import moment, records  # noqa: E402
from ctarchive.exports.as_ndjson import line  # noqa: E402
from ctarchive.exports.own import CHUNK, SPECS  # noqa: E402
from editorial.models import User  # noqa: E402

Way = Callable[[], Iterator[bytes]]


def archive() -> Iterator[bytes]:
    """The lines of our export."""
    with moment.held() as held:
        for name in records.TYPES:
            for form in records.stream(name, held.mask):
                yield line(form)


def framework() -> Iterator[bytes]:
    """The same records by the serializer that the framework makes of a model."""
    for spec in SPECS.values():
        told = _serializer(spec.model)()
        for row in spec.model.objects.filter(pk__in=spec.rows().order_by().values("pk")).iterator(CHUNK):
            yield json.dumps(told.to_representation(row), cls=JSONEncoder, ensure_ascii=False).encode() + b"\n"


def _serializer(of: Any) -> Any:
    # Who wrote and reviewed is in no export, and would take three look-ups for each record here.
    told = [column.name for column in of._meta.concrete_fields if column.related_model is not User]
    meta = type("Meta", (), {"model": of, "fields": told})
    return type(f"{of.__name__}Serializer", (serializers.ModelSerializer,), {"Meta": meta})


def bare() -> Iterator[bytes]:
    """All rows of the same tables, without Django."""
    with sqlite3.connect(f"file:{connection.settings_dict['NAME']}?mode=ro", uri=True) as database:
        for model in records.TYPES.values():
            found = database.execute(f"SELECT * FROM {model._meta.db_table}")  # noqa: S608 -- a table of our own
            names = [column[0] for column in found.description]
            for row in found:
                yield json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False).encode() + b"\n"


def speed(way: Way, out: BinaryIO) -> float:
    """Records a second."""
    start, count = perf_counter(), 0
    for written in way():
        out.write(written)
        count += 1
    return count / (perf_counter() - start)


def one(way: Way, most: int | None) -> dict[str, float]:
    """Records a second of one way, for so many records at most, and the most megabytes this process ever took."""
    with tempfile.TemporaryFile() as out:
        rate = speed(lambda: islice(way(), most), out)
    return {"records/s": rate, "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


WAYS: dict[str, Way] = {"archive": archive, "framework": framework, "bare": bare}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--way", choices=WAYS)
    options.add_argument("--most", type=int)
    given = options.parse_args()
    if given.way:
        print(json.dumps(one(WAYS[given.way], given.most)))
        return
    rounds = given.rounds
    ways: dict[str, Way] = {"archive": archive, "REST framework": framework, "sqlite3": bare}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(rounds):
        for name, way in ways.items():
            with tempfile.TemporaryFile() as out:
                found[name].append(speed(way, out))
    ours = median(found["archive"])
    for name, several in found.items():
        print(
            f"{name:15} {median(several):9,.0f} records/s   the archive is {ours / median(several):.2f} times as fast"
        )


if __name__ == "__main__":
    main()
