"""Messages that arrive a second time: nothing is made, answered or noted twice."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
    NonEmptyArrayOfAttendees,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import EmailAddress, ItemId, SingleRecipient
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.contract.rules import RuleActions
from fake_ews.model import redelivery
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, append, at, drop, put
from tests.fake_ews.operations.test_booking import DELEGATED
from tests.fake_ews.operations.test_meetings import AARE, ALL, BEN, copy_at, guests, value
from tests.fake_ews.operations.test_rules import a_rule

pytestmark = pytest.mark.usefixtures("kept")
STATE, TYPE = CalendarItem.AppointmentState, MeetingRequestMessage.MeetingRequestType


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, ben: Mailbox) -> Item:
    """Anna's "Review" with Ben, who has been asked."""
    ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    return copy_at(anna)


def inbox(mailbox: Mailbox, kind: type[Bag] = MeetingRequestMessage) -> list[Item]:
    """The messages of a kind in an Inbox."""
    return [item for item in mailbox.items_of(mailbox.need("inbox")) if item.kind is kind]


def again(item: Item) -> Item:
    """The message, as it has come a second time."""
    with item.mailbox.exchange.turn():
        arrived = redelivery.again(item)
    assert arrived is not None
    return arrived


def answer(ews: Client, kind: type[Bag], item: Item) -> str:
    """The ResponseCode of an answer to a request or an entry."""
    return ews.create(kind(ReferenceItemId=ItemId(Id=item.item_id)), disposition="SendOnly").code


def shown(message: Item) -> tuple[Any, Any]:
    """Whether it is out of date, and what kind of request it is."""
    return value(message, MeetingMessage.IsOutOfDate), value(message, TYPE)


def noted(meeting: Item) -> list[Any]:
    """What the organizer's item shows of its attendees."""
    people = meeting.need(CalendarItem.RequiredAttendees).need(NonEmptyArrayOfAttendees.Attendee)
    return [(one.ResponseType, one.LastResponseTime) for one in people]


def test_the_same_request_twice(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """two messages, neither out of date [spec MS-OXOCAL 3.1.5.2]; one entry, which stays as it is"""
    (first,) = inbox(ben)
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=copy_at(ben).item_id)), disposition="SendOnly")
    key = copy_at(ben).change_key
    bens_ews.update(first, put(Message.IsRead, True, within=Message), disposition="SaveOnly")
    second = again(first)
    assert inbox(ben) == [first, second]
    assert [shown(one) for one in (first, second)] == [(False, "NewMeetingRequest")] * 2
    assert (copy_at(ben).change_key, value(copy_at(ben), CalendarItem.MyResponseType)) == (key, "Accept")
    associated = second.need(MeetingMessage.AssociatedCalendarItemId)
    assert (associated.Id, value(second, MeetingMessage.HasBeenProcessed)) == (copy_at(ben).item_id, True)
    assert (value(second, Message.IsRead), second.modified_by) == (False, "Anna Arn")


def test_both_can_be_answered(bens_ews: Client, meeting: Item, ben: Mailbox, anna: Mailbox) -> None:
    """the last answer counts"""
    (first,) = inbox(ben)
    second = again(first)
    assert answer(bens_ews, AcceptItem, first) == answer(bens_ews, TentativelyAcceptItem, second) == "NoError"
    assert value(copy_at(ben), CalendarItem.MyResponseType) == "Tentative"
    assert [one for one, _ in noted(meeting)] == ["Tentative"]
    assert inbox(ben) == []


@pytest.mark.parametrize("moves", [True, False])
def test_an_old_request_again(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox, moves: bool, clock: ManualClock, exchange: Exchange
) -> None:
    """it was put away before the update came; the sequence number tells, or when each was sent"""
    (first,) = inbox(ben)
    bens_ews.move(first)
    (first,) = ben.items_of(ben.need("deleteditems"))
    pass_time(exchange, clock, minutes=1)
    change = put(CalendarItem.Start, at(9)) if moves else put(ItemRows.Subject, "Other")
    ews.update(meeting, change, invitations=ALL)
    key = copy_at(ben).change_key
    late = again(first)
    assert shown(late) == (True, "Outdated")
    assert copy_at(ben).change_key == key
    assert answer(bens_ews, AcceptItem, late) == "ErrorCalendarMeetingRequestIsOutOfDate"
    assert [shown(one)[0] for one in inbox(ben)] == [False, True]


def test_what_was_out_of_date_stays_so(ews: Client, meeting: Item, ben: Mailbox) -> None:
    (first,) = inbox(ben)
    ews.update(meeting, put(ItemRows.Subject, "Other"), invitations=ALL)
    assert shown(again(first)) == (True, "Outdated")


def test_a_request_after_the_cancellation(ews: Client, meeting: Item, ben: Mailbox) -> None:
    """the cancelled entry does not come to life"""
    (first,) = inbox(ben)
    ews.delete(meeting, cancellations=ALL)
    with ben.exchange.turn():
        for one in inbox(ben, MeetingCancellationMessage):
            ben.delete(one, "HardDelete", "Ben")
        bag = first.bag.copy()
        bag.set(MeetingMessage.IsOutOfDate, False)
        ben.update(first, bag, {}, "Ben")
    assert shown(again(first)) == (True, "Outdated")
    assert value(copy_at(ben), STATE) == 7


def test_a_cancellation_again(ews: Client, meeting: Item, ben: Mailbox, clock: ManualClock, exchange: Exchange) -> None:
    """once it is an old one, who was invited anew stays so"""
    ews.update(meeting, drop(CalendarItem.RequiredAttendees), invitations=ALL)
    (first,) = inbox(ben, MeetingCancellationMessage)
    key = copy_at(ben).change_key
    assert value(again(first), MeetingMessage.IsOutOfDate) is False
    assert copy_at(ben).change_key == key
    pass_time(exchange, clock, minutes=1)
    ews.update(meeting, append(CalendarItem.RequiredAttendees, guests(BEN)), invitations=ALL)
    assert value(again(first), MeetingMessage.IsOutOfDate) is True
    assert value(copy_at(ben), STATE) == 3


def test_an_answer_again(
    bens_ews: Client, meeting: Item, anna: Mailbox, ben: Mailbox, clock: ManualClock, exchange: Exchange
) -> None:
    """it is noted once; an older one than the last is out of date [spec MS-OXOCAL 3.1.5.2]"""
    answer(bens_ews, AcceptItem, copy_at(ben))
    (first,) = inbox(anna, MeetingResponseMessage)
    key = meeting.change_key
    assert value(again(first), MeetingMessage.IsOutOfDate) is False
    assert meeting.change_key == key
    pass_time(exchange, clock, minutes=1)
    answer(bens_ews, TentativelyAcceptItem, copy_at(ben))
    assert value(again(first), MeetingMessage.IsOutOfDate) is True
    assert [one for one, _ in noted(meeting)] == ["Tentative"]
    with exchange.turn():
        anna.delete(meeting, "HardDelete", "Anna")
    assert value(again(first), MeetingMessage.IsOutOfDate) is False, "there is nothing to compare it with"


def test_a_request_whose_entry_is_gone(bens_ews: Client, meeting: Item, ben: Mailbox) -> None:
    """entered as for the first time [unverified]"""
    (first,) = inbox(ben)
    answer(bens_ews, DeclineItem, copy_at(ben))
    assert list(ben.items_of(ben.need("calendar"))) == []
    second = again(first)
    assert second.need(MeetingMessage.AssociatedCalendarItemId).Id == copy_at(ben).item_id
    assert value(copy_at(ben), CalendarItem.MyResponseType) == "NoResponseReceived"


@pytest.mark.parametrize("how", ["called off", "moved", "unknown", "gone"])
def test_a_request_for_what_there_is_no_more(
    ews: Client, bens_ews: Client, meeting: Item, ben: Mailbox, anna: Mailbox, how: str
) -> None:
    """nothing is entered"""
    (first,) = inbox(ben)
    bens_ews.delete(copy_at(ben), how="HardDelete")
    with ben.exchange.turn():
        bag = meeting.bag.copy()
        if how == "called off":
            bag.set(STATE, 5)
        if how == "moved":
            bag.set(CalendarItem.AppointmentSequenceNumber, 1)
        anna.update(meeting, bag, {}, "Anna")
        if how == "gone":
            anna.delete(meeting, "HardDelete", "Anna")
        if how == "unknown":
            bag = first.bag.copy()
            bag.set(Message.From, SingleRecipient(Mailbox=EmailAddress(Name="Somebody")))
            ben.update(first, bag, {}, "Ben")
    second = again(first)
    assert list(ben.items_of(ben.need("calendar"))) == []
    assert (value(second, MeetingMessage.HasBeenProcessed), shown(second)[0]) == (False, False)


def test_a_room_answers_once(exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox) -> None:
    """be the second one before its answer or after it; what is gone it is asked for anew"""
    ews.create(an_entry(Resources=guests(AARE)), invitations=ALL)
    (first,) = inbox(aare)
    again(first)
    pass_time(exchange, clock, seconds=1)
    again(first)
    pass_time(exchange, clock, hours=1)
    assert len(inbox(anna, MeetingResponseMessage)) == 1
    assert value(copy_at(aare), CalendarItem.MyResponseType) == "Accept"
    with exchange.turn():
        aare.delete(copy_at(aare), "HardDelete", "Aare")
    again(first)
    pass_time(exchange, clock, seconds=1)
    assert len(inbox(anna, MeetingResponseMessage)) == 2
    assert value(copy_at(aare), CalendarItem.MyResponseType) == "Accept"


def test_a_room_puts_old_requests_away(exchange: Exchange, ews: Client, anna: Mailbox, aare: Mailbox) -> None:
    """RemoveOldMeetingMessages [doc]"""
    ews.create(an_entry(Resources=guests(AARE)), invitations=ALL)
    ews.update(copy_at(anna), put(CalendarItem.Start, at(9)), invitations=ALL)
    (old,) = aare.items_of(aare.need("deleteditems"))
    late = again(old)
    assert aare.folders[late.folder].distinguished == "deleteditems"
    assert [shown(one) for one in inbox(aare)] == [(False, "FullUpdate")]


def test_a_room_that_does_not_process(exchange: Exchange, ews: Client, anna: Mailbox, aare: Mailbox) -> None:
    """the second waits for somebody, as the first does; whoever answers either enters the meeting once"""
    exchange.set_policy(aare, {"AutomateProcessing": "None"})
    ews.create(an_entry(Resources=guests(AARE)), invitations=ALL)
    (first,) = inbox(aare)
    second = again(first)
    assert (value(second, MeetingMessage.HasBeenProcessed), list(aare.items_of(aare.need("calendar")))) == (False, [])
    rooms_ews = Client(exchange, Account(AARE, "secret"), aare)
    for one in (first, second):
        assert answer(rooms_ews, AcceptItem, one) == "NoError"
    copy_at(aare)


def test_for_a_delegate(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox
) -> None:
    """what he gets for the room enters nothing in his own calendar"""
    exchange.set_policy(aare, DELEGATED)
    ews.create(an_entry(Resources=guests(AARE)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    (first,) = inbox(ben)
    assert again(first).need(MeetingMessage.AssociatedCalendarItemId).Id == copy_at(aare).item_id
    with exchange.turn():
        aare.delete(copy_at(aare), "HardDelete", "Aare")
    again(first)
    assert list(ben.items_of(ben.need("calendar"))) == list(aare.items_of(aare.need("calendar"))) == []


def test_a_mail_goes_through_the_rules_again(ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    ben.settings.rules.append(a_rule())
    ben.changed()
    with ben.exchange.turn():
        mail = ben.create(ben.need("inbox"), Message(From=anna.recipient, Subject="Hello", IsRead=False), {}, "Anna")
    assert (value(again(mail), Message.IsRead), value(mail, Message.IsRead)) == (True, False)
    ben.settings.rules[:] = [a_rule(RuleActions(PermanentDelete=True))]
    ben.changed()
    with ben.exchange.turn():
        assert redelivery.again(mail) is None


def test_what_has_not_come_cannot_come_again(ews: Client, meeting: Item, anna: Mailbox) -> None:
    with anna.exchange.turn():
        sent = anna.create(anna.need("sentitems"), Message(From=anna.recipient), {}, "Anna")
        unsent = anna.create(anna.need("inbox"), Message(), {}, "Anna")
        nobodys = anna.create(anna.need("inbox"), Message(From=SingleRecipient()), {}, "Anna")
    for item in (meeting, sent, unsent, nobodys):
        with pytest.raises(ValueError, match=r"this item of anna@example\.test has not come by mail"):
            redelivery.message_in(item)
