"""Which events a change causes, read from the records of a mailbox's log, and the message that carries them.

Rule: an event is computed from its record whenever somebody reads it; nobody keeps one. One record yields the events of
one subscription in a fixed order: those of the item, then a ModifiedEvent of each folder it concerns.
Source: fact sheet section 4 (guide/notification-subscriptions-mailbox-events-and-ews-in-exchange, figure 1;
guide/pull-notifications-for-ews-deletion-related-mailbox-events-in-exchange, table).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
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
from fake_ews.model.failures import Failure
from fake_ews.model.ids import stub_key
from fake_ews.model.log import Kind, LogRecord
from fake_ews.model.mailbox import DELETED, DUMPSTER

if TYPE_CHECKING:
    from fake_ews.model.mailbox import Mailbox

_MOST = 16  # no record yields as many events: the counter of an event is record number * 16 + its place
_ITEM, _OLD_ITEM, _FOLDER, _OLD_FOLDER, _TEMPORARY = "item", "old item", "folder", "old folder", "temporary item"
_TEMPORARIES = 1 << 40  # numbers of items that no mailbox ever has
_BUSY_TIME = frozenset({
    "calendar:Start", "calendar:End", "calendar:IsAllDayEvent", "calendar:LegacyFreeBusyStatus",
    "calendar:MyResponseType", "calendar:AppointmentState",
})  # fmt: skip
_STUB_ENTRY, _STUB_MESSAGE, _STUB_CALENDAR, _STUB_FOLDER = (stub_key(kind) for kind in (15, 9, 2, 1))


class Event(msgspec.Struct, frozen=True, gc=False):
    """One event. Numbers are the mailbox's own; `item` is 0 where a folder is meant, and `folder` is then that folder.

    `counter` makes its watermark. `parent` is the folder above the object, `old_*` where a moved or copied one was.
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
    for record in mailbox.log.after((counter + 1) // _MOST - 1):
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
    told = _of_item(record, mailbox, folders is None) if record.item else _of_folder(record)
    for place, (kind, what) in enumerate(told):
        if kind not in interest.types:
            continue
        event = _event(record.number * _MOST + place, kind, what, record, mailbox)
        if folders is None or _concerns(event, folders, mailbox):
            yield event


def _concerns(event: Event, folders: frozenset[int], mailbox: Mailbox) -> bool:
    if event.item:
        return bool(folders & {event.folder, event.old_folder})
    if event.kind == "ModifiedEvent":
        return event.folder in folders or mailbox.profile.other_folder_modified
    return bool(folders & {event.folder, event.parent, event.old_parent})


def _of_item(record: LogRecord, mailbox: Mailbox, all_folders: bool) -> list[tuple[str, str]]:
    """The table: kinds of events, and of what, for one change of an item."""
    profile, folder_changed = mailbox.profile, ("ModifiedEvent", _FOLDER)
    match record.kind:
        case Kind.Created:
            beside = profile.temporary_items and _in_calendar(record, mailbox)
            told = [("CreatedEvent", _TEMPORARY), ("DeletedEvent", _TEMPORARY)] if beside else []
            told.append(("CreatedEvent", _ITEM))
            told += [("ModifiedEvent", _ITEM)] if profile.created_then_modified else []
            told.append(folder_changed)
        case Kind.Modified:
            told = [("ModifiedEvent", _ITEM), folder_changed]
        case Kind.Copied:
            told = [("CreatedEvent" if all_folders else profile.copy_event, _ITEM), folder_changed]
        case Kind.Delivered:
            told = [("NewMailEvent", _ITEM), ("CreatedEvent", _ITEM), folder_changed]
        case Kind.Deleted:
            told = [("DeletedEvent", _OLD_ITEM)] * (2 if all_folders else 1) + [("ModifiedEvent", _OLD_FOLDER)]
        case _:
            told = _of_move(record, mailbox, all_folders)
    if record.item_class.startswith("IPM.Appointment") and _touches_busy_time(record):
        told.append(("FreeBusyChangedEvent", _ITEM if _in_calendar(record, mailbox) else _OLD_ITEM))
    return told


def _in_calendar(record: LogRecord, mailbox: Mailbox) -> bool:
    """Whether an item lies in a calendar afterwards; one that does not has left its time free where it was."""
    folder = mailbox.folders.get(record.folder)
    return record.kind is not Kind.Deleted and folder is not None and folder.key_kind == 2


def _of_move(record: LogRecord, mailbox: Mailbox, all_folders: bool) -> list[tuple[str, str]]:
    """A move, a deletion to Deleted Items or to Recoverable Items among them."""
    folder = mailbox.folders.get(record.folder)
    where = "" if folder is None else folder.distinguished
    to_dumpster = where == DUMPSTER
    folders = [("ModifiedEvent", _OLD_FOLDER)] + ([] if to_dumpster else [("ModifiedEvent", _FOLDER)])
    if all_folders:
        gone = ("DeletedEvent", _OLD_ITEM)
        return [gone, gone if to_dumpster else ("CreatedEvent", _ITEM), *folders]
    kinds = mailbox.profile.deletion_events.split() if where in DELETED else ["MovedEvent"]
    return [(kind, _OLD_ITEM if kind == "DeletedEvent" else _ITEM) for kind in kinds] + folders


def _touches_busy_time(record: LogRecord) -> bool:
    return record.kind is not Kind.Modified or not _BUSY_TIME.isdisjoint(record.properties)


def _of_folder(record: LogRecord) -> list[tuple[str, str]]:
    """The table for a change of a folder; the folder above it changes when it comes, goes or moves."""
    match record.kind:
        case Kind.Modified:
            return [("ModifiedEvent", _ITEM)]
        case Kind.Moved:
            return [("MovedEvent", _ITEM), ("ModifiedEvent", _OLD_FOLDER), ("ModifiedEvent", _FOLDER)]
        case Kind.Deleted:
            return [("DeletedEvent", _ITEM), ("ModifiedEvent", _FOLDER)]
        case _:
            return [("CreatedEvent", _ITEM), ("ModifiedEvent", _FOLDER)]


def _event(counter: int, kind: str, what: str, record: LogRecord, mailbox: Mailbox) -> Event:
    at = record.at
    if record.item == 0:
        return _folder_event(counter, kind, what, record, mailbox)
    if what in (_OLD_FOLDER, _FOLDER):
        number = record.old_folder if what == _OLD_FOLDER else record.folder
        return Event(counter, kind, at, 0, number, _above(mailbox, number))
    if what == _TEMPORARY:
        number = _TEMPORARIES + record.number
        return Event(counter, kind, at, number, record.folder, record.folder, record.item_class)
    if what == _OLD_ITEM:
        return Event(counter, kind, at, record.old_item, record.old_folder, record.old_folder, record.item_class)
    old_item, old_folder = (record.old_item, record.old_folder) if kind in ("MovedEvent", "CopiedEvent") else (0, 0)
    return Event(
        counter, kind, at, record.item, record.folder, record.folder, record.item_class,
        old_item, old_folder, old_folder,
    )  # fmt: skip


def _folder_event(counter: int, kind: str, what: str, record: LogRecord, mailbox: Mailbox) -> Event:
    if what != _ITEM:
        number = record.old_folder if what == _OLD_FOLDER else record.parent
        return Event(counter, kind, record.at, 0, number, _above(mailbox, number))
    old = (record.folder, record.old_folder) if kind == "MovedEvent" else (0, 0)
    return Event(counter, kind, record.at, 0, record.folder, record.parent, "", 0, *old)


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
        bag.ItemId = _item_id(event.item, event.folder, event, mailbox)
    else:
        bag.FolderId = _folder_id(event.folder, mailbox)
    bag.ParentFolderId = parent
    return bag


def object_id(event: Event, mailbox: Mailbox) -> str:
    """The ItemId or FolderId that an event is about."""
    return mailbox.ids.item(event.folder, event.item) if event.item else mailbox.ids.folder(event.folder)


def _item_id(number: int, folder: int, event: Event, mailbox: Mailbox) -> ItemId:
    stub = _STUB_ENTRY if event.item_class.startswith("IPM.Appointment") else _STUB_MESSAGE
    return ItemId(Id=mailbox.ids.item(folder, number), ChangeKey=stub)


def _folder_id(number: int, mailbox: Mailbox) -> FolderId:
    folder = mailbox.folders.get(number)
    calendar = folder is not None and folder.key_kind == 2
    return FolderId(Id=mailbox.ids.folder(number), ChangeKey=_STUB_CALENDAR if calendar else _STUB_FOLDER)
