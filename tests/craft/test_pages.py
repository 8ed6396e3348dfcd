"""Every type of page answers, is small, and is valid HTML by the Nu checker."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from ctarchive.languages import in_path
from tests.craft import pages

pytestmark = [pytest.mark.django_db, pytest.mark.once]

GONE = 410
MOST_BYTES = 100_000
# `make tools` puts it there; NU names another.
NU = Path(os.environ.get("NU") or settings.BASE_DIR / ".venv/tools/node_modules/vnu-jar/build/dist/vnu.jar")


def test_no_type_of_page_is_left_out_and_each_is_small(client: Client) -> None:
    addresses = pages.archive()
    answers = {name: client.get(address) for name, address in addresses.items()}
    assert {name: a.status_code for name, a in answers.items() if a.status_code not in (200, 404, GONE)} == {}
    assert {name for name, a in answers.items() if a.status_code == GONE} == {"retracted event", "retracted claim"}
    assert {name: len(a.content) for name, a in answers.items() if len(a.content) >= MOST_BYTES} == {}
    visited = set()
    for address in addresses.values():
        with override(in_path(address)):
            visited.add(resolve(address.partition("?")[0]).url_name)
    assert pages.names_of_pages() - visited == set()


@pytest.mark.skipif(not (NU.is_file() and shutil.which("java")), reason="no Nu HTML checker: `make tools`, and Java")
def test_the_nu_checker_finds_no_error_on_any_page(client: Client, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, address in pages.archive().items():
        (folder / f"{name}.html").write_bytes(client.get(address).content)
    (folder / "broken on purpose.html").write_text("<!doctype html><title>Broken</title><p><p id='a'><p id='a'>")
    command = ["java", "-jar", str(NU), "--format", "json", "--stdout", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    said = json.loads(done.stdout)["messages"]
    errors = {(unquote(Path(m["url"]).stem), m["message"], m.get("extract", "")) for m in said if m["type"] != "info"}
    assert {error for error in errors if error[0] != "broken on purpose"} == set()
    assert errors, "the checker has not even found what was broken on purpose"
