"""Encryption of backups, by age (https://age-encryption.org/v1): any age program opens them too.

A backup is encrypted to a public key, so the machine that makes backups need not be able to read the older ones. Keys
come from files, in the form of `age-keygen`: never from a command line, where all users of the machine could read them.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from ctarchive.backups.form import DamagedError

_MAGIC = b"age-encryption.org/"
_BUFFER = 1 << 18


class KeyFileError(Exception):
    """The file holds no key for this."""


def make_key(path: Path) -> str:
    """Make a key and keep it in a new file that its owner alone can read. Returns the public one.

    Raises `FileExistsError`, and `OSError`.
    """
    identity = pyrage.x25519.Identity.generate()
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"# public key: {identity.to_public()}\n{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    return str(identity.to_public())


def recipients(path: Path) -> list[Any]:
    """The public keys in a file: those that stand in it, and those of its private ones. Raises `KeyFileError`."""
    try:
        public = [pyrage.x25519.Recipient.from_str(line) for line in _lines(path) if line.startswith("age1")]
    except pyrage.RecipientError as error:
        raise KeyFileError(f"{path} holds a public key that is none: {error}") from error
    public += [one.to_public() for one in _identities(path)]
    if not public:
        raise KeyFileError(f"{path} holds no key: no line begins with age1 or AGE-SECRET-KEY-1")
    return public


def identities(path: Path) -> list[Any]:
    """The private keys in a file. Raises `KeyFileError`."""
    found = _identities(path)
    if not found:
        raise KeyFileError(f"{path} holds no private key: no line begins with AGE-SECRET-KEY-1")
    return found


def _identities(path: Path) -> list[Any]:
    try:
        lines = [line for line in _lines(path) if line.startswith("AGE-SECRET-KEY-1")]
        return [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise KeyFileError(f"{path} holds a private key that is none") from error


def _lines(path: Path) -> list[str]:
    try:
        return re.findall(r"^\s*([^\s#]+)\s*$", path.read_text("utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{path} cannot be read as a file of keys ({error})") from error


@contextmanager
def sealed(out: Any, key: Path | None) -> Iterator[IO[bytes]]:
    """What is written to the file inside goes encrypted into `out`; as it is, without a key."""
    if key is None:
        yield out
        return
    to = recipients(key)
    from_here, into = os.pipe()
    work = _Thread(lambda: _through(from_here, lambda source: pyrage.encrypt_io(source, out, to)))
    try:
        with os.fdopen(into, "wb", _BUFFER) as file:
            yield file
    except BrokenPipeError:
        work.result()  # says why it stopped reading
        raise
    finally:
        work.join()
    work.result()


@contextmanager
def opened(path: Path, key: Path | None) -> Iterator[IO[bytes]]:
    """The backup in a file, decrypted if it is encrypted. Raises `DamagedError`, `KeyFileError` and `OSError`."""
    with path.open("rb") as file:
        is_sealed = file.read(len(_MAGIC)) == _MAGIC
        file.seek(0)
        if not is_sealed:
            yield file
            return
        if key is None:
            raise KeyFileError("it is encrypted: name the file with the private key (--key FILE)")
        with _opened(file, identities(key)) as plain:
            yield plain


@contextmanager
def _opened(file: Any, keys: list[Any]) -> Iterator[IO[bytes]]:
    from_here, into = os.pipe()

    def decrypt() -> None:
        out: Any = os.fdopen(into, "wb", _BUFFER)
        with out:
            pyrage.decrypt_io(file, out, keys)

    work = _Thread(decrypt)
    plain = _Plain(os.fdopen(from_here, "rb", _BUFFER), work)
    try:
        yield plain  # type: ignore[misc]
    finally:
        plain.close()
        work.join()


class _Plain:
    """What the thread decrypts; at its end, that it came to its end."""

    def __init__(self, pipe: IO[bytes], work: _Thread) -> None:
        self._pipe, self._work = pipe, work

    def read(self, size: int = -1) -> bytes:
        data = self._pipe.read(size)
        if not data:
            self._work.join()
            try:
                self._work.result()
            except pyrage.DecryptError as error:
                raise DamagedError(f"it cannot be decrypted with this key ({error})") from error
            except OSError as error:
                raise DamagedError(f"it cannot be decrypted: it was changed or cut short ({error})") from error
        return data

    def close(self) -> None:
        self._pipe.close()


def _through(descriptor: int, call: Callable[[Any], Any]) -> None:
    with os.fdopen(descriptor, "rb", _BUFFER) as source:
        call(source)


class _Thread(threading.Thread):
    """A thread that keeps what went wrong in it."""

    def __init__(self, call: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self._error: Exception | None = None
        self.start()

    def run(self) -> None:
        try:
            self._call()
        except Exception as error:  # noqa: BLE001 -- it is raised where its result is asked for
            self._error = error

    def result(self) -> None:
        self.join()
        if self._error is not None:
            raise self._error
