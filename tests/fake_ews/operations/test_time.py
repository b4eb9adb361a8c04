"""Time: zones of a request, the creation zone, all-day events, and zones by Id."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.contract.calendar import CalendarItem
from fake_ews.contract.items import Item
from fake_ews.contract.notation import Bag
from fake_ews.contract.paths import PathToExtendedField
from fake_ews.contract.recurrence import RelativeYearlyRecurrencePattern
from fake_ews.contract.zones import TimeChange, TimeZone, TimeZoneDefinition
from fake_ews.model.mailbox import Mailbox
from fake_ews.model.profile import Profile
from tests.fake_ews.operations.client import Client, an_entry, at, full_zone, put

BERNE, TOKYO = "W. Europe Standard Time", "Tokyo Standard Time"
BY_ID = TimeZoneDefinition(Id=BERNE)
TEN, ELEVEN = dt.datetime(2027, 3, 15, 10), dt.datetime(2027, 3, 15, 11)
TIMES = (CalendarItem.Start, CalendarItem.End)


def times(ews: Client, named: Bag) -> tuple[dt.datetime, dt.datetime]:
    """Start and end of an item, as Exchange tells them."""
    shown = ews.get(named, *TIMES)
    return shown.Start, shown.End


# --- which zone counts (guide/time-zones-and-ews-in-exchange, table 2) ---------------------------------------------


def test_a_time_with_an_offset_is_taken_as_such(ews: Client) -> None:
    start = TEN.replace(tzinfo=dt.timezone(dt.timedelta(hours=5)))
    made = ews.create(an_entry(Start=start, End=start + dt.timedelta(hours=1), StartTimeZone=BY_ID)).id
    assert times(ews, made) == (at(5), at(6))


def test_without_anything_it_is_utc(ews: Client) -> None:
    assert times(ews, ews.create(an_entry(Start=TEN, End=ELEVEN)).id) == (at(10), at(11))


def test_the_items_own_zone_counts_first(ews: Client) -> None:
    entry = an_entry(Start=TEN, End=ELEVEN, StartTimeZone=TimeZoneDefinition(Id=TOKYO))
    assert times(ews, ews.but(zone=BERNE).create(entry).id) == (at(1), at(2))


def test_start_and_end_each_have_their_own(ews: Client) -> None:
    entry = an_entry(Start=TEN, End=ELEVEN, StartTimeZone=BY_ID, EndTimeZone=TimeZoneDefinition(Id="UTC"))
    made = ews.create(entry).id
    assert times(ews, made) == (at(9), at(11))
    shown = ews.get(made, CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId)
    assert (shown.StartTimeZoneId, shown.EndTimeZoneId) == (BERNE, "UTC")


def test_then_the_context(ews: Client) -> None:
    made = ews.but(zone=BERNE).create(an_entry(Start=TEN, End=ELEVEN)).id
    assert times(ews, made) == (at(9), at(10))
    assert ews.get(made, CalendarItem.StartTimeZoneId).StartTimeZoneId == BERNE


def test_an_update_in_the_context(ews: Client) -> None:
    made = ews.create(an_entry()).id
    ews.but(zone=BERNE).update(made, put(CalendarItem.Start, TEN), put(CalendarItem.End, ELEVEN))
    assert times(ews, made) == (at(10), at(11)), "the zone that the item has counts before the context's"


def test_exchange_2007_names_it_otherwise(ews: Client) -> None:
    """MeetingTimeZone, by its name"""
    entry = an_entry(Start=TEN, End=ELEVEN, MeetingTimeZone=TimeZone(TimeZoneName=BERNE))
    assert times(ews, ews.but(version="Exchange2007_SP1").create(entry).id) == (at(9), at(10))


@pytest.mark.parametrize("name", [None, "Custom"])
def test_exchange_2007_may_bring_rules(ews: Client, anna: Mailbox, name: str | None) -> None:
    """those of the mailbox's zone, changes of clocks included; both ends are in it"""
    assert anna.zone == BERNE
    old = ews.but(version="Exchange2007_SP1")
    july = dt.datetime(2027, 7, 1, 10)
    made = old.create(an_entry(Start=july, End=july + dt.timedelta(hours=1), MeetingTimeZone=rules(name))).id
    assert [moment.hour for moment in times(ews, made)] == [8, 9]
    shown = ews.get(made, CalendarItem.StartTimeZoneId, CalendarItem.EndTimeZoneId)
    assert (shown.StartTimeZoneId, shown.EndTimeZoneId) == (BERNE, BERNE)


def test_rules_of_2007_in_an_update(ews: Client) -> None:
    """a zone of nobody's: seven minutes ahead; both times stay on its wall clock"""
    made = ews.create(an_entry(StartTimeZone=BY_ID)).id
    mine = put(CalendarItem.MeetingTimeZone, TimeZone(TimeZoneName="mine", BaseOffset="-PT7M"))
    assert ews.but(version="Exchange2007_SP1").update(made, mine).code == "NoError"
    assert times(ews, made) == (at(10, 53), at(11, 53))
    shown = ews.get(made, CalendarItem.EndTimeZone, CalendarItem.EndTimeZoneId)
    assert (shown.EndTimeZone.Id, shown.EndTimeZoneId) == ("mine", "tzone://Microsoft/Custom")


def rules(name: str | None) -> TimeZone:
    """The rules of central Europe as a client of 2007 sends them."""
    winter, summer = (
        TimeChange(
            Offset=offset,
            RelativeYearlyRecurrence=RelativeYearlyRecurrencePattern(
                DaysOfWeek="Sunday", DayOfWeekIndex="Last", Month=month
            ),
            Time=time,
        )
        for offset, month, time in (("PT0M", "October", "03:00:00"), ("-PT60M", "March", "02:00:00.0000000"))
    )
    return TimeZone(TimeZoneName=name, BaseOffset="-PT60M", Standard=winter, Daylight=summer)


# --- zones that are told back --------------------------------------------------------------------------------------


def test_the_creation_zone_is_stored_and_returned_in_full(ews: Client) -> None:
    """EWS Managed API: it throws on Id and Name alone (corrects section 10)"""
    made = ews.create(an_entry(StartTimeZone=BY_ID)).id
    for definition in (
        ews.get(made, CalendarItem.StartTimeZone).StartTimeZone,
        ews.get(made, CalendarItem.EndTimeZone).EndTimeZone,
    ):
        assert definition.Id == BERNE
        assert definition.Periods
        assert definition.TransitionsGroups
        assert definition.Transitions


@pytest.mark.parametrize("profile", [Profile().but(full_zones=False)])
def test_the_creation_zone_by_id_and_name(ews: Client, profile: Profile) -> None:
    """older samples"""
    definition = ews.get(ews.create(an_entry(StartTimeZone=BY_ID)).id, CalendarItem.StartTimeZone).StartTimeZone
    assert (definition.Id, definition.Periods) == (BERNE, None)
    assert definition.Name.startswith("(UTC+01:00)")


def test_a_full_definition_is_understood(ews: Client) -> None:
    made = ews.create(an_entry(Start=TEN, End=ELEVEN, StartTimeZone=full_zone(BERNE))).id
    assert times(ews, made) == (at(9), at(10))


@pytest.mark.parametrize(
    "fields",
    [
        {"StartTimeZone": TimeZoneDefinition(Id="Nowhere Standard Time")},
        {"StartTimeZoneId": "Nowhere Standard Time"},
        {"EndTimeZone": TimeZoneDefinition(Id="Nowhere Standard Time")},
        {"MeetingTimeZone": TimeZone(TimeZoneName="Nowhere")},
        {"MeetingTimeZone": TimeZone()},
        {"MeetingTimeZone": TimeZone(BaseOffset="PT99H")},
    ],
)
def test_an_unknown_zone(ews: Client, fields: dict[str, object]) -> None:
    """RC ErrorTimeZone or ErrorCalendarInvalidTimeZone [which one: unverified]"""
    assert ews.create(an_entry(**fields)).code == "ErrorTimeZone"
    if "StartTimeZone" in fields:
        made = ews.create(an_entry()).id
        assert ews.update(made, put(CalendarItem.StartTimeZone, fields["StartTimeZone"])).code == "ErrorTimeZone"


# --- all-day events (guide/how-to-create-all-day-events) -----------------------------------------------------------


def test_midnights_in_the_creation_zone(ews: Client) -> None:
    """start pulled back, end pushed on; end exclusive; over the change of clocks on 28 March"""
    entry = an_entry(Start=at(9, day=27), End=at(15, day=28), IsAllDayEvent=True, StartTimeZone=BY_ID)
    made = ews.create(entry).id
    assert times(ews, made) == (at(23, day=26), at(22, day=28))
    shown = ews.get(made, CalendarItem.IsAllDayEvent, CalendarItem.StartWallClock, CalendarItem.EndWallClock)
    assert shown.IsAllDayEvent is True
    assert (shown.StartWallClock.hour, shown.EndWallClock.hour) == (0, 0)


def test_midnights_stay(ews: Client) -> None:
    start = dt.datetime(2027, 3, 15)
    entry = an_entry(Start=start, End=start + dt.timedelta(days=2), IsAllDayEvent=True, StartTimeZone=BY_ID)
    assert times(ews, ews.create(entry).id) == (at(23, day=14), at(23, day=16))


def test_in_utc_it_spans_two_days_elsewhere(ews: Client) -> None:
    """with UTC as creation zone"""
    made = ews.create(an_entry(IsAllDayEvent=True)).id
    assert times(ews, made) == (at(0), at(0, day=16))


def test_an_entry_becomes_all_day(ews: Client) -> None:
    made = ews.create(an_entry(StartTimeZone=BY_ID)).id
    ews.update(made, put(CalendarItem.IsAllDayEvent, True))
    assert times(ews, made) == (at(23, day=14), at(23))


# --- zone and times together (guide/how-to-update-the-time-zone-for-an-appointment; mustang PR 615) ----------------


def test_a_new_zone_alone_moves_the_instants(ews: Client) -> None:
    """the wall clock time stays: 10:00 UTC becomes 10:00 in Berne"""
    made = ews.create(an_entry()).id
    ews.update(made, put(CalendarItem.StartTimeZone, BY_ID), put(CalendarItem.EndTimeZone, BY_ID))
    assert times(ews, made) == (at(9), at(10))


def test_a_new_zone_with_times_does_not(ews: Client) -> None:
    made = ews.create(an_entry()).id
    ews.update(
        made, put(CalendarItem.StartTimeZone, BY_ID), put(CalendarItem.Start, at(10)), put(CalendarItem.End, at(11)),
        put(CalendarItem.EndTimeZone, BY_ID),
    )  # fmt: skip
    assert times(ews, made) == (at(10), at(11))
    assert ews.get(made, CalendarItem.StartTimeZoneId).StartTimeZoneId == BERNE


def test_times_without_zone_take_the_new_one(ews: Client) -> None:
    made = ews.create(an_entry()).id
    ews.update(
        made, put(CalendarItem.StartTimeZone, BY_ID), put(CalendarItem.Start, TEN), put(CalendarItem.End, ELEVEN),
        put(CalendarItem.EndTimeZone, BY_ID),
    )  # fmt: skip
    assert times(ews, made) == (at(9), at(10))


def test_a_new_time_set_by_its_mapi_name_is_a_time(ews: Client) -> None:
    """PidLidAppointmentStartWhole is Start"""
    start = PathToExtendedField(DistinguishedPropertySetId="Appointment", PropertyId=0x820D, PropertyType="SystemTime")
    made = ews.create(an_entry()).id
    ews.update(
        made, put(CalendarItem.StartTimeZone, BY_ID), put(start, "2027-03-15T10:00:00Z"), put(CalendarItem.End, at(11))
    )
    assert times(ews, made) == (at(10), at(11))


# --- reminders -----------------------------------------------------------------------------------------------------


def test_the_reminder_is_due_at_the_start(ews: Client) -> None:
    """a client library's tests: EWS always sets the due date to the start"""

    made = ews.create(an_entry(ReminderDueBy=at(3))).id
    assert ews.get(made, Item.ReminderDueBy).ReminderDueBy == at(10)
    ews.update(made, put(Item.ReminderDueBy, at(3)), put(CalendarItem.Start, at(9)))
    assert ews.get(made, Item.ReminderDueBy).ReminderDueBy == at(9)
