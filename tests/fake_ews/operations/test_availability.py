"""GetUserAvailability and GetServerTimeZones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.availability import (
    ArrayOfMailboxData,
    Duration,
    FreeBusyViewOptions,
    GetServerTimeZones,
    GetUserAvailabilityRequest,
    MailboxData,
    SuggestionsViewOptions,
    TEmailAddress,
)
from fake_ews.contract.zones import (
    NonEmptyArrayOfTimeZoneId,
    SerializableTimeZone,
    SerializableTimeZoneTime,
)
from fake_ews.model import rights
from fake_ews.model.exchange import Exchange
from fake_ews.model.failures import RequestFailure
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, Reply, an_entry, at
from tests.fake_ews.operations.test_meetings import AARE, ALL, guests

MORNING = Duration(StartTime=dt.datetime(2027, 3, 15, 8), EndTime=dt.datetime(2027, 3, 15, 13))
BACKWARDS = Duration(StartTime=MORNING.EndTime, EndTime=MORNING.StartTime)
FOREVER = Duration(StartTime=MORNING.StartTime, EndTime=dt.datetime(2027, 6, 15))
UTC = SerializableTimeZone(
    Bias=0,
    StandardTime=SerializableTimeZoneTime(Bias=0, Time="00:00:00", DayOrder=1, Month=1, DayOfWeek="Sunday"),
    DaylightTime=SerializableTimeZoneTime(Bias=0, Time="00:00:00", DayOrder=1, Month=1, DayOfWeek="Sunday"),
)
BERNE = SerializableTimeZone(
    Bias=-60,
    StandardTime=SerializableTimeZoneTime(Bias=0, Time="03:00:00", DayOrder=5, Month=10, DayOfWeek="Sunday"),
    DaylightTime=SerializableTimeZoneTime(Bias=-60, Time="02:00:00", DayOrder=5, Month=3, DayOfWeek="Sunday"),
)


def options(view: str = "DetailedMerged", window: Duration = MORNING, interval: int | None = 60) -> FreeBusyViewOptions:
    """FreeBusyViewOptions."""
    return FreeBusyViewOptions(TimeWindow=window, MergedFreeBusyIntervalInMinutes=interval, RequestedView=(view,))


def a_wish(**said: object) -> SuggestionsViewOptions:
    """SuggestionsViewOptions, for the morning."""
    return SuggestionsViewOptions(**{"DetailedSuggestionsWindow": MORNING} | said)


def ask(ews: Client, *addresses: str, zone: SerializableTimeZone | None = UTC, **said: object) -> Reply:
    """GetUserAvailability of these people."""
    people = tuple(
        MailboxData(Email=TEmailAddress(Address=one), AttendeeType="Required")
        for one in addresses or ("anna@example.test",)
    )
    wish: dict[str, object] = {
        "TimeZone": zone, "MailboxDataArray": ArrayOfMailboxData(MailboxData=people), "FreeBusyViewOptions": options(),
    }  # fmt: skip
    return ews.ask(GetUserAvailabilityRequest(**wish | said))


def answers(reply: Reply) -> tuple[Any, ...]:
    """One answer a mailbox."""
    bag: Any = reply.bag
    found: tuple[Any, ...] = bag.FreeBusyResponseArray.FreeBusyResponse
    return found


def test_the_longest_window_is_that_of_who_asks(ews: Client, bens_ews: Client, anna: Mailbox) -> None:
    anna.behave(Profile(availability_days=1))
    week = options(window=Duration(StartTime=dt.datetime(2027, 3, 15), EndTime=dt.datetime(2027, 3, 22)))
    assert len(answers(ask(bens_ews, FreeBusyViewOptions=week))) == 1
    with pytest.raises(RequestFailure, match="ErrorTimeIntervalTooBig"):
        ask(ews, FreeBusyViewOptions=week)


def test_the_own_calendar(ews: Client, review: Item) -> None:
    """ref/getuseravailability-operation: merged, and in detail with rights; times in the request's zone, no offset"""
    reply = ask(ews)
    (answer,) = answers(reply)
    assert (answer.ResponseMessage.ResponseClass, answer.ResponseMessage.ResponseCode) == ("Success", "NoError")
    assert answer.FreeBusyView.MergedFreeBusy == "00200"
    (event,) = answer.FreeBusyView.CalendarEventArray.CalendarEvent
    assert (event.StartTime, event.EndTime, event.BusyType) == (
        dt.datetime(2027, 3, 15, 10), dt.datetime(2027, 3, 15, 11), "Busy",
    )  # fmt: skip
    assert event.CalendarEventDetails.Subject == "Review"
    assert b"<t:StartTime>2027-03-15T10:00:00</t:StartTime>" in reply.raw
    assert reply.turn.codes == ["NoError"]


def test_in_the_zone_of_the_request(ews: Client, review: Item) -> None:
    (answer,) = answers(ask(ews, zone=BERNE))
    (event,) = answer.FreeBusyView.CalendarEventArray.CalendarEvent
    assert (event.StartTime, answer.FreeBusyView.MergedFreeBusy) == (dt.datetime(2027, 3, 15, 11), "00020")


def test_in_the_zone_of_the_context(ews: Client, review: Item) -> None:
    """EWS Managed API: for 2010 and later it takes its zone from the TimeZoneContext header only"""
    (answer,) = answers(ask(ews.but(zone="W. Europe Standard Time"), zone=None))
    assert answer.FreeBusyView.MergedFreeBusy == "00020"
    (answer,) = answers(ask(ews, zone=None))
    assert answer.FreeBusyView.MergedFreeBusy == "00200"


def test_others_calendars_without_details(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """ref/getuseravailability: the detailed view only with rights"""
    bens_ews.create(an_entry(Subject="Secret", LegacyFreeBusyStatus="OOF"))
    (answer,) = answers(ask(ews, "ben@example.test"))
    assert answer.FreeBusyView.MergedFreeBusy == "00300"
    (event,) = answer.FreeBusyView.CalendarEventArray.CalendarEvent
    assert event.CalendarEventDetails is None


def test_each_by_itself_in_order(ews: Client, ben: Mailbox, review: Item) -> None:
    """an unknown mailbox: ErrorMailRecipientNotFound inside its own answer"""
    reply = ask(ews, "BEN@example.test", "nobody@example.test", "anna@example.test")
    free, unknown, busy = answers(reply)
    assert (free.FreeBusyView.MergedFreeBusy, busy.FreeBusyView.MergedFreeBusy) == ("00000", "00200")
    assert (unknown.ResponseMessage.ResponseClass, unknown.ResponseMessage.ResponseCode) == (
        "Error", "ErrorMailRecipientNotFound",
    )  # fmt: skip
    assert unknown.FreeBusyView is None
    assert reply.turn.codes == ["NoError", "ErrorMailRecipientNotFound", "NoError"]


def test_a_room_is_asked_for_and_taken(ews: Client, aare: Mailbox) -> None:
    """C2: tentatively taken until the room has answered"""
    ews.create(an_entry(Resources=guests(AARE)), invitations=ALL)
    assert answers(ask(ews, AARE))[0].FreeBusyView.MergedFreeBusy == "00100"


def test_what_touches_the_window_is_not_in_it(ews: Client) -> None:
    ews.create(an_entry(Start=at(13), End=at(14)), an_entry(Start=at(7), End=at(8)))
    (answer,) = answers(ask(ews))
    assert answer.FreeBusyView.MergedFreeBusy == "00000"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"FreeBusyViewOptions": None}, "ErrorInvalidOperation"),
        *(
            (
                {"SuggestionsViewOptions": a_wish(**{name: value})},
                code,
            )
            for name, value, code in (
                ("GoodThreshold", 51, "ErrorInvalidArgument"),
                ("MaximumResultsByDay", 49, "ErrorInvalidArgument"),
                ("MaximumNonWorkHourResultsByDay", -1, "ErrorInvalidArgument"),
                ("MeetingDurationInMinutes", 29, "ErrorInvalidArgument"),
                ("DetailedSuggestionsWindow", BACKWARDS, "ErrorInvalidTimeInterval"),
                ("DetailedSuggestionsWindow", FOREVER, "ErrorTimeIntervalTooBig"),
            )
        ),
        (
            {"FreeBusyViewOptions": options(window=BACKWARDS)},
            "ErrorInvalidTimeInterval",
        ),
        ({"FreeBusyViewOptions": options(interval=4)}, "ErrorInvalidMergedFreeBusyInterval"),
    ],
)
def test_requests_that_are_refused(ews: Client, said: dict[str, Any], code: str) -> None:
    """there are no response messages to carry it: the whole request fails"""
    with pytest.raises(RequestFailure, match=code):
        ask(ews, **said)


def test_a_zone_that_makes_no_sense(ews: Client) -> None:
    broken = SerializableTimeZone(Bias=9999, StandardTime=UTC.StandardTime, DaylightTime=UTC.DaylightTime)
    with pytest.raises(RequestFailure, match="ErrorTimeZone"):
        ask(ews, zone=broken)


# --- GetServerTimeZones --------------------------------------------------------------------------------------------


def definitions(ews: Client, *named: str, full: bool | None = None) -> tuple[Any, ...]:
    """GetServerTimeZones: the definitions."""
    wanted = NonEmptyArrayOfTimeZoneId(Id=named) if named else None
    found = ews.ask(GetServerTimeZones(ReturnFullTimeZoneData=full, Ids=wanted)).only.TimeZoneDefinitions
    listed: tuple[Any, ...] = found.TimeZoneDefinition or ()
    return listed


def test_all_zones_in_full(ews: Client) -> None:
    """ref/getservertimezones: ReturnFullTimeZoneData is true by default"""
    found = definitions(ews)
    assert len(found) > 100
    assert {"W. Europe Standard Time", "UTC", "Tokyo Standard Time"} <= {one.Id for one in found}
    assert all(one.Name and one.Periods and one.TransitionsGroups and one.Transitions for one in found)


def test_by_id(ews: Client) -> None:
    (only,) = definitions(ews, "W. Europe Standard Time", "Nowhere Standard Time", full=False)
    assert (only.Id, only.Periods) == ("W. Europe Standard Time", None)
    assert definitions(ews, "Nowhere Standard Time") == ()


# --- suggestions -----------------------------------------------------------------------------------------------------


def suggested(ews: Client, *addresses: str, zone: SerializableTimeZone = UTC, **said: object) -> list[Any]:
    """The days of an answer to who asks for nothing but suggestions."""
    wish = a_wish(**said)
    answer: Any = ask(ews, *addresses, zone=zone, FreeBusyViewOptions=None, SuggestionsViewOptions=wish).bag
    assert answer.FreeBusyResponseArray is None
    assert answer.SuggestionsResponse.ResponseMessage.ResponseCode == "NoError"
    return list(answer.SuggestionsResponse.SuggestionDayResultArray.SuggestionDayResult)


def told(day: Any) -> list[tuple[str, str, list[str]]]:
    """When each suggestion is, how good, and what the others do then."""
    return [
        (
            f"{one.MeetingTime:%H:%M}",
            one.SuggestionQuality,
            [getattr(entry.value, "BusyType", None) or "Unknown" for entry in one.AttendeeConflictDataArray.entries],
        )
        for one in day.SuggestionArray.Suggestion
    ]


def test_times_at_which_everybody_has_time_come_first(ews: Client, review: Item, ben: Mailbox) -> None:
    """Anna has her review from 10 to 11 UTC; 8 to 13 UTC is 9 to 14 in Berne, where she works"""
    (day,) = suggested(ews, "anna@example.test", "ben@example.test")
    assert (day.Date, day.DayQuality) == (dt.datetime(2027, 3, 15), "Excellent")
    assert told(day) == [
        ("08:00", "Excellent", ["Free", "Free"]), ("08:30", "Excellent", ["Free", "Free"]),
        ("09:00", "Excellent", ["Free", "Free"]), ("11:00", "Excellent", ["Free", "Free"]),
        ("11:30", "Excellent", ["Free", "Free"]), ("12:00", "Excellent", ["Free", "Free"]),
        ("09:30", "Fair", ["Busy", "Free"]), ("10:00", "Fair", ["Busy", "Free"]), ("10:30", "Fair", ["Busy", "Free"]),
    ]  # fmt: skip


def test_who_must_be_there_rules_times_out(ews: Client, review: Item, ben: Mailbox) -> None:
    """ref/excludeconflicts"""
    people = tuple(
        MailboxData(Email=TEmailAddress(Address=address), AttendeeType="Required", ExcludeConflicts=needed)
        for address, needed in (("anna@example.test", True), ("ben@example.test", False))
    )
    wish = SuggestionsViewOptions(DetailedSuggestionsWindow=MORNING)
    array = ArrayOfMailboxData(MailboxData=people)
    answer: Any = ask(ews, MailboxDataArray=array, SuggestionsViewOptions=wish).bag
    (day,) = answer.SuggestionsResponse.SuggestionDayResultArray.SuggestionDayResult
    assert [time for time, _, _ in told(day)] == ["08:00", "08:30", "09:00", "11:00", "11:30", "12:00"]


def test_who_is_not_known_is_told_as_such(ews: Client) -> None:
    (day,) = suggested(ews, "anna@example.test", "nobody@example.test", MaximumResultsByDay=1)
    assert told(day) == [("08:00", "Excellent", ["Free", "Unknown"])]


def test_whose_calendar_may_not_be_seen_is_told_as_unknown(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """ref/unknownattendeeconflictdata: no access to free/busy, and no word of when he is busy"""
    bens_ews.create(an_entry())
    busy = told(*suggested(ews, "ben@example.test", MinimumSuggestionQuality="Poor", MaximumResultsByDay=48))
    assert [time for time, _, others in busy if others == ["Busy"]] == ["09:30", "10:00", "10:30"]
    with ben.exchange.turn():
        ben.permit(ben.need("calendar"), ben.need("calendar").permissions | {"Default": rights.LEVELS["None"]})
    assert answers(ask(ews, "ben@example.test"))[0].ResponseMessage.ResponseCode == "ErrorNoFreeBusyAccess"
    (day,) = suggested(ews, "ben@example.test", MinimumSuggestionQuality="Poor", MaximumResultsByDay=48)
    assert {(quality, *others) for _, quality, others in told(day)} == {("Excellent", "Unknown")}
    (own,) = suggested(bens_ews, "ben@example.test", MinimumSuggestionQuality="Poor", MaximumResultsByDay=48)
    assert {others[0] for _, _, others in told(own)} == {"Free", "Busy"}


def test_work_time_is_by_the_hours_of_who_asks(ews: Client, exchange: Exchange, anna: Mailbox) -> None:
    """she works in Berne, an hour ahead of UTC; WorkingHours are told of her, too"""
    exchange.set_hours(anna, {"WorkDays": ["Monday"], "WorkingHoursStartTime": "10:00", "WorkingHoursEndTime": "12:30"})
    (day,) = suggested(ews, MaximumNonWorkHourResultsByDay=48)
    times = {
        one.MeetingTime.hour + one.MeetingTime.minute / 60: one.IsWorkTime for one in day.SuggestionArray.Suggestion
    }
    assert [time for time, at_work in times.items() if at_work] == [9, 9.5, 10, 10.5]
    assert [time for time, at_work in times.items() if not at_work] == [8, 8.5, 11, 11.5, 12]
    (view,) = (one.FreeBusyView for one in answers(ask(ews)))
    (period,) = view.WorkingHours.WorkingPeriodArray.WorkingPeriod
    assert (period.DayOfWeek, period.StartTimeInMinutes, period.EndTimeInMinutes) == (("Monday",), 600, 750)


def test_times_and_days_are_those_of_the_request(ews: Client, review: Item) -> None:
    window = Duration(StartTime=dt.datetime(2027, 3, 15, 11), EndTime=dt.datetime(2027, 3, 16, 9))
    first, second = suggested(
        ews, zone=BERNE, DetailedSuggestionsWindow=window, MaximumResultsByDay=2, MaximumNonWorkHourResultsByDay=1
    )
    assert (first.Date, second.Date) == (dt.datetime(2027, 3, 15), dt.datetime(2027, 3, 16))
    assert [(time, quality) for time, quality, _ in told(first)] == [
        ("12:00", "Excellent"), ("12:30", "Excellent"), ("16:30", "Excellent"),
    ]  # fmt: skip
    assert [one.IsWorkTime for one in first.SuggestionArray.Suggestion] == [True, True, False]
    assert [time for time, _, _ in told(second)] == ["08:00", "00:00"]


def test_free_busy_and_suggestions_in_one_answer(ews: Client, review: Item) -> None:
    answer: Any = ask(ews, SuggestionsViewOptions=SuggestionsViewOptions(DetailedSuggestionsWindow=MORNING)).bag
    assert answer.FreeBusyResponseArray.FreeBusyResponse[0].FreeBusyView.MergedFreeBusy == "00200"
    assert len(answer.SuggestionsResponse.SuggestionDayResultArray.SuggestionDayResult) == 1
