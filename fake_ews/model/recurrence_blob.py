"""A series as MAPI stores it in its master: PidLidAppointmentRecur, the pattern, what is called off, what is changed.

Rule: all dates and times are minutes since 1601 on the wall clock of the series. A changed occurrence is among the
deleted ones by its old day, among the changed ones by its new one; its short texts stand twice, the second time in
UTF-16. To add a property that differs in one: its line in _FIELDS, in the order of the bits.
Source: MS-OXOCAL 2.2.1.44 and its examples in 4.1.1; MS-OXCICAL 2.1.3.2.2 (which pattern is which, how many
occurrences); MFCMAPI and grommunio/gromox, which read such blobs (what is there with which bits). Which code page the
short texts have, and that PidLidChangeHighlight says nothing: unverified.
"""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Callable
from typing import Any

from fake_ews.contract.calendar import CalendarItem, LegacyFreeBusy
from fake_ews.contract.items import Item
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DayOfWeekIndex,
    EndDateRecurrenceRange,
    IntervalRecurrencePatternBase,
    NoEndRecurrenceRange,
    NumberedRecurrenceRange,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.model import series
from fake_ews.model.recurrence import WEEKDAYS, Days, days_of, pattern_of, range_of, weekdays
from fake_ews.model.series import Changed, Plan
from fake_ews.model.subjects import topic_of

_BEGIN = dt.date(1601, 1, 1).toordinal()
_DAY, _WEEK, _YEAR = 24 * 60, 7 * 24 * 60, 12  # minutes, minutes, months
_DAILY, _WEEKLY, _MONTHLY, _YEARLY = 0x200A, 0x200B, 0x200C, 0x200D
_BY_DAY, _BY_WEEK, _BY_MONTH, _BY_NTH = 0, 1, 2, 3
_ENDS = {EndDateRecurrenceRange: 0x2021, NumberedRecurrenceRange: 0x2022, NoEndRecurrenceRange: 0x2023}
_ENDLESS, _ENDLESS_COUNT = 0x5AE980DF, 10  # the EndDate and the OccurrenceCount of what has no end


def blob(entry: Bag) -> bytes | None:
    """PidLidAppointmentRecur of a master; None of what is no series, or begins before such times can be told."""
    recurrence = entry.get(CalendarItem.Recurrence)
    if recurrence is None or any(entry.get(row) is None for row in _TIMES):
        return None
    days = days_of(recurrence)
    if not isinstance(days, Days):
        return None
    first, last = days.day(1) or 0, days.day(days.length) or 0
    if first < _BEGIN:
        return None
    plan, changed = Plan(entry, days), series.changes(entry)
    exceptions = sorted(_exception(plan, day, own) for day, own in changed.items())
    gone = sorted(map(_midnight, series.deletions(entry) | set(changed)))
    ends, count = (_ENDLESS, _ENDLESS_COUNT) if days.is_endless else (_midnight(last), days.length)
    start, end = (int(time.total_seconds()) // 60 for time in (plan.starts, plan.starts + plan.lasts))
    return b"".join((
        _pattern(pattern_of(recurrence), first),
        struct.pack("<III", _ENDS[type(range_of(recurrence))], count, _week_begins(pattern_of(recurrence))),
        _counted(gone),
        _counted([at // _DAY * _DAY for at, _, _ in exceptions]),
        struct.pack("<IIIIII", _midnight(first), ends, 0x3006, 0x3009, start, end),
        struct.pack("<H", len(exceptions)),
        *(short for _, short, _ in exceptions),
        bytes(4),
        *(wide for _, _, wide in exceptions),
        bytes(4),
    ))  # fmt: skip


_TIMES: tuple[Row[Any], ...] = (CalendarItem.Start, CalendarItem.End, CalendarItem.StartTimeZoneId)


def _midnight(day: int) -> int:
    return (day - _BEGIN) * _DAY


def _minutes(moment: dt.datetime, zone: str) -> int:
    """An instant on the wall clock of a zone; what is too far away for such times is the farthest of them."""
    local = series.wall_clock(moment, zone)
    return min(max(_midnight(local.toordinal()) + local.hour * 60 + local.minute, 0), _ENDLESS)


def _counted(dates: list[int]) -> bytes:
    return struct.pack(f"<I{len(dates)}I", len(dates), *dates)


# the pattern


def _pattern(bag: Bag, first: int) -> bytes:
    """From ReaderVersion to PatternTypeSpecific."""
    frequency, kind, period, said = _said(bag)
    head = struct.pack("<5H", 0x3004, 0x3004, frequency, kind, 0)
    return head + struct.pack("<III", _first_ever(bag, kind, period, first), period, 0) + said


def _said(bag: Bag) -> tuple[int, int, int, bytes]:
    """RecurFrequency, PatternType, Period and PatternTypeSpecific."""
    interval = bag.need(_INTERVAL) if isinstance(bag, IntervalRecurrencePatternBase) else 1
    match bag:
        case WeeklyRecurrencePattern():
            return _WEEKLY, _BY_WEEK, interval, _mask(*bag.need(WeeklyRecurrencePattern.DaysOfWeek))
        case AbsoluteMonthlyRecurrencePattern():
            return _MONTHLY, _BY_MONTH, interval, _number(bag.need(AbsoluteMonthlyRecurrencePattern.DayOfMonth))
        case AbsoluteYearlyRecurrencePattern():
            return _YEARLY, _BY_MONTH, _YEAR, _number(bag.need(AbsoluteYearlyRecurrencePattern.DayOfMonth))
        case RelativeMonthlyRecurrencePattern():
            nth = bag.need(RelativeMonthlyRecurrencePattern.DayOfWeekIndex)
            return _MONTHLY, _BY_NTH, interval, _nth(bag.need(RelativeMonthlyRecurrencePattern.DaysOfWeek), nth)
        case RelativeYearlyRecurrencePattern():
            nth = bag.need(RelativeYearlyRecurrencePattern.DayOfWeekIndex)
            return _YEARLY, _BY_NTH, _YEAR, _nth(bag.need(RelativeYearlyRecurrencePattern.DaysOfWeek), nth)
        case _:
            return _DAILY, _BY_DAY, interval * _DAY, b""


_INTERVAL = IntervalRecurrencePatternBase.Interval


def _first_ever(bag: Bag, kind: int, period: int, first: int) -> int:
    """FirstDateTime: the day, week or month after 1601 that the series would have begun with. Source: 2.2.1.44.1.1."""
    if kind == _BY_DAY:
        return _midnight(first) % period
    if kind == _BY_WEEK:
        return _midnight(first - (first - _week_begins(bag)) % 7) % (period * _WEEK)
    date = dt.date.fromordinal(first)
    years, months = divmod(((date.year - 1601) * 12 + date.month - 1) % period, 12)
    return _midnight(dt.date(1601 + years, months + 1, 1).toordinal())


def _week_begins(bag: Bag) -> int:
    """FirstDOW."""
    return WEEKDAYS.index(bag.FirstDayOfWeek or "Sunday") if isinstance(bag, WeeklyRecurrencePattern) else 0


def _mask(*names: str) -> bytes:
    return _number(sum({1 << day for name in names for day in weekdays(name)}))


def _nth(names: str, index: str) -> bytes:
    return _mask(names) + _number(DayOfWeekIndex.values.index(index) + 1)


# what is changed


def _exception(plan: Plan, day: int, own: Changed) -> tuple[int, bytes, bytes]:
    """When a changed occurrence starts, its ExceptionInfo and its ExtendedException."""
    start = own.values.get(CalendarItem.Start) or plan.start(day)
    end = own.values.get(CalendarItem.End) or plan.end(day)
    moments = (_minutes(start, plan.zone), _minutes(end, plan.zone), _minutes(plan.start(day), plan.zone))
    differs = [(bit, told, own.values[row]) for bit, row, told in _FIELDS if row in own.values]
    flags = sum(bit for bit, _, _ in differs)
    times = struct.pack("<III", *moments)
    short = times + struct.pack("<H", flags) + b"".join(told(value) for _, told, value in differs)
    wide = struct.pack("<III", 4, 0, 0)  # ChangeHighlight, ReservedBlockEE1Size
    if any(bit in _WIDE for bit, _, _ in differs):
        wide += times + b"".join(_WIDE[bit](value) for bit, _, value in differs if bit in _WIDE) + bytes(4)
    return moments[0], short, wide


def _number(value: int | None) -> bytes:
    """A number, a yes or a no; 0 for none."""
    return struct.pack("<I", value or 0)


def _short(text: str | None) -> bytes:
    data = (text or "").encode("cp1252", "replace")[:_LONGEST]
    return struct.pack("<HH", len(data) + 1, len(data)) + data


def _wide(text: str | None) -> bytes:
    data = (text or "").encode("utf-16-le", "surrogatepass")[: 2 * _LONGEST]
    return struct.pack("<H", len(data) // 2) + data


_LONGEST = 0xFFFE
_FIELDS: tuple[tuple[int, Row[Any], Callable[[Any], bytes]], ...] = (
    (0x0001, Item.Subject, lambda text: _short(topic_of(text))),
    (0x0002, CalendarItem.AppointmentState, _number),
    (0x0004, Item.ReminderMinutesBeforeStart, _number),
    (0x0008, Item.ReminderIsSet, _number),
    (0x0010, CalendarItem.Location, _short),
    (0x0020, CalendarItem.LegacyFreeBusyStatus, lambda word: _number(word and LegacyFreeBusy.values.index(word))),
    (0x0040, Item.Attachments, lambda several: _number(bool(several))),
    (0x0080, CalendarItem.IsAllDayEvent, _number),
    (0x0200, Item.Body, lambda _: b""),
)
"""In what an exception can differ: the bit of OverrideFlags, the row, and how its value is told."""
_WIDE: dict[int, Callable[[Any], bytes]] = {0x0001: lambda text: _wide(topic_of(text)), 0x0010: _wide}
"""The texts among them, as the ExtendedException has them."""
