"""A series as MAPI stores it, byte for byte as MS-OXOCAL has it in its examples, and read back by a reader of its own.

Source: MS-OXOCAL 2.2.1.44 and 4.1.1.
"""

from __future__ import annotations

import calendar
import datetime as dt
import struct
from dataclasses import dataclass, field
from typing import Any

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body
from fake_ews.contract.items import Item
from fake_ews.contract.notation import Bag, PropertySet, lid
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    Recurrence,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.model import zones
from fake_ews.model.recurrence import Days, days_of
from fake_ews.model.recurrence_blob import blob
from fake_ews.model.series import Changed
from tests.fake_ews.model.sample import Sample
from tests.fake_ews.operations.series import series

BERNE = "W. Europe Standard Time"
RECUR = lid(PropertySet.Appointment, 0x8216)


def berne(text: str) -> dt.datetime:
    """A time on a clock in Berne."""
    return zones.to_utc(dt.datetime.fromisoformat(text), BERNE)


def master(recurrence: Recurrence, start: str, minutes: int = 30, **more: Any) -> CalendarItem:
    """A series kept in Berne's time."""
    starts = berne(start)
    entry = CalendarItem(
        Recurrence=recurrence, Start=starts, End=starts + dt.timedelta(minutes=minutes), StartTimeZoneId=BERNE
    )
    for name, value in more.items():
        entry.values[CalendarItem.rows[name]] = value
    return entry


def ordinal(text: str) -> int:
    """The day of a date."""
    return dt.date.fromisoformat(text).toordinal()


SIMPLE = series(
    WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Monday", "Thursday", "Friday")), "2007-03-26", number=12
)


def test_a_weekly_series_as_published() -> None:
    """MS-OXOCAL 4.1.1.1"""
    assert blob(master(SIMPLE, "2007-03-26T10:00")) == bytes.fromhex(
        "043004300B2001000000C0210000010000000000000032000000222000000C0000000000000000000000000000008020BC0C20ADBC0C"
        "0630000009300000580200007602000000000000000000000000"
    )


def test_a_changed_date_as_published() -> None:
    """MS-OXOCAL 4.1.1.2"""
    own = Changed({
        Item.Subject: "Simple Recurrence with exceptions", CalendarItem.Location: "34/4141",
        CalendarItem.Start: berne("2007-04-16T11:00"), CalendarItem.End: berne("2007-04-16T11:30"),
    })  # fmt: skip
    changed = {ordinal("2007-04-16"): own}
    assert blob(master(SIMPLE, "2007-03-26T10:00", ModifiedOccurrences=changed)) == bytes.fromhex(
        "043004300B2001000000C0210000010000000000000032000000222000000C0000000000000001000000A096BC0C01000000A096BC0C"
        "8020BC0C20ADBC0C0630000009300000580200007602000001003499BC0C5299BC0CF898BC0C11002200210053696D706C6520526563"
        "757272656E6365207769746820657863657074696F6E730800070033342F34313431000000000400000000000000000000003499BC0C"
        "5299BC0CF898BC0C2100530069006D0070006C006500200052006500630075007200720065006E006300650020007700690074006800"
        "200065007800630065007000740069006F006E0073000700330034002F0034003100340031000000000000000000"
    )


def test_deleted_dates_as_published() -> None:
    """MS-OXOCAL 4.1.1.3"""
    gone = frozenset(map(ordinal, ("2011-04-22", "2011-04-19")))
    every = series(DailyRecurrencePattern(Interval=3), "2011-04-07", end="2011-05-04")
    assert blob(master(every, "2011-04-07T08:00", DeletedOccurrences=gone)) == bytes.fromhex(
        "043004300A2000000000A0050000E010000000000000212000000A0000000000000002000000A0C1DC0C80D2DC0C00000000207EDC0C"
        "0016DD0C0630000009300000E0010000FE01000000000000000000000000"
    )


# a reader of its own


@dataclass
class Read:
    """What a blob says."""

    data: bytes
    at: int = 0
    said: dict[str, int] = field(default_factory=dict)
    lists: dict[str, list[int]] = field(default_factory=dict)
    exceptions: list[dict[str, Any]] = field(default_factory=list)

    def take(self, form: str) -> Any:
        """The next number."""
        (value,) = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return value

    def text(self, size: int, width: int) -> str:
        """The next letters."""
        self.at += size * width
        return self.data[self.at - size * width : self.at].decode("cp1252" if width == 1 else "utf-16-le")


def read(data: bytes | None) -> Read:
    """Read a blob to its last byte."""
    assert data is not None
    one = Read(data)
    for name, form in zip(("reader", "writer", "frequency", "type", "calendar"), "HHHHH", strict=True):
        one.said[name] = one.take(form)
    for name in ("first", "period", "sliding", *((), ("mask",), ("day",), ("mask", "nth"))[one.said["type"]]):
        one.said[name] = one.take("I")
    for name in ("end type", "count", "week"):
        one.said[name] = one.take("I")
    for name in ("deleted", "modified"):
        one.lists[name] = [one.take("I") for _ in range(one.take("I"))]
    for name in ("start", "end", "reader 2", "writer 2", "from", "to"):
        one.said[name] = one.take("I")
    one.exceptions = [_info(one) for _ in range(one.take("H"))]
    assert one.take("I") == 0
    for exception in one.exceptions:
        _extended(one, exception)
    assert one.take("I") == 0
    assert one.at == len(data)
    assert (one.said["reader"], one.said["writer"], one.said["calendar"]) == (0x3004, 0x3004, 0)
    assert (one.said["reader 2"], one.said["writer 2"], one.said["sliding"]) == (0x3006, 0x3009, 0)
    return one


NUMBERS = {2: "state", 4: "minutes", 8: "reminds", 32: "busy", 64: "attached", 128: "whole day"}


def _info(one: Read) -> dict[str, Any]:
    told: dict[str, Any] = {name: one.take("I") for name in ("start", "end", "original")}
    told["flags"] = one.take("H")
    for bit in (1, 2, 4, 8, 16, 32, 64, 128):
        if told["flags"] & bit and bit in NUMBERS:
            told[NUMBERS[bit]] = one.take("I")
        elif told["flags"] & bit:
            longer, length = one.take("H"), one.take("H")
            assert longer == length + 1
            told["subject" if bit == 1 else "place"] = one.text(length, 1)
    return told


def _extended(one: Read, told: dict[str, Any]) -> None:
    assert [one.take("I") for _ in range(3)] == [4, 0, 0]
    if told["flags"] & 17:
        assert [one.take("I") for _ in range(3)] == [told["start"], told["end"], told["original"]]
        for bit, name in ((1, "subject"), (16, "place")):
            if told["flags"] & bit:
                told[f"wide {name}"] = one.text(one.take("H"), 2)
        assert one.take("I") == 0


def day_of(minutes: int) -> dt.date:
    """The day of a time."""
    return dt.date(1601, 1, 1) + dt.timedelta(minutes=minutes)


def months(date: dt.date) -> int:
    """How many months a date is after the beginning."""
    return (date.year - 1601) * 12 + date.month


def falls(one: Read, date: dt.date) -> bool:
    """Whether a blob has an occurrence on a date, by 2.2.1.44.1.2."""
    said, minutes = one.said, (date - dt.date(1601, 1, 1)).days * 1440
    weekday = date.isoweekday() % 7
    if said["type"] == 0:
        return (minutes - said["first"]) % said["period"] == 0
    if said["type"] == 1:
        week = minutes - (weekday - said["week"]) % 7 * 1440
        return (week - said["first"]) % (said["period"] * 10080) == 0 and bool(said["mask"] >> weekday & 1)
    if (months(date) - months(day_of(said["first"]))) % said["period"]:
        return False
    length = calendar.monthrange(date.year, date.month)[1]
    if said["type"] == 2:
        return date.day == min(said["day"], length)
    days = [n for n in range(1, length + 1) if said["mask"] >> date.replace(day=n).isoweekday() % 7 & 1]
    return date.day == days[-1 if said["nth"] == 5 else said["nth"] - 1]


PATTERNS: list[tuple[Bag, int, int, int]] = [
    (DailyRecurrencePattern(Interval=1), 0x200A, 0, 1440),
    (DailyRecurrencePattern(Interval=10), 0x200A, 0, 14400),
    (WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Sunday",)), 0x200B, 1, 1),
    (WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Monday", "Sunday")), 0x200B, 1, 2),
    (WeeklyRecurrencePattern(Interval=2, DaysOfWeek=("Sunday", "Monday"), FirstDayOfWeek="Monday"), 0x200B, 1, 2),
    (WeeklyRecurrencePattern(Interval=3, DaysOfWeek=("Friday",), FirstDayOfWeek="Saturday"), 0x200B, 1, 3),
    (AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=31), 0x200C, 2, 1),
    (AbsoluteMonthlyRecurrencePattern(Interval=5, DayOfMonth=3), 0x200C, 2, 5),
    (AbsoluteMonthlyRecurrencePattern(Interval=26, DayOfMonth=30), 0x200C, 2, 26),
    (AbsoluteYearlyRecurrencePattern(DayOfMonth=29, Month="February"), 0x200D, 2, 12),
    (RelativeMonthlyRecurrencePattern(Interval=2, DaysOfWeek="Tuesday", DayOfWeekIndex="Second"), 0x200C, 3, 2),
    (RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Weekday", DayOfWeekIndex="Last"), 0x200C, 3, 1),
    (RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Day", DayOfWeekIndex="Third"), 0x200C, 3, 1),
    (RelativeYearlyRecurrencePattern(DaysOfWeek="WeekendDay", DayOfWeekIndex="First", Month="June"), 0x200D, 3, 12),
]


@pytest.mark.parametrize("start", ["2027-03-15", "1980-02-29", "1601-01-02"])
@pytest.mark.parametrize(("pattern", "frequency", "kind", "period"), PATTERNS, ids=lambda part: repr(part)[:60])
def test_every_pattern_and_range(pattern: Bag, frequency: int, kind: int, period: int, start: str) -> None:
    year = int(start[:4]) + 9
    for recurrence, end_type in (
        (series(pattern, start, number=4), 0x2022),
        (series(pattern, start, end=f"{year}-01-01"), 0x2021),
        (series(pattern, start), 0x2023),
    ):
        days = days_of(recurrence)
        assert isinstance(days, Days)
        first = dt.date.fromordinal(days.day(1) or 0)
        one = read(blob(master(recurrence, f"{first}T09:10", 50)))
        said = (one.said["frequency"], one.said["type"], one.said["period"], one.said["end type"])
        assert said == (frequency, kind, period, end_type)
        assert (one.said["from"], one.said["to"]) == (550, 600)
        assert day_of(one.said["start"]) == first
        last = dt.date(year, 1, 1) if end_type == 0x2023 else day_of(one.said["end"])
        spread = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
        found = [date.toordinal() for date in spread if falls(one, date)]
        assert found == list(days.between(first.toordinal(), last.toordinal()))
        if end_type == 0x2023:
            assert (one.said["count"], one.said["end"]) == (10, 0x5AE980DF)
        else:
            assert (len(found), found[-1]) == (one.said["count"], last.toordinal())


DAILY = series(DailyRecurrencePattern(Interval=1), "2027-03-15", number=20)


def test_exceptions_by_the_time_they_have_now() -> None:
    """2.2.1.44.2: on the wall clock, also behind the change to summer time on the 28th; what each differs in"""
    late = Changed({CalendarItem.Start: berne("2027-03-31T16:00"), CalendarItem.End: berne("2027-04-01T01:00")})
    other = Changed({
        Item.Subject: "FW: Café ☃", CalendarItem.AppointmentState: 1, Item.ReminderMinutesBeforeStart: 5,
        Item.ReminderIsSet: True, CalendarItem.Location: None, CalendarItem.LegacyFreeBusyStatus: "OOF",
        Item.Attachments: ("one",), CalendarItem.IsAllDayEvent: True, Item.Body: Body(BodyType="Text", text="x"),
        Item.Categories: None,
    })  # fmt: skip
    bare = Changed({CalendarItem.LegacyFreeBusyStatus: None, Item.ReminderIsSet: None, Item.Attachments: ()})
    changed = {ordinal("2027-03-17"): bare, ordinal("2027-03-29"): late, ordinal("2027-03-30"): other}
    gone = frozenset({ordinal("2027-03-20")})
    one = read(blob(master(DAILY, "2027-03-15T09:00", ModifiedOccurrences=changed, DeletedOccurrences=gone)))
    assert [day_of(date).day for date in one.lists["deleted"]] == [17, 20, 29, 30]
    assert [day_of(date).day for date in one.lists["modified"]] == [17, 30, 31]
    plain, whole, moved = one.exceptions
    beginning = dt.datetime(1601, 1, 1)
    assert {key: value for key, value in moved.items() if key in ("start", "end", "original")} == {
        "start": (dt.datetime(2027, 3, 31, 16) - beginning) / dt.timedelta(minutes=1),
        "end": (dt.datetime(2027, 4, 1, 1) - beginning) / dt.timedelta(minutes=1),
        "original": (dt.datetime(2027, 3, 29, 9) - beginning) / dt.timedelta(minutes=1),
    }
    assert moved["flags"] == 0
    assert whole["flags"] == 0x2FF
    assert (whole["subject"], whole["wide subject"]) == ("Café ?", "Café ☃")
    assert (whole["place"], whole["wide place"]) == ("", "")
    assert [whole[name] for name in NUMBERS.values()] == [1, 5, 1, 3, 1, 1]
    assert (plain["flags"], plain["busy"], plain["reminds"], plain["attached"]) == (0x68, 0, 0, 0)


def test_exceptions_farther_away_than_such_times_reach() -> None:
    changed = {
        ordinal("2027-03-15"): Changed({CalendarItem.Start: dt.datetime(1500, 1, 1, tzinfo=dt.UTC)}),
        ordinal("2027-04-03"): Changed({CalendarItem.End: dt.datetime(9900, 1, 1, tzinfo=dt.UTC)}),
    }
    one = read(blob(master(DAILY, "2027-03-15T09:00", ModifiedOccurrences=changed)))
    assert (one.exceptions[0]["start"], one.exceptions[1]["end"]) == (0, 0x5AE980DF)


def test_what_has_no_such_blob() -> None:
    assert blob(CalendarItem()) is None
    assert blob(CalendarItem(Recurrence=DAILY)) is None, "a master without times, as attached ones can be"
    wrong = series(DailyRecurrencePattern(Interval=0), "2027-03-15")
    assert blob(master(wrong, "2027-03-15T09:00")) is None
    old = series(DailyRecurrencePattern(Interval=1), "1600-12-31", number=3)
    assert blob(master(old, "1600-12-31T09:00")) is None


def test_it_is_a_property_of_masters() -> None:
    made = master(DAILY, "2027-03-15T09:00")
    told = Sample(made).named(RECUR)
    assert told is not None
    assert (told.type, told.value) == ("Binary", blob(made))
