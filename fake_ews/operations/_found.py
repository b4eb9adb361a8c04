"""What a request names: the folder or the item behind an id, or the failure that answers for it.

Rule: whoever may not open a mailbox learns nothing of it: to a reader the object is not there, to a writer access is
denied. Source: RC ErrorItemNotFound, ErrorFolderNotFound, ErrorAccessDenied; fact sheet sections 5 and 11.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

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
    ErrorFolderNotFound,
    ErrorInvalidOperation,
    ErrorItemNotFound,
    ErrorNonExistentMailbox,
    ErrorNoPublicFolderReplicaAvailable,
    Failure,
)
from fake_ews.model.folders import StoredFolder
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import Occurrence
from fake_ews.model.recurrence import LAST_DAY
from fake_ews.operations._registry import Call

_read_item = lru_cache(maxsize=4096)(ids.read_item)  # the same ids come again and again


class Place(NamedTuple):
    """A folder, and the mailbox it is in."""

    mailbox: Mailbox
    folder: StoredFolder


def may_open(call: Call, mailbox: Mailbox) -> bool:
    """Whether the call may look into a mailbox: its own, or the impersonated one."""
    return mailbox is call.own


def folder(call: Call, named: Bag) -> Place | Failure:
    """The folder behind a FolderId or DistinguishedFolderId, to look into it."""
    owner = _owner(call, named)
    if isinstance(owner, Failure):
        return owner
    if not may_open(call, owner):
        return ErrorFolderNotFound
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
            return ErrorInvalidOperation.saying("Address lists cannot be opened as folders here.")


def is_others(call: Call, named: Bag) -> bool:
    """Whether a folder is named of a mailbox that the call may not open."""
    owner = _owner(call, named)
    return isinstance(owner, Mailbox) and not may_open(call, owner)


def looked_into(call: Call, named: TargetFolderId) -> Place | Failure:
    """The folder that a TargetFolderId names, to look into it."""
    return folder(call, next(iter(named.values.values())))


def target(call: Call, named: TargetFolderId) -> Place | Failure:
    """The folder that a request wants to put something into."""
    return to_write(call, next(iter(named.values.values())))


def to_write(call: Call, named: Bag) -> Place | Failure:
    """The folder that a request wants to change."""
    return ErrorAccessDenied if is_others(call, named) else folder(call, named)


def item(call: Call, named: Bag, *, to_write: bool = False) -> Item | Failure:
    """The item behind an id of any kind, noted for the journal: a stored one, or an occurrence."""
    match named:
        case OccurrenceItemId():
            found = _by_id(call, named.need(OccurrenceItemId.RecurringMasterId), named.ChangeKey, to_write)
            return found if isinstance(found, Failure) else _numbered(found, named.need(OccurrenceItemId.InstanceIndex))
        case RecurringMasterItemId():
            found = _by_id(call, named.need(RecurringMasterItemId.OccurrenceId), named.ChangeKey, to_write)
            if isinstance(found, Failure):
                return found
            return found.master if isinstance(found, Occurrence) else ErrorCalendarCannotUseIdForOccurrenceId
        case _:
            return _by_id(call, named.values[ItemId.Id], named.values.get(ItemId.ChangeKey), to_write)


def items(call: Call, named: Bag) -> list[Item] | Failure:
    """The items that one id of a request to read stands for: one, or the occurrences in ranges of a series."""
    found = item(call, named)
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


def _by_id(call: Call, text: str, key: str | None, to_write: bool) -> Item | Failure:
    """The item of an ItemId. An id is dead once its item has moved: ErrorItemNotFound."""
    call.turn.item_ids.append(text)
    parsed = _read_item(text)
    if isinstance(parsed, Failure):
        return parsed
    mailbox = call.exchange.mailbox_of(parsed.mailbox)
    if mailbox is None:
        return ErrorItemNotFound
    if not may_open(call, mailbox):
        return ErrorAccessDenied if to_write else ErrorItemNotFound
    if key and isinstance(malformed := mailbox.ids.read_change_key(key), Failure):
        return malformed
    found = mailbox.items.get(parsed.item)
    if found is None or found.folder != parsed.folder:
        return ErrorItemNotFound
    if parsed.day:
        return occurrences.on_day(found, parsed.day) or ErrorItemNotFound
    return found
