"""Series for tests: patterns in few words, and what a calendar shows of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.queries import CalendarView
from fake_ews.contract.recurrence import (
    DailyRecurrencePattern,
    EndDateRecurrenceRange,
    NoEndRecurrenceRange,
    NumberedRecurrenceRange,
    Recurrence,
    WeeklyRecurrencePattern,
)
from fake_ews.model.zones import definition
from tests.fake_ews.operations.client import Client, an_entry, at

MONDAY = at(0)
BERNE = definition("W. Europe Standard Time", True)


def series(pattern: Bag, start: str, number: int | None = None, end: str | None = None) -> Recurrence:
    """A Recurrence from a day on: for ever, so many times, or up to a day."""
    bag = Recurrence()
    bag.set(Recurrence.rows[type(pattern).__name__.removesuffix("Pattern")], pattern)
    if number is not None:
        bag.NumberedRecurrence = NumberedRecurrenceRange(StartDate=start, NumberOfOccurrences=number)
    elif end is not None:
        bag.EndDateRecurrence = EndDateRecurrenceRange(StartDate=start, EndDate=end)
    else:
        bag.NoEndRecurrence = NoEndRecurrenceRange(StartDate=start)
    return bag


def daily(
    number: int | None = None, interval: int = 1, start: str = "2027-03-15", end: str | None = None
) -> Recurrence:
    """Every day from 15 March 2027 on."""
    return series(DailyRecurrencePattern(Interval=interval), start, number, end)


def weekly(*days: str, number: int | None = None, start: str = "2027-03-15") -> Recurrence:
    """Every week on these days."""
    return series(WeeklyRecurrencePattern(Interval=1, DaysOfWeek=days), start, number)


def a_series(recurrence: Recurrence, **fields: Any) -> CalendarItem:
    """A series of "Review", 10 to 11 UTC from 15 March 2027 on, kept in Berne's time: 11 to 12 there."""
    return an_entry(**{"StartTimeZone": BERNE, "Recurrence": recurrence} | fields)


def in_view(ews: Client, start: dt.datetime = MONDAY, days: int = 7, *more: Any, most: int | None = None) -> list[Any]:
    """What a calendar view shows from a day on, by default in the week of 15 March."""
    view = CalendarView(StartDate=start, EndDate=start + dt.timedelta(days=days), MaxEntriesReturned=most)
    return ews.find("calendar", *more, base="Default", CalendarView=view).items


def times(items: list[Any]) -> list[str]:
    """When items start: day and hour."""
    return [item.Start.strftime("%d %H:%M") for item in items]
