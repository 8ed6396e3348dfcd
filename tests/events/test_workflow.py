"""Whatever anybody tries, in any order, the archive keeps its promises."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.events.workflow import Workflow

pytestmark = pytest.mark.django_db


def run(archives: int, steps: int, derandomize: bool = False) -> None:
    Workflow.tried = Workflow.refused = 0
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
    print(f"{Workflow.tried} verbs tried, {Workflow.refused} refused")


def test_a_few_steps_in_a_few_archives() -> None:
    run(5, 30, derandomize=True)
    assert 0 < Workflow.refused < Workflow.tried


@pytest.mark.slow
def test_many_steps_in_many_archives() -> None:
    run(100, 60)
