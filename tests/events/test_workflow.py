"""Whatever anybody tries, in any order, the archive keeps its promises."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.events.workflow import Workflow

# How many archives, and how many verbs in each, the long run tries; the environment may say otherwise.
ARCHIVES, STEPS = (int(os.environ.get(name, usual)) for name, usual in (("ARCHIVES", "100"), ("STEPS", "60")))

pytestmark = pytest.mark.django_db


def run(archives: int, steps: int, derandomize: bool = False) -> None:
    Workflow.begun = Workflow.tried = Workflow.refused = Workflow.held = 0
    loose = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=archives,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=loose,
        database=None,
        phases=[Phase.generate],
        derandomize=derandomize,
    )
    run_state_machine_as_test(Workflow, settings=chosen)
    print(
        f"{Workflow.begun} archives, {Workflow.tried} verbs tried, {Workflow.refused} refused, "
        f"{Workflow.held} looks at invariants"
    )


def test_a_few_steps_in_a_few_archives() -> None:
    run(5, 30, derandomize=True)
    assert 0 < Workflow.refused < Workflow.tried


@pytest.mark.slow
def test_many_steps_in_many_archives() -> None:
    run(ARCHIVES, STEPS)
    assert Workflow.held > ARCHIVES
