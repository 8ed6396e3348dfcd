"""Opens an uploaded dossier: one file, or a zip of it with its documents. Pure: bytes in, bytes out, no disk."""

from __future__ import annotations

import stat
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from sources.text import UnreadableError

ENDINGS = (".yaml", ".yml", ".ndjson", ".jsonl")
MOST_FILES = 1000
# A zip may unpack to this many times what was uploaded: texts shrink to a fifth, seldom to a twentieth.
MOST_GROWTH = 20
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Opened:
    """The dossier's own name and bytes, and the documents beside it by their names."""

    name: str
    data: bytes
    documents: dict[str, bytes]

    def beside(self, name: str) -> bytes:
        """A document that the dossier names. Raises `UnreadableError`."""
        found = self.documents.get(str(PurePosixPath(name)))
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise UnreadableError(_("“%(name)s” lies outside the dossier's folder.") % {"name": name})
        if found is None:
            raise UnreadableError(
                _("“%(name)s” is not beside the dossier: upload both in one zip file.") % {"name": name}
            )
        return found


def open_dossier(filename: str, data: bytes) -> Opened:
    """What was uploaded. Raises `UnreadableError`, with a sentence, for a zip that is broken or made to do harm."""
    if not data.startswith(b"PK\x03\x04"):
        if not filename.lower().endswith(ENDINGS):
            raise UnreadableError(
                _("“%(name)s” is no dossier: its name ends in .yaml or .ndjson, or it is a zip of such a file.")
                % {"name": filename}
            )
        return Opened(filename, data, {})
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _unpacked(archive, MOST_GROWTH * max(len(data), 100_000))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableError(_("This zip file is damaged: %(why)s") % {"why": error}) from error


def _unpacked(archive: ZipFile, most: int) -> Opened:
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_litter(entry.filename)]
    if len(entries) > MOST_FILES:
        raise UnreadableError(
            _("The zip file holds %(n)d files; the most is %(most)d.") % {"n": len(entries), "most": MOST_FILES}
        )
    files: dict[str, bytes] = {}
    left = most
    for entry in entries:
        name = _safe_name(entry)
        if name in files:
            raise UnreadableError(_("The zip file holds “%(name)s” twice.") % {"name": name})
        # What the entry says of its size is not believed: no more than is left is ever unpacked.
        with archive.open(entry) as packed:
            files[name] = packed.read(left + 1)
        left -= len(files[name])
        if left < 0:
            raise UnreadableError(
                _("The zip file unpacks to more than %(most)d MB, far more than its size. Upload it in parts.")
                % {"most": most // 1024 // 1024}
            )
    return _with_documents(files)


def _is_litter(name: str) -> bool:
    """What systems leave in folders, and nobody meant to send."""
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name in (".DS_Store", "Thumbs.db")


def _safe_name(entry: ZipInfo) -> str:
    """The entry's name, which stays inside. Nothing is written under it; a file that lies about it is refused whole."""
    path = PurePosixPath(entry.filename)
    leads_out = path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or ":" in path.parts[0]
    if leads_out or "\x00" in entry.orig_filename:
        raise UnreadableError(
            _("“%(name)s” leads out of the zip file; nothing of it was read.") % {"name": entry.orig_filename}
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableError(_("“%(name)s” is a link; a zip holds the file itself.") % {"name": entry.filename})
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableError(_("“%(name)s” is locked by a password; send it open.") % {"name": entry.filename})
    return str(path)


def _with_documents(files: dict[str, bytes]) -> Opened:
    """The one dossier among the files, with the rest by their names as seen from its folder."""
    dossiers = [name for name in files if name.lower().endswith(ENDINGS)]
    if len(dossiers) != 1:
        found = ", ".join(sorted(dossiers)[:5]) or _("none")
        raise UnreadableError(
            _("A zip file holds one dossier (.yaml or .ndjson) and its documents; this holds: %(found)s.")
            % {"found": found}
        )
    folder = PurePosixPath(dossiers[0]).parent
    documents = {
        str(PurePosixPath(name).relative_to(folder)): data
        for name, data in files.items()
        if name != dossiers[0] and PurePosixPath(name).is_relative_to(folder)
    }
    return Opened(PurePosixPath(dossiers[0]).name, files[dossiers[0]], documents)
