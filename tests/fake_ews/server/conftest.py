"""A simulator with a service account that may impersonate all, Anna's mailbox, a client and a listener."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fake_ews import FakeExchange, ManualClock
from tests.fake_ews.server.wire import ANNA, SERVICE, Client, Listener


@pytest.fixture
def fake() -> Iterator[FakeExchange]:
    """An Exchange at a manual clock."""
    with FakeExchange(clock=ManualClock()) as fake:
        fake.account(*SERVICE, impersonates="all")
        fake.mailbox(ANNA, name="Anna Arn")
        yield fake


@pytest.fixture
def client(fake: FakeExchange) -> Iterator[Client]:
    """The service's client."""
    with Client(fake.url) as client:
        yield client


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A listener that answers OK."""
    listener = Listener()
    yield listener
    listener.close()
