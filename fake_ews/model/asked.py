"""What an item tells of itself for whoever asks by name: who is in it, its flag, its icon, its conversation, other ids.

Rule: a real server always has a value for these, so there is one here for every item, of the kind that a new item has.
Source: ref pages of the elements; icons: ref/iconindex, PidTagIconIndex in MS-OXOCAL; ConversationIndex: MS-OXOMSG
2.2.1.3. InstanceKey is opaque, and of one item always the same here. [unverified: of one view]
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.contacts import ContactItem
from fake_ews.contract.items import Flag
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message, PostItem
from fake_ews.contract.notation import Row
from fake_ews.contract.tasks import Task
from fake_ews.model import conversations, ids
from fake_ews.model.computed_mapi import topic

if TYPE_CHECKING:
    from fake_ews.model.items import Item

_UNFLAGGED = Flag(FlagStatus="NotFlagged")
# whose names a row stands for: in messages, and in entries
_PEOPLE: dict[Row[str], tuple[Row[Any], Row[Any] | None]] = {
    ItemRows.DisplayTo: (Message.ToRecipients, CalendarItem.RequiredAttendees),
    ItemRows.DisplayCc: (Message.CcRecipients, CalendarItem.OptionalAttendees),
    ItemRows.DisplayBcc: (Message.BccRecipients, None),
}


def names(row: Row[str]) -> Callable[[Item], str]:
    """The names of the people that DisplayTo and its kin stand for, parted by semicolons; else what was stored."""
    in_mail, in_entries = _PEOPLE[row]

    def shown(item: Item) -> str:
        attendees = None if in_entries is None else item.bag.get(in_entries)
        recipients = item.bag.get(in_mail)
        if attendees is not None:
            return "; ".join(_name(one.need(type(one).Mailbox)) for _, several in attendees for one in several)
        if recipients is not None:
            return "; ".join(_name(one) for one in recipients.Mailbox or ())
        return item.bag.get(row) or ""

    return shown


def _name(person: EmailAddress) -> str:
    return person.Name or person.EmailAddress or ""


def _flag(item: Item) -> Flag | None:
    return item.bag.get(ItemRows.Flag) or (None if item.is_entry else _UNFLAGGED)


def _icon(item: Item) -> str:
    if item.is_entry:
        meeting = "Meet" if item.value(CalendarItem.IsMeeting) else ""
        recurs = "Recur" if item.calendar_kind != "Single" else ""
        return f"Appointment{meeting}{recurs}" if meeting or recurs else "AppointmentItem"
    if item.kind is Task:
        return "TaskRecur" if item.value(Task.IsRecurring) else "TaskItem"
    return {ContactItem: "OutlookDefaultForContacts", PostItem: "PostItem"}.get(cast(Any, item.kind), "Default")


def _conversation_index(item: Item) -> bytes:
    """That which it was made with, or of what was sent or made then."""
    stored = item.bag.get(PostItem.ConversationIndex if item.kind is PostItem else Message.ConversationIndex)
    if stored is not None and len(stored) >= conversations.HEADER:
        return stored
    return conversations.begun(item.bag.get(ItemRows.DateTimeSent) or item.created, topic(item) or "")


def _entry_id(item: Item) -> bytes | None:
    entry = ids.converted(item.item_id, "EwsId", "EntryId", item.mailbox.ids)
    return base64.b64decode(entry) if isinstance(entry, str) else None


ASKED: dict[Row[Any], Callable[[Item], Any]] = {
    **{row: names(row) for row in _PEOPLE},
    ItemRows.Flag: _flag,
    ItemRows.InstanceKey: lambda item: ids.guid(0, item.item_id, "instance").bytes,
    ItemRows.StoreEntryId: _entry_id,
    ItemRows.IconIndex: _icon,
    ItemRows.BlockStatus: lambda item: False,
    ItemRows.HasBlockedImages: lambda item: False,
    ItemRows.IsClutter: lambda item: False,
    Message.ConversationIndex: _conversation_index,
    PostItem.ConversationIndex: _conversation_index,
    ItemRows.ConversationId: lambda item: ItemId(Id=conversations.conversation(_conversation_index(item)).hex),
}
