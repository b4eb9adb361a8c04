"""A clock that is wrong stamps items, mails and events wrongly, and nothing else: what is due stays due."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.model import events
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.people.owa import Owa
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.model.organisation import ALL_TYPES
from tests.fake_ews.operations.client import at

TIMES = (ItemRows.DateTimeCreated, ItemRows.LastModifiedTime)


@pytest.mark.parametrize("seconds", [-52.0, 52.0])
def test_a_clock_that_is_wrong(exchange: Exchange, clock: ManualClock, aare: Mailbox, seconds: float) -> None:
    anna = exchange.add_mailbox("anna@example.test", profile=Profile().but(clock_skew=seconds))
    owa, wrong = Owa(exchange, anna), clock.now() + dt.timedelta(seconds=seconds)
    item = owa.item(owa.new("Review", at(10), at(11), resources=[aare.address]))
    assert [item.value(row) for row in TIMES] == [wrong, wrong]
    calendar = anna.need("calendar")
    told = events.after(anna, events.Interest(frozenset({calendar.number}), ALL_TYPES), 0)
    assert {events.written(one, anna).TimeStamp for one in told} == {wrong}  # type: ignore[attr-defined]
    assert calendar.committed == wrong
    pass_time(exchange, clock, seconds=1)
    (answer,) = anna.items_of(anna.need("inbox"))
    assert answer.value(Message.DateTimeReceived) == wrong + dt.timedelta(seconds=1)
    (request,) = aare.items_of(aare.need("inbox"))
    assert request.value(Message.DateTimeReceived) == clock.now() - dt.timedelta(seconds=1)
