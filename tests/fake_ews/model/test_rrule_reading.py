"""An RRULE as a Recurrence: what one direction says, the other understands, and dateutil counts the same days."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    EndDateRecurrenceRange,
    MonthNames,
    NoEndRecurrenceRange,
    NumberedRecurrenceRange,
    Recurrence,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.model import zones
from fake_ews.model.failures import Failure
from fake_ews.model.recurrence import Days, days_of, pattern_of, range_of
from fake_ews.model.rrule import NTH, SETS, WEEK, exported
from fake_ews.model.rrule_reading import recurrence_of
from tests.fake_ews.model.test_recurrence import recurrence

BERNE = "W. Europe Standard Time"
TUESDAY = dt.datetime(2027, 3, 16, 9, 30)
STARTS = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2060, 1, 1)).map(lambda at: at.replace(microsecond=0))
KINDS = st.sampled_from((*WEEK, *SETS))
INDEXES = st.sampled_from(list(NTH))
MONTHS = st.sampled_from(MonthNames.values)


def weekly(interval: int, days: set[str], first: str) -> Bag:
    """A pattern of weeks, its days in the order that an RRULE has them."""
    named = tuple(day for day in WEEK if day in days)
    return WeeklyRecurrencePattern(Interval=interval, DaysOfWeek=named, FirstDayOfWeek=first)


PATTERNS = st.one_of(
    st.builds(DailyRecurrencePattern, Interval=st.integers(1, 999)),
    st.builds(weekly, st.integers(1, 99), st.sets(st.sampled_from(WEEK), min_size=1), st.sampled_from(WEEK)),
    st.builds(AbsoluteMonthlyRecurrencePattern, Interval=st.integers(1, 99), DayOfMonth=st.integers(1, 31)),
    st.builds(RelativeMonthlyRecurrencePattern, Interval=st.integers(1, 99), DaysOfWeek=KINDS, DayOfWeekIndex=INDEXES),
    st.builds(AbsoluteYearlyRecurrencePattern, DayOfMonth=st.integers(1, 31), Month=MONTHS),
    st.builds(RelativeYearlyRecurrencePattern, DaysOfWeek=KINDS, DayOfWeekIndex=INDEXES, Month=MONTHS),
)


def ranged(pattern: Bag, start: dt.datetime, number: int, kind: int) -> Recurrence:
    """A pattern without end, for so many times, or for so many days."""
    first = start.date().isoformat()
    if kind == 0:
        return recurrence(pattern, NoEndRecurrenceRange(StartDate=first))
    if kind == 1:
        return recurrence(pattern, NumberedRecurrenceRange(StartDate=first, NumberOfOccurrences=number))
    last = (start.date() + dt.timedelta(days=number)).isoformat()
    return recurrence(pattern, EndDateRecurrenceRange(StartDate=first, EndDate=last))


def rule_of(given: Bag, start: dt.datetime, zone: str) -> str:
    """Its RRULE, UNTIL as an instant."""

    def until(last: dt.date) -> str:
        return f"{zones.to_utc(dt.datetime.combine(last, start.time()), zone):%Y%m%dT%H%M%SZ}"

    return exported(given, until)


def read(rule: str, start: dt.datetime = TUESDAY, zone: str = BERNE) -> Recurrence:
    """The Recurrence of a rule that is fine."""
    found = recurrence_of(rule, start, zone)
    assert isinstance(found, Recurrence), found
    return found


@given(PATTERNS, STARTS, st.integers(1, 999), st.integers(0, 2), st.sampled_from(zones.ids()))
def test_what_is_told_is_understood(pattern: Bag, start: dt.datetime, number: int, kind: int, zone: str) -> None:
    """Every pattern and range of an entry comes back as it went."""
    given = ranged(pattern, start, number, kind)
    at = zones.to_utc(start, zone)
    assume(zones.offset_form(at, zone).replace(tzinfo=None) == start)
    if kind == 2:  # the last day has that time of day, too: clocks may skip it
        last = dt.datetime.combine(start.date() + dt.timedelta(days=number), start.time())
        assume(zones.offset_form(zones.to_utc(last, zone), zone).replace(tzinfo=None) == last)
    assert read(rule_of(given, start, zone), start, zone) == given


@given(PATTERNS, STARTS, st.integers(1, 999), st.integers(0, 2))
def test_dateutil_finds_the_days_of_the_series(pattern: Bag, start: dt.datetime, number: int, kind: int) -> None:
    """But for the 29th and 30th, which RFC 5545 has no last day of shorter months for."""
    number_of_day = pattern.get(AbsoluteMonthlyRecurrencePattern.DayOfMonth)
    assume((number_of_day or pattern.get(AbsoluteYearlyRecurrencePattern.DayOfMonth) or 0) not in (29, 30))
    given = ranged(pattern, start, number, kind)
    days = days_of(given)
    expected = [] if isinstance(days, Failure) else [days.day(index) for index in range(1, min(days.length, 30) + 1)]
    rule = rrulestr(rule_of(given, start, "UTC").replace("Z;", ";").removesuffix("Z"), dtstart=start)
    assert [at.toordinal() for at in islice(rule, 30)] == expected


@given(st.integers(1, 99), st.sampled_from((29, 30)), STARTS)
def test_the_29th_and_30th_are_those_of_dateutil_in_months_that_have_them(
    interval: int, number: int, start: dt.datetime
) -> None:
    """In shorter months the series has its last day, and RFC 5545 none. MS-OXOCAL 2.2.1.44"""
    pattern = AbsoluteMonthlyRecurrencePattern(Interval=interval, DayOfMonth=number)
    days = days_of(ranged(pattern, start, 1, 0))
    assert isinstance(days, Days)
    dates = [dt.date.fromordinal(days.day(index) or 0) for index in range(1, 31)]
    rule = rrulestr(rule_of(ranged(pattern, start, 1, 0), start, "UTC"), dtstart=start)
    expected = [date for date in dates if date.day == number]
    assert [at.date() for at in islice(rule, len(expected))] == expected


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("FREQ=DAILY", DailyRecurrencePattern(Interval=1)),
        ("freq=daily;interval=3;", DailyRecurrencePattern(Interval=3)),
        ("FREQ=DAILY;WKST=SU;BYHOUR=9;BYMINUTE=30;BYSECOND=0", DailyRecurrencePattern(Interval=1)),
        ("FREQ=WEEKLY", weekly(1, {"Tuesday"}, "Monday")),
        ("FREQ=WEEKLY;BYDAY=MO,TH,MO;WKST=SU;INTERVAL=2", weekly(2, {"Monday", "Thursday"}, "Sunday")),
        ("FREQ=MONTHLY", AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=16)),
        ("FREQ=MONTHLY;BYMONTHDAY=30", AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=30)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31)),
        (
            "FREQ=MONTHLY;BYDAY=3TU",
            RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Tuesday", DayOfWeekIndex="Third"),
        ),
        (
            "FREQ=MONTHLY;BYDAY=-1FR;INTERVAL=2",
            RelativeMonthlyRecurrencePattern(Interval=2, DaysOfWeek="Friday", DayOfWeekIndex="Last"),
        ),
        (
            "FREQ=MONTHLY;BYSETPOS=+1;BYDAY=FR,MO,TU,WE,TH",
            RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Weekday", DayOfWeekIndex="First"),
        ),
        ("FREQ=YEARLY", AbsoluteYearlyRecurrencePattern(DayOfMonth=16, Month="March")),
        ("FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1", AbsoluteYearlyRecurrencePattern(DayOfMonth=31, Month="September")),
        (
            "FREQ=YEARLY;BYMONTH=6;BYDAY=+2SU",
            RelativeYearlyRecurrencePattern(DaysOfWeek="Sunday", DayOfWeekIndex="Second", Month="June"),
        ),
        (
            "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=15;INTERVAL=3",
            AbsoluteMonthlyRecurrencePattern(Interval=36, DayOfMonth=15),
        ),
        (
            "FREQ=YEARLY;INTERVAL=2;BYDAY=SA,SU;BYSETPOS=4;BYMONTH=03",
            RelativeMonthlyRecurrencePattern(Interval=24, DaysOfWeek="WeekendDay", DayOfWeekIndex="Fourth"),
        ),
    ],
)
def test_rules(rule: str, pattern: Bag) -> None:
    """MS-OXCICAL 2.1.3.2.2.1 to .6: the templates, and what is taken from the start"""
    found = read(rule)
    assert pattern_of(found) == pattern
    assert isinstance(days_of(found), Days)


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20270330", "2027-03-30"), ("20270330T093000", "2027-03-30"), ("20270330T092959", "2027-03-29"),
        ("20270330T073000Z", "2027-03-30"), ("20270330T072959Z", "2027-03-29"), ("20270316T230000Z", "2027-03-16"),
    ],
)  # fmt: skip
def test_the_last_day(until: str, last: str) -> None:
    """RFC 5545 3.3.10: UNTIL bounds the starts of occurrences; here they are at 9:30 in Berne."""
    assert range_of(read(f"FREQ=DAILY;UNTIL={until}")).get(EndDateRecurrenceRange.EndDate) == last


@pytest.mark.parametrize(
    ("rule", "part"),
    [
        ("FREQ=HOURLY", "FREQ=HOURLY is none of DAILY, WEEKLY, MONTHLY, YEARLY"), ("COUNT=3", "FREQ=none"),
        ("FREQ", "FREQ is no name with a value"), ("FREQ=DAILY;;COUNT=1", "an empty part"),
        ("FREQ=DAILY;COUNT=3;COUNT=4", "COUNT stands twice"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20270401", "it has COUNT and UNTIL"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0 is no number from 1 to 999"), ("FREQ=DAILY;COUNT=1000", "COUNT=1000"),
        ("FREQ=DAILY;INTERVAL=1000", "INTERVAL=1000"), ("FREQ=WEEKLY;INTERVAL=100", "INTERVAL=100"),
        ("FREQ=YEARLY;INTERVAL=9", "INTERVAL=9 is no number from 1 to 8"), ("FREQ=DAILY;INTERVAL=x", "INTERVAL=X"),
        ("FREQ=DAILY;BYDAY=MO,TU", "BYDAY=MO,TU is not possible with FREQ=DAILY"),
        ("FREQ=DAILY;BYMONTH=3", "BYMONTH=3 is not possible"), ("FREQ=DAILY;BYHOUR=9,15", "BYHOUR=9,15"),
        ("FREQ=DAILY;BYMINUTE=31", "BYMINUTE=31 is not the time of DTSTART"),
        ("FREQ=WEEKLY;BYDAY=2TU", "BYDAY=2TU is no list of weekdays"), ("FREQ=WEEKLY;WKST=XX", "WKST=XX"),
        ("FREQ=WEEKLY;BYDAY=TU;BYSETPOS=1", "BYSETPOS=1"), ("FREQ=WEEKLY;BYWEEKNO=20", "BYWEEKNO=20"),
        ("FREQ=MONTHLY;BYDAY=TU", "BYDAY=TU does not say which"), ("FREQ=MONTHLY;BYDAY=5TU", "5 is none of"),
        ("FREQ=MONTHLY;BYDAY=1TU,3TU", "BYDAY=1TU,3TU"), ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "BYDAY: Monday"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-2", "-2 is none of 1, 2, 3, 4, -1"),
        ("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=1", "BYSETPOS=1"), ("FREQ=MONTHLY;BYMONTHDAY=1,15", "BYMONTHDAY=1,15"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "BYMONTHDAY=-2"), ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=1FR", "BYMONTHDAY=13"),
        ("FREQ=MONTHLY;BYMONTH=3", "BYMONTH=3"), ("FREQ=YEARLY;BYMONTH=3,9", "BYMONTH=3,9"),
        ("FREQ=YEARLY;BYDAY=20MO", "BYDAY=20MO without BYMONTH"), ("FREQ=YEARLY;BYYEARDAY=100", "BYYEARDAY=100"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=4", "BYMONTH=4 is not the month of DTSTART"),
        ("RSCALE=CHINESE;FREQ=YEARLY", "RSCALE=CHINESE"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL=TOMORROW is no time"), ("FREQ=DAILY;UNTIL=20270231", "UNTIL=20270231"),
        ("FREQ=DAILY;UNTIL=00010101T000000", "UNTIL=00010101T000000"),
    ],
)  # fmt: skip
def test_what_no_pattern_says(rule: str, part: str) -> None:
    """It is refused, and the part of the rule is named."""
    found = recurrence_of(rule, TUESDAY, BERNE)
    assert isinstance(found, Failure)
    assert found.code == "ErrorMimeContentInvalid"
    assert part in found.text
    assert rule in found.text
