"""When a reminder signals: of an entry, of the date of a series whose turn it is, of a task; dismissed or snoozed.

Rule: an item keeps one signal time, ReminderNextTime, and a series one for all its dates: to dismiss the reminder of a
date, or to snooze it, changes the master and makes no exception. ReminderDueBy of a master is the start of the date
whose turn it is. What is not kept follows from the start and the minutes before it.
Source: MS-OXORMDR 2.2.1.2 (one signal time), 3.1.4.6 (dismissed; never, once no date is left); ref/
performreminderaction-operation (snoozed past the next date: dismissed; not later than now it signals: ignored).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, Any

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag, Row
from fake_ews.model import series
from fake_ews.model.recurrence import LAST_DAY
from fake_ews.model.series import Plan

if TYPE_CHECKING:
    from fake_ews.model.items import Item

NEVER = dt.datetime(4501, 1, 1, tzinfo=dt.UTC)
BY_DEFAULT = 1525252321  # the minutes that stand for those that a mailbox has by default [spec MS-OXORMDR 2.2.1.3]
KEPT: tuple[Row[dt.datetime], ...] = (ItemRows.ReminderNextTime, ItemRows.ReminderDueBy)
# who changes one of these gives up what was dismissed or snoozed before
_DECIDES: tuple[Row[Any], ...] = (
    CalendarItem.Start, CalendarItem.Recurrence, ItemRows.ReminderIsSet, ItemRows.ReminderMinutesBeforeStart,
)  # fmt: skip
Date = tuple[int, dt.datetime]
"""A date of a series by its original day, and when its reminder is due by itself."""
Change = dict[Row[Any], Any]


def signal_time(item: Item) -> dt.datetime | None:
    """Its ReminderNextTime: what is kept, else when the reminder is due by itself; that of a series for its dates."""
    root = item.root
    kept = root.bag.get(ItemRows.ReminderNextTime)
    if kept is not None:
        return kept if kept.tzinfo else kept.replace(tzinfo=dt.UTC)
    if not item.bag.get(ItemRows.ReminderIsSet) or not root.bag.get(ItemRows.ReminderIsSet):
        return None  # a series without reminders has none on any date [spec MS-OXORMDR 2.2.1.1]
    if not item.is_entry:
        return item.bag.get(ItemRows.ReminderDueBy)
    if not series.is_series(root.bag):
        return _due(root.bag)
    turn = _turn(root) if root.number > 0 else None  # an attached series, whose number is negative, has no dates
    return NEVER if turn is None else turn[1]


def carry_over(entry: CalendarItem, before: CalendarItem, given: Collection[Row[Any]]) -> None:
    """Keep of a changed entry, in place, what was dismissed or snoozed, unless the change makes it void."""
    if any(entry.get(row) != before.get(row) for row in _DECIDES) or ItemRows.ReminderIsSet in given:
        if ItemRows.ReminderNextTime not in given:
            entry.ReminderNextTime = None
    else:
        entry.ReminderDueBy = before.get(ItemRows.ReminderDueBy)


def pending(master: Item, now: dt.datetime) -> Date | None:
    """The date of a series that a reminder is for, and when it signals: the last one that is due, else the next.

    A later date that is due takes the place of one that nobody has dismissed. [unverified]
    """
    signal = signal_time(master)
    turn = None if signal is None or signal >= NEVER else _turn(master)
    if turn is None or signal is None:
        return None
    later = _last_until(master.bag, series.plan(master), now)
    if later is not None and later[0] > turn[0]:
        return later
    return turn[0], max(turn[1], signal)


def dismissed(item: Item, day: int | None, now: dt.datetime) -> Change | None:
    """What is to be changed of the stored item, to dismiss its reminder, or that of a date; None: there is none."""
    if not item.bag.get(ItemRows.ReminderIsSet):
        return None
    if not series.is_series(item.root.bag):
        return {ItemRows.ReminderIsSet: False}
    reminder = _reminder(item.root, day, now)
    if reminder is None:
        return None
    following = _first_after(item.root.bag, series.plan(item.root), max(now, _reminded(item.root, reminder[0])))
    return _turns(item.root, following, None if following is None else following[1])


def snoozed(item: Item, day: int | None, until: dt.datetime, now: dt.datetime) -> Change | None:
    """What is to be changed of the stored item, to let its reminder signal later; None: that is no later."""
    signal = signal_time(item)
    if signal is None or not item.bag.get(ItemRows.ReminderIsSet):
        return None
    if not series.is_series(item.root.bag):
        return {ItemRows.ReminderNextTime: until} if until > signal else None
    reminder = _reminder(item.root, day, now)
    if reminder is None or until <= reminder[1]:
        return None
    own = _reminded(item.root, reminder[0])
    following = _first_after(item.root.bag, series.plan(item.root), own)
    if following is not None and until >= following[1]:
        return dismissed(item, day, now)
    return _turns(item.root, reminder, until)


def changed(item: Item, change: Change) -> Bag:
    """The values of the stored item with what is to be changed of it."""
    bag = item.root.bag.copy()
    for row, value in change.items():
        bag.set(row, value)
    return bag


def _reminder(master: Item, day: int | None, now: dt.datetime) -> Date | None:
    """The reminder that is meant: that of the date whose turn it is, or of a later one that is named; else None."""
    found = pending(master, now)
    if found is None or day in (None, found[0]):
        return found
    return (day, _reminded(master, day)) if day > found[0] else None


def _turns(master: Item, date: Date | None, signal: dt.datetime | None) -> Change:
    """It is the turn of this date now, or of none."""
    if date is None:
        return {ItemRows.ReminderNextTime: NEVER}
    return {ItemRows.ReminderNextTime: signal, ItemRows.ReminderDueBy: series.plan(master).start(date[0])}


def _turn(master: Item) -> Date | None:
    """The date whose turn it is: the one that is kept, else the first that was not over when the series was made."""
    plan, kept = series.plan(master), master.bag.get(ItemRows.ReminderDueBy)
    if kept is not None:
        day = plan.day_of(kept)
        own = _own(master.bag, plan, day) if plan.days.index(day) is not None else None
        return _first_after(master.bag, plan, kept - _before(master.bag)) if own is None else (day, own)
    for day in plan.days.between(max(plan.day_of(master.created) - plan.lasts.days - 2, 1), LAST_DAY):
        if series.occurrence(master.bag, plan, day).need(CalendarItem.End) > master.created:
            own = _own(master.bag, plan, day)
            if own is not None:
                return day, own
    return None


def _first_after(master: Bag, plan: Plan, moment: dt.datetime) -> Date | None:
    """The first date whose reminder is due after a moment."""
    first = plan.day_of(moment + _before(master)) - 1
    found = _dates(master, plan, plan.days.between(max(first, 1), LAST_DAY), lambda due: due > moment)
    return min(found, key=lambda date: date[1], default=None)


def _last_until(master: Bag, plan: Plan, moment: dt.datetime) -> Date | None:
    """The last date whose reminder is due at a moment."""
    last = min(plan.day_of(moment + _before(master)) + 1, LAST_DAY)
    found = _dates(master, plan, plan.days.back_from(last), lambda due: due <= moment)
    return max(found, key=lambda date: date[1], default=None)


def _dates(master: Bag, plan: Plan, days: Iterable[int], fits: Callable[[dt.datetime], bool]) -> list[Date]:
    """The first of these days, changed ones apart, whose reminder fits, and all changed ones whose reminder does."""
    changed = series.changes(master)
    regular = ((day, due) for day in days if day not in changed and (due := _own(master, plan, day)) is not None)
    found = next((date for date in regular if fits(date[1])), None)
    exceptions = ((day, due) for day in changed if (due := _own(master, plan, day)) is not None)
    return [date for date in exceptions if fits(date[1])] + ([] if found is None else [found])


def _own(master: Bag, plan: Plan, day: int) -> dt.datetime | None:
    """When the reminder of a date is due by itself; None: it has none, or is deleted."""
    if day in series.deletions(master):
        return None
    one = series.occurrence(master, plan, day)
    return _due(one) if one.get(ItemRows.ReminderIsSet) else None


def _reminded(master: Item, day: int) -> dt.datetime:
    """When the reminder of a date that has one is due by itself."""
    found = _own(master.bag, series.plan(master), day)
    assert found is not None
    return found


def _due(entry: Bag) -> dt.datetime:
    """So many minutes before the start."""
    start = entry.need(CalendarItem.Start)
    try:
        return start - _before(entry)
    except OverflowError:
        return start


def _before(entry: Bag) -> dt.timedelta:
    minutes = entry.get(ItemRows.ReminderMinutesBeforeStart) or 0
    return dt.timedelta(minutes=15 if minutes == BY_DEFAULT else minutes)
