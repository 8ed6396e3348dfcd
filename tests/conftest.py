"""What every test may use."""

import os
import secrets
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings as project
from hypothesis import settings as examples
from pytest_django import Settings

# On a busy machine a single example may take long: that is no failure.
examples.register_profile("ctarchive", deadline=None)
examples.load_profile("ctarchive")


@pytest.fixture(autouse=True)
def _blobs(settings: Settings, tmp_path: Path) -> None:
    """Give each test an empty blob store of its own."""
    storages = deepcopy(project.STORAGES)
    storages["blobs"]["OPTIONS"]["location"] = tmp_path / "blobs"
    settings.STORAGES = storages


@pytest.fixture(autouse=True)
def _cache(settings: Settings) -> None:
    """Give each test a cache in which nothing was kept before, even where all share one Redis."""
    caches = deepcopy(project.CACHES)
    for name, one in caches.items():
        one["KEY_PREFIX"] = f"ctarchive-test-{name}-{secrets.token_hex(6)}"
    settings.CACHES = caches


@pytest.fixture(scope="session")
def seeds() -> Path:
    """Return the folder of real documents that lies beside the project, or that SEEDS names; skip without it."""
    folder = Path(os.environ.get("SEEDS") or Path(project.BASE_DIR).parent / "shared" / "seeds")
    if not folder.is_dir():
        pytest.skip(f"the real documents are not on this machine: {folder} is missing (SEEDS names another folder)")
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database", action="store_true",
        help="leave out what touches no database: once run on one, it need not run on another",
    )  # fmt: skip


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    touching = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


def _touches_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures)
