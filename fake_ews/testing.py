"""The pytest plugin: one fixture, a simulator for one test. It is loaded only by tests that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fake_ews import FakeExchange


@pytest.fixture
def fake_exchange() -> Iterator[FakeExchange]:
    """An empty Exchange at a manual clock, on a free port: `fake_exchange.url`, `fake_exchange.advance(to)`."""
    from fake_ews import FakeExchange, ManualClock

    with FakeExchange(clock=ManualClock()) as fake:
        yield fake
