"""Dates of series that are looked at again and again: kept or not, a calendar shows the same, only for less."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId, OccurrenceItemId
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, at, get, put
from tests.fake_ews.operations.series import MONDAY, a_series, daily, in_view, weekly

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def seen(ews: Client, start: dt.datetime = MONDAY, days: int = 7) -> list[tuple[str, dt.datetime, dt.datetime]]:
    """What a view shows."""
    return [(item.Subject, item.Start, item.End) for item in in_view(ews, start, days)]


def forget(anna: Mailbox) -> None:
    """Keep nothing."""
    anna.need("calendar").dates = None


def same_again(ews: Client, anna: Mailbox, start: dt.datetime = MONDAY, days: int = 7) -> list[Any]:
    """What a view shows when it is asked for the first, the second and the third time, and when nothing is kept."""
    several = [seen(ews, start, days) for _ in range(3)]
    forget(anna)
    several.append(seen(ews, start, days))
    assert several[1:] == several[:1] * 3
    return several[0]


def nth(master: ItemId, index: int) -> OccurrenceItemId:
    """One of a series."""
    return OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=index)


def test_a_changed_series_is_seen_at_once(ews: Client, anna: Mailbox) -> None:
    """the series as a whole, one of its dates, one date less, none at all; the other one is as it was"""
    one = ews.create(a_series(daily(), Subject="One")).id
    ews.create(a_series(weekly("Monday"), Subject="Other"))
    other = ("Other", at(10), at(11))

    def days_of_one(hour: int = 10) -> list[int]:
        assert other in seen(ews)
        return [start.day for subject, start, _ in seen(ews) if (subject, start.hour) == ("One", hour)]

    assert days_of_one() == days_of_one() == [15, 16, 17, 18, 19, 20, 21]
    ews.update(nth(one, 2), put(CalendarItem.Start, at(8, day=16)), put(CalendarItem.End, at(9, day=16)))
    assert (days_of_one(), days_of_one(hour=8)) == ([15, 17, 18, 19, 20, 21], [16])
    ews.delete(nth(one, 3))
    assert days_of_one() == [15, 18, 19, 20, 21]
    ews.update(one, put(CalendarItem.Subject, "Two"))
    assert (days_of_one(), seen(ews)[0][0]) == ([], "Two")
    ews.delete(one)
    assert (days_of_one(), seen(ews)) == ([], [other])
    ews.create(a_series(daily(1), Subject="One"))
    assert days_of_one() == [15]


def test_a_date_moved_out_of_the_days_that_are_kept_and_back(ews: Client, anna: Mailbox) -> None:
    one = ews.create(a_series(weekly("Monday"))).id
    assert len(seen(ews)) == len(seen(ews)) == 1
    for day, shown in ((15 + 7 - 1, 1), (15 - 1, 0), (15, 1)):
        ews.update(nth(one, 1), put(CalendarItem.Start, at(8, day=day)), put(CalendarItem.End, at(9, day=day)))
        assert [start.day for _, start, _ in seen(ews)] == [day] * shown


@pytest.mark.parametrize("days", [1, 7, 63, 64, 700])
def test_what_is_kept_is_what_there_is(ews: Client, anna: Mailbox, days: int) -> None:
    """of any length; the last is too long to be kept"""
    ews.create(a_series(daily(), Start=at(22), End=at(2, day=16)), a_series(weekly("Tuesday"), Start=at(0), End=at(0)))
    assert len(same_again(ews, anna, MONDAY, days)) >= days
    assert same_again(ews, anna, MONDAY - 8 * DAY, 1) == []


@pytest.mark.parametrize("start", [dt.datetime(1, 1, 1, tzinfo=dt.UTC), dt.datetime(9999, 12, 30, tzinfo=dt.UTC)])
def test_the_ends_of_the_calendar(ews: Client, anna: Mailbox, start: dt.datetime) -> None:
    ews.create(a_series(daily()))
    assert same_again(ews, anna, start, 1) == []


@pytest.mark.parametrize("seed", range(5))
def test_whoever_looks_whenever(ews: Client, anna: Mailbox, seed: int) -> None:
    """spans that wander to and fro, between changes: what is kept from before never shows"""
    random = Random(seed)
    masters = [
        ews.create(a_series(daily(interval=n), Subject=f"Every {n}", Start=at(n), End=at(n) + n * 9 * HOUR)).id
        for n in (1, 2, 3, 5)
    ]
    for _ in range(60):
        master, index = random.choice(masters), random.randint(1, 9)
        match random.randrange(6):
            case 0:
                reply = ews.ask(get(nth(master, index), CalendarItem.Start))
                if reply.code == "NoError":
                    later = random.choice((HOUR, -HOUR, 3 * HOUR))
                    ews.update(reply.id, put(CalendarItem.Start, reply.item.Start + later))
            case 1:
                ews.delete(nth(master, index))
        span = MONDAY + random.randint(-4, 20) * 12 * HOUR, random.choice((1, 1, 2, 7))
        found = seen(ews, *span)
        kept, anna.need("calendar").dates = anna.need("calendar").dates, None
        assert found == seen(ews, *span)
        anna.need("calendar").dates = kept
