"""Series as meetings: copies at attendees and rooms, exceptions that are sent, answers to one occurrence."""

from __future__ import annotations

from typing import Any

import pytest

from fake_ews.contract.availability import (
    ArrayOfMailboxData,
    Duration,
    FreeBusyViewOptions,
    GetUserAvailabilityRequest,
    MailboxData,
    TEmailAddress,
)
from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    RemoveItem,
)
from fake_ews.contract.common import ItemId, OccurrenceItemId
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.clock import ManualClock
from fake_ews.model.exchange import Account, Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.conftest import pass_time
from tests.fake_ews.operations.client import Client, an_entry, append, at, drop, put
from tests.fake_ews.operations.series import a_series, daily, in_view, times
from tests.fake_ews.operations.test_meetings import AARE, ALL, BEN, copy_at, guests, mails, value

pytestmark = pytest.mark.usefixtures("kept")


@pytest.fixture
def master(ews: Client, ben: Mailbox) -> ItemId:
    """A week of reviews with Ben, who has been asked."""
    return ews.create(a_series(daily(7), RequiredAttendees=guests(BEN)), invitations=ALL).id


def nth(master: ItemId, index: int) -> OccurrenceItemId:
    """An occurrence by its index."""
    return OccurrenceItemId(RecurringMasterId=master.Id, InstanceIndex=index)


def requests(mailbox: Mailbox) -> list[Any]:
    """The requests in an Inbox, in their order."""
    inbox = mailbox.items_of(mailbox.need("inbox"))
    return [item for item in inbox if item.kind is MeetingRequestMessage]


def test_an_attendee_gets_the_whole_series(bens_ews: Client, ben: Mailbox, master: ItemId) -> None:
    (request,) = requests(ben)
    assert request.bag.get(MeetingRequestMessage.Recurrence) == daily(7, start="2027-03-15+01:00")
    assert request.bag.get(MeetingRequestMessage.CalendarItemType) == "RecurringMaster"
    assert value(copy_at(ben), CalendarItem.Recurrence) == daily(7, start="2027-03-15+01:00")
    assert len(in_view(bens_ews)) == 7


def test_a_moved_occurrence_reaches_the_attendee(ews: Client, bens_ews: Client, ben: Mailbox, master: ItemId) -> None:
    moved = put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17))
    reply = ews.update(nth(master, 3), *moved, invitations=ALL)
    assert mails(reply) == [("update", BEN)]
    assert requests(ben)[1].bag.get(MeetingRequestMessage.RecurrenceId) == at(10, day=17)
    assert times(in_view(bens_ews))[1:4] == ["16 10:00", "17 12:00", "18 10:00"]
    copy_at(ben)


def test_a_changed_occurrence_leaves_the_request_for_the_series(ews: Client, ben: Mailbox, master: ItemId) -> None:
    for subject in ("One", "Two"):
        ews.update(nth(master, 3), put(ItemRows.Subject, subject), invitations=ALL)
    kinds = [value(one, MeetingRequestMessage.MeetingRequestType) for one in requests(ben)]
    assert kinds == ["NewMeetingRequest", "Outdated", "FullUpdate"]


MOVED = put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17))


@pytest.mark.parametrize(
    ("change", "third"),
    [
        ((put(CalendarItem.Start, at(9)), put(CalendarItem.End, at(10))), "Outdated"),
        ((put(CalendarItem.Recurrence, daily(2)),), "Outdated"),
        ((drop(CalendarItem.Recurrence),), "Outdated"),
        ((put(CalendarItem.Location, "Aare"),), "FullUpdate"),
    ],
)
def test_a_request_for_a_date_that_the_series_has_moved_is_out_of_date(
    ews: Client, bens_ews: Client, ben: Mailbox, master: ItemId, change: tuple[Any, ...], third: str
) -> None:
    """MS-OXOCAL 3.1.5.2; a date that stays what it was can still be answered by its own request"""
    ews.update(nth(master, 3), *MOVED, invitations=ALL)
    ews.update(master, *change, invitations=ALL)
    kinds = [value(one, MeetingRequestMessage.MeetingRequestType) for one in requests(ben)]
    assert kinds == ["Outdated", third, "FullUpdate"]
    reply = bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=requests(ben)[1].item_id)), disposition="SendOnly")
    assert reply.code == ("ErrorCalendarMeetingRequestIsOutOfDate" if third == "Outdated" else "NoError")


def test_a_cancelled_series_outdates_the_requests_for_its_dates(ews: Client, ben: Mailbox, master: ItemId) -> None:
    ews.update(nth(master, 3), *MOVED, invitations=ALL)
    ews.delete(master, cancellations=ALL)
    assert [value(one, MeetingRequestMessage.IsOutOfDate) for one in requests(ben)] == [True, True]


def test_a_cancelled_occurrence_is_cancelled_alone(ews: Client, bens_ews: Client, master: ItemId) -> None:
    reply = ews.delete(nth(master, 3), cancellations=ALL)
    assert mails(reply) == [("cancellation", BEN)]
    assert len(in_view(ews)) == 6
    shown = in_view(bens_ews, at(0), 7, CalendarItem.IsCancelled)
    assert [item.IsCancelled for item in shown] == [False, False, True, False, False, False, False]


def test_a_cancelled_occurrence_is_removed_alone(ews: Client, bens_ews: Client, ben: Mailbox, master: ItemId) -> None:
    """the cancellation says which one it is about, as requests and answers do; RemoveItem takes that one away"""
    ews.delete(nth(master, 3), cancellations=ALL)
    message = list(ben.items_of(ben.need("inbox")))[-1]
    assert value(message, MeetingCancellationMessage.RecurrenceId) == at(10, day=17)
    removed = bens_ews.create(RemoveItem(ReferenceItemId=ItemId(Id=message.item_id)))
    assert removed.code == "NoError"
    assert times(in_view(bens_ews)) == [f"{day} 10:00" for day in (15, 16, 18, 19, 20, 21)]


def test_an_attendee_declines_one_occurrence(ews: Client, bens_ews: Client, master: ItemId) -> None:
    third = in_view(bens_ews)[2]
    reply = bens_ews.create(DeclineItem(ReferenceItemId=third.ItemId), disposition="SendAndSaveCopy")
    assert reply.code == "NoError"
    assert times(in_view(bens_ews)) == [f"{day} 10:00" for day in (15, 16, 18, 19, 20, 21)]
    shown = ews.get(nth(master, 3), CalendarItem.RequiredAttendees, CalendarItem.CalendarItemType)
    assert shown.CalendarItemType == "Exception"
    assert shown.RequiredAttendees.Attendee[0].ResponseType == "Decline"
    whole = ews.get(master, CalendarItem.RequiredAttendees)
    assert whole.RequiredAttendees.Attendee[0].ResponseType == "Unknown"


def test_an_answer_to_the_series_counts_for_a_date_that_another_has_answered(
    exchange: Exchange, ews: Client, bens_ews: Client, ben: Mailbox, clara: Mailbox, master: ItemId
) -> None:
    """who has answered the date by himself keeps that answer there; who is new to the series comes to that date, too"""

    def answer(by: Client, named: ItemId, kind: type[Any]) -> None:
        by.create(kind(ReferenceItemId=ItemId(Id=named.Id)), disposition="SendOnly")

    def noted(index: int) -> list[str]:
        shown = ews.get(nth(master, index), CalendarItem.RequiredAttendees).RequiredAttendees.Attendee
        return [one.ResponseType for one in shown]

    claras_ews = Client(exchange, Account(clara.address, "secret"), clara)
    answer(bens_ews, in_view(bens_ews)[2].ItemId, DeclineItem)
    ews.update(master, append(CalendarItem.RequiredAttendees, guests(clara.address)), invitations="SendOnlyToChanged")
    assert (noted(2), noted(3), len(in_view(claras_ews))) == (["Unknown", "Unknown"], ["Decline", "Unknown"], 7)
    answer(claras_ews, claras_ews.get(copy_at(clara)).ItemId, AcceptItem)
    assert (noted(2), noted(3)) == (["Unknown", "Accept"], ["Decline", "Accept"])
    answer(bens_ews, bens_ews.get(copy_at(ben)).ItemId, AcceptItem)
    assert (noted(2), noted(3)) == (["Accept", "Accept"], ["Decline", "Accept"])


def test_who_is_new_to_a_series_comes_to_a_date_with_people_of_its_own(ews: Client, master: ItemId) -> None:
    """once, if he is there already; who is off that date stays off it"""
    required, optional = CalendarItem.RequiredAttendees, CalendarItem.OptionalAttendees
    ews.update(master, append(optional, guests("x@else.test")), invitations=ALL)
    ews.update(nth(master, 3), append(required, guests("y@else.test")), drop(optional), invitations=ALL)
    more = append(required, guests("y@else.test", "z@else.test")), append(optional, guests("o@else.test"))
    ews.update(master, *more, invitations=ALL)
    shown = ews.get(nth(master, 3), required, optional)
    those = [one.Mailbox.EmailAddress for one in shown.RequiredAttendees.Attendee]
    assert those == [BEN, "y@else.test", "z@else.test"]
    assert [one.Mailbox.EmailAddress for one in shown.OptionalAttendees.Attendee] == ["o@else.test"]


def test_an_attendee_declines_them_one_by_one(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """of his series there is no first and no last occurrence then; it can still be changed"""
    ews.create(a_series(daily(2), RequiredAttendees=guests(BEN)), invitations=ALL)
    for shown in in_view(bens_ews):
        assert bens_ews.create(DeclineItem(ReferenceItemId=shown.ItemId), disposition="SaveOnly").code == "NoError"
    told = bens_ews.get(copy_at(ben), CalendarItem.FirstOccurrence, CalendarItem.LastOccurrence)
    assert (told.FirstOccurrence, told.LastOccurrence, in_view(bens_ews)) == (None, None, [])
    assert bens_ews.update(copy_at(ben), put(ItemRows.Subject, "Not for me")).code == "NoError"


def test_the_last_occurrence_cannot_be_cancelled(ews: Client, ben: Mailbox) -> None:
    """RC ErrorRecurrenceHasNoOccurrence, as where it is deleted; the whole series can"""
    master = ews.create(a_series(daily(2), RequiredAttendees=guests(BEN)), invitations=ALL).id
    codes = [
        ews.create(CancelCalendarItem(ReferenceItemId=ItemId(Id=one.Id)), disposition="SendOnly").code
        for one in (*(shown.ItemId for shown in in_view(ews)), master)
    ]
    assert codes == ["NoError", "ErrorRecurrenceHasNoOccurrence", "NoError"]


def test_a_request_for_one_occurrence_is_answered_for_it(
    ews: Client, bens_ews: Client, ben: Mailbox, master: ItemId
) -> None:
    ews.update(nth(master, 3), put(CalendarItem.Location, "Hall"), invitations=ALL)
    message = requests(ben)[1]
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=message.item_id)), disposition="SendAndSaveCopy")
    shown = in_view(bens_ews, at(0), 7, CalendarItem.MyResponseType)
    assert [item.MyResponseType for item in shown[1:4]] == ["NoResponseReceived", "Accept", "NoResponseReceived"]


@pytest.mark.parametrize("profile", [Profile(accepting_replaces=True)])
def test_accepting_may_replace_the_series_but_no_occurrence(bens_ews: Client, ben: Mailbox, master: ItemId) -> None:
    before = copy_at(ben)
    bens_ews.create(AcceptItem(ReferenceItemId=in_view(bens_ews)[2].ItemId), disposition="SendAndSaveCopy")
    assert copy_at(ben) is before
    bens_ews.create(AcceptItem(ReferenceItemId=ItemId(Id=before.item_id)), disposition="SendAndSaveCopy")
    assert copy_at(ben) is not before
    assert len(in_view(bens_ews)) == 7


@pytest.mark.parametrize(("day", "status"), [(18, "Decline"), (25, "Accept")])
def test_a_room_declines_a_series_if_one_occurrence_is_taken(
    exchange: Exchange, clock: ManualClock, ews: Client, anna: Mailbox, aare: Mailbox, day: int, status: str
) -> None:
    taken = an_entry(Start=at(10, 30, day=day), End=at(12, day=day))
    Client(exchange, Account(AARE, "secret"), aare).create(taken)
    master = ews.create(a_series(daily(7), Resources=guests(AARE)), invitations=ALL).id
    pass_time(exchange, clock, seconds=1)
    assert ews.get(master, CalendarItem.Resources).Resources.Attendee[0].ResponseType == status


def test_a_room_declines_the_occurrence_that_moves_to_a_taken_time(
    exchange: Exchange, clock: ManualClock, ews: Client, aare: Mailbox
) -> None:
    master = ews.create(a_series(daily(7), Resources=guests(AARE)), invitations=ALL).id
    pass_time(exchange, clock, seconds=1)
    Client(exchange, Account(AARE, "secret"), aare).create(an_entry(Start=at(14, day=17), End=at(15, day=17)))
    ews.update(
        nth(master, 3), put(CalendarItem.Start, at(14, day=17)), put(CalendarItem.End, at(15, day=17)), invitations=ALL
    )
    pass_time(exchange, clock, seconds=1)
    answers = [ews.get(nth(master, index), CalendarItem.Resources).Resources.Attendee[0] for index in (2, 3, 4)]
    assert [answer.ResponseType for answer in answers] == ["Accept", "Decline", "Accept"]


def test_free_busy_sees_occurrences(ews: Client, master: ItemId) -> None:
    ews.update(nth(master, 2), put(ItemRows.Subject, "Special"))
    window = Duration(StartTime=at(0), EndTime=at(0, day=17))
    asked = GetUserAvailabilityRequest(
        MailboxDataArray=ArrayOfMailboxData(
            MailboxData=(MailboxData(Email=TEmailAddress(Address="anna@example.test"), AttendeeType="Required"),)
        ),
        FreeBusyViewOptions=FreeBusyViewOptions(
            TimeWindow=window, MergedFreeBusyIntervalInMinutes=60, RequestedView=("DetailedMerged",)
        ),
    )
    answer: Any = ews.ask(asked).bag
    view = answer.FreeBusyResponseArray.FreeBusyResponse[0].FreeBusyView
    assert view.MergedFreeBusy == ("0" * 10 + "2" + "0" * 13) * 2
    details = [event.CalendarEventDetails for event in view.CalendarEventArray.CalendarEvent]
    assert [(one.Subject, one.IsRecurring, one.IsException) for one in details] == [
        ("Review", True, False), ("Special", True, True),
    ]  # fmt: skip
