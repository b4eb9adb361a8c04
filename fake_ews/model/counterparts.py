"""Counterparts: the entries of one meeting in the calendars of those who hold it, found by its UID.

Rule: of one occurrence of a series the counterpart is the occurrence of the same original day. Source: MS-OXWSMTGS
(the same UID in all copies), fact sheet section 9.
"""

from __future__ import annotations

from fake_ews.contract.calendar import CalendarItem, MeetingMessage
from fake_ews.contract.common import SingleRecipient
from fake_ews.model import occurrences, series
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence


def copy_of(mailbox: Mailbox, uid: str) -> Item | None:
    """The entry of a mailbox's calendar that belongs to a meeting."""
    calendar = mailbox.items_of(mailbox.need("calendar"))
    return next((item for item in calendar if item.bag.get(CalendarItem.UID) == uid), None)


def counterpart(mailbox: Mailbox, item: Item) -> Item | None:
    """What belongs in a mailbox's calendar to another one's entry: of an occurrence that of the same day."""
    found = copy_of(mailbox, item.need(CalendarItem.UID))
    if found is None or not isinstance(item, Occurrence) or not series.is_series(found.bag):
        return found
    return occurrences.on_day(found, item.day)


def entry_of(message: Item) -> Item | None:
    """The entry that a meeting message is about: in its mailbox's calendar, or in that of whom it was received for."""
    uid = message.bag.get(MeetingMessage.UID)
    mailbox = _received_for(message)
    found = None if uid is None else copy_of(mailbox, uid)
    original = message.bag.get(MeetingMessage.RecurrenceId)
    if found is None or original is None or not series.is_series(found.bag):
        return found
    return occurrences.on_day(found, series.plan(found).day_of(original))


def _received_for(message: Item) -> Mailbox:
    if not message.bag.get(MeetingMessage.IsDelegated):
        return message.mailbox
    return _owner(message, message.need(MeetingMessage.ReceivedRepresenting)) or message.mailbox


def organizer_of(item: Item) -> Mailbox | None:
    """The mailbox of the organizer, if he is of this organisation."""
    return _owner(item, item.need(CalendarItem.Organizer))


def sender_of(message: Item) -> Mailbox | None:
    """The mailbox of whoever sent a message, if he is of this organisation."""
    sender = message.bag.get(MeetingMessage.From)
    return None if sender is None else _owner(message, sender)


def _owner(item: Item, person: SingleRecipient) -> Mailbox | None:
    """The mailbox of somebody whom an item names."""
    address = (person.Mailbox and person.Mailbox.EmailAddress) or ""
    return item.mailbox.exchange.mailboxes.get(address.lower())


def values_of(item: Item) -> CalendarItem:
    """A copy of an entry's values, to be changed."""
    bag = item.bag.copy()
    assert isinstance(bag, CalendarItem)
    return bag
