"""A bag around a folder of files: manifests, bag-info, and the profile that it keeps to. Pure but for the files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any

# What a bag of ours must have (BagIt Profiles 1.4).
REQUIRED = (
    "Source-Organization", "External-Identifier", "External-Description", "Bagging-Date", "Payload-Oxum",
    "BagIt-Profile-Identifier", "Public-Version", "Ledger-Root", "License",
)  # fmt: skip
PROFILE = "bagit-profile.json"
_BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def profile(identifier: str, organization: str) -> dict[str, Any]:
    """The profile, as JSON has it. `identifier` is the address at which it is found."""
    return {
        "BagIt-Profile-Info": {
            "BagIt-Profile-Identifier": identifier,
            "BagIt-Profile-Version": "1.4.0",
            "Source-Organization": organization,
            "External-Description": "A release of the archive: its exports, its codebook and what changed.",
            "Version": "1.0",
        },
        "Bag-Info": {name: {"required": True, "repeatable": False} for name in REQUIRED},
        "Manifests-Required": ["sha256"],
        "Manifests-Allowed": ["sha256"],
        "Tag-Manifests-Required": ["sha256"],
        "Tag-Manifests-Allowed": ["sha256"],
        "Tag-Files-Required": [PROFILE],
        "Tag-Files-Allowed": [PROFILE],
        "Allow-Fetch.txt": False,
        "Serialization": "optional",
        "Accept-Serialization": ["application/zip"],
        "Accept-BagIt-Version": ["1.0"],
    }


def close(folder: Path, info: dict[str, str]) -> None:
    """Make the folder, whose payload stands in `data/`, a bag: write its manifests, and bag-info with these lines."""
    payload = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.is_relative_to(folder / "data")]
    told = info | {"Payload-Oxum": f"{sum(path.stat().st_size for path in payload)}.{len(payload)}"}
    _write(folder / "bagit.txt", _BAGIT)
    _write(folder / "bag-info.txt", "".join(f"{name}: {told[name]}\n" for name in sorted(told)))
    _write(folder / "manifest-sha256.txt", "".join(_sums(folder, payload)))
    tags = [path for path in sorted(folder.iterdir()) if path.is_file()]
    _write(folder / "tagmanifest-sha256.txt", "".join(_sums(folder, tags)))


def _sums(folder: Path, files: list[Path]) -> Iterator[str]:
    for path in files:
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        yield f"{digest}  {path.relative_to(folder).as_posix()}\n"


def _write(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
