"""Time zones in iCalendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.model import vtimezones, zones
from fake_ews.model.icalendar import Component, parse, written

ZONES = st.sampled_from(zones.ids())
INSTANTS = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2040, 1, 1), timezones=st.just(dt.UTC))


def own(text: str, tzid: str = "Mine") -> str | None:
    """The zone of a VTIMEZONE that only its rules say."""
    calendar = parse(f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Mine\n{text}\nEND:VTIMEZONE\nEND:VCALENDAR")
    assert calendar is not None
    return vtimezones.zone_of(tzid, calendar)


def part(name: str, to: str, rule: str = "", start: str = "16010101T020000") -> str:
    """A STANDARD or DAYLIGHT."""
    return f"BEGIN:{name}\nDTSTART:{start}\nTZOFFSETTO:{to}\n{rule}\nEND:{name}"


WINTER = part("STANDARD", "+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "16010101T030000")
SUMMER = part("DAYLIGHT", "+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3")


@settings(deadline=None)
@given(ZONES, INSTANTS)
def test_the_rules_say_the_offset(zone: str, at: dt.datetime) -> None:
    """What is written of a zone for an instant leads back to the offset that it has then."""
    told = vtimezones.written(zone, at)
    text = written(Component("VCALENDAR", parts=[told])).replace(f"TZID:{zones.shown_id(zone)}", "TZID:Mine")
    calendar = parse(text)
    assert calendar is not None
    again = vtimezones.zone_of("Mine", calendar)
    assert again is not None
    local = zones.offset_form(at, zone)
    assert zones.offset_form(at, again).utcoffset() == local.utcoffset()


def test_as_exchange_writes_it() -> None:
    """MS-OXCICAL 2.1.3.1.1.19; the order is that of captures (ews-managed-api 254, exchangelib 291)"""
    text = written(vtimezones.written("W. Europe Standard Time", dt.datetime(2027, 3, 1, tzinfo=dt.UTC)))
    assert text.replace("\r\n", "\n") == (
        "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time\n"
        "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n"
        "BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
    )


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [("w. europe standard time", "W. Europe Standard Time"), ("Europe/Zurich", "Europe/Zurich"), ("Nowhere", None)],
)
def test_known_names(tzid: str, zone: str | None) -> None:
    """A Windows name in any case, or an IANA name, counts more than rules."""
    assert own(WINTER, tzid) == zone


def test_rules_of_a_zone_without_name() -> None:
    zone = own(f"{WINTER}\n{SUMMER}")
    assert zone is not None
    for month, hours in ((1, 1), (7, 2)):
        at = zones.offset_form(dt.datetime(2027, month, 1, tzinfo=dt.UTC), zone)
        assert at.utcoffset() == dt.timedelta(hours=hours)
    assert zones.shown_id(zone) == "Mine"


def test_the_last_of_several_rules_counts() -> None:
    """A zone that has changed its rules lists them all."""
    old = part("STANDARD", "+0100", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=9;UNTIL=19951231", "15010101T030000")
    assert own(f"{WINTER}\n{SUMMER}\n{old}") == own(f"{WINTER}\n{SUMMER}")


@pytest.mark.parametrize(
    "rule",
    [
        "RRULE:FREQ=YEARLY;BYMONTH=10", "RRULE:FREQ=YEARLY;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=13",
        "RRULE:FREQ=YEARLY;BYDAY=9SU;BYMONTH=10", "",
    ],
)  # fmt: skip
def test_one_offset_all_year(rule: str) -> None:
    """Where there are no two yearly changes, the last offset counts."""
    zone = own(part("STANDARD", "-033015", rule))
    assert zone is not None
    assert zones.span_at(zone, dt.datetime(2027, 1, 1, tzinfo=dt.UTC)).offset == -dt.timedelta(
        hours=3, minutes=30, seconds=15
    )


@pytest.mark.parametrize("text", ["", part("STANDARD", "nonsense"), part("STANDARD", "+9900"), "BEGIN:X\nEND:X"])
def test_rules_that_make_no_sense(text: str) -> None:
    assert own(text) is None


def test_a_date_without_time_is_no_yearly_change() -> None:
    late = part("DAYLIGHT", "+0200", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", "16010101")
    zone = own(f"{late}\n{WINTER}")
    assert zone is not None
    assert not zones.span_at(zone, dt.datetime(2027, 7, 1, tzinfo=dt.UTC)).changes
