"""The questions: FindItem and FindFolder.

Rule: an answer says where it ends: IncludesLastItemInRange alone tells the last page, and no view means no offset.
Source: ref/finditem-operation, ref/calendarview, ref/contactsview, ref/seektoconditionpageitemview, ref/groups,
ref/rootfolder-finditemresponsemessage; fact sheet section 7.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from fake_ews.contract.folders import ArrayOfFolders, FindFolder, FindFolderParent, FindFolderResponseMessage
from fake_ews.contract.headers import ExchangeVersion
from fake_ews.contract.notation import Bag, Row
from fake_ews.contract.operations import ArrayOfHighlightTerms, FindItem, FindItemResponseMessage
from fake_ews.contract.queries import (
    ArrayOfGroupedItems,
    BasePaging,
    CalendarView,
    DistinguishedGroupBy,
    FindItemParent,
    FractionalPageView,
    GroupBy,
    GroupedItems,
    HighlightTerm,
    IndexedPageView,
    SeekToConditionPageView,
)
from fake_ews.model import failures, occurrences, zones
from fake_ews.model.aqs import Search, search
from fake_ews.model.failures import (
    ErrorCalendarFolderIsInvalidForCalendarView,
    ErrorCalendarSeekToConditionNotSupported,
    ErrorExceededFindCountLimit,
    ErrorInvalidOperation,
    ErrorServerBusy,
    Failure,
    part_not_simulated,
)
from fake_ews.model.groups import grouped, lines, regrouped
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from fake_ews.model.queries import Page, calendar_view, matcher, page, row_of, sort_key
from fake_ews.model.views import alphabetical, in_alphabet, size_of, sought
from fake_ews.operations import _access, _found
from fake_ews.operations._errors import FOLDER, NAME, PAGE, RESTRICTION
from fake_ews.operations._folders import FolderValues, listed_folders, shown_folder
from fake_ews.operations._registry import Call, Message, batch, entries_of
from fake_ews.operations._shown import Showing, listed
from fake_ews.operations._written import as_text

T = TypeVar("T")
VERSIONS = ExchangeVersion.values

_NOT_SIMULATED: tuple[Row[Any], ...] = (
    GroupBy.UseCollapsibleGroups,
    GroupBy.ItemsPerGroup,
    GroupBy.MaxItemsPerGroup,
    GroupBy.GroupsToExpand,
)


@batch(
    "FindItem",
    FOLDER,
    NAME,
    RESTRICTION,
    PAGE,
    "ErrorCalendarEndDateIsEarlierThanStartDate ErrorCalendarFolderIsInvalidForCalendarView "
    "ErrorCalendarSeekToConditionNotSupported ErrorCalendarViewRangeTooBig ErrorExceededFindCountLimit "
    "ErrorInvalidOperation ErrorUnsupportedPathForSortGroup",
)
def find_item(call: Call) -> Iterator[Message]:
    """ref/finditem-operation"""
    request = call.asked(FindItem)
    for entry in entries_of(request.ParentFolderIds):
        place = _found.folder(call, entry.value)
        yield place if isinstance(place, Failure) else _answer(call, request, place)


def _answer(call: Call, request: FindItem, place: _found.Place) -> Message:
    answer = _found_in(call, request, place)
    said = request.QueryString
    if said is not None and said.ReturnHighlightTerms and isinstance(answer, FindItemResponseMessage):
        typed = typed_in(call, said.text or "", place.mailbox)
        terms = typed.terms if isinstance(typed, Search) else ()
        highlighted = tuple(HighlightTerm(Scope=term.scope, Value=term.value) for term in terms)
        answer.HighlightTerms = ArrayOfHighlightTerms(Term=highlighted)
    return answer


def _found_in(call: Call, request: FindItem, place: _found.Place) -> Message:
    by = request.GroupBy or request.DistinguishedGroupBy
    if request.CalendarView is not None:
        found = _in_view(call, request, place, request.CalendarView)
        return found if isinstance(found, Failure) else _listed(call, request, found)
    items = _matching(call, request, place)
    if isinstance(items, Failure):
        return items
    if by is not None:
        return _in_groups(call, request, place, items, by)
    found = _page(call, request, place, items, lambda item: item)
    return found if isinstance(found, Failure) else _listed(call, request, found)


def _matching(call: Call, request: FindItem, place: _found.Place) -> Sequence[Item] | Failure:
    """All items that are asked for, in the order that is asked for."""
    items: Sequence[Item] = list(_looked_through(call, place, request.need(FindItem.Traversal)))
    if request.Restriction is not None:
        matches = matcher(request.Restriction, place.mailbox.profile, zone_of(call))
        if isinstance(matches, Failure):
            return matches
        items = [item for item in items if matches(item)]
    if request.QueryString is not None:
        typed = typed_in(call, request.QueryString.text or "", place.mailbox)
        if isinstance(typed, Failure):
            return typed
        items = [item for item in items if typed.matches(item)]
    most = place.mailbox.profile.search_limit
    if most is not None and not (request.Restriction is None and request.QueryString is None):
        items = items[-most:]
    if request.ContactsView is not None:
        names = [(alphabetical(name), name, item) for item in items for name in _display_names(item)]
        names.sort(key=lambda one: one[0])
        items = [item for _, name, item in names if in_alphabet(name, request.ContactsView)]
    if request.SortOrder is not None:
        key = sort_key(request.SortOrder)
        if isinstance(key, Failure):
            return key
        items = sorted(items, key=key)
    return items


def _looked_through(call: Call, place: _found.Place, traversal: str) -> Iterable[Item]:
    """What lies in a folder, or is associated with it; soft-deleted items there have been none since 2010. [doc]"""
    mailbox, folder = place
    if traversal == "Associated":
        return filter(_access.readable(call, *place), [mailbox.items[number] for number in folder.associated])
    return _access.seen(call, *place) if traversal == "Shallow" else ()


def _display_names(item: Item) -> Iterator[str | None]:
    """The name of a contact or list, None where it has none; nothing of other items."""
    row = row_of(item.kind, "contacts:DisplayName")
    if row is not None:
        yield item.value(row)


def _page(
    call: Call, request: FindItem, place: _found.Place, rows: Sequence[T], item_of: Callable[[T], Item | None]
) -> Page[T] | Failure:
    """The part of the rows that the view shows; `item_of` a row: None for the header of a group."""
    profile = place.mailbox.profile
    limit: int | Failure = profile.page_limit
    views = (request.IndexedPageItemView, request.FractionalPageItemView, request.SeekToConditionPageItemView)
    refused = _beyond(call, profile, next(filter(None, views), request.ContactsView), len(rows))
    if refused is not None:
        return refused
    if request.ContactsView is not None:
        limit = size_of(request.ContactsView, profile.page_limit)
        return limit if isinstance(limit, Failure) else page(rows, None, limit)
    view = request.SeekToConditionPageItemView
    if view is None:
        return page(rows, request.IndexedPageItemView or request.FractionalPageItemView, profile.page_limit)
    if place.folder.by_time is not None:
        return ErrorCalendarSeekToConditionNotSupported
    is_it = matcher(view.need(SeekToConditionPageView.Condition), profile, zone_of(call))
    if isinstance(is_it, Failure):
        return is_it
    return sought(rows, lambda row: (item := item_of(row)) is not None and is_it(item), view, profile.page_limit)


def _in_groups(
    call: Call, request: FindItem, place: _found.Place, items: Sequence[Item], by: GroupBy | DistinguishedGroupBy
) -> Message:
    for row in _NOT_SIMULATED:
        if by.get(row) is not None:
            return part_not_simulated(row.name)
    groups = grouped(items, by)
    if isinstance(groups, Failure):
        return groups
    numbered = place.mailbox.profile.group_index == "number"
    found = _page(call, request, place, lines(groups, headers=numbered), lambda line: line[1])
    if isinstance(found, Failure):
        return found
    made: list[GroupedItems] = []
    for group in regrouped(found.items):
        bags = _shown(call, request, group.items)
        if isinstance(bags, Failure):
            return bags
        value = "" if group.value is None else as_text(group.value)
        made.append(GroupedItems(GroupIndex=str(group.number) if numbered else value, Items=listed(*bags)))
    root = _root(request, found, len(items))
    root.Groups = ArrayOfGroupedItems(GroupedItems=tuple(made))
    return FindItemResponseMessage(RootFolder=root)


def _in_view(call: Call, request: FindItem, place: _found.Place, view: CalendarView) -> Page[Item] | Failure:
    if place.folder.by_time is None:
        return ErrorCalendarFolderIsInvalidForCalendarView
    if not (request.Restriction is None and request.SortOrder is None and request.QueryString is None):
        refused: Failure = getattr(failures, place.mailbox.profile.view_with_restriction)
        return refused.saying("A calendar view cannot be combined with a restriction, a query string or a sort order.")
    if request.GroupBy is not None or request.DistinguishedGroupBy is not None:
        return ErrorInvalidOperation.saying("A calendar view cannot be grouped.")
    profile = place.mailbox.profile
    look = partial(occurrences.seen, place.mailbox, place.folder, touching=profile.keeps_touching(call.version))
    is_open = _access.readable(call, *place)
    seen = calendar_view(lambda start, end: [*filter(is_open, look(start, end))], view, profile, zone_of(call))
    return seen if isinstance(seen, Failure) else _beyond(call, profile, view, seen.total) or seen


def _beyond(call: Call, profile: Profile, view: BasePaging | None, total: int) -> Failure | None:
    """Why it is refused to be told so much at once, where the profile says that it is; pages may be shorter than asked.

    Source: guide/ews-throttling, "Throttling policy parameters that affect EWS search operations".
    """
    most = (None if view is None else view.MaxEntriesReturned) or total
    if profile.find_without_view == "cut" or min(most, total) <= profile.page_limit:
        return None
    if VERSIONS.index(call.version) < VERSIONS.index("Exchange2010_SP1"):
        return ErrorServerBusy
    if isinstance(view, IndexedPageView | FractionalPageView | SeekToConditionPageView):
        return None
    return ErrorExceededFindCountLimit.naming(PolicyLimit=str(profile.page_limit))


def typed_in(call: Call, said: str, mailbox: Mailbox) -> Search | Failure:
    """What somebody typed, as it is searched for in a mailbox; days are those of the call's zone."""
    now = mailbox.exchange.clock.now().astimezone(zone_of(call))
    return search(said, now, mailbox.profile.search_unknown)


def zone_of(call: Call) -> dt.tzinfo:
    """The zone of times that name none: the context's, else UTC."""
    return (call.zoning.context and zones.zone(call.zoning.context)) or dt.UTC


def _listed(call: Call, request: FindItem, found: Page[Item]) -> Message:
    bags = _shown(call, request, found.items)
    if isinstance(bags, Failure):
        return bags
    root = _root(request, found, found.total)
    root.Items = listed(*bags)
    return FindItemResponseMessage(RootFolder=root)


def _shown(call: Call, request: FindItem, items: Sequence[Item]) -> list[Bag] | Failure:
    shown = Showing(call, request.need(FindItem.ItemShape), whole=False, begins=True)
    bags: list[Bag] = []
    for item in items:
        bag = shown(item)
        if isinstance(bag, Failure):
            return bag
        bags.append(bag)
    return bags


def _root(request: FindItem, found: Page[Any], total: int) -> FindItemParent:
    root = FindItemParent(TotalItemsInView=total, IncludesLastItemInRange=found.last)
    if request.FractionalPageItemView is not None:
        root.NumeratorOffset, root.AbsoluteDenominator = found.next_offset, found.total
    else:
        root.IndexedPagingOffset = found.next_offset
    return root


@batch("FindFolder", FOLDER, NAME, RESTRICTION, PAGE, "ErrorExceededFindCountLimit")
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
        every = (place._replace(folder=one) for one in place.mailbox.below(place.folder, deep=deep))
        seen = ((one, _access.to_folder(call, *one)) for one in every)
        below = [FolderValues(*one, access) for one, access in seen if access.may_see_folder]
    restriction = request.Restriction
    if restriction is not None:
        matches = matcher(restriction, place.mailbox.profile, zone_of(call))  # type: ignore[arg-type]  # a later type
        if isinstance(matches, Failure):
            return matches
        below = [one for one in below if matches(one)]
    view, profile = request.IndexedPageFolderView or request.FractionalPageFolderView, place.mailbox.profile
    refused = _beyond(call, profile, view, len(below))  # type: ignore[arg-type]  # a later type
    return refused or page(below, view, profile.page_limit)  # type: ignore[arg-type]  # a later type


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
