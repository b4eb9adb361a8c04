"""Rooms with policies: what organizers, delegates and the room's calendar see of what the rule decides."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.calendar import AcceptItem, CalendarItem, DeclineItem, NonEmptyArrayOfAttendees
from fake_ews.contract.calendar import MeetingRequestMessage as Request
from fake_ews.contract.calendar import MeetingResponseMessage as Answer
from fake_ews.contract.common import Body, ItemId, OccurrenceItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.recurrence import NoEndRecurrenceRange, Recurrence
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.people.outside import Outsider
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, Reply, an_entry, at, put
from tests.fake_ews.operations.series import a_series, daily, in_view, times
from tests.fake_ews.operations.test_meetings import AARE, ALL, BEN, copy_at, guests, mails, value

pytestmark = pytest.mark.usefixtures("kept")
FAR, TAKEN = "This room cannot be booked so far ahead.", "This room is booked already at that time."
DELEGATED = {"AllBookInPolicy": False, "AllRequestInPolicy": True, "ResourceDelegates": [BEN]}


@pytest.fixture
def rooms_ews(exchange: Exchange, aare: Mailbox) -> Client:
    """Somebody who is signed in as the room."""
    return Client(exchange, Account(AARE, "secret"), aare)


def book(ews: Client, *, recurring: Recurrence | None = None, **fields: object) -> Reply:
    """Anna asks for the room."""
    entry = an_entry(**fields) if recurring is None else a_series(recurring, **fields)
    entry.Resources = guests(AARE)
    return ews.create(entry, invitations=ALL)


def answers(mailbox: Mailbox) -> list[tuple[Any, Any, str]]:
    """The answers in an Inbox: what each says, about which time, and why."""
    inbox = [item for item in mailbox.items_of(mailbox.need("inbox")) if item.kind is Answer]
    return [
        (value(item, Answer.ResponseType), value(item, Answer.Start), (value(item, ItemRows.Body) or Body()).text or "")
        for item in inbox
    ]  # fmt: skip


def noted(item: Item) -> object:
    """What the organizer's item shows of the room's answer."""
    (room,) = item.need(CalendarItem.Resources).need(NonEmptyArrayOfAttendees.Attendee)
    return room.ResponseType


# --- why -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({}, FAR),
        ({"EnableResponseDetails": False}, ""),
        ({"AddAdditionalResponse": True, "AdditionalResponse": "Ask Dora."}, f"{FAR}\nAsk Dora."),
        ({"AddAdditionalResponse": False, "AdditionalResponse": "Ask Dora."}, FAR),
    ],
)  # fmt: skip
def test_the_answer_says_why(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox, policy: dict[str, Any], said: str
) -> None:
    exchange.set_policy(aare, {"BookingWindowInDays": 0, **policy})
    book(ews)
    pass_time(exchange, clock, seconds=1)
    assert answers(anna) == [("Decline", at(10), said)]


def test_in_the_language_of_the_room(exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox) -> None:
    exchange.add_mailbox(AARE, room=True, culture="de-DE", policy={"BookingWindowInDays": 0})
    book(ews)
    pass_time(exchange, clock, seconds=1)
    assert answers(anna) == [("Decline", at(10), "Dieser Raum kann nicht so weit im Voraus gebucht werden.")]


# --- series ----------------------------------------------------------------------------------------------------------


def test_a_series_is_booked_but_for_the_dates_that_are_taken(
    exchange: Exchange, clock: ManualClock, ews: Client, rooms_ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    """the series is accepted, conflicting dates are declined one by one [doc AllowConflicts]"""
    exchange.set_policy(aare, {"ConflictPercentageAllowed": 30, "MaximumConflictInstances": 2})
    for day in (17, 18):
        rooms_ews.create(an_entry(Start=at(10, 30, day=day), End=at(12, day=day)))
    master = book(ews, recurring=daily(7)).id
    pass_time(exchange, clock, seconds=1)
    booked = in_view(rooms_ews, at(0), 7, ItemRows.Subject)
    assert [one.Subject for one in booked] == ["Anna Arn", "Anna Arn", "Review", "Review", *["Anna Arn"] * 3]
    declined = [("Decline", at(10, day=day), TAKEN) for day in (17, 18)]
    assert answers(anna) == [("Accept", at(10), ""), *declined]
    assert [value(one, ItemRows.Subject) for one in anna.items_of(anna.need("inbox"))] == [
        "Accepted: Review", "Declined: Review", "Declined: Review",
    ]  # fmt: skip
    assert noted(copy_at(anna)) == "Accept"
    shown = [ews.get(one.ItemId, CalendarItem.Resources) for one in in_view(ews)]
    assert [one.Resources.Attendee[0].ResponseType for one in shown] == [
        "Accept", "Accept", "Decline", "Decline", "Accept", "Accept", "Accept",
    ]  # fmt: skip
    assert ews.get(master, CalendarItem.Resources).Resources.Attendee[0].ResponseType == "Accept"


def endless() -> Recurrence:
    """Every day from 15 March on."""
    pattern = daily(7)
    return Recurrence(
        DailyRecurrence=pattern.DailyRecurrence, NoEndRecurrence=NoEndRecurrenceRange(StartDate="2027-03-15+01:00")
    )


def test_a_series_without_end_is_declined(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    """EnforceSchedulingHorizon is true by default [doc]"""
    book(ews, recurring=endless())
    pass_time(exchange, clock, seconds=1)
    why = "The series goes on for longer than this room can be booked ahead."
    assert answers(anna) == [("Decline", at(10), why)]


def test_or_cut_off_where_the_window_ends(
    exchange: Exchange, clock: ManualClock, ews: Client, rooms_ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, {"EnforceSchedulingHorizon": False, "BookingWindowInDays": 17})
    book(ews, recurring=endless())
    pass_time(exchange, clock, seconds=1)
    assert times(in_view(rooms_ews)) == ["15 10:00", "16 10:00", "17 10:00", "18 10:00"]
    assert len(in_view(ews)) == 7
    assert answers(anna) == [("Accept", at(10), "The series is booked as far ahead as this room can be.")]


def test_what_was_moved_into_the_window_is_booked(
    exchange: Exchange, clock: ManualClock, ews: Client, rooms_ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    """it is not cut off with the day that it comes from"""
    exchange.set_policy(aare, {"EnforceSchedulingHorizon": False, "BookingWindowInDays": 17})
    master = ews.create(a_series(endless())).id
    of_18th, of_19th = (OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=index) for index in (4, 5))
    ews.delete(of_18th)
    ews.update(of_19th, put(CalendarItem.Start, at(12, day=18)), put(CalendarItem.End, at(13, day=18)))
    ews.update(master, put(CalendarItem.Resources, guests(AARE)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    assert times(in_view(rooms_ews)) == ["15 10:00", "16 10:00", "17 10:00", "18 12:00"]


# --- who decides -----------------------------------------------------------------------------------------------------


def test_a_delegate_is_asked_and_accepts_for_the_room(
    exchange: Exchange, clock: ManualClock, ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox
) -> None:
    """RequestInPolicy with ResourceDelegates [doc]; the organizer is told that it is pending [seen: hiepic.com]"""
    exchange.set_policy(aare, DELEGATED)
    book(ews, Body=Body(BodyType="Text", text="Plans"))
    pass_time(exchange, clock, seconds=1)
    assert (noted(copy_at(anna)), value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus)) == ("Tentative", "Tentative")
    assert answers(anna) == [("Tentative", at(10), "Your request has arrived and waits for approval.")]
    assert exchange.journal.after(0)[-1].mails == (("response", "anna@example.test"), ("forward", BEN))
    (request,) = ben.items_of(ben.need("inbox"))
    shown = bens_ews.get(request, base="AllProperties")
    assert (shown.schema_name, shown.IsDelegated, shown.Subject) == (Request.schema_name, True, "Review")
    assert (shown.From.Mailbox.Name, shown.ReceivedBy.Mailbox.Name, shown.ReceivedRepresenting.Mailbox.Name) == (
        "Anna Arn", "Ben Bär", "Room Aare",
    )  # fmt: skip
    assert list(ben.items_of(ben.need("calendar"))) == []
    reply = bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendAndSaveCopy")
    assert (reply.code, mails(reply)) == ("NoError", [("response", "anna@example.test")])
    assert (noted(copy_at(anna)), value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus)) == ("Accept", "Busy")


def test_a_delegate_declines_for_the_room(
    exchange: Exchange, clock: ManualClock, ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, DELEGATED)
    book(ews)
    pass_time(exchange, clock, seconds=1)
    (request,) = ben.items_of(ben.need("inbox"))
    bens_ews.create(DeclineItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendAndSaveCopy")
    assert noted(copy_at(anna)) == "Decline"
    assert list(aare.items_of(aare.need("calendar"))) == []


def test_what_is_out_of_policy_waits_too_and_is_free_if_it_shall_be(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    """AllRequestOutOfPolicy, TentativePendingApproval [doc]; without delegates nobody is asked [seen: CSS-Exchange]"""
    lax = {"MaximumDurationInMinutes": 30, "AllRequestOutOfPolicy": True, "TentativePendingApproval": False}
    exchange.set_policy(aare, lax)
    book(ews)
    pass_time(exchange, clock, seconds=1)
    assert (noted(copy_at(anna)), value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus)) == ("Tentative", "Free")
    why = "This room cannot be booked for so long.\nYour request has arrived and waits for approval."
    assert answers(anna) == [("Tentative", at(10), why)]


def test_a_delegate_outside_is_mailed_only(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, DELEGATED | {"ResourceDelegates": ["out@else.test"]})
    book(ews)
    pass_time(exchange, clock, seconds=1)
    assert exchange.journal.after(0)[-1].mails[-1] == ("forward", "out@else.test")


def test_delegates_may_be_a_group(
    exchange: Exchange, clock: ManualClock, ews: Client, ben: Mailbox, clara: Mailbox, aare: Mailbox
) -> None:
    """and the room itself is not asked"""
    exchange.put_group("desk@example.test", members=(BEN, clara.address, AARE))
    exchange.set_policy(aare, DELEGATED | {"ResourceDelegates": ["desk@example.test"]})
    book(ews)
    pass_time(exchange, clock, seconds=1)
    assert exchange.journal.after(0)[-1].mails[-2:] == (("forward", BEN), ("forward", clara.address))


def test_auto_update_enters_and_says_nothing(
    exchange: Exchange, clock: ManualClock, ews: Client, rooms_ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    """organizers hear decisions of people only [doc AutomateProcessing]"""
    exchange.set_policy(aare, {"AutomateProcessing": "AutoUpdate"})
    book(ews)
    pass_time(exchange, clock, hours=1)
    assert (noted(copy_at(anna)), value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus)) == ("Unknown", "Tentative")
    rooms_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=copy_at(aare).item_id)), disposition="SendAndSaveCopy")
    assert (noted(copy_at(anna)), value(copy_at(aare), ItemRows.Subject)) == ("Accept", "Review")


def test_without_processing_a_request_is_entered_by_whoever_answers_it(
    exchange: Exchange, clock: ManualClock, ews: Client, rooms_ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, {"AutomateProcessing": "None"})
    book(ews)
    pass_time(exchange, clock, hours=1)
    assert list(aare.items_of(aare.need("calendar"))) == []
    (request,) = aare.items_of(aare.need("inbox"))
    assert value(request, Request.HasBeenProcessed) is False
    assert value(request, Request.AssociatedCalendarItemId) is None
    rooms_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=request.item_id)), disposition="SendAndSaveCopy")
    assert (noted(copy_at(anna)), value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus)) == ("Accept", "Busy")
    ews.delete(copy_at(anna), cancellations=ALL)
    assert value(copy_at(aare), CalendarItem.AppointmentState) == 3, "nor are cancellations processed"


def test_a_policy_that_changes_before_the_answer_counts(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    book(ews)
    exchange.set_policy(aare, {"AutomateProcessing": "AutoUpdate"})
    pass_time(exchange, clock, seconds=1)
    assert noted(copy_at(anna)) == "Unknown"


@pytest.mark.parametrize(
    ("process", "answer", "why"),
    [(True, "Accept", None), (False, "Decline", "This room takes no requests from outside the organisation.")],
)
def test_an_organizer_outside_is_looked_at_where_that_is_set(
    exchange: Exchange, clock: ManualClock, aare: Mailbox, process: bool, answer: str, why: str | None
) -> None:
    """ProcessExternalMeetingMessages [doc]"""
    exchange.set_policy(aare, {"ProcessExternalMeetingMessages": process})
    olga = Outsider(exchange, exchange.outside("out@else.test", name="Olga"))
    entry = olga.new("Review", at(10), at(11), resources=[AARE])
    assert value(copy_at(aare), CalendarItem.LegacyFreeBusyStatus) == "Tentative"
    pass_time(exchange, clock, seconds=1)
    assert noted(olga.item(entry)) == answer
    (letter,) = exchange.outside("out@else.test").letters
    assert (letter.kind, (letter.bag.get(ItemRows.Body) or Body()).text) == ("response", why)
    left = [value(item, ItemRows.Subject) for item in aare.items_of(aare.need("calendar"))]
    assert left == (["Olga"] if process else [])


def test_an_update_is_decided_anew(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, {"ScheduleOnlyDuringWorkHours": True})
    book(ews)
    pass_time(exchange, clock, seconds=1)
    ews.update(copy_at(anna), put(CalendarItem.End, at(20)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    assert noted(copy_at(anna)) == "Decline"


@pytest.mark.parametrize(
    ("removes", "left", "trashed"), [(True, ["FullUpdate"], ["Outdated"]), (False, ["Outdated", "FullUpdate"], [])]
)
def test_a_room_keeps_no_old_requests_unless_it_shall(
    ews: Client, exchange: Exchange, anna: Mailbox, aare: Mailbox, removes: bool, left: list[str], trashed: list[str]
) -> None:
    """RemoveOldMeetingMessages [doc]"""
    exchange.set_policy(aare, {"RemoveOldMeetingMessages": removes})
    book(ews)
    ews.update(copy_at(anna), put(CalendarItem.Start, at(9)), invitations=ALL)
    for folder, kinds in (("inbox", left), ("deleteditems", trashed)):
        assert [value(one, Request.MeetingRequestType) for one in aare.items_of(aare.need(folder))] == kinds


def test_a_delegate_is_told_of_an_update_anew(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox
) -> None:
    exchange.set_policy(aare, DELEGATED)
    book(ews)
    pass_time(exchange, clock, seconds=1)
    ews.update(copy_at(anna), put(CalendarItem.Start, at(9)), invitations=ALL)
    pass_time(exchange, clock, seconds=1)
    old, new = ben.items_of(ben.need("inbox"))
    assert (value(old, Request.IsOutOfDate), value(new, Request.IsOutOfDate)) == (True, False)
    assert (value(old, Request.Start), value(new, Request.Start)) == (at(10), at(9))
