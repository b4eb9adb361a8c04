"""A series as MIME content: what CreateItem and UpdateItem make of a calendar, and the calendar that GetItem gives."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

import pytest

from fake_ews.contract.attachments import AttachmentResponseShape, ItemAttachment
from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.common import Body, ItemId, MimeContent
from fake_ews.contract.items import Item as ItemRows
from fake_ews.model.items import Item
from fake_ews.model.mailbox import Mailbox
from tests.fake_ews.operations.client import Client, at, put
from tests.fake_ews.operations.series import a_series, daily, in_view, times, weekly
from tests.fake_ews.operations.test_attachments import attach, attachment_id, only, read
from tests.fake_ews.operations.test_meetings import ALL, guests
from tests.fake_ews.operations.test_mime import calendar_part, content, text
from tests.fake_ews.operations.test_series import nth, seen

pytestmark = pytest.mark.usefixtures("kept")

AT_11 = "DTSTART;TZID=Europe/Zurich:20270315T110000"
HOUR = dt.timedelta(hours=1)


def an_event_of(*lines: str, uid: str = "series-1", summary: str = "Plan") -> tuple[str, ...]:
    """A VEVENT."""
    return ("BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT")


def calendar(*events: tuple[str, ...]) -> MimeContent:
    """A calendar of several VEVENTs."""
    lines = [line for event in events for line in event]
    return content("\r\n".join(("BEGIN:VCALENDAR", *lines, "END:VCALENDAR", "")))


def a_week(*more: str) -> tuple[str, ...]:
    """Seven days from 15 March 2027 on, at 11 in Berne, which is 10 UTC."""
    return an_event_of(AT_11, "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=7", *more)


def moved(day: int, *lines: str, hour: int = 14) -> tuple[str, ...]:
    """What becomes of one of these days: it is at another hour, UTC."""
    start = f"DTSTART:202703{day}T{hour}0000Z"
    return an_event_of(f"RECURRENCE-ID:202703{day}T100000Z", start, "DURATION:PT1H", *lines, summary="Plan, moved")


def made(ews: Client, *events: tuple[str, ...], **how: Any) -> ItemId:
    """The entry that a calendar becomes."""
    return ews.create(CalendarItem(MimeContent=calendar(*events)), **how).id


def event(ews: Client, named: Any, number: int = 0) -> str:
    """A VEVENT of the calendar that an item is given as."""
    return text(ews, named).split("BEGIN:VEVENT")[number + 1]


# in


def test_a_series_made_of_icalendar(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.2.2: the master, its pattern and times"""
    shown = seen(ews, made(ews, a_week()))
    assert (shown.CalendarItemType, shown.Recurrence) == ("RecurringMaster", daily(7, start="2027-03-15+01:00"))
    assert times(in_view(ews)) == [f"{day} 10:00" for day in range(15, 22)]


def test_the_pattern_is_of_the_zone_of_the_start(ews: Client) -> None:
    """A Monday in Berne is one, though it is Sunday in UTC; the zone's rules come with the calendar."""
    zone = ("BEGIN:VTIMEZONE", "TZID:Home", "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0100",
            "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
    start = ("DTSTART;TZID=Home:20270315T003000", "DURATION:PT15M")
    rule = "RRULE:FREQ=WEEKLY;UNTIL=20270329T223000Z"
    named = made(ews, zone, an_event_of(*start, rule, "EXDATE;TZID=Home:20270322T003000"))
    shown = seen(ews, named)
    assert shown.Recurrence.WeeklyRecurrence.DaysOfWeek == ("Monday",)
    assert shown.Recurrence.EndDateRecurrence.EndDate[:10] == "2027-03-29"
    assert times(in_view(ews, at(0, day=10), 30)) == ["14 23:30", "28 23:30"]


def test_days_left_out(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.1.1.20.13: in any zone, as dates, several in a line, twice; what is no date of it is nothing"""
    out = (
        "EXDATE:20270316T100000Z,20270316T100000Z", "EXDATE;TZID=Europe/Zurich:20270317T110000",
        "EXDATE:20270318T110000", "EXDATE;VALUE=DATE:20270319", "EXDATE;TZID=America/New_York:20270320T060000",
        "EXDATE:20270401T100000Z",
    )  # fmt: skip
    named = made(ews, a_week(*out))
    assert times(in_view(ews)) == ["15 10:00", "21 10:00"]
    gone = seen(ews, named).DeletedOccurrences.DeletedOccurrence
    assert [one.Start.day for one in gone] == [16, 17, 18, 19, 20]


def test_days_that_are_different(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.1.1.20.20: a VEVENT with RECURRENCE-ID is an exception; what it does not say it does not have"""
    master = a_week("LOCATION:Aare", "DESCRIPTION:bring it", "EXDATE:20270317T100000Z", "EXDATE:20270316T100000Z")
    named = made(ews, moved(16, "TRANSP:TRANSPARENT"), master, moved(18, "LOCATION:Rhine"))
    shown = seen(ews, named)
    assert [(one.Start.hour, one.OriginalStart.day) for one in shown.ModifiedOccurrences.Occurrence] == [
        (14, 16), (14, 18),
    ]  # fmt: skip
    assert [one.Start.day for one in shown.DeletedOccurrences.DeletedOccurrence] == [17]
    second, third = (ews.get(nth(named, index), ItemRows.Body, base="AllProperties") for index in (2, 4))
    assert (second.Subject, second.Location, second.Body.text) == ("Plan, moved", None, "")
    assert (second.CalendarItemType, second.LegacyFreeBusyStatus, second.End) == ("Exception", "Free", at(15, day=16))
    assert (third.Location, third.LegacyFreeBusyStatus, third.UID) == ("Rhine", "Busy", "series-1")
    assert ews.get(nth(named, 1), CalendarItem.Location).Location == "Aare"


def test_whole_days(ews: Client) -> None:
    """Dates everywhere; the mailbox's zone counts."""
    rule = ("DTSTART;VALUE=DATE:20270315", "RRULE:FREQ=DAILY;UNTIL=20270318", "EXDATE;VALUE=DATE:20270316")
    longer = ("RECURRENCE-ID;VALUE=DATE:20270317", "DTSTART;VALUE=DATE:20270317", "DTEND;VALUE=DATE:20270318")
    named = made(ews, an_event_of(*rule), an_event_of(*longer, summary="other"))
    shown = ews.get(nth(named, 3), base="AllProperties")
    assert (shown.Subject, shown.IsAllDayEvent, shown.CalendarItemType) == ("other", True, "Exception")
    assert [one.Subject for one in in_view(ews)] == ["Plan", "other", "Plan"]


def test_dates_that_change_their_places(ews: Client) -> None:
    """Where all of them end up counts: two that move by two days, each beyond where the other one was."""
    later = an_event_of("RECURRENCE-ID:20270320T100000Z", "DTSTART:20270322T100000Z", "DURATION:PT1H")
    last = an_event_of("RECURRENCE-ID:20270321T100000Z", "DTSTART:20270323T100000Z", "DURATION:PT1H")
    assert times(in_view(ews, days=14)) == []
    made(ews, a_week(), later, last)
    assert times(in_view(ews, days=14))[-2:] == ["22 10:00", "23 10:00"]


def test_one_date_of_a_series_is_a_single_entry(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.1.1.20.20: where no VEVENT has the rule, as who is invited to one date gets it"""
    shown = seen(ews, made(ews, moved(16)))
    assert (shown.CalendarItemType, shown.Start) == ("Single", at(14, day=16))


TWICE = an_event_of(AT_11, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270315T100000Z,20270316T100000Z")


@pytest.mark.parametrize(
    ("events", "code", "why"),
    [
        ([a_week("RRULE:FREQ=DAILY")], "ErrorMimeContentInvalid", "it has two RRULE"),
        ([a_week("RDATE:20270401T100000Z")], "ErrorMimeContentInvalid", "RDATE is not supported"),
        ([a_week(), moved(16, "EXRULE:FREQ=DAILY")], "ErrorMimeContentInvalid", "EXRULE is not supported"),
        ([an_event_of(AT_11, "EXDATE:20270316T100000Z")], "ErrorMimeContentInvalid", "no RRULE, but EXDATE"),
        ([an_event_of(AT_11), moved(16)], "ErrorMimeContentInvalid", "no RRULE, but a second VEVENT"),
        ([a_week("RECURRENCE-ID:20270316T100000Z")], "ErrorMimeContentInvalid", "with RRULE has a RECURRENCE-ID"),
        ([a_week(), an_event_of(AT_11)], "ErrorMimeContentInvalid", "a second VEVENT has no RECURRENCE-ID"),
        (
            [a_week(), an_event_of(AT_11, "RECURRENCE-ID:20270316T100000Z", uid="2")],
            "ErrorMimeContentInvalid",
            "RECURRENCE-ID:20270316T100000Z has another UID",
        ),
        (
            [a_week(), an_event_of(AT_11, "RECURRENCE-ID;RANGE=THISANDFUTURE:20270316T100000Z")],
            "ErrorMimeContentInvalid",
            "is about a range of dates",
        ),
        ([a_week(), moved(16, "RRULE:FREQ=DAILY")], "ErrorMimeContentInvalid", "20270316T100000Z has RRULE"),
        ([a_week("EXDATE:tomorrow")], "ErrorMimeContentInvalid", "EXDATE:tomorrow is no time"),
        ([a_week("EXDATE:20270231")], "ErrorMimeContentInvalid", "EXDATE:20270231 is no time"),
        (
            [a_week(), an_event_of(AT_11, "RECURRENCE-ID:x")],
            "ErrorMimeContentInvalid",
            "RECURRENCE-ID:x: RECURRENCE-ID is no time",
        ),
        (
            [a_week(), an_event_of("RECURRENCE-ID:20270316T100000Z")],
            "ErrorMimeContentInvalid",
            "RECURRENCE-ID:20270316T100000Z: its DTSTART is no time",
        ),
        ([a_week(), moved(25)], "ErrorMimeContentInvalid", "the series has no occurrence on 2027-03-25"),
        ([an_event_of(AT_11, "RRULE:FREQ=HOURLY")], "ErrorMimeContentInvalid", "FREQ=HOURLY is none of"),
        ([TWICE], "ErrorRecurrenceHasNoOccurrence", ""),
        (
            [an_event_of(AT_11, "RRULE:FREQ=DAILY;UNTIL=20270101")],
            "ErrorCalendarEndDateIsEarlierThanStartDate",
            "",
        ),
        (
            [a_week(), an_event_of("RECURRENCE-ID:20270316T100000Z", "DTSTART:20270317T080000Z", "DURATION:PT1H")],
            "ErrorOccurrenceCrossingBoundary",
            "",
        ),
        (
            [a_week(), an_event_of("RECURRENCE-ID:20270316T100000Z", "DTSTART:20270316T100000Z", "DURATION:P1DT1H")],
            "ErrorOccurrenceTimeSpanTooBig",
            "",
        ),
        ([a_week(), moved(16, "DTEND:20270316T130000Z")], "ErrorCalendarEndDateIsEarlierThanStartDate", ""),
    ],
)
def test_what_is_no_series(
    ews: Client, anna: Mailbox, review: Item, events: list[tuple[str, ...]], code: str, why: str
) -> None:
    """Nothing of a calendar is lost in silence: it is refused, with the name of what is wrong, and nothing changes."""
    change = review.change
    for reply in (
        ews.create(CalendarItem(MimeContent=calendar(*events))),
        ews.update(review, put(ItemRows.MimeContent, calendar(*events))),
    ):
        assert (reply.code, why in reply.only.MessageText) == (code, True)
    assert list(anna.items.values()) == [review]
    assert review.change == change


def test_a_series_becomes_another_one(ews: Client) -> None:
    """UpdateItem: the calendar's dates replace those that were there, though the pattern is the same."""
    named = made(ews, a_week("EXDATE:20270316T100000Z"), moved(18))
    ews.update(named, put(ItemRows.MimeContent, calendar(a_week("EXDATE:20270317T100000Z"), moved(20))))
    assert times(in_view(ews)) == ["15 10:00", "16 10:00", "18 10:00", "19 10:00", "20 14:00", "21 10:00"]


def test_a_series_becomes_a_single_entry_and_one_again(ews: Client) -> None:
    """UpdateItem with a calendar without RRULE, and with one"""
    named = made(ews, a_week("EXDATE:20270316T100000Z"), moved(18))
    ews.update(named, put(ItemRows.MimeContent, calendar(an_event_of(AT_11))))
    shown = seen(ews, named)
    assert (shown.CalendarItemType, shown.DeletedOccurrences, shown.ModifiedOccurrences) == ("Single", None, None)
    ews.update(named, put(ItemRows.MimeContent, calendar(a_week())))
    assert len(in_view(ews)) == 7


def test_an_occurrence_is_changed_by_a_calendar(ews: Client) -> None:
    """It becomes what the VEVENT says; a pattern of its own it cannot have."""
    named = made(ews, a_week())
    assert ews.update(nth(named, 2), put(ItemRows.MimeContent, calendar(moved(16)))).code == "NoError"
    shown = ews.get(nth(named, 2), base="AllProperties")
    assert (shown.Subject, shown.Start, shown.CalendarItemType) == ("Plan, moved", at(14, day=16), "Exception")
    refused = ews.update(nth(named, 3), put(ItemRows.MimeContent, calendar(a_week())))
    assert refused.code == "ErrorInvalidPropertySet"


def test_who_is_invited_gets_the_dates_too(ews: Client, ben: Mailbox, bens_ews: Client) -> None:
    """The copy has the exceptions that the calendar had."""
    guest = "ATTENDEE:mailto:ben@example.test"
    made(ews, a_week("EXDATE:20270316T100000Z", guest), moved(18, guest), invitations=ALL)
    assert times(in_view(bens_ews)) == ["15 10:00", "17 10:00", "18 14:00", "19 10:00", "20 10:00", "21 10:00"]


def test_an_attached_series(ews: Client, review: Item) -> None:
    """CreateAttachment: its dates are there when it is read again."""
    held = ItemAttachment(Name="s", CalendarItem=CalendarItem(MimeContent=calendar(a_week(), moved(18))))
    named = attachment_id(attach(ews, review, held))
    shown = only(read(ews, named, shape=AttachmentResponseShape(IncludeMimeContent=True))).CalendarItem
    assert (shown.CalendarItemType, shown.FirstOccurrence, shown.ModifiedOccurrences) == ("RecurringMaster", None, None)
    assert b"RECURRENCE-ID" in base64.b64decode(shown.MimeContent.text)


# out


def test_the_calendar_of_a_series(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.1.1.20: the rule, the deleted dates in one line, each changed one as a VEVENT of its own"""
    master = ews.create(a_series(weekly("Monday", "Thursday", start="2027-03-15"))).id
    ews.delete(nth(master, 2))
    ews.delete(nth(master, 3))
    ews.update(nth(master, 4), put(CalendarItem.Start, at(13, day=25)), put(CalendarItem.End, at(14, day=25)))
    told = text(ews, master)
    assert told.count("BEGIN:VTIMEZONE") == 1
    first, second = event(ews, master), event(ews, master, 1)
    for line in (
        "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH;WKST=SU",
        "EXDATE;TZID=W. Europe Standard Time:20270318T110000,20270322T110000",
        "DTSTART;TZID=W. Europe Standard Time:20270315T110000", "X-MICROSOFT-CDO-INSTTYPE:1",
    ):  # fmt: skip
        assert f"\n{line}\n" in first
    assert "RECURRENCE-ID" not in first
    for line in (
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20270325T110000",
        "DTSTART;TZID=W. Europe Standard Time:20270325T140000", "X-MICROSOFT-CDO-INSTTYPE:3",
        "SUMMARY;LANGUAGE=en-US:Review",
    ):  # fmt: skip
        assert f"\n{line}\n" in second
    assert "RRULE" not in second


def test_the_end_of_a_rule(ews: Client) -> None:
    """RFC 5545 3.3.10: an instant in UTC, in summer time here; of whole days a date"""
    named = ews.create(a_series(daily(end="2027-04-01"))).id
    assert "\nRRULE:FREQ=DAILY;UNTIL=20270401T090000Z;INTERVAL=1\n" in event(ews, named)
    whole = ews.create(a_series(daily(end="2027-04-01"), IsAllDayEvent=True)).id
    ews.delete(nth(whole, 2))
    ews.update(nth(whole, 3), put(ItemRows.Subject, "other"))
    assert "\nRRULE:FREQ=DAILY;UNTIL=20270401;INTERVAL=1\nEXDATE;VALUE=DATE:20270316\n" in event(ews, whole)
    assert "\nRECURRENCE-ID;VALUE=DATE:20270317\n" in event(ews, whole, 1)


def test_the_calendar_of_an_occurrence(ews: Client) -> None:
    """MS-OXCICAL 2.1.3.1.1.20.20, 2.1.3.2.2: itself alone, without a rule"""
    named = made(ews, a_week(), moved(16))
    for index, kind, subject in ((2, 3, "Plan\\, moved"), (3, 2, "Plan")):
        told = event(ews, nth(named, index))
        assert f"\nRECURRENCE-ID;TZID=W. Europe Standard Time:202703{14 + index}T110000\n" in told
        assert f"\nX-MICROSOFT-CDO-INSTTYPE:{kind}\n" in told
        assert f"SUMMARY;LANGUAGE=en-US:{subject}\n" in told
        assert "RRULE" not in told
        assert text(ews, nth(named, index)).count("BEGIN:VEVENT") == 1


def test_a_date_in_another_zone_brings_its_zone(ews: Client) -> None:
    """Its original start is in the zone of the series."""
    tokyo = ("RECURRENCE-ID:20270316T100000Z", "DTSTART;TZID=Asia/Tokyo:20270316T210000", "DURATION:PT1H")
    named = made(ews, a_week(), an_event_of(*tokyo))
    told = text(ews, named)
    assert told.count("BEGIN:VTIMEZONE") == 2
    second = event(ews, named, 1)
    assert "\nDTSTART;TZID=Tokyo Standard Time:20270316T210000\n" in second
    assert "\nRECURRENCE-ID;TZID=W. Europe Standard Time:20270316T110000\n" in second


def test_what_is_given_is_taken_back(ews: Client, anna: Mailbox) -> None:
    """A series that is read and written again is the same: every value of every date."""
    body = Body(BodyType="Text", text="bring it")
    named = ews.create(a_series(daily(7), Location="Aare", Body=body, RequiredAttendees=guests("ben@example.test"))).id
    ews.delete(nth(named, 2))
    ews.update(nth(named, 3), put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17)))
    ews.update(nth(named, 4), put(CalendarItem.Location, "Rhine"))
    (before,) = (item.bag for item in anna.items_of(anna.need("calendar")))
    told = ews.get(named, ItemRows.MimeContent).MimeContent
    assert ews.update(named, put(ItemRows.MimeContent, told)).code == "NoError"
    (after,) = (item.bag for item in anna.items_of(anna.need("calendar")))
    for row in (CalendarItem.Recurrence, CalendarItem.ModifiedOccurrences, CalendarItem.DeletedOccurrences):
        assert after.values[row] == before.values[row], row


def test_a_request_for_a_series_carries_its_rule(ews: Client, bens_ews: Client, ben: Mailbox) -> None:
    """RFC 6047; for one date of it, which one"""
    master = ews.create(a_series(daily(7), RequiredAttendees=guests("ben@example.test")), invitations=ALL).id
    (request,) = ben.items_of(ben.need("inbox"))
    assert "\nRRULE:FREQ=DAILY;COUNT=7;INTERVAL=1\n" in calendar_part(bens_ews, request)[1]
    ews.update(
        nth(master, 3), put(CalendarItem.Start, at(12, day=17)), put(CalendarItem.End, at(13, day=17)), invitations=ALL
    )
    _, second = ben.items_of(ben.need("inbox"))
    told = calendar_part(bens_ews, second)[1]
    assert "RRULE" not in told.split("BEGIN:VEVENT")[1]
    assert "\nRECURRENCE-ID;TZID=W. Europe Standard Time:20270317T110000\n" in told
