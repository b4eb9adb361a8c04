"""Groups of the organisation: GetRoomLists, GetRooms, ExpandDL.

Rule: a group is in the directory (`Exchange.groups`), or it is a distribution list among the contacts of a mailbox;
only the first kind can be a room list. Source: ref pages of the operations; fact sheet section 13.
"""

from __future__ import annotations

from collections.abc import Iterator

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import DistributionList, MembersList
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
from fake_ews.model.exchange import Group
from fake_ews.model.failures import (
    ErrorInvalidItemForOperationExpandDL,
    ErrorNameResolutionNoResults,
    Failure,
)
from fake_ews.operations import _found
from fake_ews.operations._errors import ITEM
from fake_ews.operations._registry import Call, Message, batch, single


def _address(group: Group) -> EmailAddress:
    return EmailAddress(Name=group.name, EmailAddress=group.address, RoutingType="SMTP", MailboxType="PublicDL")


@single("GetRoomLists")
def get_room_lists(call: Call) -> Message:
    """ref/getroomlists-operation"""
    lists = tuple(_address(group) for group in call.exchange.groups.values() if group.is_room_list)
    return GetRoomListsResponseMessage(RoomLists=ArrayOfEmailAddresses(Address=lists))


@single("GetRooms", "ErrorNameResolutionNoResults")
def get_rooms(call: Call) -> Message:
    """ref/getrooms-operation"""
    named = call.asked(GetRooms).need(GetRooms.RoomList).get(EmailAddress.EmailAddress) or ""
    group = call.exchange.groups.get(named.lower())
    if group is None or not group.is_room_list:
        return ErrorNameResolutionNoResults
    rooms = tuple(Room(Id=_member(call, address)) for address in group.members)
    return GetRoomsResponseMessage(Rooms=ArrayOfRooms(Room=rooms))


def _member(call: Call, address: str) -> EmailAddress:
    group = call.exchange.groups.get(address)
    return call.exchange.resolve(EmailAddress(EmailAddress=address)) if group is None else _address(group)


@batch("ExpandDL", ITEM, "ErrorInvalidItemForOperationExpandDL ErrorNameResolutionNoResults")
def expand_dl(call: Call) -> Iterator[Message]:
    """ref/expanddl-operation: one level; what is a group itself is named as one"""
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
    group = call.exchange.groups.get((named.get(EmailAddress.EmailAddress) or "").lower())
    return ErrorNameResolutionNoResults if group is None else [_member(call, address) for address in group.members]


def _private(call: Call, named: EmailAddress) -> list[EmailAddress] | Failure:
    item = _found.item(call, named.need(EmailAddress.ItemId))
    if isinstance(item, Failure):
        return item
    if item.kind is not DistributionList:
        return ErrorInvalidItemForOperationExpandDL
    members = item.bag.get(DistributionList.Members)
    listed = () if members is None else members.get(MembersList.Member) or ()
    return [member.Mailbox for member in listed if member.Mailbox is not None]
