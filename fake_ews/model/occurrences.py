"""The occurrences of a series as items: found by their day or number, between two times, changed and deleted.

Rule: an occurrence is made when it is asked for and never stored; to change it is to change its master, whose change
key it shares. Source: ref/occurrenceitemid, guide/how-to-update-a-recurring-series, how-to-delete-appointments-in-a-
recurring-series; RC; fact sheet section 8.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.notation import Bag, Mapi
from fake_ews.model import kept_dates, series
from fake_ews.model.extended import Extended
from fake_ews.model.failures import (
    ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange,
    ErrorCalendarOccurrenceIsDeletedFromRecurrence,
    ErrorInvalidPropertySet,
    ErrorOccurrenceCrossingBoundary,
    ErrorOccurrenceTimeSpanTooBig,
    ErrorRecurrenceHasNoOccurrence,
    Failure,
)
from fake_ews.model.items import Item
from fake_ews.model.kept_dates import KeptDates, key_of
from fake_ews.model.series import Changed, Plan

if TYPE_CHECKING:
    from fake_ews.model.folders import StoredFolder
    from fake_ews.model.mailbox import Mailbox


class Occurrence(Item):
    """One occurrence of a series, by its original day. Its number is its own as long as its master has the same."""

    __slots__ = ("day", "master", "plan")

    def __init__(
        self, master: Item, plan: Plan, day: int, times: tuple[dt.datetime, dt.datetime] | None = None
    ) -> None:
        bag = series.occurrence(master.bag, plan, day, times=times)
        own = series.changes(master.bag).get(day)
        extended = series.extended_of(master.extended, own)
        super().__init__(master.mailbox, -key_of(master.number, day), master.folder, bag, extended)
        self.master, self.plan, self.day = master, plan, day
        self.created = master.created
        self.renew()

    def renew(self) -> None:
        """Take over what it shares with its master."""
        self.change, self.modified, self.modified_by = self.master.change, self.master.modified, self.master.modified_by

    @property
    def root(self) -> Item:
        """The stored item: the master."""
        return self.master

    @property
    def item_id(self) -> str:
        """Its ItemId: the master's with the original day in it."""
        return self.mailbox.ids.occurrence(self.folder, self.master.number, self.day)

    @property
    def calendar_kind(self) -> str:
        """Its CalendarItemType."""
        return "Exception" if self.day in series.changes(self.master.bag) else "Occurrence"

    @property
    def original_start(self) -> dt.datetime:
        """When it would start, had it not been changed."""
        return self.plan.start(self.day)


def numbered(master: Item, index: int) -> Occurrence | Failure:
    """The occurrence of an index from 1, deleted ones counted; ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange,
    ErrorCalendarOccurrenceIsDeletedFromRecurrence.
    """
    its_plan = series.plan(master)
    day = its_plan.days.day(index)
    if day is None:
        return ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange
    if day in series.deletions(master.bag):
        return ErrorCalendarOccurrenceIsDeletedFromRecurrence
    return Occurrence(master, its_plan, day)


def on_day(master: Item, day: int) -> Occurrence | None:
    """The occurrence of an original day, None if there is none or no more."""
    if not series.is_series(master.bag) or day in series.deletions(master.bag):
        return None
    its_plan = series.plan(master)
    return None if its_plan.days.index(day) is None else Occurrence(master, its_plan, day)


def exceptions(master: Item) -> list[Occurrence]:
    """The changed occurrences of a series, by their original days."""
    return [one for day in series.changes(master.bag) if (one := on_day(master, day)) is not None]


def between(
    mailbox: Mailbox, folder: StoredFolder, start: dt.datetime, end: dt.datetime, *, touching: bool = False
) -> Iterator[Occurrence]:
    """The occurrences of all series of a folder that overlap a span of time, as TimeIndex.overlapping has it."""
    if folder.dates is None:
        folder.dates = KeptDates()
    found = folder.dates.between(mailbox.items, folder.series, start, end, touching=touching)
    if found is None:
        found = sorted(
            date
            for number, its_plan in folder.series.items()
            for date in kept_dates.dates(number, mailbox.items[number], its_plan, start, end, touching=touching)
        )
    for begins, key, ends in found:
        number, day = kept_dates.named(key)
        yield Occurrence(mailbox.items[number], folder.series[number], day, (begins, ends))


def of_series(
    master: Item, its_plan: Plan, start: dt.datetime, end: dt.datetime, *, touching: bool = False
) -> Iterator[Occurrence]:
    """The occurrences of one series that overlap a span of time."""
    for begins, key, ends in kept_dates.dates(master.number, master, its_plan, start, end, touching=touching):
        yield Occurrence(master, its_plan, kept_dates.named(key)[1], (begins, ends))


def seen(mailbox: Mailbox, folder: StoredFolder, start: dt.datetime, end: dt.datetime, *, touching: bool) -> list[Item]:
    """All that a calendar shows of a span of time, single entries and occurrences, by start."""
    index = folder.by_time
    assert index is not None
    items = [mailbox.items[number] for number in index.overlapping(start, end, touching=touching)]
    if folder.series:
        items += between(mailbox, folder, start, end, touching=touching)
        items.sort(key=lambda item: (item.need(CalendarItem.Start), item.root.number))
    return items


def refusal(one: Occurrence, after: Bag) -> Failure | None:
    """Why an occurrence cannot become like this: it has no pattern of its own, and its place (see `misplaced`)."""
    if series.is_series(after):
        return ErrorInvalidPropertySet.saying("An occurrence has no recurrence of its own.")
    start, end = after.need(CalendarItem.Start), after.need(CalendarItem.End)
    if (start, end) == (one.need(CalendarItem.Start), one.need(CalendarItem.End)):
        return None
    moved = Changed({CalendarItem.Start: start, CalendarItem.End: end})
    return misplaced(series.with_change(one.master.bag, one.day, moved), one.plan, one.day)


def misplaced(master: Bag, plan: Plan, day: int) -> Failure | None:
    """Why an occurrence cannot lie where it does: it must stay between its neighbours, days counted, and touch neither.

    Source: field reports of moved occurrences (fact sheet section 16); deleted neighbours do not count [unverified].
    """
    index = plan.days.index(day)
    assert index is not None
    one = series.occurrence(master, plan, day)
    before, behind = (_neighbour(master, plan, index, step) for step in (-1, 1))
    its_day = plan.day_of(one.need(CalendarItem.Start))
    if before is not None and its_day <= plan.day_of(before.need(CalendarItem.Start)):
        return ErrorOccurrenceCrossingBoundary
    if behind is not None and its_day >= plan.day_of(behind.need(CalendarItem.Start)):
        return ErrorOccurrenceCrossingBoundary
    overlaps = (before is not None and _overlap(before, one)) or (behind is not None and _overlap(one, behind))
    return ErrorOccurrenceTimeSpanTooBig if overlaps else None


def _neighbour(master: Bag, plan: Plan, index: int, step: int) -> Bag | None:
    day = series.remaining(master, plan, index + step, step)
    return None if day is None else series.occurrence(master, plan, day)


def _overlap(earlier: Bag, later: Bag) -> bool:
    return later.need(CalendarItem.Start) < earlier.need(CalendarItem.End)


def is_last(one: Occurrence) -> Failure | None:
    """Why an occurrence cannot be deleted: it is the only one left, where the profile refuses that."""
    refused = one.mailbox.profile.last_occurrence == "refused" and is_only(one)
    return ErrorRecurrenceHasNoOccurrence if refused else None


def is_only(one: Occurrence) -> bool:
    """Whether an occurrence is the only one left of its series."""
    return one.plan.days.length - len(series.deletions(one.master.bag)) <= 1


def folded(one: Occurrence, bag: Bag, extended: dict[Mapi, Extended]) -> Bag:
    """The master's values once an occurrence has these: what makes of it an exception."""
    plain = series.occurrence(one.master.bag, one.plan, one.day, changed=False)
    values = series.difference(plain.values, bag.values)
    own = Changed(values, series.difference(one.master.extended, extended))
    return series.with_change(one.master.bag, one.day, own)
