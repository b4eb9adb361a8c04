"""The journal: numbered, bounded, readable at any time."""

from __future__ import annotations

import datetime as dt

import pytest

from fake_ews.model.journal import Journal, Record

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


def filled(journal: Journal, records: int, size: int = 0) -> list[int]:
    """A journal with so many more records; the answer is the numbers it still has."""
    for _ in range(records):
        journal.append(Record(journal.newest + 1, NOON, "call", sent=bytes(size)))
    return [record.number for record in journal.after(0)]


def test_after() -> None:
    journal = Journal()
    assert journal.after(0) == ()
    assert filled(journal, 3) == [1, 2, 3]
    assert [record.number for record in journal.after(1)] == [2, 3]
    assert journal.after(3) == ()


def test_the_oldest_are_dropped_and_the_numbers_go_on() -> None:
    journal = Journal(most=4)
    assert filled(journal, 5) == [3, 4, 5]
    assert [record.number for record in journal.after(4)] == [5]


def test_bytes_are_bounded() -> None:
    journal = Journal(most_bytes=100)
    assert filled(journal, 3, 40) == [2, 3]
    assert filled(journal, 1, 400)[-1] == 4


def test_clear_keeps_the_numbers() -> None:
    journal = Journal()
    filled(journal, 2)
    journal.clear()
    assert journal.after(0) == ()
    assert filled(journal, 1) == [3]


def test_somebody_else_may_listen() -> None:
    journal = Journal()
    heard: list[Record] = []
    journal.also = heard.append
    filled(journal, 2)
    assert heard == list(journal.after(0))


def test_records_are_numbered_without_a_gap() -> None:
    with pytest.raises(AssertionError):
        Journal().append(Record(2, NOON, "call"))
