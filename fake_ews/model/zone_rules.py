"""The rules of a time zone: yearly changes of its clocks, year by year, as a tzinfo; and found out of any other zone.

Rule: a zone is a row of spans, each with one yearly rule of no or two changes, as Exchange's transition groups have
them; a year that fits no such rule is cut at midnights, its parts beginning with a change on 1 January to what was in
force; a day that a zone leaves out is such a cut.
Source of the form: ref/timezonedefinition; two changes a group, absolute dates at midnight: what the Managed API reads,
which throws where the two offsets of a group are 14 hours apart.
"""

from __future__ import annotations

import calendar
import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

FIRST, LAST = 2000, 2040  # the years whose rules are found out; before and after, the first and last ones go on
DAY = dt.timedelta(days=1)
_YEAR_MIN, _YEAR_MAX = 1, 9999


@dataclass(frozen=True, slots=True)
class Change:
    """A yearly change of clocks to `offset` (local minus UTC), at `time` after midnight, by the clock as it was before.

    On the `nth` (1 to 4, -1: the last) `weekday` (0 is Sunday) of a month, or where `weekday` is None on its day `nth`.
    """

    month: int
    nth: int
    weekday: int | None
    time: dt.timedelta
    offset: dt.timedelta

    def wall(self, year: int) -> dt.datetime:
        """When it happens in a year: a naive wall clock time."""
        first, days = calendar.monthrange(year, self.month)
        if self.weekday is None:
            day = min(self.nth, days)
        else:
            day = 1 + (self.weekday - 1 - first) % 7 + 7 * ((self.nth - 1) if self.nth > 0 else 4)
            day -= 7 if day > days else 0
        return dt.datetime(year, self.month, day) + self.time


@dataclass(frozen=True, slots=True)
class Span:
    """One rule and since when it counts: a wall clock midnight (`start`; datetime.min of the first).

    `changes` are two, in the order of the year; or none, then `offset` holds all year.
    """

    start: dt.datetime
    offset: dt.timedelta
    changes: tuple[Change, ...] = ()

    def at(self, wall: dt.datetime) -> dt.timedelta:
        """The offset in force just at a wall clock time, as if the rule had always counted."""
        if not self.changes:
            return self.offset
        passed = [change.offset for change in self.changes if change.wall(wall.year) <= wall]
        return passed[-1] if passed else self.changes[-1].offset


class Rules(dt.tzinfo):
    """A zone by its spans, in order. Of a wall clock time that occurs twice, fold 0 is the first, as in zoneinfo."""

    def __init__(self, spans: tuple[Span, ...], name: str = "") -> None:
        self.spans, self.name = spans, name
        self._around = lru_cache(64)(self._three_years)

    def __reduce__(self) -> tuple[type[Rules], tuple[tuple[Span, ...], str]]:
        return Rules, (self.spans, self.name)

    def span(self, wall: dt.datetime) -> Span:
        """The span that counts at a wall clock time."""
        return self.spans[max(bisect_right(self.spans, wall, key=lambda span: span.start) - 1, 0)]

    def offset_at(self, utc: dt.datetime) -> dt.timedelta:
        """The offset at an instant, given as naive UTC."""
        initial, instants, offsets = self._around(utc.year)
        at = bisect_right(instants, utc)
        return offsets[at - 1] if at else initial

    def utcoffset(self, moment: dt.datetime | None) -> dt.timedelta | None:
        """The offset at a wall clock time; in a gap fold 0 is the offset before it."""
        if moment is None:
            return None
        wall = moment.replace(tzinfo=None)
        before, after = self.offset_at(_moved(wall, -DAY)), self.offset_at(_moved(wall, DAY))
        if before == after:
            return before
        still = self.offset_at(_moved(wall, -before)) == before
        already = self.offset_at(_moved(wall, -after)) == after
        if still == already:
            return after if moment.fold else before
        return before if still else after

    def fromutc(self, moment: dt.datetime) -> dt.datetime:
        """The wall clock time of an instant, fold 1 if it is the second of its kind."""
        utc = moment.replace(tzinfo=None)
        wall = utc + self.offset_at(utc)
        local = wall.replace(tzinfo=self)
        return local if local.utcoffset() == wall - utc else local.replace(fold=1)

    def dst(self, moment: dt.datetime | None) -> dt.timedelta | None:
        """Nothing: EWS speaks of periods, not of daylight saving."""
        return None

    def tzname(self, moment: dt.datetime | None) -> str:
        """Its name, if it has one."""
        return self.name

    def _three_years(self, year: int) -> tuple[dt.timedelta, list[dt.datetime], list[dt.timedelta]]:
        """The offset at the beginning, then all instants (naive UTC) of a change with the offset after it."""
        first, last = max(year - 1, _YEAR_MIN), min(year + 1, _YEAR_MAX)
        eve = _moved(dt.datetime(first, 1, 1), -dt.timedelta(microseconds=1))
        initial = offset = self.span(eve).at(eve)
        instants, offsets = [], []
        for wall, new in self._walls(first, last):
            if new != offset:
                instants.append(_moved(wall, -offset))
                offsets.append(new)
                offset = new
        return initial, instants, offsets

    def _walls(self, first: int, last: int) -> Iterator[tuple[dt.datetime, dt.timedelta]]:
        """The wall clock times in some years at which the offset is given anew, in order."""
        ends = [span.start for span in self.spans[1:]] + [dt.datetime.max]
        for span, end in zip(self.spans, ends, strict=True):
            if first <= span.start.year <= last and span.start != dt.datetime.min:
                yield span.start, span.at(span.start)
            for year in range(max(first, span.start.year), min(last, end.year) + 1):
                for change in span.changes:
                    if span.start < (wall := change.wall(year)) < end:
                        yield wall, change.offset


def _moved(moment: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """A naive time moved, no further than a calendar goes."""
    try:
        return moment + by
    except OverflowError:
        return dt.datetime.min if by < dt.timedelta(0) else dt.datetime.max


# finding the rules of another zone


@dataclass(frozen=True, slots=True)
class _Seen:
    """A change that was found: its wall clock time before it, and the offsets before and after."""

    wall: dt.datetime
    before: dt.timedelta
    after: dt.timedelta


def spans_of(zone: dt.tzinfo) -> tuple[Span, ...]:
    """The spans of a zone, exact from FIRST to LAST."""
    seen = list(_changes(zone))
    offset = _offset(zone, dt.datetime(FIRST, 1, 1) - 2 * DAY)
    spans: list[Span] = []
    forms: list[set[tuple[int, int, int]]] = []  # the ways to name the dates of the last span's changes
    for year in range(FIRST, LAST + 1):
        found = [change for change in seen if change.wall.year == year]
        while found and found[0].wall == dt.datetime(year, 1, 1):
            offset = found.pop(0).after
        if len(found) == 2 and found[1].after == offset:
            ways = [_ways(change.wall) for change in found]
            common = [mine & theirs for mine, theirs in zip(ways, forms, strict=False)] if forms else []
            if common and all(common) and _alike(spans[-1], found):
                forms, start = common, spans.pop().start
            else:
                forms, start = ways, dt.datetime(year, 1, 1)
            spans.append(Span(start, offset, tuple(map(_change, forms, found))))
        else:
            forms = []
            spans.extend(_cut(year, offset, found, spans))
        offset = found[-1].after if found else offset
    return (Span(dt.datetime.min, spans[0].offset, spans[0].changes), *spans[1:])


def _cut(year: int, offset: dt.timedelta, found: list[_Seen], spans: list[Span]) -> Iterator[Span]:
    """The spans of a year that has no two changes which cancel out."""
    start = dt.datetime(year, 1, 1)
    if not found and not (spans and not spans[-1].changes and spans[-1].offset == offset):
        yield Span(start, offset)
    for change in found:
        if _leaves_out_a_day(change):
            yield Span(start, change.before)
            start = change.wall
            continue
        begin = Change(1, 1, dt.datetime(year, 1, 1).isoweekday() % 7, dt.timedelta(0), change.before)
        yield Span(start, change.before, (begin, _change(_ways(change.wall), change)))
        start = dt.datetime.combine(change.wall.date(), dt.time()) + DAY
    if found and _leaves_out_a_day(found[-1]):
        yield Span(start, found[-1].after)


def _leaves_out_a_day(change: _Seen) -> bool:
    """Samoa went over the date line at the end of 29 December 2011."""
    return change.after - change.before >= DAY


def _alike(span: Span, found: list[_Seen]) -> bool:
    return all(
        (old.offset, old.time) == (new.after, _since_midnight(new.wall))
        for old, new in zip(span.changes, found, strict=True)
    )


def _change(ways: set[tuple[int, int, int]], seen: _Seen) -> Change:
    month, nth, weekday = min(ways)  # the last one of a month is said as such
    return Change(month, nth, weekday, _since_midnight(seen.wall), seen.after)


def _ways(wall: dt.datetime) -> set[tuple[int, int, int]]:
    """Month, which one, weekday: an nth weekday of the month, or the last, or both."""
    weekday, nth = wall.isoweekday() % 7, (wall.day - 1) // 7 + 1
    ways = {(wall.month, nth, weekday)} if nth < 5 else set()
    return ways | (
        {(wall.month, -1, weekday)} if wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1] else set()
    )


def _since_midnight(wall: dt.datetime) -> dt.timedelta:
    return dt.timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second)


def _offset(zone: dt.tzinfo, utc: dt.datetime) -> dt.timedelta:
    offset = utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _changes(zone: dt.tzinfo) -> Iterator[_Seen]:
    """All changes of the years, found by weekly steps and halving: no zone changes twice within a week."""
    at, step = dt.datetime(FIRST, 1, 1) - 2 * DAY, 7 * DAY
    offset = _offset(zone, at)
    while at.year <= LAST:
        after = _offset(zone, at + step)
        if after != offset:
            yield _Seen(_first_after(zone, at, at + step, offset) + offset, offset, after)
        at, offset = at + step, after


def _first_after(zone: dt.tzinfo, low: dt.datetime, high: dt.datetime, offset: dt.timedelta) -> dt.datetime:
    """The instant, to the second, at which the offset is no longer the one given."""
    while high - low > dt.timedelta(seconds=1):
        middle = low + dt.timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _offset(zone, middle) == offset else (low, middle)
    return high
