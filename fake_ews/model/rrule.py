"""A Recurrence in the words of iCalendar: the RRULE that says the same.

Rule: the first day is that of the start, and not told here. The 31st is the last day of a month, and told as that; the
29th and the 30th are told by their numbers, as Exchange does, although RFC 5545 leaves out the shorter months.
Source: RFC 5545 3.3.10; MS-OXCICAL 2.1.3.2.2; ref/recurrence and its children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    EndDateRecurrenceRange,
    IntervalRecurrencePatternBase,
    MonthNames,
    NumberedRecurrenceRange,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.model.recurrence import pattern_of, range_of

LONGEST_MONTH = 31
"""Days: whoever names the 31st means the last day of every month. MS-OXCICAL 2.1.3.2.2.3"""
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SETS = {"Day": WEEK, "Weekday": WEEK[:5], "WeekendDay": WEEK[5:]}
NTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}


def rrule(recurrence: Bag) -> str:
    """The RRULE in few words, such as FREQ=WEEKLY;BYDAY=MO;COUNT=10, for whoever looks at a series.

    What RFC 5545 takes for granted is left out: INTERVAL=1, WKST=MO.
    """
    pattern = pattern_of(recurrence)
    frequency, *days = _pattern(pattern)
    interval, week = _interval(pattern), _week(pattern)
    often = [f"INTERVAL={interval}"] if interval > 1 else []
    begins = [f"WKST={week}"] if week is not None and interval > 1 and week != "MO" else []
    until = _until(recurrence)
    return ";".join((frequency, *often, *days, *begins, *_end(recurrence, until and until.replace("-", ""))))


def exported(recurrence: Bag, until: Callable[[dt.date], str]) -> str:
    """The RRULE as Exchange writes it: the end first, then the interval, the days, the month; the day that weeks begin
    with last.

    `until` says the value of UNTIL for the last day: a date, or an instant in UTC.
    """
    pattern, last = pattern_of(recurrence), _until(recurrence)
    frequency, *days = _pattern(pattern)
    end = _end(recurrence, last and until(dt.date.fromisoformat(last)))
    week = _week(pattern)
    begins = [] if week is None else [f"WKST={week}"]
    days.sort(key=lambda part: part.startswith("BYMONTH="))
    return ";".join((frequency, *end, f"INTERVAL={_interval(pattern)}", *days, *begins))


def _interval(pattern: Bag) -> int:
    return pattern.get(IntervalRecurrencePatternBase.Interval) or 1


def _week(pattern: Bag) -> str | None:
    """The day that weeks begin with, if that makes a difference."""
    if not isinstance(pattern, WeeklyRecurrencePattern):
        return None
    return (pattern.FirstDayOfWeek or "Sunday")[:2].upper()


def _until(recurrence: Bag) -> str | None:
    """The last day of its range, if it has one, as an ISO date."""
    range_ = range_of(recurrence)
    return range_.need(EndDateRecurrenceRange.EndDate)[:10] if isinstance(range_, EndDateRecurrenceRange) else None


def _end(recurrence: Bag, until: str | None) -> list[str]:
    range_ = range_of(recurrence)
    if isinstance(range_, NumberedRecurrenceRange):
        return [f"COUNT={range_.need(NumberedRecurrenceRange.NumberOfOccurrences)}"]
    return [] if until is None else [f"UNTIL={until}"]


def _pattern(pattern: Bag) -> list[str]:
    match pattern:
        case DailyRecurrencePattern():
            return ["FREQ=DAILY"]
        case WeeklyRecurrencePattern():
            return ["FREQ=WEEKLY", _days(pattern.need(WeeklyRecurrencePattern.DaysOfWeek))]
        case AbsoluteMonthlyRecurrencePattern():
            return ["FREQ=MONTHLY", _day(pattern.DayOfMonth)]
        case RelativeMonthlyRecurrencePattern():
            return ["FREQ=MONTHLY", *_nth(pattern.DaysOfWeek, pattern.DayOfWeekIndex)]
        case AbsoluteYearlyRecurrencePattern():
            return ["FREQ=YEARLY", _month(pattern.Month), _day(pattern.DayOfMonth)]
        case RelativeYearlyRecurrencePattern():
            return ["FREQ=YEARLY", _month(pattern.Month), *_nth(pattern.DaysOfWeek, pattern.DayOfWeekIndex)]
    raise TypeError(f"an entry does not recur by {type(pattern).__name__}")


def _day(number: int | None) -> str:
    return f"BYMONTHDAY={-1 if number == LONGEST_MONTH else number}"


def _days(names: object) -> str:
    given = (names,) if isinstance(names, str) else names
    every = {day for name in given for day in SETS.get(name, (name,))}  # type: ignore[attr-defined]  # a list of words
    return "BYDAY=" + ",".join(day[:2].upper() for day in WEEK if day in every)


def _nth(days: object, index: str | None) -> list[str]:
    return [_days(days), f"BYSETPOS={NTH[index or 'First']}"]


def _month(name: str | None) -> str:
    return f"BYMONTH={MonthNames.values.index(name or 'January') + 1}"
