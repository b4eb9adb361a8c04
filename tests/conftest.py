"""What all tests have in common: the long ones come first, so that no worker is left alone with them at the end, and no
operation gives an error that it does not declare. `--hypothesis-profile thorough` looks at 10,000 examples, by hand.
"""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

from tests import declared

LONG = (
    "tests/mutants/test_mutants.py",
    "tests/rightservices/",
    "tests/scenarios/test_sweep.py",
    "tests/scenarios/test_observe.py",
)

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("unhurried"), max_examples=10_000)
settings.load_profile("unhurried")  # how quick a machine is says nothing about a rule


@pytest.hookimpl(trylast=True)  # of what is selected
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole runs first, then wrong services, then everything else; within these as they come.

    pytest-xdist gives each worker a row of neighbours to begin with: each row begins with its share of the whole runs.
    """
    whole = [item for item in items if item.nodeid.startswith(LONG) and "wrong_service" not in item.nodeid]
    rest = [item for item in items if item not in set(whole)]
    rest.sort(key=lambda item: not item.nodeid.startswith(LONG))
    workers, dealt = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")), list[pytest.Item]()
    for first in range(workers):
        dealt += whole[first::workers]
        room = max(len(items) * (first + 1) // workers - len(dealt), 0)
        dealt, rest = dealt + rest[:room], rest[room:]
    items[:] = dealt


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """A test in which an operation gave an error that it does not declare fails."""
    result = yield
    declared.complain()
    return result


declared.watch()
