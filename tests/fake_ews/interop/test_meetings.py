"""Meetings as the public interop suite goes through them: made, answered, cancelled; series; what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.calendar import (
    AcceptItem,
    ArrayOfInboxReminder,
    CalendarItem,
    CancelCalendarItem,
    DeclineItem,
    EnhancedLocation,
    InboxReminder,
    MeetingCancellationMessage,
    MeetingRequestMessage,
    MeetingResponseMessage,
    RemoveItem,
    TentativelyAcceptItem,
)
from fake_ews.contract.common import ItemId
from fake_ews.contract.notation import Bag
from fake_ews.contract.operations import DeleteItem
from fake_ews.contract.people import PersonaPostalAddress
from fake_ews.contract.recurrence import (
    AbsoluteMonthlyRecurrencePattern,
    AbsoluteYearlyRecurrencePattern,
    DailyRecurrencePattern,
    Recurrence,
    RelativeMonthlyRecurrencePattern,
    RelativeYearlyRecurrencePattern,
    WeeklyRecurrencePattern,
)
from fake_ews.contract.zones import TimeChange, TimeZone
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.interop.people import (
    SAVED,
    entries,
    ids_of_any_kind,
    kinds,
    meet,
    meet_often,
    messages,
    nth,
    way_up,
)
from tests.fake_ews.operations.client import Client, an_entry, at, drop, get, put
from tests.fake_ews.operations.series import a_series, daily, series
from tests.fake_ews.operations.test_meetings import BEN, copy_at, guests, mails
from tests.fake_ews.operations.test_responses import answer

pytestmark = pytest.mark.usefixtures("kept")


def test_an_appointment_from_first_to_last(ews: Client, anna: Mailbox) -> None:
    place = EnhancedLocation(
        DisplayName="Aare", Annotation="second floor", PostalAddress=PersonaPostalAddress(LocationSource="Resource")
    )
    made = ews.create(
        an_entry(IsAllDayEvent=True, LegacyFreeBusyStatus="OOF", AllowNewTimeProposal=False, ConferenceType=0,
                 EnhancedLocation=place)
    ).id  # fmt: skip
    shown = ews.get(made, CalendarItem.EnhancedLocation, base="AllProperties")
    assert shown.ItemClass == "IPM.Appointment"
    assert (shown.IsMeeting, shown.IsAllDayEvent, shown.MeetingRequestWasSent, shown.AppointmentState) == (
        False, True, False, 0,
    )  # fmt: skip
    assert (shown.LegacyFreeBusyStatus, shown.AllowNewTimeProposal, shown.ConferenceType) == ("OOF", False, 0)
    assert shown.EnhancedLocation == place
    ews.delete(made, how="HardDelete")
    assert (ews.ask(get(made)).code, ews.find().items) == ("ErrorItemNotFound", [])


def test_a_request_tells_all_of_the_meeting(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    place = EnhancedLocation(DisplayName="Aare")
    meet(ews, LegacyFreeBusyStatus="OOF", EnhancedLocation=place, NetShowUrl="http://n.test")
    (request,) = messages(ben)
    wanted = MeetingRequestMessage.IsOrganizer, MeetingRequestMessage.StartTimeZoneId
    shown: Any = bens_ews.get(request, *wanted, base="AllProperties")
    assert (shown.IsMeeting, shown.IsCancelled, shown.MeetingRequestWasSent, shown.IsOrganizer) == (
        True, False, True, False,
    )  # fmt: skip
    assert (shown.AppointmentState, shown.CalendarItemType, shown.IsRecurring) == (3, "Single", False)
    assert (shown.IntendedFreeBusyStatus, shown.Duration, shown.EnhancedLocation) == ("OOF", "PT1H", place)
    assert (shown.NetShowUrl, shown.MeetingWorkspaceUrl) == ("http://n.test", None)
    assert (shown.StartWallClock, shown.StartTimeZoneId, shown.When, shown.Resources) == (at(10), "UTC", None, None)


@pytest.mark.parametrize("profile", [Profile.exchange2013()])
def test_all_that_a_meeting_says_reaches_both(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, aare: Mailbox
) -> None:
    """with everything that 2013 knows of an online meeting"""
    ours: dict[str, Any] = {
        "ConferenceType": 2, "IsOnlineMeeting": True, "NetShowUrl": "http://n.test", "Location": "Aare",
        "MeetingWorkspaceUrl": "http://w.test",
    }  # fmt: skip
    people: dict[str, Any] = {"OptionalAttendees": guests(anna.address), "Resources": guests(aare.address)}
    made = meet(ews, UID="4711", When="at ten", **ours, **people)
    wanted = CalendarItem.StartWallClock, CalendarItem.EndWallClock, CalendarItem.When, CalendarItem.UID
    own = ews.get(made, *wanted, base="AllProperties")
    assert (own.UID, own.When, own.Start, own.End, own.StartWallClock, own.EndWallClock) == (
        "4711", "at ten", at(10), at(11), at(10), at(11),
    )  # fmt: skip
    told = {**ours, "IsAllDayEvent": False, "IsMeeting": True, "IsCancelled": False, "IsRecurring": False,
            "MeetingRequestWasSent": True, "IsResponseRequested": True, "CalendarItemType": "Single"}  # fmt: skip
    assert {name: own.get(own.rows[name]) for name in told} == told
    assert (own.LegacyFreeBusyStatus, own.MyResponseType, own.AppointmentState) == ("Busy", "Organizer", 1)
    lists = own.RequiredAttendees, own.OptionalAttendees, own.Resources
    assert [one.Mailbox.EmailAddress for some in lists for one in some.Attendee] == [BEN, anna.address, aare.address]
    (request,) = messages(ben)
    shown = bens_ews.get(request, MeetingRequestMessage.StartWallClock, base="AllProperties")
    assert {name: shown.get(shown.rows[name]) for name in told} == told
    assert (shown.Start, shown.End, shown.StartWallClock, shown.EndWallClock) == (at(10), at(11), at(10), at(11))
    assert (shown.MeetingRequestType, shown.IntendedFreeBusyStatus, shown.AppointmentState) == (
        "NewMeetingRequest", "Busy", 3,
    )  # fmt: skip
    assert {one.Organizer.Mailbox.EmailAddress for one in (own, shown)} == {anna.address}
    assert [one.Mailbox.EmailAddress for one in shown.RequiredAttendees.Attendee] == [BEN]
    answer(bens_ews, AcceptItem, request, "SendOnly")
    copy = bens_ews.get(copy_at(ben), base="AllProperties")
    assert (copy.AppointmentReplyTime is None, copy.Resources) == (False, None)
    (response,) = messages(anna, MeetingResponseMessage)
    shown = ews.get(response, base="AllProperties")
    assert (shown.ResponseType, shown.Start, shown.End, shown.Location, shown.CalendarItemType) == (
        "Accept", at(10), at(11), "Aare", "Single",
    )  # fmt: skip
    assert ews.get(made, base="AllProperties").RequiredAttendees.Attendee[0].LastResponseTime is not None


def test_answers_and_cancellations_tell_of_the_meeting(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox
) -> None:
    """since 2013: times, place, kind and pattern"""
    master = meet_often(ews, daily(3), Location="Aare")
    answer(bens_ews, AcceptItem, copy_at(ben))
    ews.delete(master, cancellations="SendOnlyToAll")
    (response,), (cancellation,) = messages(anna, MeetingResponseMessage), messages(ben, MeetingCancellationMessage)
    for client, message, own in ((ews, response, True), (bens_ews, cancellation, False)):
        shown = client.get(message, base="AllProperties")
        assert (shown.Start, shown.End, shown.Location) == (at(10), at(11), "Aare")
        assert (shown.CalendarItemType, shown.Recurrence) == ("RecurringMaster", daily(3, start="2027-03-15+01:00"))
        assert client.get(message, MeetingResponseMessage.IsOrganizer).IsOrganizer is own


def test_a_declined_series_that_is_cancelled(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    master = meet_often(ews, daily(5))
    (request,) = messages(ben)
    shown: Any = bens_ews.get(request, base="AllProperties")
    assert (shown.FirstOccurrence.Start, shown.LastOccurrence.Start) == (at(10), at(10, day=19))
    assert (shown.FirstOccurrence.End, shown.LastOccurrence.End) == (at(11), at(11, day=19))
    held = ews.get(master, base="AllProperties")
    for told, index in ((held.FirstOccurrence, 1), (held.LastOccurrence, 5)):
        assert told.ItemId.Id == ews.get(nth(master, index)).ItemId.Id
    assert ews.delete(nth(master, 2), cancellations="SendOnlyToAll").code == "NoError"
    answer(bens_ews, DeclineItem, request, "SendOnly")
    (response,) = messages(anna, MeetingResponseMessage)
    assert ews.get(response, base="AllProperties").ResponseType == "Decline"
    assert answer(ews, CancelCalendarItem, master, "SendOnly").code == "NoError"
    assert [bens_ews.get(one, base="AllProperties").CalendarItemType
            for one in messages(ben, MeetingCancellationMessage)] == ["Occurrence", "RecurringMaster"]  # fmt: skip


def test_clients_of_2007_are_told_the_zone_of_a_series(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """sent by its rules, told by them to both, of the series alone; by those since 2010 as StartTimeZone"""
    ews, bens_ews = (client.but(version="Exchange2007_SP1") for client in (ews, bens_ews))
    changes = [
        TimeChange(
            Offset=offset, Time="14:05:06.1234567+08:00",
            RelativeYearlyRecurrence=RelativeYearlyRecurrencePattern(
                DaysOfWeek="Sunday", DayOfWeekIndex=which, Month=month
            ),
        )
        for offset, which, month in (("PT0H", "First", "November"), ("-PT1H", "Second", "March"))
    ]  # fmt: skip
    zone = TimeZone(TimeZoneName="Time Zone", BaseOffset="PT7H", Standard=changes[0], Daylight=changes[1])
    master = ews.create(
        an_entry(RequiredAttendees=guests(BEN), Recurrence=daily(5), MeetingTimeZone=zone), invitations="SendOnlyToAll"
    ).id
    (request,) = messages(ben)
    for client, named in ((ews, master), (bens_ews, request)):
        told = client.get(named, base="AllProperties").MeetingTimeZone
        assert (told.TimeZoneName, told.BaseOffset) == ("Time Zone", "PT7H")
        for change, name, sent in zip((told.Standard, told.Daylight), ("Standard", "Daylight"), changes, strict=True):
            assert (change.TimeZoneName, change.Time) == (name, "14:05:06")
            assert change.RelativeYearlyRecurrence == sent.RelativeYearlyRecurrence
        assert (told.Standard.Offset, told.Daylight.Offset) == ("PT0S", "-PT1H")
        shown = client.but(version="Exchange2010").get(named, base="AllProperties")
        assert (shown.MeetingTimeZone, shown.StartTimeZone.Id) == (None, "Time Zone")
    for single in (nth(master, 1), meet(ews)):
        assert ews.get(single, base="AllProperties").MeetingTimeZone is None
    assert bens_ews.get(messages(ben)[-1], base="AllProperties").MeetingTimeZone is None


def test_a_request_says_of_its_zone_what_it_was_given(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """whatever a client writes there"""
    meet_often(ews, daily(3))
    (request,) = messages(ben)
    row = MeetingRequestMessage.StartTimeZoneId
    for zone_id, told in (("Nowhere", None), ("Tokyo Standard Time", "Tokyo Standard Time"), (None, None)):
        change = drop(row) if zone_id is None else put(row, zone_id, within=MeetingRequestMessage)
        assert bens_ews.update(request, change, disposition="SaveOnly").code == "NoError"
        shown = bens_ews.get(request, row, MeetingRequestMessage.StartTimeZone)
        assert (shown.StartTimeZoneId, shown.StartTimeZone and shown.StartTimeZone.Id) == (zone_id, told)
        old = bens_ews.but(version="Exchange2007_SP1").get(request, MeetingRequestMessage.MeetingTimeZone)
        assert (old.MeetingTimeZone and old.MeetingTimeZone.TimeZoneName) == told


def test_a_request_tells_what_lies_beside(ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox) -> None:
    """and the copy in the calendar, too"""
    now, after, _ = bens_ews.create(
        an_entry(Subject="At that time"), an_entry(Subject="Right after", Start=at(11), End=at(12)),
        an_entry(Subject="Free", LegacyFreeBusyStatus="Free"),
    ).items  # fmt: skip
    meet(ews)
    (request,) = messages(ben)
    copy = answer(bens_ews, TentativelyAcceptItem, bens_ews.copy(request, to="drafts").id).id
    for named in (request, copy):
        shown = bens_ews.get(named, base="AllProperties")
        assert (shown.ConflictingMeetingCount, shown.AdjacentMeetingCount) == (1, 1)
        (overlaps,), (touches,) = shown.ConflictingMeetings.entries, shown.AdjacentMeetings.entries
        assert (overlaps.value.ItemId.Id, overlaps.value.Subject) == (now.ItemId.Id, "At that time")
        assert (touches.value.ItemId.Id, touches.value.Start) == (after.ItemId.Id, at(11))
    assert bens_ews.get(now, CalendarItem.AdjacentMeetings).AdjacentMeetings.entries[0].value.Subject == "Right after"
    (response,) = messages(anna, MeetingResponseMessage)
    assert ews.get(response, base="AllProperties").ResponseType == "Tentative"


def test_a_request_without_a_time_lies_beside_nothing(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """a client may take it away"""
    meet(ews)
    (request,) = messages(ben)
    assert bens_ews.update(request, drop(MeetingRequestMessage.Start), disposition="SaveOnly").code == "NoError"
    assert bens_ews.get(request, MeetingRequestMessage.AdjacentMeetingCount).AdjacentMeetingCount is None


@pytest.mark.parametrize("how", ["SendToNone", "SendOnlyToAll", SAVED])
def test_made_and_deleted_with_each_way_to_send(ews: Client, anna: Mailbox, ben: Mailbox, how: str) -> None:
    made = meet(ews, how)
    sent = how != "SendToNone"
    assert (len(entries(anna)), len(entries(ben)), len(messages(ben))) == (1, sent, sent)
    assert ews.delete(made, cancellations=how).code == "NoError"
    assert (len(entries(anna)), len(messages(ben, MeetingCancellationMessage))) == (0, sent)
    assert kinds(anna, "sentitems") == [MeetingRequestMessage, MeetingCancellationMessage] * (how == SAVED)


@pytest.mark.parametrize("how", ["SendOnly", None])
def test_a_cancelled_meeting_is_removed(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, how: str | None
) -> None:
    """Microsoft's own client says no MessageDisposition [seen EMA RemoveFromCalendar]"""
    made = meet(ews, LegacyFreeBusyStatus="Free")
    answer(bens_ews, DeclineItem, messages(ben)[0], "SendOnly")
    assert answer(ews, CancelCalendarItem, made, "SendOnly").code == "NoError"
    (cancellation,) = messages(ben, MeetingCancellationMessage)
    shown = bens_ews.get(cancellation, base="AllProperties")
    assert (shown.ItemClass, shown.Subject) == ("IPM.Schedule.Meeting.Canceled", f"Canceled: {shown.ConversationTopic}")
    assert answer(bens_ews, RemoveItem, cancellation, how).code == "NoError"
    assert not entries(ben)


def test_only_a_cancellation_is_removed_alone(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    meet(ews)
    bens_ews.delete(copy_at(ben), how="HardDelete")
    assert answer(bens_ews, RemoveItem, messages(ben)[0], "SendOnly").code == "ErrorInvalidReferenceItem"


OF_A_COPY = CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId, CalendarItem.IntendedFreeBusyStatus
PATTERNS = (
    series(DailyRecurrencePattern(Interval=2), "2027-03-15", 5),
    series(WeeklyRecurrencePattern(Interval=1, DaysOfWeek=("Monday",)), "2027-03-15", end="2027-05-31"),
    series(AbsoluteMonthlyRecurrencePattern(Interval=1, DayOfMonth=15), "2027-03-15"),
    series(
        RelativeMonthlyRecurrencePattern(Interval=1, DaysOfWeek="Monday", DayOfWeekIndex="Third"), "2027-03-15", 5
    ),
    series(AbsoluteYearlyRecurrencePattern(DayOfMonth=15, Month="March"), "2027-03-15", end="2031-03-15"),
    series(
        RelativeYearlyRecurrencePattern(DaysOfWeek="Monday", DayOfWeekIndex="Third", Month="March"), "2027-03-15"
    ),
)  # fmt: skip


@pytest.mark.parametrize("recurrence", PATTERNS, ids=("daily", "weekly", "monthly", "3rd Monday", "yearly", "in March"))
def test_one_meeting_of_a_series_is_elsewhere(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, recurrence: Recurrence
) -> None:
    """every pattern, with each of the three ends: the attendee knows it, and learns of the one that is changed"""
    said: dict[str, Any] = {"ConferenceType": 1, "LegacyFreeBusyStatus": "OOF", "IsResponseRequested": False}
    master = meet_often(ews, recurrence, **said)
    assert ews.get(master, base="AllProperties").ConferenceType == 1
    (request,) = messages(ben)
    shown: Any = bens_ews.get(request, MeetingRequestMessage.IsOrganizer, base="AllProperties")
    assert (shown.IsOrganizer, shown.IsRecurring, shown.IntendedFreeBusyStatus) == (False, True, "OOF")
    copy = bens_ews.get(copy_at(ben), *OF_A_COPY, base="AllProperties")
    assert (copy.CalendarItemType, copy.IsRecurring, copy.AppointmentState) == ("RecurringMaster", True, 3)
    assert (copy.AllowNewTimeProposal, copy.IsResponseRequested, copy.IntendedFreeBusyStatus) == (True, False, "OOF")
    assert (copy.StartTimeZoneId, copy.EndTimeZoneId) == ("W. Europe Standard Time",) * 2
    assert copy.Organizer.Mailbox.EmailAddress == anna.address
    assert copy.Recurrence == shown.Recurrence
    first = bens_ews.get(copy.FirstOccurrence, base="AllProperties")
    assert (first.CalendarItemType, first.IsRecurring) == ("Occurrence", True)
    assert (shown.CalendarItemType, shown.Recurrence) == (
        "RecurringMaster",
        ews.get(master, CalendarItem.Recurrence).Recurrence,
    )
    assert type(next(iter(shown.Recurrence.values.values()))) is type(next(iter(recurrence.values.values())))
    before = ews.get(nth(master, 2), base="AllProperties")
    assert (before.CalendarItemType, before.OriginalStart) == ("Occurrence", before.Start)
    reply = ews.update(nth(master, 2), put(CalendarItem.Location, "Hall"), invitations="SendOnlyToAll")
    assert (reply.code, len(mails(reply))) == ("NoError", 1)
    (changed,) = ews.get(master, CalendarItem.ModifiedOccurrences).ModifiedOccurrences.Occurrence
    assert changed.ItemId.Id == before.ItemId.Id
    assert (changed.Start, changed.End, changed.OriginalStart) == (before.Start, before.End, before.Start)
    theirs = bens_ews.get(nth(bens_ews.get(copy_at(ben)).ItemId, 2), base="AllProperties")
    assert (theirs.CalendarItemType, theirs.Location, theirs.Start) == ("Exception", "Hall", before.Start)


@pytest.mark.parametrize("recurrence", PATTERNS, ids=("daily", "weekly", "monthly", "3rd Monday", "yearly", "in March"))
def test_the_first_of_a_series_is_earlier(ews: Client, recurrence: Recurrence) -> None:
    """by 26 hours, before the series begins: it is still the first, and the master tells when it was"""
    master = meet_often(ews, recurrence)
    before, earlier = ews.get(nth(master, 1), base="AllProperties"), dt.timedelta(hours=26)
    moved = (put(row, value - earlier) for row, value in ((CalendarItem.Start, at(10)), (CalendarItem.End, at(11))))
    assert ews.update(before.ItemId, *moved, invitations="SendOnlyToAll").code == "NoError"
    shown = ews.get(master, base="AllProperties")
    (changed,) = shown.ModifiedOccurrences.Occurrence
    assert (changed.Start, changed.End, changed.OriginalStart) == (at(8, day=14), at(9, day=14), at(10))
    assert (shown.FirstOccurrence.ItemId.Id, shown.FirstOccurrence.OriginalStart) == (changed.ItemId.Id, at(10))
    one = ews.get(changed.ItemId, base="AllProperties")
    assert (one.CalendarItemType, one.Start, one.OriginalStart) == ("Exception", at(8, day=14), at(10))


def test_an_update_of_a_series_tells_of_its_changed_dates(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    master = meet_often(ews, daily(7))
    answer(bens_ews, AcceptItem, messages(ben)[0], "SendOnly")
    ews.delete(nth(master, 1), cancellations="SendOnlyToAll", how="HardDelete")
    ews.update(nth(master, 2), put(CalendarItem.Location, "Hall"), invitations=SAVED)
    ews.update(master, put(CalendarItem.Location, "Aare"), invitations=SAVED)
    shown: Any = bens_ews.get(messages(ben)[-1], base="AllProperties")
    assert shown.Location == "Aare"
    assert [one.OriginalStart for one in shown.ModifiedOccurrences.Occurrence] == [at(10, day=16)]
    assert [one.Start for one in shown.DeletedOccurrences.DeletedOccurrence] == [at(10)]


# --- what is refused -----------------------------------------------------------------------------------------------


def test_deleting_a_date_of_a_series_must_say_who_is_told(ews: Client) -> None:
    master = ews.create(a_series(daily(5))).id
    assert ews.delete(nth(master, 2), cancellations=None).code == "ErrorSendMeetingCancellationsRequired"


@pytest.mark.parametrize("kind", [AcceptItem, TentativelyAcceptItem, DeclineItem, CancelCalendarItem])
def test_an_answer_needs_a_disposition(
    ews: Client, bens_ews: Client, anna: Mailbox, ben: Mailbox, kind: type[Bag]
) -> None:
    made = meet(ews)
    by, named = (ews, made) if kind is CancelCalendarItem else (bens_ews, messages(ben)[0])
    assert answer(by, kind, named, None).code == "ErrorMessageDispositionRequired"
    assert answer(by, kind, named, "SendOnly").code == "NoError"


@pytest.mark.parametrize(
    ("profile", "code"), [(Profile(), "ErrorInvalidPropertySet"), (Profile.exchange2013(), "NoError")]
)
def test_whether_a_meeting_is_online_is_the_servers_to_say(
    ews: Client, review: Item, profile: Profile, code: str
) -> None:
    """read-only since 2016"""
    assert ews.create(an_entry(IsOnlineMeeting=False)).code == code
    assert ews.update(review, put(CalendarItem.IsOnlineMeeting, True)).code == code


def test_the_way_up_from_what_is_no_occurrence(ews: Client, review: Item) -> None:
    master = ews.create(a_series(daily(5))).id
    wrong = way_up(ews, master)
    wrong.OccurrenceId = review.item_id
    assert ews.ask(get(wrong)).code == "ErrorCalendarCannotUseIdForOccurrenceId"
    deleting = DeleteItem(
        DeleteType="HardDelete", SendMeetingCancellations="SendOnlyToAll", ItemIds=ids_of_any_kind(wrong)
    )
    assert ews.ask(deleting).code == "ErrorCalendarCannotUseIdForOccurrenceId"


# --- reminders -----------------------------------------------------------------------------------------------------


def reminders(**said: Any) -> ArrayOfInboxReminder:
    """One reminder by mail."""
    return ArrayOfInboxReminder(InboxReminder=(InboxReminder(ReminderOffset=15, Message="Bring plans", **said),))


def kept(ews: Client, made: ItemId) -> InboxReminder:
    """The one reminder by mail that an entry has."""
    (one,) = ews.get(made, CalendarItem.InboxReminders).InboxReminders.InboxReminder
    assert isinstance(one, InboxReminder)
    return one


def test_reminders_by_mail(ews: Client) -> None:
    """asked for with Exchange2016, which brought them: each has an id, and is nobody else's unless that is said"""
    newer = ews.but(version="Exchange2016")
    made = meet(newer, InboxReminders=reminders())
    first = kept(newer, made)
    assert first.Id is not None
    assert first == reminders(
        Id=first.Id, IsOrganizerReminder=False, OccurrenceChange="None", SendOption="User"
    ).need(ArrayOfInboxReminder.InboxReminder)[0]  # fmt: skip
    for word in ("Added", "Override", "None", "Deleted"):
        wish = reminders(Id=first.Id, OccurrenceChange=word, SendOption="AllAttendees", IsOrganizerReminder=True)
        assert newer.update(made, put(CalendarItem.InboxReminders, wish)).code == "NoError"
        shown = kept(newer, made)
        assert (shown.Id, shown.OccurrenceChange, shown.SendOption) == (first.Id, word, "AllAttendees")
        assert shown.IsOrganizerReminder is True


@pytest.mark.parametrize(("organizers", "option"), [(True, "AllAttendees"), (False, "User")])
def test_whom_a_reminder_by_mail_is_for_if_that_is_not_said(ews: Client, organizers: bool, option: str) -> None:
    newer = ews.but(version="Exchange2016")
    wish = reminders(IsOrganizerReminder=organizers, SendOption="NotSet")
    assert kept(newer, meet(newer, InboxReminders=wish)).SendOption == option
