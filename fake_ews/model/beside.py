"""What lies beside an entry, or beside the meeting of a request: which entries overlap it, and which merely touch it.

Rule: entries that are shown as free take no time. Source: MS-OXWSMTGS, ref/conflictingmeetings, ref/adjacentmeetings.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from fake_ews.contract.calendar import CalendarItem, MeetingMessage, MeetingRequestMessage
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Entry, Row
from fake_ews.contract.operations import NonEmptyArrayOfAllItems

if TYPE_CHECKING:
    from fake_ews.model.items import Item
    from fake_ews.model.mailbox import Mailbox

Neighbours = Callable[["Item"], "Iterator[Item] | None"]
# what is told of a neighbour [doc: the example of ref/conflictingmeetings]
TOLD: tuple[Row[Any], ...] = (
    ItemRows.Subject, CalendarItem.Start, CalendarItem.End, CalendarItem.LegacyFreeBusyStatus, CalendarItem.Location,
)  # fmt: skip


def of_entry(*, touching: bool) -> Neighbours:
    """The other entries that overlap an entry, or merely touch it."""

    def found(item: Item) -> Iterator[Item]:
        start, end = item.need(CalendarItem.Start), item.need(CalendarItem.End)
        return _between(item.mailbox, start, end, lambda one: one.root is item.root, touching)

    return found


def of_request(*, touching: bool) -> Neighbours:
    """The same of a meeting request; its own copy in the calendar does not count. None where it tells no times."""

    def found(item: Item) -> Iterator[Item] | None:
        start, end = item.bag.get(MeetingRequestMessage.Start), item.bag.get(MeetingRequestMessage.End)
        if start is None or end is None:
            return None
        uid = item.bag.get(MeetingMessage.UID)
        return _between(item.mailbox, start, end, lambda one: one.bag.get(CalendarItem.UID) == uid, touching)

    return found


def counted(neighbours: Neighbours) -> Callable[[Item], int | None]:
    """How many there are."""

    def count(item: Item) -> int | None:
        found = neighbours(item)
        return None if found is None else sum(1 for _ in found)

    return count


def listed(neighbours: Neighbours) -> Callable[[Item], NonEmptyArrayOfAllItems | None]:
    """Which there are; None for none."""

    def told(item: Item) -> NonEmptyArrayOfAllItems | None:
        shown = tuple(Entry(NonEmptyArrayOfAllItems.CalendarItem, _told(one)) for one in neighbours(item) or ())
        return NonEmptyArrayOfAllItems(entries=shown) if shown else None

    return told


def _told(one: Item) -> CalendarItem:
    bag = CalendarItem(ItemId=ItemId(Id=one.item_id, ChangeKey=one.change_key))
    for row in TOLD:
        bag.set(row, one.value(row))
    return bag


def _between(
    mailbox: Mailbox, start: dt.datetime, end: dt.datetime, itself: Callable[[Item], bool], touching: bool
) -> Iterator[Item]:
    for other in mailbox.entries_between(start, end):
        if itself(other) or other.bag.get(CalendarItem.LegacyFreeBusyStatus) == "Free":
            continue
        touches = other.need(CalendarItem.End) == start or other.need(CalendarItem.Start) == end
        if touches is touching:
            yield other
