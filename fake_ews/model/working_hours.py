"""Working hours: on which days, from when to when, and by the clocks of which zone somebody works, or a room is open.

Rule: a pure value, set by the names of Set-MailboxCalendarConfiguration; what is not said is as by default there.
Source: learn.microsoft.com/powershell/module/exchange/set-mailboxcalendarconfiguration (the settings and their
defaults); ref/workinghours-ex15websvcsotherref, ref/workingperiod.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from fake_ews.contract.availability import ArrayOfWorkingPeriod, WorkingHours, WorkingPeriod
from fake_ews.model import zones
from fake_ews.model.near import no_such

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NAMED = {"AllDays": WEEK, "Weekdays": WEEK[:5], "WeekEndDays": WEEK[5:], "None": ()}
"""The words for several days at once. [doc WorkDays]"""
_LAST = 24 * 60


@dataclass(frozen=True, slots=True)
class WorkHours:
    """The days by their names, from Monday on; minutes after midnight; the zone "" is that of the mailbox."""

    days: tuple[str, ...] = WEEK[:5]
    begins: int = 8 * 60
    ends: int = 17 * 60
    zone: str = ""

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """The hours with these settings, the others being as by default. ValueError says what is wrong."""
        found: dict[str, Any] = {}
        for name, value in said.items():
            if name not in _SETTINGS:
                raise ValueError(no_such("setting of working hours", name, _SETTINGS))
            field, read = _SETTINGS[name]
            try:
                found[field] = read(value)
            except ValueError as error:
                raise ValueError(f"{name}: {value!r} cannot be set: {error}") from error
        hours = cls(**found)
        if hours.begins >= hours.ends:
            raise ValueError("WorkingHoursEndTime must be later than WorkingHoursStartTime")
        return hours

    def said(self) -> dict[str, object]:
        """Every setting by its name: `of` makes the same hours of it."""
        times = {"WorkingHoursStartTime": _clock(self.begins), "WorkingHoursEndTime": _clock(self.ends)}
        zone = {"WorkingHoursTimeZone": self.zone} if self.zone else {}
        return {"WorkDays": list(self.days), **times, **zone}

    def cover(self, start: dt.datetime, end: dt.datetime, zone: dt.tzinfo) -> bool:
        """Whether a time lies within the hours of one day; `zone`: by whose clocks, if the hours have none."""
        own = (zones.zone(self.zone) if self.zone else None) or zone
        start, end = start.astimezone(own), end.astimezone(own)
        midnight = dt.datetime.combine(start.date(), dt.time(), own)
        # by the clocks of the day, as they are when they change at night
        opens, closes = (midnight + dt.timedelta(minutes=at) for at in (self.begins, self.ends))
        return WEEK[start.weekday()] in self.days and opens <= start and end <= closes

    def told(self, zone_id: str, year: int) -> WorkingHours:
        """As EWS tells them, with the rule of a year of their zone; without one, of this one."""
        period = WorkingPeriod(DayOfWeek=self.days, StartTimeInMinutes=self.begins, EndTimeInMinutes=self.ends)
        return WorkingHours(
            TimeZone=zones.serializable_of(self.zone or zone_id, year),
            WorkingPeriodArray=ArrayOfWorkingPeriod(WorkingPeriod=(period,) if self.days else ()),
        )


def _days(given: object) -> tuple[str, ...]:
    if isinstance(given, str):
        given = [one.strip() for one in given.split(",")]
    if not isinstance(given, list | tuple):
        raise ValueError("expected days by their names")
    named: set[str] = set()
    for one in given:
        if one not in (*WEEK, *_NAMED):
            raise ValueError(f"{one!r} is no day (there are {', '.join((*WEEK, *_NAMED))})")
        named |= {*_NAMED.get(one, (one,))}
    return tuple(day for day in WEEK if day in named)


def _minutes(given: object) -> int:
    """Minutes after midnight of a time of day, such as 08:00 or 08:00:00; 24:00 is the end of the day."""
    if isinstance(given, dt.time):
        given = given.isoformat()
    if given in ("24:00", "24:00:00"):
        return _LAST
    try:
        time = dt.time.fromisoformat(given)  # type: ignore[arg-type]  # what is no text is the TypeError below
    except (TypeError, ValueError):
        raise ValueError("expected a time of day such as 08:00") from None
    if time.tzinfo is not None or time.second or time.microsecond:
        raise ValueError("expected a time of day in whole minutes, without a zone")
    return time.hour * 60 + time.minute


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _zone(given: object) -> str:
    if not isinstance(given, str) or zones.zone(given) is None:
        raise ValueError("not a time zone (expected a Windows or IANA name)")
    return given


_SETTINGS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "WorkDays": ("days", _days),
    "WorkingHoursStartTime": ("begins", _minutes),
    "WorkingHoursEndTime": ("ends", _minutes),
    "WorkingHoursTimeZone": ("zone", _zone),
}
USUAL = WorkHours()
"""Those of whom nobody has said otherwise: Monday to Friday, 8:00 to 17:00."""
