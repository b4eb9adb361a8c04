"""A Recurrence as an RRULE: dateutil finds the same days by it as the series has."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.rrule import rrulestr

from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
    WeeklyRegeneratingPattern,
)
from fake_ews.model.recurrence import Days, days_of
from fake_ews.model.rrule import _pattern, exported, rrule
from tests.fake_ews.operations.series import series

MONDAY = dt.date(2027, 3, 15)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (DailyRecurrencePattern(Interval=3), "FREQ=DAILY;INTERVAL=3"),
        (WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Thursday", "Monday")), "FREQ=WEEKLY;BYDAY=MO,TH"),
        (
            WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Sunday", "Monday"), FirstDayOfWeek="Sunday"),
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        ),
        (AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=15), "FREQ=MONTHLY;BYMONTHDAY=15"),
        (
            RelativeMonthlyRecurrencePattern(Interval=2, DaysOfWeek="Monday", DayOfWeekIndex="Third"),
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO;BYSETPOS=3",
        ),
        (AbsoluteYearlyRecurrencePattern(DayOfMonth=15, Month="March"), "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15"),
        (
            RelativeYearlyRecurrencePattern(DaysOfWeek="WeekendDay", DayOfWeekIndex="Last", Month="April"),
            "FREQ=YEARLY;BYMONTH=4;BYDAY=SA,SU;BYSETPOS=-1",
        ),
    ],
)
def test_the_same_days(pattern: Bag, text: str) -> None:
    recurrence = series(pattern, MONDAY.isoformat(), number=5)
    assert rrule(recurrence) == f"{text};COUNT=5"
    days = days_of(recurrence)
    assert isinstance(days, Days)
    found = rrulestr(rrule(recurrence), dtstart=dt.datetime.combine(MONDAY, dt.time()))
    assert [one.toordinal() for one in found] == [days.day(index) for index in range(1, 6)]


def test_an_end_and_none() -> None:
    daily = DailyRecurrencePattern(Interval=1)
    assert rrule(series(daily, "2027-03-15", end="2027-03-20")) == "FREQ=DAILY;UNTIL=20270320"
    assert rrule(series(daily, "2027-03-15")) == "FREQ=DAILY"


@pytest.mark.parametrize(
    ("recurrence", "text"),
    [
        (series(DailyRecurrencePattern(Interval=3), "2027-03-15", number=4), "FREQ=DAILY;COUNT=4;INTERVAL=3"),
        (
            series(WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Monday",)), "2027-03-15", end="2027-06-21"),
            "FREQ=WEEKLY;UNTIL=2027-06-21;INTERVAL=1;BYDAY=MO;WKST=SU",
        ),
        (
            series(AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31), "2027-03-31"),
            "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=-1",
        ),
        (
            series(
                RelativeYearlyRecurrencePattern(DaysOfWeek="Monday", DayOfWeekIndex="Last", Month="May"), "2027-05-31"
            ),
            "FREQ=YEARLY;INTERVAL=1;BYDAY=MO;BYSETPOS=-1;BYMONTH=5",
        ),
    ],
)
def test_as_exchange_writes_it(recurrence: Bag, text: str) -> None:
    """Captures (ews-managed-api 254, exchangelib 291); MS-OXCICAL 2.1.3.2.2"""
    assert exported(recurrence, dt.date.isoformat) == text


def test_a_pattern_of_tasks() -> None:
    with pytest.raises(TypeError, match="WeeklyRegeneratingPattern"):
        _pattern(WeeklyRegeneratingPattern(Interval=1))
