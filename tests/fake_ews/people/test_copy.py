"""Whatever a person does in Outlook and on the web: after send/receive the copy shows what the mailbox has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.profile import Profile
from fake_ews.model.series import is_series, plan_of
from fake_ews.people._hands import Hands
from fake_ews.people.outlook import Outlook
from fake_ews.people.owa import Owa
from tests.fake_ews.people.seen import BEN, STAMP

START = dt.datetime(2027, 3, 15, 8, tzinfo=dt.UTC)
ACTS: dict[str, Callable[[Hands, int, int], object]] = {
    "new": lambda hands, entry, hour: hands.new(f"at {hour}", at(hour), at(hour + 1)),
    "invite": lambda hands, entry, hour: hands.new("Meeting", at(hour), at(hour + 1), attendees=(BEN,)),
    "drag": lambda hands, entry, hour: hands.drag(entry, at(hour)),
    "change": lambda hands, entry, hour: hands.change(entry, subject=f"now {hour}"),
    "save": lambda hands, entry, hour: hands.save(entry),
    "stamp": lambda hands, entry, hour: hands.stamp(entry, STAMP),
    "copy": lambda hands, entry, hour: hands.copy(entry, at(hour)),
    "delete": lambda hands, entry, hour: hands.delete(entry),
    "shift delete": lambda hands, entry, hour: hands.shift_delete(entry),
    "undo": lambda hands, entry, hour: hands.undo(),
    "drag back": lambda hands, entry, hour: hands.drag_back(entry),
    "empty": lambda hands, entry, hour: hands.empty_trash(),
    "move": lambda hands, entry, hour: hands.move(entry, "inbox"),
    "cancel": lambda hands, entry, hour: hands.cancel_meeting(entry),
    "series": lambda hands, entry, hour: hands.new("Series", at(hour), at(hour + 1), daily=4, attendees=(BEN,)),
    "drag date": lambda hands, entry, hour: hands.drag_date(entry, nth(hands, entry, hour), at(hour)),
    "delete date": lambda hands, entry, hour: hands.delete_date(entry, nth(hands, entry, hour)),
    "save date": lambda hands, entry, hour: hands.save(entry, nth(hands, entry, hour)),
    "change following": lambda hands, entry, hour: hands.change_following(entry, nth(hands, entry, hour), subject="x"),
    "delete following": lambda hands, entry, hour: hands.delete_following(entry, nth(hands, entry, hour)),
}
act = st.tuples(st.booleans(), st.sampled_from(list(ACTS)), st.integers(0, 8), st.integers(0, 40))


def at(hour: int) -> dt.datetime:
    """So many hours after the beginning of a day in March."""
    return START + dt.timedelta(hours=hour)


def nth(hands: Hands, entry: int, hour: int) -> dt.datetime:
    """A date of a series as a person sees it; LookupError where there is none."""
    values = hands.seen(entry)[0]
    day = plan_of(values).days.day(1 + hour % 4) if is_series(values) else None
    if day is None:
        raise LookupError(f"entry {entry} has no such date")
    return plan_of(values).start(day)


@pytest.mark.proof
@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(st.lists(act, max_size=25), max_size=3))
def test_after_send_receive_the_copy_is_the_calendar(rounds: list[list[tuple[bool, str, int, int]]]) -> None:
    exchange = Exchange(ManualClock(), Profile(), seed=7)
    anna = exchange.add_mailbox("anna@example.test")
    exchange.add_mailbox(BEN)
    outlook, owa = Outlook(exchange, anna), Owa(exchange, anna)
    for told in rounds:
        for in_outlook, name, which, hour in told:
            with suppress(LookupError, ValueError):  # what makes no sense is refused, and nothing happens
                ACTS[name](outlook if in_outlook else owa, 1 + which, hour)
        outlook.send_receive()
        calendar = [item for item in anna.items_of(anna.need("calendar")) if item.is_entry]
        assert {outlook.handles.uid(entry) for entry in outlook.entries()} == {
            item.need(CalendarItem.UID) for item in calendar
        }
        for entry in outlook.entries():
            values, extended, item = outlook.seen(entry)
            assert item is not None
            assert (values, extended) == (item.bag, item.extended)
        assert outlook.unsent == 0
