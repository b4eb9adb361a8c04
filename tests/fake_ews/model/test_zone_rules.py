"""The yearly rules of zones, found out of the IANA database and played again."""

from __future__ import annotations

import datetime as dt
import pickle
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tzlocal.windows_tz import win_tz

from fake_ews.model.zone_rules import FIRST, LAST, Change, Rules, Span, spans_of

HOUR = dt.timedelta(hours=1)
ZONES = st.sampled_from(sorted(set(win_tz.values())))
MOMENTS = st.datetimes(dt.datetime(FIRST, 1, 3), dt.datetime(LAST, 12, 28))


@cache
def rules(name: str) -> Rules:
    """The rules found for an IANA zone."""
    return Rules(spans_of(ZoneInfo(name)), name)


@settings(deadline=None)
@given(ZONES, MOMENTS)
def test_the_offset_of_an_instant_is_that_of_the_database(name: str, moment: dt.datetime) -> None:
    instant = moment.replace(tzinfo=dt.UTC)
    mine, theirs = (instant.astimezone(zone).replace(tzinfo=None) for zone in (rules(name), ZoneInfo(name)))
    assert mine == theirs


@settings(deadline=None)
@given(ZONES, MOMENTS, st.integers(0, 1))
def test_the_offset_of_a_wall_clock_time_is_that_of_the_database(name: str, wall: dt.datetime, fold: int) -> None:
    wall = wall.replace(fold=fold)
    assert rules(name).utcoffset(wall) == ZoneInfo(name).utcoffset(wall)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Australia/Lord_Howe"])
def test_gaps_and_doubled_hours_are_those_of_the_database(name: str) -> None:
    mine, theirs = rules(name), ZoneInfo(name)
    for step in range(366 * 48):
        wall = dt.datetime(2026, 1, 1) + step * HOUR / 2
        for fold in (0, 1):
            assert mine.utcoffset(wall.replace(fold=fold)) == theirs.utcoffset(wall.replace(fold=fold)), (wall, fold)
        instant = wall.replace(tzinfo=dt.UTC)
        assert instant.astimezone(mine).fold == instant.astimezone(theirs).fold, instant


def test_a_zone_whose_rule_never_changed_is_one_span() -> None:
    (span,) = rules("Europe/Berlin").spans
    assert span == Span(
        dt.datetime.min, HOUR, (Change(3, -1, 0, 2 * HOUR, 2 * HOUR), Change(10, -1, 0, 3 * HOUR, HOUR))
    )


def test_a_rule_that_changed_is_a_span_from_its_first_new_year() -> None:
    old, new = rules("America/New_York").spans
    assert [change.month for change in old.changes] == [4, 10]
    assert (new.start, [change.nth for change in new.changes]) == (dt.datetime(2007, 1, 1), [2, 1])


def test_a_zone_without_changes_is_one_span_of_one_offset() -> None:
    assert rules("Asia/Kolkata").spans == (Span(dt.datetime.min, dt.timedelta(hours=5, minutes=30)),)


def test_a_zone_that_gave_up_its_changes() -> None:
    spans = rules("Europe/Moscow").spans
    assert [span.start.year for span in spans[1:]] == [2011, 2012, 2014, 2015]
    assert [len(span.changes) for span in spans] == [2, 2, 0, 2, 0]
    assert spans[1].changes[1] == Change(3, -1, 0, 2 * HOUR, 4 * HOUR)  # the fourth and last Sunday: the last
    assert spans[-1].offset == 3 * HOUR


@pytest.mark.parametrize("name", ["Africa/Cairo", "Africa/Casablanca"])
def test_a_year_with_four_changes_is_cut_at_midnights(name: str) -> None:
    cut = [span.start for span in rules(name).spans[1:] if span.start != dt.datetime(span.start.year, 1, 1)]
    assert cut
    assert {start.time() for start in cut} == {dt.time()}
    for hour in range(24 * (dt.date(2018, 1, 1) - dt.date(2010, 1, 1)).days):
        utc = dt.datetime(2010, 1, 1) + hour * HOUR
        told = utc.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(name))
        assert rules(name).offset_at(utc) == told.utcoffset(), utc


def test_before_and_after_the_known_years_the_nearest_rule_goes_on() -> None:
    berlin = rules("Europe/Berlin")
    assert berlin.utcoffset(dt.datetime(1900, 7, 1)) == 2 * HOUR
    assert berlin.utcoffset(dt.datetime(2999, 7, 1)) == 2 * HOUR


@pytest.mark.parametrize("wall", [dt.datetime.min, dt.datetime.max])
def test_the_ends_of_the_calendar(wall: dt.datetime) -> None:
    assert rules("Europe/Berlin").utcoffset(wall) == HOUR


def test_a_change_on_a_day_of_the_month() -> None:
    yearly = Change(2, 30, None, dt.timedelta(hours=2), HOUR)
    assert [yearly.wall(year) for year in (2027, 2028)] == [dt.datetime(2027, 2, 28, 2), dt.datetime(2028, 2, 29, 2)]


def test_the_last_weekday_may_be_the_fourth_or_the_fifth() -> None:
    last_sunday = Change(3, -1, 0, dt.timedelta(0), HOUR)
    assert [last_sunday.wall(year).day for year in (2026, 2027, 2029)] == [29, 28, 25]


def test_a_tzinfo_of_rules_is_one_like_any_other() -> None:
    berlin = rules("Europe/Berlin")
    moment = dt.datetime(2027, 7, 1, tzinfo=berlin)
    assert (moment.tzname(), moment.dst(), berlin.utcoffset(None)) == ("Europe/Berlin", None, None)
    assert pickle.loads(pickle.dumps(moment)).utcoffset() == moment.utcoffset()
