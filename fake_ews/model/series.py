"""A series as its master holds it: its days and times, the occurrences that were changed, and those that were deleted.

Rule: the master is the only stored item. Its bag keeps the changed occurrences under ModifiedOccurrences, each by its
original day with the rows in which it differs from the others, and the deleted days under DeletedOccurrences; both are
never changed in place. The wall clock time of an occurrence is the same all year, in the zone that Start has.
Source: guide/calendars-and-ews-in-exchange, ref/modifiedoccurrences, ref/deletedoccurrences, MS-OXOCAL 2.2.1.44; fact
sheet sections 8 and 16.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Bag, Mapi, Row
from fake_ews.contract.recurrence import RecurrenceRangeBase
from fake_ews.model import recurrence, zones
from fake_ews.model.extended import Extended
from fake_ews.model.failures import ErrorOccurrenceTimeSpanTooBig, ErrorRecurrenceHasNoOccurrence, Failure
from fake_ews.model.recurrence import Days
from fake_ews.model.views import TimeIndex

if TYPE_CHECKING:
    from fake_ews.model.items import Item

# what a master holds for all its occurrences
OF_MASTER: tuple[Row[Any], ...] = (
    CalendarItem.Recurrence, CalendarItem.ModifiedOccurrences, CalendarItem.DeletedOccurrences,
)  # fmt: skip
_DAY = dt.timedelta(days=1)
_DAYS, _FARTHEST = 24 * 3600, 26 * 3600  # seconds: of a day; from UTC to a wall clock, skipped hours included


@dataclass(frozen=True, slots=True)
class Changed:
    """In what a changed occurrence differs from the others: None stands for a value that it does not have."""

    values: Mapping[Row[Any], Any] = field(default_factory=dict)
    extended: Mapping[Mapi, Extended | None] = field(default_factory=dict)


_AS_EVER = Changed()


class Plan:
    """The days of a series and the wall clock times on each: `starts` after midnight, `lasts` from there."""

    __slots__ = ("_begins", "_ends", "_moved", "days", "lasts", "starts", "zone")

    def __init__(self, entry: Bag, days: Days) -> None:
        self.days, self.zone = days, entry.need(CalendarItem.StartTimeZoneId)
        start = wall_clock(entry.need(CalendarItem.Start), self.zone)
        self.starts = start - _midnight(start.toordinal())
        self.lasts = wall_clock(entry.need(CalendarItem.End), self.zone) - start
        self._begins = int(self.starts.total_seconds())
        self._ends = self._begins + int(self.lasts.total_seconds())
        self._moved: tuple[Mapping[int, Changed], TimeIndex] | None = None

    def start(self, day: int) -> dt.datetime:
        """When the occurrence of a day starts, unless it was changed: aware UTC."""
        return zones.to_utc(_midnight(day) + self.starts, self.zone)

    def end(self, day: int) -> dt.datetime:
        """When it ends; never before it starts, even where clocks skip an hour."""
        return max(zones.to_utc(_midnight(day) + self.starts + self.lasts, self.zone), self.start(day))

    def days_around(self, start: dt.datetime, end: dt.datetime) -> tuple[int, int]:
        """The first and the last day whose occurrences may reach into a span of time, whatever the zone makes of it."""
        midnights = (_seconds(start) - _FARTHEST - self._ends, _seconds(end) + _FARTHEST - self._begins)
        return max(-(-midnights[0] // _DAYS), 1), min(midnights[1] // _DAYS, recurrence.LAST_DAY)

    def changed_between(
        self, changed: Mapping[int, Changed], start: dt.datetime, end: dt.datetime, *, touching: bool
    ) -> list[int]:
        """The original days of the changed occurrences that lie in a span of time, as TimeIndex.overlapping has it."""
        if not changed:
            return []
        if self._moved is None or self._moved[0] is not changed:
            index = TimeIndex()
            for day, own in changed.items():
                begins, ends = own.values.get(CalendarItem.Start), own.values.get(CalendarItem.End)
                index.add(day, begins or self.start(day), ends or self.end(day))
            self._moved = changed, index
        return self._moved[1].overlapping(start, end, touching=touching)

    def day_of(self, moment: dt.datetime) -> int:
        """The day of an instant in the zone of the series."""
        return wall_clock(moment, self.zone).toordinal()


def _seconds(moment: dt.datetime) -> int:
    """How far a time is from midnight of day 0."""
    return moment.toordinal() * _DAYS + moment.hour * 3600 + moment.minute * 60 + moment.second


def _midnight(day: int) -> dt.datetime:
    return dt.datetime.fromordinal(day)


def wall_clock(moment: dt.datetime, zone: str) -> dt.datetime:
    """The wall clock time (naive) of an instant in a zone."""
    return zones.offset_form(moment, zone).replace(tzinfo=None)


def plan_of(entry: Bag) -> Plan:
    """The plan of a stored master, which has one."""
    days = recurrence.days_of(entry.need(CalendarItem.Recurrence))
    assert isinstance(days, Days)
    return Plan(entry, days)


def plan(master: Item) -> Plan:
    """The plan of a master, kept by its folder if that is a calendar."""
    known = master.mailbox.folders[master.folder].series.get(master.number)
    return plan_of(master.bag) if known is None else known


def is_series(entry: Bag) -> bool:
    """Whether a calendar item is the master of a series."""
    return CalendarItem.Recurrence in entry.values


def changes(entry: Bag) -> Mapping[int, Changed]:
    """The changed occurrences of a master by their original days, in order."""
    stored: Mapping[int, Changed] = entry.values.get(CalendarItem.ModifiedOccurrences, {})
    return stored


def deletions(entry: Bag) -> frozenset[int]:
    """The original days of the deleted occurrences of a master."""
    stored: frozenset[int] = entry.values.get(CalendarItem.DeletedOccurrences, frozenset())
    return stored


def remaining(master: Bag, its_plan: Plan, index: int, step: int) -> int | None:
    """The day of the next occurrence from an index on, there included, that is not deleted; `step` is 1 or -1."""
    gone = deletions(master)
    while (day := its_plan.days.day(index)) is not None and day in gone:
        index += step
    return day


def occurrence(
    master: Bag, plan: Plan, day: int, *, changed: bool = True, times: tuple[dt.datetime, dt.datetime] | None = None
) -> Bag:
    """The values of an occurrence: the master's, its own times, and in what it was changed; without the latter if told
    so. `times`: when it starts and ends, where that is known already.
    """
    bag = master.copy()
    for row in OF_MASTER:
        bag.values.pop(row, None)
    bag.values[CalendarItem.Start], bag.values[CalendarItem.End] = times or (plan.start(day), plan.end(day))
    own = changes(master).get(day) if changed else None
    for row, value in own.values.items() if own is not None else ():
        bag.set(row, value)
    return bag


def extended_of(master: Mapping[Mapi, Extended], own: Changed | None) -> dict[Mapi, Extended]:
    """The extended properties of an occurrence."""
    both = {**master, **(own.extended if own is not None else {})}
    return {name: value for name, value in both.items() if value is not None}


def difference(before: Mapping[Any, Any], after: Mapping[Any, Any]) -> dict[Any, Any]:
    """What is different in `after`; None for what it lacks."""
    return {name: after.get(name) for name in before | after if before.get(name) != after.get(name)}  # type: ignore[operator]


def changed_rows(before: Bag, after: Bag) -> dict[Row[Any], None]:
    """In which properties an entry is another than before, in order; of a series those of its occurrences, too."""
    rows = dict.fromkeys(difference(before.values, after.values))
    if CalendarItem.ModifiedOccurrences in rows:
        was, are = changes(before), changes(after)
        for day in sorted({*was, *are}):
            old, new = (some.get(day, _AS_EVER).values for some in (was, are))
            rows |= dict.fromkeys(difference(old, new))
    return rows


def with_change(master: Bag, day: int, changed: Changed) -> Bag:
    """The master's values with an occurrence that is like this from now on."""
    bag = master.copy()
    bag.values[CalendarItem.ModifiedOccurrences] = dict(sorted({**changes(master), day: changed}.items()))
    return bag


def with_deletion(master: Bag, day: int) -> Bag:
    """The master's values without the occurrence of a day."""
    bag = master.copy()
    keep(bag, {at: one for at, one in changes(master).items() if at != day}, deletions(master) | {day})
    return bag


def keep(bag: Bag, changed: Mapping[int, Changed], deleted: frozenset[int]) -> None:
    """Let these be the changed and the deleted occurrences of a master, in place."""
    for row, value in ((CalendarItem.ModifiedOccurrences, changed), (CalendarItem.DeletedOccurrences, deleted)):
        if value:
            bag.values[row] = value
        else:
            bag.values.pop(row, None)


def share(master: Bag, copy: Bag, rows: Collection[Row[Any]], *, apart: frozenset[int] = frozenset()) -> None:
    """Give an attendee's copy of a series the exceptions that the organizer has made, in these rows.

    Those of the days `apart` are not for this attendee: in the copy they stay as they were, called off or removed.
    """
    given = {day: Changed({row: one.values[row] for row in rows if row in one.values})
             for day, one in changes(master).items() if day not in apart}  # fmt: skip
    kept = {day: one for day, one in changes(copy).items() if day in apart}
    keep(copy, dict(sorted({**given, **kept}.items())), deletions(master) | (deletions(copy) & apart))


def settle(entry: CalendarItem, before: Bag | None) -> Failure | None:
    """Make a master right, in place, or say why it is no series; of a single entry only what a series had is taken.

    It starts with its first occurrence. A new pattern or time throws changed and deleted occurrences away, a new range
    those outside it, and there must be others left. A new day of the start alone moves the range's beginning. [the
    latter: unverified]
    """
    if entry.Recurrence is None:
        keep(entry, {}, frozenset())
        return None
    entry.Recurrence = recurrence.with_dates(entry.Recurrence, lambda date: date[:10])
    ranged_anew = before is None or before.get(CalendarItem.Recurrence) != entry.Recurrence
    if before is not None and not ranged_anew:
        _follow_start(entry, before)
    days = recurrence.days_of(entry.need(CalendarItem.Recurrence))
    if isinstance(days, Failure):
        return days
    plan, first = Plan(entry, days), days.day(1)
    assert first is not None, "a series has a first day"
    gap = days.smallest_gap()
    if gap is not None and plan.lasts > gap * _DAY:
        return ErrorOccurrenceTimeSpanTooBig
    entry.Start, entry.End = plan.start(first), plan.end(first)
    same = before is not None and is_series(before) and _shape(before) == _shape(entry)
    kept = {day: one for day, one in changes(entry).items() if same and days.index(day) is not None}
    deleted = frozenset(day for day in deletions(entry) if same and days.index(day) is not None)
    if ranged_anew and len(deleted) >= days.length:
        return ErrorRecurrenceHasNoOccurrence
    keep(entry, kept, deleted)
    return None


def _follow_start(entry: CalendarItem, before: Bag) -> None:
    zone = entry.need(CalendarItem.StartTimeZoneId)
    new = wall_clock(entry.need(CalendarItem.Start), zone).date()
    old = wall_clock(before.need(CalendarItem.Start), before.need(CalendarItem.StartTimeZoneId)).date()
    if new != old:
        entry.Recurrence = recurrence.beginning(entry.need(CalendarItem.Recurrence), new.toordinal())


def _shape(entry: Bag) -> tuple[object, ...]:
    """What all occurrences have in common: who changes it gives up the changes of single ones."""
    pattern = entry.need(CalendarItem.Recurrence)
    plan = plan_of(entry)
    start = recurrence.range_of(pattern).need(RecurrenceRangeBase.StartDate)
    whole_day = entry.get(CalendarItem.IsAllDayEvent)
    return recurrence.pattern_of(pattern), start, plan.zone, plan.starts, plan.lasts, whole_day
