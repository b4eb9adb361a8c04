"""Items as bytes: ExportItems and UploadItems.

Rule: an item that is uploaded again has all its properties, under an id of its own.
Source: ref/exportitems-operation, ref/uploaditems-operation; RC.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import ItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import (
    ExportItems,
    ExportItemsResponseMessage,
    NonEmptyArrayOfItemIds,
    NonEmptyArrayOfUploadItems,
    UploadItem,
    UploadItems,
    UploadItemsResponseMessage,
)
from fake_ews.model.failures import (
    ErrorCannotCreateCalendarItemInNonCalendarFolder,
    ErrorCorruptData,
    ErrorInvalidOperation,
    ErrorItemNotFound,
    Failure,
)
from fake_ews.model.items import COMPUTED, Item
from fake_ews.model.occurrences import Occurrence
from fake_ews.model.packed import pack, unpack
from fake_ews.operations import _found
from fake_ews.operations._errors import IDS, ITEM
from fake_ews.operations._registry import Call, Message, batch


@batch("ExportItems", ITEM, "ErrorInvalidOperation")
def export_items(call: Call) -> Iterator[Message]:
    """ref/exportitems-operation: each item with all it holds"""
    for named in call.asked(ExportItems).need(ExportItems.ItemIds).need(NonEmptyArrayOfItemIds.ItemId):
        item = _found.item(call, named)
        if isinstance(item, Failure):
            yield item
        elif isinstance(item, Occurrence):
            yield ErrorInvalidOperation.saying("An occurrence cannot be exported without its series.")
        else:
            data = pack((_with_dates(item), item.extended))
            yield ExportItemsResponseMessage(ItemId=COMPUTED[ItemRows.ItemId](item), Data=data)


def _with_dates(item: Item) -> Bag:
    """What it holds; of one that was never sent the time that counts as received, too."""
    bag = item.bag.copy()
    bag.set(ItemRows.DateTimeReceived, item.value(ItemRows.DateTimeReceived))
    return bag


@batch(
    "UploadItems",
    IDS,
    "ErrorAccessDenied ErrorCannotCreateCalendarItemInNonCalendarFolder ErrorCannotUseFolderIdForItemId "
    "ErrorCannotUseItemIdForFolderId ErrorCorruptData ErrorFolderNotFound ErrorInvalidFolderTypeForOperation "
    "ErrorItemNotFound",
)
def upload_items(call: Call) -> Iterator[Message]:
    """ref/uploaditems-operation: as a new item, in the place of one that is there, or as the one or the other"""
    for given in call.asked(UploadItems).need(UploadItems.Items).need(NonEmptyArrayOfUploadItems.Item):
        item = _upload(call, given)
        yield item if isinstance(item, Failure) else UploadItemsResponseMessage(ItemId=COMPUTED[ItemRows.ItemId](item))


def _upload(call: Call, given: UploadItem) -> Item | Failure:
    place = _found.to_write(call, given.need(UploadItem.ParentFolderId), "create")
    if isinstance(place, Failure):
        return place
    try:
        held = unpack(given.need(UploadItem.Data))
    except ValueError:
        return ErrorCorruptData
    if not isinstance(held, tuple) or not isinstance(held[0], ItemRows):
        return ErrorCorruptData
    bag, extended = held
    call.turn.is_write |= isinstance(bag, CalendarItem)
    if isinstance(bag, CalendarItem) and place.folder.by_time is None:
        return ErrorCannotCreateCalendarItemInNonCalendarFolder
    there = _there(call, given)
    if isinstance(there, Failure):
        return there
    if there is not None:
        place.mailbox.update(there, bag, extended, call.by)
        return there
    return place.mailbox.create(place.folder, bag, extended, call.by)


def _there(call: Call, given: UploadItem) -> Item | Failure | None:
    """The item whose place it takes; None where it is to be a new one."""
    action, named = given.need(UploadItem.CreateAction), given.ItemId
    if action == "CreateNew":
        return None
    found = ErrorItemNotFound if named is None else _found.item(call, _id(named), "edit")
    return None if found is ErrorItemNotFound and action == "UpdateOrCreate" else found


def _id(named: ItemId) -> Bag:
    """The id without its change key: whoever uploads an item means what he has."""
    return ItemId(Id=named.Id)
