"""What the stories of the API share: a client that reads JSON from a path under /api/v1/."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

Read = Callable[..., Any]
Found = Callable[..., list[str]]


@pytest.fixture
def read(client: Client) -> Read:
    """Get a path under /api/v1/ and return its JSON; the status must be as expected."""

    def get(path: str, status: int = 200, **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{path}", parameters)
        assert response.status_code == status, response.content
        return response.json()

    return get


@pytest.fixture
def found(read: Read) -> Found:
    """Get a list and return the uids in it, in order."""

    def get(path: str, **parameters: Any) -> list[str]:
        return [row["uid"] for row in read(path, **parameters)["results"]]

    return get
