"""The archive's own key, and checkpoints signed with it (C2SP signed-note and tlog-checkpoint, Ed25519).

The key lies in a file, never in the database: whoever can rewrite every row still cannot sign as the archive, and who
holds both is found out by anybody who kept an older checkpoint.
"""

from __future__ import annotations

import base64
import logging
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from ctarchive import check_packet

log = logging.getLogger(__name__)

_FORM = re.compile(r"PRIVATE\+KEY\+(?P<name>[^\s+]+)\+(?P<id>[0-9a-f]{8})\+(?P<data>[A-Za-z0-9+/=]+)\s*")


class UnusableError(Exception):
    """The file holds no key that can sign."""


@dataclass(frozen=True)
class Signer:
    """A private key and the name under which it signs, which is the first line of every checkpoint."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @property
    def public(self) -> check_packet.Key:
        return check_packet.Key(self.name, self._key.public_key().public_bytes_raw())

    @property
    def told(self) -> str:
        """The public key as people write it down: NAME+ID+BASE64."""
        return _line(self.public, self.public.public)

    @property
    def kept(self) -> str:
        """The private key as it is kept in the file, in the form that programs for signed notes read."""
        return f"PRIVATE+KEY+{_line(self.public, self.seed)}"

    def checkpoint(self, size: int, root: str) -> str:
        """The signed checkpoint of the head with this size and root (hex). The same head gives the same text."""
        body = f"{self.name}\n{size}\n{_base64(bytes.fromhex(root))}\n"
        return f"{body}\n\u2014 {self.name} {_base64(self.public.id + self._key.sign(body.encode()))}\n"


def _line(key: check_packet.Key, data: bytes) -> str:
    return f"{key.name}+{key.id.hex()}+{_base64(bytes([check_packet.ED25519]) + data)}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def origin() -> str:
    """What a new key is called: the public address without its scheme, and which of our logs it is."""
    return f"{urlsplit(settings.SITE_URL).netloc}/ledger"


def make(path: Path) -> Signer:
    """Make a key and keep it in a new file that its owner alone can read. Raises `FileExistsError`, and `OSError`."""
    signer = Signer(origin(), secrets.token_bytes(32))
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(f"{signer.kept}\n")
        file.flush()
        os.fsync(file.fileno())
    return signer


def read(path: Path) -> Signer:
    """The key in a file. Raises `UnusableError`, and `OSError`."""
    found = _FORM.fullmatch(path.read_text("utf-8", errors="replace"))
    try:
        data = base64.b64decode(found["data"], validate=True) if found else b""
    except ValueError:
        data = b""
    if found is None or len(data) != 33 or data[0] != check_packet.ED25519:
        raise UnusableError("it does not hold PRIVATE+KEY+NAME+ID+BASE64, as manage.py make_checkpoint_key writes it")
    signer = Signer(found["name"], data[1:])
    if signer.public.id.hex() != found["id"]:
        raise UnusableError("its name or its key was changed: the number between them is another")
    return signer


def signer() -> Signer | None:
    """The archive's key; None where there is none. One that cannot be used is told in the log."""
    try:
        return read(settings.CHECKPOINT_KEY_FILE)
    except FileNotFoundError:
        return None
    except (UnusableError, OSError) as error:
        log.error("The key that signs checkpoints cannot be used: %s: %s", settings.CHECKPOINT_KEY_FILE, error)
        return None


def checkpoint(size: int, root: str) -> str | None:
    """The signed checkpoint of a head; None without a key."""
    key = signer()
    return key.checkpoint(size, root) if key else None
