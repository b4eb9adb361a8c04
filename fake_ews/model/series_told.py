"""What a master tells of its occurrences: the first, the last, those that were changed, those that were deleted.

The dates of its range carry the offset of its zone on that day. [seen: answers of real servers]

Rule: every occurrence is told by its ItemId, its times now and its original start; a deleted one by the latter alone.
Source: ref/firstoccurrence, ref/lastoccurrence, ref/modifiedoccurrences, ref/deletedoccurrences; fact sheet section 8.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.recurrence import (
    DeletedOccurrenceInfo,
    NonEmptyArrayOfDeletedOccurrences,
    NonEmptyArrayOfOccurrenceInfo,
    OccurrenceInfo,
    Recurrence,
)
from fake_ews.model import series, zones
from fake_ews.model.recurrence import with_dates
from fake_ews.model.series import Plan

if TYPE_CHECKING:
    from fake_ews.model.items import Item


def recurrence(item: Item) -> Recurrence | None:
    """The Recurrence of a master, its dates with the offset of its zone."""
    stored = item.bag.get(CalendarItem.Recurrence)
    if stored is None:
        return None
    zone = item.need(CalendarItem.StartTimeZoneId)

    def told(date: str) -> str:
        day = zones.to_utc(dt.datetime.fromisoformat(date), zone)
        return date + zones.offset_form(day, zone).isoformat()[19:25].replace("+00:00", "Z")

    return with_dates(stored, told)


def first(item: Item) -> OccurrenceInfo | None:
    """The first occurrence that is there; deleted ones do not count. [unverified] Of a copy all may be declined."""
    if not _has_occurrences(item):
        return None
    plan = series.plan(item)
    day = series.remaining(item.bag, plan, 1, 1)
    return None if day is None else _info(item, plan, day)


def last(item: Item) -> OccurrenceInfo | None:
    """The last occurrence that is there; None of a series without end."""
    if not _has_occurrences(item):
        return None
    plan = series.plan(item)
    day = None if plan.days.is_endless else series.remaining(item.bag, plan, plan.days.length, -1)
    return None if day is None else _info(item, plan, day)


def changed(item: Item) -> NonEmptyArrayOfOccurrenceInfo | None:
    """The changed occurrences, in the order of their original days."""
    days = series.changes(item.bag)
    if not days or not _has_occurrences(item):
        return None
    plan = series.plan(item)
    return NonEmptyArrayOfOccurrenceInfo(Occurrence=tuple(_info(item, plan, day) for day in days))


def deleted(item: Item) -> NonEmptyArrayOfDeletedOccurrences | None:
    """The deleted occurrences, in the order of their days."""
    if not (days := series.deletions(item.bag)):
        return None
    plan = series.plan(item)
    infos = tuple(DeletedOccurrenceInfo(Start=plan.start(day)) for day in sorted(days))
    return NonEmptyArrayOfDeletedOccurrences(DeletedOccurrence=infos)


def _has_occurrences(item: Item) -> bool:
    """Whether it is a series whose occurrences have ids: an attached one, whose number is negative, has none."""
    return series.is_series(item.bag) and item.number > 0


def _info(item: Item, plan: Plan, day: int) -> OccurrenceInfo:
    values = series.occurrence(item.bag, plan, day)
    item_id = ItemId(Id=item.mailbox.ids.occurrence(item.folder, item.number, day), ChangeKey=item.change_key)
    return OccurrenceInfo(
        ItemId=item_id,
        Start=values.need(CalendarItem.Start),
        End=values.need(CalendarItem.End),
        OriginalStart=plan.start(day),
    )
