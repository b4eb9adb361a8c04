"""Groups, rooms, photos."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from fake_ews.contract.common import EmailAddress
from fake_ews.contract.contacts import DistributionList, Member, MembersList
from fake_ews.contract.directory import ExpandDL, GetRoomLists, GetRooms, GetUserPhoto, SetUserPhoto
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, Reply

AARE, ROOMS, TEAM = "aare@example.test", "rooms@example.test", "team@example.test"


@pytest.fixture
def groups(exchange: Exchange, aare: Mailbox, ben: Mailbox) -> None:
    """A list of rooms, and a team of Ben and that list."""
    exchange.put_group(ROOMS, name="Rooms in Berne", members=(AARE,), rooms=True)
    exchange.put_group(TEAM, members=("ben@example.test", ROOMS))


def expand(ews: Client, address: EmailAddress) -> Any:
    """ExpandDL: the response message."""
    return ews.ask(ExpandDL(Mailbox=address)).only


def test_room_lists(ews: Client, groups: None) -> None:
    """ref/getroomlists-operation: no response messages, the class is on the answer itself"""
    reply = ews.ask(GetRoomLists())
    answer: Any = reply.bag
    (only,) = answer.RoomLists.Address
    assert (only.Name, only.EmailAddress, only.MailboxType) == ("Rooms in Berne", ROOMS, "PublicDL")
    assert (answer.ResponseClass, reply.turn.codes) == ("Success", ["NoError"])


def test_no_room_lists(ews: Client) -> None:
    answer: Any = ews.ask(GetRoomLists()).bag
    assert answer.RoomLists.Address is None


def test_rooms(ews: Client, groups: None) -> None:
    """ref/getrooms-operation"""
    answer: Any = ews.ask(GetRooms(RoomList=EmailAddress(EmailAddress="Rooms@example.test"))).bag
    (room,) = answer.Rooms.Room
    assert (room.Id.Name, room.Id.EmailAddress, room.Id.MailboxType) == ("Room Aare", AARE, "Mailbox")
    for other in (TEAM, "nobody@example.test"):
        assert ews.ask(GetRooms(RoomList=EmailAddress(EmailAddress=other))).turn.codes == [
            "ErrorNameResolutionNoResults"
        ]


def test_a_hundred_rooms_and_no_more(ews: Client, exchange: Exchange) -> None:
    """[seen: OfficeDev/ews-java-api 524]"""
    rooms = [exchange.add_mailbox(f"r{number}@example.test", room=True).address for number in range(101)]
    exchange.put_group(ROOMS, members=rooms, rooms=True)
    answer: Any = ews.ask(GetRooms(RoomList=EmailAddress(EmailAddress=ROOMS))).bag
    assert [one.Id.EmailAddress for one in answer.Rooms.Room] == rooms[:100]


def test_a_group_of_the_directory(ews: Client, groups: None) -> None:
    """ref/expanddl-operation: one level"""
    expansion = expand(ews, EmailAddress(EmailAddress=TEAM)).DLExpansion
    assert [(one.EmailAddress, one.MailboxType) for one in expansion.Mailbox] == [
        ("ben@example.test", "Mailbox"), (ROOMS, "PublicDL"),
    ]  # fmt: skip
    assert (expansion.TotalItemsInView, expansion.IncludesLastItemInRange) == (2, True)
    assert expand(ews, EmailAddress(EmailAddress="ben@example.test")).ResponseCode == "ErrorNameResolutionNoResults"


def test_a_list_among_the_contacts(ews: Client, review: Item) -> None:
    member = Member(Mailbox=EmailAddress(Name="X", EmailAddress="x@example.test", MailboxType="OneOff"))
    full = ews.create(DistributionList(DisplayName="Friends", Members=MembersList(Member=(member,)))).id
    empty = ews.create(DistributionList(DisplayName="Nobody")).id
    (only,) = expand(ews, EmailAddress(ItemId=full)).DLExpansion.Mailbox
    assert only.EmailAddress == "x@example.test"
    assert expand(ews, EmailAddress(ItemId=empty)).DLExpansion.TotalItemsInView == 0
    entry = ews.find().items[0].ItemId
    assert expand(ews, EmailAddress(ItemId=entry)).ResponseCode == "ErrorInvalidItemForOperationExpandDL"
    full.Id = "AAAA"
    assert expand(ews, EmailAddress(ItemId=full)).ResponseCode == "ErrorInvalidIdMalformed"


def test_a_group_by_alias_or_name(ews: Client, exchange: Exchange, groups: None) -> None:
    """ref/expanddl-operation: more than one of a name is an error"""
    for called in ("Team", "rooms in berne", f"SMTP:{TEAM}"):
        assert expand(ews, EmailAddress(EmailAddress=called)).ResponseCode == "NoError"
    exchange.put_group("other@example.test", name="Team", members=())
    assert expand(ews, EmailAddress(EmailAddress="team")).ResponseCode == "ErrorNameResolutionMultipleResults"
    assert expand(ews, EmailAddress(EmailAddress=TEAM)).ResponseCode == "NoError"


def test_a_group_is_put_in_place_of_the_one_before(exchange: Exchange, groups: None) -> None:
    """it keeps its name if none is said"""
    assert exchange.put_group(ROOMS.upper(), members=(AARE, AARE.upper())).members == (AARE,)
    assert [(one.address, one.name, one.is_room_list) for one in exchange.groups.values()] == [
        (ROOMS, "Rooms in Berne", False), (TEAM, "Team", False),
    ]  # fmt: skip


def test_groups_that_cannot_be(exchange: Exchange, groups: None) -> None:
    with pytest.raises(ValueError, match=f"there is a mailbox {AARE} already: it cannot be a group"):
        exchange.put_group(AARE, members=())
    with pytest.raises(ValueError, match=f"there is a group {TEAM} already"):
        exchange.add_mailbox(TEAM)
    for address, members in (("team", ()), ("x@example.test", ("@example.test",))):
        with pytest.raises(ValueError, match="not an address"):
            exchange.put_group(address, members=members)
    for member in ("ben@example.test", "nobody@example.test"):
        with pytest.raises(ValueError, match=f"{member} is no room: the room list x@example.test cannot have it"):
            exchange.put_group("x@example.test", members=(member,), rooms=True)
    assert [*exchange.groups] == [ROOMS, TEAM]
    exchange.drop_group(TEAM.upper())
    with pytest.raises(LookupError, match=f"there is no group {TEAM}"):
        exchange.drop_group(TEAM)


@pytest.mark.usefixtures("kept")
def test_groups_are_kept_and_so_is_that_they_are_gone(exchange: Exchange, groups: None) -> None:
    exchange.drop_group(ROOMS)
    exchange.put_group(TEAM, members=(AARE,))
    exchange.put_group(ROOMS, members=())


def test_names_are_found_in_the_directory(exchange: Exchange, groups: None) -> None:
    """an attendee or recipient named without an address, if there is one of that name"""
    assert exchange.resolve(EmailAddress(Name="rooms in BERNE")).MailboxType == "PublicDL"
    exchange.put_group("other@example.test", name="Rooms in Berne", members=())
    assert exchange.resolve(EmailAddress(Name="rooms in BERNE")).MailboxType == "OneOff"


# --- photos --------------------------------------------------------------------------------------------------------


def photo(ews: Client, address: str) -> Any:
    """GetUserPhoto: the answer."""
    return ews.ask(GetUserPhoto(Email=address, SizeRequested="HR48x48")).bag


def store(ews: Client, address: str, content: str) -> Reply:
    """SetUserPhoto."""
    return ews.ask(SetUserPhoto(Email=address, Content=content))


def test_photos(ews: Client, bens_ews: Client) -> None:
    """ref/getuserphoto-operation"""
    assert photo(ews, "ben@example.test").ResponseCode == "ErrorItemNotFound"
    assert store(bens_ews, "Ben@example.test", base64.b64encode(b"png").decode()).code == "NoError"
    answer = photo(ews, "ben@example.test")
    assert (answer.PictureData, answer.HasChanged) == (b"png", True)
    assert photo(ews, "nobody@example.test").ResponseCode == "ErrorNonExistentMailbox"


@pytest.mark.parametrize(
    ("address", "content", "code"),
    [
        ("nobody@example.test", "QQ==", "ErrorNonExistentMailbox"), ("ben@example.test", "QQ==", "ErrorAccessDenied"),
        ("anna@example.test", "?", "ErrorInvalidPhotoSize"), ("anna@example.test", "", "ErrorInvalidPhotoSize"),
    ],
)  # fmt: skip
def test_what_is_no_photo(ews: Client, ben: Mailbox, address: str, content: str, code: str) -> None:
    assert store(ews, address, content).code == code
