"""The packet of every claim of the demonstration and of the real documents checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from ctarchive.check_packet import Packet
from ctarchive.management.commands import demo
from events.models import Claim

pytestmark = pytest.mark.django_db


def every_packet_checks() -> int:
    """How many claims there are; each has a packet that holds, with a quotation."""
    client = Client()
    uids = list(Claim.objects.published().values_list("pk", flat=True))
    for uid in uids:
        packet = Packet(client.get(f"/claims/{uid}/packet").content)
        packet.check()
        assert packet.claim["uid"] == uid
    return len(uids)


def test_the_demonstration(tmp_path: Path) -> None:
    call_command("load_dossier", str(demo.DOSSIER), publish=True, verbosity=0)
    assert every_packet_checks() > 10


@pytest.mark.slow
def test_the_real_documents(seeds: Path) -> None:
    call_command("load_dossier", str(seeds / "dossier.yaml"), publish=True, verbosity=0)
    assert every_packet_checks() > 50
