"""The days of a series whose occurrences may reach into a span of time: none that does is left out, in any zone."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.recurrence import DailyRecurrencePattern, NoEndRecurrenceRange, Recurrence
from fake_ews.model import series, zones

EVERY_DAY = Recurrence(
    DailyRecurrence=DailyRecurrencePattern(Interval=1), NoEndRecurrence=NoEndRecurrenceRange(StartDate="1990-01-01")
)
FAR_EAST = 'tzone://Microsoft/Custom#["n","i",[["0001-01-01T00:00:00",86340,[]]]]'
FAR_WEST = 'tzone://Microsoft/Custom#["n","i",[["0001-01-01T00:00:00",-86340,[]]]]'
ZONES = st.sampled_from([*zones.ids(), FAR_EAST, FAR_WEST, "Asia/Manila", "Europe/Berlin"])


@settings(deadline=None)
@given(
    zone=ZONES, moment=st.datetimes(dt.datetime(1991, 1, 1), dt.datetime(2040, 1, 1)), minutes=st.integers(0, 3 * 1440),
    lasts=st.integers(0, 5 * 1440), starts=st.integers(0, 1439),
)  # fmt: skip
def test_no_day_is_left_out(zone: str, moment: dt.datetime, minutes: int, lasts: int, starts: int) -> None:
    start = moment.replace(tzinfo=dt.UTC, microsecond=0)
    end = start + dt.timedelta(minutes=minutes)
    begins = zones.to_utc(dt.datetime(1990, 1, 1) + dt.timedelta(minutes=starts), zone)
    plan = series.plan_of(
        CalendarItem(Recurrence=EVERY_DAY, StartTimeZoneId=zone, Start=begins, End=begins + dt.timedelta(minutes=lasts))
    )
    first, last = plan.days_around(start, end)
    around = range(start.toordinal() - 9, end.toordinal() + 4)
    reaching = [day for day in around if plan.start(day) <= end and plan.end(day) >= start]
    assert [day for day in reaching if not first <= day <= last] == []
    assert last - first <= (end - start).days + plan.lasts.days + 5
