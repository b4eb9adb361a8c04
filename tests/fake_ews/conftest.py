"""An organisation on a Monday morning in March 2027: Anna, Ben and Clara, the room Aare, and their clients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.server.state import State
from tests.fake_ews.operations.client import Client, an_entry
from tests.fake_ews.server.image import after_a_kill, differing, image


@pytest.fixture
def profile() -> Profile:
    """How this Exchange behaves; a test overrides it with a parameter of its own."""
    return Profile()


@pytest.fixture
def clock() -> ManualClock:
    """Monday, 1 March 2027, 8:00 UTC; it stands still."""
    return ManualClock()


@pytest.fixture
def exchange(clock: ManualClock, profile: Profile) -> Exchange:
    """An organisation without anybody."""
    return Exchange(clock, profile, seed=7)


@pytest.fixture
def kept(exchange: Exchange, tmp_path: Path) -> Iterator[None]:
    """Whatever a test does is kept in a file; at its end the file holds all that the Exchange does."""
    file = tmp_path / "state"
    with closing(State(file)) as state:
        state.follow(exchange)
        yield
        exchange.unkept.changed()  # the time: not every test moves it as a server does
        with after_a_kill(file, exchange.profile, tmp_path / "copy") as found:
            assert differing(image(exchange), image(found)) == []


@pytest.fixture
def anna(exchange: Exchange) -> Mailbox:
    """Anna's mailbox; she works in Berne."""
    return exchange.add_mailbox("anna@example.test", name="Anna Arn")


@pytest.fixture
def ben(exchange: Exchange) -> Mailbox:
    """Ben's mailbox."""
    return exchange.add_mailbox("ben@example.test", name="Ben Bär")


@pytest.fixture
def clara(exchange: Exchange) -> Mailbox:
    """Clara's mailbox."""
    return exchange.add_mailbox("clara@example.test", name="Clara Caduff")


@pytest.fixture
def aare(exchange: Exchange) -> Mailbox:
    """The room Aare, which answers a second after it is asked."""
    return exchange.add_mailbox("aare@example.test", name="Room Aare", room=True)


@pytest.fixture
def ews(exchange: Exchange, anna: Mailbox) -> Client:
    """Anna's own client."""
    return Client(exchange, Account("anna@example.test", "secret"), anna)


@pytest.fixture
def bens_ews(exchange: Exchange, ben: Mailbox) -> Client:
    """Ben's own client."""
    return Client(exchange, Account("ben@example.test", "secret"), ben)


@pytest.fixture
def review(ews: Client, anna: Mailbox) -> Item:
    """Anna's entry "Review", 15 March from 10 to 11 UTC, nobody invited."""
    ews.create(an_entry())
    return list(anna.items.values())[-1]


def pass_time(exchange: Exchange, clock: ManualClock, **time: float) -> None:
    """Let time pass, and do what falls due on the way, in order."""
    to = clock.now() + dt.timedelta(**time)
    while (due := exchange.agenda.next_due()) is not None and due <= to:
        clock.set(max(due, clock.now()))
        exchange.run_due()
    clock.set(to)
