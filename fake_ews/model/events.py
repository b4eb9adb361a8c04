"""The events of a change, read from the records of a mailbox's log, and the message that carries them.

Rule: an event is computed from its record whenever somebody reads it; nobody keeps one. Which events a record yields,
and in which order, is said in event_table.py alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from fake_ews.contract.answers import ArrayOfResponseMessages
from fake_ews.contract.common import FolderId, ItemId, MessageXml, NamedValue
from fake_ews.contract.notation import Bag, Entry
from fake_ews.contract.notifications import (
    BaseNotificationEvent,
    BaseObjectChangedEvent,
    ModifiedEvent,
    MovedCopiedEvent,
    Notification,
    SendNotificationResponse,
    SendNotificationResponseMessage,
)
from fake_ews.model.event_table import BUSY_TIME, Of, line_of
from fake_ews.model.failures import Failure
from fake_ews.model.ids import stub_key
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import SEARCHES
from fake_ews.model.search_folders import unread

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

_MOST = 16  # no record yields as many events: the counter of an event is record number * 16 + its place
_TEMPORARIES = 1 << 40  # numbers of items that no mailbox ever has
_BUSY_AFTERWARDS: tuple[str, Of] = ("FreeBusyChangedEvent", "it")
_STUB_ENTRY, _STUB_MESSAGE, _STUB_CALENDAR, _STUB_FOLDER = (stub_key(kind) for kind in (15, 9, 2, 1))


class Event(msgspec.Struct, frozen=True, gc=False):
    """One event. Numbers are the mailbox's own; `item` is 0 where a folder is meant, and `folder` is then that folder.

    `counter` makes its watermark. `parent` is the folder above the object, `old_*` where a moved or copied one was.
    `found_in` is the folder that its ItemId names, if that is not `folder`.
    """

    counter: int
    kind: str
    at: dt.datetime
    item: int
    folder: int
    parent: int
    item_class: str = ""
    old_item: int = 0
    old_folder: int = 0
    old_parent: int = 0
    found_in: int = 0


class Interest(msgspec.Struct, frozen=True):
    """What a subscription wants to hear of: the numbers of folders, or None for all of them, and kinds of events."""

    folders: frozenset[int] | None
    types: frozenset[str]


def position(number: int) -> int:
    """The counter that lies behind all events of a record and before those of the next one."""
    return number * _MOST + _MOST - 1


def record_of(counter: int) -> int:
    """The number of the record that the event with this counter belongs to."""
    return counter // _MOST


def after(mailbox: Mailbox, interest: Interest, counter: int, most: int | None = None) -> list[Event]:
    """The events behind a counter, oldest first; all of them, or the first `most`."""
    found: list[Event] = []
    for record in mailbox.log.after(max((counter + 1) // _MOST - 1, 0)):
        found += [event for event in of(record, mailbox, interest) if event.counter > counter]
        if most is not None and len(found) >= most:
            return found[:most]
    return found


def of(record: LogRecord, mailbox: Mailbox, interest: Interest) -> Iterator[Event]:
    """The events of one record that a subscription hears of."""
    folders = interest.folders
    left = 0 if record.kind is Kind.Copied else record.old_folder
    if folders is not None and not folders & {record.folder, left, record.parent}:
        return
    for place, (kind, of_what) in enumerate(_told(record, mailbox, folders is None)):
        if kind not in interest.types:
            continue
        event = _event(record.number * _MOST + place, kind, of_what, record, mailbox)
        if folders is not None and not _concerns(event, folders, mailbox):
            continue
        if folders is None and event.item and mailbox.profile.all_folders_ids == "search folder":
            event = msgspec.structs.replace(event, found_in=mailbox.need(SEARCHES).number)
        yield event


def _concerns(event: Event, folders: frozenset[int], mailbox: Mailbox) -> bool:
    if event.item:
        told_at = {event.folder, event.old_folder}
        if event.kind == "MovedEvent" and not mailbox.profile.moved_told_at_target:
            told_at = {event.old_folder}
        return bool(folders & told_at)
    if event.kind == "ModifiedEvent":
        return event.folder in folders or mailbox.profile.other_folder_modified
    return bool(folders & {event.folder, event.parent, event.old_parent})


def _told(record: LogRecord, mailbox: Mailbox, all_folders: bool) -> Sequence[tuple[str, Of]]:
    """Kinds of events, and of what, for one change: the line of the table, with the profile's word on it."""
    folder, profile = mailbox.folders.get(record.folder), mailbox.profile
    line = line_of("item" if record.item else "folder", record.kind, "" if folder is None else folder.distinguished)
    told = line.told(profile, everywhere=all_folders)
    if profile.temporary_items and not _is_calendar(mailbox, record.folder):
        told = tuple(one for one in told if one[1] != "temporary")
    return (*told, _BUSY_AFTERWARDS) if _touches_busy_time(record, mailbox) else told


def _is_calendar(mailbox: Mailbox, number: int) -> bool:
    """Whether a folder is the one whose entries are the owner's free/busy time."""
    return number == mailbox.need("calendar").number


def _is_there(record: LogRecord, mailbox: Mailbox) -> bool:
    """Whether an item takes the owner's time afterwards; one that does not has left its time free where it was."""
    return record.kind is not Kind.Deleted and _is_calendar(mailbox, record.folder)


def _touches_busy_time(record: LogRecord, mailbox: Mailbox) -> bool:
    if not record.item_class.startswith("IPM.Appointment"):
        return False
    if record.kind is Kind.Modified and BUSY_TIME.isdisjoint(record.properties):
        return False
    was_there = record.kind in (Kind.Moved, Kind.Deleted) and _is_calendar(mailbox, record.old_folder)
    return was_there or _is_there(record, mailbox)


def _event(counter: int, kind: str, of_what: Of, record: LogRecord, mailbox: Mailbox) -> Event:
    at, moved = record.at, kind in ("MovedEvent", "CopiedEvent")
    if of_what in ("folder", "old folder"):
        now_in = record.folder if record.item else record.parent
        number = record.old_folder if of_what == "old folder" else now_in
        return Event(counter, kind, at, 0, number, _above(mailbox, number))
    if record.item == 0:
        was = (0, record.folder, record.old_folder) if moved else (0, 0, 0)
        return Event(counter, kind, at, 0, record.folder, record.parent, "", *was)
    number, folder = record.item, record.folder
    if of_what == "temporary":
        number += _TEMPORARIES
    elif kind == "DeletedEvent" or (kind == "FreeBusyChangedEvent" and not _is_there(record, mailbox)):
        number, folder = record.old_item, record.old_folder
    was = (record.old_item, record.old_folder, record.old_folder) if moved else (0, 0, 0)
    return Event(counter, kind, at, number, folder, folder, record.item_class, *was)


def _above(mailbox: Mailbox, number: int) -> int:
    folder = mailbox.folders.get(number)
    return folder.parent or number if folder is not None else number


# --- the message ---------------------------------------------------------------------------------------------------


def notification(
    subscription_id: str, previous: int, told: list[Event], mailbox: Mailbox, *, more: bool = False, status: int = 0
) -> Notification:
    """What a push or pull subscription is told: these events, or without any the StatusEvent with this watermark."""
    ids = mailbox.ids
    status_event = Entry(Notification.StatusEvent, BaseNotificationEvent(Watermark=ids.watermark(status)))
    return Notification(
        SubscriptionId=subscription_id,
        PreviousWatermark=ids.watermark(previous),
        MoreEvents=more,
        entries=_entries(told, mailbox) or (status_event,),
    )


def streamed(subscription_id: str, told: list[Event], mailbox: Mailbox) -> Notification:
    """What a streaming subscription is told: events without watermarks, and nothing of what was or is to come."""
    entries = _entries(told, mailbox)
    for _, bag in entries:
        bag.set(BaseNotificationEvent.Watermark, None)
    return Notification(SubscriptionId=subscription_id, entries=entries)


def _entries(told: list[Event], mailbox: Mailbox) -> tuple[Entry, ...]:
    return tuple(Entry(Notification.rows[one.kind], written(one, mailbox)) for one in told)


def pushed(told: Notification) -> SendNotificationResponse:
    """The message of a push."""
    return _message(SendNotificationResponseMessage(ResponseClass="Success", ResponseCode="NoError", Notification=told))


def reading_failed(subscription_id: str, failure: Failure) -> SendNotificationResponse:
    """The message that ends a subscription: an error, no Notification, the id in its MessageXml. [seen: capture]"""
    return _message(
        SendNotificationResponseMessage(
            ResponseClass="Error",
            MessageText=failure.text,
            ResponseCode=failure.code,
            DescriptiveLinkKey=0,
            MessageXml=MessageXml(Value=(NamedValue(Name="SubscriptionId", text=subscription_id),)),
        )
    )


def _message(message: SendNotificationResponseMessage) -> SendNotificationResponse:
    entry = Entry(ArrayOfResponseMessages.SendNotificationResponseMessage, message)
    return SendNotificationResponse(ResponseMessages=ArrayOfResponseMessages(entries=(entry,)))


def written(event: Event, mailbox: Mailbox) -> Bag:
    """The element of an event. ChangeKeys in it are stubs that name the kind of object only. [seen: capture]"""
    parent = FolderId(Id=mailbox.ids.folder(event.parent), ChangeKey=_STUB_FOLDER)
    bag: BaseObjectChangedEvent | MovedCopiedEvent
    if event.kind in ("MovedEvent", "CopiedEvent"):
        bag = MovedCopiedEvent()
        bag.OldParentFolderId = FolderId(Id=mailbox.ids.folder(event.old_parent), ChangeKey=_STUB_FOLDER)
        if event.item:
            bag.OldItemId = _item_id(event.old_item, event.old_folder, event, mailbox)
        else:
            bag.OldFolderId = _folder_id(event.old_folder, mailbox)
    else:
        bag = ModifiedEvent() if event.kind == "ModifiedEvent" else BaseObjectChangedEvent()
    bag.Watermark = mailbox.ids.watermark(event.counter)
    bag.TimeStamp = mailbox.stamp(event.at).replace(microsecond=0)
    if event.item:
        bag.ItemId = _item_id(event.item, event.found_in or event.folder, event, mailbox)
    else:
        bag.FolderId = _folder_id(event.folder, mailbox)
    bag.ParentFolderId = parent
    if isinstance(bag, ModifiedEvent) and not event.item and mailbox.profile.modified_unread_count:
        bag.UnreadCount = _unread(event.folder, mailbox)
    return bag


def _unread(number: int, mailbox: Mailbox) -> int | None:
    """How many messages of a folder are unread now; a calendar has none. [seen: capture]"""
    folder = mailbox.folders.get(number)
    return None if folder is None or folder.key_kind == 2 else unread(mailbox, folder)


def object_id(event: Event, mailbox: Mailbox) -> str:
    """The ItemId or FolderId that an event is about."""
    folder = event.found_in or event.folder
    return mailbox.ids.item(folder, event.item) if event.item else mailbox.ids.folder(folder)


def _item_id(number: int, folder: int, event: Event, mailbox: Mailbox) -> ItemId:
    stub = _STUB_ENTRY if event.item_class.startswith("IPM.Appointment") else _STUB_MESSAGE
    return ItemId(Id=mailbox.ids.item(folder, number), ChangeKey=stub)


def _folder_id(number: int, mailbox: Mailbox) -> FolderId:
    folder = mailbox.folders.get(number)
    calendar = folder is not None and folder.key_kind == 2
    return FolderId(Id=mailbox.ids.folder(number), ChangeKey=_STUB_CALENDAR if calendar else _STUB_FOLDER)
