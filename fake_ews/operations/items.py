"""The item family: GetItem, UpdateItem, DeleteItem, MoveItem, CopyItem. CreateItem has a module of its own.

Rule: each part of a batch is answered by itself, success or failure, in the order of the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ConflictResults, ItemId, OccurrenceItemId, RecurringMasterItemId
from fake_ews.contract.contacts import ContactItem, DistributionList
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message as MessageRows
from fake_ews.contract.notation import Bag, Row
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
from fake_ews.model import answers, entries, mailing, meetings, occurrences, receipts, tasks
from fake_ews.model.failures import (
    ErrorAffectedTaskOccurrencesRequired,
    ErrorCalendarCannotMoveOrCopyOccurrence,
    ErrorCalendarCannotUpdateDeletedItem,
    ErrorChangeKeyRequiredForWriteOperations,
    ErrorInvalidPropertyUpdateSentMessage,
    ErrorInvalidRecipients,
    ErrorIrresolvableConflict,
    ErrorMessageDispositionRequired,
    ErrorPropertyUpdate,
    ErrorSavedItemFolderNotFound,
    ErrorSendMeetingCancellationsRequired,
    ErrorSendMeetingInvitationsOrCancellationsRequired,
    ErrorToFolderNotFound,
    Failure,
)
from fake_ews.model.items import CANCELLED, Item, is_organizer, state
from fake_ews.model.mailbox import DELETED
from fake_ews.model.occurrences import Occurrence
from fake_ews.operations import _access, _found, _members, _new, _sending, _written
from fake_ews.operations._errors import CHANGE, DATE, ENTRY, INTO, ITEM, MIME, NAME, OWN_ITEM, PROGRESS
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import Showing, listed, only_id

NAMES: tuple[Row[str], ...] = (ContactItem.GivenName, ContactItem.MiddleName, ContactItem.Surname)
LONGEST_NAME = 255
"""Letters of a part of a contact's name; a longer one is refused in an update. [seen: exchangelib's suite]"""


_BEFORE_SENDING: set[Row[bool]] = {MessageRows.IsReadReceiptRequested, MessageRows.IsDeliveryReceiptRequested}
"""What cannot be changed of a message that was sent. [doc RC]"""


@batch("GetItem", ITEM, DATE, NAME)
def get_item(call: Call) -> Iterator[Message]:
    """ref/getitem-operation"""
    request = call.asked(GetItem)
    shown = Showing(call, request.need(GetItem.ItemShape), whole=True)
    for entry in entries_of(request.ItemIds):
        items = _found.items(call, entry.value)
        if isinstance(items, Failure):
            yield items
            continue
        bags = [shown(item) for item in items]
        failed = next((bag for bag in bags if isinstance(bag, Failure)), None)
        yield failed or ItemInfoResponseMessage(Items=listed(*(bag for bag in bags if isinstance(bag, Bag))))


@batch(
    "UpdateItem",
    "ErrorSendAsDenied",
    OWN_ITEM,
    DATE,
    INTO,
    CHANGE,
    MIME,
    ENTRY,
    PROGRESS,
    "ErrorCalendarCannotUpdateDeletedItem ErrorChangeKeyRequiredForWriteOperations ErrorInvalidRecipients "
    "ErrorInvalidPropertyUpdateSentMessage ErrorSavedItemFolderNotFound "
    "ErrorIrresolvableConflict ErrorMessageDispositionRequired ErrorObjectTypeChanged ErrorPropertyUpdate "
    "ErrorSendMeetingInvitationsOrCancellationsRequired",
)
def update_item(call: Call) -> Iterator[Message]:
    """ref/updateitem-operation"""
    request = call.asked(UpdateItem)
    for change in request.need(UpdateItem.ItemChanges).need(NonEmptyArrayOfItemChanges.ItemChange):
        item = _update(call, request, change)
        if isinstance(item, Failure):
            yield item
        else:
            items = listed(only_id(item)) if item.root.number in item.mailbox.items else listed()
            yield UpdateItemResponseMessage(Items=items, ConflictResults=ConflictResults(Count=0))


def _update(call: Call, request: UpdateItem, change: ItemChange) -> Item | Failure:
    named = next(value for row, value in change if row.name.endswith("ItemId"))
    item = _found.item(call, named, "edit")
    call.turn.is_write |= isinstance(item, Failure) or item.is_entry
    updates = [entry.value for entry in entries_of(change.Updates)]
    if isinstance(item, Failure):
        _note_attempt(call, updates)
        return item
    failure = _conflict(item, named, request) or _may_update(item, request)
    values = failure or _changed(call, item, updates)
    if isinstance(values, Failure):
        _note_attempt(call, updates)
        return values
    call.turn.properties += values.said
    how = request.SendMeetingInvitationsOrCancellations or "SendToNone"
    failure = _corrected(call, item, values) or _sending_denied(call, item, values.bag, how)
    if failure is not None:
        return failure
    left, sent = _left_by(item, values), _sent(call, request, item, values.bag)
    if isinstance(left, Failure):
        return left
    if isinstance(sent, Failure):
        return sent
    _store_update(call, item, values, how, suppressed=request.SuppressReadReceipts is True)
    if left is not None:
        return item.mailbox.create(item.mailbox.folders[item.folder], left, dict(values.extended), call.by)
    if sent is not None:
        _sending.send_draft(call, item, sent if request.MessageDisposition == "SendAndSaveCopy" else None)
    return item


def _corrected(call: Call, item: Item, values: _written.Values) -> Failure | None:
    """Make changed values right, in place, as the kind of the item wants them; or say why they are refused."""
    bag, subject = values.bag, values.bag.get(ItemRows.Subject)
    bag.set(ItemRows.Subject, subject and entries.cut(subject, item.mailbox))
    if values.named & _BEFORE_SENDING and not item.value(ItemRows.IsDraft):
        return ErrorInvalidPropertyUpdateSentMessage
    if isinstance(bag, DistributionList):
        _members.settle(call, bag, item.mailbox)
    if not isinstance(bag, CalendarItem):
        return None
    failure = entries.correct(bag, cast(CalendarItem, item.bag), item.mailbox, call.zoning, values.named)
    failure = failure or _new.dated(call, values, item.mailbox)
    return failure or (occurrences.refusal(item, bag) if isinstance(item, Occurrence) else None)


def _sending_denied(call: Call, item: Item, bag: Bag, how: str | None) -> Failure | None:
    """Why others may not be told of what is done to an entry; None, too, where nobody would be."""
    if how == "SendToNone":
        return None
    told = [one for one in (item.bag, bag) if isinstance(one, CalendarItem) and entries.invited(one)]
    return _access.sending_for(call, item.mailbox) if told else None


def _left_by(item: Item, values: _written.Values) -> Task | Failure | None:
    """The single task that an update of a recurring one leaves, which the answer tells of. [seen: exchangelib]"""
    if not isinstance(values.bag, Task) or not isinstance(item.bag, Task):
        return None
    return tasks.after(item.bag, values.bag, values.named, item.mailbox.stamp())


def _sent(call: Call, request: UpdateItem, item: Item, bag: Bag) -> _found.Place | Failure | None:
    """Where a copy would be kept of a message that is sent once it is changed, as MessageDisposition may say; None of
    what is not. A message that cannot be sent is not changed, either. [unverified]
    """
    if request.MessageDisposition not in ("SendOnly", "SendAndSaveCopy") or not isinstance(bag, MessageRows):
        return None
    where = request.SavedItemFolderId
    sent_items = _found.Place(item.mailbox, item.mailbox.need("sentitems"))
    place = sent_items if where is None else _found.target(call, where, gone=ErrorSavedItemFolderNotFound)
    if isinstance(place, Failure):
        return place
    if not mailing.addressed(bag):
        return ErrorInvalidRecipients
    return _sending.denied(call, bag, item.mailbox) or place


def _changed(call: Call, item: Item, updates: list[ItemChangeDescription]) -> _written.Values | Failure:
    """The values of an item after an update's changes, its MIME content told in properties."""
    values = _written.changed(item, updates)
    if isinstance(values, Failure):
        return values
    names: list[str | None] = [values.bag.get(row) for row in NAMES if row in values.named]
    if any(name is not None and len(name) > LONGEST_NAME for name in names):
        return ErrorPropertyUpdate
    return _new.expand(call, values, item.mailbox) or values


def _note_attempt(call: Call, updates: list[ItemChangeDescription]) -> None:
    """The journal knows what a refused update wanted to write."""
    for update in updates:
        containers = [value for _, value in update if isinstance(value, Bag)]
        pairs = [(row.uri or row.name, _written.as_text(value)) for given in containers for row, value in given]
        call.turn.properties += pairs


def _conflict(item: Item, named: Bag, request: UpdateItem) -> Failure | None:
    """Is the change key stale? Only NeverOverwrite minds; AutoResolve merges by property: the new value wins.

    That of an occurrence is its master's.
    """
    text = named.ChangeKey if isinstance(named, ItemId | OccurrenceItemId | RecurringMasterItemId) else None
    if not text:
        return ErrorChangeKeyRequiredForWriteOperations if item.mailbox.profile.strict_change_keys else None
    stale = item.mailbox.ids.read_change_key(text) != item.change
    return ErrorIrresolvableConflict if stale and request.ConflictResolution == "NeverOverwrite" else None


def _may_update(item: Item, request: UpdateItem) -> Failure | None:
    if issubclass(item.kind, MessageRows):
        return ErrorMessageDispositionRequired if request.MessageDisposition is None else None
    if not item.is_entry:
        return None
    how = request.SendMeetingInvitationsOrCancellations
    if how is None:
        return ErrorSendMeetingInvitationsOrCancellationsRequired
    if how != "SendToNone" and item.mailbox.folders[item.folder].distinguished in DELETED:
        return ErrorCalendarCannotUpdateDeletedItem
    return None


def _store_update(call: Call, item: Item, values: _written.Values, how: str, *, suppressed: bool) -> None:
    after = values.bag
    if how != "SendToNone" and isinstance(after, CalendarItem) and is_organizer(item):
        before = cast(CalendarItem, item.bag)
        meetings.update(item, before, after, values.extended, call.by, everybody="All" in how, keep="SaveCopy" in how)
        return
    told = isinstance(after, MessageRows) and receipts.after(item, after)
    item.mailbox.update(item, after, values.extended, call.by)
    if told and not suppressed:
        receipts.send(item)


@batch(
    "DeleteItem",
    OWN_ITEM,
    DATE,
    "ErrorAffectedTaskOccurrencesRequired ErrorRecurrenceHasNoOccurrence ErrorSendAsDenied "
    "ErrorSendMeetingCancellationsRequired",
)
def delete_item(call: Call) -> Iterator[Message]:
    """ref/deleteitem-operation"""
    request = call.asked(DeleteItem)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value, "delete")
        call.turn.is_write |= isinstance(item, Failure) or item.is_entry
        yield item if isinstance(item, Failure) else _delete(call, item, request)


def _may_delete(item: Item, request: DeleteItem) -> Failure | None:
    if item.is_entry and request.SendMeetingCancellations is None:
        return ErrorSendMeetingCancellationsRequired
    if isinstance(item, Occurrence):
        return occurrences.is_last(item)
    if item.kind is Task and request.AffectedTaskOccurrences is None:
        return ErrorAffectedTaskOccurrencesRequired
    return None


def _delete(call: Call, item: Item, request: DeleteItem) -> Message:
    failure = _may_delete(item, request) or _sending_denied(call, item, item.bag, request.SendMeetingCancellations)
    if failure is not None:
        return failure
    keep = request.SendMeetingCancellations == "SendToAllAndSaveCopy"
    how, profile = request.need(DeleteItem.DeleteType), item.mailbox.profile
    if item.is_entry and request.SendMeetingCancellations != "SendToNone":
        if is_organizer(item):
            meetings.call_off(item, call.by, keep=keep)
        elif not state(item) & CANCELLED:
            answers.respond(item, "Decline", call.by, keep=keep)
    if request.SuppressReadReceipts is not True:
        receipts.of_deletion(item, how)
    item.mailbox.delete(item, how, call.by, seen_as=profile.soft_delete_as if how == "SoftDelete" else profile.trash_as)
    return DeleteItemResponseMessage()


@batch("MoveItem", OWN_ITEM, DATE, INTO, "ErrorCalendarCannotMoveOrCopyOccurrence ErrorToFolderNotFound")
def move_item(call: Call) -> Iterator[Message]:
    """ref/moveitem-operation"""
    request = call.asked(MoveItem)
    yield from _carry(call, request, keep=False)


@batch("CopyItem", OWN_ITEM, DATE, INTO, "ErrorCalendarCannotMoveOrCopyOccurrence ErrorToFolderNotFound")
def copy_item(call: Call) -> Iterator[Message]:
    """ref/copyitem-operation"""
    request = call.asked(CopyItem)
    yield from _carry(call, request, keep=True)


def _carry(call: Call, request: BaseMoveCopyItem, *, keep: bool) -> Iterator[Message]:
    place = _found.target(call, request.need(BaseMoveCopyItem.ToFolderId), gone=ErrorToFolderNotFound)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value, "copy" if keep else "delete")
        call.turn.is_write |= isinstance(item, Failure) or item.is_entry
        if isinstance(place, Failure):
            yield place
        elif isinstance(item, Failure):
            yield item
        elif isinstance(item, Occurrence):
            yield ErrorCalendarCannotMoveOrCopyOccurrence
        else:
            told = request.ReturnNewItemIds is not False or item.mailbox.profile.return_new_ids == "always"
            yield _carried(call, item, place, keep=keep, told=told)


def _carried(call: Call, item: Item, place: _found.Place, *, keep: bool, told: bool) -> Message:
    """Into another mailbox an item is copied, and gone here unless it is kept; the profile says if its id is told."""
    if place.mailbox is item.mailbox:
        carry = place.mailbox.copy if keep else place.mailbox.move
        carried = carry(item, place.folder, call.by)
        return ItemInfoResponseMessage(Items=listed(only_id(carried)) if told else listed())
    there = place.mailbox.create(place.folder, item.bag.copy(), dict(item.extended), call.by)
    told = told and item.mailbox.profile.cross_mailbox_ids
    if not keep:
        item.mailbox.delete(item, "HardDelete", call.by)
    return ItemInfoResponseMessage(Items=listed(only_id(there)) if told else listed())
