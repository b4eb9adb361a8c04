"""The days a series falls on, by arithmetic alone: the nth day of a pattern, and the number of a day.

Rule: a day is its ordinal (`datetime.date.toordinal`), an occurrence its index from 1, deleted ones counted; no
question costs more for an old series than for a new one. What a day means in time is `series`' business.
Source: ref/recurrence and its children, MS-OXOCAL 2.2.1.44 (month ends, weeks by their first day, the last day of all);
RC ErrorCalendarInvalidRecurrence, ErrorCalendarInvalidDayForWeeklyRecurrence, ErrorRecurrenceEndDateTooBig,
ErrorRecurrenceHasNoOccurrence.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, TypeVar

from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    DailyRegeneratingPattern,
    EndDateRecurrenceRange,
    IntervalRecurrencePatternBase,
    MonthlyRegeneratingPattern,
    MonthNames,
    NumberedRecurrenceRange,
    Recurrence,
    RecurrenceRangeBase,
    RegeneratingPatternBase,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
    WeeklyRegeneratingPattern,
    YearlyRegeneratingPattern,
)
from fake_ews.model.failures import (
    ErrorCalendarEndDateIsEarlierThanStartDate,
    ErrorCalendarInvalidDayForWeeklyRecurrence,
    ErrorCalendarInvalidRecurrence,
    ErrorRecurrenceEndDateTooBig,
    ErrorRecurrenceHasNoOccurrence,
    Failure,
)

B = TypeVar("B", bound=Bag)
LAST_DAY = dt.date(4500, 8, 31).toordinal()  # no series goes on after it [spec MS-OXOCAL 2.2.1.44.1]
LARGEST_INTERVAL = {"days": 999, "weeks": 99, "months": 99}  # [doc ref/interval]
LARGEST_NUMBER = 999  # of occurrences [doc ref/numberofoccurrences]
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")  # 0 is Sunday, as % 7 is
_SETS = {"Day": tuple(range(7)), "Weekday": (1, 2, 3, 4, 5), "WeekendDay": (0, 6)}
_NTH = {"First": 0, "Second": 1, "Third": 2, "Fourth": 3, "Last": -1}
_JANUARY, _DECEMBER = 1, 12


class Pattern(Protocol):
    """An endless row of days. It begins no later than the series does, perhaps a little earlier."""

    def at(self, n: int) -> int:
        """Its nth day, n from 0."""
        ...

    def first(self, day: int) -> int:
        """The smallest n whose day is `day` or a later one."""
        ...


@dataclass(frozen=True, slots=True)
class Daily:
    """Every `interval` days from `start`."""

    start: int
    interval: int

    def at(self, n: int) -> int:
        """As Pattern."""
        return self.start + n * self.interval

    def first(self, day: int) -> int:
        """As Pattern."""
        return max(-((self.start - day) // self.interval), 0)


@dataclass(frozen=True, slots=True)
class Weekly:
    """On some days of every `interval`th week. `week` is the day that the first one begins with; `offsets` count from
    there, in order. Which weeks count hangs on the day that weeks begin with.
    """

    week: int
    interval: int
    offsets: tuple[int, ...]

    def at(self, n: int) -> int:
        """As Pattern."""
        weeks, nth = divmod(n, len(self.offsets))
        return self.week + 7 * self.interval * weeks + self.offsets[nth]

    def first(self, day: int) -> int:
        """As Pattern."""
        weeks, rest = divmod(day - self.week, 7 * self.interval)
        return max(weeks * len(self.offsets) + bisect_left(self.offsets, rest), 0)


@dataclass(frozen=True, slots=True)
class Monthly:
    """One day in every `interval`th month; `month` is the first one, counted from year 0.

    The day is a number, and in shorter months the last one; or the nth (0 to 3, -1 the last) of some weekdays.
    """

    month: int
    interval: int
    nth: int
    weekdays: tuple[int, ...] | None = None

    def at(self, n: int) -> int:
        """As Pattern."""
        year, month = divmod(self.month + n * self.interval, 12)
        days = calendar.monthrange(year, month + 1)[1]
        start = dt.date(year, month + 1, 1).toordinal()
        return start + (min(self.nth, days) - 1 if self.weekdays is None else self._relative(start, days))

    def _relative(self, start: int, days: int) -> int:
        """How many days after the first of the month."""
        assert self.weekdays is not None
        if len(self.weekdays) > 1:
            return [at for at in range(days) if (start + at) % 7 in self.weekdays][self.nth]
        first = (self.weekdays[0] - start) % 7
        return first + 7 * (self.nth if self.nth >= 0 else (days - 1 - first) // 7)

    def first(self, day: int) -> int:
        """As Pattern."""
        date = dt.date.fromordinal(day)
        n = max(-((self.month - _month(date)) // self.interval), 0)
        return n if self.at(n) >= day else n + 1


def _month(date: dt.date) -> int:
    return date.year * 12 + date.month - 1


class Days:
    """The days of a series: a pattern from a first day on, up to a last day or number. There is at least one."""

    __slots__ = ("_pattern", "_skipped", "is_endless", "length")

    def __init__(self, pattern: Pattern, start: int, last: int | None = None, number: int | None = None) -> None:
        self._pattern, self._skipped = pattern, pattern.first(start)
        self.is_endless = last is None and number is None
        until = LAST_DAY if last is None else min(last, LAST_DAY)
        self.length = pattern.first(until + 1) - self._skipped
        if number is not None:
            self.length = min(self.length, number)

    def day(self, index: int) -> int | None:
        """The day of an occurrence, None outside the series."""
        return self._pattern.at(self._skipped + index - 1) if 1 <= index <= self.length else None

    def index(self, day: int) -> int | None:
        """Which occurrence falls on a day; None if none does."""
        if not 1 <= day <= LAST_DAY:
            return None
        index = self._after(day)
        return index if self.day(index) == day else None

    def between(self, first: int, last: int) -> Iterator[int]:
        """The days of occurrences from `first` to `last`, both included."""
        for index in range(max(self._after(first), 1), self.length + 1):
            day = self._pattern.at(self._skipped + index - 1)
            if day > last:
                return
            yield day

    def back_from(self, day: int) -> Iterator[int]:
        """The days of occurrences from `day`, included, back to the first."""
        for index in range(min(self._after(day + 1) - 1, self.length), 0, -1):
            yield self._pattern.at(self._skipped + index - 1)

    def neighbours(self, day: int) -> tuple[int | None, int | None]:
        """The days of the occurrences before and after the one on a day."""
        index = self._after(day)
        return self.day(index - 1), self.day(index + 1)

    def smallest_gap(self) -> int | None:
        """The fewest days from one occurrence to the next, looked for in the first two years of months or weeks."""
        days = [self._pattern.at(self._skipped + n) for n in range(min(self.length, 25))]
        return min((later - earlier for earlier, later in pairwise(days)), default=None)

    def _after(self, day: int) -> int:
        """The index of the first occurrence on a day or later, as if the series had no end but the last day of all."""
        return self._pattern.first(min(day, LAST_DAY + 1)) - self._skipped + 1


def days_of(recurrence: Bag) -> Days | Failure:
    """The days of a Recurrence or TaskRecurrence, or why it is none.

    One that regenerates has a single day, its first: the next is known when a task is done (`regenerated`).
    """
    pattern_bag, range_bag = _parts(recurrence)
    start = _day(range_bag.need(RecurrenceRangeBase.StartDate))
    pattern = _pattern(pattern_bag, start)
    if pattern is None:
        return ErrorCalendarInvalidRecurrence
    if isinstance(pattern, Failure):
        return pattern
    days = _ranged(pattern, start, range_bag, once=isinstance(pattern_bag, RegeneratingPatternBase))
    if isinstance(days, Days) and days.length <= 0:
        return ErrorRecurrenceHasNoOccurrence
    return days


def _parts(recurrence: Bag) -> tuple[Bag, RecurrenceRangeBase]:
    values = list(recurrence.values.values())
    range_bag = next(value for value in values if isinstance(value, RecurrenceRangeBase))
    return next(value for value in values if not isinstance(value, RecurrenceRangeBase)), range_bag


def range_of(recurrence: Bag) -> RecurrenceRangeBase:
    """The range of a Recurrence."""
    return _parts(recurrence)[1]


def pattern_of(recurrence: Bag) -> Bag:
    """The pattern of a Recurrence."""
    return _parts(recurrence)[0]


def with_dates(recurrence: B, told: Callable[[str], str]) -> B:
    """The same recurrence with the dates of its range, as xs:date has them, told in another way."""
    twin, range_bag = recurrence.copy(), range_of(recurrence).copy()
    for row, value in list(range_bag):
        if isinstance(value, str):
            range_bag.set(row, told(value))
    twin.set(next(row for row, value in recurrence if isinstance(value, RecurrenceRangeBase)), range_bag)
    return twin


def ending(recurrence: Recurrence, day: int) -> Recurrence:
    """The same recurrence up to a last day."""
    twin, start = recurrence.copy(), range_of(recurrence).need(RecurrenceRangeBase.StartDate)
    twin.NoEndRecurrence = twin.NumberedRecurrence = None
    twin.EndDateRecurrence = EndDateRecurrenceRange(StartDate=start, EndDate=dt.date.fromordinal(day).isoformat())
    return twin


def beginning(recurrence: Recurrence, day: int, gone: int = 0) -> Recurrence:
    """The same recurrence from another first day on; of those that are numbered so many are gone then."""
    twin, range_bag = recurrence.copy(), range_of(recurrence).copy()
    range_bag.StartDate = dt.date.fromordinal(day).isoformat()
    if isinstance(range_bag, NumberedRecurrenceRange):
        range_bag.NumberOfOccurrences = range_bag.need(NumberedRecurrenceRange.NumberOfOccurrences) - gone
    twin.set(next(row for row, value in recurrence if isinstance(value, RecurrenceRangeBase)), range_bag)
    return twin


def _ranged(pattern: Pattern, start: int, range_bag: RecurrenceRangeBase, *, once: bool) -> Days | Failure:
    if once:
        return Days(pattern, start, number=1)
    if isinstance(range_bag, NumberedRecurrenceRange):
        number = range_bag.need(NumberedRecurrenceRange.NumberOfOccurrences)
        return Days(pattern, start, number=number) if 1 <= number <= LARGEST_NUMBER else ErrorCalendarInvalidRecurrence
    if not isinstance(range_bag, EndDateRecurrenceRange):
        return Days(pattern, start)
    last = _day(range_bag.need(EndDateRecurrenceRange.EndDate))
    if last > LAST_DAY:
        return ErrorRecurrenceEndDateTooBig
    return ErrorCalendarEndDateIsEarlierThanStartDate if last < start else Days(pattern, start, last=last)


def _day(text: str) -> int:
    """The day of an xs:date; a zone behind it says nothing here."""
    return min(dt.date.fromisoformat(text[:10]).toordinal(), LAST_DAY + 1)


def _pattern(bag: Bag, start: int) -> Pattern | Failure | None:
    """The pattern of a contract bag; None where a number in it is out of range."""
    if isinstance(bag, IntervalRecurrencePatternBase):
        interval = bag.need(IntervalRecurrencePatternBase.Interval)
        return _by_interval(bag, interval, start) if 1 <= interval <= LARGEST_INTERVAL[_unit(bag)] else None
    year = dt.date.fromordinal(start).year * 12 - 1
    if isinstance(bag, AbsoluteYearlyRecurrencePattern):
        month = year + month_number(bag.need(AbsoluteYearlyRecurrencePattern.Month))
        return _absolute(month, 12, bag.need(AbsoluteYearlyRecurrencePattern.DayOfMonth))
    nth = _NTH[bag.need(RelativeYearlyRecurrencePattern.DayOfWeekIndex)]
    month = year + month_number(bag.need(RelativeYearlyRecurrencePattern.Month))
    return Monthly(month, 12, nth, weekdays(bag.need(RelativeYearlyRecurrencePattern.DaysOfWeek)))


def _by_interval(bag: Bag, interval: int, start: int) -> Pattern | Failure | None:
    month = _month(dt.date.fromordinal(start))
    match bag:
        case WeeklyRecurrencePattern():
            return _weekly(bag, interval, start)
        case AbsoluteMonthlyRecurrencePattern():
            return _absolute(month, interval, bag.need(AbsoluteMonthlyRecurrencePattern.DayOfMonth))
        case RelativeMonthlyRecurrencePattern():
            nth = _NTH[bag.need(RelativeMonthlyRecurrencePattern.DayOfWeekIndex)]
            return Monthly(month, interval, nth, weekdays(bag.need(RelativeMonthlyRecurrencePattern.DaysOfWeek)))
        case _:
            return Daily(start, interval)


def _unit(bag: Bag) -> str:
    """What an interval counts."""
    if isinstance(bag, DailyRecurrencePattern | DailyRegeneratingPattern):
        return "days"
    return "weeks" if isinstance(bag, WeeklyRecurrencePattern | WeeklyRegeneratingPattern) else "months"


def month_number(name: str) -> int:
    """1 for January, as MonthNames has them."""
    return MonthNames.values.index(name) + 1


def _absolute(month: int, interval: int, day: int) -> Monthly | None:
    return Monthly(month, interval, day) if 1 <= day <= 31 else None


def weekdays(name: str) -> tuple[int, ...]:
    """The numbers of the days that a DayOfWeekType names, Sunday being 0."""
    return _SETS[name] if name in _SETS else (WEEKDAYS.index(name),)


def _weekly(bag: WeeklyRecurrencePattern, interval: int, start: int) -> Weekly | Failure:
    names = bag.need(WeeklyRecurrencePattern.DaysOfWeek)
    first = bag.FirstDayOfWeek or "Sunday"
    if not names or any(name in _SETS for name in (*names, first)):
        return ErrorCalendarInvalidDayForWeeklyRecurrence
    begins = WEEKDAYS.index(first)
    offsets = tuple(sorted({(WEEKDAYS.index(name) - begins) % 7 for name in names}))
    return Weekly(start - (start - begins) % 7, interval, offsets)


def regenerated(pattern: RegeneratingPatternBase, done: dt.date) -> dt.date:
    """The day of a task's next round, once this one is done: so many days, weeks, months or years later."""
    interval = pattern.need(RegeneratingPatternBase.Interval)
    if isinstance(pattern, MonthlyRegeneratingPattern | YearlyRegeneratingPattern):
        months = interval * (12 if isinstance(pattern, YearlyRegeneratingPattern) else 1)
        return dt.date.fromordinal(Monthly(_month(done), months, done.day).at(1))
    return done + dt.timedelta(days=interval * (7 if isinstance(pattern, WeeklyRegeneratingPattern) else 1))
