"""What the stories of writing share: programs, each with a token of one of the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Self

import pytest
from django.test import Client
from django.utils import timezone

from ctarchive.tokens import keys
from ctarchive.tokens.models import ApiToken, Scope
from editorial.models import User
from tests import factories as make

ALL = tuple(Scope.values)
WORK = "/api/v1/work/"


class Program:
    """A client that carries a token, and no cookies."""

    def __init__(self, name: str, scopes: tuple[str, ...] = ALL) -> None:
        self._carry(make.user(name), scopes)

    @classmethod
    def of(cls, user: User, scopes: tuple[str, ...] = ALL) -> Self:
        """A program of this person, whatever they may do: even of somebody who lost the role since."""
        made = cls.__new__(cls)
        made._carry(user, scopes)
        return made

    def _carry(self, user: User, scopes: tuple[str, ...]) -> None:
        self.user, self.key = user, keys.new()
        now = timezone.now()
        self.token = ApiToken.objects.create(
            user=user, name=f"{user.username}'s script", digest=keys.digest(self.key), ending=self.key[-4:],
            scopes=list(scopes), created_at=now, expires_at=now + timedelta(days=30),
        )  # fmt: skip

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"Authorization": f"Bearer {self.key}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        path = path.replace("http://testserver", "")
        url = path if path.startswith("/") else WORK + path
        extra = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(Client(), method)(url, headers=sent, **extra)

    def get(self, path: str, status: int = 200, **headers: str) -> Any:
        answer = self.ask("get", path, **headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        answer = self.ask("post", path, {} if body is None else body, **headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def patch(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        answer = self.ask("patch", path, body, **headers)
        assert answer.status_code == status, answer.content
        return answer.json()

    def publish(self, uid: str, status: int = 200) -> Any:
        """Look at the bundle, then publish what was seen."""
        seen = self.get(f"records/{uid}/bundle/")["seen"]
        return self.post(f"records/{uid}/publish/", {"seen": seen}, status)


Programs = Callable[..., Program]


@pytest.fixture
def program() -> Programs:
    """A program of one of the cast: `program("writer", "annotate")`; all scopes unless some are named."""
    made: dict[tuple[str, ...], Program] = {}

    def get(name: str, *scopes: str) -> Program:
        key = (name, *scopes)
        if key not in made:
            made[key] = Program(name, scopes or ALL)
        return made[key]

    return get


def entries_of(token: ApiToken) -> list[int]:
    return list(token.entries.order_by("seq").values_list("seq", flat=True))
