"""The instants at which zoneinfo changes the clocks of a zone.

Rule: every fourth day is looked at, since no zone changes its clocks twice within so few.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

FIRST, LAST = 2000, 2040
_STEP, _SECOND = dt.timedelta(days=4), dt.timedelta(seconds=1)


@dataclass(frozen=True)
class Seen:
    """A change of clocks: the first instant (naive UTC) of the new offset, and both offsets."""

    utc: dt.datetime
    before: dt.timedelta
    after: dt.timedelta


def offset(zone: ZoneInfo, utc: dt.datetime) -> dt.timedelta:
    """The offset of a zone at an instant."""
    found = utc.replace(tzinfo=dt.UTC).astimezone(zone).utcoffset()
    assert found is not None
    return found


@cache
def transitions(name: str) -> tuple[Seen, ...]:
    """All changes of an IANA zone from 2000 to 2040."""
    return tuple(_transitions(ZoneInfo(name)))


def _transitions(zone: ZoneInfo) -> Iterator[Seen]:
    at, end = dt.datetime(FIRST, 1, 1), dt.datetime(LAST + 1, 1, 1)
    now = offset(zone, at)
    while at < end:
        after = offset(zone, at + _STEP)
        if after != now:
            low, high = at, at + _STEP
            while high - low > _SECOND:
                middle = low + (high - low) // _SECOND // 2 * _SECOND
                low, high = (middle, high) if offset(zone, middle) == now else (low, middle)
            yield Seen(high, now, after)
        at, now = at + _STEP, after
