"""Updates of meetings as the public interop suite goes through them: what is told, to whom, in every way to send."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    MeetingRequestMessage,
    MeetingResponseMessage,
    TentativelyAcceptItem,
)
from fake_ews.contract.mail import Message
from fake_ews.contract.notation import Bag
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.interop.people import SAVED, entries, meet, meet_often, messages, nth
from tests.fake_ews.operations.client import Client, append, at, put
from tests.fake_ews.operations.series import daily, in_view
from tests.fake_ews.operations.test_meetings import copy_at, guests, mails
from tests.fake_ews.operations.test_responses import answer

pytestmark = pytest.mark.usefixtures("kept")


def moved_to(place: str) -> Bag:
    """The change of the place."""
    return put(CalendarItem.Location, place)


def told(request: Item) -> tuple[str | None, str | None]:
    """What an update is, and the place that it tells."""
    return request.bag.get(MeetingRequestMessage.MeetingRequestType), request.bag.get(MeetingRequestMessage.Location)


def test_a_meeting_is_moved_then_called_off(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """the organizer's item is then a cancelled meeting in Deleted Items, the attendee's a cancelled one"""
    made = meet(ews, LegacyFreeBusyStatus="WorkingElsewhere")
    ews.update(made, moved_to("Hall"), invitations="SendOnlyToAll")
    own = ews.get(made, base="AllProperties")
    assert (own.StartTimeZone.Id, own.EndTimeZone.Id) == ("UTC", "UTC")
    rows = (
        MeetingRequestMessage.StartTimeZoneId, MeetingRequestMessage.EndTimeZoneId, MeetingRequestMessage.IsOrganizer,
    )  # fmt: skip
    shown = bens_ews.get(messages(ben)[-1], *rows, base="AllProperties")
    assert (shown.Location, shown.IntendedFreeBusyStatus, shown.IsOrganizer) == ("Hall", "WorkingElsewhere", False)
    assert (shown.StartTimeZoneId, shown.EndTimeZoneId) == ("UTC", "UTC")
    assert (shown.StartTimeZone, shown.EndTimeZone) == (own.StartTimeZone, own.EndTimeZone)
    gone = answer(ews, CancelCalendarItem, made, "SendOnly").id
    assert [item.item_id for item in entries(anna, "deleteditems")] == [gone.Id]
    states = [client.get(named, CalendarItem.AppointmentState, CalendarItem.IsCancelled)
              for client, named in ((ews, gone), (bens_ews, copy_at(ben)))]  # fmt: skip
    assert [(one.AppointmentState, one.IsCancelled) for one in states] == [(5, True), (7, True)]


def test_who_was_not_asked_is_asked_with_what_is_new(ews: Client, ben: Mailbox) -> None:
    made = meet(ews, "SendToNone", LegacyFreeBusyStatus="NoData")
    assert not messages(ben)
    ews.update(made, moved_to("Hall"), invitations="SendOnlyToAll")
    (request,) = messages(ben)
    assert told(request) == ("NewMeetingRequest", "Hall")
    assert request.bag.get(MeetingRequestMessage.IntendedFreeBusyStatus) == "NoData"


def test_one_of_a_series_is_moved_and_declined(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """by its id in the calendar; the answer tells of the one date, and the pattern of its series"""
    master = meet_often(ews, daily(5))
    ews.update(nth(master, 1), moved_to("Hall"), invitations="SendOnlyToAll")
    theirs = bens_ews.get(nth(bens_ews.get(copy_at(ben)).ItemId, 1), CalendarItem.Location)
    assert theirs.Location == "Hall"
    assert answer(bens_ews, DeclineItem, theirs.ItemId, "SendOnly").code == "NoError"
    (response,) = messages(anna, MeetingResponseMessage)
    shown = ews.get(response, MeetingResponseMessage.IsOrganizer, base="AllProperties")
    assert (shown.IsOrganizer, shown.ResponseType, shown.RecurrenceId) == (True, "Decline", at(10))
    assert (shown.CalendarItemType, shown.Recurrence) == ("Exception", daily(5, start="2027-03-15+01:00"))


def test_one_of_a_series_is_moved_and_the_series_declined(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox
) -> None:
    master = meet_often(ews, daily(5))
    ews.update(nth(master, 1), moved_to("Hall"), invitations="SendOnlyToAll")
    series, one = messages(ben)
    assert (told(one), one.bag.get(MeetingRequestMessage.RecurrenceId)) == (("FullUpdate", "Hall"), at(10))
    assert answer(bens_ews, DeclineItem, series, "SendOnly").code == "NoError"
    assert in_view(bens_ews) == []
    shown = ews.get(master, CalendarItem.RequiredAttendees).RequiredAttendees.Attendee
    assert [guest.ResponseType for guest in shown] == ["Decline"]


@pytest.mark.parametrize(("how", "sent"), [("SendToNone", 0), ("SendOnlyToAll", 1), (SAVED, 1)])
def test_updated_with_each_way_to_send(ews: Client, anna: Mailbox, ben: Mailbox, how: str, sent: int) -> None:
    made = meet(ews, "SendToNone")
    assert ews.update(made, moved_to("Hall"), invitations=how).code == "NoError"
    assert ews.get(made, CalendarItem.Location).Location == "Hall"
    assert [told(one)[1] for one in messages(ben)] == ["Hall"] * sent
    assert [told(one)[1] for one in messages(anna, folder="sentitems")] == ["Hall"] * (how == SAVED)


@pytest.mark.parametrize("how", ["SendOnlyToChanged", "SendToChangedAndSaveCopy"])
def test_only_who_is_new_is_told(ews: Client, exchange: Exchange, anna: Mailbox, ben: Mailbox, how: str) -> None:
    made = meet(ews)
    dora = exchange.add_mailbox("dora@example.test")
    reply = ews.update(made, append(CalendarItem.RequiredAttendees, guests(dora.address)), invitations=how)
    assert mails(reply) == [("request", dora.address)]
    assert (len(messages(dora)), len(messages(ben))) == (1, 1)
    kept = [ews.get(one, Message.ToRecipients).ToRecipients.Mailbox for one in messages(anna, folder="sentitems")]
    assert [[to.EmailAddress for to in one] for one in kept] == [[dora.address]] * (how == "SendToChangedAndSaveCopy")
    assert len(ews.get(made, CalendarItem.RequiredAttendees).RequiredAttendees.Attendee) == 2


def test_an_update_to_who_has_not_answered(ews: Client, ben: Mailbox) -> None:
    ews.update(meet(ews), moved_to("Hall"), invitations="SendOnlyToAll")
    assert told(messages(ben)[-1]) == ("FullUpdate", "Hall")


@pytest.mark.parametrize("kind", [AcceptItem, TentativelyAcceptItem])
def test_an_update_to_who_comes_is_for_information(
    ews: Client, bens_ews: Client, ben: Mailbox, kind: type[Bag]
) -> None:
    """unless the meeting is at another time, which wants a new answer"""
    made = meet(ews)
    answer(bens_ews, kind, messages(ben)[0], "SendOnly")
    ews.update(made, moved_to("Hall"), invitations="SendOnlyToAll")
    assert told(messages(ben)[-1]) == ("InformationalUpdate", "Hall")
    ews.update(made, put(CalendarItem.Start, at(9)), invitations="SendOnlyToAll")
    assert told(messages(ben)[-1]) == ("FullUpdate", "Hall")


def test_a_change_that_makes_a_meeting_last_for_years(ews: Client, review: Item) -> None:
    change = put(CalendarItem.End, at(10) + dt.timedelta(days=1831))
    assert ews.update(review, change).code == "ErrorCalendarDurationIsTooLong"
    assert ews.get(review, CalendarItem.End).End == at(11)
