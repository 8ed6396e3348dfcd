"""What an export is of: the archive in one public version, read as of one moment however long that takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import override

from editorial import ledger
from editorial.models import LedgerEntry
from editorial.snapshots import snapshot
from events import protection
from events.protection import Mask


@dataclass(frozen=True)
class Moment:
    """The archive up to its newest public ledger entry, and who was protected.

    `version` is the public version: the number of ledger entries up to that entry. `root` is the tree head of these
    entries, in hex; `at` the moment of that entry, None in an archive that has published nothing.
    """

    version: int
    root: str
    at: datetime | None
    mask: Mask

    @property
    def key(self) -> str:
        """Names the bytes of every export. Whom a draft protects is hidden at once, in the same public version.

        It stands in entity tags, so it is keyed: nobody can try out names until they give the same digest.
        """
        if not self.mask:
            return str(self.version)
        names = "\n".join(f"{name}\t{shown}" for name, shown in sorted(self.mask.pseudonyms.items()))
        return f"{self.version}-{salted_hmac('ctarchive.exports', names, algorithm='sha256').hexdigest()[:12]}"


def now() -> Moment:
    """The archive as it is. Inside a `snapshot` it is what all else there reads."""
    version = ledger.head().public_version
    newest = LedgerEntry.objects.filter(seq=version - 1).first() if version else None
    return Moment(version, ledger.root_at(version), newest.at if newest else None, protection.load())


@contextmanager
def held() -> Iterator[Moment]:
    """Hold one moment: everything read inside is of it, and nobody waits for it. Addresses have no language."""
    with snapshot(), override(settings.LANGUAGE_CODE):
        yield now()
