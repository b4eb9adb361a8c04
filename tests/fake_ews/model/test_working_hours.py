"""Working hours: what can be set, what is refused in words, and which times they cover."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fake_ews.contract.availability import WorkingPeriod
from fake_ews.model.working_hours import USUAL, WorkHours

BERNE = ZoneInfo("Europe/Zurich")
MONDAY = dt.datetime(2027, 3, 1, tzinfo=BERNE)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ({}, USUAL),
        ({"WorkDays": ["Friday", "Monday"]}, WorkHours(days=("Monday", "Friday"))),
        ({"WorkDays": "Monday, WeekEndDays"}, WorkHours(days=("Monday", "Saturday", "Sunday"))),
        ({"WorkDays": "None"}, WorkHours(days=())),
        ({"WorkingHoursStartTime": "07:30:00", "WorkingHoursEndTime": "24:00"}, WorkHours(begins=450, ends=1440)),
        ({"WorkingHoursEndTime": dt.time(18)}, WorkHours(ends=1080)),
        ({"WorkingHoursTimeZone": "Tokyo Standard Time"}, WorkHours(zone="Tokyo Standard Time")),
    ],
)
def test_what_can_be_set(said: dict[str, Any], hours: WorkHours) -> None:
    assert WorkHours.of(said) == hours
    assert WorkHours.of(hours.said()) == hours


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"WorkDay": "Monday"}, r"no such setting of working hours: 'WorkDay' \(did you mean WorkDays\?\)"),
        ({"x": 1}, "there are WorkDays, WorkingHoursStartTime, WorkingHoursEndTime, WorkingHoursTimeZone"),
        ({"WorkDays": ["Mon"]}, r"WorkDays: \['Mon'\] cannot be set: 'Mon' is no day \(there are Monday, "),
        ({"WorkDays": 3}, "WorkDays: 3 cannot be set: expected days by their names"),
        ({"WorkingHoursStartTime": 8}, "WorkingHoursStartTime: 8 cannot be set: expected a time of day such as 08:00"),
        ({"WorkingHoursStartTime": "8"}, "expected a time of day such as 08:00"),
        ({"WorkingHoursStartTime": "08:00:30"}, "in whole minutes, without a zone"),
        ({"WorkingHoursStartTime": "08:00+01:00"}, "in whole minutes, without a zone"),
        ({"WorkingHoursStartTime": "17:00"}, "WorkingHoursEndTime must be later than WorkingHoursStartTime"),
        ({"WorkingHoursTimeZone": "Mars"}, "WorkingHoursTimeZone: 'Mars' cannot be set: not a time zone"),
        ({"WorkingHoursTimeZone": 1}, "not a time zone"),
    ],
)
def test_what_is_refused(said: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        WorkHours.of(said)


@pytest.mark.parametrize(
    ("hours", "day", "begins", "lasts", "covered"),
    [
        (USUAL, 0, 8, 9, True), (USUAL, 0, 7.5, 1, False), (USUAL, 0, 16.5, 1, False), (USUAL, 5, 10, 1, False),
        (USUAL, 4, 8, 33, False), (WorkHours(days=("Saturday",)), 5, 10, 1, True),
        (WorkHours(begins=0, ends=1440), 0, 0, 24, True), (WorkHours(begins=0, ends=1440), 0, 0, 24.5, False),
        (WorkHours(zone="Tokyo Standard Time"), 0, 8, 1, True), (WorkHours(zone="Tokyo Standard Time"), 0, 9, 1, False),
    ],
)  # fmt: skip
def test_which_times_they_cover(hours: WorkHours, day: int, begins: float, lasts: float, covered: bool) -> None:
    """by their own clocks, or those of the mailbox; 8:00 in Berne is 16:00 in Tokyo"""
    start = MONDAY + day * DAY + begins * HOUR
    assert hours.cover(start.astimezone(dt.UTC), (start + lasts * HOUR).astimezone(dt.UTC), BERNE) is covered


def test_how_they_are_told() -> None:
    told: Any = USUAL.told("W. Europe Standard Time", 2027)
    assert told.TimeZone.Bias == -60
    (period,) = told.WorkingPeriodArray.WorkingPeriod
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    assert period == WorkingPeriod(DayOfWeek=days, StartTimeInMinutes=480, EndTimeInMinutes=1020)
    other: Any = WorkHours(days=(), zone="Tokyo Standard Time").told("W. Europe Standard Time", 2027)
    assert (other.TimeZone.Bias, other.WorkingPeriodArray.WorkingPeriod) == (-540, ())
