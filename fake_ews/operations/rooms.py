"""Groups of the organisation: GetRoomLists, GetRooms, ExpandDL.

Rule: a group is in the directory (`Exchange.groups`), or it is a distribution list among the contacts of a mailbox;
only the first kind can be a room list. Source: ref pages of the operations; fact sheet section 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import DistributionList
from fake_ews.contract.directory import (
    ArrayOfDLExpansion,
    ArrayOfRooms,
    ExpandDL,
    ExpandDLResponseMessage,
    GetRoomListsResponseMessage,
    GetRooms,
    GetRoomsResponseMessage,
    Room,
)
from fake_ews.contract.people import ArrayOfEmailAddresses
from fake_ews.model import private_lists
from fake_ews.model.failures import (
    ErrorInvalidItemForOperationExpandDL,
    ErrorNameResolutionMultipleResults,
    ErrorNameResolutionNoResults,
    Failure,
)
from fake_ews.model.lists import Group
from fake_ews.operations import _found
from fake_ews.operations._errors import ITEM
from fake_ews.operations._registry import Call, Message, batch, single

MOST = 100  # rooms that GetRooms tells of [seen: OfficeDev/ews-java-api 524]


@single("GetRoomLists")
def get_room_lists(call: Call) -> Message:
    """ref/getroomlists-operation"""
    lists = tuple(group.email_address for group in call.exchange.groups.values() if group.is_room_list)
    return GetRoomListsResponseMessage(RoomLists=ArrayOfEmailAddresses(Address=lists))


@single("GetRooms", "ErrorNameResolutionNoResults")
def get_rooms(call: Call) -> Message:
    """ref/getrooms-operation: the first hundred of a list"""
    named = call.asked(GetRooms).need(GetRooms.RoomList).get(EmailAddress.EmailAddress) or ""
    group = call.exchange.groups.get(named.lower())
    if group is None or not group.is_room_list:
        return ErrorNameResolutionNoResults
    rooms = tuple(Room(Id=_member(call, address)) for address in group.members[:MOST])
    return GetRoomsResponseMessage(Rooms=ArrayOfRooms(Room=rooms))


def _member(call: Call, address: str) -> EmailAddress:
    return call.exchange.resolve(EmailAddress(EmailAddress=address))


@batch(
    "ExpandDL",
    ITEM,
    "ErrorInvalidItemForOperationExpandDL ErrorNameResolutionMultipleResults ErrorNameResolutionNoResults",
)
def expand_dl(call: Call) -> Iterator[Message]:
    """ref/expanddl-operation: one level, by address, alias or name; what is a group itself is named as one"""
    named = call.asked(ExpandDL).need(ExpandDL.Mailbox)
    people = _private(call, named) if named.ItemId is not None else _public(call, named)
    if isinstance(people, Failure):
        yield people
    else:
        expansion = ArrayOfDLExpansion(
            TotalItemsInView=len(people), IncludesLastItemInRange=True, Mailbox=tuple(people)
        )
        yield ExpandDLResponseMessage(DLExpansion=expansion)


def _public(call: Call, named: EmailAddress) -> list[EmailAddress] | Failure:
    text = (named.get(EmailAddress.EmailAddress) or "").lower().removeprefix("smtp:")
    groups = call.exchange.groups
    found = [groups[text]] if text in groups else [one for one in groups.values() if text in _called(one)]
    if len(found) != 1:
        return ErrorNameResolutionMultipleResults if found else ErrorNameResolutionNoResults
    return [_member(call, address) for address in found[0].members]


def _called(group: Group) -> tuple[str, str]:
    """Its alias and its name, in lower case."""
    return group.address.partition("@")[0], group.name.lower()


def _private(call: Call, named: EmailAddress) -> list[EmailAddress] | Failure:
    item = _found.item(call, named.need(EmailAddress.ItemId))
    if isinstance(item, Failure):
        return item
    return private_lists.members(item) if item.kind is DistributionList else ErrorInvalidItemForOperationExpandDL
