"""Fixtures of the reference service's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reference_sync.world import World, new_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Anna is synchronised, the rooms Aare, Reuss and Limmat exist."""
    made = new_world(tmp_path)
    yield made
    made.store.close()
