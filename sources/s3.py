"""Preserved bytes in S3, or in what speaks like it: written once with their checksum, and compared when they are read.

Its failures are told as those of a disk: `FileNotFoundError`, and `OSError` for all else. Keys come from the
environment or the machine, as boto3 has it, and stand in no message.
"""

from __future__ import annotations

import errno
import hashlib
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

_IN_MEMORY = 8 * 1024 * 1024  # bytes; what is longer is read into a temporary file
_CHUNK = 1024 * 1024
_GONE = {"404", "NoSuchKey", "NoSuchBucket"}
# Some stores answer the second where two write the same name at once.
_IS_THERE = {"412", "PreconditionFailed", "ConditionalRequestConflict"}


@contextmanager
def _as_of_a_disk(name: str) -> Iterator[None]:
    """Raises `FileNotFoundError` and `OSError` for what the store says."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _GONE:
            raise FileNotFoundError(errno.ENOENT, f"the store does not have it ({code})", name) from error
        raise OSError(errno.EIO, f"the store refuses it ({code})", name) from error
    except BotoCoreError as error:
        raise OSError(errno.EIO, f"the store does not answer as it should ({type(error).__name__})", name) from error


def _base64(digest: Any) -> str:
    return b64encode(digest.digest()).decode()


@deconstructible
class S3Blobs(S3Storage):
    """Objects named by what they hold, under `location` in a bucket. None is ever overwritten."""

    def __init__(self, **options: Any) -> None:
        style = {"addressing_style": "path" if options.get("endpoint_url") else "auto"}
        config = Config(
            s3=style, connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 3}
        )
        super().__init__(client_config=config, **options)

    @property
    def where(self) -> str:
        """The store's address, for messages."""
        return f"s3://{self.bucket_name}/{self.location}"

    def require(self) -> None:
        """Raise `OSError` unless the bucket answers."""
        with _as_of_a_disk(self.where):
            self._client.head_bucket(Bucket=self.bucket_name)

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.bucket_name, "Key": self._normalize_name(name)}

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what is there under it is the same."""
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        data = b"".join(content.chunks())
        checksum = _base64(hashlib.sha256(data))
        with _as_of_a_disk(name):
            try:
                # The store compares the checksum with what came, and answers when the object is kept.
                self._client.put_object(**self._at(name), Body=data, ChecksumSHA256=checksum, IfNoneMatch="*")
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") not in _IS_THERE:
                    raise
                self._require_same(name, checksum)
        return name

    def _require_same(self, name: str, checksum: str) -> None:
        there = self._client.head_object(**self._at(name), ChecksumMode="ENABLED")
        told = there.get("ChecksumSHA256")
        if told is None:  # a store that speaks like S3 and keeps none
            with self._open(name) as file:
                told = _base64(hashlib.sha256(file.read()))
        if told != checksum:
            raise FileExistsError(errno.EEXIST, "the store has other bytes there, and nothing is overwritten", name)

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        """The object, read as a whole: its checksum is known at its end. Raises `OSError` when it is another."""
        digest = hashlib.sha256()
        file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- the caller closes it
        try:
            with _as_of_a_disk(name):
                there = self._client.get_object(**self._at(name), ChecksumMode="ENABLED")
                for chunk in iter(lambda: there["Body"].read(_CHUNK), b""):
                    digest.update(chunk)
                    file.write(chunk)
            # Stores that speak like S3 may keep none; `check_blobs` compares with the name besides.
            if there.get("ChecksumSHA256", given := _base64(digest)) != given:
                raise OSError(errno.EIO, "its bytes do not have the checksum that the store tells", name)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return File(file, name)

    def exists(self, name: str) -> bool:
        with _as_of_a_disk(name):
            return bool(super().exists(name)) if name else True

    def size(self, name: str) -> int:
        with _as_of_a_disk(name):
            return int(super().size(name))

    def get_modified_time(self, name: str) -> datetime:
        with _as_of_a_disk(name):
            return super().get_modified_time(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with _as_of_a_disk(path):
            folders, names = super().listdir(path)
        return folders, names

    def delete(self, name: str) -> None:
        """Remove it with all versions that the bucket keeps: what is erased must be gone."""
        at = self._at(name)
        with _as_of_a_disk(name):
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self.bucket_name, Prefix=at["Key"]
            )
            for page in pages:
                for one in (*page.get("Versions", ()), *page.get("DeleteMarkers", ())):
                    if one["Key"] == at["Key"]:
                        self._client.delete_object(**at, VersionId=one["VersionId"])
