"""An entry as iCalendar and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import ArrayOfStrings, Body, EmailAddress
from fake_ews.contract.items import Item as ItemRows
from fake_ews.contract.notation import Row
from fake_ews.model import entries, icalendar, vevents, zones
from fake_ews.model.clock import ManualClock
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import Exchange
from fake_ews.model.items import Item
from fake_ews.model.profile import Profile

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)
NAMES = st.text("abcdefgh", min_size=1, max_size=8)


def an_organisation() -> Exchange:
    exchange = Exchange(ManualClock(), Profile(), seed=7)
    exchange.add_mailbox("anna@example.test", name="Anna Arn")
    return exchange


def stored(bag: CalendarItem) -> Item:
    """An entry in Anna's calendar."""
    anna = an_organisation().mailboxes["anna@example.test"]
    assert entries.complete(bag, anna, Zoning()) is None
    with anna.exchange.turn():
        return anna.create(anna.need("calendar"), bag, {}, anna.name)


def told(item: Item) -> str:
    return icalendar.written(vevents.calendar(item, "PUBLISH"))


def read(text: str, zone: str = "W. Europe Standard Time") -> CalendarItem | None:
    whole = icalendar.parse(text)
    assert whole is not None
    main = vevents.main(whole)
    return None if main is None else vevents.entry(main, whole, zone)


def an_event(*lines: str) -> str:
    return "\n".join(("BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR"))


def entry(*lines: str) -> CalendarItem:
    """The entry of a VEVENT that starts at 9 UTC, with these lines."""
    found = read(an_event("DTSTART:20270315T090000Z", *lines))
    assert found is not None
    return found


def people(names: list[str]) -> NonEmptyArrayOfAttendees | None:
    made = [EmailAddress(Name=name, EmailAddress=f"{name}@other.test") for name in names]
    return NonEmptyArrayOfAttendees(Attendee=tuple(Attendee(Mailbox=one) for one in made)) if made else None


@st.composite
def entry_bags(draw: st.DrawFn) -> CalendarItem:
    """Entries as clients make them: any zone, all-day or not, with people and a reminder or without."""
    start = draw(st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2040, 1, 1))).replace(microsecond=0)
    names = draw(st.lists(NAMES, unique=True, max_size=6))
    bag = CalendarItem(
        Subject=draw(TEXTS), Location=draw(TEXTS.filter(bool) | st.none()),
        Start=start.replace(tzinfo=dt.UTC), End=start.replace(tzinfo=dt.UTC) + draw(st.timedeltas(
            dt.timedelta(0), dt.timedelta(days=3))),
        StartTimeZoneId=draw(st.sampled_from(zones.ids())), IsAllDayEvent=draw(st.booleans()),
        ReminderIsSet=draw(st.booleans()), ReminderMinutesBeforeStart=draw(st.integers(0, 20000)),
        Sensitivity=draw(st.sampled_from(("Normal", "Personal", "Private", "Confidential"))),
        Importance=draw(st.sampled_from(("Low", "Normal", "High"))),
        LegacyFreeBusyStatus=draw(st.sampled_from(("Free", "Tentative", "Busy", "OOF", "WorkingElsewhere"))),
        RequiredAttendees=people(names[:2]), OptionalAttendees=people(names[2:4]), Resources=people(names[4:]),
        AllowNewTimeProposal=draw(st.sampled_from((False, None))),
    )  # fmt: skip
    if draw(st.booleans()):
        bag.Body = Body(BodyType="Text", text=draw(TEXTS.map(str.strip).filter(bool)))
        bag.Categories = ArrayOfStrings(String=tuple(draw(st.lists(TEXTS.filter(bool), min_size=1, max_size=3))))
    return bag


SAME: tuple[Row[Any], ...] = (
    ItemRows.Subject, ItemRows.Body, ItemRows.Categories, ItemRows.Sensitivity, ItemRows.Importance,
    ItemRows.ReminderIsSet, CalendarItem.Start, CalendarItem.End, CalendarItem.StartTimeZoneId,
    CalendarItem.IsAllDayEvent, CalendarItem.Location, CalendarItem.LegacyFreeBusyStatus, CalendarItem.UID,
    CalendarItem.RequiredAttendees, CalendarItem.OptionalAttendees, CalendarItem.Resources,
    CalendarItem.AppointmentSequenceNumber,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(entry_bags())
def test_an_entry_comes_back_as_it_went(bag: CalendarItem) -> None:
    """Subject, times, zone, all-day, reminder, people: what one direction writes, the other reads."""
    item = stored(bag)
    zone = item.need(CalendarItem.StartTimeZoneId)
    for time in (item.need(CalendarItem.Start), item.need(CalendarItem.End)):  # one that occurs twice is its first
        assume(zones.to_utc(zones.offset_form(time, zone).replace(tzinfo=None), zone) == time)
    again = read(told(item))
    assert again is not None
    repaired = stored(again)
    for row in SAME:
        assert repaired.bag.get(row) == item.bag.get(row), row
    if item.bag.get(ItemRows.ReminderIsSet):
        minutes = ItemRows.ReminderMinutesBeforeStart
        assert repaired.bag.get(minutes) == item.bag.get(minutes)


@pytest.mark.parametrize(
    ("lines", "start", "end", "zone"),
    [
        (("DTSTART:20270315T090000Z", "DTEND:20270315T100000Z"), (9, 0), (10, 0), "UTC"),
        (("DTSTART;TZID=Europe/Zurich:20270315T100000", "DURATION:PT90M"), (9, 0), (10, 30), "Europe/Zurich"),
        (("DTSTART;TZID=Europe/Zurich:20270315T090000Z", "DURATION:PT1H"), (9, 0), (10, 0), "Europe/Zurich"),
        (("DTSTART:20270315T100000", "DURATION:-PT1H"), (9, 0), (8, 0), "W. Europe Standard Time"),
        (("DTSTART;TZID=Nowhere:20270315T100000", "DTEND:x"), (9, 0), (9, 0), "W. Europe Standard Time"),
        (("DTSTART:20270315T090000Z", "DURATION:nonsense"), (9, 0), (9, 0), "UTC"),
    ],
)
def test_times(lines: tuple[str, ...], start: tuple[int, int], end: tuple[int, int], zone: str) -> None:
    """RFC 5545 3.3.5, 3.6.1: in UTC, in a zone, in none; an end, a duration, neither"""
    found = read(an_event(*lines))
    assert found is not None
    assert (found.Start, found.End) == tuple(dt.datetime(2027, 3, 15, *time, tzinfo=dt.UTC) for time in (start, end))
    assert (found.StartTimeZoneId, found.IsAllDayEvent) == (zone, False)


@pytest.mark.parametrize("value", [";VALUE=DATE:20270315", ":20270315"])
def test_a_day(value: str) -> None:
    """RFC 5545 3.6.1: a DATE without end is one day"""
    found = read(an_event(f"DTSTART{value}"))
    assert found is not None
    assert found.IsAllDayEvent
    assert (found.Start, found.End) == (
        dt.datetime(2027, 3, 14, 23, tzinfo=dt.UTC), dt.datetime(2027, 3, 15, 23, tzinfo=dt.UTC),
    )  # fmt: skip


def test_a_day_as_exchange_marks_it() -> None:
    """MS-OXCICAL: X-MICROSOFT-CDO-ALLDAYEVENT"""
    assert entry("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE").IsAllDayEvent


@pytest.mark.parametrize("lines", [(), ("DTSTART:nonsense",), ("DTSTART:20271315T000000",)])
def test_an_entry_without_start(lines: tuple[str, ...]) -> None:
    assert read(an_event(*lines)) is None


def test_the_end_of_time() -> None:
    found = read(an_event("DTSTART:99991231T000000Z", "DURATION:P9999D"))
    assert found is not None
    assert found.End == found.Start


def test_a_calendar_without_event() -> None:
    assert read("BEGIN:VCALENDAR\nEND:VCALENDAR") is None


@pytest.mark.parametrize(
    ("line", "row", "value"),
    [
        ("PRIORITY:1", ItemRows.Importance, "High"), ("PRIORITY:9", ItemRows.Importance, "Low"),
        ("PRIORITY:5", ItemRows.Importance, None), ("CLASS:private", ItemRows.Sensitivity, "Private"),
        ("CLASS:X-NEW", ItemRows.Sensitivity, None), ("TRANSP:TRANSPARENT", CalendarItem.LegacyFreeBusyStatus, "Free"),
        ("TRANSP:OPAQUE", CalendarItem.LegacyFreeBusyStatus, None),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", CalendarItem.LegacyFreeBusyStatus, "OOF"),
        ("SEQUENCE:x", CalendarItem.AppointmentSequenceNumber, None),
        ("SEQUENCE:3", CalendarItem.AppointmentSequenceNumber, 3),
        ("X-MICROSOFT-DISALLOW-COUNTER:TRUE", CalendarItem.AllowNewTimeProposal, False),
        ("X-ALT-DESC;FMTTYPE=text/html:<b>x</b>", ItemRows.Body, Body(BodyType="HTML", text="<b>x</b>")),
        ("DESCRIPTION:a\\nb", ItemRows.Body, Body(BodyType="Text", text="a\r\nb")),
        ("DESCRIPTION:", ItemRows.Body, None), ("LOCATION:", CalendarItem.Location, None),
    ],
)  # fmt: skip
def test_words(line: str, row: Any, value: object) -> None:
    """MS-OXCICAL 2.1.3.1.1.20"""
    assert entry(line).get(row) == value


@pytest.mark.parametrize(
    ("trigger", "minutes"),
    [("-PT15M", 15), ("-P1DT1H", 1500), ("-P1W", 10080), ("PT5M", 0), ("-PT90S", 1), ("20270315T080000Z", None)],
)
def test_reminders(trigger: str, minutes: int | None) -> None:
    """RFC 5545 3.6.6, 3.8.6.3"""
    found = entry("BEGIN:VALARM", f"TRIGGER:{trigger}", "END:VALARM")
    assert (found.ReminderIsSet, found.ReminderMinutesBeforeStart) == (True, minutes)


def test_no_alarm_no_reminder() -> None:
    assert entry().ReminderIsSet is False


def test_people_by_their_roles() -> None:
    """RFC 5545 3.2.3, 3.2.16; the organizer is no attendee; who has no mail address is nobody"""
    found = entry(
        "ORGANIZER;CN=Anna:mailto:anna@example.test", "ATTENDEE:MAILTO:Anna@example.test",
        "ATTENDEE;ROLE=CHAIR;CN=Ben;PARTSTAT=ACCEPTED:mailto:ben@example.test",
        "ATTENDEE;ROLE=OPT-PARTICIPANT:clara@example.test", "ATTENDEE;CUTYPE=ROOM:mailto:aare@example.test",
        "ATTENDEE:urn:uuid:x",
    )  # fmt: skip
    assert found.RequiredAttendees == NonEmptyArrayOfAttendees(
        Attendee=(Attendee(Mailbox=EmailAddress(Name="Ben", EmailAddress="ben@example.test"), ResponseType="Accept"),)
    )
    for row, address in (
        (CalendarItem.OptionalAttendees, "clara@example.test"), (CalendarItem.Resources, "aare@example.test"),
    ):  # fmt: skip
        (one,) = found.need(row).need(NonEmptyArrayOfAttendees.Attendee)
        assert one.need(Attendee.Mailbox).EmailAddress == address


def test_nobody_invites() -> None:
    """An organizer without an address is none; everybody else is invited."""
    found = entry("ORGANIZER:urn:x", "ATTENDEE:mailto:ben@example.test")
    assert found.Organizer is None
    assert found.RequiredAttendees is not None
