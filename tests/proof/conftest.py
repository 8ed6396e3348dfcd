"""Packets to check: each is built once for the stories that only read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from ctarchive.proof import signing

Fetch = Callable[..., bytes]


@pytest.fixture
def signer(settings: Settings, tmp_path: Path) -> signing.Signer:
    """A key of the archive, in its file."""
    settings.CHECKPOINT_KEY_FILE = tmp_path / "checkpoint-key"
    return signing.make(settings.CHECKPOINT_KEY_FILE)


@pytest.fixture
def fetch(client: Client) -> Fetch:
    """Get the packet of a claim as it is given out; the status must be as expected."""

    def get(claim: Any, status: int = 200, **parameters: Any) -> bytes:
        answer = client.get(f"/claims/{claim.pk}/packet", parameters)
        assert answer.status_code == status, answer.content
        return bytes(answer.content)

    return get


@pytest.fixture
def fetch_json(fetch: Fetch) -> Callable[..., Any]:
    return lambda *args, **options: json.loads(fetch(*args, **options))
