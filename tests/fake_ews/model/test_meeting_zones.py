"""MeetingTimeZone: what its rules mean, and how a zone is told in it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.contract.recurrence import RelativeYearlyRecurrencePattern
from fake_ews.contract.zones import TimeChange, TimeZone
from fake_ews.model import zones
from fake_ews.model.failures import ErrorTimeZone

BERLIN, PACIFIC, TOKYO = "W. Europe Standard Time", "Pacific Standard Time", "Tokyo Standard Time"
AT = dt.datetime(2027, 3, 15, 10)
NOON = dt.datetime(2027, 3, 15, 12, tzinfo=dt.UTC)


def change(offset: str, nth: str, month: str, time: str = "02:00:00", day: str = "Sunday") -> TimeChange:
    """A yearly change on a weekday of a month."""
    pattern = RelativeYearlyRecurrencePattern(DaysOfWeek=day, DayOfWeekIndex=nth, Month=month)
    return TimeChange(Offset=offset, RelativeYearlyRecurrence=pattern, Time=time)


def on(offset: str, date: str, time: str = "02:00:00") -> TimeChange:
    """A change on a date."""
    return TimeChange(Offset=offset, AbsoluteDate=date, Time=time)


def named(name: str, one: TimeChange) -> TimeChange:
    """A change with the name that it is told with."""
    one.TimeZoneName = name
    return one


WINTER, SUMMER = change("PT0M", "Last", "October", "03:00:00"), change("-PT60M", "Last", "March")


def sent(
    base: str | None = "-PT60M", standard: TimeChange | None = WINTER, daylight: TimeChange | None = SUMMER,
    name: str | None = None,
) -> TimeZone:  # fmt: skip
    """As the central European zone, unless told otherwise."""
    return TimeZone(TimeZoneName=name, BaseOffset=base, Standard=standard, Daylight=daylight)


def zone_of(given: TimeZone, at: dt.datetime = AT, near: str = TOKYO) -> str:
    """The id of a zone that makes sense."""
    zone_id = zones.zone_of_meeting(given, at, near)
    assert isinstance(zone_id, str)
    return zone_id


# --- what is sent --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, "", "Custom"])
def test_rules_that_a_windows_zone_has_are_that_zone(name: str | None) -> None:
    """the mailbox's own if it is one, else the first by name"""
    assert zone_of(sent(name=name), near="Romance Standard Time") == "Romance Standard Time"
    assert zone_of(sent(name=name)) == "Central Europe Standard Time"


def test_rules_count_for_the_year_of_the_meeting() -> None:
    """the changes of the United States were others until 2006"""
    old = sent("PT8H", change("PT0S", "Last", "October"), change("-PT1H", "First", "April"))
    assert zone_of(old, dt.datetime(2006, 5, 1)) == PACIFIC
    assert zones.windows_id(zone_of(old)) == "tzone://Microsoft/Custom"


def test_a_known_name_counts_more_than_rules() -> None:
    assert zone_of(sent(name="tokyo standard time")) == TOKYO


def test_neither_a_known_name_nor_an_offset() -> None:
    assert zones.zone_of_meeting(sent(base=None), AT, TOKYO) is None
    assert zones.zone_of_meeting(TimeZone(TimeZoneName="Nowhere"), AT, TOKYO) is None


@pytest.mark.parametrize(("base", "zone_id"), [("-PT9H", TOKYO), ("PT0S", "UTC"), ("-PT330M", "India Standard Time")])
def test_an_offset_alone(base: str, zone_id: str) -> None:
    assert zone_of(sent(base, None, None)) == zone_id


@pytest.mark.parametrize("lacks", ["Standard", "Daylight"])
def test_one_change_alone_changes_nothing(lacks: str) -> None:
    """the schema has both or neither"""
    given = sent("-PT7M")
    given.set(TimeZone.rows[lacks], None)
    assert zones.to_utc(dt.datetime(2027, 7, 1, 9, 7), zone_of(given)) == dt.datetime(2027, 7, 1, 9, tzinfo=dt.UTC)


def test_rules_that_no_zone_has() -> None:
    """as the public suite sends them: seven hours behind, changes of the United States at an odd time of the day"""
    odd = "14:05:06.1234567+08:00"
    given = sent("PT7H", change("PT0H", "First", "November", odd), change("-PT1H", "Second", "March", odd), "Time Zone")
    zone_id = zone_of(given)
    assert (zones.shown_id(zone_id), zones.windows_id(zone_id)) == ("Time Zone", "tzone://Microsoft/Custom")
    assert zones.to_utc(dt.datetime(2027, 3, 14, 14), zone_id).hour == 21
    assert zones.to_utc(dt.datetime(2027, 3, 14, 16), zone_id).hour == 22


def test_changes_on_a_date_come_every_year() -> None:
    zone_id = zone_of(sent("-PT1H", on("PT0S", "2027-10-01"), on("-PT1H", "2027-04-01+02:00")))
    for year in (2027, 2030):
        assert zones.to_utc(dt.datetime(year, 3, 31, 12), zone_id).hour == 11
        assert zones.to_utc(dt.datetime(year, 4, 1, 12), zone_id).hour == 10


@pytest.mark.parametrize(
    "given",
    [
        sent("P1M"), sent("PT24H"), sent(daylight=change("P1Y", "Last", "March")),
        sent(daylight=change("-PT23H", "Last", "March")), sent(standard=TimeChange(Offset="PT0S", Time="03:00:00")),
        sent(daylight=change("-PT1H", "Last", "March", day="Weekday")),
        sent(daylight=change("-PT1H", "Last", "March", time="noon")),
        sent(daylight=change("-PT1H", "Last", "March", time="25:00:00")),
    ],
)  # fmt: skip
def test_what_makes_no_sense(given: TimeZone) -> None:
    assert zones.zone_of_meeting(given, AT, TOKYO) is ErrorTimeZone


# --- what is told --------------------------------------------------------------------------------------------------


def test_a_zone_with_two_changes() -> None:
    told = zones.meeting_zone(PACIFIC, NOON)
    assert (told.TimeZoneName, told.BaseOffset) == (PACIFIC, "PT8H")
    assert told.Standard == named("Standard", change("PT0S", "First", "November"))
    assert told.Daylight == named("Daylight", change("-PT1H", "Second", "March"))


def test_a_zone_without_changes_is_its_offset() -> None:
    assert zones.meeting_zone(TOKYO, NOON) == TimeZone(TimeZoneName=TOKYO, BaseOffset="-PT9H")


def test_a_change_on_a_day_of_the_month_has_the_date_of_the_year() -> None:
    told = zones.meeting_zone(zone_of(sent("-PT1H", on("PT0S", "2027-10-31", "24:00:00"), on("-PT1H", "2027-04-01"))),
                              NOON.replace(year=2031))  # fmt: skip
    assert told.Standard is not None
    assert (told.Standard.AbsoluteDate, told.Standard.Time) == ("2031-10-31", "23:59:59")
    assert told.Daylight is not None
    assert (told.Daylight.AbsoluteDate, told.Daylight.RelativeYearlyRecurrence) == ("2031-04-01", None)


@settings(deadline=None)
@given(st.sampled_from(zones.ids()), st.datetimes(dt.datetime(2000, 1, 2), dt.datetime(2040, 12, 30)))
def test_what_is_told_of_a_zone_means_that_zone(zone_id: str, moment: dt.datetime) -> None:
    """without its name, in the year that it is told of: the same offset at that time"""
    instant = moment.replace(microsecond=0, tzinfo=dt.UTC)
    told = zones.meeting_zone(zone_id, instant)
    told.TimeZoneName = None
    wall = zones.offset_form(instant, zone_id)
    means = zones.zone_of_meeting(told, wall.replace(tzinfo=None), zone_id)
    assert isinstance(means, str)
    assert zones.offset_form(instant, means).utcoffset() == wall.utcoffset()


def test_berlin_is_what_it_was() -> None:
    """an oracle of its own for the property above"""
    zone_id = zone_of(sent(), near=BERLIN)
    july = dt.datetime(2027, 7, 1, 9)
    assert zones.to_utc(july, zone_id) == july.replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(dt.UTC)
