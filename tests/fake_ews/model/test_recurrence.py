"""The days of a series: against python-dateutil where both can say it, against tables counted by hand elsewhere.

`pytest --hypothesis-profile thorough` asks 10,000 random series in each property.
"""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Any

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    DailyRegeneratingPattern,
    EndDateRecurrenceRange,
    MonthlyRegeneratingPattern,
    MonthNames,
    NoEndRecurrenceRange,
    NumberedRecurrenceRange,
    Recurrence,
    RegeneratingPatternBase,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    TaskRecurrence,
    WeeklyRecurrencePattern,
    WeeklyRegeneratingPattern,
    YearlyRegeneratingPattern,
)
from fake_ews.model.failures import Failure
from fake_ews.model.recurrence import LAST_DAY, WEEKDAYS, Days, beginning, days_of, ending, regenerated

RULE_DAYS = (rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA)
NTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
SETS = {"Day": range(7), "Weekday": range(1, 6), "WeekendDay": (0, 6)}
STARTS = st.dates(dt.date(1999, 1, 1), dt.date(2060, 12, 31))
Pair = tuple[Bag, dict[str, Any]]


def recurrence(pattern: Bag, range_: Bag) -> Recurrence:
    """A Recurrence of a pattern and a range."""
    bag = Recurrence()
    for part in (pattern, range_):
        name = type(part).__name__.removesuffix("Pattern").removesuffix("Range")
        bag.set(Recurrence.rows[name], part)
    return bag


def days(pattern: Bag, start: str, *, end: str | None = None, number: int | None = None) -> Days:
    """The days of a pattern that is fine."""
    range_: Bag = NoEndRecurrenceRange(StartDate=start)
    if end is not None:
        range_ = EndDateRecurrenceRange(StartDate=start, EndDate=end)
    if number is not None:
        range_ = NumberedRecurrenceRange(StartDate=start, NumberOfOccurrences=number)
    found = days_of(recurrence(pattern, range_))
    assert isinstance(found, Days)
    return found


def texts(series: Days, number: int) -> list[str]:
    """Its first days."""
    found = (series.day(index) for index in range(1, number + 1))
    return [dt.date.fromordinal(day).isoformat() for day in found if day is not None]


def relative(name: str, index: str) -> dict[str, Any]:
    """The rule of the nth of a kind of days."""
    if name in SETS:
        return {"byweekday": [RULE_DAYS[day] for day in SETS[name]], "bysetpos": NTH[index]}
    return {"byweekday": [RULE_DAYS[WEEKDAYS.index(name)](NTH[index])]}


def absolute(day: int) -> dict[str, Any]:
    """The rule of a day of the month; in shorter months it is their last one."""
    return {"bymonthday": day} if day <= 28 else {"bymonthday": range(28, day + 1), "bysetpos": -1}


@st.composite
def patterns(draw: st.DrawFn) -> Pair:
    """A pattern, and dateutil's words for it: "the 31st, or the last day" is the last one of those from 28 to 31."""
    kind = draw(st.integers(0, 5))
    interval = draw(st.one_of(st.integers(1, 4), st.integers(1, 999 if kind == 0 else 99)))
    kinds, nth = (*WEEKDAYS, *SETS), draw(st.sampled_from(list(NTH)))
    name, month, day = draw(st.sampled_from(kinds)), draw(st.integers(1, 12)), draw(st.integers(1, 31))
    month_name = MonthNames.values[month - 1]
    if kind == 0:
        return DailyRecurrencePattern(Interval=interval), {"freq": rrule.DAILY, "interval": interval}
    if kind == 1:
        chosen = draw(st.sets(st.integers(0, 6), min_size=1))
        first = draw(st.integers(0, 6))
        pattern = WeeklyRecurrencePattern(
            Interval=interval, DaysOfWeek=tuple(WEEKDAYS[day] for day in chosen), FirstDayOfWeek=WEEKDAYS[first]
        )
        by = [RULE_DAYS[day] for day in chosen]
        return pattern, {"freq": rrule.WEEKLY, "interval": interval, "byweekday": by, "wkst": RULE_DAYS[first]}
    if kind == 2:
        rule: dict[str, Any] = {"freq": rrule.MONTHLY, "interval": interval, **absolute(day)}
        return AbsoluteMonthlyRecurrencePattern(Interval=interval, DayOfMonth=day), rule
    if kind == 3:
        rule = {"freq": rrule.MONTHLY, "interval": interval, **relative(name, nth)}
        return RelativeMonthlyRecurrencePattern(Interval=interval, DaysOfWeek=name, DayOfWeekIndex=nth), rule
    if kind == 4:
        rule = {"freq": rrule.YEARLY, "bymonth": month, **absolute(day)}
        return AbsoluteYearlyRecurrencePattern(DayOfMonth=day, Month=month_name), rule
    rule = {"freq": rrule.YEARLY, "bymonth": month, **relative(name, nth)}
    return RelativeYearlyRecurrencePattern(DaysOfWeek=name, DayOfWeekIndex=nth, Month=month_name), rule


@given(patterns(), STARTS)
def test_the_first_days_are_those_of_dateutil(pair: Pair, start: dt.date) -> None:
    pattern, words = pair
    series = days(pattern, start.isoformat())
    rule = rrule.rrule(dtstart=dt.datetime.combine(start, dt.time()), **words)
    expected = [moment.date().isoformat() for moment in islice(rule, 30)]
    assert texts(series, len(expected)) == expected


@settings(deadline=None)
@given(patterns(), STARTS, st.integers(0, 5000))
def test_an_end_leaves_what_dateutil_leaves(pair: Pair, start: dt.date, length: int) -> None:
    pattern, words = pair
    end = start + dt.timedelta(days=length)
    rule = rrule.rrule(
        dtstart=dt.datetime.combine(start, dt.time()), until=dt.datetime.combine(end, dt.time()), **words
    )
    expected = [moment.date().toordinal() for moment in rule]
    range_ = EndDateRecurrenceRange(StartDate=start.isoformat(), EndDate=end.isoformat())
    found = days_of(recurrence(pattern, range_))
    if isinstance(found, Failure):
        assert not expected
        assert found.code == "ErrorRecurrenceHasNoOccurrence"
    else:
        assert list(found.between(start.toordinal(), LAST_DAY)) == expected
        assert found.length == len(expected)


@settings(deadline=None)
@given(patterns(), STARTS, st.integers(1, 60))
def test_a_number_leaves_what_dateutil_counts(pair: Pair, start: dt.date, number: int) -> None:
    pattern, words = pair
    rule = rrule.rrule(dtstart=dt.datetime.combine(start, dt.time()), count=number, **words)
    expected = [moment.date().toordinal() for moment in rule]
    series = days(pattern, start.isoformat(), number=number)
    assert list(series.between(start.toordinal(), LAST_DAY)) == expected
    assert (series.length, series.day(number), series.day(number + 1)) == (number, expected[-1], None)


@settings(deadline=None)
@given(patterns(), STARTS, st.integers(0, 12_000), st.integers(0, 800))
def test_a_window_years_later_shows_what_dateutil_shows(pair: Pair, start: dt.date, later: int, length: int) -> None:
    pattern, words = pair
    first = start + dt.timedelta(days=later)
    last = first + dt.timedelta(days=length)
    rule = rrule.rrule(
        dtstart=dt.datetime.combine(start, dt.time()), until=dt.datetime.combine(last, dt.time()), **words
    )
    expected = [moment.date().toordinal() for moment in rule if moment.date() >= first]
    assert list(days(pattern, start.isoformat()).between(first.toordinal(), last.toordinal())) == expected


@settings(deadline=None)
@given(patterns(), STARTS, st.one_of(st.none(), st.integers(3, 60)), st.integers(2, 60))
def test_a_series_that_is_divided_keeps_its_days(pair: Pair, start: dt.date, number: int | None, index: int) -> None:
    """ended before one of its days, and begun anew with it, as clients do who change this one and all that follow"""
    first = start.isoformat()
    range_: Bag = NoEndRecurrenceRange(StartDate=first)
    if number is not None:
        index, range_ = 2 + index % (number - 1), NumberedRecurrenceRange(StartDate=first, NumberOfOccurrences=number)
    whole = recurrence(pair[0], range_)
    series = days_of(whole)
    assert isinstance(series, Days)
    last, day = series.day(index - 1), series.day(index)
    assert last is not None
    assert day is not None
    head, tail = days_of(ending(whole, last)), days_of(beginning(whole, day, index - 1))
    assert isinstance(head, Days)
    assert isinstance(tail, Days)
    assert (head.length, tail.is_endless) == (index - 1, number is None)
    seen = [series.day(one) for one in range(1, index + 20)]
    assert [head.day(one) for one in range(1, index)] + [tail.day(one) for one in range(1, 21)] == seen


@given(patterns(), STARTS, st.integers(1, 900), st.integers(1, 900))
def test_index_and_day_are_each_others_inverse(pair: Pair, start: dt.date, number: int, index: int) -> None:
    series = days(pair[0], start.isoformat(), number=number)
    day = series.day(index)
    if day is None:
        assert index > series.length
    else:
        assert series.index(day) == index
        assert list(series.between(day, day)) == [day]
        assert series.neighbours(day) == (series.day(index - 1), series.day(index + 1))
        for next_to_it in {day - 1, day + 1} - set(series.neighbours(day)):
            assert series.index(next_to_it) is None


def test_the_31st_is_the_last_day_of_a_shorter_month() -> None:
    pattern = AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31)
    assert texts(days(pattern, "2027-01-31"), 5) == [
        "2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31",
    ]  # fmt: skip


def test_the_29th_of_february_is_the_28th_in_other_years() -> None:
    pattern = AbsoluteYearlyRecurrencePattern(DayOfMonth=29, Month="February")
    assert texts(days(pattern, "2028-02-29"), 5) == [
        "2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("interval", "day", "start", "expected"),
    [
        (1, 30, "2027-01-30", ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"]),
        (1, 29, "2028-01-29", ["2028-01-29", "2028-02-29", "2028-03-29", "2028-04-29"]),
        (1, 31, "2027-02-01", ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]),
        (3, 31, "2027-11-15", ["2027-11-30", "2028-02-29", "2028-05-31", "2028-08-31"]),
        (6, 31, "2027-08-31", ["2027-08-31", "2028-02-29", "2028-08-31", "2029-02-28"]),
    ],
)
def test_month_ends(interval: int, day: int, start: str, expected: list[str]) -> None:
    """Where an RRULE with BYMONTHDAY leaves short months out, Exchange takes their last day."""
    pattern = AbsoluteMonthlyRecurrencePattern(Interval=interval, DayOfMonth=day)
    assert texts(days(pattern, start), 4) == expected


@pytest.mark.parametrize(
    ("name", "index", "month", "expected"),
    [
        ("Weekday", "Last", "February", ["2027-02-26", "2028-02-29", "2029-02-28"]),
        ("WeekendDay", "Last", "February", ["2027-02-28", "2028-02-27", "2029-02-25"]),
        ("Day", "Last", "February", ["2027-02-28", "2028-02-29", "2029-02-28"]),
        ("Weekday", "First", "May", ["2027-05-03", "2028-05-01", "2029-05-01"]),
        ("WeekendDay", "Second", "May", ["2027-05-02", "2028-05-07", "2029-05-06"]),
        ("Monday", "Last", "May", ["2027-05-31", "2028-05-29", "2029-05-28"]),
    ],
)
def test_the_nth_of_a_month_every_year(name: str, index: str, month: str, expected: list[str]) -> None:
    pattern = RelativeYearlyRecurrencePattern(DaysOfWeek=name, DayOfWeekIndex=index, Month=month)
    assert texts(days(pattern, "2027-01-01"), 3) == expected


def test_a_yearly_series_that_begins_after_its_day_begins_next_year() -> None:
    pattern = AbsoluteYearlyRecurrencePattern(DayOfMonth=1, Month="March")
    assert texts(days(pattern, "2027-03-02"), 2) == ["2028-03-01", "2029-03-01"]


@pytest.mark.parametrize(
    ("name", "index", "expected"),
    [
        ("Weekday", "Last", ["2027-01-29", "2027-02-26", "2027-03-31"]),
        ("Weekday", "First", ["2027-01-01", "2027-02-01", "2027-03-01"]),
        ("WeekendDay", "Last", ["2027-01-31", "2027-02-28", "2027-03-28"]),
        ("Day", "Last", ["2027-01-31", "2027-02-28", "2027-03-31"]),
        ("Day", "Second", ["2027-01-02", "2027-02-02", "2027-03-02"]),
        ("Friday", "Last", ["2027-01-29", "2027-02-26", "2027-03-26"]),
        ("Friday", "Fourth", ["2027-01-22", "2027-02-26", "2027-03-26"]),
    ],
)
def test_the_nth_of_a_month(name: str, index: str, expected: list[str]) -> None:
    pattern = RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek=name, DayOfWeekIndex=index)
    assert texts(days(pattern, "2027-01-01"), 3) == expected


def test_every_other_week_hangs_on_the_day_that_weeks_begin_with() -> None:
    def fortnightly(first: str) -> WeeklyRecurrencePattern:
        return WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Sunday", "Tuesday"), FirstDayOfWeek=first)

    tuesday = "2027-03-02"
    assert texts(days(fortnightly("Monday"), tuesday), 4) == ["2027-03-02", "2027-03-07", "2027-03-16", "2027-03-21"]
    assert texts(days(fortnightly("Sunday"), tuesday), 4) == ["2027-03-02", "2027-03-14", "2027-03-16", "2027-03-28"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Sunday", "2027-03-15"), ("Monday", "2027-03-15"), ("Tuesday", "2027-03-08"), ("Wednesday", "2027-03-08"),
        ("Thursday", "2027-03-15"), ("Friday", "2027-03-15"), ("Saturday", "2027-03-15"),
    ],
)  # fmt: skip
def test_every_first_day_of_the_week(first: str, second: str) -> None:
    """From Wednesday on, every other week on Monday and Wednesday: is the next Monday still in the first week?"""
    pattern = WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Monday", "Wednesday"), FirstDayOfWeek=first)
    assert texts(days(pattern, "2027-03-03"), 3) == ["2027-03-03", second, "2027-03-17"]


def test_without_a_first_day_weeks_begin_on_sunday() -> None:
    pattern = WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Sunday", "Tuesday"))
    assert texts(days(pattern, "2027-03-02"), 2) == ["2027-03-02", "2027-03-14"]


def test_after_its_last_day_a_series_is_looked_for_in_vain() -> None:
    """up to the end of all dates, which a pattern would step over"""
    pattern = AbsoluteMonthlyRecurrencePattern(Interval=99, DayOfMonth=31)
    series, end = days(pattern, "2027-03-31"), dt.date.max.toordinal()
    last = series.day(series.length)
    assert (list(series.between(end - 400, end)), next(series.back_from(end - 1))) == ([], last)
    assert series.neighbours(end) == (last, None)


def test_no_series_outlives_august_4500() -> None:
    series = days(DailyRecurrencePattern(Interval=1), "4500-08-30")
    assert texts(series, 5) == ["4500-08-30", "4500-08-31"]
    assert series.is_endless


WEEKLY = WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Monday",))
DAILY = DailyRecurrencePattern(Interval=1)
NO_END = NoEndRecurrenceRange(StartDate="2027-03-01")


@pytest.mark.parametrize(
    ("pattern", "range_", "code"),
    [
        (DailyRecurrencePattern(Interval=0), NO_END, "ErrorCalendarInvalidRecurrence"),
        (DailyRecurrencePattern(Interval=1000), NO_END, "ErrorCalendarInvalidRecurrence"),
        (AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=32), NO_END, "ErrorCalendarInvalidRecurrence"),
        (AbsoluteYearlyRecurrencePattern(DayOfMonth=0, Month="May"), NO_END, "ErrorCalendarInvalidRecurrence"),
        (
            WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Weekday",)),
            NO_END,
            "ErrorCalendarInvalidDayForWeeklyRecurrence",
        ),
        (WeeklyRecurrencePattern(Interval=1, DaysOfWeek=()), NO_END, "ErrorCalendarInvalidDayForWeeklyRecurrence"),
        (
            DAILY,
            NumberedRecurrenceRange(StartDate="2027-03-01", NumberOfOccurrences=0),
            "ErrorCalendarInvalidRecurrence",
        ),
        (
            DAILY,
            EndDateRecurrenceRange(StartDate="2027-03-01", EndDate="2027-02-28"),
            "ErrorCalendarEndDateIsEarlierThanStartDate",
        ),
        (
            DAILY,
            EndDateRecurrenceRange(StartDate="2027-03-01", EndDate="4500-09-01"),
            "ErrorRecurrenceEndDateTooBig",
        ),
        (
            WEEKLY,
            EndDateRecurrenceRange(StartDate="2027-03-02", EndDate="2027-03-07"),
            "ErrorRecurrenceHasNoOccurrence",
        ),
    ],
)
def test_what_is_no_series(pattern: Bag, range_: Bag, code: str) -> None:
    found = days_of(recurrence(pattern, range_))
    assert isinstance(found, Failure)
    assert found.code == code


def test_the_smallest_gap_of_a_series() -> None:
    assert days(WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Monday", "Friday")), "2027-03-01").smallest_gap() == 3
    assert days(AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31), "2027-01-31").smallest_gap() == 28
    assert days(DAILY, "2027-03-01", number=1).smallest_gap() is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (DailyRegeneratingPattern(Interval=3), dt.date(2027, 2, 3)),
        (WeeklyRegeneratingPattern(Interval=2), dt.date(2027, 2, 14)),
        (MonthlyRegeneratingPattern(Interval=1), dt.date(2027, 2, 28)),
        (YearlyRegeneratingPattern(Interval=1), dt.date(2028, 1, 31)),
    ],
)
def test_a_task_regenerates_so_long_after_it_is_done(pattern: RegeneratingPatternBase, expected: dt.date) -> None:
    assert regenerated(pattern, dt.date(2027, 1, 31)) == expected


def test_a_series_that_regenerates_is_known_by_its_first_day_alone() -> None:
    bag = TaskRecurrence(DailyRegeneration=DailyRegeneratingPattern(Interval=1), NoEndRecurrence=NO_END)
    found = days_of(bag)
    assert isinstance(found, Days)
    assert texts(found, 5) == ["2027-03-01"]
