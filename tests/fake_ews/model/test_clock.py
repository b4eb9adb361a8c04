"""The manual clock and the agenda."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fake_ews.model.clock import DEFAULT_START, FIRST, LAST, Agenda, ManualClock
from fake_ews.model.exchange import Exchange

NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Note:
    """Work that does nothing."""

    name: str

    def due(self, exchange: Exchange) -> None:
        """Nothing."""


def after(minutes: int) -> dt.datetime:
    """So many minutes after noon."""
    return NOON + dt.timedelta(minutes=minutes)


def test_a_clock_stands_still_until_it_is_set() -> None:
    clock = ManualClock()
    assert clock.now() == clock.now() == DEFAULT_START
    clock.set(NOON)
    assert clock.now() == NOON
    clock.set(NOON)


def test_a_clock_tells_utc() -> None:
    berne = dt.timezone(dt.timedelta(hours=1))
    clock = ManualClock(dt.datetime(2027, 3, 1, 12, tzinfo=berne))
    assert (clock.now(), clock.now().tzinfo) == (after(-60), dt.UTC)
    clock.set(dt.datetime(2027, 3, 1, 13, tzinfo=berne))
    assert clock.now().tzinfo is dt.UTC


def test_a_clock_does_not_go_back() -> None:
    clock = ManualClock(NOON)
    with pytest.raises(ValueError, match="a clock does not go back: it is 2027-03-01T12:00:00"):
        clock.set(after(-1))


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (
            dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5))),
            "between the years 1970 and 9000, not at 0001",
        ),
        (dt.datetime(1969, 12, 31, 23, 59, tzinfo=dt.UTC), "between the years 1970 and 9000, not at 1969-12-31"),
        (dt.datetime(9999, 12, 31, tzinfo=dt.UTC), "between the years 1970 and 9000, not at 9999-12-31"),
        (dt.datetime(2027, 3, 1), "an instant needs a time zone: 2027-03-01T00:00:00 has none"),
    ],
)
def test_where_a_clock_cannot_stand(at: dt.datetime, words: str) -> None:
    """What is reckoned from there would be no instant any more."""
    with pytest.raises(ValueError, match=words):
        ManualClock(at)
    clock = ManualClock(FIRST)
    with pytest.raises(ValueError, match=words):
        clock.set(at)
    assert clock.now() == FIRST
    clock.set(LAST)


@pytest.mark.parametrize("at", [dt.timedelta(hours=1), "2027-03-01T08:00:00Z", 5])
def test_what_is_no_instant(at: dt.datetime) -> None:
    clock = ManualClock()
    with pytest.raises(TypeError, match=r"an instant is a datetime\.datetime with a time zone, not"):
        clock.set(at)
    assert clock.now() == DEFAULT_START


def test_work_comes_in_the_order_of_its_instants() -> None:
    agenda = Agenda()
    for minutes in (3, 1, 2):
        agenda.add(after(minutes), Note(f"{minutes}"))
    assert (len(agenda), agenda.next_due()) == (3, after(1))
    assert agenda.take(NOON) is None
    assert [agenda.take(after(2)), agenda.take(after(2)), agenda.take(after(2))] == [Note("1"), Note("2"), None]
    assert agenda.next_due() == after(3)


def test_at_the_same_instant_in_the_order_of_entry() -> None:
    agenda = Agenda()
    for name in "abc":
        agenda.add(NOON, Note(name))
    assert [agenda.take(NOON) for _ in range(4)] == [Note("a"), Note("b"), Note("c"), None]


def test_what_is_struck_out_never_comes() -> None:
    agenda = Agenda()
    first, second = agenda.add(NOON, Note("a")), agenda.add(after(1), Note("b"))
    agenda.cancel(first)
    agenda.cancel(first)
    assert (len(agenda), agenda.next_due(), agenda.take(after(1))) == (1, after(1), Note("b"))
    agenda.cancel(second)
    assert (len(agenda), agenda.next_due(), agenda.take(after(1))) == (0, None, None)


@settings(derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 9), st.booleans())))
def test_everything_comes_once_but_what_is_struck_out(entries: list[tuple[int, bool]]) -> None:
    agenda = Agenda()
    numbers = [agenda.add(after(minutes), Note(f"{at}")) for at, (minutes, _) in enumerate(entries)]
    for number, (_, struck) in zip(numbers, entries, strict=True):
        if struck:
            agenda.cancel(number)
    wanted = sorted((minutes, at) for at, (minutes, struck) in enumerate(entries) if not struck)
    taken = [agenda.take(after(9)) for _ in wanted]
    assert taken == [Note(f"{at}") for _, at in wanted]
    assert agenda.take(after(9)) is None
