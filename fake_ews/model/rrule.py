"""A Recurrence in the words of iCalendar, for whoever looks at a series: the RRULE that says the same.

Rule: what RFC 5545 takes for granted is left out (INTERVAL=1, WKST=MO); the first day is that of the start, and not
told here.
Source: RFC 5545 3.3.10; ref/recurrence and its children.
"""

from __future__ import annotations

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

_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SETS = {"Day": _WEEK, "Weekday": _WEEK[:5], "WeekendDay": _WEEK[5:]}
_NTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}


def rrule(recurrence: Bag) -> str:
    """The RRULE of a Recurrence, such as FREQ=WEEKLY;BYDAY=MO;COUNT=10."""
    pattern = pattern_of(recurrence)
    parts = _pattern(pattern)
    interval = pattern.get(IntervalRecurrencePatternBase.Interval) or 1
    if interval > 1:
        parts.insert(1, f"INTERVAL={interval}")
    match range_of(recurrence):
        case NumberedRecurrenceRange() as range_:
            parts.append(f"COUNT={range_.need(NumberedRecurrenceRange.NumberOfOccurrences)}")
        case EndDateRecurrenceRange() as range_:
            parts.append(f"UNTIL={range_.need(EndDateRecurrenceRange.EndDate)[:10].replace('-', '')}")
    return ";".join(parts)


def _pattern(pattern: Bag) -> list[str]:
    match pattern:
        case DailyRecurrencePattern():
            return ["FREQ=DAILY"]
        case WeeklyRecurrencePattern():
            begins, some = pattern.FirstDayOfWeek or "Sunday", (pattern.Interval or 1) > 1
            week = [f"WKST={begins[:2].upper()}"] if some and begins != "Monday" else []
            return ["FREQ=WEEKLY", _days(pattern.need(WeeklyRecurrencePattern.DaysOfWeek)), *week]
        case AbsoluteMonthlyRecurrencePattern():
            return ["FREQ=MONTHLY", f"BYMONTHDAY={pattern.DayOfMonth}"]
        case RelativeMonthlyRecurrencePattern():
            return ["FREQ=MONTHLY", *_nth(pattern.DaysOfWeek, pattern.DayOfWeekIndex)]
        case AbsoluteYearlyRecurrencePattern():
            return ["FREQ=YEARLY", _month(pattern.Month), f"BYMONTHDAY={pattern.DayOfMonth}"]
        case RelativeYearlyRecurrencePattern():
            return ["FREQ=YEARLY", _month(pattern.Month), *_nth(pattern.DaysOfWeek, pattern.DayOfWeekIndex)]
    raise TypeError(f"an entry does not recur by {type(pattern).__name__}")


def _days(names: object) -> str:
    given = (names,) if isinstance(names, str) else names
    every = {day for name in given for day in _SETS.get(name, (name,))}  # type: ignore[attr-defined]  # a list of words
    return "BYDAY=" + ",".join(day[:2].upper() for day in _WEEK if day in every)


def _nth(days: object, index: str | None) -> list[str]:
    return [_days(days), f"BYSETPOS={_NTH[index or 'First']}"]


def _month(name: str | None) -> str:
    return f"BYMONTH={MonthNames.values.index(name or 'January') + 1}"
