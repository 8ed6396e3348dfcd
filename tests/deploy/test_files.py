"""The files under docs/deploy say what they should, and name what is there."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

ROOT = Path(settings.BASE_DIR)
DEPLOY = ROOT / "docs" / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
GUIDE = (ROOT / "docs" / "operating.md").read_text()

pytestmark = pytest.mark.once


def unit(path: Path) -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(path.read_text())
    return parser


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_services_may_do_no_more_than_they_must(path: Path) -> None:
    service = unit(path)["Service"]
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices", "LockPersonality"):
        assert service[name] == "yes"
    assert (service["ProtectSystem"], service["User"], service["StateDirectory"]) == (
        "strict",
        "ctarchive",
        "ctarchive",
    )
    assert (service["CapabilityBoundingSet"], service["UMask"]) == ("", "0077")
    assert "Environment" not in service  # secrets are in a file


def test_the_service_is_started_again_and_stopped_in_peace() -> None:
    service = unit(DEPLOY / "ctarchive.service")["Service"]
    assert service["Restart"] == "on-failure"
    assert int(service["TimeoutStopSec"]) > 30  # what `serve` waits for its processes
    assert service["ExecStart"].split()[1:3] == ["manage.py", "serve"]


def test_every_command_that_timers_run_is_there() -> None:
    names = re.findall(r"ctarchive-(?:hourly|daily|weekly)@(\w+)\.timer", GUIDE)
    assert {*re.findall(r"^ctarchive (\w+)", GUIDE, re.MULTILINE)} <= {*get_commands()}
    assert {"check_blobs", "erase_reporters", "verify", "doctor"} <= {*names}
    assert {*names} - {"NAME"} <= {*get_commands()}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_finds_nothing_wrong_with_them(tmp_path: Path) -> None:
    asked = []
    for path in (*SERVICES, *DEPLOY.glob("*.timer")):
        name = path.name.replace("@.", "@verify.")
        for one in {path.name, name}:
            (tmp_path / one).write_text(path.read_text().replace("/opt/ctarchive", str(ROOT)))
        asked.append(str(tmp_path / name))
    ran = subprocess.run(["systemd-analyze", "verify", *asked], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_container_is_built_from_what_is_there_and_holds_no_secret() -> None:
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"^COPY (.*)$", text, re.MULTILINE):
        *sources, _target = line.split()
        assert sources
        assert all((ROOT / source).exists() for source in sources), line
    assert (
        {*re.findall(r"manage\.py ([a-z]+) ?", text.replace("COPY manage.py", ""))}
        == {"migrate", "collectstatic", "serve"}
        <= {*get_commands()}
    )
    assert {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()} - {"tests", "benchmarks"} <= {
        line.split()[1] for line in re.findall(r"^COPY .*$", text, re.MULTILINE)
    }
    assert not re.search(r"^(ENV|ARG).*(KEY|PASSWORD|TOKEN|DATABASE_URL)", text, re.MULTILINE)
    assert re.search(r"^USER ctarchive$", text, re.MULTILINE)
    assert ".venv" in (ROOT / ".containerignore").read_text().split()


def test_the_variables_in_the_example_are_those_of_the_archive() -> None:
    told = {*re.findall(r"^\| `([A-Z_]+)` \|", GUIDE, re.MULTILINE)}
    given = {*re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "ctarchive.env").read_text(), re.MULTILINE)}
    assert given <= told
