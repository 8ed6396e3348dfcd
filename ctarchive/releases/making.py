"""Makes a release: every export, the codebook, the ledger's head, and what changed, in a bag and in one file."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ctarchive import codebook
from ctarchive.exports import FORMATS
from ctarchive.exports.about import about
from ctarchive.exports.as_ndjson import line
from ctarchive.exports.formats import write_whole
from ctarchive.exports.moment import Moment
from ctarchive.exports.zipped import pack
from ctarchive.releases import bag, datacite
from editorial.models import LedgerEntry
from editorial.payload import encode

NAME = re.compile(r"ctarchive-release-(\d{4,})-\d{4}-\d\d-\d\d")
CHUNK = 1000


class NothingNewError(Exception):
    """The newest release is of this very version, or there is nothing to release."""


@dataclass(frozen=True)
class Release:
    """One that was made. `key` names the version and who was protected; `file` is the whole bag in one file."""

    number: int
    folder: Path
    day: str
    public_version: int
    key: str

    @property
    def file(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.zip")


def releases(where: Path) -> list[Release]:
    """The releases in a folder, the oldest first; none where there is no folder."""
    found = []
    for folder in sorted(where.iterdir()) if where.is_dir() else ():
        told = folder / "data" / "release.json"
        if (named := NAME.fullmatch(folder.name)) and told.is_file():
            known = json.loads(told.read_bytes())
            key, version = known["key"], int(known["public_version"])
            found.append(Release(int(named[1]), folder, known["at"][:10], version, key))
    return sorted(found, key=lambda release: release.number)


def make(where: Path, moment: Moment) -> Release:
    """Make the next release in the folder; call it inside `moment.held()`. Raises `NothingNewError`, `OSError`.

    The same moment, after the same release before it, gives the same bytes.
    """
    made = releases(where)
    last = made[-1] if made else None
    if moment.at is None:
        raise NothingNewError("Nothing has been published yet.")
    if last and last.key == moment.key:
        raise NothingNewError(f"Release {last.number} is of this public version ({moment.version}) already.")
    number = last.number + 1 if last else 1
    day = encode(moment.at)[:10]
    release = Release(number, where / f"ctarchive-release-{number:04}-{day}", day, moment.version, moment.key)
    with tempfile.TemporaryDirectory(dir=where, prefix=".making-") as beside:
        folder = Path(beside) / release.folder.name
        _fill(folder, release, last, moment)
        with (Path(beside) / release.file.name).open("wb") as out:
            pack(folder, out)
        # The file comes last: what it is of is there by then.
        shutil.move(folder, release.folder)
        shutil.move(Path(beside) / release.file.name, release.file)
    return release


def _fill(folder: Path, release: Release, last: Release | None, moment: Moment) -> None:
    exports = folder / "data" / "exports"
    exports.mkdir(parents=True)
    for form in FORMATS.values():
        write_whole(form, moment, exports / form.filename)
    told = about(moment) | {
        "release": str(release.number),
        "key": release.key,
        "since": {"release": str(last.number), "public_version": str(last.public_version)} if last else None,
        "exports": {form.filename: form.media_type for form in FORMATS.values()},
    }
    data = folder / "data"
    _json(data / "release.json", told)
    _json(data / "ledger.json", told["ledger"] | {"public_version": told["public_version"], "at": told["at"]})
    _json(data / "codebook.json", codebook.as_data())
    with (data / "changes.ndjson").open("wb") as out:
        for change in changes(last.public_version if last else 0, moment.version):
            out.write(line(change))
    files = [(path.name, path.stat().st_size) for path in sorted(exports.iterdir())]
    _json(data / "datacite.json", datacite.metadata(told, files))
    where = f"{told['address']}/data/{bag.PROFILE}"
    _json(folder / bag.PROFILE, bag.profile(where, told["archive"]))
    bag.close(folder, _info(told, release, where))


def _info(told: dict[str, Any], release: Release, profile: str) -> dict[str, str]:
    return {
        "Source-Organization": told["archive"],
        "External-Identifier": f"{told['archive']}-release-{release.number}",
        "External-Description": f"Release {release.number} of {told['address']}",
        "Bagging-Date": release.day,
        "BagIt-Profile-Identifier": profile,
        "Public-Version": told["public_version"],
        "Ledger-Root": told["ledger"]["root"],
        "License": f"{told['licence']['id']} {told['licence']['url']}",
    }


def changes(after: int, version: int) -> Iterator[dict[str, Any]]:
    """The public acts from entry `after` on, up to this version, in the order of the ledger."""
    rows = LedgerEntry.objects.filter(public=True, seq__lt=version).order_by("seq")
    while chunk := list(rows.filter(seq__gte=after)[:CHUNK]):
        after = chunk[-1].seq + 1
        for entry in chunk:
            yield {
                "seq": str(entry.seq),
                "at": encode(entry.at),
                "action": entry.action,
                "type": entry.record_type,
                "uid": entry.record_uid,
            }


def _json(path: Path, value: Any) -> None:
    path.write_bytes((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())
