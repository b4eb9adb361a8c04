"""MeetingTimeZone, the way of Exchange 2007: a base offset and two changes a year, with no word of other years.

Rule: offsets have the sign of a bias, UTC less local time: PT8H is the Pacific coast, and -PT1H from there its summer.
What a client sends is checked, ErrorTimeZone where it makes no sense.
Source: ref/meetingtimezone and its children, MS-OXWSMTGS 2.2.4.28 and 2.2.4.29; sign: the cases of its test suite.
"""

from __future__ import annotations

import datetime as dt
import re

from fake_ews.contract.recurrence import DayOfWeekIndex, MonthNames, RelativeYearlyRecurrencePattern
from fake_ews.contract.zones import TimeChange, TimeZone
from fake_ews.model.failures import ErrorTimeZone, Failure
from fake_ews.model.zone_definitions import WEEKDAYS, Wrong, checked, duration, duration_text
from fake_ews.model.zone_rules import DAY, Change, Span

_NTH = dict(zip(DayOfWeekIndex.values, (1, 2, 3, 4, -1), strict=True))
_INDEX = {nth: name for name, nth in _NTH.items()}
_LAST = DAY - dt.timedelta(seconds=1)
_TIME = re.compile(r"(?P<hours>[0-9]{2}):(?P<minutes>[0-9]{2}):(?P<seconds>[0-9]{2})")


def read(sent: TimeZone) -> Span | Failure:
    """The rule that a MeetingTimeZone with a BaseOffset describes, or ErrorTimeZone."""
    try:
        base = _bias(sent.BaseOffset)
        if sent.Standard is None or sent.Daylight is None:
            return Span(dt.datetime.min, _offset(base))
        changes = sorted((_change(sent.Standard, base), _change(sent.Daylight, base)), key=_in_the_year)
    except Wrong:
        return ErrorTimeZone
    return Span(dt.datetime.min, changes[-1].offset, tuple(changes))


def _in_the_year(change: Change) -> dt.datetime:
    return change.wall(2000)


def _bias(text: str | None) -> dt.timedelta:
    found = duration(text or "")
    if found is None:
        raise Wrong
    return found


def _offset(bias: dt.timedelta) -> dt.timedelta:
    """Local time less UTC."""
    if abs(bias) >= DAY:
        raise Wrong
    return -bias


def _change(sent: TimeChange, base: dt.timedelta) -> Change:
    """One change, on a weekday of a month or on a date, which comes every year."""
    found = _TIME.match(sent.need(TimeChange.Time))
    time = dt.timedelta(**{unit: int(n) for unit, n in found.groupdict().items()}) if found else None
    offset = _offset(base + _bias(sent.need(TimeChange.Offset)))
    date, yearly = sent.AbsoluteDate, sent.RelativeYearlyRecurrence
    if date is not None:
        return checked(int(date[5:7]), int(date[8:10]), None, time, offset)
    if not isinstance(yearly, RelativeYearlyRecurrencePattern):
        raise Wrong
    month = MonthNames.values.index(yearly.need(RelativeYearlyRecurrencePattern.Month)) + 1
    nth = _NTH[yearly.need(RelativeYearlyRecurrencePattern.DayOfWeekIndex)]
    return checked(month, nth, yearly.need(RelativeYearlyRecurrencePattern.DaysOfWeek), time, offset)


def alike(one: Span, other: Span) -> bool:
    """Whether two rules are the same, whenever they began to count."""
    return (one.offset, one.changes) == (other.offset, other.changes)


def written(name: str, span: Span, year: int) -> TimeZone:
    """A rule as MeetingTimeZone; a change on a day of the month with the date that it has in a year."""
    standard = min((change.offset for change in span.changes), default=span.offset)
    zone = TimeZone(TimeZoneName=name, BaseOffset=duration_text(-standard))
    if span.changes:
        by_offset = sorted(span.changes, key=lambda change: change.offset)
        zone.Standard = _told("Standard", by_offset[0], standard, year)
        zone.Daylight = _told("Daylight", by_offset[-1], standard, year)
    return zone


def _told(name: str, change: Change, standard: dt.timedelta, year: int) -> TimeChange:
    """One change; one at the end of a day is a second before it, since an hour 24 is no xs:time to all."""
    time = dt.datetime.min + min(change.time, _LAST)
    told = TimeChange(TimeZoneName=name, Offset=duration_text(standard - change.offset), Time=f"{time:%H:%M:%S}")
    if change.weekday is None:
        told.AbsoluteDate = f"{change.wall(year) - change.time:%Y-%m-%d}"
    else:
        told.RelativeYearlyRecurrence = RelativeYearlyRecurrencePattern(
            DaysOfWeek=WEEKDAYS[change.weekday],
            DayOfWeekIndex=_INDEX[change.nth],
            Month=MonthNames.values[change.month - 1],
        )
    return told
