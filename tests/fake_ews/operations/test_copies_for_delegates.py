"""What is about the meetings of somebody who has delegates: to whom it comes, and what is left for himself to do."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    Attendee,
    CalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
)
from fake_ews.contract.common import ItemId, SingleRecipient
from fake_ews.contract.folders import DelegatePermissions
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.settings import AddDelegate, UpdateDelegate
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, an_entry, at, put
from tests.fake_ews.operations.test_delegates import CLARA, EDITOR, mailbox, user, users
from tests.fake_ews.operations.test_meetings import ALL, BEN, copy_at, guests, mails
from tests.fake_ews.operations.test_responses import answer, inbox

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def claras_ews(exchange: Exchange, clara: Mailbox) -> Client:
    """Clara's own client."""
    return Client(exchange, Account(clara.address, "secret"), clara)


@pytest.fixture
def entrusted(bens_ews: Client, clara: Mailbox) -> Client:
    """Clara is Ben's delegate, and gets what is about his meetings; he is asked by his own client."""
    entrust(bens_ews)
    return bens_ews


def entrust(bens_ews: Client, address: str = CLARA, **said: Any) -> None:
    """Ben makes somebody his delegate."""
    wish = {"ReceiveCopiesOfMeetingMessages": True, "DelegatePermissions": EDITOR} | said
    answer: Any = bens_ews.ask(AddDelegate(Mailbox=mailbox(BEN), DelegateUsers=users(user(address, **wish)))).bag
    assert answer.ResponseCode == "NoError"


def lies(mailbox: Mailbox, folder: str = "inbox") -> list[str]:
    """The kinds of meeting messages in a folder."""
    return [
        item.kind.__name__ for item in mailbox.items_of(mailbox.need(folder)) if issubclass(item.kind, MeetingMessage)
    ]


def meet(ews: Client, **fields: Any) -> ItemId:
    """A meeting of Anna's with Ben."""
    return ews.create(an_entry(RequiredAttendees=guests(BEN), **fields), invitations=ALL).id


@pytest.mark.parametrize(
    ("how", "at_clara", "at_ben", "thrown_away", "kind"),
    [
        ("DelegatesOnly", 1, 0, 1, None),
        ("DelegatesAndMe", 1, 1, 0, "NewMeetingRequest"),
        ("DelegatesAndSendInformationToMe", 1, 1, 0, "PrincipalWantsCopy"),
        ("NoForward", 0, 1, 0, "NewMeetingRequest"),
    ],
)
def test_who_gets_a_request(
    ews: Client, entrusted: Client, ben: Mailbox, clara: Mailbox,
    how: str, at_clara: int, at_ben: int, thrown_away: int, kind: str | None,
) -> None:  # fmt: skip
    """ref/delivermeetingrequests; the principal's entry is made in any case"""
    entrusted.ask(UpdateDelegate(Mailbox=mailbox(BEN), DeliverMeetingRequests=how))
    meet(ews)
    assert (len(lies(clara)), len(lies(ben)), len(lies(ben, "deleteditems"))) == (at_clara, at_ben, thrown_away)
    assert [item.bag.get(MeetingRequestMessage.MeetingRequestType) for item in inbox(ben)] == ([kind] if kind else [])
    assert copy_at(ben).bag.get(CalendarItem.MyResponseType) == "NoResponseReceived"
    assert list(clara.items_of(clara.need("calendar"))) == []


def test_what_the_delegate_gets(ews: Client, entrusted: Client, clara: Mailbox, ben: Mailbox) -> None:
    reply = ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    assert mails(reply) == [("request", BEN), ("forward", CLARA)]
    (request,) = inbox(clara)
    bag = request.bag
    assert bag.get(MeetingMessage.IsDelegated) is True
    assert bag.get(MeetingRequestMessage.MeetingRequestType) == "NewMeetingRequest"
    people = [bag.need(row).need(SingleRecipient.Mailbox) for row in (Message.ReceivedBy, Message.ReceivedRepresenting)]
    assert [one.EmailAddress for one in people] == [CLARA, BEN]
    assert bag.need(MeetingMessage.AssociatedCalendarItemId).Id == copy_at(ben).item_id


def test_for_information_there_is_nothing_to_answer(ews: Client, entrusted: Client, ben: Mailbox) -> None:
    """no buttons; the delegate has them"""
    meet(ews)
    (request,) = inbox(ben)
    offered = entrusted.get(request, ItemRows.ResponseObjects).ResponseObjects.entries
    assert [entry.row.name for entry in offered] == ["ReplyToItem", "ReplyAllToItem", "ForwardItem"]


@pytest.mark.parametrize(("kind", "said"), [(AcceptItem, "Accept"), (DeclineItem, "Decline")])
def test_the_delegate_answers(
    ews: Client, entrusted: Client, claras_ews: Client, clara: Mailbox, anna: Mailbox, kind: type[AcceptItem], said: str
) -> None:
    meet(ews)
    (request,) = inbox(clara)
    assert answer(claras_ews, kind, request).code == "NoError"
    (ben,) = copy_at(anna).need(CalendarItem.RequiredAttendees).Attendee or ()
    assert (ben.need(Attendee.Mailbox).EmailAddress, ben.ResponseType) == (BEN, said)


def test_updates_and_cancellations(ews: Client, entrusted: Client, clara: Mailbox) -> None:
    """an older request is out of date at the delegate's, too"""
    made = meet(ews)
    ews.update(made, put(CalendarItem.Start, at(9)), invitations=ALL)
    assert [item.bag.get(MeetingRequestMessage.MeetingRequestType) for item in inbox(clara)] == [
        "Outdated", "FullUpdate",
    ]  # fmt: skip
    ews.delete(made, cancellations=ALL)
    assert lies(clara) == ["MeetingRequestMessage"] * 2 + [MeetingCancellationMessage.__name__]


def test_a_delegate_of_two(ews: Client, entrusted: Client, clara: Mailbox, exchange: Exchange) -> None:
    """what came for one does not make what came for the other out of date"""
    dora = exchange.add_mailbox("dora@example.test", name="Dora")
    doras_ews = Client(exchange, Account(dora.address, "secret"), dora)
    wish = user(CLARA, ReceiveCopiesOfMeetingMessages=True)
    doras_ews.ask(AddDelegate(Mailbox=mailbox(dora.address), DelegateUsers=users(wish)))
    ews.create(an_entry(RequiredAttendees=guests(BEN, dora.address)), invitations=ALL)
    assert [item.bag.get(MeetingMessage.IsOutOfDate) for item in inbox(clara)] == [False, False]


def test_answers_to_the_principals_own_meetings(
    entrusted: Client, ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox
) -> None:
    """all that is about meetings"""
    entrusted.create(an_entry(RequiredAttendees=guests(anna.address)), invitations=ALL)
    (request,) = inbox(anna)
    answer(ews, AcceptItem, request)
    assert lies(ben) == lies(clara) == [MeetingResponseMessage.__name__]


def test_nothing_private(ews: Client, entrusted: Client, clara: Mailbox, ben: Mailbox) -> None:
    meet(ews, Sensitivity="Private")
    assert (lies(clara), len(lies(ben))) == ([], 1)
    (request,) = inbox(ben)
    assert request.bag.get(MeetingRequestMessage.MeetingRequestType) == "NewMeetingRequest"


def test_a_delegate_without_copies(ews: Client, bens_ews: Client, clara: Mailbox, ben: Mailbox) -> None:
    """ref/receivecopiesofmeetingmessages"""
    entrust(bens_ews, ReceiveCopiesOfMeetingMessages=False)
    meet(ews)
    assert (lies(clara), len(lies(ben))) == ([], 1)
    assert inbox(ben)[0].bag.get(MeetingRequestMessage.MeetingRequestType) == "NewMeetingRequest"


def test_the_organizer_as_a_delegate_gets_no_copy_of_his_own(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    entrust(bens_ews, anna.address)
    meet(ews)
    assert lies(anna) == []


def test_copies_of_a_request_that_a_rule_takes_away(
    ews: Client, entrusted: Client, clara: Mailbox, ben: Mailbox
) -> None:
    """blocked senders: to the junk, from where nobody moves it to Deleted Items unasked"""
    with ben.exchange.turn():
        ben.settings.blocked.add("anna@example.test")
        ben.changed()
    meet(ews)
    assert (len(lies(ben, "junkemail")), len(lies(clara))) == (1, 1)


def test_permissions_do_not_matter_for_copies(ews: Client, bens_ews: Client, clara: Mailbox) -> None:
    entrust(bens_ews, DelegatePermissions=DelegatePermissions(CalendarFolderPermissionLevel="None"))
    meet(ews)
    assert len(lies(clara)) == 1
