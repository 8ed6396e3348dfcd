"""Whatever is sent to whatever operation, the API answers as its OpenAPI document says, and never fails."""

import os
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pytest_django import Settings

from sources import web
from sources.fetch import NoAnswer
from tests.api import contract

WORK = "^/api/v1/work/"
FEW = ("--phases", "fuzzing", "--max-examples", "3", "--seed", "1")
# With EXAMPLES in the environment, more or fewer.
MANY = ("--max-examples", os.environ.get("EXAMPLES", "200"), "--continue-on-failure")

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(live_server: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """A server with all kinds of records, which fetches nothing and never tires."""
    settings.API_PER_MINUTE = 1_000_000
    monkeypatch.setattr(web, "fetch", _no_answer)
    contract.fill()
    return str(live_server.url)


def _no_answer(url: str, **options: Any) -> NoReturn:
    raise NoAnswer(f"{url} does not answer.")


def test_reading_keeps_the_contract(address: str, tmp_path: Path) -> None:
    found, done = contract.findings(address, tmp_path, "--exclude-path-regex", WORK, *FEW)
    assert not found, found
    assert len(done) > 10


def test_writing_keeps_the_contract(address: str, tmp_path: Path) -> None:
    manager = contract.token("manager")
    found, _done = contract.findings(address, tmp_path, "--include-path-regex", WORK, *FEW, bearer=manager)
    assert not found, found


@pytest.mark.slow
def test_everything_keeps_the_contract_and_is_carried_out(address: str, tmp_path: Path) -> None:
    found, done = contract.findings(address, tmp_path, *MANY, bearer=contract.token("manager"))
    assert not found, found
    assert done == set(contract.operations())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["writer", "contributor"])
def test_whoever_may_less_keeps_the_contract(address: str, tmp_path: Path, name: str) -> None:
    found, _done = contract.findings(address, tmp_path, "--phases", "fuzzing", *MANY, bearer=contract.token(name))
    assert not found, found
