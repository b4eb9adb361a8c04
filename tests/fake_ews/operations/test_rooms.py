"""Rooms: a room accepts a second later, rewrites its own copy, and declines what is taken."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.contract.calendar import (
    CalendarItem,
    NonEmptyArrayOfAttendees,
)
from fake_ews.contract.common import Body
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.log import Kind
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, at, put
from tests.fake_ews.operations.test_meetings import AARE, ALL, copy_at, guests, value

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def booked(ews: Client, anna: Mailbox, aare: Mailbox) -> Item:
    """Anna's private "Review" in the room Aare; the room has not answered yet."""
    ews.create(
        an_entry(Resources=guests(AARE), Sensitivity="Private", Body=Body(BodyType="Text", text="Plans")),
        invitations=ALL,
    )
    return copy_at(anna)


def room_answer(item: Item) -> object:
    """What the room has answered, as the organizer's item shows it."""
    (room,) = item.need(CalendarItem.Resources).need(NonEmptyArrayOfAttendees.Attendee)
    return room.ResponseType


def test_a_room_accepts_a_second_later(
    exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox, anna: Mailbox
) -> None:
    """fact sheet section 9: CreatedEvent (tentative), then the quick ModifiedEvent (accepted, Busy)"""
    pass_time(exchange, clock, seconds=0.9)
    assert value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus) == "Tentative"
    assert room_answer(booked) == "Unknown"
    pass_time(exchange, clock, seconds=0.1)
    copy = copy_at(aare)
    assert (value(copy, CalendarItem.MyResponseType), value(copy, CalendarItem.LegacyFreeBusyStatus)) == (
        "Accept", "Busy",
    )  # fmt: skip
    assert room_answer(booked) == "Accept"
    assert [record.kind for record in anna.log.after(1)] == [Kind.Modified, Kind.Delivered]


def test_a_room_rewrites_its_own_copy_only(exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox) -> None:
    """Set-CalendarProcessing: AddOrganizerToSubject, DeleteSubject, DeleteComments, RemovePrivateProperty"""
    pass_time(exchange, clock, seconds=1)
    copy = copy_at(aare)
    assert (value(copy, ItemRows.Subject), value(copy, ItemRows.Body), value(copy, ItemRows.Sensitivity)) == (
        "Anna Arn", None, "Normal",
    )  # fmt: skip
    assert (value(booked, ItemRows.Subject), value(booked, ItemRows.Sensitivity)) == ("Review", "Private")
    answer = booked.mailbox.items_of(booked.mailbox.need("inbox"))
    assert [value(one, ItemRows.Subject) for one in answer] == ["Accepted: Review"]


def test_the_answer_is_an_act_of_exchange_in_the_journal(exchange: Exchange, clock: ManualClock, booked: Item) -> None:
    pass_time(exchange, clock, seconds=1)
    (record,) = exchange.journal.after(0)
    assert (record.kind, record.operation, record.account, record.mailbox) == ("act", "RoomAnswers", "Exchange", AARE)
    assert record.mails == (("response", "anna@example.test"),)
    assert {change.mailbox for change in record.changes} == {AARE, "anna@example.test"}


def test_a_room_declines_what_is_taken(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    """AllowConflicts false; the copy goes to Deleted Items"""
    pass_time(exchange, clock, seconds=1)
    ews.create(an_entry(Subject="Late", Start=at(10, 30), End=at(11, 30), Resources=guests(AARE)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    late = list(booked.mailbox.items_of(booked.mailbox.need("calendar")))[-1]
    assert room_answer(late) == "Decline"
    assert copy_at(aare).need(CalendarItem.UID) == booked.need(CalendarItem.UID)
    assert [value(item, ItemRows.Subject) for item in aare.items_of(aare.need("deleteditems"))] == ["Late"]


def test_what_touches_is_not_taken(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    for start in (at(11), at(9)):
        ews.create(an_entry(Start=start, End=start + dt.timedelta(hours=1), Resources=guests(AARE)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    assert len(aare.need("calendar").items) == 3


def test_two_requests_in_one_second(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    """the first one gets it"""
    second = ews.create(an_entry(Resources=guests(AARE)), invitations=ALL).id
    pass_time(exchange, clock, seconds=1)
    (answer,) = ews.get(second, CalendarItem.Resources).Resources.Attendee
    assert (room_answer(booked), answer.ResponseType) == ("Accept", "Decline")


def test_a_room_answers_an_update_too(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    pass_time(exchange, clock, seconds=1)
    ews.update(booked, put(CalendarItem.Start, at(9)), put(ItemRows.Subject, "Changed"), invitations=ALL)
    assert room_answer(booked) == "Unknown"
    pass_time(exchange, clock, seconds=1)
    copy = copy_at(aare)
    assert (room_answer(booked), value(copy, CalendarItem.Start), value(copy, ItemRows.Subject)) == (
        "Accept", at(9), "Anna Arn",
    )  # fmt: skip


def test_cancelled_before_it_answers(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    ews.delete(booked, cancellations=ALL)
    newest = aare.log.newest
    pass_time(exchange, clock, seconds=1)
    assert aare.log.newest == newest


def test_a_cancelled_booking_takes_no_time(
    ews: Client, exchange: Exchange, clock: ManualClock, booked: Item, aare: Mailbox
) -> None:
    pass_time(exchange, clock, seconds=1)
    ews.delete(booked, cancellations=ALL)
    second = ews.create(an_entry(Resources=guests(AARE)), invitations=ALL).id
    pass_time(exchange, clock, seconds=1)
    (answer,) = ews.get(second, CalendarItem.Resources).Resources.Attendee
    assert answer.ResponseType == "Accept"


def test_a_room_that_never_answers_by_itself(ews: Client, exchange: Exchange, clock: ManualClock) -> None:
    rhein = exchange.add_mailbox("rhein@example.test", room=True, answers_after=None)
    ews.create(an_entry(Resources=guests(rhein.address)), invitations=ALL)
    pass_time(exchange, clock, hours=1)
    assert value(copy_at(rhein), CalendarItem.MyResponseType) == "NoResponseReceived"


def test_items_made_in_the_rooms_own_calendar_are_not_processed(
    exchange: Exchange, clock: ManualClock, aare: Mailbox
) -> None:
    """[inferred]"""
    rooms_ews = Client(exchange, Account(AARE, "secret"), aare)
    rooms_ews.create(an_entry())
    pass_time(exchange, clock, seconds=5)
    assert value(copy_at(aare), ItemRows.Subject) == "Review"


@pytest.mark.parametrize("profile", [Profile().but(accepting_replaces=True)])
def test_accepting_replaces_the_copy_where_the_profile_says_so(
    exchange: Exchange, clock: ManualClock, profile: Profile, booked: Item, aare: Mailbox
) -> None:
    """EMA 255: in one organisation Update, in another Delete and Create with a new id"""
    before = copy_at(aare).item_id
    pass_time(exchange, clock, seconds=1)
    copy = copy_at(aare)
    assert copy.item_id != before
    assert (value(copy, CalendarItem.MyResponseType), value(copy, ItemRows.Subject)) == ("Accept", "Anna Arn")
    assert [record.kind for record in aare.log.after(2)] == [Kind.Deleted, Kind.Created, Kind.Modified]
