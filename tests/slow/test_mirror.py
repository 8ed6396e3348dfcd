"""A mirror killed at any moment, while editors work, ends with exactly what the archive exports."""

from __future__ import annotations

import random
import time
from contextlib import suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from editorial.errors import EditorialError
from events.actions import correct
from events.models import Claim, Entity, EntityName
from sources.models import Source
from tests import factories as make
from tests.exports import archives
from tests.following.mirroring import exported
from tests.following.test_mirror import program

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KILLS = 20


class Editors(Thread):
    """Publish, supersede, retract, merge, take apart, revise, redact and protect, until told to stop."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance, self.stop, self.done = chance, Flag(), 0
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                with suppress(EditorialError):  # not everything can be done to everything
                    self.chance.choice(self.acts())()
                    self.done += 1
                time.sleep(0.05)
        except Exception as error:  # noqa: BLE001 -- the test looks at it
            self.error = error
        finally:
            connection.close()

    def acts(self) -> list[Any]:
        return [
            self.publish,
            self.publish,
            self.supersede,
            self.retract,
            self.merge,
            self.revise,
            self.redact,
            self.protect,
        ]

    def one(self) -> Any:
        """A published claim of the date of an event, if there is one."""
        found = list(Claim.objects.published().filter(property="date", event__isnull=False))
        return self.chance.choice(found) if found else None

    def publish(self) -> None:
        make.published_event()

    def supersede(self) -> None:
        if claim := self.one():
            new = correct(claim, value_edtf="2018-05", reason="The day is not told.", user=make.user("writer"))
            make.publish(new, *new.evidence.all())

    def retract(self) -> None:
        if claim := self.one():
            make.retract(self.chance.choice([claim, claim.event]))

    def merge(self) -> None:
        first, second, third = (make.entity() for _ in range(3))
        make.publish(first, second, third)
        match = make.published_match(first, second)
        make.published_match(second, third)
        if self.chance.random() < 0.5:
            make.retract(match)

    def revise(self) -> None:
        source = self.chance.choice(list(Source.objects.published()))
        others = [access for access in ("full", "excerpts", "metadata") if access != source.access]
        make.revise(source, "access", self.chance.choice(others))

    def redact(self) -> None:
        if claim := self.one():
            make.redact(claim.evidence.all()[0].capture, "text", (70, 75))

    def protect(self) -> None:
        """Protect somebody whose name stands in every text, or protect them no more."""
        person = Entity.objects.filter(name="Farid Nazarov").first()
        if person is None:
            names = [EntityName(text="Nazarov")]
            make.publish(make.entity("Farid Nazarov", kind="person", names=names, pseudonym="Officer N"))
        else:
            make.revise(person, "protected", not person.protected)


def test_killed_twenty_times_while_editors_work(live_server: LiveServer, tmp_path: Path) -> None:
    archives.whole()
    chance = random.Random(2026)
    editors = Editors(random.Random(6))
    editors.start()
    for kill in range(KILLS):
        one = program(live_server.url, tmp_path, "--limit", "3", "--follow")
        time.sleep(chance.uniform(0.2, 3))
        while editors.done <= kill and editors.is_alive():
            time.sleep(0.02)
        one.kill()
        one.communicate()
    editors.stop.set()
    editors.join()
    assert editors.error is None, repr(editors.error)
    assert editors.done >= KILLS
    out, err = program(live_server.url, tmp_path, "--limit", "3", "--dump", "-").communicate(timeout=300)
    assert out == exported(), err.decode()
