"""The commands of docs/proof.md do what the page says, against a server."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ctarchive import check_packet
from tests import factories as make

PAGE = (Path(settings.BASE_DIR) / "docs" / "proof.md").read_text()


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not on this machine")
@pytest.mark.django_db(transaction=True)
def test_the_commands_of_the_guide_run(live_server: Any, signer: Any, tmp_path: Path) -> None:
    claim = make.published_event().claims.get()
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    script = commands.replace("http://localhost:8000", live_server.url).replace("{uid}", claim.pk)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("this packet holds") == 4
    assert "One ledger" in done.stdout


def test_the_page_tells_every_member() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == check_packet.MEMBERS - {"format"}
    assert f"`{check_packet.FORMAT}`" in PAGE
