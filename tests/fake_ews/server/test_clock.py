"""Clocks that go by themselves, and the driver that empties the agenda."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field

import pytest

from fake_ews.model.clock import LAST, Clock, ManualClock
from fake_ews.model.exchange import Exchange
from fake_ews.model.profile import Profile
from fake_ews.server.clock import Driver, RealClock, ScaledClock, clock_called, manual


@dataclass
class Bell:
    """Work that notes when it was done."""

    rung: list[dt.datetime] = field(default_factory=list)

    def due(self, exchange: Exchange) -> None:
        self.rung.append(exchange.clock.now())


def test_real_time_is_utc() -> None:
    assert abs((RealClock().now() - dt.datetime.now(dt.UTC)).total_seconds()) < 5


def test_a_scaled_clock_begins_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    start = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
    clock = ScaledClock(60, start)
    now = 102.0
    assert clock.now() == start + dt.timedelta(minutes=2)


def test_a_scaled_clock_stands_still_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    clock = ScaledClock(1e6, dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    now = 1e15
    assert clock.now() == LAST


@pytest.mark.parametrize("factor", [0, -1, 1e300, float("inf"), float("nan")])
def test_how_fast_a_clock_runs(factor: float) -> None:
    with pytest.raises(ValueError, match=r"a clock runs 0\.001 to 1000000 times as fast as real time, not "):
        ScaledClock(factor)


def test_a_clock_is_called_by_its_name() -> None:
    start = dt.datetime(2030, 6, 1, tzinfo=dt.UTC)
    assert isinstance(clock_called("real"), RealClock)
    assert clock_called("manual").now() == ManualClock().now()
    assert clock_called("manual", start).now() == start
    scaled = clock_called("x60", start)
    assert isinstance(scaled, ScaledClock)
    assert scaled.now() - start < dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("xinf", "not inf times"), ("x1e300", r"not 1e\+300 times"), ("x0", "not 0 times"), ("x-1", "not -1 times"),
        ("xnan", "expected real, manual or xN .*, not 'xnan'"), ("x", "expected real, manual or xN .*, not 'x'"),
    ],
)  # fmt: skip
def test_clocks_that_there_are_not(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        clock_called(text)


def test_only_a_manual_clock_can_be_moved() -> None:
    with pytest.raises(TypeError, match="only a manual clock can be moved"):
        manual(RealClock())


def rung(clock: Clock, *seconds: float) -> list[float]:
    """When bells ring that are set for so many seconds from now: seconds on the clock."""
    exchange, bell = Exchange(clock, Profile()), Bell()
    start = clock.now()

    async def run() -> None:
        drained = asyncio.Event()
        driver = Driver(exchange, lambda: drained.set() if len(bell.rung) == len(seconds) else None)
        for one in seconds:
            exchange.agenda.add(start + dt.timedelta(seconds=one), bell)
            driver.turned()
        driver.turned()  # nothing new: it goes on sleeping
        await asyncio.wait_for(drained.wait(), 10)
        driver.close()

    asyncio.run(run())
    return [(at - start).total_seconds() for at in bell.rung]


def test_a_clock_that_goes_wakes_the_driver() -> None:
    late, early = 2000.0, 1000.0
    first, second = rung(ScaledClock(10_000), late, early)
    assert early <= first < second
    assert late <= second


def test_at_the_end_of_time_nothing_more_is_due() -> None:
    """It sleeps, rather than to look again and again whether the clock has moved."""
    exchange, looked = Exchange(ScaledClock(1e6, LAST), Profile()), [0]

    def drain() -> None:
        looked[0] += 1

    async def run() -> None:
        exchange.agenda.add(LAST + dt.timedelta(seconds=30), Bell())
        driver = Driver(exchange, drain)
        driver.turned()
        await asyncio.sleep(0.02)
        driver.close()

    asyncio.run(run())
    assert looked == [1]


def test_what_is_due_already_is_done_at_once() -> None:
    (at,) = rung(RealClock(), -5)
    assert at < 5


def test_a_manual_clock_moves_when_it_is_told() -> None:
    clock = ManualClock()
    exchange, bell = Exchange(clock, Profile()), Bell()
    start = clock.now()

    async def at_once() -> None:
        pass

    async def run() -> None:
        driver = Driver(exchange, lambda: None)
        for seconds in (20, 10, 40):
            exchange.agenda.add(start + dt.timedelta(seconds=seconds), bell)
        driver.turned()
        assert not driver.is_due()
        await driver.advance(start + dt.timedelta(seconds=30), at_once)

    asyncio.run(run())
    assert [(at - start).total_seconds() for at in bell.rung] == [10, 20]
    assert clock.now() == start + dt.timedelta(seconds=30)
