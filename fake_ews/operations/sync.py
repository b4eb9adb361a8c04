"""SyncFolderItems and SyncFolderHierarchy: what is there, then what has changed since.

Rule: a state is two numbers, where the listing stands and up to which record the log is read; several changes of one
object are told as one. Without a state everything is listed, newest first; while that goes on, what has been listed and
was changed is told before the list goes on, and what is not listed yet is not spoken of.
Source: ref/syncfolderitems-operation, MS-OXWSSYNC; fact sheet section 12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from fake_ews.contract.common import FolderId, ItemId, TargetFolderId
from fake_ews.contract.mail import Message as MessageRows
from fake_ews.contract.notation import Bag, Entry
from fake_ews.contract.sync import (
    ArrayOfBaseItemIds,
    SyncFolderHierarchy,
    SyncFolderHierarchyChanges,
    SyncFolderHierarchyCreateOrUpdate,
    SyncFolderHierarchyDelete,
    SyncFolderHierarchyResponseMessage,
    SyncFolderItems,
    SyncFolderItemsChanges,
    SyncFolderItemsCreateOrUpdate,
    SyncFolderItemsDelete,
    SyncFolderItemsReadFlag,
    SyncFolderItemsResponseMessage,
)
from fake_ews.model.failures import (
    ErrorFolderNotFound,
    ErrorInvalidFolderTypeForOperation,
    ErrorSyncFolderNotFound,
    Failure,
)
from fake_ews.model.log import ASSOCIATED, Kind, LogRecord
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.rights import Access
from fake_ews.model.shapes import row_for
from fake_ews.model.trees import changed_below
from fake_ews.operations import _access, _found
from fake_ews.operations._errors import FOLDER_ID, NAME
from fake_ews.operations._folders import FolderValues, shown_folder
from fake_ews.operations._registry import Call, Message, batch
from fake_ews.operations._shown import Showing

HIERARCHY = 0  # the number that stands for the folder tree in a state


@dataclass(slots=True)
class Changes:
    """What a client must be told: the newest word on each object, by its number (and for a gone one where it was).

    `unknown_deletes`: whoever has not been told of an object is told all the same that it is gone.
    """

    unknown_deletes: bool = False
    told: dict[int, str] = field(default_factory=dict)
    gone_from: dict[int, int] = field(default_factory=dict)

    def appeared(self, number: int) -> None:
        """It is new here. What moves gets a new number, so nothing comes twice."""
        self.told[number] = "Create"

    def changed(self, number: int, word: str) -> None:
        """It is another than before; a read flag alone does not outweigh a change."""
        before = self.told.get(number)
        if before is None or (before == "ReadFlagChange" and word == "Update"):
            self.told[number] = word

    def vanished(self, number: int, folder: int, *, is_told: bool) -> None:
        """It is no longer here; whoever has not been told of it, now or before (`is_told`), need not be."""
        self.gone_from[number] = folder
        if (self.told.pop(number, None) != "Create" and is_told) or self.unknown_deletes:
            self.told[number] = "Delete"


@batch(
    "SyncFolderItems",
    FOLDER_ID,
    NAME,
    "ErrorInvalidFolderTypeForOperation ErrorInvalidOperation ErrorInvalidSyncStateData ErrorSyncFolderNotFound",
)
def sync_folder_items(call: Call) -> Iterator[Message]:
    """ref/syncfolderitems-operation"""
    request = call.asked(SyncFolderItems)
    place = _place(call, request.need(SyncFolderItems.SyncFolderId))
    yield place if isinstance(place, Failure) else _sync_items(call, request, place)


def _place(call: Call, named: TargetFolderId) -> _found.Place | Failure:
    """The folder to synchronise; a folder that is gone, or another's, has a code of its own here."""
    place = _found.looked_into(call, named)
    return ErrorSyncFolderNotFound if place is ErrorFolderNotFound else place


def _sync_items(call: Call, request: SyncFolderItems, place: _found.Place) -> Message:
    mailbox, folder = place
    if folder.is_search:
        return ErrorInvalidFolderTypeForOperation  # [doc guide/mailbox-synchronization: not with these; code: inferred]
    wide = request.SyncScope == "NormalAndAssociatedItems"
    most = min(request.need(SyncFolderItems.MaxChangesReturned), mailbox.profile.sync_limit)
    state = _state(mailbox, folder.number, request.SyncState)
    if isinstance(state, Failure):
        return state
    listed, seen = state
    ignored = _ignored(request.Ignore)
    note = partial(_note_item, folder=folder.number, wide=wide, listed=listed)
    empty = Changes(mailbox.profile.sync_unknown_deletes)
    changes, seen, last = _since(mailbox.log.after(seen), seen, most, note, empty)
    if listed and last:
        there = (*folder.items, *(folder.associated if wide else ()))
        numbers = [number for number in sorted(there, reverse=True) if number < listed]
        chosen = numbers[: most - len(changes.told)]
        changes.told |= dict.fromkeys(chosen, "Create")
        listed = 0 if len(chosen) == len(numbers) else min(chosen, default=listed)
    entries = _item_entries(call, request, place, changes, ignored)
    if isinstance(entries, Failure):
        return entries
    return SyncFolderItemsResponseMessage(
        SyncState=mailbox.ids.sync_state(folder.number, listed, seen),
        IncludesLastItemInRange=last and not listed,
        Changes=SyncFolderItemsChanges(entries=entries),
    )


def _state(mailbox: Mailbox, folder: int, text: str | None) -> tuple[int, int] | Failure:
    """Where a client stands; at the beginning above every number, and at the log's end."""
    if not text:
        return 2**63, mailbox.log.newest
    return mailbox.ids.read_sync_state(text, folder)


def _since(
    records: list[LogRecord], seen: int, most: int, note: Callable[[Changes, LogRecord], None], changes: Changes
) -> tuple[Changes, int, bool]:
    """The changes of at most `most` objects, how far the log is read with them, and whether that is all.

    One record is never parted: a move within the folder tells of two objects, even if only one is wanted.
    """
    for record in records:
        before = dict(changes.told) if len(changes.told) + 2 > most else None  # a record tells of two objects at most
        note(changes, record)
        if before and len(changes.told) > most:
            changes.told = before
            return changes, seen, False
        seen = record.number
    return changes, seen, True


def _note_item(changes: Changes, record: LogRecord, folder: int, *, wide: bool, listed: int) -> None:
    """Take a record in; those of associated items only if the scope is so `wide`.

    Of an item below `listed` the client has not heard yet: it will be listed as it is then.
    """
    if not record.item or (ASSOCIATED in record.properties and not wide):
        return
    if record.kind is Kind.Modified and record.folder == folder and record.item >= listed:
        only_read = record.properties == (MessageRows.IsRead.uri,)
        changes.changed(record.item, "ReadFlagChange" if only_read else "Update")
        return
    if record.kind in (Kind.Moved, Kind.Deleted) and record.old_folder == folder:
        changes.vanished(record.old_item, folder, is_told=record.old_item >= listed)
    if record.kind in (Kind.Created, Kind.Delivered, Kind.Copied, Kind.Moved) and record.folder == folder:
        changes.appeared(record.item)


def _item_entries(
    call: Call, request: SyncFolderItems, place: _found.Place, changes: Changes, ignored: frozenset[str]
) -> tuple[Entry, ...] | Failure:
    mailbox, folder = place
    is_open = _access.readable(call, mailbox, folder)
    shown = Showing(call, request.need(SyncFolderItems.ItemShape), whole=False)
    entries = []
    for number, word in changes.told.items():
        item = mailbox.items.get(number)
        if item is not None and not is_open(item):
            continue
        entry = _item_entry(shown, mailbox, number, word, changes.gone_from.get(number, 0))
        if isinstance(entry, Failure):
            return entry
        if entry is not None and not (ignored and _id_in(entry) in ignored):
            entries.append(entry)
    return tuple(entries)


def _id_in(entry: Entry) -> str:
    """The ItemId that an entry tells of."""
    told: Bag = entry.value
    if isinstance(told, SyncFolderItemsCreateOrUpdate):
        told = next(iter(told.values.values()))
    identifier: ItemId = told.need(told.rows["ItemId"])
    return identifier.need(ItemId.Id)


def _ignored(ignore: ArrayOfBaseItemIds | None) -> frozenset[str]:
    """The ids that nothing shall be told of, whatever they name. [seen: exchangelib's suite, an id of two bytes]"""
    return frozenset(() if ignore is None else [one.need(ItemId.Id) for one in ignore.ItemId or ()])


def _item_entry(shown: Showing, mailbox: Mailbox, number: int, word: str, was_in: int) -> Entry | Failure | None:
    if word == "Delete":
        gone = ItemId(Id=mailbox.ids.item(was_in, number))
        return Entry(SyncFolderItemsChanges.Delete, SyncFolderItemsDelete(ItemId=gone))
    item = mailbox.items.get(number)
    if item is None:
        return None  # gone again since: the next call says so
    if word == "ReadFlagChange":
        is_read = item.value(MessageRows.IsRead) is True
        flag = SyncFolderItemsReadFlag(ItemId=ItemId(Id=item.item_id, ChangeKey=item.change_key), IsRead=is_read)
        return Entry(SyncFolderItemsChanges.ReadFlagChange, flag)
    bag = shown(item)
    if isinstance(bag, Failure):
        return bag
    row = SyncFolderItemsChanges.Create if word == "Create" else SyncFolderItemsChanges.Update
    told = SyncFolderItemsCreateOrUpdate()
    told.set(row_for(SyncFolderItemsCreateOrUpdate, item.kind), bag)
    return Entry(row, told)


@batch(
    "SyncFolderHierarchy", FOLDER_ID, NAME, "ErrorInvalidOperation ErrorInvalidSyncStateData ErrorSyncFolderNotFound"
)
def sync_folder_hierarchy(call: Call) -> Iterator[Message]:
    """ref/syncfolderhierarchy-operation; the root is the same in every call, msgfolderroot where none is named"""
    request = call.asked(SyncFolderHierarchy)
    if request.SyncFolderId is None:
        place: _found.Place | Failure = _found.Place(call.mailbox, call.mailbox.need("msgfolderroot"))
    else:
        place = _place(call, request.SyncFolderId)
    yield place if isinstance(place, Failure) else _sync_folders(call, request, place)


def _sync_folders(call: Call, request: SyncFolderHierarchy, place: _found.Place) -> Message:
    mailbox, root = place
    state = _state(mailbox, HIERARCHY, request.SyncState)
    if isinstance(state, Failure):
        return state
    listed, seen = state
    every = ((folder.number, _access.to_folder(call, mailbox, folder)) for folder in mailbox.below(root, deep=True))
    below = {number: access for number, access in every if access.may_see_folder}
    told = dict.fromkeys(sorted(below), "Create") if listed else changed_below(mailbox, root, mailbox.log.after(seen))
    entries = []
    for number, word in told.items():
        entry = _folder_entry(request, mailbox, number, word, below)
        if isinstance(entry, Failure):
            return entry
        if entry is not None:
            entries.append(entry)
    return SyncFolderHierarchyResponseMessage(
        SyncState=mailbox.ids.sync_state(HIERARCHY, 0, mailbox.log.newest),
        IncludesLastFolderInRange=True,
        Changes=SyncFolderHierarchyChanges(entries=tuple(entries)),
    )


def _folder_entry(
    request: SyncFolderHierarchy, mailbox: Mailbox, number: int, word: str, below: dict[int, Access]
) -> Entry | Failure | None:
    if word == "Delete":
        gone = FolderId(Id=mailbox.ids.folder(number))
        return Entry(SyncFolderHierarchyChanges.Delete, SyncFolderHierarchyDelete(FolderId=gone))
    if number not in below:
        return None
    values = FolderValues(mailbox, mailbox.folders[number], below[number])
    bag = shown_folder(values, request.need(SyncFolderHierarchy.FolderShape))
    if isinstance(bag, Failure):
        return bag
    told = SyncFolderHierarchyCreateOrUpdate()
    told.set(row_for(SyncFolderHierarchyCreateOrUpdate, values.kind), bag)
    row = SyncFolderHierarchyChanges.Create if word == "Create" else SyncFolderHierarchyChanges.Update
    return Entry(row, told)
