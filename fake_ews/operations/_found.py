"""What a request names: the folder or the item behind an id, or the failure that answers for it.

Rule: whoever may not open something learns nothing of it: to a reader it is not there, to a writer access is denied,
whether it is there or not. Source: RC ErrorItemNotFound, ErrorFolderNotFound, ErrorAccessDenied;
guide/handling-delegation-related-errors; fact sheet sections 5 and 11.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import Literal, NamedTuple

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import (
    DistinguishedFolderId,
    EmailAddress,
    FolderId,
    ItemId,
    OccurrenceItemId,
    RecurringMasterItemId,
    RecurringMasterItemIdRanges,
    TargetFolderId,
)
from fake_ews.contract.notation import Bag
from fake_ews.contract.recurrence import ArrayOfOccurrenceRanges, OccurrencesRange
from fake_ews.model import ids, occurrences, series
from fake_ews.model.failures import (
    ErrorAccessDenied,
    ErrorCalendarCannotUseIdForOccurrenceId,
    ErrorCalendarCannotUseIdForRecurringMasterId,
    ErrorCreateSubfolderAccessDenied,
    ErrorFolderNotFound,
    ErrorInvalidFolderTypeForOperation,
    ErrorInvalidOperation,
    ErrorInvalidParentFolder,
    ErrorItemNotFound,
    ErrorNonExistentMailbox,
    ErrorNoPublicFolderReplicaAvailable,
    Failure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import SEARCHES, Mailbox
from fake_ews.model.occurrences import Occurrence
from fake_ews.model.recurrence import LAST_DAY
from fake_ews.model.rights import ALL, Rights
from fake_ews.operations import _access
from fake_ews.operations._access import Wish
from fake_ews.operations._registry import Call

_read_item = lru_cache(maxsize=4096)(ids.read_item)  # the same ids come again and again


Right = Literal["create", "subfolder", "own", "edit", "delete"]
"""What somebody wants to do in a folder: make an item or a folder, change it, or all items of it, or delete those."""
_ALLOWS: dict[Right, Callable[[Rights], bool]] = {
    "create": lambda rights: rights.create_items,
    "subfolder": lambda rights: rights.create_subfolders,
    "own": lambda rights: rights.is_owner,
    "edit": lambda rights: rights.edit == ALL,
    "delete": lambda rights: rights.delete == ALL,
}
# What a search folder answers to who wants to put something into it. Source: RC ErrorInvalidParentFolder, and
# ErrorInvalidFolderTypeForOperation. [that an item is refused with it: inferred]
_HOLDS_NOTHING: dict[Right, Failure] = {
    "create": ErrorInvalidFolderTypeForOperation, "subfolder": ErrorInvalidParentFolder
}  # fmt: skip


class Place(NamedTuple):
    """A folder, and the mailbox it is in."""

    mailbox: Mailbox
    folder: StoredFolder


def folder(call: Call, named: Bag) -> Place | Failure:
    """The folder behind a FolderId or DistinguishedFolderId, to look into it."""
    place = _place(call, named)
    if isinstance(place, Place):
        return place if _access.to_folder(call, *place).may_see_folder else ErrorFolderNotFound
    return ErrorFolderNotFound if is_others(call, named) else place


def _place(call: Call, named: Bag) -> Place | Failure:
    """The folder that is named, whoever asks."""
    owner = _owner(call, named)
    if isinstance(owner, Failure):
        return owner
    if isinstance(named, DistinguishedFolderId):
        if named.Id == "publicfoldersroot":
            return ErrorNoPublicFolderReplicaAvailable
        found = owner.distinguished(named.need(DistinguishedFolderId.Id))
    else:
        found = owner.folder_of_id(named.values[FolderId.Id])
    return ErrorFolderNotFound if found is None else Place(owner, found)


def _owner(call: Call, named: Bag) -> Mailbox | Failure:
    """The mailbox that a folder's id speaks of."""
    match named:
        case DistinguishedFolderId(Mailbox=None):
            return call.mailbox
        case DistinguishedFolderId(Mailbox=EmailAddress() as who):
            return call.exchange.mailboxes.get((who.EmailAddress or "").lower()) or ErrorNonExistentMailbox
        case FolderId():
            parsed = ids.read_folder(named.need(FolderId.Id))
            if isinstance(parsed, Failure):
                return parsed
            return call.exchange.mailbox_of(parsed.mailbox) or ErrorFolderNotFound
        case _:
            return ErrorInvalidOperation.saying(
                "Address lists cannot be opened as folders here.", "an address list as a folder"
            )


def is_others(call: Call, named: Bag) -> bool:
    """Whether a folder is named of a mailbox that the call has not as its owner has it."""
    owner = _owner(call, named)
    return isinstance(owner, Mailbox) and not _access.may_open(call, owner)


def looked_into(call: Call, named: TargetFolderId) -> Place | Failure:
    """The folder that a TargetFolderId names, to look into it."""
    return folder(call, next(iter(named.values.values())))


def target(
    call: Call, named: TargetFolderId, right: Right = "create", *, gone: Failure = ErrorFolderNotFound
) -> Place | Failure:
    """The folder that a request wants to put something into; `gone`: what is said where there is none."""
    place = to_write(call, next(iter(named.values.values())), right)
    return gone if place is ErrorFolderNotFound else place


def to_write(call: Call, named: Bag, right: Right) -> Place | Failure:
    """The folder that a request wants to change, which needs a right there."""
    place = _place(call, named)
    if isinstance(place, Place):
        allowed = _ALLOWS[right](_access.to_folder(call, *place).rights)
        return ((place.folder.is_search and _HOLDS_NOTHING.get(right)) or place) if allowed else _denied(right)
    return _denied(right) if is_others(call, named) else place


def _denied(right: Right) -> Failure:
    return ErrorCreateSubfolderAccessDenied if right == "subfolder" else ErrorAccessDenied


def item(call: Call, named: Bag, to: Wish = "read") -> Item | Failure:
    """The item behind an id of any kind, noted for the journal: a stored one, or an occurrence; to do this with it."""
    match named:
        case OccurrenceItemId():
            found = _by_id(call, named.need(OccurrenceItemId.RecurringMasterId), named.ChangeKey, to)
            return found if isinstance(found, Failure) else _numbered(found, named.need(OccurrenceItemId.InstanceIndex))
        case RecurringMasterItemId():
            found = _by_id(call, named.need(RecurringMasterItemId.OccurrenceId), named.ChangeKey, to)
            if isinstance(found, Failure):
                return found
            return found.master if isinstance(found, Occurrence) else ErrorCalendarCannotUseIdForOccurrenceId
        case _:
            return _by_id(call, named.values[ItemId.Id], named.values.get(ItemId.ChangeKey), to)


def items(call: Call, named: Bag) -> list[Item] | Failure:
    """The items that one id of a request to read stands for: one, or the occurrences in ranges of a series."""
    found = item(call, named, "look")
    if isinstance(found, Failure):
        return found
    if not isinstance(named, RecurringMasterItemIdRanges) or named.Ranges is None:
        return [found]
    if found.calendar_kind != "RecurringMaster":
        return ErrorCalendarCannotUseIdForRecurringMasterId
    ranges = named.Ranges.values[ArrayOfOccurrenceRanges.Range]
    return [one for range_ in ranges for one in _in_range(found, range_)]


def _in_range(master: Item, range_: OccurrencesRange) -> list[Occurrence]:
    """The occurrences of a range: from Start on, up to End, no more than Count. [the answer as a whole: unverified]"""
    start = range_.Start or master.need(CalendarItem.Start)
    end = range_.End or dt.datetime.fromordinal(LAST_DAY)
    instants = [moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC) for moment in (start, end)]
    most = master.mailbox.profile.page_limit if range_.Count is None else max(range_.Count, 0)
    found = occurrences.of_series(master, series.plan(master), *instants)
    return sorted(islice(found, most), key=lambda one: one.need(CalendarItem.Start))


def _numbered(found: Item, index: int) -> Item | Failure:
    if found.calendar_kind != "RecurringMaster":
        return ErrorCalendarCannotUseIdForRecurringMasterId
    return occurrences.numbered(found, index)


def _by_id(call: Call, text: str, key: str | None, to: Wish) -> Item | Failure:
    """The item of an ItemId, one found in a search folder among them. Once it has moved: ErrorItemNotFound."""
    call.turn.item_ids.append(text)
    parsed = _read_item(text)
    if isinstance(parsed, Failure):
        return parsed
    mailbox = call.exchange.mailbox_of(parsed.mailbox)
    if mailbox is None:
        return ErrorItemNotFound
    found, where = mailbox.items.get(parsed.item), parsed.folder
    if found is not None and where == mailbox.need(SEARCHES).number:
        where = found.folder
    if found is not None and found.folder != where:
        found = None
    if not (mailbox is call.own or _may(call, mailbox, where, found, to)):
        return ErrorItemNotFound if to in ("look", "read") else ErrorAccessDenied
    if key and isinstance(malformed := mailbox.ids.read_change_key(key), Failure):
        return malformed
    if found is None:
        return ErrorItemNotFound
    if parsed.day:
        return occurrences.on_day(found, parsed.day) or ErrorItemNotFound
    return found


def _may(call: Call, mailbox: Mailbox, number: int, found: Item | None, to: Wish) -> bool:
    """Whether the caller may do this with an item of a folder; who may read all of it may know that one is gone."""
    place = mailbox.folders.get(number)
    if place is None:
        return _access.may_open(call, mailbox)
    access = _access.to_folder(call, mailbox, place)
    if found is None:
        return access.may_read(private=False)
    return _access.may(call, found, access, to)
