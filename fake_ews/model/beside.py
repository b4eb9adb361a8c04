"""What lies beside an entry, or beside the meeting of a request: how many entries overlap it, how many merely touch it.

Rule: entries that are shown as free take no time. Source: MS-OXWSMTGS (ConflictingMeetingCount, AdjacentMeetingCount).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from fake_ews.contract.calendar import CalendarItem, MeetingMessage, MeetingRequestMessage

if TYPE_CHECKING:
    from fake_ews.model.items import Item
    from fake_ews.model.mailbox import Mailbox


def entry(item: Item, *, touching: bool) -> int:
    """How many other entries overlap this one, or merely touch it."""
    start, end = item.need(CalendarItem.Start), item.need(CalendarItem.End)
    return _count(item.mailbox, start, end, lambda one: one.root is item.root, touching=touching)


def request(item: Item, *, touching: bool) -> int | None:
    """The same of a meeting request; its own copy in the calendar does not count."""
    start, end = item.bag.get(MeetingRequestMessage.Start), item.bag.get(MeetingRequestMessage.End)
    if start is None or end is None:
        return None
    uid = item.bag.get(MeetingMessage.UID)
    return _count(item.mailbox, start, end, lambda one: one.bag.get(CalendarItem.UID) == uid, touching=touching)


def _count(
    mailbox: Mailbox, start: dt.datetime, end: dt.datetime, itself: Callable[[Item], bool], *, touching: bool
) -> int:
    count = 0
    for other in mailbox.entries_between(start, end):
        if itself(other) or other.bag.get(CalendarItem.LegacyFreeBusyStatus) == "Free":
            continue
        touches = other.need(CalendarItem.End) == start or other.need(CalendarItem.Start) == end
        count += touches is touching
    return count
