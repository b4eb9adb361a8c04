"""The item family: GetItem, CreateItem, UpdateItem, DeleteItem, MoveItem, CopyItem.

Rule: each part of a batch is answered by itself, success or failure, in the order of the request.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ConflictResults, ItemId
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import (
    BaseMoveCopyItem,
    CopyItem,
    DeleteItem,
    DeleteItemResponseMessage,
    GetItem,
    ItemChange,
    ItemChangeDescription,
    ItemInfoResponseMessage,
    MoveItem,
    NonEmptyArrayOfItemChanges,
    UpdateItem,
    UpdateItemResponseMessage,
)
from fake_ews.contract.tasks import Task
from fake_ews.model import entries, meetings
from fake_ews.model.failures import (
    ErrorAffectedTaskOccurrencesRequired,
    ErrorCalendarCannotUpdateDeletedItem,
    ErrorCannotCreateCalendarItemInNonCalendarFolder,
    ErrorChangeKeyRequiredForWriteOperations,
    ErrorCrossMailboxMoveCopy,
    ErrorIrresolvableConflict,
    ErrorSendMeetingCancellationsRequired,
    ErrorSendMeetingInvitationsOrCancellationsRequired,
    Failure,
)
from fake_ews.model.items import MEETING, Item, is_organizer, state
from fake_ews.model.mailbox import DELETED
from fake_ews.operations import _found, _written
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import listed, only_id, shown


@batch("GetItem")
def get_item(call: Call) -> Iterator[Message]:
    """ref/getitem-operation"""
    request = call.asked(GetItem)
    shape = request.need(GetItem.ItemShape)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value)
        bag = item if isinstance(item, Failure) else shown(call, item, shape, whole=True)
        yield bag if isinstance(bag, Failure) else ItemInfoResponseMessage(Items=listed(bag))


@batch("UpdateItem")
def update_item(call: Call) -> Iterator[Message]:
    """ref/updateitem-operation"""
    request = call.asked(UpdateItem)
    for change in request.need(UpdateItem.ItemChanges).need(NonEmptyArrayOfItemChanges.ItemChange):
        item = _update(call, request, change)
        if isinstance(item, Failure):
            yield item
        else:
            yield UpdateItemResponseMessage(Items=listed(only_id(item)), ConflictResults=ConflictResults(Count=0))


def _update(call: Call, request: UpdateItem, change: ItemChange) -> Item | Failure:
    named = next(value for row, value in change if row.name.endswith("ItemId"))
    item = _found.item(call, named)
    call.turn.is_write |= isinstance(item, Failure) or item.is_entry
    updates = [entry.value for entry in entries_of(change.Updates)]
    if isinstance(item, Failure):
        _note_attempt(call, updates)
        return item
    failure = _conflict(item, named, request) or (_may_update(item, request) if item.is_entry else None)
    if failure is not None:
        return failure
    values = _written.changed(item, updates)
    if isinstance(values, Failure):
        return values
    if isinstance(values.bag, CalendarItem) and isinstance(item.bag, CalendarItem):
        failure = entries.correct(values.bag, item.bag, item.mailbox, call.zoning)
        if failure is not None:
            return failure
    call.turn.properties += values.said
    how = request.SendMeetingInvitationsOrCancellations or "SendToNone"
    return _store_update(call, item, values, how)


def _note_attempt(call: Call, updates: list[ItemChangeDescription]) -> None:
    """The journal knows what a refused update wanted to write."""
    for update in updates:
        for row, value in update:
            if isinstance(value, Bag) and row.name not in ("entries",):
                call.turn.properties += [(one.uri or one.name, _written.as_text(text)) for one, text in value]


def _conflict(item: Item, named: Bag, request: UpdateItem) -> Failure | None:
    """Is the change key stale? Only NeverOverwrite minds; AutoResolve merges by property: the new value wins."""
    text = named.get(ItemId.ChangeKey) if isinstance(named, ItemId) else None
    if text is None:
        return ErrorChangeKeyRequiredForWriteOperations if item.mailbox.profile.strict_change_keys else None
    change = item.mailbox.ids.read_change_key(text)
    if isinstance(change, Failure):
        return change
    if change != item.change and request.ConflictResolution == "NeverOverwrite":
        return ErrorIrresolvableConflict
    return None


def _may_update(item: Item, request: UpdateItem) -> Failure | None:
    how = request.SendMeetingInvitationsOrCancellations
    if how is None:
        return ErrorSendMeetingInvitationsOrCancellationsRequired
    if how != "SendToNone" and item.mailbox.folders[item.folder].distinguished in DELETED:
        return ErrorCalendarCannotUpdateDeletedItem
    return None


def _store_update(call: Call, item: Item, values: _written.Values, how: str) -> Item:
    before, after = item.bag, values.bag
    sends = how != "SendToNone" and isinstance(after, CalendarItem) and is_organizer(item)
    if not sends or not isinstance(after, CalendarItem) or not isinstance(before, CalendarItem):
        item.mailbox.update(item, after, values.extended, call.by)
        return item
    meetings.update(item, before, after, values.extended, call.by, everybody="All" in how)
    return item


@batch("DeleteItem")
def delete_item(call: Call) -> Iterator[Message]:
    """ref/deleteitem-operation"""
    request = call.asked(DeleteItem)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value)
        call.turn.is_write |= isinstance(item, Failure) or item.is_entry
        failure = item if isinstance(item, Failure) else _may_delete(item, request)
        if failure is None and isinstance(item, Item):
            _delete(call, item, request)
        yield failure or DeleteItemResponseMessage()


def _may_delete(item: Item, request: DeleteItem) -> Failure | None:
    if item.is_entry and request.SendMeetingCancellations is None:
        return ErrorSendMeetingCancellationsRequired
    if item.kind is Task and request.AffectedTaskOccurrences is None:
        return ErrorAffectedTaskOccurrencesRequired
    return None


def _delete(call: Call, item: Item, request: DeleteItem) -> None:
    how = request.need(DeleteItem.DeleteType)
    sends = item.is_entry and request.SendMeetingCancellations != "SendToNone"
    if sends and state(item) & MEETING and is_organizer(item) and isinstance(item.bag, CalendarItem):
        meetings.cancel(item, [entries.address_of(attendee) for attendee in entries.people(item.bag)])
        meetings.mark_cancelled(item, call.by)
    elif sends and state(item) & MEETING:
        meetings.respond(item, "Decline", call.by, delete=False)
    profile = item.mailbox.profile
    item.mailbox.delete(item, how, call.by, seen_as=profile.soft_delete_as if how == "SoftDelete" else profile.trash_as)


@batch("MoveItem")
def move_item(call: Call) -> Iterator[Message]:
    """ref/moveitem-operation"""
    request = call.asked(MoveItem)
    yield from _carry(call, request, keep=False)


@batch("CopyItem")
def copy_item(call: Call) -> Iterator[Message]:
    """ref/copyitem-operation"""
    request = call.asked(CopyItem)
    yield from _carry(call, request, keep=True)


def _carry(call: Call, request: BaseMoveCopyItem, *, keep: bool) -> Iterator[Message]:
    place = _found.target(call, request.need(BaseMoveCopyItem.ToFolderId))
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value)
        call.turn.is_write |= isinstance(item, Failure) or item.is_entry
        moved = place if isinstance(place, Failure) else item
        if isinstance(moved, Item) and isinstance(place, _found.Place):
            moved = _carried(call, moved, place, keep=keep)
        if isinstance(moved, Item):
            told = request.ReturnNewItemIds is not False
            yield ItemInfoResponseMessage(Items=listed(only_id(moved)) if told else listed())
        elif isinstance(moved, Failure):
            yield moved


def _carried(call: Call, item: Item, place: _found.Place, *, keep: bool) -> Item | Failure:
    if place.mailbox is not item.mailbox:
        return ErrorCrossMailboxMoveCopy
    if item.is_entry and place.folder.by_time is None and place.folder.distinguished not in DELETED and keep:
        return ErrorCannotCreateCalendarItemInNonCalendarFolder
    return place.mailbox.copy(item, place.folder, call.by) if keep else place.mailbox.move(item, place.folder, call.by)
