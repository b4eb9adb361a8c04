"""Rooms: what a room mailbox makes of a request, and how it rewrites its own copy.

Rule: pure questions and answers; when a room answers is the business of meetings.
Source: Set-CalendarProcessing (AddOrganizerToSubject, DeleteSubject, DeleteComments, DeleteAttachments and
RemovePrivateProperty are true by default, AllowConflicts is false); fact sheet section 9 and amendment 9.
"""

from __future__ import annotations

import datetime as dt

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag
from fake_ews.model import occurrences, series
from fake_ews.model.items import Item

BOOKING_WINDOW = dt.timedelta(days=180)  # BookingWindowInDays [doc Set-CalendarProcessing]


def is_taken(copy: Item) -> bool:
    """Whether another accepted entry of the room overlaps this one, or any of its occurrences that can be booked."""
    if not series.is_series(copy.bag):
        return _is_taken(copy)
    now = copy.mailbox.exchange.clock.now()
    return any(_is_taken(one) for one in occurrences.of_series(copy, series.plan(copy), now, now + BOOKING_WINDOW))


def is_too_far(copy: Item) -> bool:
    """Whether this entry begins later than the room can be booked (BookingWindowInDays, here with no default)."""
    ahead = copy.mailbox.books_ahead
    return ahead is not None and copy.need(CalendarItem.Start) > copy.mailbox.exchange.clock.now() + ahead


def _is_taken(copy: Item) -> bool:
    start, end = copy.need(CalendarItem.Start), copy.need(CalendarItem.End)
    return any(
        other.root is not copy.root
        and other.need(CalendarItem.Start) < end
        and other.need(CalendarItem.End) > start
        and other.need(CalendarItem.LegacyFreeBusyStatus) not in ("Free", "Tentative")
        for other in copy.mailbox.entries_between(start, end)
    )


def rewritten(copy: Item) -> Bag:
    """The room's copy with the organizer's name instead of the subject, and neither text, files nor private flag."""
    bag = copy.bag.copy()
    organizer = copy.need(CalendarItem.Organizer).Mailbox
    bag.set(ItemRows.Subject, organizer.Name if organizer else "")
    bag.set(ItemRows.Body, None)
    bag.set(ItemRows.Attachments, None)
    bag.set(ItemRows.Sensitivity, "Normal")
    return bag
