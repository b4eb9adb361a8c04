"""What a request names: the folder or the item behind an id, or the failure that answers for it.

Rule: whoever may not open a mailbox learns nothing of it; he is told that the object is not there.
Source: RC ErrorItemNotFound, ErrorFolderNotFound; fact sheet sections 5 and 11.
"""

from __future__ import annotations

from typing import NamedTuple

from fake_ews.contract.common import (
    DistinguishedFolderId,
    FolderId,
    ItemId,
    OccurrenceItemId,
    RecurringMasterItemId,
    RecurringMasterItemIdRanges,
    TargetFolderId,
)
from fake_ews.contract.notation import Bag
from fake_ews.model import ids
from fake_ews.model.failures import (
    ErrorCalendarCannotUseIdForOccurrenceId,
    ErrorCalendarCannotUseIdForRecurringMasterId,
    ErrorFolderNotFound,
    ErrorInvalidIdMalformed,
    ErrorInvalidOperation,
    ErrorItemNotFound,
    ErrorNonExistentMailbox,
    Failure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.operations._registry import Call


class Place(NamedTuple):
    """A folder, and the mailbox it is in."""

    mailbox: Mailbox
    folder: StoredFolder


def may_open(call: Call, mailbox: Mailbox) -> bool:
    """Whether the call may look into a mailbox: its own, or the impersonated one."""
    return mailbox is call.own


def folder(call: Call, named: Bag) -> Place | Failure:
    """The folder behind a FolderId or DistinguishedFolderId."""
    match named:
        case DistinguishedFolderId():
            return _distinguished(call, named)
        case FolderId():
            return by_folder_id(call, named.need(FolderId.Id))
        case _:
            return ErrorInvalidOperation.saying("Address lists cannot be opened as folders here.")


def by_folder_id(call: Call, text: str) -> Place | Failure:
    """The folder of a FolderId's text."""
    parsed = ids.read_folder(text)
    if isinstance(parsed, Failure):
        return parsed
    mailbox = call.exchange.mailbox_of(parsed.mailbox)
    if mailbox is None or not may_open(call, mailbox) or parsed.folder not in mailbox.folders:
        return ErrorFolderNotFound
    return Place(mailbox, mailbox.folders[parsed.folder])


def _distinguished(call: Call, named: DistinguishedFolderId) -> Place | Failure:
    mailbox = call.mailbox
    if named.Mailbox is not None:
        address = (named.Mailbox.EmailAddress or "").lower()
        other = call.exchange.mailboxes.get(address)
        if other is None:
            return ErrorNonExistentMailbox
        if not may_open(call, other):
            return ErrorFolderNotFound
        mailbox = other
    found = mailbox.distinguished(named.need(DistinguishedFolderId.Id))
    return ErrorFolderNotFound if found is None else Place(mailbox, found)


def target(call: Call, named: TargetFolderId) -> Place | Failure:
    """The folder that a request wants to put something into."""
    return folder(call, next(iter(named.values.values())))


def item(call: Call, named: Bag) -> Item | Failure:
    """The item behind an id of any kind, noted for the journal. All entries are single: none is in a series."""
    match named:
        case OccurrenceItemId():
            found = by_item_id(call, named.need(OccurrenceItemId.RecurringMasterId))
            return found if isinstance(found, Failure) else ErrorCalendarCannotUseIdForOccurrenceId
        case RecurringMasterItemId():
            found = by_item_id(call, named.need(RecurringMasterItemId.OccurrenceId))
            return found if isinstance(found, Failure) else ErrorCalendarCannotUseIdForRecurringMasterId
        case RecurringMasterItemIdRanges() | ItemId():
            return by_item_id(call, named.need(ItemId.Id))
        case _:
            return ErrorInvalidIdMalformed


def by_item_id(call: Call, text: str) -> Item | Failure:
    """The item of an ItemId's text. An id is dead once its item has moved: ErrorItemNotFound."""
    call.turn.item_ids.append(text)
    parsed = ids.read_item(text)
    if isinstance(parsed, Failure):
        return parsed
    mailbox = call.exchange.mailbox_of(parsed.mailbox)
    if mailbox is None or not may_open(call, mailbox):
        return ErrorItemNotFound
    found = mailbox.items.get(parsed.item)
    return ErrorItemNotFound if found is None or found.folder != parsed.folder else found
