"""Groups as attendees and recipients: who gets a meeting, whose answers are told, what becomes of those who leave."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    NonEmptyArrayOfAttendees,
)
from fake_ews.contract.common import EmailAddress, ItemId
from fake_ews.contract.contacts import DistributionList, Member, MembersList
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Row
from fake_ews.contract.operations import SendItem
from fake_ews.model.clock import ManualClock
from fake_ews.model.entries import address_of, people
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import CANCELLED, Item, state
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.occurrences import exceptions
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, at, drop, item_ids, put
from tests.fake_ews.operations.series import a_series, daily, in_view
from tests.fake_ews.operations.test_forwarding import forward
from tests.fake_ews.operations.test_mail import a_message, in_folder
from tests.fake_ews.operations.test_mail import people as recipients
from tests.fake_ews.operations.test_meetings import AARE, ALL, BEN, CLARA, COPY, copy_at, guests, mails

pytestmark = pytest.mark.usefixtures("kept")
TEAM, ANNA, DORA = "team@example.test", "anna@example.test", "dora@example.test"
REQUIRED, OPTIONAL = CalendarItem.RequiredAttendees, CalendarItem.OptionalAttendees


@pytest.fixture
def team(exchange: Exchange, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> None:
    """A group of Ben, Clara, somebody outside, and Anna herself."""
    exchange.put_group(TEAM, name="The Team", members=(BEN, CLARA, "x@else.test", ANNA))


@pytest.fixture
def meeting(ews: Client, anna: Mailbox, team: None) -> Item:
    """Anna's "Review" with the team; the requests are sent."""
    assert ews.create(an_entry(RequiredAttendees=guests(TEAM)), invitations=ALL).code == "NoError"
    return copy_at(anna)


def listed(item: Item, row: Row[NonEmptyArrayOfAttendees]) -> list[tuple[str, str | None]]:
    """The attendees of a kind, and what each has answered."""
    assert isinstance(item.bag, CalendarItem)
    return [(address_of(one), one.ResponseType) for one in people(item.bag, row)]


def answer(exchange: Exchange, mailbox: Mailbox, kind: type[Any]) -> None:
    """The owner of a mailbox answers the request in his calendar."""
    client = Client(exchange, Account(mailbox.address, "secret"), mailbox)
    reference = ItemId(Id=copy_at(mailbox).item_id)
    assert client.create(kind(ReferenceItemId=reference), disposition="SendOnly").code == "NoError"


# --- requests --------------------------------------------------------------------------------------------------------


def test_members_are_invited(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox, team: None) -> None:
    """each gets the request and the copy; in all copies the group is the attendee; nobody writes to himself"""
    reply = ews.create(an_entry(RequiredAttendees=guests(TEAM)), invitations=COPY)
    assert mails(reply) == [("request", BEN), ("request", CLARA), ("request", "x@else.test")]
    (attendee,) = people(copy_at(anna).bag, REQUIRED)  # type: ignore[arg-type]
    assert attendee.Mailbox == EmailAddress(
        Name="The Team", EmailAddress=TEAM, RoutingType="SMTP", MailboxType="PublicDL"
    )
    for mailbox in (ben, clara):
        assert listed(copy_at(mailbox), REQUIRED) == [(TEAM, "Unknown")]
        (request,) = in_folder(mailbox, "inbox")
        assert request.kind is MeetingRequestMessage
    assert in_folder(anna, "inbox") == []
    (sent,) = in_folder(anna, "sentitems")
    assert [one.EmailAddress for one in sent.value(Message.ToRecipients).Mailbox] == [TEAM]  # type: ignore[union-attr]


def test_who_is_named_twice_is_asked_once(ews: Client, exchange: Exchange, ben: Mailbox, team: None) -> None:
    """as a person and as a member, or as a member of groups that are in each other"""
    exchange.put_group("all@example.test", members=(TEAM, BEN, "all@example.test"))
    exchange.put_group(TEAM, members=(BEN, "all@example.test"))
    entry = an_entry(RequiredAttendees=guests("all@example.test", BEN), OptionalAttendees=guests(TEAM))
    assert mails(ews.create(entry, invitations=ALL)) == [("request", BEN)]
    assert len(in_folder(ben, "inbox")) == 1


def test_the_rooms_of_a_list_answer(
    ews: Client, exchange: Exchange, clock: ManualClock, anna: Mailbox, aare: Mailbox
) -> None:
    """each for itself, as if it had been invited alone"""
    exchange.put_group("rooms@example.test", members=(AARE,), rooms=True)
    ews.create(an_entry(Resources=guests("rooms@example.test")), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    assert listed(copy_at(anna), OPTIONAL) == [(AARE, "Accept")]
    assert listed(copy_at(anna), CalendarItem.Resources) == [("rooms@example.test", "Unknown")]


# --- answers ---------------------------------------------------------------------------------------------------------


def test_who_answers_is_an_attendee(exchange: Exchange, meeting: Item, ben: Mailbox, clara: Mailbox) -> None:
    """[seen: Outlook] who is not listed is an optional attendee once he has answered; the group has no answer"""
    answer(exchange, ben, AcceptItem)
    answer(exchange, clara, DeclineItem)
    assert listed(meeting, REQUIRED) == [(TEAM, "Unknown")]
    assert listed(meeting, OPTIONAL) == [(BEN, "Accept"), (CLARA, "Decline")]
    (first, *_) = people(meeting.bag, OPTIONAL)  # type: ignore[arg-type]
    assert (first.Mailbox, first.LastResponseTime) == (ben.email_address, exchange.clock.now())


def test_who_is_listed_already_is_not_listed_twice(ews: Client, exchange: Exchange, anna: Mailbox, ben: Mailbox,
                                                   team: None) -> None:  # fmt: skip
    ews.create(an_entry(RequiredAttendees=guests(TEAM, BEN)), invitations=ALL)
    answer(exchange, ben, AcceptItem)
    assert (listed(copy_at(anna), REQUIRED), listed(copy_at(anna), OPTIONAL)) == (
        [(TEAM, "Unknown"), (BEN, "Accept")], [],
    )  # fmt: skip


# --- updates and cancellations ---------------------------------------------------------------------------------------


def test_updates_and_cancellations_reach_members(ews: Client, meeting: Item, ben: Mailbox, clara: Mailbox) -> None:
    later = ews.update(meeting, put(CalendarItem.End, at(12)), invitations="SendToAllAndSaveCopy")
    assert mails(later)[:2] == [("update", BEN), ("update", CLARA)]
    assert copy_at(clara).value(CalendarItem.End) == at(12)
    gone = ews.delete(meeting, cancellations="SendOnlyToAll")
    assert mails(gone)[:2] == [("cancellation", BEN), ("cancellation", CLARA)]
    assert state(copy_at(ben)) & CANCELLED
    assert in_folder(ben, "inbox")[-1].kind is MeetingCancellationMessage


def test_members_are_those_of_the_time(
    ews: Client, exchange: Exchange, meeting: Item, ben: Mailbox, clara: Mailbox
) -> None:
    """who has come gets a copy with the update; who has left hears no more, and keeps what he has"""
    dora = exchange.add_mailbox(DORA)
    exchange.put_group(TEAM, members=(CLARA, DORA))
    reply = ews.update(meeting, put(CalendarItem.Location, "Aare"), invitations="SendOnlyToAll")
    assert mails(reply) == [("update", CLARA), ("update", DORA)]
    assert [copy_at(one).value(CalendarItem.Location) for one in (ben, clara, dora)] == [None, "Aare", "Aare"]
    exchange.drop_group(TEAM)
    assert mails(ews.delete(meeting, cancellations="SendOnlyToAll")) == [("cancellation", TEAM)]
    assert not state(copy_at(dora)) & CANCELLED


def test_who_is_cancelled_as_a_person_is_still_a_member(ews: Client, exchange: Exchange, meeting: Item,
                                                        ben: Mailbox) -> None:  # fmt: skip
    """KB 2732379: he gets the cancellation, and then the update, which puts the meeting back; without one, only that"""
    answer(exchange, ben, AcceptItem)
    only = ews.update(meeting, drop(OPTIONAL), invitations="SendOnlyToChanged")
    assert mails(only) == [("cancellation", BEN)]
    assert state(copy_at(ben)) & CANCELLED
    ews.update(meeting, put(OPTIONAL, guests(BEN)), invitations="SendToNone")
    both = ews.update(meeting, drop(OPTIONAL), invitations="SendOnlyToAll")
    assert mails(both)[:2] == [("cancellation", BEN), ("update", BEN)]
    assert not state(copy_at(ben)) & CANCELLED


def test_a_group_that_comes_later(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox, team: None) -> None:
    """who is invited already, and is in it, has the request as its members have, or else the update, never both"""
    ews.create(an_entry(RequiredAttendees=guests(BEN)), invitations=ALL)
    reply = ews.update(copy_at(anna), put(OPTIONAL, guests(TEAM)), invitations="SendOnlyToChanged")
    assert mails(reply)[:2] == [("request", BEN), ("request", CLARA)]
    assert len(list(ben.items_of(ben.need("calendar")))) == 1
    ews.update(copy_at(anna), drop(OPTIONAL), invitations="SendToNone")
    reply = ews.update(copy_at(anna), put(OPTIONAL, guests(TEAM)), invitations="SendOnlyToAll")
    assert mails(reply) == [("request", CLARA), ("request", "x@else.test"), ("update", BEN)]


def test_an_invitation_is_passed_on_to_a_group(
    exchange: Exchange, bens_ews: Client, meeting: Item, ben: Mailbox, clara: Mailbox
) -> None:
    """its members are asked, and the group is the attendee"""
    dora = exchange.add_mailbox(DORA)
    exchange.put_group("crew@example.test", members=(DORA,))
    assert mails(forward(bens_ews, copy_at(ben), "crew@example.test")) == [("request", DORA), ("notice", ANNA)]
    assert listed(meeting, OPTIONAL) == [("crew@example.test", "Unknown")]
    assert len(in_folder(dora, "calendar")) == 1


def test_who_answers_one_date_is_still_of_the_series(ews: Client, bens_ews: Client, anna: Mailbox, team: None) -> None:
    """he is listed at that date alone, and hears of a new pattern once, as all members do"""
    ews.create(a_series(daily(7), RequiredAttendees=guests(TEAM)), invitations=ALL)
    third = in_view(bens_ews)[2].ItemId
    assert bens_ews.create(AcceptItem(ReferenceItemId=third), disposition="SendOnly").code == "NoError"
    master = copy_at(anna)
    assert listed(master, OPTIONAL) == []
    (date,) = exceptions(master)
    assert listed(date, OPTIONAL) == [(BEN, "Accept")]
    reply = ews.update(master, put(CalendarItem.Recurrence, daily(2)), invitations="SendOnlyToAll")
    assert mails(reply)[:2] == [("update", BEN), ("update", CLARA)]
    assert [kind for kind, _ in mails(reply)] == ["update"] * 3


# --- private lists ---------------------------------------------------------------------------------------------------


def a_list(ews: Client, *members: EmailAddress) -> EmailAddress:
    """A list among Anna's contacts, as she names it."""
    inside = MembersList(Member=tuple(Member(Mailbox=one) for one in members))
    made = ews.create(DistributionList(DisplayName="Friends", Members=inside)).id
    return EmailAddress(Name="Friends", MailboxType="PrivateDL", ItemId=ItemId(Id=made.Id))


def of(address: str) -> EmailAddress:
    """Somebody by address."""
    return EmailAddress(EmailAddress=address)


def test_a_list_of_ones_own_stands_for_its_members(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> None:
    """it has no address, and nobody else knows it"""
    inner = a_list(ews, of(BEN))
    friends = a_list(ews, inner, of(CLARA), inner)
    entry = an_entry(RequiredAttendees=guests(BEN))
    entry.RequiredAttendees.Attendee[0].Mailbox = friends  # type: ignore[union-attr,index]
    reply = ews.create(entry, invitations=ALL)
    assert mails(reply) == [("request", BEN), ("request", CLARA)]
    assert listed(copy_at(anna), REQUIRED) == [(BEN, "Unknown"), (CLARA, "Unknown")]


def test_a_message_to_a_list_of_ones_own(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox) -> None:
    to = recipients(CLARA)
    friends = a_list(ews, of(BEN))
    to.Mailbox = (friends, *to.Mailbox, friends)  # type: ignore[misc]
    assert ews.create(a_message(ToRecipients=to), disposition="SendAndSaveCopy").code == "NoError"
    (sent,) = in_folder(anna, "sentitems")
    assert [one.EmailAddress for one in sent.value(Message.ToRecipients).Mailbox] == [BEN, CLARA]  # type: ignore[union-attr]
    assert [len(in_folder(one, "inbox")) for one in (ben, clara)] == [1, 1]


def test_lists_that_lead_nowhere(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """an empty one, one of somebody else's, what is no list, what is no id: there is nobody to send it to"""
    a_list(ews, of(BEN))
    bens = a_list(bens_ews, of(ANNA))
    empty = ews.create(DistributionList(DisplayName="Nobody")).id
    note = ews.create(a_message(), disposition="SaveOnly").id
    named = bens, EmailAddress(ItemId=note), EmailAddress(ItemId=ItemId(Id="AAAA")), EmailAddress(ItemId=empty)
    for one in named:
        to = recipients(BEN)
        to.Mailbox = (one,)
        assert ews.create(a_message(ToRecipients=to), disposition="SendOnly").code == "ErrorInvalidRecipients"
        entry = an_entry(RequiredAttendees=guests(BEN))
        entry.RequiredAttendees.Attendee[0].Mailbox = one  # type: ignore[union-attr,index]
        ews.create(entry, invitations=ALL)
    assert in_folder(ben, "inbox") == []
    assert [len(listed(item, REQUIRED)) for item in in_folder(anna, "calendar")] == [1, 1, 1, 0]


# --- mail ------------------------------------------------------------------------------------------------------------


def test_mail_reaches_members(ews: Client, anna: Mailbox, ben: Mailbox, clara: Mailbox, team: None) -> None:
    """each once, the sender too if he is in it; all see the group; what is no address reaches nobody"""
    others = recipients(BEN, "nobody")
    ews.create(a_message(ToRecipients=recipients(TEAM), CcRecipients=others), disposition="SendAndSaveCopy")
    draft = ews.create(a_message(ToRecipients=recipients(TEAM)), disposition="SaveOnly").id
    assert ews.ask(SendItem(SaveItemToFolder=True, ItemIds=item_ids(draft))).code == "NoError"
    for mailbox in (anna, ben, clara):
        assert len(in_folder(mailbox, "inbox")) == 2
    (first, _) = in_folder(ben, "inbox")
    assert [one.MailboxType for one in first.value(Message.ToRecipients).Mailbox] == ["PublicDL"]  # type: ignore[union-attr]
    assert first.value(Message.ReceivedBy) == ben.recipient
