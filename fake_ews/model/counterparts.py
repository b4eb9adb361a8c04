"""Counterparts: the entries of one meeting in the calendars of those who hold it, found by its UID.

Rule: of one occurrence of a series the counterpart is the occurrence of the same original day, or the entry of who was
invited to that date only (an orphan instance; it knows its date by its RecurrenceId). Source: MS-OXWSMTGS (the same UID
in all copies), MS-OXOCAL 2.2.1.13 (orphan instances), fact sheet section 9.
"""

from __future__ import annotations

from fake_ews.contract.calendar import CalendarItem, MeetingMessage
from fake_ews.contract.common import SingleRecipient
from fake_ews.model import occurrences, series
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence


def copy_of(mailbox: Mailbox, uid: str, day: int = 0) -> Item | None:
    """The entry of a mailbox's calendar that belongs to a meeting, or with `day` to its date of this original day.

    Whoever was invited to dates of a series only has an entry for each of them, and none for the series.
    """
    calendar = mailbox.items_of(mailbox.need("calendar"))
    found = [item for item in calendar if item.bag.get(CalendarItem.UID) == uid]
    whole = next((item for item in found if item.original_start is None), None)
    if not day:
        return whole
    date = None if whole is None else occurrences.on_day(whole, day)
    alone = date or next((item for item in found if original_day(item) == day), None)
    return alone or (None if whole is None or series.is_series(whole.bag) else whole)


def original_day(item: Item) -> int:
    """The original day of a date of a series, be it an occurrence or an entry by itself; 0 of anything else."""
    if isinstance(item, Occurrence):
        return item.day
    original = item.original_start
    return 0 if original is None else series.wall_clock(original, item.need(CalendarItem.StartTimeZoneId)).toordinal()


def dates_alone(mailbox: Mailbox, uid: str) -> list[Item]:
    """The entries of a calendar that are dates of a series to which its owner was not invited as a whole."""
    calendar = mailbox.items_of(mailbox.need("calendar"))
    return [item for item in calendar if item.bag.get(CalendarItem.UID) == uid and item.original_start is not None]


def counterpart(mailbox: Mailbox, item: Item) -> Item | None:
    """What belongs in a mailbox's calendar to another one's entry: of an occurrence that of the same day."""
    return copy_of(mailbox, item.need(CalendarItem.UID), original_day(item))


def entry_of(message: Item) -> Item | None:
    """The entry that a meeting message is about: in its mailbox's calendar, or in that of whom it was received for."""
    return entry_in(_received_for(message), message)


def entry_in(mailbox: Mailbox, message: Item) -> Item | None:
    """The entry of a mailbox's calendar that a meeting message is about, be the message in another mailbox."""
    uid = message.bag.get(MeetingMessage.UID)
    original = message.bag.get(MeetingMessage.RecurrenceId)
    if uid is None or original is None:
        return None if uid is None else copy_of(mailbox, uid)
    alone = (item for item in dates_alone(mailbox, uid) if item.original_start == original)
    whole = copy_of(mailbox, uid)
    if whole is None or not series.is_series(whole.bag):
        return next(alone, whole)
    return occurrences.on_day(whole, series.plan(whole).day_of(original)) or next(alone, None)


def _received_for(message: Item) -> Mailbox:
    if not message.bag.get(MeetingMessage.IsDelegated):
        return message.mailbox
    return _owner(message, message.need(MeetingMessage.ReceivedRepresenting)) or message.mailbox


def organizer_of(item: Item) -> Mailbox | None:
    """The mailbox of the organizer, here or outside; None where the entry names none."""
    return _owner(item, item.need(CalendarItem.Organizer))


def sender_of(message: Item) -> Mailbox | None:
    """The mailbox of whoever sent a message, here or outside; None where it names nobody."""
    sender = message.bag.get(MeetingMessage.From)
    return None if sender is None else _owner(message, sender)


def _owner(item: Item, person: SingleRecipient) -> Mailbox | None:
    """The mailbox of somebody whom an item names."""
    address = (person.Mailbox and person.Mailbox.EmailAddress) or ""
    return item.mailbox.exchange.reached(address)


def values_of(item: Item) -> CalendarItem:
    """A copy of an entry's values, to be changed."""
    bag = item.bag.copy()
    assert isinstance(bag, CalendarItem)
    return bag
