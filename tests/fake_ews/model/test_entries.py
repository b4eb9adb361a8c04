"""The rules of a calendar item that need no request: UIDs, people, and that making right is done once."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.calendar import Attendee, CalendarItem, NonEmptyArrayOfAttendees
from fake_ews.contract.common import EmailAddress
from fake_ews.model import entries
from fake_ews.model.clock import ManualClock
from fake_ews.model.entries import Zoning
from fake_ews.model.exchange import Exchange
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import an_entry, at

ZONES = ("UTC", "W. Europe Standard Time", "Tokyo Standard Time", "Europe/Zurich", "India Standard Time")
BEGINNING = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
instants = st.integers(0, 365 * 24 * 4).map(lambda quarters: BEGINNING + dt.timedelta(minutes=15 * quarters))
lengths = st.integers(0, 24 * 4 * 3).map(lambda quarters: dt.timedelta(minutes=15 * quarters))


def a_mailbox() -> Mailbox:
    """Anna's mailbox, in an organisation of its own."""
    return Exchange(ManualClock(), Profile(), seed=7).add_mailbox("anna@example.test")


def attendee(address: str | None = None, name: str | None = None) -> Attendee:
    """An attendee."""
    return Attendee(Mailbox=EmailAddress(EmailAddress=address, Name=name))


def test_a_uid_is_a_global_object_id(anna: Mailbox) -> None:
    """MS-OXOCAL 2.2.1.27: class id, no date, creation time, eight zeros, size, data"""
    first, second = entries.new_uid(anna), entries.new_uid(anna)
    assert first != second
    assert re.fullmatch(
        "040000008200E00074C5B7101A82E008" + "0" * 8 + "[0-9A-F]{16}" + "0" * 16 + "10000000.{32}", first
    )
    ticks = int.from_bytes(bytes.fromhex(first[40:56]), "little")
    created = dt.datetime(1601, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=ticks // 10)
    assert created == anna.exchange.clock.now()


def test_people_and_their_addresses() -> None:
    def some(*people: Attendee) -> NonEmptyArrayOfAttendees:
        return NonEmptyArrayOfAttendees(Attendee=people)

    entry = CalendarItem(
        RequiredAttendees=some(attendee("Ben@X.test"), attendee(None, "Clara")), Resources=some(attendee("ben@x.test"))
    )
    assert [entries.address_of(one) for one in entries.people(entry)] == ["ben@x.test", "clara", "ben@x.test"]
    assert len(entries.people(entry, CalendarItem.Resources)) == 1
    assert entries.invited(entry) == ("ben@x.test", "clara")
    assert entries.address_of(attendee()) == ""


@settings(derandomize=True, deadline=None)
@given(instants, lengths, st.sampled_from(ZONES), st.booleans())
def test_a_complete_entry_needs_no_correction(
    start: dt.datetime, length: dt.timedelta, zone: str, all_day: bool
) -> None:
    """what is stored is right: saving it again changes nothing"""
    mailbox = a_mailbox()
    entry = an_entry(Start=start, End=start + length, IsAllDayEvent=all_day, StartTimeZoneId=zone)
    assert entries.complete(entry, mailbox, Zoning()) is None
    again = entry.copy()
    assert entries.correct(again, entry, mailbox, Zoning()) is None
    assert again == entry
    assert entry.Start is not None
    assert entry.End is not None
    assert entry.End >= entry.Start
    if all_day:
        assert entry.Start <= start
        assert entry.End >= start + length
        assert entry.End > entry.Start


@settings(derandomize=True, deadline=None)
@given(instants, lengths, st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_a_new_zone_keeps_the_clock_or_the_instant(
    start: dt.datetime, length: dt.timedelta, old: str, new: str
) -> None:
    """guide/how-to-update-the-time-zone-for-an-appointment"""
    mailbox = a_mailbox()
    entry = an_entry(Start=start, End=start + length, StartTimeZoneId=old)
    assert entries.complete(entry, mailbox, Zoning()) is None
    named = entry.copy()
    named.StartTimeZoneId = named.EndTimeZoneId = new
    assert entries.correct(named, entry, mailbox, Zoning(), (CalendarItem.Start, CalendarItem.End)) is None
    assert (named.Start, named.End) == (entry.Start, entry.End)


def test_defaults_come_once(anna: Mailbox) -> None:
    entry = an_entry(LegacyFreeBusyStatus="Free", ReminderIsSet=False, ReminderMinutesBeforeStart=5)
    assert entries.complete(entry, anna, Zoning()) is None
    assert (entry.LegacyFreeBusyStatus, entry.ReminderIsSet, entry.ReminderMinutesBeforeStart) == ("Free", False, 5)


def test_an_empty_list_of_people_is_none(anna: Mailbox) -> None:
    entry = an_entry(RequiredAttendees=NonEmptyArrayOfAttendees())
    assert entries.complete(entry, anna, Zoning()) is None
    assert (entry.RequiredAttendees, entry.AppointmentState, entry.MyResponseType) == (None, 0, "Unknown")


def test_times_in_the_context(anna: Mailbox) -> None:
    entry = an_entry(Start=at(10).replace(tzinfo=None), End=at(11).replace(tzinfo=None))
    assert entries.complete(entry, anna, Zoning("Tokyo Standard Time")) is None
    assert (entry.Start, entry.StartTimeZoneId) == (at(1), "Tokyo Standard Time")
