"""What all tests have in common: the long ones come first, so that no worker is left alone with them at the end."""

from __future__ import annotations

import pytest

LONG = (
    "tests/mutants/test_mutants.py",
    "tests/rightservices/",
    "tests/scenarios/test_sweep.py",
    "tests/scenarios/test_observe.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole runs first, then wrong services, then everything else; within these as they come."""
    items.sort(key=lambda item: (not item.nodeid.startswith(LONG), "wrong_service" in item.nodeid))
