"""What a format is, and how one is written whole."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.functional import Promise
from django.utils.translation import override

from ctarchive.exports.moment import Moment


@dataclass(frozen=True)
class Format:
    """One form in which the whole archive can be taken away.

    `write(out, moment)` writes it to a binary file that may be a pipe; it is called inside `moment.held()`, reads as it
    writes, and needs no more memory for a larger archive. The same `moment.key` gives the same bytes, on every machine
    and database. `about` tells in a phrase what it is good for.
    """

    name: str
    label: str | Promise
    media_type: str
    extension: str
    about: str | Promise
    write: Callable[[BinaryIO, Moment], None]

    @property
    def filename(self) -> str:
        """What the file is called in a release, and at its address."""
        return f"{self.name}.{self.extension}"


def of_texts(pieces: Callable[[Moment], Iterable[str]]) -> Callable[[BinaryIO, Moment], None]:
    """A `write` for texts that come in pieces: as UTF-8; what they say in words is English, wherever it runs."""

    def write(out: BinaryIO, moment: Moment) -> None:
        with override("en"):
            out.writelines(piece.encode() for piece in pieces(moment))

    return write


def write_whole(form: Format, moment: Moment, path: Path) -> None:
    """Write all of the file or none of it: it takes its name when it is complete. Raises `OSError`."""
    with tempfile.NamedTemporaryFile("wb", dir=path.resolve().parent, delete=False) as out:
        try:
            form.write(cast(BinaryIO, out), moment)
        except BaseException:
            Path(out.name).unlink()
            raise
    Path(out.name).chmod(0o644)
    Path(out.name).replace(path)
