"""The questions: FindItem and FindFolder.

Rule: an answer says where it ends: IncludesLastItemInRange alone tells the last page, and no view means no offset.
Source: ref/finditem-operation, ref/calendarview, ref/rootfolder-finditemresponsemessage; fact sheet section 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from fake_ews.contract.common import ItemResponseShape
from fake_ews.contract.folders import ArrayOfFolders, FindFolder, FindFolderParent, FindFolderResponseMessage
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.operations import FindItem, FindItemResponseMessage
from fake_ews.contract.queries import CalendarView, FindItemParent
from fake_ews.model import occurrences, zones
from fake_ews.model.aqs import search
from fake_ews.model.failures import (
    ErrorCalendarFolderIsInvalidForCalendarView,
    ErrorInvalidOperation,
    Failure,
)
from fake_ews.model.items import Item
from fake_ews.model.queries import Page, calendar_view, matcher, page, sort_key
from fake_ews.operations import _found
from fake_ews.operations._folders import FolderValues, listed_folders, shown_folder
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import listed, shown

_NOT_SIMULATED: tuple[Row[Any], ...] = (
    FindItem.SeekToConditionPageItemView,
    FindItem.ContactsView,
    FindItem.GroupBy,
    FindItem.DistinguishedGroupBy,
)


@batch("FindItem")
def find_item(call: Call) -> Iterator[Message]:
    """ref/finditem-operation"""
    request = call.asked(FindItem)
    for entry in entries_of(request.ParentFolderIds):
        place = _found.folder(call, entry.value)
        page_ = place if isinstance(place, Failure) else _items(call, request, place)
        yield page_ if isinstance(page_, Failure) else _found_items(call, request, page_)


def _items(call: Call, request: FindItem, place: _found.Place) -> Page[Item] | Failure:
    for row in _NOT_SIMULATED:
        if request.get(row) is not None:
            return ErrorInvalidOperation.saying(f"{row.name} is not supported by this server.")
    if request.CalendarView is not None:
        return _in_view(call, request, place, request.CalendarView)
    items: Sequence[Item] = list(place.mailbox.items_of(place.folder)) if request.Traversal == "Shallow" else []
    if request.Restriction is not None:
        matches = matcher(request.Restriction, place.mailbox.profile, zone_of(call))
        if isinstance(matches, Failure):
            return matches
        items = [item for item in items if matches(item)]
    if request.QueryString is not None:
        is_found = search(request.QueryString.text or "", zone_of(call))
        items = [item for item in items if is_found(item)]
    if request.SortOrder is not None:
        key = sort_key(request.SortOrder)
        if isinstance(key, Failure):
            return key
        items = sorted(items, key=key)
    return page(items, request.IndexedPageItemView or request.FractionalPageItemView, place.mailbox.profile.page_limit)


def _in_view(call: Call, request: FindItem, place: _found.Place, view: CalendarView) -> Page[Item] | Failure:
    if place.folder.by_time is None:
        return ErrorCalendarFolderIsInvalidForCalendarView
    if request.Restriction is not None or request.SortOrder is not None:
        return ErrorInvalidOperation.saying("A calendar view cannot be combined with a restriction or a sort order.")
    profile = place.mailbox.profile
    look = partial(occurrences.seen, place.mailbox, place.folder, touching=profile.keeps_touching(call.version))
    return calendar_view(look, view, profile, zone_of(call))


def zone_of(call: Call) -> dt.tzinfo:
    """The zone of times that name none: the context's, else UTC."""
    return (call.zoning.context and zones.zone(call.zoning.context)) or dt.UTC


def _found_items(call: Call, request: FindItem, found: Page[Item]) -> Message:
    shape: ItemResponseShape = request.need(FindItem.ItemShape)
    bags: list[Bag] = []
    for item in found.items:
        bag = shown(call, item, shape, whole=False)
        if isinstance(bag, Failure):
            return bag
        bags.append(bag)
    root = FindItemParent(TotalItemsInView=found.total, IncludesLastItemInRange=found.last, Items=listed(*bags))
    if request.FractionalPageItemView is not None:
        root.NumeratorOffset, root.AbsoluteDenominator = found.next_offset, found.total
    else:
        root.IndexedPagingOffset = found.next_offset
    return FindItemResponseMessage(RootFolder=root)


@batch("FindFolder")
def find_folder(call: Call) -> Iterator[Message]:
    """ref/findfolder-operation"""
    request = call.asked(FindFolder)
    for entry in entries_of(request.ParentFolderIds):
        place = _found.folder(call, entry.value)
        found = place if isinstance(place, Failure) else _folders(call, request, place)
        yield found if isinstance(found, Failure) else _found_folders(request, found)


def _folders(call: Call, request: FindFolder, place: _found.Place) -> Page[FolderValues] | Failure:
    if request.Traversal == "SoftDeleted":
        below: list[FolderValues] = []
    else:
        deep = request.Traversal == "Deep"
        below = [FolderValues(place.mailbox, one) for one in place.mailbox.below(place.folder, deep=deep)]
    restriction = request.Restriction
    if restriction is not None:
        matches = matcher(restriction, place.mailbox.profile, zone_of(call))  # type: ignore[arg-type]  # a later type
        if isinstance(matches, Failure):
            return matches
        below = [one for one in below if matches(one)]
    view = request.IndexedPageFolderView or request.FractionalPageFolderView
    return page(below, view, place.mailbox.profile.page_limit)  # type: ignore[arg-type]  # a later type


def _found_folders(request: FindFolder, found: Page[FolderValues]) -> Message:
    shape = request.need(FindFolder.FolderShape)
    bags: list[Bag] = []
    for values in found.items:
        bag = shown_folder(values, shape)
        if isinstance(bag, Failure):
            return bag
        bags.append(bag)
    root = FindFolderParent(
        TotalItemsInView=found.total,
        IncludesLastItemInRange=found.last,
        IndexedPagingOffset=found.next_offset if request.IndexedPageFolderView is not None else None,
        Folders=listed_folders(ArrayOfFolders, bags),
    )
    if request.FractionalPageFolderView is not None:
        root.NumeratorOffset, root.AbsoluteDenominator = found.next_offset, found.total
    return FindFolderResponseMessage(RootFolder=root)
