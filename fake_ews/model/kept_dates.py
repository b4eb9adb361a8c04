"""The dates of a calendar's series in days that are looked at again and again, by time.

Rule: whether dates are kept changes no answer, only its cost: what is asked for the second time costs what it shows,
and not how many series there are. A series that has changed is looked through anew, it alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.model import series
from fake_ews.model.series import Plan
from fake_ews.model.views import TimeIndex

if TYPE_CHECKING:
    from fake_ews.model.items import Item

Date = tuple[dt.datetime, int, dt.datetime]
"""A date of a series: when it starts, its key, when it ends."""
DAY_BITS = 24
_DAY, _LONGEST = dt.timedelta(days=1), dt.timedelta(days=63)
_EARLIEST, _LATEST = 1900, 9000  # years between which a window can be widened


def key_of(number: int, day: int) -> int:
    """What names one date of a calendar's series: the number of its master and its original day, in one number."""
    return (number << DAY_BITS) | day


def named(key: int) -> tuple[int, int]:
    """The number of the master, and the original day."""
    return key >> DAY_BITS, key & ((1 << DAY_BITS) - 1)


def dates(
    number: int, master: Item, plan: Plan, start: dt.datetime, end: dt.datetime, *, touching: bool
) -> Iterator[Date]:
    """The dates of a series that overlap a span of time, as TimeIndex.overlapping has it."""
    changed, gone = series.changes(master.bag), series.deletions(master.bag)
    for day in plan.days.between(*plan.days_around(start, end)):
        if day not in gone and day not in changed:
            begins, ends = plan.start(day), plan.end(day)
            if begins < end and (ends > start or begins >= start or (touching and ends == start)):
                yield begins, key_of(number, day), ends
    for day in plan.changed_between(changed, start, end, touching=touching):
        own = changed[day].values
        moved = own.get(CalendarItem.Start), own.get(CalendarItem.End)
        yield moved[0] or plan.start(day), key_of(number, day), moved[1] or plan.end(day)


class KeptDates:
    """The dates of all series of a calendar in some whole days, once these have been asked for twice running."""

    __slots__ = ("_index", "_keys", "_missed", "_stale", "_window")

    def __init__(self) -> None:
        self._window: tuple[dt.datetime, dt.datetime] | None = None
        self._missed: tuple[dt.datetime, dt.datetime] | None = None
        self._index = TimeIndex()
        self._keys: dict[int, list[int]] = {}
        self._stale: set[int] = set()

    def forget(self, number: int) -> None:
        """The series of this master is new, another one now, or gone."""
        if self._window is not None:
            self._stale.add(number)

    def between(
        self,
        items: Mapping[int, Item],
        plans: Mapping[int, Plan],
        start: dt.datetime,
        end: dt.datetime,
        *,
        touching: bool,
    ) -> list[Date] | None:
        """The dates that overlap a span of time, as TimeIndex.overlapping has it; None: they are not kept."""
        if self._window is None or not self._window[0] <= start <= end <= self._window[1]:
            window = _whole_days(start, end)
            if window is None or window != self._missed:
                self._missed = window
                return None
            self._window, self._index, self._keys, self._stale = window, TimeIndex(), {}, set(plans)
        for number in sorted(self._stale):
            for key in self._keys.pop(number, ()):
                self._index.remove(key)
            if number in plans:
                self._enter(number, items[number], plans[number], *self._window)
        self._stale.clear()
        return self._index.entries(start, end, touching=touching)

    def _enter(self, number: int, master: Item, plan: Plan, start: dt.datetime, end: dt.datetime) -> None:
        found = list(dates(number, master, plan, start, end, touching=True))
        for begins, key, ends in found:
            self._index.add(key, begins, ends)
        self._keys[number] = [key for _, key, _ in found]


def _whole_days(start: dt.datetime, end: dt.datetime) -> tuple[dt.datetime, dt.datetime] | None:
    """A span of time from midnight to midnight (UTC), and a day more for who asks again later; None: too long."""
    if end - start > _LONGEST or not _EARLIEST < start.year <= end.year < _LATEST:
        return None
    first, last = (
        moment.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0) for moment in (start, end)
    )
    return first, last + 2 * _DAY
