"""Preserved bytes in a bucket, against moto's S3 on this machine."""

from __future__ import annotations

import hashlib
import logging
from base64 import b64encode
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.conf import settings as project
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from ctarchive import doctor
from ctarchive.backups import making, restoring
from editorial import ledger
from events.models import Claim
from sources import fixity
from sources.models import Blob
from sources.s3 import S3Blobs
from tests import factories as make
from tests.backups.test_backup import wipe

SECRET = "wJalr-this-is-no-secret"
NAME = "ab/cd/abcd"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def client_of_s3(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    return boto3.client("s3", endpoint_url=endpoint)


@pytest.fixture
def bucket(endpoint: str, client_of_s3: Any, settings: Settings, request: pytest.FixtureRequest) -> str:
    """The name of an empty bucket, which is the blob store."""
    name = "b" + hashlib.sha256(request.node.name.encode()).hexdigest()[:20]
    client_of_s3.create_bucket(Bucket=name)
    options = {"bucket_name": name, "location": "blobs", "endpoint_url": endpoint, "region_name": "us-east-1"}
    given = deepcopy(project.STORAGES)
    given["blobs"] = {"BACKEND": "sources.s3.S3Blobs", "OPTIONS": options}
    settings.STORAGES = given
    return name


def _claim() -> Claim:
    found = make.published_event().claims.first()
    assert found
    return found


@pytest.fixture
def store(bucket: str) -> S3Blobs:
    found = storages["blobs"]
    assert isinstance(found, S3Blobs)
    return found


def test_bytes_are_kept_and_read_again(store: S3Blobs) -> None:
    assert not store.exists(NAME)
    assert store.save(NAME, ContentFile(b"bytes")) == NAME
    assert (store.exists(NAME), store.size(NAME), store.listdir("")) == (True, 5, (["ab"], []))
    assert store.listdir("ab/cd/") == ([], ["abcd"])
    with store.open(NAME) as file:
        assert (file.read(), file.size) == (b"bytes", 5)
    assert store.get_modified_time(NAME).tzinfo


def test_nothing_is_overwritten(store: S3Blobs) -> None:
    store.save(NAME, ContentFile(b"bytes"))
    assert store.save(NAME, ContentFile(b"bytes")) == NAME
    with pytest.raises(FileExistsError, match="nothing is overwritten"):
        store.save(NAME, ContentFile(b"other"))
    with store.open(NAME) as file:
        assert file.read() == b"bytes"


def test_the_store_is_told_the_checksum_to_compare(store: S3Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    """S3 refuses what does not have it; moto does not look."""
    put, asked = store._client.put_object, {}
    monkeypatch.setattr(store._client, "put_object", lambda **words: asked.update(words) or put(**words))
    store.save(NAME, ContentFile(b"bytes"))
    assert asked["ChecksumSHA256"] == b64encode(hashlib.sha256(b"bytes").digest()).decode()
    assert asked["IfNoneMatch"] == "*"


def test_bytes_changed_on_the_way_back_are_not_taken(store: S3Blobs) -> None:
    store.save(NAME, ContentFile(b"bytes"))
    wrong = b64encode(hashlib.sha256(b"other").digest()).decode()

    def change(response_dict: dict[str, Any], **_told: Any) -> None:
        response_dict["headers"]["x-amz-checksum-sha256"] = wrong

    store._client.meta.events.register_first("before-parse.s3.GetObject", change)
    with pytest.raises(OSError, match="checksum"):
        store.open(NAME)


def test_erasing_leaves_no_version(store: S3Blobs, bucket: str, client_of_s3: Any) -> None:
    client_of_s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    store.save(NAME, ContentFile(b"bytes"))
    store.save(f"{NAME}-beside", ContentFile(b"another"))
    store.delete(NAME)
    left = client_of_s3.list_object_versions(Bucket=bucket)
    assert [one["Key"] for one in left["Versions"]] == [f"blobs/{NAME}-beside"]
    assert "DeleteMarkers" not in left
    store.delete(NAME)


def test_what_is_not_there_is_told_as_of_a_disk(store: S3Blobs) -> None:
    for ask in (store.open, store.size):
        with pytest.raises(FileNotFoundError):
            ask(NAME)


@pytest.mark.django_db
def test_an_archive_in_a_bucket_verifies_and_is_checked_and_erased(
    store: S3Blobs, bucket: str, client_of_s3: Any, client: Client
) -> None:
    claim = _claim()
    blob = claim.evidence.get().capture.blob
    assert blob.read()
    assert make.findings() == []
    assert fixity.check(10**9)[0] == Blob.objects.count()
    assert [one for one in doctor.blobs() if one.is_grave] == []
    assert client.get("/readyz").status_code == 200
    key = f"blobs/{blob.path}"
    client_of_s3.delete_object(Bucket=bucket, Key=key)
    client_of_s3.put_object(Bucket=bucket, Key=key, Body=b"x" * blob.size)
    assert fixity.problem(blob) == "its bytes are not what was captured"
    client_of_s3.delete_object(Bucket=bucket, Key=key)
    assert "cannot be read" in fixity.problem(blob)
    assert [line for line in make.findings() if blob.pk in line and "cannot be read" in line]


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_a_bucket_is_restored_into_a_bucket(
    store: S3Blobs, bucket: str, client_of_s3: Any, tmp_path: Path
) -> None:
    make.published_event()
    head = ledger.head().root
    made = making.make(tmp_path / "backup")
    assert made.manifest.damaged == {}
    kept = {one["Key"] for one in client_of_s3.list_objects_v2(Bucket=bucket)["Contents"]}
    for key in kept:
        client_of_s3.delete_object(Bucket=bucket, Key=key)
    store.base_location = str(tmp_path / "nothing")  # which `wipe` empties
    with transaction.atomic():
        wipe()
    restoring.restore(tmp_path / "backup")
    assert {one["Key"] for one in client_of_s3.list_objects_v2(Bucket=bucket)["Contents"]} == kept
    assert ledger.head().root == head
    assert make.findings() == []


@pytest.mark.django_db
def test_a_bucket_that_is_gone_is_named_and_no_secret_is(
    store: S3Blobs, bucket: str, client_of_s3: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    blob = _claim().evidence.get().capture.blob
    for one in client_of_s3.list_objects_v2(Bucket=bucket)["Contents"]:
        client_of_s3.delete_object(Bucket=bucket, Key=one["Key"])
    client_of_s3.delete_bucket(Bucket=bucket)
    caplog.set_level(logging.INFO)
    found = " ".join(one.what for one in doctor.blobs())
    assert f"s3://{bucket}/blobs" in found
    assert client.get("/readyz").status_code == 503
    assert "cannot be read" in fixity.problem(blob)
    assert SECRET not in found + caplog.text
    assert logging.getLogger("botocore").level == logging.INFO


def test_a_store_that_does_not_answer_fails_as_a_disk_does(client_of_s3: Any) -> None:
    gone = S3Blobs(bucket_name="gone", location="", endpoint_url="http://127.0.0.1:9", region_name="us-east-1")
    with pytest.raises(OSError, match="does not answer") as told:
        gone.save(NAME, ContentFile(b"bytes"))
    assert SECRET not in str(told.value)
    with pytest.raises(OSError, match="does not answer"):
        gone.require()
