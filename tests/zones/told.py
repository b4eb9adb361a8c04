"""A zone as a client knows it that has nothing but the TimeZoneDefinition it was sent, read from its XML.

Rule: nothing of the simulator is used here; what a definition means is said a second time, as ref/timezonedefinition,
ref/absolutedatetransition and ref/recurringdaytransition have it: a date and a time offset count by the clock as it is
before the change, and a group is in force as if it had always been.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DURATION = re.compile(r"(-?)P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.]+)S)?)?")


def duration(text: str) -> dt.timedelta:
    """The time of an xs:duration."""
    found = _DURATION.fullmatch(text)
    assert found is not None, f"no duration: {text}"
    days, hours, minutes, seconds = (float(part or 0) for part in found.groups()[1:])
    whole = dt.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if found[1] else whole


@dataclass(frozen=True)
class Yearly:
    """A change on the nth weekday of a month, -1 for the last, to an offset of local time from UTC."""

    month: int
    nth: int
    weekday: int
    time: dt.timedelta
    offset: dt.timedelta

    def wall(self, year: int) -> dt.datetime:
        """Its local time in a year."""
        several = [week[self.weekday] for week in calendar.monthcalendar(year, self.month) if week[self.weekday]]
        return dt.datetime(year, self.month, several[self.nth if self.nth < 0 else self.nth - 1]) + self.time


Group = dt.timedelta | list[Yearly]  # an offset that holds all year, or the changes of a year


@dataclass(frozen=True)
class Told:
    """A zone: each group with the local time from which on it counts."""

    zone_id: str
    groups: list[tuple[dt.datetime, Group]]

    def offsets(self, first: int, last: int) -> Offsets:
        """All offsets in some years."""
        initial = self.groups[0][1]
        now = initial if isinstance(initial, dt.timedelta) else max(initial, key=lambda one: one.wall(first)).offset
        instants, offsets = [dt.datetime.min], [now]
        for wall, offset in self._walls(first, last):
            if wall == dt.datetime.min:
                continue
            instants.append(wall - now)
            offsets.append(offset)
            now = offset
        assert instants == sorted(instants), f"{self.zone_id}: clocks are changed out of order"
        return Offsets(instants, offsets)

    def _walls(self, first: int, last: int) -> Iterator[tuple[dt.datetime, dt.timedelta]]:
        """The local times from which on an offset counts, whether it is another one or not."""
        starts = [start for start, _ in self.groups[1:]]
        for (start, group), end in zip(self.groups, [*starts, dt.datetime.max], strict=True):
            if isinstance(group, dt.timedelta):
                yield start, group
                continue
            years = range(max(first, start.year) - 1, min(last, end.year) + 1)
            walls = sorted((one.wall(year), one.offset) for one in group for year in years)
            before = [offset for wall, offset in walls if wall <= start]
            if before:
                yield start, before[-1]
            yield from ((wall, offset) for wall, offset in walls if start < wall < end)


@dataclass(frozen=True)
class Offsets:
    """The instants (naive UTC) from which on offsets count."""

    instants: list[dt.datetime]
    offsets: list[dt.timedelta]

    def at(self, utc: dt.datetime) -> dt.timedelta:
        """The offset at an instant."""
        return self.offsets[bisect_right(self.instants, utc) - 1]


def told(answer: bytes) -> list[Told]:
    """The zones of a GetServerTimeZonesResponse."""
    return [_zone(one) for one in etree.fromstring(answer).iter(f"{TYPES}TimeZoneDefinition")]


def _zone(definition: etree._Element) -> Told:
    biases = {one.get("Id"): -duration(one.get("Bias") or "") for one in definition.iter(f"{TYPES}Period")}
    groups: dict[str | None, Group] = {}
    for one in definition.iter(f"{TYPES}TransitionsGroup"):
        steps = list(one)
        plain = [biases[_to(step)] for step in steps if step.tag == f"{TYPES}Transition"]
        groups[one.get("Id")] = plain[0] if plain else [_yearly(step, biases[_to(step)]) for step in steps]
    (transitions,) = definition.iterfind(f"{TYPES}Transitions")
    return Told(
        definition.get("Id") or "",
        [
            (dt.datetime.fromisoformat(step.findtext(f"{TYPES}DateTime") or "0001-01-01"), groups[_to(step)])
            for step in transitions
        ],
    )


def _yearly(step: etree._Element, offset: dt.timedelta) -> Yearly:
    assert step.tag == f"{TYPES}RecurringDayTransition", step.tag
    month, day, nth, time = (
        step.findtext(TYPES + name) or "" for name in ("Month", "DayOfWeek", "Occurrence", "TimeOffset")
    )
    return Yearly(int(month), int(nth), DAYS.index(day), duration(time), offset)


def _to(step: etree._Element) -> str | None:
    return step.findtext(f"{TYPES}To")
