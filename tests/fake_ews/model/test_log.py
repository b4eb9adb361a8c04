"""The log: numbered from 1 without a gap."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.model.log import Kind, Log, LogRecord


def record(number: int) -> LogRecord:
    """A record with this number."""
    return LogRecord(number, 1, dt.datetime(2027, 3, 1, tzinfo=dt.UTC), Kind.Created, number, 3)


def test_records_in_order() -> None:
    log = Log()
    assert (log.newest, log.after(0)) == (0, [])
    for number in (1, 2, 3):
        log.append(record(number))
    assert log.newest == 3
    assert [one.number for one in log.after(0)] == [1, 2, 3]
    assert [one.number for one in log.after(1, 1)] == [2]
    assert log.after(3) == log.after(7) == []


@pytest.mark.parametrize("number", [0, 2])
def test_no_gap_and_no_number_twice(number: int) -> None:
    with pytest.raises(AssertionError):
        Log().append(record(number))


def test_a_record_is_never_changed() -> None:
    with pytest.raises(AttributeError):
        record(1).item = 2  # type: ignore[misc]
