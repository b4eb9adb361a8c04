"""Fixtures of the reference service's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from reference_sync.tables import metadata
from tests.reference_sync import postgresql
from tests.reference_sync.world import World, new_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Anna is synchronised, the rooms Aare, Reuss and Limmat exist."""
    made = new_world(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The DSN of a PostgreSQL."""
    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.running(programs) as dsn:
        yield dsn


@pytest.fixture
def postgres(server: str) -> Iterator[str]:
    """The DSN of a PostgreSQL without tables."""
    yield server
    engine = sa.create_engine(server)
    metadata.drop_all(engine)
    engine.dispose()
