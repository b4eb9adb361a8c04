"""Which days a scenario plays on: always in working hours, never past, relative to the simulated time.

Rule: a day is a working day in the organizer's zone, and no clock changes on it or the day after.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Zurich"
WINDOWS_ZONE = "W. Europe Standard Time"
HELSINKI = "Europe/Helsinki"
WINDOWS_ZONES = {
    ZONE: WINDOWS_ZONE,
    "America/Los_Angeles": "Pacific Standard Time",
    "Australia/Brisbane": "E. Australia Standard Time",
    HELSINKI: "FLE Standard Time",
}
"""What Windows calls the zones that features speak of.   Source: Unicode CLDR, windowsZones."""
SATURDAY = 5


FAR_AHEAD = {"BookingWindowInDays": 1080}
"""Rooms can be booked for the next change of the clocks, too, whenever a run begins."""


def playing_day(now: datetime) -> date:
    """The first working day from tomorrow on."""
    day = now.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def at(day: date, clock: str, zone: str = ZONE) -> datetime:
    """The instant at which a clock on the wall of the zone shows `clock`, such as 10:00, on a day."""
    return datetime.combine(day, time.fromisoformat(clock.zfill(5)), ZoneInfo(zone))


def named(name: str, now: datetime, zone: str = ZONE) -> datetime:
    """An instant by the words of the features, on the walls of a zone."""
    match name:
        case "the evening before the clocks change":
            return at(clock_change(now, zone) - timedelta(days=1), "20:00", zone)
        case "the evening after the clocks change":
            return at(clock_change(now, zone), "20:00", zone)
        case "in the second pass of the doubled hour":
            return at(clock_change(now, zone, spring=False), "02:30", zone).replace(fold=1)
        case "tomorrow at 10:00":
            return at(playing_day(now), "10:00", zone)
    raise ValueError(f"no such time: {name}")


def clock_change(now: datetime, zone: str = ZONE, spring: bool | None = None) -> date:
    """The day of the next change of the clocks at least a week from now; `spring`: the one to (or from) summer time."""
    here, moment = ZoneInfo(zone), now.astimezone(UTC) + timedelta(days=7)
    for _ in range(800):
        before, after = moment.astimezone(here).utcoffset(), (moment + timedelta(days=1)).astimezone(here).utcoffset()
        if before is not None and after is not None and before != after and spring in (None, after > before):
            return _change_within(moment, here)
        moment += timedelta(days=1)
    raise ValueError(f"the clocks in {zone} do not change")


def _change_within(moment: datetime, here: ZoneInfo) -> date:
    """The local day on which the offset differs between its two midnights."""
    day = moment.astimezone(here).date()
    while _offset(day, here) == _offset(day + timedelta(days=1), here):
        day += timedelta(days=1)
    return day


def _offset(day: date, here: ZoneInfo) -> timedelta | None:
    return datetime.combine(day, time(), here).utcoffset()
