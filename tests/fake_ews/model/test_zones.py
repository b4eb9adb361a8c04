"""Windows names, and wall clock times to instants and back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tzlocal.windows_tz import win_tz

from fake_ews.model import zones
from fake_ews.model.zone_names import PLACES

BERLIN, NEW_YORK, LONDON = "W. Europe Standard Time", "Eastern Standard Time", "GMT Standard Time"
IDS = st.sampled_from(zones.ids())
HOUR = dt.timedelta(hours=1)


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """An instant."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


# ids


@pytest.mark.parametrize(
    ("zone_id", "zone"),
    [
        (BERLIN, ZoneInfo("Europe/Berlin")),
        ("w. europe standard time", ZoneInfo("Europe/Berlin")),
        ("Europe/Zurich", ZoneInfo("Europe/Zurich")),
        ("UTC", dt.UTC),
        ("Etc/UTC", dt.UTC),
        ("tzone://Microsoft/Utc", dt.UTC),
        ("Middle-earth Standard Time", None),
        ("", None),
        ("../etc/passwd", None),
        ("tzone://Microsoft/Custom", None),
    ],
)
def test_what_an_id_names(zone_id: str, zone: dt.tzinfo | None) -> None:
    assert zones.zone(zone_id) is zone


@pytest.mark.parametrize(
    ("sent", "known"),
    [(BERLIN.upper(), BERLIN), ("tzone://microsoft/utc", "tzone://Microsoft/Utc"), ("Europe/Berlin", None), ("", None)],
)
def test_what_a_client_may_call_a_zone(sent: str, known: str | None) -> None:
    assert zones.known_id(sent) == known


@pytest.mark.parametrize(
    "rules",
    [
        "", "[]", "5", "{}", '["n","i",[]]', '["n","i",[["0001-01-01T00:00:00",3600,[]]]', '["n","i",[[5,3600,[]]]]',
        '[5,"i",[["0001-01-01T00:00:00",3600,[]]]]', '["n",5,[["0001-01-01T00:00:00",3600,[]]]]',
        '["n","i",[["2027-01-01T00:00:00",3600,[]]]]', '["n","i",[["0001-01-01T00:00:00+00:00",3600,[]]]]',
        '["n","i",[["0001-01-01T00:00:00",86400,[]]]]', '["n","i",[["0001-01-01T00:00:00",1e99,[]]]]',
        '["n","i",[["0001-01-01T00:00:00",3600,[[13,1,0,0,0]]]]]',
        '["n","i",[["0001-01-01T00:00:00",3600,[[3,1,9,0,0]]]]]',
        '["n","i", [["0001-01-01T00:00:00",3600,[]]]]', "[" * 100_000,
    ],
)  # fmt: skip
def test_what_only_looks_like_rules_is_no_zone(rules: str) -> None:
    assert zones.zone(f"tzone://Microsoft/Custom#{rules}") is None


def test_an_id_may_hold_rules() -> None:
    zone = zones.zone('tzone://Microsoft/Custom#["n","i",[["0001-01-01T00:00:00",3600,[[3,30,null,0,7200]]]]]')
    assert zone is not None
    assert dt.datetime(2027, 7, 1, tzinfo=zone).utcoffset() == 2 * dt.timedelta(hours=1)


@pytest.mark.parametrize("zone_id", zones.ids())
def test_every_windows_name_is_a_zone(zone_id: str) -> None:
    assert zones.zone(zone_id) is not None
    assert zones.shown_id(zone_id) == zone_id
    assert zones.display_name(zone_id).startswith("(UTC")


def test_a_zone_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="Middle-earth"):
        zones.to_utc(dt.datetime(2027, 3, 1), "Middle-earth")


@pytest.mark.parametrize(
    ("zone_id", "name"),
    [
        (BERLIN, "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"),
        ("Europe/Zurich", "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"),
        (NEW_YORK, "(UTC-05:00) Eastern Time (US & Canada)"),
        (LONDON, "(UTC+00:00) Dublin, Edinburgh, Lisbon, London"),
        ("Newfoundland Standard Time", "(UTC-03:30) Newfoundland"),
        ("Morocco Standard Time", "(UTC+01:00) Casablanca"),
        ("UTC", "(UTC) Coordinated Universal Time"),
        ("tzone://Microsoft/Utc", "(UTC) Coordinated Universal Time"),
        ("UTC-08", "(UTC-08:00) Coordinated Universal Time-08"),
        ("Dateline Standard Time", "(UTC-12:00) International Date Line West"),
    ],
)
def test_the_name_that_is_shown(zone_id: str, name: str) -> None:
    assert zones.display_name(zone_id) == name


def test_a_zone_that_came_after_our_list_is_called_by_cities(monkeypatch: pytest.MonkeyPatch) -> None:
    zones.display_name.cache_clear()
    monkeypatch.setattr(zones, "PLACES", {})
    names = [zones.display_name(zone_id) for zone_id in (BERLIN, "Newfoundland Standard Time")]
    zones.display_name.cache_clear()
    assert names == ["(UTC+01:00) Berlin, Amsterdam, Andorra, Busingen", "(UTC-03:30) St Johns"]


def test_there_is_a_name_for_every_zone_but_the_newest() -> None:
    """CLDR has these three since 2026: when Windows tells what it calls them, enter the names"""
    assert set(zones.ids()) - set(PLACES) <= {"Alberta Standard Time", "British Columbia Standard Time",
                                              "Manitoba Standard Time"}  # fmt: skip


@pytest.mark.parametrize(
    ("zone_id", "shown"),
    [
        ("Europe/Berlin", BERLIN),
        (BERLIN, BERLIN),
        ('tzone://Microsoft/Custom#["n","i",[["0001-01-01T00:00:00",3600,[]]]]', "tzone://Microsoft/Custom"),
        ("Middle-earth Standard Time", "Middle-earth Standard Time"),
    ],
)
def test_the_id_of_a_zone_that_has_none_says_so(zone_id: str, shown: str) -> None:
    assert zones.windows_id(zone_id) == shown


# instants


@settings(deadline=None)
@given(IDS, st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2060, 1, 1)))
def test_an_instant_in_a_zone_is_the_same_instant(zone_id: str, moment: dt.datetime) -> None:
    instant = moment.replace(tzinfo=dt.UTC)
    told = zones.offset_form(instant, zone_id)
    assert told == instant
    assert told.replace(tzinfo=None) == instant.astimezone(ZoneInfo(win_tz[zone_id])).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("wall", "instant"),
    [
        (dt.datetime(2027, 3, 28, 1, 59), at(2027, 3, 28, 0, 59)),
        (dt.datetime(2027, 3, 28, 2, 30), at(2027, 3, 28, 1, 30)),  # skipped: 3:30
        (dt.datetime(2027, 10, 31, 2, 30), at(2027, 10, 31, 0, 30)),  # twice: the first
        (dt.datetime(2027, 10, 31, 3, 0), at(2027, 10, 31, 2, 0)),
    ],
)
def test_wall_clock_times_at_a_change(wall: dt.datetime, instant: dt.datetime) -> None:
    assert zones.to_utc(wall, BERLIN) == instant
    assert zones.to_utc(wall.replace(fold=1), BERLIN) == instant


def test_an_aware_time_keeps_its_zone() -> None:
    assert zones.to_utc(dt.datetime(2027, 3, 1, 9, tzinfo=dt.timezone(-HOUR)), BERLIN) == at(2027, 3, 1, 10)


def test_the_ends_of_the_calendar() -> None:
    assert zones.to_utc(dt.datetime(1, 1, 1), "Tokyo Standard Time") == at(1, 1, 1)
    assert zones.to_utc(dt.datetime(9999, 12, 31, 23), NEW_YORK).year == 9999
    assert zones.offset_form(at(1, 1, 1), NEW_YORK) == at(1, 1, 1)
    last = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    assert (zones.later(last, -HOUR), zones.later(last, HOUR)) == (last - HOUR, last)
    assert zones.later(at(1, 1, 1), -HOUR) == at(1, 1, 1)


def test_utc_stays_utc() -> None:
    assert zones.offset_form(at(2027, 3, 1), "UTC").tzinfo is dt.UTC


# all-day events


@settings(deadline=None)
@given(IDS, st.datetimes(dt.datetime(2000, 1, 2), dt.datetime(2040, 1, 1)), st.integers(0, 9 * 24 * 60))
@example("Cuba Standard Time", dt.datetime(2016, 3, 12), 301)  # 13 March has no midnight there
def test_an_all_day_event_is_whole_days_around_its_time(zone_id: str, moment: dt.datetime, minutes: int) -> None:
    start = moment.replace(microsecond=0, tzinfo=dt.UTC)
    end = start + dt.timedelta(minutes=minutes)
    first, last = zones.midnights(start, end, zone_id)
    days = [zones.offset_form(one, zone_id).date() for one in (first, start, end, last)]
    assert first <= start <= end <= last
    assert days[0] == days[1]
    assert (days[3] - days[2]).days in (0, 1)
    assert first < last
    assert zones.midnights(first, last, zone_id) == (first, last)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (at(2027, 3, 1, 9), at(2027, 3, 1, 10), (at(2027, 2, 28, 23), at(2027, 3, 1, 23))),
        (at(2027, 2, 28, 23), at(2027, 2, 28, 23), (at(2027, 2, 28, 23), at(2027, 3, 1, 23))),
        (at(2027, 2, 28, 23), at(2027, 3, 1, 23), (at(2027, 2, 28, 23), at(2027, 3, 1, 23))),
        (at(2027, 3, 28, 9), at(2027, 3, 28, 9), (at(2027, 3, 27, 23), at(2027, 3, 28, 22))),
    ],
)
def test_all_day_in_berlin(start: dt.datetime, end: dt.datetime, days: tuple[dt.datetime, dt.datetime]) -> None:
    assert zones.midnights(start, end, BERLIN) == days


def test_a_day_without_a_midnight_begins_at_its_first_moment() -> None:
    noon = at(2026, 3, 29, 9)  # Beirut: 0:00 to 1:00 is skipped that day
    start, _ = zones.midnights(noon, noon, "Middle East Standard Time")
    assert zones.offset_form(start, "Middle East Standard Time").replace(tzinfo=None) == dt.datetime(2026, 3, 29, 1)


def test_the_last_day_of_the_calendar() -> None:
    start, end = zones.midnights(at(9999, 12, 31, 9), at(9999, 12, 31, 10), "UTC")
    assert (start, end) == (at(9999, 12, 31), at(9999, 12, 31))
