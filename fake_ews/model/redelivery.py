"""A message that arrives a second time, as mail servers have it happen now and then.

Rule: it lies in the Inbox beside the first one, or wherever that has gone, and nothing is made twice: an entry that is
there stays as it is, with its answer, a room does not answer again, and no response is noted anew. It is out of date if
something newer about the meeting has come meanwhile. A request whose entry is gone is entered as if it came for the
first time. [the latter: unverified] Source: MS-OXOCAL 3.1.5.2 (out of date: an older version, never the same one).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from fake_ews.contract.calendar import (
    Attendee,
    CalendarItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Row
from fake_ews.model import mailing, meetings
from fake_ews.model.counterparts import entry_of, sender_of, values_of
from fake_ews.model.entries import address_of, people
from fake_ews.model.items import CANCELLED, Item, state

_ABOUT: tuple[Row[Any], ...] = (MeetingMessage.UID, MeetingMessage.RecurrenceId, Message.ReceivedRepresenting)


def message_in(item: Item) -> Message:
    """A copy of the message that an item is. ValueError: it has never come by mail."""
    bag, where = item.bag.copy(), item.mailbox.folders[item.folder].distinguished
    writer = bag.From if isinstance(bag, Message) else None
    if writer is None or writer.Mailbox is None or where in ("drafts", "outbox", "sentitems"):
        raise ValueError(f"this item of {item.mailbox.address} has not come by mail: only what has can come again")
    assert isinstance(bag, Message)
    return bag


def again(item: Item) -> Item | None:
    """Bring a message to its mailbox once more: where it lies then, None where a rule has taken it away. ValueError."""
    mailbox, bag = item.mailbox, message_in(item)
    bag.DateTimeReceived, bag.IsRead = mailbox.stamp(), False
    for kind, settle in _SETTLED.items():
        if isinstance(bag, kind):
            settle(item, bag)
    sender = sender_of(item)
    arrived = mailing.arrives(mailbox, bag, dict(item.extended), mailbox.name if sender is None else sender.name)
    is_old = isinstance(bag, MeetingRequestMessage) and bag.IsOutOfDate
    if arrived is not None and is_old and mailbox.booking.RemoveOldMeetingMessages:
        return mailbox.delete(arrived, "MoveToDeletedItems", mailbox.name)
    return arrived


def _request(item: Item, bag: Any) -> None:
    """A request is out of date, or about an entry that is there, or is entered anew."""
    entry = entry_of(item)
    bag.IsOutOfDate = bag.IsOutOfDate or _is_superseded(item) or (entry is not None and _is_older(item, entry))
    if bag.IsOutOfDate:
        bag.MeetingRequestType = "Outdated"
        return
    if entry is None and bag.HasBeenProcessed and not bag.IsDelegated:
        entry = meetings.enter_anew(item)
    bag.HasBeenProcessed = entry is not None and bag.HasBeenProcessed
    bag.AssociatedCalendarItemId = None if entry is None else ItemId(Id=entry.item_id, ChangeKey=entry.change_key)


def _cancellation(item: Item, bag: Any) -> None:
    """The entry is cancelled already, unless its owner has been invited again since."""
    bag.IsOutOfDate = bag.IsOutOfDate or _is_superseded(item)


def _response(item: Item, bag: Any) -> None:
    """The answer is noted already; it is out of date if its sender has given another one since."""
    entry, sender = entry_of(item), sender_of(item)
    if entry is None or sender is None:
        return
    given = (one for one in people(values_of(entry)) if address_of(one) == sender.address)
    times = [at for one in given if (at := one.get(Attendee.LastResponseTime)) is not None]
    bag.IsOutOfDate = bag.IsOutOfDate or any(at > _sent(item) for at in times)


_SETTLED: dict[type[Message], Callable[[Item, Any], None]] = {
    MeetingRequestMessage: _request,
    MeetingCancellationMessage: _cancellation,
    MeetingResponseMessage: _response,
}


def _is_older(item: Item, entry: Item) -> bool:
    """Whether an entry is of a newer version than a request, or called off."""
    asked = item.bag.get(MeetingRequestMessage.AppointmentSequenceNumber) or 0
    return bool(state(entry) & CANCELLED) or asked < (entry.bag.get(CalendarItem.AppointmentSequenceNumber) or 0)


def _is_superseded(item: Item) -> bool:
    """Whether something newer about the same meeting has come to the mailbox, wherever it lies now."""
    same = [item.bag.get(row) for row in _ABOUT]
    return any(
        isinstance(one.bag, MeetingRequestMessage | MeetingCancellationMessage)
        and [one.bag.get(row) for row in _ABOUT] == same
        and _sent(one) > _sent(item)
        for one in item.mailbox.items.values()
    )


def _sent(item: Item) -> dt.datetime:
    return item.bag.get(ItemRows.DateTimeSent) or item.created
