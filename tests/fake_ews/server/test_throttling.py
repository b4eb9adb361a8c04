"""Throttling: so many calls a minute for one mailbox, where the profile says so; then busy, with the time to wait."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews import FakeExchange
from tests.fake_ews.server.wire import CREATE, GET_CALENDAR, Client

DORA = "dora@example.test"


@pytest.fixture(name="dora")
def _dora(fake: FakeExchange) -> str:
    fake.mailbox(DORA, calls_per_minute=2)
    return DORA


def test_the_next_call_is_too_many(fake: FakeExchange, client: Client, dora: str) -> None:
    """It is told to wait until the oldest call is a minute old; it is not carried out, and the journal knows it."""
    began = fake.now()
    assert client.ask(GET_CALENDAR, owner=dora).status == 200
    fake.advance(began + dt.timedelta(seconds=10))
    assert client.ask(GET_CALENDAR, owner=dora).status == 200
    refused = client.ask(CREATE.format(subject="Review"), owner=dora)
    assert (refused.status, refused.codes) == (500, ["ErrorServerBusy"])
    assert '<t:Value Name="BackOffMilliseconds">50000</t:Value>' in refused.text
    assert fake.mailbox(dora).items() == ()
    record = fake.journal.after(0)[-1]
    assert (record.operation, record.mailbox, record.is_write, record.fault) == ("CreateItem", dora, True, "")
    fake.advance(began + dt.timedelta(seconds=60))
    assert client.ask(CREATE.format(subject="Review"), owner=dora).codes == ["NoError"]
    assert client.ask(GET_CALENDAR, owner=dora).codes == ["ErrorServerBusy"]


def test_others_are_not_concerned(fake: FakeExchange, client: Client, dora: str) -> None:
    """It is charged to the mailbox, not to the account that asks for it."""
    for _ in range(3):
        client.ask(GET_CALENDAR, owner=dora)
    assert [client.ask(GET_CALENDAR).status for _ in range(5)] == [200] * 5
