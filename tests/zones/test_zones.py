"""Every Windows zone, evaluated only from the definition that GetServerTimeZones sends, agrees with zoneinfo."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from tzlocal.windows_tz import win_tz

from tests.zones.page import NOT_EXACT, PAGE, asked, database, page
from tests.zones.told import told
from tests.zones.transitions import FIRST, LAST, offset, transitions

pytestmark = pytest.mark.proof

HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)
AROUND = [sign * far for far in (24 * HOUR, 3 * HOUR, HOUR, SECOND) for sign in (-1, 1)] + [0 * HOUR]


def test_all_windows_zones_are_told() -> None:
    assert {one.zone_id for one in told(asked())} == set(win_tz)


@pytest.mark.parametrize("zone_id", sorted(win_tz))
def test_what_is_told_of_a_zone_is_what_zoneinfo_says(zone_id: str) -> None:
    """At every change from 2000 to 2040, shortly before and after it, and in the middle of every month."""
    (one,) = told(asked(zone_id))
    known, theirs = one.offsets(FIRST - 1, LAST + 1), ZoneInfo(win_tz[zone_id])
    first, last = dt.datetime(FIRST, 1, 1), dt.datetime(LAST, 12, 31, 23, 59, 59)
    moments = {seen.utc + by for seen in transitions(win_tz[zone_id]) for by in AROUND} | {first, last}
    moments |= {dt.datetime(year, month, 15, 12) for year in range(FIRST, LAST + 1) for month in range(1, 13)}
    wrong = [utc for utc in sorted(moments) if first <= utc <= last and known.at(utc) != offset(theirs, utc)]
    assert bool(wrong) == (zone_id in NOT_EXACT), f"{zone_id} is wrong at {wrong[:5]}"


def test_the_page_is_current() -> None:
    text = PAGE.read_text("utf-8")
    if f"version {database()} of" not in text:
        pytest.skip(f"{PAGE.name} was made from another version of the database than {database()}")
    assert text == page(), "run: python -m tests.zones"
