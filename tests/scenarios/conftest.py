"""What the tests of the harness have in common: the services that they judge.

Rule: such a service is forked, which halves the time until it is there, and its lines are not counted here: its own
tests do that.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mutants.forked import forking


@pytest.fixture(scope="module", autouse=True)
def _services() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        with forking():
            yield
