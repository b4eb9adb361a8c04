"""What is done with messages that are there: SendItem, MarkAllItemsAsRead, MarkAsJunk, ArchiveItem.

Source: ref pages of the operations; RC (ErrorStaleObject, ErrorChangeKeyRequiredForWriteOperations,
ErrorMissingRecipients, ErrorInvalidSendItemSaveSettings, ErrorInvalidItemForOperationSendItem).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from fake_ews.contract.common import EmailAddress, ItemId, ResponseMessage, SingleRecipient
from fake_ews.contract.folders import Folder
from fake_ews.contract.mail import Message as MessageRows
from fake_ews.contract.mail import PostItem
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import (
    ArchiveItem,
    ItemInfoResponseMessage,
    MarkAllItemsAsRead,
    MarkAsJunk,
    MarkAsJunkResponseMessage,
    SendItem,
)
from fake_ews.model import mailing, receipts
from fake_ews.model.failures import (
    ErrorArchiveMailboxNotEnabled,
    ErrorCannotArchiveCalendarContactTaskFolderException,
    ErrorCannotArchiveItemsInArchiveMailbox,
    ErrorCannotSpecifySearchFolderAsSourceFolder,
    ErrorChangeKeyRequiredForWriteOperations,
    ErrorCrossMailboxMoveCopy,
    ErrorInternalServerError,
    ErrorInvalidItemForOperationSendItem,
    ErrorInvalidSendItemSaveSettings,
    ErrorMissingRecipients,
    ErrorSavedItemFolderNotFound,
    ErrorStaleObject,
    Failure,
    RequestFailure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.search_folders import contents
from fake_ews.operations import _access, _found, _sending
from fake_ews.operations._errors import DATE, INTO, OWN_FOLDER, OWN_ITEM, TARGET
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import listed, only_id


@batch(
    "SendItem",
    OWN_ITEM,
    DATE,
    INTO,
    "ErrorChangeKeyRequiredForWriteOperations ErrorInvalidItemForOperationSendItem "
    "ErrorInvalidSendItemSaveSettings ErrorMissingRecipients ErrorSavedItemFolderNotFound ErrorSendAsDenied "
    "ErrorStaleObject",
)
def send_item(call: Call) -> Iterator[Message]:
    """ref/senditem-operation: the draft is gone afterwards, its copy lies in Sent Items or where the request says"""
    request = call.asked(SendItem)
    keep, where = request.SaveItemToFolder is True, request.SavedItemFolderId
    sent_items = _found.Place(call.mailbox, call.mailbox.need("sentitems"))
    place = sent_items if where is None else _found.target(call, where, gone=ErrorSavedItemFolderNotFound)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value, "edit")
        failure = item if isinstance(item, Failure) else _may_send(call, item, entry.value)
        if where is not None and not keep:
            yield ErrorInvalidSendItemSaveSettings
        elif failure is not None or isinstance(place, Failure):
            yield failure or cast(Failure, place)
        else:
            _sending.send_draft(call, cast(Item, item), place if keep else None)
            yield ResponseMessage()


def _may_send(call: Call, item: Item, named: Bag) -> Failure | None:
    if not issubclass(item.kind, MessageRows):
        return ErrorInvalidItemForOperationSendItem
    key = named.get(ItemId.ChangeKey) if isinstance(named, ItemId) else None
    if not key:
        return ErrorChangeKeyRequiredForWriteOperations
    if item.mailbox.ids.read_change_key(key) != item.change:
        return ErrorStaleObject
    bag = cast(MessageRows, item.bag)
    return _sending.denied(call, bag, item.mailbox) if mailing.addressed(bag) else ErrorMissingRecipients


@batch("MarkAllItemsAsRead", OWN_FOLDER)
def mark_all_items_as_read(call: Call) -> Iterator[Message]:
    """ref/markallitemsasread-operation: those that are so already stay as they are"""
    request = call.asked(MarkAllItemsAsRead)
    read = request.need(MarkAllItemsAsRead.ReadFlag)
    for entry in entries_of(request.FolderIds):
        place = _found.to_write(call, entry.value, "edit")
        if isinstance(place, Failure):
            yield place
            continue
        for item in list(contents(*place)):
            if not place.folder.is_search or _access.may(call, item, _access.to_item(call, item), "edit"):
                _mark(item, read, call.by, suppressed=request.need(MarkAllItemsAsRead.SuppressReadReceipts))
        yield ResponseMessage()


def _mark(item: Item, read: bool, by: str, *, suppressed: bool) -> None:
    row = PostItem.IsRead if item.kind is PostItem else MessageRows.IsRead
    if "IsRead" in item.kind.rows and item.bag.get(row) is not read:
        bag = item.bag.copy()
        bag.set(row, read)
        told = isinstance(bag, MessageRows) and receipts.after(item, bag)
        item.mailbox.update(item, bag, item.extended, by)
        if told and not suppressed:
            receipts.send(item)


@batch("MarkAsJunk", OWN_ITEM, DATE)
def mark_as_junk(call: Call) -> Iterator[Message]:
    """ref/markasjunk-operation: the sender is blocked or not any longer, and the message moved if that is wanted"""
    request = call.asked(MarkAsJunk)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value, "edit")
        yield item if isinstance(item, Failure) else _judge(call, request, item)


def _judge(call: Call, request: MarkAsJunk, item: Item) -> MarkAsJunkResponseMessage:
    mailbox, is_junk = item.mailbox, request.need(MarkAsJunk.IsJunk)
    sender = item.bag.get(MessageRows.From)
    if sender is not None:
        address = (sender.need(SingleRecipient.Mailbox).get(EmailAddress.EmailAddress) or "").lower()
        (mailbox.settings.blocked.add if is_junk else mailbox.settings.blocked.discard)(address)
        mailbox.changed()
    if not (request.need(MarkAsJunk.MoveItem) and mailbox.profile.junk_moves):
        return MarkAsJunkResponseMessage()
    moved = mailbox.move(item, mailbox.need("junkemail" if is_junk else "inbox"), call.by)
    return MarkAsJunkResponseMessage(MovedItemId=ItemId(Id=moved.item_id, ChangeKey=moved.change_key))


_CANNOT_ARCHIVE = (
    "An internal server error occurred. The operation failed., Unable to cast object of type "
    "'Microsoft.Exchange.Services.Core.Types.MoveItemRequest' to type "
    "'Microsoft.Exchange.Services.Core.ILegacyServiceCommandFactory'."
)  # the words of Exchange Online [seen: exchangelib's suite]


@batch(
    "ArchiveItem",
    OWN_ITEM,
    DATE,
    TARGET,
    "ErrorArchiveMailboxNotEnabled ErrorCannotArchiveCalendarContactTaskFolderException "
    "ErrorCannotArchiveItemsInArchiveMailbox ErrorCannotSpecifySearchFolderAsSourceFolder "
    "ErrorCrossMailboxMoveCopy ErrorInternalServerError",
)
def archive_item(call: Call) -> Iterator[Message]:
    """ref/archiveitem-operation: into the folder of the archive that is called as the source folder is"""
    request = call.asked(ArchiveItem)
    if not call.mailbox.profile.archives:
        raise RequestFailure(ErrorInternalServerError.saying(_CANNOT_ARCHIVE))
    place = _found.target(call, request.need(ArchiveItem.ArchiveSourceFolderId), "own")
    target = place if isinstance(place, Failure) else _in_archive(place)
    for entry in entries_of(request.ItemIds):
        item = _found.item(call, entry.value, "delete")
        if isinstance(target, Failure):
            yield target
        elif isinstance(item, Failure):
            yield item
        elif isinstance(place, _found.Place) and item.mailbox is not place.mailbox:
            yield ErrorCrossMailboxMoveCopy
        elif _is_archived(item):
            yield ErrorCannotArchiveItemsInArchiveMailbox
        else:
            moved = item.mailbox.move(item, target, call.by)
            yield ItemInfoResponseMessage(Items=listed(only_id(moved)))


def _in_archive(place: _found.Place) -> StoredFolder | Failure:
    mailbox, source = place
    top = mailbox.distinguished("archivemsgfolderroot")
    if top is None:
        return ErrorArchiveMailboxNotEnabled
    if source.is_search:
        return ErrorCannotSpecifySearchFolderAsSourceFolder  # [inferred: no other operation names a source folder]
    if source.kind is not Folder:
        return ErrorCannotArchiveCalendarContactTaskFolderException
    for path in reversed(list(_path(mailbox, source))):
        top = _like(mailbox, top, path) or mailbox.create_folder(top, path.display_name, path.folder_class)
    return top


def _like(mailbox: Mailbox, above: StoredFolder, folder: StoredFolder) -> StoredFolder | None:
    """What the archive has for a folder: its Deleted Items, whatever they are called, or a folder of the same name."""
    there = (below for below in mailbox.below(above, deep=False) if below.display_name == folder.display_name)
    return mailbox.distinguished(f"archive{folder.distinguished}") or next(there, None)


def _path(mailbox: Mailbox, folder: StoredFolder) -> Iterator[StoredFolder]:
    """A folder and those above it, below the top of what people see."""
    while folder.parent and folder.distinguished != "msgfolderroot":
        yield folder
        folder = mailbox.folders[folder.parent]


def _is_archived(item: Item) -> bool:
    root = item.mailbox.distinguished("archiveroot")
    return root is not None and item.mailbox.lies_in(item.mailbox.folders[item.folder], root)
