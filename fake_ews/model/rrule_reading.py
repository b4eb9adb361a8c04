"""An RRULE as the Recurrence that Exchange makes of it.

Rule: only what fits one of Exchange's patterns is read; of anything else the failure names the part of the rule that
has no place in a pattern. Nothing is approximated, but for the 29th to the 31st, which are the last day of a shorter
month. Source: MS-OXCICAL 2.1.3.2.2 (templates) and 2.3.1 (parts); RFC 5545 3.3.10.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

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
from fake_ews.model.failures import ErrorMimeContentInvalid, Failure
from fake_ews.model.recurrence import LARGEST_INTERVAL, LARGEST_NUMBER
from fake_ews.model.rrule import LONGEST_MONTH, NTH, SETS, WEEK

_NAMES = {name[:2].upper(): name for name in WEEK}
_UNITS = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "months"}
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})(Z)?)?")


class _Unfit(Exception):
    """A part of a rule that no pattern says, told for people."""


def recurrence_of(rule: str, start: dt.datetime, zone: str) -> Recurrence | Failure:
    """The Recurrence of an RRULE whose first occurrence starts at a wall clock time in a zone.

    ErrorMimeContentInvalid, with the part that does not fit.
    """
    try:
        return _Reading(_parts(rule.strip().upper()), start, zone).recurrence()
    except _Unfit as unfit:
        return ErrorMimeContentInvalid.saying(f"RRULE:{rule.strip()} is no recurrence that Exchange knows: {unfit}.")


def _parts(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value:
            raise _Unfit(f"{part or 'an empty part'} is no name with a value")
        if name in parts:
            raise _Unfit(f"{name} stands twice")
        parts[name] = value
    return parts


@dataclass(slots=True)
class _Reading:
    """What is left of a rule while it is read."""

    parts: dict[str, str]
    start: dt.datetime
    zone: str

    def recurrence(self) -> Recurrence:
        frequency = self.parts.pop("FREQ", "none")
        if frequency not in _UNITS:
            raise _Unfit(f"FREQ={frequency} is none of {', '.join(_UNITS)}")
        pattern = self._pattern(frequency)
        range_ = self._range()
        for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            self._same_time(name)
        if frequency != "WEEKLY":
            self.parts.pop("WKST", None)
        for name, value in self.parts.items():
            raise _Unfit(f"{name}={value} is not possible with FREQ={frequency}")
        found = Recurrence()
        for part in (pattern, range_):
            name = type(part).__name__.removesuffix("Pattern").removesuffix("Range")
            found.set(Recurrence.rows[name], part)
        return found

    def _pattern(self, frequency: str) -> Bag:
        interval = self._interval(frequency)
        match frequency:
            case "DAILY":
                return DailyRecurrencePattern(Interval=interval)
            case "WEEKLY":
                return WeeklyRecurrencePattern(
                    Interval=interval, DaysOfWeek=self._weekdays(), FirstDayOfWeek=self._weekday("WKST", "MO")
                )
            case "MONTHLY":
                return self._monthly(interval)
            case _:
                return self._yearly(interval)

    def _monthly(self, interval: int) -> Bag:
        if "BYDAY" not in self.parts:
            return AbsoluteMonthlyRecurrencePattern(Interval=interval, DayOfMonth=self._day())
        days, nth = self._nth()
        return RelativeMonthlyRecurrencePattern(Interval=interval, DaysOfWeek=days, DayOfWeekIndex=nth)

    def _yearly(self, interval: int) -> Bag:
        """A pattern of years; of every second year or fewer a pattern of as many months."""
        given = self._number("BYMONTH", 12)
        if given is None and "BYDAY" in self.parts:
            raise _Unfit(f"BYDAY={self.parts['BYDAY']} without BYMONTH is not possible with FREQ=YEARLY")
        number = given or self.start.month
        if interval > 1:
            if number != self.start.month:
                raise _Unfit(f"BYMONTH={number} is not the month of DTSTART, and INTERVAL={interval}")
            return self._monthly(12 * interval)
        month = MonthNames.values[number - 1]
        if "BYDAY" not in self.parts:
            return AbsoluteYearlyRecurrencePattern(DayOfMonth=self._day(), Month=month)
        days, nth = self._nth()
        return RelativeYearlyRecurrencePattern(DaysOfWeek=days, DayOfWeekIndex=nth, Month=month)

    def _interval(self, frequency: str) -> int:
        largest = LARGEST_INTERVAL[_UNITS[frequency]] // (12 if frequency == "YEARLY" else 1)
        return self._number("INTERVAL", largest) or 1

    def _number(self, name: str, largest: int) -> int | None:
        """The number of a part, from 1 on; None where the part is not there."""
        text = self.parts.pop(name, None)
        if text is None:
            return None
        if not re.fullmatch("[0-9]{1,9}", text) or not 1 <= int(text) <= largest:
            raise _Unfit(f"{name}={text} is no number from 1 to {largest}")
        return int(text)

    def _day(self) -> int:
        """The day of the month, which is that of the start where none is named."""
        if self.parts.get("BYMONTHDAY") == "-1":
            del self.parts["BYMONTHDAY"]
            return LONGEST_MONTH
        return self._number("BYMONTHDAY", LONGEST_MONTH) or self.start.day

    def _weekdays(self) -> tuple[str, ...]:
        text = self.parts.pop("BYDAY", None)
        if text is None:
            return (WEEK[self.start.weekday()],)
        if any(one not in _NAMES for one in text.split(",")):
            raise _Unfit(f"BYDAY={text} is no list of weekdays")
        return tuple(dict.fromkeys(_NAMES[one] for one in text.split(",")))

    def _weekday(self, name: str, otherwise: str) -> str:
        text = self.parts.pop(name, otherwise)
        if text not in _NAMES:
            raise _Unfit(f"{name}={text} is no weekday")
        return _NAMES[text]

    def _nth(self) -> tuple[str, str]:
        """The kind of days and which of them, from BYDAY and BYSETPOS, or from BYDAY alone, as 2TU."""
        text = self.parts["BYDAY"]
        numbered = re.fullmatch(r"\+?(-?[0-9]+)(SU|MO|TU|WE|TH|FR|SA)", text)
        if numbered is not None:
            position = numbered[1]
            self.parts["BYDAY"] = numbered[2]
        elif "BYSETPOS" in self.parts:
            position = self.parts.pop("BYSETPOS")
        else:
            raise _Unfit(f"BYDAY={text} does not say which of these days in the month; BYSETPOS does")
        return self._kind(), _index(position)

    def _kind(self) -> str:
        days = self._weekdays()
        if len(days) == 1:
            return days[0]
        for name, several in SETS.items():
            if set(days) == set(several):
                return name
        raise _Unfit(f"BYDAY: {', '.join(days)} are neither one day, all days, the weekdays nor the weekend")

    def _same_time(self, name: str) -> None:
        text = self.parts.pop(name, None)
        if text is not None and (not text.isdecimal() or int(text) != getattr(self.start, name[2:].lower())):
            raise _Unfit(f"{name}={text} is not the time of DTSTART")

    def _range(self) -> Bag:
        first, number = self.start.date().isoformat(), self._number("COUNT", LARGEST_NUMBER)
        until = self.parts.pop("UNTIL", None)
        if number is not None and until is not None:
            raise _Unfit("it has COUNT and UNTIL")
        if number is not None:
            return NumberedRecurrenceRange(StartDate=first, NumberOfOccurrences=number)
        if until is not None:
            return EndDateRecurrenceRange(StartDate=first, EndDate=self._last(until).isoformat())
        return NoEndRecurrenceRange(StartDate=first)

    def _last(self, text: str) -> dt.date:
        """The last day that an occurrence may start on: that of UNTIL, or the one before, if UNTIL is earlier in it."""
        found = _UNTIL.fullmatch(text)
        if found is None:
            raise _Unfit(f"UNTIL={text} is no time")
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        try:
            wall = dt.datetime(year, month, day, hour, minute, second)
            if found[7]:
                wall = zones.offset_form(wall.replace(tzinfo=dt.UTC), self.zone).replace(tzinfo=None)
            late_enough = found[4] is None or wall.time() >= self.start.time()
            return wall.date() if late_enough else wall.date() - dt.timedelta(days=1)
        except (ValueError, OverflowError):
            raise _Unfit(f"UNTIL={text} is no time") from None


def _index(position: str) -> str:
    for name, number in NTH.items():
        if position.removeprefix("+") == str(number):
            return name
    raise _Unfit(f"{position} is none of {', '.join(map(str, NTH.values()))} in BYSETPOS or before the day in BYDAY")
