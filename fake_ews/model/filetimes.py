"""FILETIME, as MAPI counts time: ticks of 100 ns since the year 1601.   Source: MS-DTYP 2.3.3."""

from __future__ import annotations

import datetime as dt

FIRST = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def ticks(at: dt.datetime) -> int:
    """The ticks of an instant, to the second."""
    return int((at - FIRST).total_seconds()) * 10_000_000
