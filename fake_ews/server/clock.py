"""Clocks that go by themselves, and the driver that does what falls due.

Rule: only here the agenda is emptied. After every turn the driver does what is due now; with a clock that goes it then
sleeps until something else is, with a manual clock only `advance` moves time.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import math
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from fake_ews.model.clock import LAST, Clock, ManualClock, instant

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange

SLOWEST, FASTEST = 0.001, 1e6
"""How many times as fast as real time a clock can run."""
_LONGEST_SLEEP = 3600.0  # a timer of the event loop is exact for some hours; then look again


class RealClock:
    """The time of this machine."""

    factor = 1.0

    def now(self) -> dt.datetime:
        """The present instant, in UTC."""
        return dt.datetime.now(dt.UTC)


class ScaledClock:
    """A clock that starts at an instant (now, if none is given) and runs `factor` times as fast as real time.

    It stands still where no clock goes on. ValueError: it cannot run so fast or so slowly, or begin there.
    """

    def __init__(self, factor: float, start: dt.datetime | None = None) -> None:
        if not SLOWEST <= factor <= FASTEST:
            raise ValueError(
                f"a clock runs {SLOWEST:g} to {FASTEST:.0f} times as fast as real time, not {factor:g} times"
            )
        self.factor = factor
        self._start = instant(start or dt.datetime.now(dt.UTC))
        self._begun = time.monotonic()

    def begin(self, at: dt.datetime) -> None:
        """Go on from an instant, unless it is past that already."""
        if at > self.now():
            self._start, self._begun = at, time.monotonic()

    def now(self) -> dt.datetime:
        """The present instant on this clock, in UTC."""
        gone = (time.monotonic() - self._begun) * self.factor
        return self._start + dt.timedelta(seconds=min(gone, (LAST - self._start).total_seconds()))


def clock_called(text: str, start: dt.datetime | None = None) -> Clock:
    """The clock of a name: real, manual, xN (so many times as fast). ValueError: another, or a start for the real one.

    `start`: where it begins; None: now, for a manual clock the usual Monday.
    """
    if text == "real" and start is None:
        return RealClock()
    if text == "manual":
        return ManualClock(start)
    if text == "real":
        raise ValueError("the real clock has no start: it is the time it is")
    try:
        factor = float(text.removeprefix("x")) if text.startswith("x") else math.nan
    except ValueError:
        factor = math.nan
    if math.isnan(factor):
        raise ValueError(f"expected real, manual or xN (such as x60), not {text!r}")
    return ScaledClock(factor, start)


class Driver:
    """Does what is due; `drain` sends what must be sent."""

    def __init__(self, exchange: Exchange, drain: Callable[[], None]) -> None:
        self._exchange, self._drain = exchange, drain
        self._timer: asyncio.TimerHandle | None = None
        self._timer_at: dt.datetime | None = None
        self._closed = False

    def turned(self) -> None:
        """A turn has ended: do what is due now, send what must be sent, and sleep until something else is due."""
        if self._closed:
            return
        try:
            self._exchange.run_due()
            self._drain()
        finally:
            self._sleep()

    def sleeps_well(self) -> bool:
        """Whether there is nothing to do now, and it will wake up when there is."""
        at = self._exchange.agenda.next_due()
        if isinstance(self._exchange.clock, ManualClock):
            return at is None or at > self._exchange.clock.now()
        return at == self._timer_at

    def is_due(self) -> bool:
        """Whether something is due now."""
        at = self._exchange.agenda.next_due()
        return at is not None and at <= self._exchange.clock.now()

    async def advance(self, to: dt.datetime, settled: Callable[[], Awaitable[None]]) -> None:
        """Move a manual clock to `to` and do everything that falls due on the way, in order.

        Before each step `settled` waits for the answers to pushes under way: an answer that takes a moment of real
        time must not count as an hour of silence. TypeError with another clock, ValueError if `to` is in the past
        or later than any clock goes.
        """
        clock = manual(self._exchange.clock)
        to = clock.ahead(to)
        while True:
            await settled()
            at = self._exchange.agenda.next_due()
            if at is None or at > to:
                break
            clock.set(max(at, clock.now()))
            self.turned()
        clock.set(max(to, clock.now()))
        self._exchange.unkept.changed()

    def close(self) -> None:
        """Do nothing more."""
        self._closed = True
        self._forget_timer()

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = self._timer_at = None

    def _sleep(self) -> None:
        clock = self._exchange.clock
        if isinstance(clock, ManualClock):
            return
        at = self._exchange.agenda.next_due()
        if at == self._timer_at:
            return
        self._forget_timer()
        if at is not None:
            wait = (at - clock.now()).total_seconds() / getattr(clock, "factor", 1.0)
            seconds = min(max(wait, 0.0), _LONGEST_SLEEP) if at <= LAST else _LONGEST_SLEEP  # no clock comes to that
            self._timer_at = at
            self._timer = asyncio.get_running_loop().call_later(seconds, self._wake)

    def _wake(self) -> None:
        self._timer = self._timer_at = None
        self.turned()


def manual(clock: Clock) -> ManualClock:
    """The clock, if it is one that can be set; TypeError if it goes by itself."""
    if not isinstance(clock, ManualClock):
        raise TypeError("only a manual clock can be moved; this one goes by itself")
    return clock
