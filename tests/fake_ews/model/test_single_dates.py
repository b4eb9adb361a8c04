"""A series with its single dates, as iCalendar and back: what one direction writes, the other reads."""

from __future__ import annotations

import datetime as dt

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag
from fake_ews.model import entries, icalendar, recurrence, series, single_dates, vevent_dates, vevents, zones
from fake_ews.model.entries import Zoning
from fake_ews.model.items import Item
from fake_ews.model.recurrence import Days
from fake_ews.model.series import Changed
from fake_ews.model.vevent_dates import Dates
from tests.fake_ews.model.test_rrule_reading import PATTERNS, STARTS, ranged
from tests.fake_ews.model.test_vevents import stored, told


def made_again(text: str, item: Item) -> CalendarItem:
    """The entry that the calendar of an item becomes."""
    whole = icalendar.parse(text)
    main = None if whole is None else vevents.main(whole)
    assert whole is not None
    assert main is not None
    bag = vevents.entry(main, whole, "UTC")
    assert bag is not None
    dates = vevent_dates.read(whole, main, bag, "UTC")
    assert isinstance(dates, Dates)
    assert entries.complete(bag, item.mailbox, Zoning()) is None
    assert single_dates.settle(bag, dates, item.mailbox, Zoning()) is None
    return bag


def pattern_and_days(entry: Bag) -> tuple[Bag, list[int | None]]:
    """What a series is: the day that its range begins with need not be one of it."""
    days = series.plan_of(entry).days
    return recurrence.pattern_of(entry.need(CalendarItem.Recurrence)), [days.day(index) for index in range(1, 120)]


def wall_clock_is_one(item: Item, day: int) -> bool:
    """Whether the times of a day occur once there: what clocks skip or repeat has no way back."""
    plan, zone = series.plan(item), item.need(CalendarItem.StartTimeZoneId)
    moments = (plan.start(day), plan.end(day), plan.start(day) + dt.timedelta(minutes=7))
    return all(zones.to_utc(series.wall_clock(at, zone), zone) == at for at in moments)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    PATTERNS, STARTS, st.integers(10, 99), st.integers(0, 2), st.sampled_from(zones.ids()), st.booleans(),
    st.dictionaries(st.integers(1, 12), st.sampled_from(("gone", "moved", "named")), max_size=4),
)  # fmt: skip
def test_a_series_comes_back_as_it_went(
    pattern: Bag, start: dt.datetime, number: int, kind: int, zone: str, all_day: bool, acts: dict[int, str]
) -> None:
    """Any pattern and range, in any zone, with dates that are deleted, moved a little or named otherwise."""
    assume(start.hour < 23)  # half an hour of the day before midnight would be two whole days
    at = zones.to_utc(start, zone)
    bag = CalendarItem(
        Subject="Plan", Start=at, End=at + dt.timedelta(minutes=30), StartTimeZoneId=zone, IsAllDayEvent=all_day,
        Recurrence=ranged(pattern, start, number, kind), ReminderIsSet=False,
    )  # fmt: skip
    assume(isinstance(recurrence.days_of(bag.need(CalendarItem.Recurrence)), Days))
    item = stored(bag)
    plan = series.plan(item)
    days = {index: day for index in acts if (day := plan.days.day(index)) is not None}
    assume(len(days) < plan.days.length)
    first = plan.days.day(1)
    assert first is not None
    assume(all(wall_clock_is_one(item, day) for day in (first, *days.values())))
    changed: dict[int, Changed] = {}
    for index, day in sorted(days.items()):
        if acts[index] == "named":
            changed[day] = Changed({ItemRows.Subject: f"Plan {index}"})
        elif acts[index] == "moved" and not all_day:
            later = plan.start(day) + dt.timedelta(minutes=7)
            changed[day] = Changed({CalendarItem.Start: later})
    deleted = frozenset(day for index, day in days.items() if acts[index] == "gone")
    series.keep(item.bag, changed, deleted)
    again = made_again(told(item), item)
    assert pattern_and_days(again) == pattern_and_days(item.bag)
    assert (again.Start, again.End) == (item.bag.get(CalendarItem.Start), item.bag.get(CalendarItem.End))
    assert series.deletions(again) == deleted
    assert series.changes(again) == changed
